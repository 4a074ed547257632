//! The `afterbeat` command, run in a folder of its own.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

use std::fs;
use std::path::PathBuf;
use std::process::Command;

/// The command, to be given its arguments.
pub fn afterbeat() -> Command {
    Command::new(env!("CARGO_BIN_EXE_afterbeat"))
}

/// What a run said.
pub struct Said {
    /// Its exit code.
    pub code: i32,
    /// What it printed.
    pub out: String,
    /// What it complained.
    pub err: String,
}

/// A folder for one test, empty at its start.
pub struct Folder(PathBuf);

impl Folder {
    /// The folder of the test with this name, which no other has.
    pub fn new(test: &str) -> Self {
        let binary = env!("CARGO_CRATE_NAME");
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{binary}-{test}"));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    /// Runs the command in the folder.
    pub fn run(&self, arguments: &[&str]) -> Said {
        let mut command = afterbeat();
        let output = command.args(arguments).current_dir(&self.0).output();
        let output = output.unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Said {
            code: output.status.code().unwrap(),
            out: text(output.stdout),
            err: text(output.stderr),
        }
    }

    /// Where a file of the folder is.
    pub fn path(&self, file: &str) -> PathBuf {
        self.0.join(file)
    }

    /// Puts a file there.
    pub fn write(&self, file: &str, contents: &[u8]) {
        fs::write(self.path(file), contents).unwrap();
    }

    /// What is in a file.
    pub fn read(&self, file: &str) -> Vec<u8> {
        fs::read(self.path(file)).unwrap()
    }

    /// The names in the folder, sorted, hidden ones too.
    pub fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.0).unwrap();
        let name = |entry: fs::DirEntry| entry.file_name().to_string_lossy().into_owned();
        let mut names: Vec<_> = entries.map(|entry| name(entry.unwrap())).collect();
        names.sort();
        names
    }
}
