//! The plug-in as a VST3 host sees and hears it.
//!
//! With `AFTERBEAT_BUNDLE` set, as `cargo xtask test` does, it is the bundle that users get.
#![cfg(target_os = "linux")]

mod instance;
mod module;
#[path = "../support/number.rs"]
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod number;
mod objects;
mod player;

use afterbeat::engine::Kind;
use afterbeat::offline::{Render, Rendered};
use afterbeat::plugin::{Params, default_bank};
use afterbeat::time::{Bpm, Meter, SampleRate};
use instance::{Bus, Instance, Media, Way};
use objects::Changes;
use player::{Block, Note, Player, RATE, TEMPO};
use std::collections::BTreeSet;
use std::num::NonZeroU32;
use vst3::Steinberg::Vst::IMidiMapping;
use vst3::Steinberg::kResultOk;
use xtask::host;

/// The frames of a bar.
const BAR: i64 = 96_000;
const CAN_AUTOMATE: i32 = 1;
const IS_BYPASS: i32 = 1 << 16;
const IS_PROGRAM_CHANGE: i32 = 1 << 15;
const PARAM_VALUES_CHANGED: i32 = 1 << 2;

#[test]
fn the_factory_offers_a_drum_instrument() {
    let expected = module::Class {
        // Projects find the plug-in by this: it must never change.
        id: "F4E8C9B99A925BF8B65A71A19150A35A".into(),
        name: "Afterbeat".into(),
        category: "Audio Module Class".into(),
        sub_categories: "Instrument|Drum".into(),
        vendor: "Afterbeat".into(),
        version: env!("CARGO_PKG_VERSION").into(),
        email: String::new(),
    };
    assert_eq!(module::class(), expected);
}

#[test]
fn it_has_stereo_out_and_notes_on_16_channels_both_ways() {
    let instance = Instance::new();
    let bus = |name: &str, channels| Bus {
        name: name.into(),
        channels,
        is_active_by_default: true,
    };
    assert_eq!(instance.buses(Media::Audio, Way::In), []);
    assert_eq!(instance.buses(Media::Audio, Way::Out), [bus("Output", 2)]);
    assert_eq!(
        instance.buses(Media::Events, Way::In),
        [bus("Note Input", 16)]
    );
    assert_eq!(
        instance.buses(Media::Events, Way::Out),
        [bus("Note Output", 16)]
    );
}

/// The parameters as a CLAP host lists them.
fn clap_params() -> Vec<host::Param> {
    #[expect(unsafe_code, reason = "the entry is a table of foreign functions")]
    // SAFETY: it is the project's own entry.
    let plugin = unsafe { host::Plugin::from_entry(&afterbeat::clap_entry) };
    let plugin = plugin.expect("a plug-in");
    let instance = plugin.instantiate(host::Profile::default());
    instance.expect("an instance").params()
}

#[test]
fn the_parameters_are_those_of_clap_and_no_others() {
    let params = Instance::new().params();
    let listed: Vec<_> = params
        .iter()
        .map(|param| (param.id, param.title.clone()))
        .collect();
    let expected: Vec<_> = clap_params()
        .into_iter()
        .map(|param| (param.id, param.name))
        .collect();
    assert_eq!(listed, expected);
    let titles: BTreeSet<_> = params.iter().map(|param| &param.title).collect();
    assert_eq!(titles.len(), params.len(), "two parameters of one name");
}

#[test]
fn every_parameter_can_be_automated_and_one_is_the_bypass() {
    let params = Instance::new().params();
    for param in &params {
        assert!(param.flags & CAN_AUTOMATE != 0, "{param:?}");
        assert!(param.flags & IS_PROGRAM_CHANGE == 0, "{param:?}");
        assert!((0.0..=1.0).contains(&param.default), "{param:?}");
    }
    let bypasses: Vec<_> = params
        .iter()
        .filter(|param| param.flags & IS_BYPASS != 0)
        .map(|param| (param.title.as_str(), param.steps))
        .collect();
    assert_eq!(bypasses, [("Bypass", 1)]);
}

#[test]
fn no_controllers_and_no_note_expressions_are_mapped() {
    let instance = Instance::new();
    assert!(!instance.has::<IMidiMapping>());
    assert_eq!(instance.note_expressions(), 0);
}

#[test]
fn swing_is_read_as_people_write_it() {
    let instance = Instance::new();
    let swing = instance.id("Swing");
    let default = instance.value(swing);
    assert_eq!(instance.text(swing, default), "58.0 %");
    assert_eq!(instance.text(swing, 1.0), "75.0 %");
    assert_eq!(instance.value_of(swing, "50.0 %"), Some(0.5));
}

#[test]
fn a_state_comes_back_and_the_host_is_told() {
    let mut player = Player::new(512);
    let swing = player.instance.id("Swing");
    player.roll(512, 512, Some(swing), |_| vec![(0, 0.75)]);
    let state = player.instance.save();
    let other = Instance::new();
    assert_ne!(other.save(), state);
    assert_eq!(other.load(&state), kResultOk);
    assert_eq!(other.save(), state);
    assert!((other.value(swing) - 0.75).abs() < 1e-6);
    assert_ne!(other.handler.restarts.get() & PARAM_VALUES_CHANGED, 0);
}

#[test]
fn a_pattern_is_read_and_loaded_as_the_one_that_it_is() {
    let mut player = Player::new(512);
    let pattern = player.instance.id("Pattern");
    for number in 1..=128 {
        let asked = number.to_string();
        let value = player.instance.value_of(pattern, &asked).expect("a number");
        assert_eq!(player.instance.text(pattern, value), asked);
    }
    player.roll(512, 512, Some(pattern), |_| vec![(0, 1.0 / 127.0)]);
    let other = Instance::new();
    assert_eq!(other.load(&player.instance.save()), kResultOk);
    assert_eq!(other.text(pattern, other.value(pattern)), "2");
}

#[test]
fn a_broken_state_is_refused_and_changes_nothing() {
    let instance = Instance::new();
    let state = instance.save();
    for broken in [&[], &state[..state.len() - 1], b"not a state"] {
        assert_ne!(instance.load(broken), kResultOk);
        assert_eq!(instance.save(), state);
    }
}

/// The offline render of a bar of what a fresh instance plays, its Swing at `swing` by frame.
fn render(block: u32, swing: Option<fn(i64) -> f32>) -> Vec<Note> {
    let params = Params::detached();
    let render = Render {
        bank: default_bank(),
        bars: 1,
        bpm: Bpm::new(TEMPO).expect("a tempo"),
        rate: SampleRate::new(RATE).expect("a rate"),
        block: NonZeroU32::new(block).expect("a length"),
        meter: Meter::COMMON,
        automated: swing.is_some(),
    };
    let rendered = render.run(|frame| {
        if let Some(swing) = swing {
            let param = params.by_id("swing").expect("a parameter");
            param.set_normalized(swing(frame)).expect("from 0 to 1");
        }
        params.controls()
    });
    rendered.iter().map(note).collect()
}

fn note(rendered: &Rendered) -> Note {
    let event = rendered.event;
    let velocity = match event.kind {
        Kind::On(velocity) => i64::from(velocity.get()),
        Kind::Off => 0,
    };
    Note {
        frame: rendered.frame,
        is_on: velocity > 0,
        channel: event.channel.get().into(),
        key: event.key.get().into(),
        velocity,
    }
}

#[test]
fn a_bar_is_the_offline_render_on_every_frame() {
    let expected = render(512, None);
    assert!(expected.len() > 20);
    for frames in [512, 441, 64, 8_192] {
        let played = Player::new(8_192).roll(BAR, frames, None, |_| Vec::new());
        assert_eq!(played, expected, "blocks of {frames} frames");
    }
}

/// From 50 % to 75 % over the bar, as its last quarter's values need.
fn rising(frame: i64) -> f32 {
    let part = frame * 1_024 / BAR;
    f32::from(u16::try_from(512 + part / 2).expect("at most 1024")) / 1_024.0
}

#[test]
fn automation_at_the_start_of_a_block_is_on_its_frame() {
    let mut player = Player::new(64);
    let swing = player.instance.id("Swing");
    let value = |frame| vec![(0, rising(frame).into())];
    let notes = player.roll(BAR, 64, Some(swing), value);
    assert_eq!(notes, render(64, Some(rising)));
}

/// The wrapper hands on no more. Where this fails, it has learnt to, and the README may say so.
#[test]
fn of_several_points_in_a_block_only_the_last_is_heard() {
    let frame_of_second_hat = |points: &[(i32, f64)]| {
        let mut player = Player::new(8_192);
        player.set_neutral();
        let swing = player.instance.id("Swing");
        let value = |start| {
            if start == 0 {
                points.to_vec()
            } else {
                Vec::new()
            }
        };
        let notes = player.roll(BAR, 8_192, Some(swing), value);
        let hats = notes.iter().filter(|note| note.is_on && note.key == 42);
        hats.map(|note| note.frame).nth(1)
    };
    assert_eq!(frame_of_second_hat(&[(6_000, 1.0)]), Some(9_000));
    // The first point is lost: 58 % holds up to the step, whatever it said.
    assert_eq!(frame_of_second_hat(&[(0, 1.0), (7_000, 0.5)]), Some(6_960));
}

#[test]
fn a_key_that_is_let_go_while_the_device_is_off_ends_when_it_is_on_again() {
    let mut player = Player::new(64);
    let stopped = Block {
        start: 0,
        frames: 64,
        is_playing: false,
    };
    let mut play = |channels, hears: &[(bool, i16)]| {
        player.channels = channels;
        player.hears = hears.to_vec();
        let notes = player.process(stopped, Changes::default());
        notes
            .iter()
            .map(|note| (note.is_on, note.key))
            .collect::<Vec<_>>()
    };
    assert_eq!(play(2, &[(true, 24)]), [(true, 24)]);
    // A host that has switched it off gives it no channels.
    assert_eq!(play(0, &[(false, 24)]), []);
    assert_eq!(play(2, &[]), [(false, 24)]);
    assert_eq!(play(2, &[]), []);
}
