//! What a command needs from the system, and how a bare machine gets it.
//!
//! A machine with only Rust and a C compiler can build this program. Whatever else a command
//! needs is a [`Need`] in a table, is looked for before the command's work begins, and on
//! Debian and its relatives is installed.

use std::path::PathBuf;

/// A system package that a command cannot do without.
#[derive(Clone, Copy, Debug)]
pub struct Need {
    /// Debian's name of the package.
    pub package: &'static str,
    /// What it is for, to be read after "for".
    pub why: &'static str,
    /// Whether the machine has it already.
    pub present: fn() -> bool,
}

/// What building the plug-in needs beyond Rust and a C compiler.
pub const BUILD: &[Need] = &[Need {
    package: "g++",
    why: "the VST3 plug-in, whose wrapper is C++",
    present: || is_on_path("c++") || is_on_path("g++"),
}];

/// What showing the plug-in's window needs where there is no screen.
pub const SCREEN: &[Need] = &[
    Need {
        package: "xvfb",
        why: "a screen without a monitor",
        present: || is_on_path("Xvfb") && is_on_path("xvfb-run"),
    },
    Need {
        package: "xauth",
        why: "the way to that screen",
        present: || is_on_path("xauth"),
    },
    Need {
        package: "libgl1",
        why: "drawing the window",
        present: || has_library("libGL.so.1"),
    },
    Need {
        package: "libgl1-mesa-dri",
        why: "drawing it without a graphics card",
        present: || has_library("dri/swrast_dri.so"),
    },
    Need {
        package: "libx11-xcb1",
        why: "opening the window",
        present: || has_library("libX11-xcb.so.1"),
    },
    Need {
        package: "libxcursor1",
        why: "the mouse's shapes",
        present: || has_library("libXcursor.so.1"),
    },
];

/// What the tests need that play under JACK.
pub const TEST: &[Need] = &[Need {
    package: "jackd2",
    why: "the audio server that the tests of the standalone play to",
    present: || is_on_path("jackd") && has_library("libjack.so.0"),
}];

/// What burning the machine's cores needs.
pub const BURN: &[Need] = &[Need {
    package: "stress-ng",
    why: "a load beside which the standalone plays",
    present: || is_on_path("stress-ng"),
}];

/// What watching every byte and counting instructions need.
pub const VALGRIND: &[Need] = &[Need {
    package: "valgrind",
    why: "the machine on which every byte is watched and every instruction counted",
    present: || is_on_path("valgrind"),
}];

/// What playing in other people's hosts needs.
pub const HOSTS: &[Need] = &[
    Need {
        package: "ardour",
        why: "a host that runs without a screen",
        present: || ardour_lua().is_some(),
    },
    Need {
        package: "jackd2",
        why: "the audio server that Ardour plays to, and the tool that records its MIDI",
        present: || {
            ["jackd", "jack_lsp", "jack_midi_dump"]
                .into_iter()
                .all(is_on_path)
        },
    },
];

/// What watching the audio thread from outside needs.
pub const RT: &[Need] = &[Need {
    package: "strace",
    why: "the system calls of a thread",
    present: || is_on_path("strace"),
}];

/// What is to be done about a command's needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Plan {
    /// Everything is there.
    Ready,
    /// Run these command lines, one after the other; the texts say what is missing and why.
    Install {
        /// One line per missing package.
        missing: Vec<String>,
        /// The command lines, program first.
        commands: Vec<Vec<String>>,
    },
    /// The machine has no `apt-get`; the user has to install these.
    Tell {
        /// One line per missing package.
        missing: Vec<String>,
    },
}

/// Only what is needed: all that Ardour recommends is three times as much.
const INSTALL: [&str; 3] = ["install", "-y", "--no-install-recommends"];

/// Looks at the machine and says what is to be done.
#[must_use]
pub fn plan(needs: &[Need], machine: &Machine) -> Plan {
    let absent: Vec<&Need> = needs.iter().filter(|need| !(need.present)()).collect();
    if absent.is_empty() {
        return Plan::Ready;
    }
    let missing = absent
        .iter()
        .map(|need| format!("{} (for {})", need.package, need.why))
        .collect();
    if !machine.apt {
        return Plan::Tell { missing };
    }
    let packages = absent.iter().map(|need| need.package);
    Plan::Install {
        missing,
        commands: vec![
            machine.apt_get(["update"]),
            machine.apt_get(INSTALL.into_iter().chain(packages)),
        ],
    }
}

/// What matters about the machine for installing packages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Machine {
    /// `apt-get` is there.
    pub apt: bool,
    /// The user may install without `sudo`.
    pub root: bool,
}

impl Machine {
    /// This machine.
    #[must_use]
    pub fn here() -> Self {
        Self {
            apt: is_on_path("apt-get"),
            root: is_root(),
        }
    }

    fn apt_get<'a>(self, arguments: impl IntoIterator<Item = &'a str>) -> Vec<String> {
        let sudo = (!self.root).then_some("sudo");
        sudo.into_iter()
            // A package that asks a question would wait for an answer.
            .chain(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"])
            .chain(arguments)
            .map(str::to_owned)
            .collect()
    }
}

/// Whether a library of this name is in one of the system's folders.
#[must_use]
pub fn has_library(name: &str) -> bool {
    let folders = ["/usr/lib", "/usr/lib64", "/lib"].map(PathBuf::from);
    let of_this_machine = std::env::consts::ARCH.to_owned() + "-linux-gnu";
    folders.into_iter().any(|folder| {
        folder.join(name).exists() || folder.join(&of_this_machine).join(name).exists()
    })
}

/// Whether a program of this name can be run.
#[must_use]
pub fn is_on_path(program: &str) -> bool {
    path_folders().any(|folder| folder.join(program).is_file())
}

/// Ardour's tool that runs a session from a script; its name has the major version in it.
#[must_use]
pub fn ardour_lua() -> Option<PathBuf> {
    path_folders().find_map(|folder| {
        let files = folder.read_dir().ok()?.flatten();
        files.map(|file| file.path()).find(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let version = name
                .strip_prefix("ardour")
                .and_then(|rest| rest.strip_suffix("-lua"));
            version.is_some_and(|version| version.parse::<u32>().is_ok())
        })
    })
}

fn path_folders() -> impl Iterator<Item = PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    folders.into_iter()
}

/// The owner of `/proc/self` is the user that runs this program.
#[cfg(unix)]
fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    std::fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}

#[cfg(not(unix))]
fn is_root() -> bool {
    false
}
