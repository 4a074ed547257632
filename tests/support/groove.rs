//! Banks of one pattern, written as text.

use afterbeat::pattern::{
    Bank, Bars, CellAt, Edit, LaneAt, LaneIndex, LaneSetting, Lfo, Pattern, PatternIndex, Reset,
    SetupChange, Step, StepCount, StepIndex, Velocity, Voice,
};
use afterbeat::time::{Division, NoteValue, Rate};

/// The lane counted from 0 of the first pattern.
pub fn lane_at(lane: u8) -> LaneAt {
    LaneAt {
        pattern: PatternIndex::FIRST,
        lane: LaneIndex::new(lane).expect("a lane below 16"),
    }
}

/// A rate: how many halvings of 4/1 (6 is a sixteenth), and how it is divided.
pub fn rate_of(halvings: u8, division: Division) -> Rate {
    let note = NoteValue::from_halvings(halvings).expect("at most 8 halvings");
    Rate { note, division }
}

/// `notes` in the time of `of`.
pub fn tuplet(notes: u8, of: u8) -> Division {
    Division::tuplet(notes, of).expect("from 1 to 16")
}

/// A bank being written. Lanes and steps are counted from 0.
#[derive(Clone, Debug)]
pub struct Groove(Bank);

impl Groove {
    /// A pattern of `bars` bars of rests on the default kit.
    pub fn new(bars: u8) -> Self {
        let bars = Bars::new(bars).expect("from 1 to 16 bars");
        Self(Bank::with_first(Pattern {
            bars,
            ..Pattern::new()
        }))
    }

    pub fn edit(mut self, edit: Edit) -> Self {
        self.0.apply(edit).expect("an edit that fits");
        self
    }

    fn set(self, lane: u8, to: LaneSetting) -> Self {
        let at = lane_at(lane);
        self.edit(Edit::Lane { at, to })
    }

    /// Writes a lane: `9` to `1` are 127, 113 … 15, `x` is 100, `.` a rest; `|` and blanks nothing.
    pub fn lane(self, lane: u8, text: &str) -> Self {
        let cells: Vec<char> = text.chars().filter(|c| !" |".contains(*c)).collect();
        let count = u16::try_from(cells.len()).ok().and_then(StepCount::new);
        let mut groove = self.length(lane, count.expect("from 1 to 256 steps").get());
        for (index, cell) in cells.iter().enumerate() {
            let velocity = match cell {
                '.' => continue,
                'x' => 100,
                digit => 1 + 14 * digit.to_digit(10).expect("a digit"),
            };
            let velocity = u8::try_from(velocity).expect("at most 127");
            let index = u8::try_from(index).expect("below 256");
            groove = groove.put(lane, index, |step| step.velocity = Velocity::new(velocity));
        }
        groove
    }

    /// How many steps the lane has.
    pub fn length(self, lane: u8, steps: u16) -> Self {
        let count = StepCount::new(steps).expect("from 1 to 256 steps");
        self.set(lane, LaneSetting::Length(count))
    }

    /// Changes a step.
    pub fn put(self, lane: u8, step: u8, change: impl FnOnce(&mut Step)) -> Self {
        let index = StepIndex::new(step);
        let mut to = self.lane_ref(lane).step(index);
        change(&mut to);
        let at = CellAt {
            lane: lane_at(lane),
            step: index,
        };
        self.edit(Edit::Step { at, to })
    }

    /// Changes where a lane's notes go and how they sound.
    pub fn voice(self, lane: u8, change: impl FnOnce(&mut Voice)) -> Self {
        let mut voice = self.lane_ref(lane).voice;
        change(&mut voice);
        self.set(lane, LaneSetting::Voice(voice))
    }

    pub fn rate(self, lane: u8, halvings: u8, division: Division) -> Self {
        self.set(lane, LaneSetting::Rate(rate_of(halvings, division)))
    }

    pub fn reset(self, lane: u8, reset: Reset) -> Self {
        self.set(lane, LaneSetting::Reset(reset))
    }

    pub fn lfo(self, lane: u8, lfo: Lfo) -> Self {
        self.set(lane, LaneSetting::Lfo(lfo))
    }

    pub fn swing_here(self, lane: u8) -> Self {
        self.set(lane, LaneSetting::SwingHere(true))
    }

    pub fn setup(self, change: SetupChange) -> Self {
        self.edit(Edit::Setup(change))
    }

    /// No lane silences another, and all notes last by their steps.
    pub fn plain(self) -> Self {
        (0..16).fold(self, |groove, lane| {
            groove.voice(lane, |voice| {
                voice.choke = None;
                voice.note_length = afterbeat::pattern::NoteLength::Step;
            })
        })
    }

    fn lane_ref(&self, lane: u8) -> &afterbeat::pattern::Lane {
        let at = lane_at(lane);
        self.0.lane(at.pattern, at.lane).expect("the first pattern")
    }

    pub fn bank(&self) -> Bank {
        self.0.clone()
    }
}
