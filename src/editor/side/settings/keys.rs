//! Which keys the drums play: each lane's own, a row of pads, or a file's.

use crate::editor::errands::Errand;
use crate::editor::hand::Hand;
use crate::editor::screen::Screen;
use crate::editor::side::form::{Row, choice, row};
use crate::files::{Answer, Ask, Desk, read_text};
use crate::keymap;
use crate::pattern::{Edit, Key, KeyMap, PerLane, SetupChange};
use egui::{RichText, Ui};
use std::path::{Path, PathBuf};
use std::sync::Arc;

const KEYS: Row<'_> = Row {
    name: "Key map",
    about: "each lane's own (General MIDI's at first), from 36 up as pads lie, or a file's",
};
const FILE: Row<'_> = Row {
    name: "Own map",
    about: "a text file with a line for each drum: kick = 36",
};

/// What became of asking for a file.
#[derive(Debug)]
enum Found {
    /// These keys, of this file.
    Keys(PerLane<Key>, PathBuf),
    /// The user wants none.
    Nothing,
    /// Nobody can be asked here; this is where a file would be looked for, and is not.
    NotAt(PathBuf),
}

/// The file with the instance's own keys. **Thread:** main.
#[derive(Default)]
pub struct KeyFile {
    errand: Errand<Result<Found, String>>,
    /// What is said about it.
    said: String,
}

/// Shows it.
pub(super) fn show(ui: &mut Ui, (screen, hand): (&mut Screen, &Hand)) {
    let now = screen.shown.setup.keys;
    let mut maps = vec![KeyMap::PerLane, KeyMap::Chromatic];
    if matches!(now, KeyMap::Own(_)) {
        maps.push(now);
    }
    let word = |map: &KeyMap| word(map).to_owned();
    if let Some(to) = choice(ui, screen, KEYS, (&now, &maps), word) {
        screen.edit(hand, Edit::Setup(SetupChange::Keys(to)));
    }
    let (is_wanted, is_reset) = row(ui, screen, FILE, |ui, screen| {
        let is_free = screen.key_file.errand.percent().is_none();
        let open = ui.add_enabled(is_free, egui::Button::new("Open file…"));
        let is_set = screen.shown.setup.keys != KeyMap::PerLane;
        let reset = ui.add_enabled(is_set, egui::Button::new("Reset"));
        (open.clicked(), reset.clicked())
    });
    if is_wanted {
        ask(screen);
    }
    if is_reset {
        screen.edit(hand, Edit::Setup(SetupChange::Keys(KeyMap::PerLane)));
    }
    if !screen.key_file.said.is_empty() {
        let text = RichText::new(&screen.key_file.said).small();
        ui.label(text.color(screen.theme.text));
    }
}

const fn word(map: &KeyMap) -> &'static str {
    match map {
        KeyMap::PerLane => "Each lane's own",
        KeyMap::Chromatic => "From key 36 up, by lane",
        KeyMap::Own(_) => "The file's",
    }
}

fn ask(screen: &mut Screen) {
    let desk = Arc::clone(&screen.errands.desk);
    let folders = screen.errands.folders.clone();
    let folder = folders.map(|folders| folders.config).unwrap_or_default();
    screen.key_file.said.clear();
    let errand = move |_: &_| find(desk.as_ref(), &folder);
    if let Err(busy) = screen.key_file.errand.begin(&mut screen.errands, errand) {
        screen.key_file.said = busy;
    }
}

/// Asks for a file and reads it. Where nobody can be asked it has a place of its own.
fn find(desk: &dyn Desk, folder: &Path) -> Result<Found, String> {
    let answer = desk.ask(&Ask {
        title: "Open a key map".to_owned(),
        kind: ("Key map", "toml"),
        folder: folder.to_owned(),
        name: None,
    });
    let path = match answer {
        Answer::File(path) => path,
        Answer::Cancelled => return Ok(Found::Nothing),
        Answer::NoDialog => {
            let path = folder.join("keys.toml");
            if !path.exists() {
                return Ok(Found::NotAt(path));
            }
            path
        }
    };
    let text = read_text(&path, "a key map file").map_err(|error| error.to_string())?;
    let keys = keymap::read(&path.display().to_string(), &text);
    let keys = keys.map_err(|error| error.to_string())?;
    Ok(Found::Keys(keys, path))
}

/// Takes in the file that was asked for, whether or not the page is still open.
pub(in crate::editor::side) fn look_in(ui: &Ui, (screen, hand): (&mut Screen, &Hand)) {
    let Some(found) = screen.key_file.errand.look_in(ui) else {
        return;
    };
    screen.key_file.said = match found.and_then(|found| found) {
        Ok(Found::Keys(keys, path)) => {
            let keys = SetupChange::Keys(KeyMap::Own(keys));
            screen.edit(hand, Edit::Setup(keys));
            format!("From {}", path.display())
        }
        Ok(Found::Nothing) => String::new(),
        Ok(Found::NotAt(path)) => {
            format!(
                "There are no file dialogs here; put it at {}",
                path.display()
            )
        }
        Err(error) => error,
    };
}
