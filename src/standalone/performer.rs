//! The audio side: one cycle of JACK's is one call of the player.

use super::board::Board;
use super::heard::Heard;
use super::leader::{Follows, JackSteer, Leader};
use super::order::{Order, Steer};
use crate::engine::{Event, Kind, Refused, Sink, Transport};
use crate::link::Health;
use crate::plugin::{Call, Musician, Outputs, Params};
use crate::time::{Bpm, Meter, SampleRate};
use nice_plug::midi::NoteEvent;
use rtrb::Consumer;
use std::sync::Arc;

/// A MIDI message for one note.
pub type Message = [u8; 3];

/// A cycle: what JACK says, what comes in, and where what goes out goes. **Thread:** audio.
pub trait Cycle {
    /// How many frames it has.
    fn frames(&self) -> u32;

    /// Frames a second.
    fn rate(&self) -> u32;

    /// JACK's transport.
    fn transport(&self) -> Heard;

    /// The next message of three bytes that came in, and its frame; they come sorted.
    fn receive(&mut self) -> Option<(u32, Message)>;

    /// Sends a message on a frame; they go sorted. False if there is no room.
    fn send(&mut self, at: u32, message: Message) -> bool;

    /// Asks JACK's transport for something.
    fn steer(&mut self, to: JackSteer);
}

/// How the music starts.
#[derive(Clone, Copy, Debug)]
pub struct Start {
    /// Whose transport is followed.
    pub follows: Follows,
    /// The tempo where no timebase master says another.
    pub bpm: Bpm,
    /// The meter where none says another.
    pub meter: Meter,
}

/// Plays cycle by cycle. **Thread:** audio; made and dropped on main.
pub struct Performer {
    musician: Musician,
    params: Arc<Params>,
    health: Arc<Health>,
    board: Arc<Board>,
    orders: Consumer<Order>,
    leader: Leader,
    /// Whether a fill was asked for and has not been heard yet.
    presses_fill: bool,
    is_finishing: bool,
}

impl Performer {
    /// A performer that plays what `params` hold. One that played them before is left with nothing
    /// to say. Allocates all that it will ever need.
    pub fn new(
        (params, health): (&Arc<Params>, &Arc<Health>),
        board: &Arc<Board>,
        orders: Consumer<Order>,
        start: Start,
    ) -> Self {
        Self {
            musician: Musician::new(params.main().lock().relink()),
            params: Arc::clone(params),
            health: Arc::clone(health),
            board: Arc::clone(board),
            orders,
            leader: Leader::new(start.follows, start.bpm, start.meter),
            presses_fill: false,
            is_finishing: false,
        }
    }

    /// Plays a cycle; the built-in drums into `outputs`, which it silences first. Never allocates,
    /// frees, locks or waits.
    pub fn cycle(&mut self, cycle: &mut impl Cycle, mut outputs: Option<Outputs<'_>>) {
        if let Some((left, right)) = &mut outputs {
            left.fill(0.0);
            right.fill(0.0);
        }
        let frames = cycle.frames();
        let Some(rate) = SampleRate::new(f64::from(cycle.rate())) else {
            return;
        };
        self.obey(cycle, rate);
        let transport = self.leader.transport(&cycle.transport(), frames, rate);
        let mut wire = Wire {
            cycle,
            rate,
            transport,
            presses_fill: self.presses_fill,
        };
        if self.is_finishing {
            if self.musician.finish(&mut wire) {
                self.board.note_finished();
            }
        } else {
            self.musician
                .play(&self.params, &self.health, &mut wire, outputs);
            // Once heard it is let go: it runs on to its bar line.
            self.presses_fill &= !transport.playing;
        }
        let is_led = self.leader.is_led();
        self.board.note_cycle(frames, &transport, is_led);
    }

    /// Does what the main side asks for, in its order.
    fn obey(&mut self, cycle: &mut impl Cycle, rate: SampleRate) {
        // Those that come meanwhile wait for the next cycle.
        for _ in 0..self.orders.slots() {
            let Ok(order) = self.orders.pop() else {
                return;
            };
            match order {
                Order::Steer(to) => self.steer(to, cycle, rate),
                Order::Tempo(bpm) => self.leader.change_tempo(bpm, rate),
                Order::Meter(meter) => self.leader.change_meter(meter),
                Order::Fill => self.presses_fill = true,
                Order::Finish => self.is_finishing = true,
            }
        }
    }

    fn steer(&mut self, to: Steer, cycle: &mut impl Cycle, rate: SampleRate) {
        if let Some(to) = self.leader.steer(to, rate) {
            cycle.steer(to);
        }
    }
}

/// The cycle as the player takes it.
struct Wire<'a, C> {
    cycle: &'a mut C,
    rate: SampleRate,
    transport: Transport,
    presses_fill: bool,
}

impl<C: Cycle> Call for Wire<'_, C> {
    fn frames(&self) -> u32 {
        self.cycle.frames()
    }

    fn rate(&self) -> Option<SampleRate> {
        Some(self.rate)
    }

    fn transport(&self) -> Transport {
        self.transport
    }

    fn presses_fill(&self) -> bool {
        self.presses_fill
    }

    fn next_note(&mut self) -> Option<NoteEvent<()>> {
        loop {
            let (at, message) = self.cycle.receive()?;
            if let Ok(event) = NoteEvent::from_midi(at, &message) {
                return Some(event);
            }
        }
    }
}

impl<C: Cycle> Sink for Wire<'_, C> {
    fn send(&mut self, event: Event) -> Result<(), Refused> {
        let (status, value) = match event.kind {
            Kind::On(velocity) => (0x90, velocity.get()),
            Kind::Off => (0x80, 0),
        };
        let message = [status | event.channel.get(), event.key.get(), value];
        let is_sent = self.cycle.send(event.at, message);
        is_sent.then_some(()).ok_or(Refused)
    }
}
