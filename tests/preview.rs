//! What is foretold without a host is what the engine plays, frame for frame.

#[path = "support/banks.rs"]
mod banks;
#[path = "support/cases.rs"]
mod cases;
#[path = "support/random_controls.rs"]
mod random_controls;
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;

use afterbeat::engine::{
    Controls, FillEvery, Kind, Origin, PatternChange, PatternEntry, Preview, Rehearsal, Source,
    preview, preview_at,
};
use afterbeat::grooves::factory;
use afterbeat::offline::Render;
use afterbeat::pattern::{Bank, BeforeSong, Edit, PatternIndex, Percent, PlayMode};
use afterbeat::time::{Bpm, Frame, FrameMap, Meter, SampleRate, Tick, Ticks};
use cases::cases;
use proptest::prelude::{any, prop_assert_eq, proptest};
use random_controls::random_controls;
use std::num::NonZeroU32;
use support::groove::Groove;
use support::number::{float, round};
use support::rig::{Rig, rehearsal};
use support::rng::Rng;

/// A strike: frame, lane, source, velocity.
type Struck = (i64, u8, &'static str, u8);

/// A song of so many bars.
struct Song {
    bank: Bank,
    controls: Controls,
    bars: u32,
    bpm: Bpm,
    rate: SampleRate,
    meter: Meter,
}

impl Song {
    fn new(bank: Bank, controls: Controls, bars: u32) -> Self {
        Self {
            bank,
            controls,
            bars,
            bpm: Bpm::DEFAULT,
            rate: SampleRate::DEFAULT,
            meter: Meter::COMMON,
        }
    }

    fn foretold(&self, from: i64, until: i64) -> Vec<Preview> {
        let rehearsal = Rehearsal {
            bank: &self.bank,
            controls: &self.controls,
            bpm: self.bpm,
            rate: self.rate,
            meter: self.meter,
        };
        preview(&rehearsal, from..until)
    }

    /// The frame on which a hit sounds.
    fn frame(&self, hit: &Preview) -> i64 {
        let map = FrameMap::new(Frame::new(0), 0.0, self.bpm, self.rate);
        map.frame(hit.sounds_at).get() + round(self.rate.frames_in_ms(hit.late_ms))
    }

    /// What is foretold for the song.
    fn strikes(&self) -> Vec<Struck> {
        let end = self.render().frames();
        let foretold = self.foretold(0, i64::from(self.bars) + 2 + self.bars_early());
        let strike = |hit: &Preview| {
            let velocity = hit.velocity?.get();
            Some((self.frame(hit), hit.drum.get(), hit.source.name(), velocity))
        };
        let mut strikes: Vec<_> = foretold.iter().filter_map(strike).collect();
        strikes.retain(|strike| strike.0 < end);
        strikes.sort_unstable();
        strikes
    }

    /// How many bars early a strike of the bank can sound: half a step of the longest, at half speed.
    fn bars_early(&self) -> i64 {
        let patterns = PatternIndex::all().filter_map(|index| self.bank.pattern(index));
        let lengths = patterns.flat_map(|pattern| {
            let lanes = pattern.lanes.iter();
            lanes.map(|(_, lane)| lane.rate.step().to_f64())
        });
        round((lengths.fold(0.0, f64::max) / self.meter.bar().to_f64()).ceil())
    }

    fn render(&self) -> Render {
        Render {
            bank: self.bank.clone(),
            bars: self.bars,
            bpm: self.bpm,
            rate: self.rate,
            block: NonZeroU32::new(480).expect("not zero"),
            meter: self.meter,
            automated: false,
        }
    }

    /// What the engine plays.
    fn played(&self) -> Vec<Struck> {
        let events = self.render().run(|_| self.controls.clone());
        let strike =
            |(frame, event): (i64, &afterbeat::engine::Event)| match (event.kind, event.origin) {
                (Kind::On(velocity), Origin::Strike { lane, source }) => {
                    Some((frame, lane.get(), source.name(), velocity.get()))
                }
                _ => None,
            };
        let events = events.iter().map(|played| (played.frame, &played.event));
        let mut strikes: Vec<_> = events.filter_map(strike).collect();
        strikes.sort_unstable();
        strikes
    }
}

/// A player in full flow.
fn lively(seed: u16) -> Controls {
    Controls {
        swing: 0.58,
        ghosts: 0.9,
        fills: 0.6,
        fill_every: FillEvery::new(4),
        fill_crash: true,
        humanize_ms: 12.0,
        humanize_velocity: 0.2,
        push_ms: -6.0,
        seed,
        ..Controls::default()
    }
}

#[test]
fn every_groove_is_foretold_as_it_is_played() {
    assert_eq!(factory().len(), 26);
    for (seed, groove) in (1..).zip(factory()) {
        let bank = Bank::with_first(groove.pattern.clone());
        let song = Song::new(bank, lively(seed), 16);
        let (foretold, played) = (song.strikes(), song.played());
        assert_eq!(foretold, played, "{}", groove.id);
        assert!(played.len() > 100, "{}", groove.id);
    }
}

proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(cases(96)))]

    #[test]
    fn any_bank_is_foretold_as_it_is_played(bank in banks::bank(), seed in any::<u64>()) {
        let mut rng = Rng::new(seed);
        let (beats, unit) = *rng.pick(&[(4, 4), (4, 4), (3, 4), (7, 8)]);
        let mut song = Song::new(bank, random_controls(&mut rng), 8);
        song.bank.setup.play = PlayMode::FollowHost;
        song.bank.setup.before_song = BeforeSong::Silence;
        song.meter = Meter::new(beats, unit).expect("a meter");
        song.bpm = Bpm::new(rng.real(60.0, 180.0)).expect("a tempo");
        song.rate = SampleRate::new(*rng.pick(&[44_100.0, 48_000.0])).expect("a rate");
        prop_assert_eq!(song.strikes(), song.played());
    }

    #[test]
    fn bars_are_the_same_however_many_are_asked_for(bank in banks::bank(), seed in any::<u64>()) {
        let mut rng = Rng::new(seed);
        let mut song = Song::new(bank, random_controls(&mut rng), 8);
        song.bank.setup.play = PlayMode::FollowHost;
        let sorted = |mut hits: Vec<Preview>| {
            hits.sort_by_key(|hit| (hit.tick, hit.lane, hit.sounds_at));
            hits
        };
        let whole = sorted(song.foretold(0, 6));
        let single = (0..6).flat_map(|bar| song.foretold(bar, bar + 1)).collect();
        prop_assert_eq!(whole, sorted(single));
    }
}

#[test]
fn the_likelihood_of_a_ghost_is_how_often_seeds_bring_it() {
    // Two backbeats a bar: beside a strike, where no turn of Euclid's places matters.
    let bank = Groove::new(1).lane(1, "....x.......x...").bank();
    let mut song = Song::new(
        bank,
        Controls {
            ghosts: 0.6,
            ..Controls::default()
        },
        1,
    );
    let (mut likely, mut heard, mut sum) = ([0.0; 2], [0; 2], 0);
    for seed in 0..4_000 {
        song.controls.seed = seed;
        sum += 1;
        let found = song.foretold(0, 1);
        for (place, step) in [3, 5].into_iter().enumerate() {
            let ghost = found
                .iter()
                .find(|hit| hit.cell.get() == step && hit.lane.get() == 1);
            let ghost = ghost.expect("a ghost is possible there");
            assert_eq!(ghost.source, Source::Ghost);
            likely[place] = ghost.likelihood;
            heard[place] += i64::from(ghost.velocity.is_some());
        }
    }
    for place in 0..2 {
        let rate = float(heard[place]) / float(sum);
        // Five standard deviations at the most; a third in a row is left out now and then.
        assert!((rate - likely[place]).abs() < 0.05, "{likely:?} {heard:?}");
    }
    assert!(likely[1] > 2.0 * likely[0]);
}

#[test]
fn what_is_written_shows_its_chance_whether_it_plays_or_not() {
    let quarter = Percent::new(25).expect("a percentage");
    let bank = Groove::new(1)
        .lane(0, "x...x...x...x...")
        .put(0, 4, |step| step.chance = quarter)
        .bank();
    let song = Song::new(bank, Controls::default(), 8);
    let found = song.foretold(0, 64);
    assert_eq!(found.len(), 4 * 64);
    let by_chance: Vec<_> = found.iter().filter(|hit| hit.cell.get() == 4).collect();
    assert!(
        by_chance
            .iter()
            .all(|hit| (hit.likelihood - 0.25).abs() < 1e-12)
    );
    let plays = by_chance
        .iter()
        .filter(|hit| hit.velocity.is_some())
        .count();
    assert!((4..=28).contains(&plays), "{plays} of 64");
    assert!(found.iter().all(|hit| hit.source == Source::User));
}

#[test]
fn where_nothing_can_be_nothing_is_said() {
    let bank = Groove::new(1).lane(1, "....x.......x...").bank();
    let mut song = Song::new(bank, Controls::default(), 1);
    assert_eq!(song.foretold(0, 4).len(), 8);
    song.controls.ghosts = 1.0;
    assert!(song.foretold(0, 4).len() > 8);
    song.controls.ghost_level = 0.0;
    assert_eq!(song.foretold(0, 4).len(), 8);
    assert_eq!(song.foretold(4, 4).len(), 0);
}

#[test]
fn swing_delay_and_level_are_told_apart() {
    let bank = Groove::new(1).lane(0, ".x..............").bank();
    let mut controls = Controls {
        swing: 0.66,
        ..Controls::default()
    };
    for (_, lane) in controls.lanes.iter_mut() {
        (lane.delay_ms, lane.level) = (10.0, 0.5);
    }
    let song = Song::new(bank, controls, 1);
    let found = song.foretold(0, 1);
    let hit = found.first().expect("a strike");
    let sixteenth = Ticks::QUARTER.get() / 4;
    assert_eq!(hit.tick.get(), sixteenth);
    let late = (hit.sounds_at - hit.tick).get() * 100;
    assert!((late - sixteenth * 32).abs() < 100);
    assert!((hit.late_ms - 10.0).abs() < 1e-9 && (hit.meant - 100.0).abs() < 1e-9);
    assert_eq!(
        hit.velocity.map(afterbeat::pattern::Velocity::get),
        Some(50)
    );
}

#[test]
fn a_pattern_that_entered_late_is_foretold_from_where_it_is() {
    let first = Groove::new(1).lane(0, "x...............").bank();
    let second = Groove::new(2)
        .lane(0, "x..x..x..x..x..x")
        .lane(1, "....x.......x...|..x.....x...x...")
        .bank();
    let mut bank = first;
    let to = second.pattern(PatternIndex::FIRST).cloned().map(Box::new);
    let pattern = PatternIndex::new(6).expect("a pattern");
    bank.apply(Edit::ReplacePattern { pattern, to })
        .expect("an edit");
    let mut controls = lively(5);
    controls.pattern_change = PatternChange::Beat;
    controls.pattern_entry = PatternEntry::Top;
    (controls.humanize_ms, controls.humanize_velocity) = (0.0, 0.0);
    (controls.swing, controls.push_ms) = (0.5, 0.0);
    let mut rig = Rig::with(bank.clone(), 48_000.0, &controls);
    rig.roll(30_000, 500, 120.0, 0.0);
    controls.pattern = pattern;
    rig.engine.set_controls(&controls);
    rig.roll(400_000, 500, 120.0, 1.25);
    let at = rig.engine.whereabouts();
    assert_eq!(at.origin, Some(Tick::ZERO + Ticks::QUARTER * 2));
    let rehearsal = rehearsal(&bank, &controls);
    // From the third bar of the song on, in which nothing is left of what was before.
    let line = |bar: i64| Tick::ZERO + Ticks::WHOLE * bar;
    let song = FrameMap::new(Frame::new(0), 0.0, Bpm::DEFAULT, SampleRate::DEFAULT);
    let foretold = preview_at(&rehearsal, &at, line(2)..line(4)).into_iter();
    let mut foretold: Vec<Struck> = foretold
        .filter_map(|hit| {
            let frame = song.frame(hit.sounds_at).get();
            Some((
                frame,
                hit.drum.get(),
                hit.source.name(),
                hit.velocity?.get(),
            ))
        })
        .collect();
    foretold.sort_unstable();
    let is_asked = |frame: &i64| (2 * 96_000..4 * 96_000).contains(frame);
    let mut played: Vec<Struck> = rig
        .events
        .iter()
        .filter(|(frame, _)| is_asked(frame))
        .filter_map(|(frame, event)| match (event.kind, event.origin) {
            (Kind::On(velocity), Origin::Strike { lane, source }) => {
                Some((*frame, lane.get(), source.name(), velocity.get()))
            }
            _ => None,
        })
        .collect();
    played.sort_unstable();
    assert_eq!(foretold, played);
    assert!(played.len() > 20 && played.iter().any(|strike| strike.2 == "ghost"));
}

#[test]
fn a_fill_that_is_asked_for_is_foretold_up_to_its_bar_line() {
    // Let go in the bar that it began in, and held past its line: then each bar is a fill.
    for (let_go, bar) in [(110_000, 1), (250_000, 2)] {
        expect_foretold_fill(let_go, bar);
    }
}

/// Fill Now goes down on frame 100 000 and up on `let_go`, which is in bar `bar`, from 0.
fn expect_foretold_fill(let_go: i64, bar: i64) {
    let bank = Bank::with_first(factory()[0].pattern.clone());
    let mut controls = Controls {
        fills: 0.8,
        ..Controls::default()
    };
    let mut rig = Rig::with(bank.clone(), 48_000.0, &controls);
    rig.roll(100_000, 500, 120.0, 0.0);
    controls.fill_now = true;
    rig.engine.set_controls(&controls);
    rig.roll(let_go - 100_000, 500, 120.0, 100_000.0 / 24_000.0);
    let at = rig.engine.whereabouts();
    controls.fill_now = false;
    rig.engine.set_controls(&controls);
    rig.roll(150_000, 500, 120.0, float(let_go) / 24_000.0);
    let rehearsal = rehearsal(&bank, &controls);
    let song = FrameMap::new(Frame::new(0), 0.0, Bpm::DEFAULT, SampleRate::DEFAULT);
    let begins = Tick::ZERO + Ticks::WHOLE * bar;
    let foretold = preview_at(&rehearsal, &at, begins..begins + Ticks::WHOLE).into_iter();
    let is_fill = |hit: &Preview| hit.source == Source::Fill && hit.velocity.is_some();
    let foretold = foretold.filter(is_fill);
    let mut foretold: Vec<_> = foretold
        .map(|hit| (song.frame(hit.sounds_at).get(), hit.drum.get()))
        .collect();
    foretold.sort_unstable();
    let mut played: Vec<_> = rig
        .events
        .iter()
        .filter(|(frame, _)| (96_000 * bar..96_000 * (bar + 1)).contains(frame))
        .filter_map(|(frame, event)| match (event.kind, event.origin) {
            (
                Kind::On(_),
                Origin::Strike {
                    lane,
                    source: Source::Fill,
                },
            ) => Some((*frame, lane.get())),
            _ => None,
        })
        .collect();
    played.sort_unstable();
    assert_eq!(foretold, played);
    assert!(played.len() >= 3, "{played:?}");
}
