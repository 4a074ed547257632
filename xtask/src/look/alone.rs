//! The command's own window, where no JACK server runs.

use std::fs;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::Context as _;
use xtask::screen::Screen;

use crate::run::{Program, Running};

/// How long it may take to open, and to end.
const LONG: Duration = Duration::from_secs(30);
/// How often a wait looks.
const STEP: Duration = Duration::from_millis(50);
/// How long it plays before its picture is taken.
const PLAYED: Duration = Duration::from_secs(3);

/// Opens `command` at its usual size and at its smallest, lets it play, and takes its pictures. Then
/// it is closed as a window manager closes it.
pub fn take(command: &Path, folder: &Path) -> anyhow::Result<()> {
    let screen = Screen::open()?;
    let small = r#"{"width":860,"height":560,"light":true}"#;
    for (name, look) in [("alone.png", None), ("alone-small.png", Some(small))] {
        let state = folder.join("alone.json");
        if state.exists() {
            fs::remove_file(&state)?;
        }
        if let Some(look) = look {
            // It writes a whole state, in which only the window's look is another then.
            start(command, &state, folder, &["--headless", "--stdin"])?.finish(LONG)?;
            let text = fs::read(&state).context("no state was kept")?;
            let mut kept: serde_json::Value = serde_json::from_slice(&text)?;
            kept["fields"]["window"] = look.into();
            fs::write(&state, kept.to_string())?;
        }
        let mut running = start(command, &state, folder, &["--play"])?;
        let window = wait_for_window(&screen, &mut running)?;
        sleep(PLAYED);
        screen.leave()?;
        sleep(STEP * 4);
        screen.picture(window, &folder.join(name))?;
        screen.ask_to_close(window)?;
        running.finish(LONG)?;
    }
    Ok(())
}

fn start(
    command: &Path,
    state: &Path,
    folder: &Path,
    arguments: &[&str],
) -> anyhow::Result<Running> {
    Program::new(command)
        .args(["--no-card".as_ref(), "--state".as_ref(), state.as_os_str()])
        .args(arguments)
        .env("JACK_DEFAULT_SERVER", "afterbeat-none")
        .start(&folder.join("alone.log"))
}

fn wait_for_window(screen: &Screen, running: &mut Running) -> anyhow::Result<u32> {
    let until = Instant::now() + LONG;
    loop {
        running.expect_alive()?;
        if let Some(window) = screen.find("Afterbeat")? {
            return Ok(window);
        }
        anyhow::ensure!(Instant::now() < until, "no window of its own was opened");
        sleep(STEP);
    }
}
