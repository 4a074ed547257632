//! What is heard before the song: nothing, four sticks, or the groove.

#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;

use afterbeat::engine::{Controls, Kind, Origin, Source};
use afterbeat::pattern::{BeforeSong, SetupChange};
use afterbeat::time::Meter;
use support::check::check_wire;
use support::cuts::Cuts;
use support::groove::Groove;
use support::number::round;
use support::rig::At;
use support::script::{Act, BarStarts, Script, beats_in_a_bar};

const RATE: f64 = 48_000.0;
const BEAT: f64 = 24_000.0;

/// Plays from two bars before the song up to its second bar.
fn played(meter: Meter, before_song: BeforeSong, cuts: &Cuts) -> Vec<At> {
    let bar = beats_in_a_bar(meter);
    let groove = Groove::new(1)
        .lane(0, "9...")
        .length(0, 64)
        .setup(SetupChange::BeforeSong(before_song));
    let script = Script {
        rate: RATE,
        tempo: 120.0,
        acts: vec![
            (0, Act::Controls(Box::default())),
            (0, Act::Meter(meter, 0.0)),
            (0, Act::BarStarts(BarStarts::Honest)),
            (0, Act::Play(-2.0 * bar)),
        ],
        end: round(3.0 * bar * BEAT),
    };
    let events = script.play(&groove.bank(), cuts);
    check_wire(&events);
    events
}

/// The frames on which a source is heard.
fn heard(events: &[At], wanted: Source) -> Vec<i64> {
    let is_wanted = |at: &&At| {
        let is_on = at.1.kind != Kind::Off;
        is_on && matches!(at.1.origin, Origin::Strike { source, .. } if source == wanted)
    };
    events.iter().filter(is_wanted).map(|at| at.0).collect()
}

#[test]
fn before_the_song_is_silence_or_four_sticks_or_the_groove() {
    assert_eq!(Controls::default().humanize_ms.to_bits(), 0);
    for (beats, unit) in [(4, 4), (3, 4), (7, 8)] {
        let meter = Meter::new(beats, unit).expect("a meter");
        let bar = beats_in_a_bar(meter);
        let beat = 4.0 / f64::from(unit);
        let frame = |beats: f64| round((beats + 2.0 * bar) * BEAT);
        for cuts in [Cuts::Steady(64), Cuts::Steady(4096), Cuts::Random(1)] {
            let kicks = |before| heard(&played(meter, before, &cuts), Source::User);
            let clicks = |before| heard(&played(meter, before, &cuts), Source::Click);
            let bars = [-2.0 * bar, -bar, 0.0].map(frame);
            assert_eq!(kicks(BeforeSong::Silence), bars[2..], "{meter:?}");
            assert_eq!(kicks(BeforeSong::CountIn), bars[2..], "{meter:?}");
            assert_eq!(kicks(BeforeSong::Groove), bars, "{meter:?}");
            let sticks = [-4.0, -3.0, -2.0, -1.0].map(|back| frame(back * beat));
            assert_eq!(clicks(BeforeSong::CountIn), sticks, "{meter:?}");
            assert_eq!(clicks(BeforeSong::Silence), [0; 0], "{meter:?}");
            assert_eq!(clicks(BeforeSong::Groove), [0; 0], "{meter:?}");
        }
    }
}
