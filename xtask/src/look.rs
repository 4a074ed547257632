//! `cargo xtask look`: opens the plug-in's window in a host and the command's own, takes pictures of
//! them, and then opens and closes them until what they hold is known and how they end.
#![expect(unsafe_code, reason = "a foreign library is loaded and given a window")]

mod alone;
mod cpu;
mod pictures;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use pictures::PICTURES;
use serde_json::Value;
use xtask::deps;
use xtask::host::{Block, Instance, Plugin, Profile, Sink, Song};
use xtask::screen::Screen;

use crate::bundle;
use crate::needs;
use crate::run::{Program, cargo};
use crate::workspace::Workspace;

const RATE: f64 = 48_000.0;
const FRAMES: u32 = 512;

/// Set where the screen is this command's own.
const OWN_SCREEN: &str = "AFTERBEAT_OWN_SCREEN";

/// Builds, plays, and writes the pictures to target/look.
///
/// It does so on a screen without a monitor: a hand that clicks at places of the screen would be in
/// the user's way on his.
pub fn run(workspace: &Workspace, clap: Option<PathBuf>) -> anyhow::Result<()> {
    let clap = match clap {
        Some(clap) => clap,
        None => bundle::run(workspace)?.clap(),
    };
    if std::env::var_os(OWN_SCREEN).is_none() {
        needs::ensure(deps::SCREEN)?;
        let own = std::env::current_exe()?;
        // A screen whose last client has gone begins anew, and whoever comes meanwhile finds none.
        let virtual_screen = ["-a", "-s", "-screen 0 2400x1500x24 -noreset"];
        return Program::new("xvfb-run")
            .args(virtual_screen)
            .args([own.as_os_str(), "look".as_ref(), "--clap".as_ref()])
            .args([clap.as_os_str()])
            .env(OWN_SCREEN, "1")
            .run();
    }
    needs::ensure(deps::TEST)?;
    let bundled = workspace.bundled();
    let folder = bundled.parent().unwrap_or(&bundled).join("look");
    std::fs::create_dir_all(&folder)?;
    take(&clap, &folder)?;
    let command = clap.with_file_name("afterbeat");
    if command.exists() {
        alone::take(&command, &folder)?;
    } else {
        println!("There is no command beside the plug-in, so its own window is not shown");
    }
    println!("Pictures are in {}", workspace.shown(&folder));
    // What is opened again and again, in this host and in a VST3 one.
    cargo(workspace)
        .args(["test", "--test", "windows"])
        .args(["--", "--ignored", "--nocapture"])
        .run()?;
    // How the command's own window ends, under JACK.
    cargo(workspace)
        .args(["test", "--test", "under_jack"])
        .args(["--", "--ignored", "window::"])
        .run()
}

fn take(clap: &Path, folder: &Path) -> anyhow::Result<()> {
    // SAFETY: it is the plug-in that was just built.
    let plugin = unsafe { Plugin::load(clap) }?;
    let screen = Screen::open()?;
    for picture in PICTURES {
        let mut instance = plugin.instantiate(Profile::default())?;
        let state = state_with(&instance.save()?, picture.look)?;
        instance.load(&state);
        instance.activate(RATE, FRAMES)?;
        instance.start_processing()?;
        let (width, height) = instance.make_window()?;
        let parent = screen.window(width, height)?;
        // SAFETY: the window lives until the program ends.
        unsafe { instance.open_window(parent) }?;
        let time = Duration::from_secs(picture.seconds);
        play(&mut instance, time / 2)?;
        for (x, y) in picture.clicks {
            screen.click(*x, *y)?;
            play(&mut instance, Duration::from_millis(500))?;
        }
        screen.leave()?;
        play(&mut instance, time / 2)?;
        screen.picture(parent, &folder.join(picture.name))?;
        instance.close_window()?;
    }
    idle(&plugin, &screen)
}

/// How long the window is watched, in seconds.
const WATCHED: u64 = 10;

/// What is done to the window whose cost is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Window {
    /// There never was one.
    None,
    /// It is open.
    Open,
    /// It was opened, and closed.
    Closed,
}

/// Says how much of a core a window takes while nothing happens, and while it plays, open and when it
/// was closed, beyond what the same host takes without one.
fn idle(plugin: &Plugin, screen: &Screen) -> anyhow::Result<()> {
    for (name, plays) in [("stands", false), ("plays", true)] {
        let mut shares = [0.0; 3];
        let windows = [Window::None, Window::Open, Window::Closed];
        for (share, window) in shares.iter_mut().zip(windows) {
            *share = watch(plugin, screen, window, plays)? * 100.0;
        }
        let [without, open, closed] = shares;
        println!(
            "While it {name} the window takes {:.1} % of a core ({open:.1} % with, {without:.1} % without), \
             and closed {:.1} %",
            open - without,
            closed - without
        );
    }
    Ok(())
}

/// How much of a core an instance takes, with its host.
fn watch(plugin: &Plugin, screen: &Screen, window: Window, plays: bool) -> anyhow::Result<f64> {
    let mut instance = plugin.instantiate(Profile::default())?;
    instance.activate(RATE, FRAMES)?;
    instance.start_processing()?;
    if window != Window::None {
        let (width, height) = instance.make_window()?;
        let parent = screen.window(width, height)?;
        // SAFETY: the window lives until the program ends.
        unsafe { instance.open_window(parent) }?;
        // What is drawn at first is not counted.
        roll(&mut instance, Duration::from_secs(2), plays)?;
    }
    if window == Window::Closed {
        instance.close_window()?;
    }
    let before = cpu::seconds()?;
    roll(&mut instance, Duration::from_secs(WATCHED), plays)?;
    let share = (cpu::seconds()? - before) / Duration::from_secs(WATCHED).as_secs_f64();
    if window == Window::Open {
        instance.close_window()?;
    }
    Ok(share)
}

/// A saved state whose window is as `look` says, and no first one unless that is said.
fn state_with(state: &[u8], look: &[(&str, &str)]) -> anyhow::Result<Vec<u8>> {
    // The framework writes its length before the text.
    let (_length, text) = state
        .split_first_chunk::<8>()
        .context("a state has a length")?;
    let mut state: Value = serde_json::from_slice(text).context("a state is JSON")?;
    let field = &mut state["fields"]["window"];
    let text = field.as_str().context("a state knows its window")?;
    let mut window: Value = serde_json::from_str(text)?;
    window["welcomed"] = true.into();
    for (name, value) in look {
        window[*name] = serde_json::from_str(value)?;
    }
    *field = window.to_string().into();
    let text = serde_json::to_vec(&state)?;
    let length = u64::try_from(text.len())?.to_ne_bytes();
    Ok([&length, text.as_slice()].concat())
}

/// Plays in real time, as a host does.
fn play(instance: &mut Instance, length: Duration) -> anyhow::Result<()> {
    roll(instance, length, true)
}

/// Calls the instance in real time, while the song plays or stands.
fn roll(instance: &mut Instance, length: Duration, plays: bool) -> anyhow::Result<()> {
    let song = Song::new(RATE, 112.0);
    let mut sink = Sink::default();
    let begin = Instant::now();
    let mut frame = 0_u64;
    while begin.elapsed() < length {
        let transport = if plays {
            song.at(frame)
        } else {
            song.stopped_at(0)
        };
        let block = Block {
            frames: FRAMES,
            start: frame,
            transport: Some(transport),
            ..Block::default()
        };
        instance.process_into(&block, &mut sink)?;
        sink.clear();
        instance.idle();
        frame += u64::from(FRAMES);
        let due = begin + Duration::from_micros(frame * 1_000_000 / 48_000);
        std::thread::sleep(due.saturating_duration_since(Instant::now()));
    }
    Ok(())
}
