//! What is taken away: the file is what is rendered, and it lies where the page says.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

#[path = "support/desk.rs"]
mod desk;
#[path = "support/rolling.rs"]
mod rolling;
#[path = "support/window.rs"]
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod window;

use afterbeat::files::Answer;
use afterbeat::plugin::default_bank;
use afterbeat::time::Ticks;
use desk::{NotingDesk, furnish, wait_until};
use egui::{
    Event, Modifiers, MouseWheelSource, MouseWheelUnit, OutputCommand, PointerButton, TouchPhase,
    vec2,
};
use egui_kittest::kittest::Queryable as _;
use midly::{Format, MetaMessage, MidiMessage, Smf, TrackEventKind};
use rolling::roll_to;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use window::{Inside, Window};

/// Ticks of a step, and of two bars and four.
const A_STEP: u32 = 240;
const TWO_BARS: u32 = 32 * A_STEP;
const FOUR_BARS: u32 = 2 * TWO_BARS;
const KICK: u8 = 36;

/// A window on groove B1 with the page open.
fn open(name: &str) -> (Window, Arc<NotingDesk>, PathBuf) {
    let mut window = Window::on(default_bank());
    let (desk, root) = furnish(&mut window, name);
    window.click("Page Export");
    (window, desk, root)
}

fn says(window: &Window, text: &str) -> bool {
    window.harness.query_by_label(text).is_some()
}

/// Turns the wheel over what has this name.
fn wheel(window: &mut Window, name: &str, notches: i8) {
    let at = window.place(name).center();
    for _ in 0..notches.abs() {
        window.go(at, Modifiers::NONE);
        window.harness.event(Event::MouseWheel {
            unit: MouseWheelUnit::Line,
            delta: vec2(0.0, f32::from(notches.signum())),
            phase: TouchPhase::Move,
            source: MouseWheelSource::Wheel,
            modifiers: Modifiers::NONE,
        });
        window.harness.step();
    }
    // Rested, the wheel is free for another control.
    window.harness.run_steps(30);
}

/// What `afterbeat render` makes of groove B1.
fn rendered(root: &Path, bars: u8) -> Vec<u8> {
    render(root, &["--bars", &bars.to_string()])
}

/// What it makes of it under these options.
fn render(root: &Path, options: &[&str]) -> Vec<u8> {
    let file = root.join("rendered.mid");
    let status = Command::new(env!("CARGO_BIN_EXE_afterbeat"))
        .args(["render", "B1", "--tempo", "120"])
        .args(options)
        .arg("-o")
        .arg(&file)
        .status();
    assert!(status.unwrap().success());
    std::fs::read(file).unwrap()
}

/// The notes that begin: tick, key and velocity, sorted.
fn ons(bytes: &[u8]) -> Vec<(u32, u8, u8)> {
    let mut notes = Vec::new();
    for track in Smf::parse(bytes).unwrap().tracks {
        let mut tick = 0;
        for event in track {
            tick += event.delta.as_int();
            if let TrackEventKind::Midi {
                message: MidiMessage::NoteOn { key, vel },
                ..
            } = event.kind
            {
                notes.push((tick, key.as_int(), vel.as_int()));
            }
        }
    }
    notes.sort_unstable();
    notes
}

#[test]
fn what_is_saved_is_what_is_rendered() {
    let (mut window, desk, root) = open("export-saved");
    let file = root.join("beat.mid");
    desk.answer(Answer::File(file.clone()));
    window.click("Save as…");
    wait_until(&mut window, "the file", |window| says(window, "Saved"));
    let asked = "ask for Sixteenth Pocket, bars 1 to 8.mid";
    assert_eq!(desk.noted(), [asked]);
    assert_eq!(std::fs::read(&file).unwrap(), rendered(&root, 8));
    assert!(says(&window, &file.display().to_string()));
    window.click("Reveal in folder");
    let wanted = format!("reveal {}", file.display());
    let mut noted = Vec::new();
    while noted.is_empty() {
        window.settle();
        noted = desk.noted();
    }
    assert_eq!(noted, [wanted]);
}

#[test]
fn bars_are_chosen_and_begin_where_they_are_in_the_song() {
    let (mut window, desk, root) = open("export-bars");
    wheel(&mut window, "Bars", -6);
    wheel(&mut window, "From bar", 2);
    window.click("Straight");
    let file = root.join("two.mid");
    desk.answer(Answer::File(file.clone()));
    window.click("Save as…");
    wait_until(&mut window, "the file", |window| says(window, "Saved"));
    let two = std::fs::read(&file).unwrap();
    wheel(&mut window, "Bars", 2);
    wheel(&mut window, "From bar", -2);
    window.click("Save as…");
    let is_other = |_: &Window| std::fs::read(&file).unwrap() != two;
    wait_until(&mut window, "the longer file", is_other);
    let four = std::fs::read(&file).unwrap();
    let late: Vec<_> = ons(&four)
        .into_iter()
        .filter_map(|(tick, key, velocity)| Some((tick.checked_sub(TWO_BARS)?, key, velocity)))
        .collect();
    assert!(!late.is_empty());
    assert_eq!(ons(&two), late);
    assert!(late.iter().all(|(tick, ..)| tick % A_STEP == 0), "{late:?}");
}

#[test]
fn each_lane_has_its_track_if_wanted_and_all_play_the_same() {
    let (mut window, desk, root) = open("export-tracks");
    window.click("Track a lane");
    let file = root.join("lanes.mid");
    desk.answer(Answer::File(file.clone()));
    window.click("Save as…");
    wait_until(&mut window, "the file", |window| says(window, "Saved"));
    let bytes = std::fs::read(&file).unwrap();
    assert_eq!(ons(&bytes), ons(&rendered(&root, 8)));
    let parsed = Smf::parse(&bytes).unwrap();
    assert_eq!(parsed.header.format, Format::Parallel);
    let name = |track: &Vec<midly::TrackEvent<'_>>| match track[0].kind {
        TrackEventKind::Meta(MetaMessage::TrackName(name)) => {
            String::from_utf8(name.to_vec()).unwrap()
        }
        _ => String::new(),
    };
    let names: Vec<_> = parsed.tracks.iter().map(name).collect();
    assert_eq!(
        names[..4],
        ["Sixteenth Pocket", "Kick", "Snare", "Closed hat"]
    );
    for track in parsed.tracks.iter().skip(1) {
        let notes = track
            .iter()
            .filter(|event| matches!(event.kind, TrackEventKind::Midi { .. }));
        assert!(notes.count() > 0);
    }
}

#[test]
fn the_one_after_the_last_bar_is_not_in_a_file_that_may_be_looped() {
    let (mut window, desk, root) = open("export-looped");
    let Inside { screen, hand } = window.harness.state_mut();
    let early = hand.params.by_id("push").unwrap().normalized_at(-10.0);
    screen.set(hand, "push", early);
    let file = root.join("early.mid");
    desk.answer(Answer::File(file.clone()));
    window.click("Save as…");
    wait_until(&mut window, "the file", |window| says(window, "Saved"));
    let exported = std::fs::read(&file).unwrap();
    let kicks: Vec<_> = ons(&exported)
        .into_iter()
        .filter(|on| on.1 == KICK)
        .collect();
    assert_eq!(kicks[0].0, 0, "the first one");
    let end = 4 * TWO_BARS;
    let last = kicks.last().unwrap().0;
    assert!(last < end - A_STEP, "{last}");
    let rendered = render(&root, &["--bars", "8", "--set", "push=-10"]);
    assert_eq!(exported, rendered);
}

#[test]
fn nothing_is_written_when_the_user_wants_none() {
    let (mut window, desk, root) = open("export-none");
    desk.answer(Answer::Cancelled);
    window.click("Save as…");
    let none = "Cancelled: nothing was written";
    wait_until(&mut window, "the answer", |window| says(window, none));
    assert_eq!(std::fs::read_dir(&root).unwrap().count(), 0);
    assert!(!says(&window, "Reveal in folder"));
}

#[test]
fn without_dialogs_it_goes_to_the_users_music_and_says_so() {
    let (mut window, _desk, root) = open("export-unasked");
    let said = "Saved; there are no file dialogs here";
    for name in ["", " (2)"] {
        window.click("Save as…");
        let file = format!("Sixteenth Pocket, bars 1 to 8{name}.mid");
        let path = root.join("Music").join("Afterbeat").join(file);
        let text = path.display().to_string();
        wait_until(&mut window, "the file", |window| {
            says(window, said) && says(window, &text)
        });
        assert_eq!(std::fs::read(&path).unwrap(), rendered(&root, 8));
    }
}

#[test]
fn a_file_is_copied_or_at_least_its_path() {
    let (mut window, desk, root) = open("export-copied");
    window.click("Copy as file");
    let said = "Copied: paste it where you want it";
    wait_until(&mut window, "the copy", |window| says(window, said));
    let file = "Sixteenth Pocket, bars 1 to 8.mid";
    let path = root.join("Music").join("Afterbeat").join(file);
    assert_eq!(desk.noted(), [format!("copy {}", path.display())]);
    assert_eq!(std::fs::read(&path).unwrap(), rendered(&root, 8));
    desk.refuse("no clipboard");
    // What is put on the clipboard is said for one frame only.
    let at = window.place("Copy as file").center();
    window.press(at, PointerButton::Primary, Modifiers::NONE);
    window.harness.event(Event::PointerButton {
        pos: at,
        button: PointerButton::Primary,
        pressed: false,
        modifiers: Modifiers::NONE,
    });
    let second = root.join("Music").join("Afterbeat");
    let second = second.join("Sixteenth Pocket, bars 1 to 8 (2).mid");
    let mut copied = None;
    for _ in 0..2_000 {
        window.harness.step();
        let commands = &window.harness.output().platform_output.commands;
        copied = commands.iter().find_map(|command| match command {
            OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        });
        if copied.is_some() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    assert_eq!(copied, Some(second.display().to_string()));
    let said = "Saved, and its path copied: the file itself could not be (no clipboard)";
    assert!(says(&window, said));
}

#[test]
fn the_last_bars_are_those_up_to_the_one_that_plays() {
    let (mut window, desk, root) = open("export-last");
    roll_to(&mut window, Ticks::WHOLE * 11 + Ticks::QUARTER);
    window.click("Copy last 8 bars as MIDI");
    let said = "Copied: paste it where you want it";
    wait_until(&mut window, "the copy", |window| says(window, said));
    let file = "Sixteenth Pocket, bars 5 to 12.mid";
    let path = root.join("Music").join("Afterbeat").join(file);
    assert_eq!(desk.noted(), [format!("copy {}", path.display())]);
    // Bars 5 to 12 of twelve that are played through; what is at their very beginning may have been
    // pulled before the line there.
    let whole = ons(&rendered(&root, 12)).into_iter();
    let through: Vec<_> = whole
        .filter_map(|(tick, key, velocity)| Some((tick.checked_sub(FOUR_BARS)?, key, velocity)))
        .filter(|(tick, ..)| *tick > A_STEP)
        .collect();
    let mut taken = ons(&std::fs::read(&path).unwrap());
    taken.retain(|(tick, ..)| *tick > A_STEP);
    assert!(taken.len() > 100);
    assert_eq!(taken, through);
}

#[test]
fn what_cannot_be_written_is_said_with_its_place() {
    let (mut window, desk, root) = open("export-refused");
    let file = root.join("nowhere").join("beat.mid");
    desk.answer(Answer::File(file.clone()));
    window.click("Save as…");
    let start = format!("cannot write {}", file.display());
    wait_until(&mut window, "the error", |window| {
        window.harness.query_by_label_contains(&start).is_some()
    });
    assert!(!says(&window, "Reveal in folder"));
}
