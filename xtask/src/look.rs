//! `cargo xtask look`: opens the plug-in's window in a host and takes pictures of it.
#![expect(unsafe_code, reason = "a foreign library is loaded and given a window")]

mod cpu;
mod screen;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::Context as _;
use screen::Screen;
use xtask::deps;
use xtask::host::{Block, Instance, Plugin, Profile, Sink, Song};

use crate::bundle;
use crate::needs;
use crate::run::Program;
use crate::workspace::Workspace;

const RATE: f64 = 48_000.0;
const FRAMES: u32 = 512;
const TIMES: u32 = 200;

/// A picture that is taken: its name, what replaces what of the same length in the saved state, and
/// the seconds played.
struct Picture {
    name: &'static str,
    state: &'static [(&'static str, &'static str)],
    seconds: u64,
}

const PICTURES: [Picture; 4] = [
    Picture {
        name: "dark.png",
        state: &[],
        seconds: 3,
    },
    // The bar before the phrase's end, in which a fill comes.
    Picture {
        name: "fill.png",
        state: &[],
        seconds: 7,
    },
    Picture {
        name: "light.png",
        state: &[("\\\"light\\\":false", "\\\"light\\\": true")],
        seconds: 3,
    },
    Picture {
        name: "small.png",
        state: &[
            ("\\\"width\\\":1180", "\\\"width\\\": 860"),
            ("\\\"height\\\":720", "\\\"height\\\":560"),
        ],
        seconds: 3,
    },
];

/// Builds, plays, and writes the pictures to target/look.
///
/// Where there is no screen it does so on one that has no monitor.
pub fn run(workspace: &Workspace, clap: Option<PathBuf>) -> anyhow::Result<()> {
    let clap = match clap {
        Some(clap) => clap,
        None => bundle::run(workspace)?.clap(),
    };
    if std::env::var_os("DISPLAY").is_none() {
        needs::ensure(deps::SCREEN)?;
        let own = std::env::current_exe()?;
        let virtual_screen = ["-a", "-s", "-screen 0 2400x1500x24"];
        return Program::new("xvfb-run")
            .args(virtual_screen)
            .args([own.as_os_str(), "look".as_ref(), "--clap".as_ref()])
            .args([clap.as_os_str()])
            .run();
    }
    let bundled = workspace.bundled();
    let folder = bundled.parent().unwrap_or(&bundled).join("look");
    std::fs::create_dir_all(&folder)?;
    take(&clap, &folder)?;
    println!("Pictures are in {}", workspace.shown(&folder));
    Ok(())
}

fn take(clap: &Path, folder: &Path) -> anyhow::Result<()> {
    // SAFETY: it is the plug-in that was just built.
    let plugin = unsafe { Plugin::load(clap) }?;
    let screen = Screen::open()?;
    for picture in PICTURES {
        let mut instance = plugin.instantiate(Profile::default())?;
        let mut state = String::from_utf8(instance.save()?).context("a state is text")?;
        for (from, to) in picture.state {
            state = state.replace(from, to);
        }
        instance.load(state.as_bytes());
        instance.activate(RATE, FRAMES)?;
        instance.start_processing()?;
        let (width, height) = instance.make_window()?;
        let parent = screen.window(width, height)?;
        // SAFETY: the window lives until the program ends.
        unsafe { instance.open_window(parent) }?;
        play(&mut instance, Duration::from_secs(picture.seconds))?;
        screen.picture(parent, &folder.join(picture.name))?;
        instance.close_window()?;
    }
    idle(&plugin, &screen)?;
    again_and_again(&plugin, &screen)
}

/// How long the window is watched, in seconds.
const WATCHED: u64 = 10;

/// Says how much of a core an open window takes while nothing happens, and while it plays, beyond
/// what the same host takes without one.
fn idle(plugin: &Plugin, screen: &Screen) -> anyhow::Result<()> {
    for (name, plays) in [("stands", false), ("plays", true)] {
        let mut shares = [0.0; 2];
        for (share, opens) in shares.iter_mut().zip([false, true]) {
            let mut instance = plugin.instantiate(Profile::default())?;
            instance.activate(RATE, FRAMES)?;
            instance.start_processing()?;
            if opens {
                let (width, height) = instance.make_window()?;
                let parent = screen.window(width, height)?;
                // SAFETY: the window lives until the program ends.
                unsafe { instance.open_window(parent) }?;
                // What is drawn at first is not counted.
                roll(&mut instance, Duration::from_secs(2), plays)?;
            }
            let before = cpu::seconds()?;
            roll(&mut instance, Duration::from_secs(WATCHED), plays)?;
            *share = (cpu::seconds()? - before) / Duration::from_secs(WATCHED).as_secs_f64();
            if opens {
                instance.close_window()?;
            }
        }
        let [without, with] = shares.map(|share| share * 100.0);
        println!(
            "While it {name} the window takes {:.1} % of a core ({with:.1} % with, {without:.1} % without)",
            with - without
        );
    }
    Ok(())
}

/// Opens the window, gives it another size and closes it, many times while it plays.
fn again_and_again(plugin: &Plugin, screen: &Screen) -> anyhow::Result<()> {
    let mut instance = plugin.instantiate(Profile::default())?;
    instance.activate(RATE, FRAMES)?;
    instance.start_processing()?;
    for n in 0..TIMES {
        let (width, height) = instance.make_window()?;
        let parent = screen.window(width, height)?;
        // SAFETY: the window lives until the program ends.
        unsafe { instance.open_window(parent) }?;
        play(&mut instance, Duration::from_millis(50))?;
        instance.resize_window(900 + n, 600 + n)?;
        play(&mut instance, Duration::from_millis(50))?;
        instance.close_window()?;
    }
    println!("Opened, resized and closed {TIMES} times");
    Ok(())
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
