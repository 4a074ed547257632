//! A client together with the main side's ends of all that leads to it.

use super::board::Board;
use super::client::{Client, ClientError, Connected};
use super::driver::Driver;
use super::leader::{Follows, JackSteer};
use super::order::{Order, Steer};
use super::performer::{Performer, Start};
use super::recorder::Played;
use super::session::Instrument;
use super::stand_in::StandIn;
use crate::midi_map::Used;
use rtrb::{Consumer, Producer, PushError, RingBuffer};
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How many orders wait for the next cycle.
const ORDERS: usize = 4_096;
/// How many notes wait to be recorded, or to do something else.
const PLAYED: usize = 4_096;
/// How often a wait looks.
const STEP: Duration = Duration::from_millis(1);
/// How long the last cycles may take: as long as a few of the longest.
const LAST_CYCLES: Duration = Duration::from_millis(600);
/// How long there may be no cycle.
const SILENCE: Duration = Duration::from_secs(2);
/// How long what was asked for last may take to be heard.
const LAST_ORDERS: Duration = Duration::from_millis(250);

/// What makes the performer, once there is somebody who calls it.
type Making<'a> = Box<dyn FnOnce() -> Performer + 'a>;

/// The way to a client that plays, or to what stands in for one. **Thread:** main.
pub(super) struct Link {
    driver: Driver,
    pub(super) board: Arc<Board>,
    orders: Producer<Order>,
    /// Whose transport the performer follows, once it has heard all orders.
    follows: Follows,
    /// Set when the program is to end: then nobody waits for an order any more.
    is_ending: Arc<AtomicBool>,
    /// How many cycles there were when an order was given last.
    ordered: u64,
    /// How many there were when another transport was followed.
    followed: u64,
    /// What is played, to be recorded.
    pub(super) played: Consumer<Played>,
    /// The keys and controllers that do something, as they are used.
    pub(super) used: Consumer<Used>,
    /// The ports that it is to be connected to and is not yet, and those that it was connected to.
    ports: Vec<String>,
    connected: Vec<String>,
    /// How many cycles there were, and when that was found out.
    heard: (u64, Instant),
}

impl Link {
    /// Opens a client that plays `instrument`.
    pub(super) fn open(
        instrument: &Instrument,
        name: &str,
        ports: &[String],
        start: (Start, Board),
        is_ending: &Arc<AtomicBool>,
    ) -> Result<Self, ClientError> {
        let mut link = Self::make(instrument, start, is_ending, |board, performer| {
            Client::open(name, board, performer).map(Driver::Jack)
        })?;
        link.ports = ports.to_vec();
        Ok(link)
    }

    /// Begins to play `instrument` without a server: on the sound card, if it `may` and there is one.
    pub(super) fn stand_in(
        instrument: &Instrument,
        may: bool,
        start: (Start, Board),
        is_ending: &Arc<AtomicBool>,
    ) -> io::Result<Self> {
        Self::make(instrument, start, is_ending, |_, performer| {
            StandIn::start(may, performer).map(Driver::Own)
        })
    }

    fn make<E>(
        instrument: &Instrument,
        (start, board): (Start, Board),
        is_ending: &Arc<AtomicBool>,
        drive: impl FnOnce(&Arc<Board>, Making<'_>) -> Result<Driver, E>,
    ) -> Result<Self, E> {
        let board = Arc::new(board);
        let (orders, take_order) = RingBuffer::new(ORDERS);
        let (play, played) = RingBuffer::new(PLAYED);
        let (tell_used, used) = RingBuffer::new(PLAYED);
        let performer = || {
            let heard = (&instrument.params, &instrument.health);
            Performer::new(heard, &board, (take_order, play, tell_used), start)
        };
        let driver = drive(&board, Box::new(performer))?;
        Ok(Self {
            driver,
            board,
            orders,
            follows: start.follows,
            is_ending: Arc::clone(is_ending),
            ordered: 0,
            followed: 0,
            played,
            used,
            ports: Vec::new(),
            connected: Vec::new(),
            heard: (0, Instant::now()),
        })
    }

    /// The client's name; `None` without a server.
    pub(super) fn name(&self) -> Option<&str> {
        self.driver.name()
    }

    /// Whether it leads to what stands in for a server.
    pub(super) fn stands_in(&self) -> bool {
        matches!(self.driver, Driver::Own(_))
    }

    /// The sound card that stands in for a server.
    pub(super) fn card(&self) -> Option<&str> {
        self.driver.card()
    }

    /// Whether there have been no more cycles for a while: the sound card was taken away, and nobody
    /// says so. To be asked again and again.
    pub(super) fn has_stopped(&mut self) -> bool {
        let (cycles, since) = self.heard;
        let now = self.board.cycles();
        if cycles != now {
            self.heard = (now, Instant::now());
            return false;
        }
        since.elapsed() > SILENCE
    }

    /// What the cycles come from, as the answer to `status` has it.
    pub(super) fn clock(&self) -> &'static str {
        self.driver.clock()
    }

    /// Frames a second, and in a cycle.
    pub(super) fn pace(&self) -> (u32, u32) {
        self.driver.pace()
    }

    /// Connects what has come to be there; gives the ports that are still missing. A port that was
    /// connected and has gone is missing again; one that was disconnected by hand is left so.
    pub(super) fn connect(&mut self) -> &[String] {
        let driver = &self.driver;
        let has_gone = |port: &mut String| !driver.has_port(port);
        self.ports.extend(self.connected.extract_if(.., has_gone));
        let is_connected = |port: &mut String| driver.connect(port) == Connected::Yes;
        self.connected
            .extend(self.ports.extract_if(.., is_connected));
        &self.ports
    }

    /// Asks the transport for something; as [`Self::order`].
    ///
    /// JACK's own is asked at once where no order is on its way that would come after: it takes two
    /// cycles to begin, and this saves a third.
    pub(super) fn steer(&mut self, to: Steer) -> bool {
        let is_next = self.board.cycles() > self.ordered + 1 && self.orders.slots() == ORDERS;
        let is_asked = is_next
            && match (self.follows, to) {
                (Follows::Jack, Steer::Play) => self.driver.steer(JackSteer::Start),
                (Follows::Jack, Steer::Stop) => self.driver.steer(JackSteer::Stop),
                _ => false,
            };
        if !is_asked {
            return self.order(Order::Steer(to));
        }
        !self.board.is_gone()
    }

    /// Follows another transport; as [`Self::order`].
    pub(super) fn follow(&mut self, follows: Follows) -> bool {
        self.follows = follows;
        let is_given = self.order(Order::Follow(follows));
        self.followed = self.ordered;
        is_given
    }

    /// Waits until the transport that is followed has been heard, and whether a master leads it.
    pub(super) fn meet_transport(&self) {
        // The first cycle may have been under way by then.
        let is_met = self.board.cycles() >= self.followed + 2;
        if self.follows == Follows::Jack && !is_met {
            self.wait_for_orders(false);
        }
    }

    /// Becomes JACK's timebase master. False if there is another, or no server.
    pub(super) fn take_timebase(&self) -> bool {
        self.driver.take_timebase()
    }

    /// Is JACK's timebase master no more.
    pub(super) fn leave_timebase(&self) {
        self.driver.leave_timebase();
    }

    /// Gives an order; waits for room while there is a server. False if it has gone.
    pub(super) fn order(&mut self, mut order: Order) -> bool {
        self.ordered = self.board.cycles();
        loop {
            match self.orders.push(order) {
                Ok(()) => return true,
                Err(PushError::Full(back)) => order = back,
            }
            self.ordered = self.board.cycles();
            if self.board.is_gone() || self.is_ending.load(Ordering::Relaxed) {
                return false;
            }
            sleep(STEP);
        }
    }

    /// Waits until all orders have been heard, and, if `rolls`, until what plays has been too.
    pub(super) fn wait_for_orders(&self, rolls: bool) {
        let is_idle = || self.orders.slots() == ORDERS;
        if self.wait(LAST_ORDERS, is_idle) && rolls {
            self.wait(LAST_ORDERS, || self.board.rolls());
        }
        self.wait_for_cycles();
    }

    /// Waits until all orders have been heard, JACK is where it was asked to go, and the board says so.
    pub(super) fn settle(&self) {
        self.wait_for_orders(false);
        self.wait(LAST_CYCLES, || !self.board.timebase.awaits());
        self.wait_for_cycles();
    }

    /// Ends every note on the wire, and then the client. False if JACK did not take the ends.
    pub(super) fn finish(mut self) -> bool {
        self.driver.leave_timebase();
        let is_finished = self.order_now(Order::Finish)
            && self.wait(LAST_CYCLES, || self.board.is_finished())
            // Whoever listens has heard the cycle once the next but one begins.
            && self.wait_for_cycles();
        if is_finished || self.board.is_gone() {
            return true;
        }
        // Where there is no wire, nothing hangs on it.
        let stands_in = self.stands_in();
        self.abandon();
        stands_in
    }

    /// Leaves what stands still, and would never answer that it may be closed.
    pub(super) fn abandon(self) {
        self.driver.abandon();
    }

    /// As [`Self::order`], but for no longer than a moment.
    fn order_now(&mut self, order: Order) -> bool {
        let until = Instant::now() + LAST_ORDERS;
        while self.orders.push(order).is_err() {
            if self.board.is_gone() || Instant::now() > until {
                return false;
            }
            sleep(STEP);
        }
        true
    }

    fn wait_for_cycles(&self) -> bool {
        let now = self.board.cycles();
        self.wait(LAST_CYCLES, || self.board.cycles() >= now + 2)
    }

    /// Waits until something is so, for no longer than `limit`, and not without a server.
    fn wait(&self, limit: Duration, is_so: impl Fn() -> bool) -> bool {
        let until = Instant::now() + limit;
        while !is_so() {
            if self.board.is_gone() || Instant::now() > until {
                return false;
            }
            sleep(STEP);
        }
        true
    }
}
