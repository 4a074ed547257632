//! Random scripts without any manners: starts, stops, locates, loops, tempos, meters, edits, hands.

use crate::everything::{self, Kind, PATTERNS, lane, pattern_index};
use crate::support::cuts::Cuts;
use crate::support::number::float;
use crate::support::rng::Rng;
use crate::support::script::{Act, BarStarts, Loop, Script};
use afterbeat::engine::Controls;
use afterbeat::pattern::{
    Bank, Bars, BeforeSong, CellAt, Edit, Lane, LaneAt, LaneIndex, LaneSet, LaneSetting,
    PatternIndex, SetupChange, Step, StepIndex, Velocity, Voice, kit,
};
use afterbeat::time::Meter;

/// The author of one script.
pub struct Chaos {
    rng: Rng,
    bank: Bank,
    controls: Controls,
    acts: Vec<(i64, Act)>,
    now: i64,
}

impl Chaos {
    pub fn new(seed: u64) -> Self {
        let mut rng = Rng::new(seed);
        Self {
            bank: everything::bank(seed % 60, Kind::Whole),
            controls: everything::controls(&mut rng),
            rng,
            acts: Vec::new(),
            now: 0,
        }
    }

    /// The script, what it is played on, and how it is cut.
    pub fn write(mut self) -> (Script, Bank, Cuts) {
        let rate = *self.rng.pick(&[8_000.0, 22_050.0, 48_000.0]);
        let tempo = self.rng.real(40.0, 400.0);
        self.act(Act::Controls(Box::new(self.controls.clone())));
        let start = self.rng.real(-4.0, 40.0);
        self.act(Act::Play(start));
        for _ in 0..self.rng.whole(6, 16) {
            self.now += self.rng.whole(0, 12_000);
            let act = self.any();
            self.act(act);
        }
        let bits = self.rng.bits();
        let cuts = *self.rng.pick(&[64, 441, 4096]);
        let cuts = self
            .rng
            .clone()
            .pick(&[Cuts::Steady(cuts), Cuts::Random(bits)])
            .clone();
        let end = self.now + 8_000;
        let script = Script {
            rate,
            tempo,
            acts: self.acts,
            end,
        };
        (script, self.bank, cuts)
    }

    fn act(&mut self, act: Act) {
        self.acts.push((self.now, act));
    }

    fn any(&mut self) -> Act {
        match self.rng.whole(0, 19) {
            0 => Act::Stop,
            1 | 2 => Act::Play(self.rng.real(-3.0, 70.0)),
            3 | 4 => self.looping(),
            5 => Act::Tempo(self.rng.real(30.0, 500.0)),
            6 => {
                let (beats, unit) = *self.rng.pick(&[(4, 4), (3, 4), (7, 8), (5, 4)]);
                let meter = Meter::new(beats, unit).expect("a meter");
                Act::Meter(meter, float(self.rng.whole(0, 8)))
            }
            7 => Act::BarStarts(*self.rng.pick(&[
                BarStarts::Unsaid,
                BarStarts::Honest,
                BarStarts::Zero,
                BarStarts::AtPosition,
            ])),
            8 => Act::Reset,
            9..=12 => Act::Edit(edit(&mut self.rng)),
            _ => {
                everything::perform(&mut self.rng, &mut self.controls);
                self.controls.bypass = self.rng.chance(4);
                Act::Controls(Box::new(self.controls.clone()))
            }
        }
    }

    fn looping(&mut self) -> Act {
        if self.rng.chance(20) {
            return Act::Loop(None);
        }
        let start = self.rng.real(-1.0, 30.0);
        let length = *self.rng.pick(&[0.3, 1.0, 4.0, 4.7, 8.0]);
        Act::Loop(Some(Loop {
            range: (start, start + length),
            tells: self.rng.chance(70),
            splits: self.rng.chance(50),
        }))
    }
}

/// Any edit that fits a bank of [`everything`], whatever was edited before.
pub fn edit(rng: &mut Rng) -> Edit {
    let pattern = pattern_index(byte(rng, PATTERNS));
    let at = LaneAt {
        pattern,
        lane: lane(byte(rng, 16)),
    };
    match rng.whole(0, 6) {
        0 => Edit::Setup(setup(rng)),
        1 => {
            let to = Box::new(fresh_lane(rng, at.lane));
            Edit::ReplaceLane { at, to }
        }
        2 | 3 => {
            let to = setting(rng, at.lane);
            Edit::Lane { at, to }
        }
        4 => Edit::Bars {
            pattern,
            to: Bars::new(1 + byte(rng, 4)).expect("1 to 16"),
        },
        5 => replacement(rng, pattern),
        _ => {
            let step = StepIndex::new(byte(rng, 3));
            let velocity = Velocity::new(byte(rng, 128));
            Edit::Step {
                at: CellAt { lane: at, step },
                to: Step {
                    velocity,
                    ..Step::REST
                },
            }
        }
    }
}

fn setup(rng: &mut Rng) -> SetupChange {
    *rng.pick(&[
        SetupChange::RunsChain(true),
        SetupChange::RunsChain(false),
        SetupChange::Solo(LaneSet::from_bits(0x0106)),
        SetupChange::Solo(LaneSet::default()),
        SetupChange::BeforeSong(BeforeSong::Groove),
        SetupChange::BeforeSong(BeforeSong::CountIn),
    ])
}

fn fresh_lane(rng: &mut Rng, at: LaneIndex) -> Lane {
    everything::random_lane(rng, kit()[at].voice(), Kind::Whole)
}

/// A setting of `at` as another lane could have it, or its key as another drum has it.
fn setting(rng: &mut Rng, at: LaneIndex) -> LaneSetting {
    let fresh = fresh_lane(rng, at);
    match rng.whole(0, 6) {
        0 => LaneSetting::Length(fresh.length),
        1 => LaneSetting::Rate(fresh.rate),
        2 => LaneSetting::Reset(fresh.reset),
        3 => LaneSetting::Direction(fresh.direction),
        4 => LaneSetting::Rotate(fresh.rotate),
        5 => LaneSetting::SwingHere(fresh.swing_here),
        _ => LaneSetting::Voice(Voice {
            key: kit()[lane(byte(rng, 16))].voice().key,
            ..fresh.voice
        }),
    }
}

/// Another pattern there, or none at a place that has none: those that later edits need stay.
fn replacement(rng: &mut Rng, pattern: PatternIndex) -> Edit {
    let to = everything::pattern(rng, Kind::Whole);
    if rng.chance(80) {
        let to = Some(Box::new(to));
        return Edit::ReplacePattern { pattern, to };
    }
    Edit::ReplacePattern {
        pattern: pattern_index(PATTERNS),
        to: None,
    }
}

fn byte(rng: &mut Rng, below: u8) -> u8 {
    u8::try_from(rng.whole(0, i64::from(below) - 1)).expect("a byte")
}
