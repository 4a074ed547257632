//! Rendering without a host: how the engine is called, what comes out, and how it is written.

use afterbeat::engine::{Controls, Event, Kind, Origin, Source};
use afterbeat::grooves::find;
use afterbeat::offline::{Call, Render, Rendered, save_csv, to_csv};
use afterbeat::pattern::{Bank, Channel, Key, LaneIndex, LaneName, Pattern, Velocity};
use afterbeat::time::{Bpm, Meter, SampleRate, Tick, Ticks};
use std::num::NonZeroU32;
use std::path::PathBuf;

/// B1 at 120 BPM and 48 kHz: a 16th is 6000 frames, a bar 96 000.
fn b1(bars: u32, block: u32) -> Render {
    let pattern = find("B1").expect("it is there").pattern.clone();
    Render {
        bank: Bank::with_first(pattern),
        bars,
        bpm: Bpm::new(120.0).expect("a tempo"),
        rate: SampleRate::new(48_000.0).expect("a rate"),
        block: NonZeroU32::new(block).expect("not 0"),
        meter: Meter::COMMON,
        automated: false,
    }
}

/// B1's own swing, all else neutral.
fn swung(_frame: i64) -> Controls {
    Controls {
        swing: 0.58,
        ..Controls::default()
    }
}

/// Start, frames, and whether there is a point.
fn calls(render: &Render) -> Vec<(i64, u32, bool)> {
    let plain = |call: Call| (call.start, call.frames, call.is_point);
    render.calls().map(plain).collect()
}

#[test]
fn a_part_of_a_song_begins_with_the_one_wherever_its_bar_lines_are() {
    let struck = |rendered: Vec<Rendered>| -> Vec<_> {
        let strikes = rendered.iter().map(|it| (it.frame, it.event));
        strikes
            .filter_map(|(frame, event)| match event.kind {
                Kind::On(velocity) => Some((frame, event.key.get(), velocity.get())),
                Kind::Off => None,
            })
            .collect()
    };
    let whole = struck(b1(2, 512).run(swung));
    // After a bar of 2/4 the lines are at 14 quarters and on, which from the song's start are none.
    for quarters in [14, 15, 16] {
        let from = Tick::ZERO + Ticks::QUARTER * quarters;
        let part = b1(2, 512).run_from(from, &swung(0), |_| true);
        assert_eq!(
            struck(part.expect("nobody ends it")),
            whole,
            "from {quarters}"
        );
    }
}

#[test]
fn blocks_follow_one_another_to_the_last_bar_line() {
    let calls = calls(&b1(1, 40_000));
    let expected = [
        (0, 40_000, true),
        (40_000, 40_000, false),
        (80_000, 16_000, false),
    ];
    assert_eq!(calls, expected);
}

#[test]
fn automation_cuts_blocks_at_its_points() {
    let render = Render {
        automated: true,
        ..b1(1, 100)
    };
    let calls = calls(&render);
    let expected = [
        (0, 64, true),
        (64, 36, true),
        (100, 28, false),
        (128, 64, true),
        (192, 8, true),
        (200, 56, false),
        (256, 44, true),
    ];
    assert_eq!(calls[..7], expected);
    let frames: u32 = calls.iter().map(|(_, frames, _)| frames).sum();
    assert_eq!(frames, 96_000);
}

#[test]
fn controls_are_asked_at_every_point_in_order() {
    let mut asked = Vec::new();
    let render = Render {
        automated: true,
        ..b1(1, 480)
    };
    render.run(|frame| {
        asked.push(frame);
        swung(frame)
    });
    let points: Vec<i64> = (0..96_000).step_by(64).collect();
    assert_eq!(asked, points);
    asked.clear();
    b1(2, 480).run(|frame| {
        asked.push(frame);
        swung(frame)
    });
    assert_eq!(asked, [0]);
}

#[test]
fn bars_last_as_long_as_their_meter_and_tempo_say() {
    let waltz = Render {
        meter: Meter::new(3, 4).expect("a meter"),
        ..b1(2, 64)
    };
    assert_eq!(waltz.frames(), 144_000);
    let uneven = Render {
        bpm: Bpm::new(97.0).expect("a tempo"),
        ..b1(3, 64)
    };
    // 12 quarters of 29 690.72 frames.
    assert_eq!(uneven.frames(), 356_289);
    assert_eq!(calls(&b1(0, 64)), []);
}

/// Frame, key and velocity of each note's beginning.
fn ons(events: &[Rendered]) -> Vec<(i64, u8, u8)> {
    let on = |rendered: &Rendered| match rendered.event.kind {
        Kind::On(velocity) => Some((rendered.frame, rendered.event.key.get(), velocity.get())),
        Kind::Off => None,
    };
    events.iter().filter_map(on).collect()
}

#[test]
fn b1_is_swung_to_the_frame() {
    // Odd 16ths are late by 2 x 6000 x (0.58 - 0.5) = 960 frames.
    let place = |step: i64| step * 6000 + (step % 2) * 960;
    let hat = [99, 57, 85, 57];
    let mut expected: Vec<_> = (0..16)
        .zip(hat.into_iter().cycle())
        .map(|(step, velocity)| (place(step), 42, velocity))
        .collect();
    let kick = [(0, 127), (3, 99), (10, 113), (13, 99)];
    expected.extend(kick.map(|(step, velocity)| (place(step), 36, velocity)));
    let snare = [(4, 127), (7, 29), (9, 29), (12, 127), (15, 29)];
    expected.extend(snare.map(|(step, velocity)| (place(step), 38, velocity)));
    expected.sort_unstable();
    assert_eq!(ons(&b1(1, 512).run(swung)), expected);
}

#[test]
fn every_note_that_begins_ends() {
    let events = b1(2, 512).run(swung);
    let mut sounding = Vec::new();
    for Rendered { event, .. } in &events {
        let note = (event.channel, event.key);
        match event.kind {
            Kind::On(_) => sounding.push(note),
            Kind::Off => sounding.retain(|other| *other != note),
        }
    }
    assert_eq!(ons(&events).len(), 50);
    assert!(sounding.is_empty(), "{sounding:?}");
}

#[test]
fn the_size_of_the_blocks_is_not_heard() {
    let table = |render: Render| to_csv(&render.run(swung), &Pattern::new());
    let expected = table(b1(2, 512));
    assert!(expected.lines().count() > 100);
    for block in [1, 64, 441, 4096, 200_000] {
        assert_eq!(table(b1(2, block)), expected, "{block} frames");
    }
    let automated = Render {
        automated: true,
        ..b1(2, 441)
    };
    assert_eq!(table(automated), expected);
}

/// A note of the second lane on channel 10, key 38.
fn event(frame: i64, kind: Kind, origin: Origin) -> Rendered {
    let event = Event {
        at: 0,
        kind,
        channel: Channel::DRUMS,
        key: Key::new(38).expect("below 128"),
        origin,
    };
    Rendered { frame, event }
}

/// The second lane's note, from frame 960 to 6000, and a player's.
fn some_events() -> [Rendered; 3] {
    let origin = Origin::Strike {
        lane: LaneIndex::new(1).expect("below 16"),
        source: Source::User,
    };
    let on = Kind::On(Velocity::new(99).expect("in range"));
    [
        event(960, on, origin),
        event(6000, Kind::Off, origin),
        event(7000, on, Origin::Thru),
    ]
}

#[test]
fn a_table_has_a_row_for_each_beginning_and_end() {
    let expected = "frame,event,channel,key,velocity,lane,source\n\
                    960,on,10,38,99,Snare,user\n\
                    6000,off,10,38,0,Snare,user\n\
                    7000,on,10,38,99,,thru\n";
    assert_eq!(to_csv(&some_events(), &Pattern::new()), expected);
}

#[test]
fn a_name_that_would_break_the_table_is_quoted() {
    let mut pattern = Pattern::new();
    let (_, snare) = pattern.lanes.iter_mut().nth(1).expect("16 lanes");
    snare.voice.name = LaneName::new("14\" snare, dry").expect("short");
    let table = to_csv(&some_events()[..1], &pattern);
    let row = table.lines().nth(1).expect("a row");
    assert_eq!(row, "960,on,10,38,99,\"14\"\" snare, dry\",user");
}

/// An empty directory for one test.
fn directory(test: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(test);
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).expect("a directory can be made");
    path
}

/// The names in a directory, sorted.
fn names(directory: &PathBuf) -> Vec<String> {
    let entries = std::fs::read_dir(directory).expect("it is there");
    let name = |entry: std::io::Result<std::fs::DirEntry>| {
        let name = entry.expect("it can be read").file_name();
        name.to_string_lossy().into_owned()
    };
    let mut names: Vec<_> = entries.map(name).collect();
    names.sort();
    names
}

#[test]
fn a_table_replaces_what_was_there_and_leaves_nothing_beside_it() {
    let directory = directory("replace");
    let path = directory.join("take.csv");
    std::fs::write(&path, "an older and much longer take".repeat(99)).expect("written");
    save_csv(&path, &some_events(), &Pattern::new()).expect("written");
    let written = std::fs::read_to_string(&path).expect("it is there");
    assert_eq!(written, to_csv(&some_events(), &Pattern::new()));
    assert_eq!(names(&directory), ["take.csv"]);
}

#[test]
fn a_file_that_cannot_be_written_is_named_and_nothing_is_left() {
    let directory = directory("refuse");
    std::fs::create_dir(directory.join("take.csv")).expect("made");
    let taken = directory.join("take.csv");
    let error = save_csv(&taken, &[], &Pattern::new()).expect_err("a directory");
    assert!(error.to_string().starts_with("cannot write "), "{error}");
    assert!(error.to_string().contains("take.csv: "), "{error}");
    assert_eq!(names(&directory), ["take.csv"]);
    let missing = directory.join("nowhere").join("take.csv");
    save_csv(&missing, &[], &Pattern::new()).expect_err("no such directory");
    assert_eq!(names(&directory), ["take.csv"]);
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link() {
    let directory = directory("link");
    let (file, link) = (directory.join("take.csv"), directory.join("latest.csv"));
    std::fs::write(&file, "old").expect("written");
    std::os::unix::fs::symlink("take.csv", &link).expect("linked");
    save_csv(&link, &[], &Pattern::new()).expect("written");
    assert!(link.is_symlink());
    let written = std::fs::read_to_string(&file).expect("it is there");
    assert!(written.starts_with("frame,"));
}

#[test]
fn classic_breathes_as_the_old_machine_did() {
    let pattern = find("Classic").expect("it is there").pattern.clone();
    let render = Render {
        bank: Bank::with_first(pattern),
        ..b1(4, 512)
    };
    let ons = ons(&render.run(|_| Controls::default()));
    let at = |step: i64, key| {
        let on = ons.iter().find(|on| (on.0, on.1) == (step * 6000, key));
        on.map(|(_, _, velocity)| *velocity)
    };
    // Measured on it: the kick's wave and the hat's over four bars.
    for (step, kick, hat) in [
        (0, 100, 107),
        (8, 120, 127),
        (16, 123, 107),
        (32, 83, 107),
        (48, 91, 107),
    ] {
        assert_eq!(
            (at(step, 36), at(step, 42)),
            (Some(kick), Some(hat)),
            "step {step}"
        );
    }
    assert_eq!(at(4, 38), Some(127));
}
