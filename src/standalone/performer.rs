//! The audio side: one cycle of JACK's is one call of the player.

use super::board::Board;
use super::click::Click;
use super::clock_out::ClockOut;
use super::cycle::{Cycle, Message};
use super::desk::Desk;
use super::inbox::Inbox;
use super::leader::{Follows, JackSteer, Leader, Part};
use super::order::{Order, Steer};
use super::recorder::Played;
use super::tape::Tape;
use crate::engine::{Event, Kind, Refused, Sink, Transport};
use crate::link::Health;
use crate::midi_map::{Used, ends_all_notes};
use crate::pattern::{Key, Velocity};
use crate::plugin::{Call, Musician, Outputs, Params, Stopwatch};
use crate::time::{Bpm, Meter, SampleRate};
use nice_plug::midi::{self, Channel, NoteEvent, VoiceID};
use rtrb::{Consumer, Producer};
use std::sync::Arc;

/// How the music starts.
#[derive(Clone, Copy, Debug)]
pub struct Start {
    /// Whose transport is followed.
    pub follows: Follows,
    /// The tempo where no timebase master says another.
    pub bpm: Bpm,
    /// The meter where none says another.
    pub meter: Meter,
    /// Whether a MIDI clock is sent.
    pub sends_clock: bool,
}

/// Plays cycle by cycle. **Thread:** audio; made and dropped on main.
pub struct Performer {
    musician: Musician,
    params: Arc<Params>,
    health: Arc<Health>,
    board: Arc<Board>,
    orders: Consumer<Order>,
    leader: Leader,
    inbox: Inbox,
    clock_out: Option<ClockOut>,
    click: Click,
    tape: Tape,
    desk: Desk,
    /// Whether a fill was asked for and has not been heard yet.
    presses_fill: bool,
    is_finishing: bool,
    stopwatch: Stopwatch,
}

impl Performer {
    /// A performer that plays what `params` hold. One that played them before is left with nothing
    /// to say. Allocates all that it will ever need.
    pub fn new(
        (params, health): (&Arc<Params>, &Arc<Health>),
        board: &Arc<Board>,
        (orders, played, used): (Consumer<Order>, Producer<Played>, Producer<Used>),
        start: Start,
    ) -> Self {
        Self {
            musician: Musician::new(params.main().lock().relink()),
            params: Arc::clone(params),
            health: Arc::clone(health),
            board: Arc::clone(board),
            orders,
            leader: Leader::new(start.follows, start.bpm, start.meter),
            inbox: Inbox::new(),
            clock_out: start.sends_clock.then(ClockOut::default),
            click: Click::new(),
            tape: Tape::new(played),
            desk: Desk::new(used),
            presses_fill: false,
            is_finishing: false,
            stopwatch: Stopwatch::default(),
        }
    }

    /// Plays a cycle; the built-in drums into `outputs`, which it silences first. Never allocates,
    /// frees, locks or waits.
    pub fn cycle(&mut self, cycle: &mut impl Cycle, mut outputs: Option<Outputs<'_>>) {
        if let Some((left, right)) = &mut outputs {
            left.fill(0.0);
            right.fill(0.0);
        }
        let Some(rate) = SampleRate::new(f64::from(cycle.rate())) else {
            return;
        };
        let begin = self.stopwatch.begin();
        self.obey(cycle, rate);
        self.inbox.clear();
        if self.leader.follows() == Follows::Clock {
            self.inbox.gather(cycle, self.leader.now());
        }
        if self.is_finishing {
            self.finish(cycle);
        }
        let rolls = cycle.transport().rolling;
        self.board.timebase.watch(rolls);
        let last = self.play(cycle, rate, outputs);
        self.leader.end_cycle(&last, rate);
        let (line, awaited) = self.leader.own_time();
        self.board.timebase.publish(line, awaited, rate);
        let leader = &self.leader;
        let by_master = || cycle.transport().bbt.map_or(0, |bbt| bbt.bar);
        let led_bar = leader.is_led().then(by_master);
        self.board.note_clock(leader.is_clocked(), leader.losses());
        self.board
            .note_cycle(cycle.frames(), &last.transport, led_bar);
        if let Some(begin) = begin {
            let seconds = f64::from(cycle.frames()) / rate.hz();
            self.stopwatch.end(begin, seconds, &self.health);
        }
    }

    /// Plays a cycle part by part, and gives the last part.
    fn play(
        &mut self,
        cycle: &mut impl Cycle,
        rate: SampleRate,
        mut outputs: Option<Outputs<'_>>,
    ) -> Part {
        let frames = cycle.frames();
        let mut heard = cycle.transport();
        if self.board.timebase.leads() {
            // It is its own word, cut off to a tick.
            heard.bbt = None;
        }
        let (mut from, mut taken) = (0, 0);
        loop {
            let mut words = self.inbox.words.get(taken..).unwrap_or_default();
            let waiting = words.len();
            let part = self.leader.part(&heard, (from, frames), &mut words, rate);
            taken += waiting - words.len();
            let outputs = split_off(&mut outputs, part.span);
            if !self.is_finishing {
                self.play_part(cycle, (&part, rate), outputs);
            }
            (_, from) = part.span;
            if from >= frames {
                return part;
            }
        }
    }

    fn play_part(
        &mut self,
        cycle: &mut impl Cycle,
        (part, rate): (&Part, SampleRate),
        mut outputs: Option<Outputs<'_>>,
    ) {
        let (from, until) = part.span;
        if let Some(clock) = &mut self.clock_out {
            clock.begin(&part.transport, (until - from, rate));
        }
        let mut wire = Wire {
            is_last: until == cycle.frames(),
            cycle,
            inbox: &mut self.inbox,
            clock: self.clock_out.as_mut(),
            part,
            rate,
            presses_fill: self.presses_fill,
            tape: &mut self.tape,
            desk: &mut self.desk,
        };
        let heard = outputs.as_mut();
        let heard = heard.map(|(left, right)| (&mut **left, &mut **right));
        self.musician
            .play(&self.params, &self.health, &mut wire, heard);
        wire.tick_until(u32::MAX);
        let musician = &self.musician;
        let unrecorded = self.tape.pass_on(|| musician.form());
        self.board.note_unrecorded(unrecorded);
        if let Some(outputs) = outputs {
            self.click.play(&part.transport, rate, outputs);
        }
        // Once heard it is let go: it runs on to its bar line.
        self.presses_fill &= !part.transport.playing;
    }

    /// Ends every note, and the song for those who follow.
    fn finish(&mut self, cycle: &mut impl Cycle) {
        let mut wire = Ending(cycle);
        if let Some(clock) = &mut self.clock_out {
            clock.stop();
            while let Some((at, word)) = clock.next() {
                if !wire.0.send(at, word.message()) {
                    break;
                }
                clock.advance();
            }
        }
        if self.musician.finish(&mut wire) {
            self.board.note_finished();
        }
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
                Order::Tempo(bpm) => {
                    self.leader.change_tempo(bpm, rate);
                    self.say_again(cycle, rate);
                }
                Order::Meter(meter) => {
                    self.leader.change_meter(meter);
                    self.say_again(cycle, rate);
                }
                Order::Fill => self.presses_fill = true,
                Order::Follow(follows) => self.leader.follow(follows),
                Order::Click(on) => self.click.switch(on),
                Order::CountIn(until) => self.click.count_in(until),
                Order::Record(on) => self.tape.switch(on),
                Order::Want(wanted) => self.desk.want(wanted),
                Order::Reset => self.musician.reset(&self.health),
                Order::Finish => self.is_finishing = true,
            }
        }
    }

    /// Has JACK ask its timebase master again, which it does not by itself while nothing rolls. Of what
    /// it is asked it does the last, so a place that it is on its way to is what it is asked for; and at
    /// another tempo that is elsewhere, whoever the master is.
    fn say_again(&mut self, cycle: &mut impl Cycle, rate: SampleRate) {
        let heard = cycle.transport();
        let leads = self.board.timebase.leads() && self.leader.follows() == Follows::Jack;
        let asks = leads && !heard.rolling;
        let frame = match self.leader.await_again(rate) {
            Some((frame, is_elsewhere)) => (asks || is_elsewhere).then_some(frame),
            None => asks.then_some(heard.frame),
        };
        if let Some(frame) = frame {
            cycle.steer(JackSteer::Locate(frame));
        }
    }

    fn steer(&mut self, to: Steer, cycle: &mut impl Cycle, rate: SampleRate) {
        if let Some(to) = self.leader.steer(to, rate) {
            cycle.steer(to);
        }
    }
}

/// Takes the frames of a part off the front of what is left of the outputs.
fn split_off<'a>(
    outputs: &mut Option<Outputs<'a>>,
    (from, until): (u32, u32),
) -> Option<Outputs<'a>> {
    let (left, right) = outputs.take()?;
    let frames = usize::try_from(until - from).unwrap_or(usize::MAX);
    let frames = frames.min(left.len()).min(right.len());
    let (left, left_rest) = left.split_at_mut(frames);
    let (right, right_rest) = right.split_at_mut(frames);
    *outputs = Some((left_rest, right_rest));
    Some((left, right))
}

/// A part of the cycle as the player takes it.
struct Wire<'a, C> {
    cycle: &'a mut C,
    inbox: &'a mut Inbox,
    clock: Option<&'a mut ClockOut>,
    part: &'a Part,
    /// Whether the cycle ends with it.
    is_last: bool,
    rate: SampleRate,
    presses_fill: bool,
    tape: &'a mut Tape,
    desk: &'a mut Desk,
}

impl<C: Cycle> Wire<'_, C> {
    /// Passes a note on that is to be recorded.
    fn record(&mut self, at: u32, [status, key, velocity]: Message) {
        let is_on = status & 0xf0 == 0x90;
        let note = Key::new(key).zip(Velocity::new(velocity)).filter(|_| is_on);
        if let Some(note) = note {
            self.tape.hear(note, at, (&self.part.transport, self.rate));
        }
    }

    /// Sends the clock's words up to a frame of the part, itself included.
    fn tick_until(&mut self, last: u32) {
        let Some(clock) = &mut self.clock else { return };
        let (from, _) = self.part.span;
        while let Some((at, word)) = clock.next().filter(|(at, _)| *at <= last) {
            if !self.cycle.send(from + at, word.message()) {
                // It is sent as soon as there is room: whoever counts ticks must not miss one.
                return;
            }
            clock.advance();
        }
    }
}

impl<C: Cycle> Call for Wire<'_, C> {
    fn frames(&self) -> u32 {
        let (from, until) = self.part.span;
        until - from
    }

    fn rate(&self) -> Option<SampleRate> {
        Some(self.rate)
    }

    fn transport(&self) -> Transport {
        self.part.transport
    }

    fn presses_fill(&self) -> bool {
        self.presses_fill
    }

    fn next_note(&mut self) -> Option<NoteEvent<()>> {
        let (from, until) = self.part.span;
        loop {
            let until = (!self.is_last).then_some(until);
            let (at, message) = self.inbox.next(self.cycle, until)?;
            if !is_message(message) || self.desk.takes(message) {
                continue;
            }
            let at = at.saturating_sub(from);
            if let Some(end) = end_of_all(at, message) {
                return Some(end);
            }
            if let Ok(event) = NoteEvent::from_midi(at, &message) {
                self.record(at, message);
                return Some(event);
            }
        }
    }
}

impl<C: Cycle> Sink for Wire<'_, C> {
    fn send(&mut self, event: Event) -> Result<(), Refused> {
        self.tick_until(event.at);
        let (from, _) = self.part.span;
        send(self.cycle, from + event.at, &event)
    }
}

/// The last cycle as the player takes it.
struct Ending<'a, C>(&'a mut C);

impl<C: Cycle> Sink for Ending<'_, C> {
    fn send(&mut self, event: Event) -> Result<(), Refused> {
        send(self.0, event.at, &event)
    }
}

/// Whether what follows the first byte are numbers: only a first byte has its top bit set.
fn is_message([_, low, high]: Message) -> bool {
    (low | high) & 0x80 == 0
}

/// What ends all notes of a channel, if the message says that.
fn end_of_all(at: u32, [status, controller, _]: Message) -> Option<NoteEvent<()>> {
    let ends_all = status & 0xf0 == 0xb0 && ends_all_notes(controller);
    ends_all.then_some(NoteEvent::NoteOff {
        timing: at,
        voice_id: VoiceID::Wildcard,
        channel: Channel::Number(status & 0xf),
        key: midi::Key::Wildcard,
        velocity: 0.0,
    })
}

fn send(cycle: &mut impl Cycle, at: u32, event: &Event) -> Result<(), Refused> {
    let (status, value) = match event.kind {
        Kind::On(velocity) => (0x90, velocity.get()),
        Kind::Off => (0x80, 0),
    };
    let message = [status | event.channel.get(), event.key.get(), value];
    cycle.send(at, message).then_some(()).ok_or(Refused)
}
