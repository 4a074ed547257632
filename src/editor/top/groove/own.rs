//! The user's own grooves: listed, saved and imported, all of it elsewhere.

use super::load::feel_of;
use super::trial;
use crate::editor::errands::Errand;
use crate::editor::hand::Hand;
use crate::editor::screen::Screen;
use crate::editor::theme::UNIT;
use crate::files::{Answer, Ask, Library, LibraryError, Own, Skipped};
use crate::grooves::Groove;
use egui::{Key, RichText, Ui, vec2};
use std::sync::Arc;

use super::list::OWN;

/// What is known of the user's own grooves. **Thread:** main.
#[derive(Default)]
pub struct Shelf {
    /// As they were listed last.
    pub(super) own: Arc<[Own]>,
    /// What is wrong with the files that are none.
    skipped: Vec<Skipped>,
    listing: Errand<(Vec<Own>, Vec<Skipped>)>,
    errand: Errand<Result<Done, String>>,
    saving: Option<Saving>,
    said: String,
}

impl Shelf {
    /// Whether a groove is being named.
    pub(super) const fn is_naming(&self) -> bool {
        self.saving.is_some()
    }

    /// Ends that, with nothing saved.
    pub(super) fn stop_naming(&mut self) {
        self.saving = None;
    }
}

/// A groove that is being named.
#[derive(Debug, Default)]
struct Saving {
    name: String,
    /// Whether there is one of this name.
    is_taken: bool,
    is_fresh: bool,
}

/// What became of saving or importing.
#[derive(Debug)]
enum Done {
    /// The groove of this name is on the shelf.
    Shelved(String),
    /// There is one of this name.
    Taken(String),
    /// Something else to say.
    Said(String),
}

/// Lists them anew.
pub(super) fn list(screen: &mut Screen) {
    if let Some(library) = library(screen) {
        let listing = &mut screen.browser.shelf.listing;
        // Should there be too much to do, they stay as they were listed last.
        let _ = listing.begin(&mut screen.errands, move |_| library.list());
    }
}

fn library(screen: &Screen) -> Option<Library> {
    let folders = screen.errands.folders.as_ref()?;
    Some(Library::new(folders.grooves.clone()))
}

/// Takes in what came of the errands.
pub(super) fn look_in(ui: &Ui, screen: &mut Screen) {
    let shelf = &mut screen.browser.shelf;
    if let Some(Ok((own, skipped))) = shelf.listing.look_in(ui) {
        shelf.own = own.into();
        shelf.skipped = skipped;
    }
    let Some(done) = shelf.errand.look_in(ui) else {
        return;
    };
    shelf.said.clear();
    match done.and_then(|done| done) {
        Ok(Done::Shelved(name)) => {
            shelf.saving = None;
            shelf.said = format!("{name} is among your own");
            list(screen);
        }
        Ok(Done::Taken(name)) => {
            shelf.said = format!("There is one called {name} already");
            if let Some(saving) = &mut shelf.saving {
                saving.is_taken = true;
            }
        }
        Ok(Done::Said(text)) | Err(text) => shelf.said = text,
    }
}

/// Shows the buttons below the list, and what they have to say.
pub(super) fn foot(ui: &mut Ui, (screen, hand): (&mut Screen, &Hand)) {
    if screen.browser.shelf.saving.is_some() {
        naming(ui, (screen, hand));
    } else {
        ui.horizontal(|ui| {
            if ui.button("Save own…").clicked() {
                // What is saved is the user's, and it is seen again while it is named.
                trial::cancel((screen, hand));
                let name = screen.shown.groove.map(|name| format!("My {name}"));
                screen.browser.shelf.saving = Some(Saving {
                    name: name.unwrap_or_else(|| "My groove".to_owned()),
                    is_fresh: true,
                    ..Saving::default()
                });
            }
            if ui.button("Import…").clicked() {
                import(screen);
            }
        });
    }
    let theme = screen.theme;
    let shelf = &screen.browser.shelf;
    let skipped = shelf.skipped.iter().map(|skipped| &skipped.0);
    for said in Some(&shelf.said).into_iter().chain(skipped) {
        if !said.is_empty() {
            ui.label(RichText::new(said).small().color(theme.text));
        }
    }
}

/// The name of what is saved; a name that is taken is asked about.
fn naming(ui: &mut Ui, (screen, hand): (&mut Screen, &Hand)) {
    let Some(mut saving) = screen.browser.shelf.saving.take() else {
        return;
    };
    let mut is_over = false;
    ui.horizontal(|ui| {
        let field = egui::TextEdit::singleline(&mut saving.name)
            .hint_text("Name")
            .margin(egui::Margin::symmetric(8, 4))
            .align(egui::Align2::LEFT_CENTER)
            .char_limit(40);
        let room = vec2(ui.available_width() - 40.0 * UNIT, 24.0);
        let field = ui.add_sized(room, field);
        let info = || egui::WidgetInfo::labeled(egui::accesskit::Role::TextInput, true, "Name");
        field.widget_info(info);
        if std::mem::take(&mut saving.is_fresh) {
            field.request_focus();
        }
        if field.changed() {
            saving.is_taken = false;
        }
        let is_entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        let word = if saving.is_taken { "Replace" } else { "Save" };
        if ui.button(word).clicked() || is_entered {
            // Should the name not do, it is typed on.
            field.request_focus();
            let groove = groove(saving.name.trim(), (screen, hand));
            // Enter alone never takes another's place.
            save(groove, saving.is_taken && !is_entered, screen);
        }
        is_over = ui.button("Cancel").clicked();
    });
    if is_over {
        screen.browser.shelf.said.clear();
    } else {
        screen.browser.shelf.saving = Some(saving);
    }
}

/// What is shown and how it plays, as a groove of this name. On trial may be another meanwhile.
fn groove(name: &str, (screen, hand): (&mut Screen, &Hand)) -> Groove {
    let displaced = hand.main().lock().displaced().cloned();
    let displaced = displaced.as_ref();
    let pattern = displaced.map(|before| before.pattern.as_deref().cloned().unwrap_or_default());
    let bpm = (screen.shown.at.bpm * 10.0).round() / 10.0;
    let bpm = bpm.clamp(1.0, 2000.0);
    Groove {
        id: name.to_owned(),
        name: name.to_owned(),
        style: OWN.to_owned(),
        tempo: (bpm, bpm),
        feel: feel_of(displaced, hand),
        pattern: pattern.unwrap_or_else(|| screen.pattern().clone()),
    }
}

fn save(groove: Groove, may_replace: bool, screen: &mut Screen) {
    let Some(library) = library(screen) else {
        "There is no folder to save to".clone_into(&mut screen.browser.shelf.said);
        return;
    };
    begin(screen, move || match library.save(&groove, may_replace) {
        Ok(_) => Ok(Done::Shelved(groove.name)),
        Err(LibraryError::Taken(name)) => Ok(Done::Taken(name)),
        Err(error) => Err(error.to_string()),
    });
}

fn import(screen: &mut Screen) {
    let Some(library) = library(screen) else {
        "There is no folder to import to".clone_into(&mut screen.browser.shelf.said);
        return;
    };
    let folders = screen.errands.folders.clone();
    let folder = folders.map(|folders| folders.grooves).unwrap_or_default();
    let desk = Arc::clone(&screen.errands.desk);
    begin(screen, move || {
        let answer = desk.ask(&Ask {
            title: "Import a groove".to_owned(),
            kind: ("Groove", "toml"),
            folder: folder.clone(),
            name: None,
        });
        match answer {
            Answer::File(path) => {
                let own = library.import(&path).map_err(|error| error.to_string())?;
                Ok(Done::Shelved(own.groove.name))
            }
            Answer::Cancelled => Ok(Done::Said(String::new())),
            Answer::NoDialog => Ok(Done::Said(format!(
                "There are no file dialogs here; put groove files into {}",
                folder.display()
            ))),
        }
    });
}

fn begin(screen: &mut Screen, errand: impl FnOnce() -> Result<Done, String> + Send + 'static) {
    let shelf = &mut screen.browser.shelf;
    shelf.said.clear();
    if let Err(busy) = shelf.errand.begin(&mut screen.errands, move |_| errand()) {
        shelf.said = busy;
    }
}
