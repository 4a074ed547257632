//! The audio side of the standalone without JACK: cycles that a test makes up.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

use afterbeat::engine::Kind;
use afterbeat::grooves;
use afterbeat::link::{self, Health, Main};
use afterbeat::midi_map::Used;
use afterbeat::offline::Render;
use afterbeat::pattern::Bank;
use afterbeat::plugin::Params;
use afterbeat::standalone::{
    Bbt, Board, Cycle, Follows, Heard, JackSteer, Message, Order, Performer, Played, Start,
};
use afterbeat::time::{Bpm, Meter, SampleRate};
use rtrb::{Consumer, Producer, RingBuffer};
use std::num::NonZeroU32;
use std::sync::Arc;

pub const RATE: u32 = 48_000;

/// A performer of the fresh groove with the main side's ends of it.
pub struct Rig {
    pub params: Arc<Params>,
    pub board: Arc<Board>,
    pub orders: Producer<Order>,
    pub played: Consumer<Played>,
    pub used: Consumer<Used>,
    pub performer: Performer,
}

impl Rig {
    pub fn new(follows: Follows, bpm: f64, meter: Meter) -> Self {
        Self::with_clock(false, follows, bpm, meter)
    }

    /// As [`Self::new`]; `sends_clock` says whether it sends a MIDI clock.
    pub fn with_clock(sends_clock: bool, follows: Follows, bpm: f64, meter: Meter) -> Self {
        let groove = grooves::find(grooves::FRESH).unwrap();
        let (main, _, _) = link::new(Bank::with_first(groove.pattern.clone()));
        let params = Arc::new(Params::new(Main::new(main)));
        let health = Arc::<Health>::default();
        let board = Arc::default();
        let (orders, take_order) = RingBuffer::new(4_096);
        let (play, played) = RingBuffer::new(64);
        let (tell_used, used) = RingBuffer::new(64);
        let bpm = Bpm::new(bpm).unwrap();
        let start = Start {
            follows,
            bpm,
            meter,
            sends_clock,
        };
        let performer = Performer::new(
            (&params, &health),
            &board,
            (take_order, play, tell_used),
            start,
        );
        Self {
            params,
            board,
            orders,
            played,
            used,
            performer,
        }
    }

    pub fn order(&mut self, order: Order) {
        self.orders.push(order).unwrap();
    }
}

/// A cycle, to be used again and again. What is sent is kept with the song's frame of its start.
pub struct FakeCycle {
    pub frames: u32,
    pub heard: Heard,
    /// What comes in, the last first.
    pub incoming: Vec<(u32, Message)>,
    pub sent: Vec<Event>,
    pub steered: Vec<JackSteer>,
    /// What is heard of the drums; more than the longest cycle.
    pub audio: [Vec<f32>; 2],
    /// Whether their outputs are there.
    pub has_audio: bool,
    /// How many messages there is room for in a cycle.
    pub room: usize,
    /// How many of them there still is room for.
    pub left: usize,
}

/// Frame, status, key, velocity.
pub type Event = (i64, u8, u8, u8);

impl Default for FakeCycle {
    fn default() -> Self {
        Self {
            frames: 64,
            heard: Heard::default(),
            incoming: Vec::with_capacity(64),
            sent: Vec::with_capacity(1 << 16),
            steered: Vec::with_capacity(64),
            audio: [(); 2].map(|()| vec![1.0; 8_192]),
            has_audio: true,
            room: usize::MAX,
            left: usize::MAX,
        }
    }
}

impl FakeCycle {
    /// Has the performer play it, and moves JACK's transport on.
    pub fn play(&mut self, performer: &mut Performer) {
        self.left = self.room;
        let mut audio = std::mem::take(&mut self.audio);
        let length = usize::try_from(self.frames).unwrap();
        let [left, right] = &mut audio;
        let outputs = (&mut left[..length], &mut right[..length]);
        performer.cycle(self, self.has_audio.then_some(outputs));
        self.audio = audio;
        if self.heard.rolling {
            self.heard.frame += self.frames;
        }
    }
}

impl Cycle for FakeCycle {
    fn frames(&self) -> u32 {
        self.frames
    }

    fn rate(&self) -> u32 {
        RATE
    }

    fn transport(&self) -> Heard {
        self.heard
    }

    fn receive(&mut self) -> Option<(u32, Message)> {
        self.incoming.pop()
    }

    fn send(&mut self, at: u32, message: Message) -> bool {
        assert!(at < self.frames, "beyond the cycle");
        let frame = i64::from(self.heard.frame) + i64::from(at);
        if let Some(last) = self.sent.last().filter(|_| self.left < self.room) {
            assert!(
                last.0 <= frame,
                "JACK takes no message that is earlier than the last"
            );
        }
        let Some(left) = self.left.checked_sub(1) else {
            return false;
        };
        self.left = left;
        let [status, key, velocity] = message;
        self.sent.push((frame, status, key, velocity));
        true
    }

    fn steer(&mut self, to: JackSteer) {
        self.steered.push(to);
    }
}

/// A timebase master.
#[derive(Clone, Copy, Debug)]
pub struct FakeMaster {
    pub beats: u16,
    pub unit: u16,
    /// The tempo that it says.
    pub bpm: f64,
    /// Its tempo in beats of the meter's unit.
    pub beats_a_minute: f64,
    pub ticks_per_beat: f64,
    /// Whether it counts the ticks up to the bar.
    pub counts_ticks: bool,
}

impl FakeMaster {
    /// What it says on a frame; like all of them it cuts ticks off.
    pub fn at(&self, frame: u32) -> Bbt {
        let beats = f64::from(frame) / f64::from(RATE) / 60.0 * self.beats_a_minute;
        let ticks = (beats * self.ticks_per_beat + 1e-6).floor();
        let beat = (ticks / self.ticks_per_beat).floor();
        let bar = (beat / f64::from(self.beats)).floor();
        let bar_beats = bar * f64::from(self.beats);
        Bbt {
            bar: whole(bar) + 1,
            beat: whole(beat - bar_beats) + 1,
            tick: whole(ticks - beat * self.ticks_per_beat),
            ticks_per_beat: self.ticks_per_beat,
            bar_start_tick: if self.counts_ticks {
                bar_beats * self.ticks_per_beat
            } else {
                0.0
            },
            beats_per_bar: f64::from(self.beats),
            beat_unit: f64::from(self.unit),
            bpm: self.bpm,
            offset: 0,
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a small whole number"
)]
fn whole(x: f64) -> u32 {
    x as u32
}

/// What the rig's parameters play, rendered.
pub fn render(params: &Params, bpm: f64, meter: Meter) -> Vec<Event> {
    let groove = grooves::find(grooves::FRESH).unwrap();
    let render = Render {
        bank: Bank::with_first(groove.pattern.clone()),
        bars: 40,
        bpm: Bpm::new(bpm).unwrap(),
        rate: SampleRate::new(f64::from(RATE)).unwrap(),
        block: NonZeroU32::new(512).unwrap(),
        meter,
        automated: false,
    };
    let events = render.run(|_| params.controls());
    let event = |rendered: &afterbeat::offline::Rendered| {
        let (status, velocity) = match rendered.event.kind {
            Kind::On(velocity) => (0x90, velocity.get()),
            Kind::Off => (0x80, 0),
        };
        let (channel, key) = (rendered.event.channel.get(), rendered.event.key.get());
        (rendered.frame, status | channel, key, velocity)
    };
    events.iter().map(event).collect()
}

/// The notes that `events` begin and do not end.
pub fn open(events: &[Event]) -> Vec<(u8, u8)> {
    let mut open = Vec::new();
    for (_, status, key, _) in events {
        let note = (status & 0xf, *key);
        let is_held = open.contains(&note);
        open.retain(|held| *held != note);
        match status & 0xf0 {
            0x90 if is_held => panic!("{note:?} begins twice"),
            0x90 => open.push(note),
            _ => {}
        }
    }
    open
}
