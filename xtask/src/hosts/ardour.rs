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

/// What Ardour does on both visits.
const SCRIPT: &str = include_str!("session.lua");
/// The name of the script and, in the same folder, of the session.
const SESSION_NAME: &str = "session";
/// What the script says when all went well.
const PLAYED: &str = "PLAYED";
/// How long a scan may take.
const SCAN: Duration = Duration::from_secs(30);
/// What comes before the values that Ardour has of the plug-in.
const VALUES: &str = "VALUES ";
/// How much longer than the music a session may take: a busy machine plays slower than it should.
const SESSION: Duration = Duration::from_mins(4);
/// What Ardour counts of a second where it places a loop.
const SUPERCLOCKS: u64 = 282_240_000;

/// What is played in Ardour.
pub struct Tour {
    /// All of it is played first.
    pub take: Take,
    /// The frame that is gone to then, without a stop.
    pub goal: u64,
    /// The passes of a loop of one second, from the song's start.
    pub passes: u64,
}

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

    /// Makes the session, with Swing automated and other parameters set, and closes it. Gives the
    /// values that Ardour has then.
    pub fn make(&self, server: &Server, tour: &Tour) -> anyhow::Result<String> {
        let script = self.folder.join("session.lua");
        fs::write(&script, SCRIPT).with_context(|| format!("cannot write {}", script.display()))?;
        let values = self.visit("make", server, tour)?;
        self.add_loop()?;
        Ok(values)
    }

    /// Opens the session again and plays: the take, from `goal` on, and the loop. Gives the values
    /// that Ardour has in the beginning.
    pub fn play(&self, server: &Server, tour: &Tour) -> anyhow::Result<String> {
        self.visit("play", server, tour)
    }

    fn visit(&self, visit: &str, server: &Server, tour: &Tour) -> anyhow::Result<String> {
        let take = &tour.take;
        let frames = u64::from(take.frames());
        let numbers = [u64::from(take.rate), frames, tour.goal, tour.passes];
        let music = Duration::from_secs(frames / u64::from(take.rate) + tour.passes);
        let said = self
            .at_home(server.client(&self.lua))
            .args([self.folder.join("session.lua")])
            .args([visit])
            .args([self.folder.join(SESSION_NAME)])
            .args(numbers.map(|number| number.to_string()))
            .args([RECORDER_PORT])
            .start(&self.folder.join(format!("ardour-{visit}.log")))?
            .finish(music + SESSION)?;
        ensure!(said.contains(PLAYED), "Ardour did not play:\n{said}");
        let values = said.lines().find_map(|line| line.strip_prefix(VALUES));
        Ok(values.context("Ardour said no values")?.to_owned())
    }

    /// Puts a loop over the song's first second into the session's file. A script cannot.
    fn add_loop(&self) -> anyhow::Result<()> {
        let file = self.folder.join(SESSION_NAME).join("session.ardour");
        let session =
            fs::read_to_string(&file).with_context(|| format!("cannot read {}", file.display()))?;
        let looped = session.replace(
            "<Locations/>",
            &format!(
                "<Locations><Location id=\"9001\" name=\"Loop\" start=\"a0\" end=\"a{SUPERCLOCKS}\" \
                 flags=\"IsAutoLoop,IsHidden\" locked=\"0\" timestamp=\"0\" cue=\"0\"/></Locations>"
            ),
        );
        ensure!(
            looped != session,
            "there is no place for a loop in {}",
            file.display()
        );
        fs::write(&file, looped).with_context(|| format!("cannot write {}", file.display()))
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
