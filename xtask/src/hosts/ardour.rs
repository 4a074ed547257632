//! Ardour without a screen: its scanner for VST3 plug-ins, and its tool for scripted sessions.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::Duration;

use anyhow::{Context as _, ensure};
use xtask::deps;

use super::jack::{RECORDER_PORT, Server};
use crate::play::take::Take;
use crate::run::Program;

/// What Ardour does, with the session's folder, the rate, the frames to roll and the recorder's
/// port as its arguments.
const SCRIPT: &str = include_str!("session.lua");
/// What the script says when all went well.
const PLAYED: &str = "PLAYED";
/// How long a scan may take.
const SCAN: Duration = Duration::from_secs(30);
/// How much longer than the music a session may take.
const SESSION: Duration = Duration::from_secs(60);

/// Ardour, and the folder that it takes for the user's home.
pub struct Ardour {
    /// The tool that runs a script.
    lua: PathBuf,
    /// Its programs, whose folder has the same name as the tool.
    programs: PathBuf,
    folder: PathBuf,
    plugins: PathBuf,
}

impl Ardour {
    /// Finds it. All that it writes goes to `folder`; it looks for plug-ins in `plugins`.
    pub fn find(folder: &Path, plugins: &Path) -> anyhow::Result<Self> {
        let lua = deps::ardour_lua().context("Ardour's Lua tool is not there")?;
        let name = lua.file_name().unwrap_or_default().to_string_lossy();
        let name = name.trim_end_matches("-lua").to_owned();
        let system = lua.parent().and_then(Path::parent);
        let system = system.context("Ardour is in no system folder")?;
        Ok(Self {
            programs: system.join("lib").join(name),
            lua,
            folder: folder.to_owned(),
            plugins: plugins.to_owned(),
        })
    }

    /// Its name with the major version.
    pub fn name(&self) -> String {
        let name = self.programs.file_name().unwrap_or_default();
        name.to_string_lossy().replace("ardour", "Ardour ")
    }

    /// Makes it know the plug-in: the Lua tool reads only what a scan has written.
    pub fn scan(&self, vst3: &Path) -> anyhow::Result<()> {
        // A scan within the second in which the plug-in was built counts as outdated.
        sleep(Duration::from_secs(2));
        self.at_home(Program::new(self.programs.join("ardour-vst3-scanner")))
            .env("LD_LIBRARY_PATH", &self.programs)
            .env("ARDOUR_DLL_PATH", &self.programs)
            .args(["-f", "-v"])
            .args([vst3])
            .start(&self.folder.join("scan.log"))?
            .finish(SCAN)
            .map(|_| ())
    }

    /// Rolls a new session with the plug-in on a MIDI track over the take, and a bar more.
    pub fn play(&self, server: &Server, take: &Take) -> anyhow::Result<()> {
        let script = self.folder.join("session.lua");
        fs::write(&script, SCRIPT).with_context(|| format!("cannot write {}", script.display()))?;
        let frames = take.frames() + take.frames() / take.bars;
        let music = Duration::from_secs(u64::from(frames / take.rate));
        let said = self
            .at_home(server.client(&self.lua))
            .args([script, self.folder.join("session")])
            .args([take.rate.to_string(), frames.to_string()])
            .args([RECORDER_PORT])
            .start(&self.folder.join("ardour.log"))?
            .finish(music + SESSION)?;
        ensure!(said.contains(PLAYED), "Ardour did not play:\n{said}");
        Ok(())
    }

    /// The program with a home of its own and no other plug-ins than ours.
    fn at_home(&self, program: Program) -> Program {
        let home = self.folder.join("home");
        program
            .env("HOME", &home)
            .env("XDG_CONFIG_HOME", home.join("config"))
            .env("XDG_CACHE_HOME", home.join("cache"))
            .env("XDG_DATA_HOME", home.join("data"))
            .env("VST3_PATH", &self.plugins)
    }
}
