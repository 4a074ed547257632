//! The built `Afterbeat.clap`, loaded from its file as a host does.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;

use std::path::PathBuf;
use support::cuts::NAMED_CUTS;
use xtask::host::{
    AudioOut, Block, Form, HostEvent, Instance, Kind, ParamPoint, Plugin, Profile, Sink, Song,
};

/// The bundle of `cargo xtask bundle`, or the one that the environment names.
fn built() -> PathBuf {
    let named = std::env::var_os("AFTERBEAT_BUNDLE").map(PathBuf::from);
    let folder =
        named.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("target/bundled"));
    let file = folder.join("Afterbeat.clap");
    assert!(
        file.exists(),
        "{} is missing: run `cargo xtask bundle` first",
        file.display()
    );
    file
}

fn plugin() -> Plugin {
    #[expect(unsafe_code, reason = "loading a library runs its code")]
    // SAFETY: it is the project's own library, built from this source.
    unsafe {
        Plugin::load(&built()).unwrap()
    }
}

/// An instance that plays what is written and nothing else.
fn plainly_playing(profile: Profile, rate: f64) -> Instance {
    let mut instance = plugin().instantiate(profile).unwrap();
    xtask::neutral::set(&mut instance).unwrap();
    instance.activate(rate, 16_384).unwrap();
    instance.start_processing().unwrap();
    instance
}

fn playing(profile: Profile, rate: f64) -> Instance {
    let mut instance = plugin().instantiate(profile).unwrap();
    instance.activate(rate, 16_384).unwrap();
    instance.start_processing().unwrap();
    instance
}

/// What a host hears of `frames` frames of `song`, cut into blocks of these lengths, with these
/// automation points at frames of the song; then it stops.
fn hear(
    instance: &mut Instance,
    song: Song,
    frames: u64,
    lengths: impl Iterator<Item = u32>,
    points: &[(u64, ParamPoint)],
) -> Vec<HostEvent> {
    let mut sink = Sink::default();
    let mut start = 0;
    for length in lengths {
        let left = frames - start;
        if left == 0 {
            break;
        }
        let length = length.min(u32::try_from(left).unwrap_or(u32::MAX));
        let block_end = start + u64::from(length);
        let params: Vec<_> = (points.iter())
            .filter(|(frame, _)| (start..block_end).contains(frame))
            .map(|(frame, point)| ParamPoint {
                time: u32::try_from(frame - start).unwrap(),
                ..*point
            })
            .collect();
        let block = Block {
            frames: length,
            start,
            transport: Some(song.at(start)),
            params: &params,
            ..Block::default()
        };
        let processed = instance.process_into(&block, &mut sink).unwrap();
        assert_eq!(processed.audio, AudioOut::Silent);
        start = block_end;
    }
    let block = Block {
        frames: 64,
        start,
        transport: Some(song.stopped_at(start)),
        ..Block::default()
    };
    instance.process_into(&block, &mut sink).unwrap();
    assert!(sink.is_orderly());
    sink.events
}

/// A point of Swing every 480 frames, up and down through its whole range.
fn swing_all_over(swing: u32, frames: u64) -> Vec<(u64, ParamPoint)> {
    (0..frames)
        .step_by(480)
        .map(|frame| {
            let part = f64::from(u32::try_from(frame % 48_000).unwrap()) / 24_000.0;
            let value = 1.0 - (1.0 - part).abs();
            let point = ParamPoint {
                time: 0,
                id: swing,
                value,
            };
            (frame, point)
        })
        .collect()
}

#[test]
fn it_says_what_it_is() {
    let plugin = plugin();
    let descriptor = plugin.descriptor();
    assert_eq!(descriptor.id, "org.afterbeat.afterbeat");
    assert_eq!(descriptor.name, "Afterbeat");
    assert_eq!(descriptor.version, env!("CARGO_PKG_VERSION"));
    for feature in ["note-effect", "instrument", "drum", "utility", "stereo"] {
        let has = descriptor.features.iter().any(|known| known == feature);
        assert!(has, "{feature} is missing");
    }
}

#[test]
fn it_has_notes_in_and_out_and_a_stereo_output() {
    let mut instance = plugin().instantiate(Profile::default()).unwrap();
    let notes = instance.note_ports();
    let directions: Vec<_> = notes.iter().map(|port| port.is_input).collect();
    assert_eq!(directions, [true, false]);
    let audio = instance.audio_ports();
    assert_eq!(audio.len(), 1);
    assert!(!audio[0].is_input);
    assert_eq!(audio[0].channels, 2);
}

#[test]
fn its_parameters_are_the_contracts() {
    let mut instance = plugin().instantiate(Profile::default()).unwrap();
    let params = instance.params();
    let names: Vec<_> = params.iter().map(|param| param.name.as_str()).collect();
    let kit = [
        "Swing",
        "Swing Grid",
        "Swing LFO Depth",
        "Swing LFO Period",
        "Swing Follows Ghosts",
        "Ghosts",
        "Ghost Level",
        "Fills",
        "Fill Every",
        "Fill Now",
        "Fill Crash",
        "Density",
        "Velocity",
        "Accent",
        "Velocity LFO",
        "Humanize Time",
        "Humanize Velocity",
        "Push",
        "Gate",
        "Speed",
        "Pattern",
        "Pattern Change",
        "Pattern Entry",
        "Shift",
        "Phrase",
        "Seed",
        "Variation Cycle",
        "Bypass",
    ];
    assert_eq!(names[..kit.len()], kit);
    assert_eq!(params.len(), kit.len() + 16 * 6 + 1);
    // It came after the lanes: hosts that count parameters find the older ones where they were.
    assert_eq!(names.last(), Some(&"Run"));
    let text = |instance: &mut Instance, name: &str| {
        let param = instance.param(name).unwrap();
        instance.value_to_text(param.id, param.default).unwrap()
    };
    assert_eq!(text(&mut instance, "Swing"), "58.0 %");
    assert_eq!(text(&mut instance, "Swing Grid"), "1/16");
    assert_eq!(text(&mut instance, "Push"), "0.0 ms");
    assert_eq!(text(&mut instance, "Phrase"), "4 bars");
    let lane = params.iter().find(|param| param.module.contains("Lane 3"));
    assert!(lane.is_some(), "the lanes are groups of their own");
}

#[test]
fn a_bar_of_the_fresh_groove_sounds_on_exact_frames() {
    let song = Song::new(48_000.0, 120.0);
    let mut instance = plainly_playing(Profile::default(), 48_000.0);
    let events = hear(&mut instance, song, 96_000, std::iter::repeat(512), &[]);
    // Sixteenths are 6 000 frames; 58 % makes every second one 960 frames late.
    let kick = [0, 3, 10, 13].map(|step| step * 6_000 + (step % 2) * 960);
    let snare = [4, 7, 9, 12, 15].map(|step| step * 6_000 + (step % 2) * 960);
    let hat: Vec<u64> = (0..16)
        .map(|step| step * 6_000 + (step % 2) * 960)
        .collect();
    for (key, expected) in [(36, kick.to_vec()), (38, snare.to_vec()), (42, hat)] {
        let heard: Vec<_> = (events.iter())
            .filter(|event| event.kind == Kind::On && event.key == key)
            .map(|event| event.frame)
            .collect();
        assert_eq!(heard, expected, "key {key}");
    }
    assert!(events.iter().all(|event| event.channel == 9));
    let ons = events.iter().filter(|event| event.kind == Kind::On);
    assert_eq!(ons.count() * 2, events.len(), "each note-on has its off");
}

#[test]
fn a_host_that_reads_only_midi_gets_the_same_notes() {
    let song = Song::new(48_000.0, 120.0);
    let heard = |profile| {
        let mut instance = playing(profile, 48_000.0);
        hear(&mut instance, song, 96_000, std::iter::repeat(512), &[])
    };
    let as_notes = heard(Profile::default());
    for profile in [Profile::midi_only(), Profile::unasked()] {
        let as_midi = heard(profile);
        assert!(as_midi.iter().all(|event| event.form == Form::Midi));
        let place = |event: &HostEvent| (event.frame, event.kind, event.channel, event.key);
        assert!(as_midi.iter().map(place).eq(as_notes.iter().map(place)));
    }
}

#[test]
fn every_cut_into_blocks_gives_the_same_events() {
    for (rate, tempo) in [(44_100.0, 97.3), (48_000.0, 120.0), (96_000.0, 133.337)] {
        let song = Song::new(rate, tempo);
        let frames = 96_000;
        let mut expected = None;
        for (name, cuts) in NAMED_CUTS {
            let mut instance = playing(Profile::default(), rate);
            let swing = instance.param("Swing").unwrap().id;
            let points = swing_all_over(swing, frames);
            for points in [&points[..0], &points] {
                instance.reset().unwrap();
                let events = hear(&mut instance, song, frames, cuts.lengths(), points);
                assert!(!events.is_empty());
                let (plain, automated) = expected.get_or_insert((events.clone(), None));
                let wanted = if points.is_empty() {
                    plain
                } else {
                    automated.get_or_insert(events.clone())
                };
                assert!(events == *wanted, "{name} at {rate} Hz and {tempo} BPM");
            }
        }
    }
}

#[test]
fn a_state_reproduces_the_next_64_bars_in_a_fresh_instance() {
    let song = Song::new(48_000.0, 120.0);
    let mut first = playing(Profile::default(), 48_000.0);
    for (name, part) in [("Swing", 0.83), ("Lane 2 Delay", 0.7), ("Push", 0.2)] {
        let param = first.param(name).unwrap();
        let points = [ParamPoint {
            time: 0,
            id: param.id,
            value: part,
        }];
        let block = Block {
            frames: 64,
            params: &points,
            ..Block::default()
        };
        first.process(&block).unwrap();
    }
    let state = first.save().unwrap();
    let mut second = playing(Profile::default(), 48_000.0);
    assert!(second.load(&state));
    let frames = 64 * 96_000;
    let expected = hear(&mut first, song, frames, std::iter::repeat(4_096), &[]);
    let heard = hear(&mut second, song, frames, std::iter::repeat(333), &[]);
    assert!(expected.len() > 64 * 40);
    assert!(heard == expected);
    assert_eq!(second.save().unwrap(), state);
}

#[test]
fn a_bad_state_is_refused_and_the_running_one_untouched() {
    let mut instance = playing(Profile::default(), 48_000.0);
    let good = instance.save().unwrap();
    let mut future = String::from_utf8(good[8..].to_vec()).unwrap();
    future = future.replace(env!("CARGO_PKG_VERSION"), "99.0.0");
    let length = u64::try_from(future.len()).unwrap().to_le_bytes();
    let future = [&length, future.as_bytes()].concat();
    let mut noise = good.clone();
    for byte in &mut noise[8..] {
        *byte = byte.wrapping_mul(31).wrapping_add(7);
    }
    let cuts = [0, 1, 7, 8, 9, good.len() / 2, good.len() - 1];
    let truncated = cuts.map(|end| good[..end].to_vec());
    for bad in truncated.into_iter().chain([future, noise, vec![0; 64]]) {
        assert!(!instance.load(&bad));
        assert_eq!(instance.save().unwrap(), good);
    }
}
