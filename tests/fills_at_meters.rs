//! Fills beside a change of meter: they end on the bar lines that are, and land there.

#[path = "support/meters.rs"]
mod meters;
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;

use afterbeat::engine::{Controls, FillEvery, Transport};
use meters::{BEAT, Meters, beats, told};
use support::check::{check_wire, strikes};
use support::groove::Groove;
use support::rig::{At, Rig};

const HAT: u8 = 2;
const CRASH: u8 = 7;

fn controls() -> Controls {
    Controls {
        fills: 0.6,
        fill_every: None,
        fill_crash: true,
        ..Controls::default()
    }
}

/// Hats that rest in fills.
fn groove() -> Groove {
    Groove::new(1)
        .lane(0, "9... .... 9... ....")
        .lane(HAT, "6666 6666 6666 6666")
}

/// A song, or a loop that begins with it.
#[derive(Clone, Copy)]
struct Song<'a> {
    meters: Meters<'a>,
    /// Where the loop ends; 0 for none.
    loop_end: f64,
}

impl Song<'_> {
    fn at(&self, beats: f64) -> Transport {
        if self.loop_end > 0.0 {
            Transport {
                loop_range: Some((0.0, self.loop_end)),
                ..told(self.meters, beats.rem_euclid(self.loop_end))
            }
        } else {
            told(self.meters, beats)
        }
    }

    /// Plays so many beats under parameters that may be others from sixteenth to sixteenth.
    fn played(&self, length: i64, controls: impl Fn(i64) -> Controls) -> Vec<At> {
        let mut rig = Rig::with(groove().bank(), 48_000.0, &controls(0));
        let block = BEAT / 16;
        while rig.now < length * BEAT {
            rig.engine.set_controls(&controls(rig.now * 4 / BEAT));
            rig.call(
                u32::try_from(block).expect("small"),
                self.at(beats(rig.now)),
            );
        }
        rig.stop();
        check_wire(&rig.events);
        rig.events
    }
}

/// Fill Now, tapped on a sixteenth.
fn tapped(on: i64) -> impl Fn(i64) -> Controls {
    move |sixteenth| Controls {
        fill_now: sixteenth == on,
        ..controls()
    }
}

/// The sixteenths on which a lane is struck.
fn struck(events: &[At], lane: u8) -> Vec<i64> {
    let strikes = strikes(events);
    let strikes = strikes.iter().filter(|strike| strike.lane == lane);
    strikes
        .map(|strike| (strike.frame * 4 + BEAT / 2) / BEAT)
        .collect()
}

#[test]
fn a_fill_over_a_change_of_meter_ends_with_the_bar_after_it() {
    // Tapped half a beat before the line at 8, it goes on through the next bar.
    for (after, line) in [(3, 11), (5, 13), (4, 12)] {
        let song = Song {
            meters: &[(0.0, 4), (8.0, after)],
            loop_end: 0.0,
        };
        let events = song.played(20, tapped(30));
        assert_eq!(struck(&events, CRASH), [line * 4], "{after}/4");
        let hats: Vec<_> = (0..80).filter(|at| !(30..=line * 4).contains(at)).collect();
        assert_eq!(struck(&events, HAT), hats, "{after}/4");
    }
}

/// A loop of a bar of 4/4 and one of 3/4.
const LOOP: Song<'static> = Song {
    meters: &[(0.0, 4), (4.0, 3)],
    loop_end: 7.0,
};

#[test]
fn a_fill_at_the_end_of_a_loop_lands_at_its_start_where_bars_are_others() {
    let crashes = struck(&LOOP.played(12, tapped(22)), CRASH);
    assert_eq!(crashes, [7 * 4]);
    let by_itself = LOOP.played(12, |_| Controls {
        fill_every: FillEvery::new(2),
        ..controls()
    });
    assert_eq!(struck(&by_itself, CRASH), [7 * 4]);
}

#[test]
fn a_fill_over_the_end_of_a_loop_ends_with_the_first_bar_whichever_its_meter_is() {
    // Tapped half a beat before the loop's end.
    let events = LOOP.played(13, tapped(26));
    assert_eq!(struck(&events, CRASH), [(7 + 4) * 4]);
}

/// Bars of 4/4 in a loop.
fn common(loop_end: f64) -> Song<'static> {
    Song {
        meters: &[(0.0, 4)],
        loop_end,
    }
}

#[test]
fn a_fill_over_the_end_of_a_loop_of_no_whole_bars_ends_with_its_first_bar() {
    // Tapped half a beat before the loop's end.
    let events = common(7.0).played(13, tapped(26));
    assert_eq!(struck(&events, CRASH), [(7 + 4) * 4]);
    // In one that is shorter than a bar it ends as it would have without the loop.
    let events = common(3.0).played(13, tapped(10));
    let hats: Vec<_> = (0..52).filter(|at| !(10..16).contains(at)).collect();
    assert_eq!(struck(&events, HAT), hats);
}

#[test]
fn a_fill_that_is_let_go_of_on_the_loops_end_lands_at_its_start() {
    for from in [24, 28] {
        let events = common(8.0).played(12, |sixteenth| Controls {
            fill_now: (from..32).contains(&sixteenth),
            ..controls()
        });
        assert_eq!(struck(&events, CRASH), [32], "from sixteenth {from}");
    }
}

#[test]
fn a_fill_ends_with_a_loop_whose_end_is_rounded_to_just_before_the_bar_line() {
    let events = common(7.999_8).played(15, tapped(20));
    assert_eq!(struck(&events, CRASH), [32]);
    let hats: Vec<_> = (0..=60).filter(|at| !(20..=32).contains(at)).collect();
    assert_eq!(struck(&events, HAT), hats);
}
