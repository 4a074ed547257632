//! The user's desktop: it asks for files, shows them, and carries them over to other programs.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ask {
    /// What stands above the dialog.
    pub title: String,
    /// What such files are called, and how their names end, without the dot.
    pub kind: (&'static str, &'static str),
    /// Where to look first.
    pub folder: PathBuf,
    /// What a new file may be called; `None` asks for one that is there.
    pub name: Option<String>,
}

/// What the user says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// This file.
    File(PathBuf),
    /// None.
    Cancelled,
    /// There is nobody to ask with: the machine has no dialogs.
    NoDialog,
}

/// Something that the desktop could not do, and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct DeskError(pub String);

/// A desktop. Every call may wait, for the user or for other programs. **Thread:** worker.
pub trait Desk: Send + Sync {
    /// Asks the user for a file.
    fn ask(&self, ask: &Ask) -> Answer;

    /// Shows a file in its folder.
    ///
    /// # Errors
    /// When there is no program that shows folders.
    fn reveal(&self, path: &Path) -> Result<(), DeskError>;

    /// Takes a file onto the clipboard, to be pasted as a file.
    ///
    /// # Errors
    /// When there is no clipboard, or it takes no files.
    fn copy(&self, path: &Path) -> Result<(), DeskError>;
}

/// The desktop that the program runs on.
#[derive(Default)]
pub struct SystemDesk {
    /// What was copied is there for as long as this is.
    clipboard: Mutex<Option<arboard::Clipboard>>,
}

impl Desk for SystemDesk {
    fn ask(&self, ask: &Ask) -> Answer {
        if !has_dialogs() {
            return Answer::NoDialog;
        }
        let (kind, ending) = ask.kind;
        // A dialog that is asked to begin where nothing is begins anywhere.
        let folder = ask.folder.ancestors().find(|folder| folder.is_dir());
        let mut dialog = rfd::FileDialog::new()
            .set_title(&ask.title)
            .add_filter(kind, &[ending]);
        if let Some(folder) = folder {
            dialog = dialog.set_directory(folder);
        }
        let path = match &ask.name {
            Some(name) => dialog.set_file_name(name).save_file(),
            None => dialog.pick_file(),
        };
        path.map_or(Answer::Cancelled, |path| {
            Answer::File(if ask.name.is_none() {
                path
            } else {
                with_ending(path, ending, Path::exists)
            })
        })
    }

    fn reveal(&self, path: &Path) -> Result<(), DeskError> {
        if is_shown_by_file_manager(path) {
            return Ok(());
        }
        let folder = path.parent().unwrap_or(path);
        opener::open(folder).map_err(|error| DeskError(error.to_string()))
    }

    fn copy(&self, path: &Path) -> Result<(), DeskError> {
        let refused = |error: arboard::Error| DeskError(error.to_string());
        let mut clipboard = self
            .clipboard
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if clipboard.is_none() {
            *clipboard = Some(arboard::Clipboard::new().map_err(refused)?);
        }
        match clipboard.as_mut() {
            Some(clipboard) => clipboard.set().file_list(&[path]).map_err(refused),
            None => Ok(()),
        }
    }
}

/// Where a file goes that the user calls `path`: with its ending, written large or small. Who leaves
/// that out was not asked about a file that has it, so its place is not taken.
pub fn with_ending(path: PathBuf, ending: &str, is_there: impl Fn(&Path) -> bool) -> PathBuf {
    let own = path.extension().and_then(OsStr::to_str);
    if own.is_some_and(|own| own.eq_ignore_ascii_case(ending)) {
        return path;
    }
    let ended = |end: &str| {
        let mut whole = path.clone().into_os_string();
        whole.push(end);
        PathBuf::from(whole)
    };
    let plain = ended(&format!(".{ending}"));
    let mut others = (2_u16..).map(|n| ended(&format!(" ({n}).{ending}")));
    if is_there(&plain) {
        others.find(|path| !is_there(path)).unwrap_or(plain)
    } else {
        plain
    }
}

/// Whether there is anything to ask with. Elsewhere the system itself has dialogs.
#[cfg(not(target_os = "linux"))]
fn has_dialogs() -> bool {
    true
}

/// Whether there is anything to ask with: a desktop's portal, or the program that stands in for it.
#[cfg(target_os = "linux")]
fn has_dialogs() -> bool {
    let services = ["/usr/share", "/usr/local/share", "/run/host/share"];
    let portal = "dbus-1/services/org.freedesktop.portal.Desktop.service";
    let has_portal = services
        .iter()
        .any(|share| Path::new(share).join(portal).exists());
    let has_bus = std::env::var_os("DBUS_SESSION_BUS_ADDRESS").is_some();
    (has_portal && has_bus) || is_on_path("zenity")
}

#[cfg(target_os = "linux")]
fn is_on_path(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

/// Has the file manager show a file among its neighbours; false if none answers.
#[cfg(target_os = "linux")]
fn is_shown_by_file_manager(path: &Path) -> bool {
    let Some(path) = path.to_str() else {
        return false;
    };
    let address = format!("array:string:file://{}", escaped(path));
    let status = Command::new("dbus-send")
        .args(["--session", "--print-reply", "--reply-timeout=2000"])
        .args([
            "--dest=org.freedesktop.FileManager1",
            "/org/freedesktop/FileManager1",
        ])
        .args([
            "org.freedesktop.FileManager1.ShowItems",
            &address,
            "string:",
        ])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    status.is_ok_and(|status| status.success())
}

/// Has the file manager show a file among its neighbours; false if none answers.
#[cfg(not(target_os = "linux"))]
fn is_shown_by_file_manager(path: &Path) -> bool {
    let mut command = if cfg!(target_os = "macos") {
        let mut command = Command::new("open");
        command.arg("-R").arg(path);
        command
    } else {
        let mut command = Command::new("explorer");
        let mut select = std::ffi::OsString::from("/select,");
        select.push(path);
        command.arg(select);
        command
    };
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .is_ok()
}

/// A path as it stands in an address, and in a list that is divided by commas.
#[cfg(target_os = "linux")]
fn escaped(path: &str) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"/-_.~".contains(byte);
    let bytes = path.bytes().map(|byte| match byte {
        byte if plain(&byte) => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    });
    bytes.collect()
}
