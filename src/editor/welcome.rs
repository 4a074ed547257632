//! What is said when a window is opened for the first time: that this sends MIDI, and where to.
//!
//! It goes for good once the user has chosen, in this instance and in every later one.

mod hosts;

use super::errands::{Errand, Errands};
use super::hand::Hand;
use super::paint::{Lit, button};
use super::screen::Screen;
use super::side::Page;
use super::side::form::{Row, choice};
use super::theme::{BODY, UNIT};
use crate::files::Folders;
use crate::offline::save;
use crate::pattern::{Edit, PlayMode, SetupChange};
use egui::{Align2, FontId, Rect, RichText, Stroke, Ui, pos2, vec2};
use std::fs;
use std::path::PathBuf;

pub use hosts::{HOSTS, Host};

/// How high the banner is.
const HEIGHT: f32 = 40.0;

const HOST: Row<'_> = Row {
    name: "Host",
    about: "what Afterbeat is loaded in",
};

/// Whether the banner is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Stage {
    /// Nobody knows yet whether the user has seen it; until then it is not there.
    #[default]
    Unknown,
    /// It is shown.
    Shown,
    /// The built-in drums play, since the user wanted to hear it.
    Heard,
    /// It was seen.
    Gone,
}

/// The banner, and the host whose routing is told. **Thread:** main.
#[derive(Default)]
pub struct Welcome {
    stage: Stage,
    asked: Errand<bool>,
    kept: Errand<Result<(), String>>,
    /// The host that this runs in, if it has told its name and is one of the known.
    own: Option<usize>,
    /// The host whose routing is shown, in [`HOSTS`].
    host: usize,
}

impl Welcome {
    /// The window opens in the host of this name. What is remembered decides about the banner:
    /// what the instance knows first, then what the user's folder does.
    pub fn open(&mut self, host: Option<&str>, was_seen: bool, errands: &mut Errands) {
        self.own = host.and_then(hosts::find);
        if let Some(own) = self.own {
            self.host = own;
        }
        if was_seen || self.stage == Stage::Gone {
            self.stage = Stage::Gone;
            return;
        }
        let Some(memory) = errands.folders.as_ref().map(memory) else {
            self.learn(&Ok(false));
            return;
        };
        if let Err(busy) = self.asked.begin(errands, move |_| memory.exists()) {
            self.learn(&Err(busy));
        }
    }

    /// What there is to be known about whether the user has seen it. What plays by itself can be
    /// stopped whatever that is, and a window that was only closed has chosen nothing.
    fn learn(&mut self, seen: &Result<bool, String>) {
        self.stage = match (self.stage, seen) {
            (Stage::Heard, _) => Stage::Heard,
            (Stage::Unknown, Ok(false)) => Stage::Shown,
            (stage, Ok(false)) => stage,
            (_, Ok(true) | Err(_)) => Stage::Gone,
        };
    }

    /// Whether the user has chosen, and the banner is gone for good.
    pub fn was_seen(&self) -> bool {
        self.stage == Stage::Gone
    }

    /// The user has chosen.
    fn leave(&mut self, errands: &mut Errands) {
        self.stage = Stage::Gone;
        let Some(folders) = errands.folders.clone() else {
            return;
        };
        // Should it fail, the banner comes once more in another instance: nothing is lost.
        let _ = self.kept.begin(errands, move |_| {
            fs::create_dir_all(&folders.config).map_err(|error| error.to_string())?;
            save(&memory(&folders), b"The first window has been seen.\n")
                .map_err(|error| error.to_string())
        });
    }
}

/// The file that is there once the user has chosen.
fn memory(folders: &Folders) -> PathBuf {
    folders.config.join("welcomed")
}

/// Shows the banner at the top of `window` if it is due; gives the room that is left.
pub fn show(ui: &Ui, window: Rect, (screen, hand): (&mut Screen, &Hand)) -> Rect {
    if let Some(seen) = screen.welcome.asked.look_in(ui) {
        screen.welcome.learn(&seen);
    }
    let _ = screen.welcome.kept.look_in(ui);
    if matches!(screen.welcome.stage, Stage::Unknown | Stage::Gone) {
        return window;
    }
    let banner = Rect::from_min_size(window.min, vec2(window.width(), HEIGHT));
    draw(ui, banner, (screen, hand));
    Rect::from_min_max(pos2(window.left(), banner.bottom()), window.max)
}

fn draw(ui: &Ui, banner: Rect, (screen, hand): (&mut Screen, &Hand)) {
    let theme = screen.theme;
    let is_heard = screen.welcome.stage == Stage::Heard;
    let painter = ui.painter_at(banner);
    painter.rect_filled(banner, 0.0, theme.panel);
    painter.hline(
        banner.x_range(),
        banner.bottom() - 0.5,
        Stroke::new(1.0, theme.beat),
    );
    let at = pos2(banner.left() + 3.0 * UNIT, banner.center().y);
    let font = FontId::proportional(BODY);
    let text = if is_heard {
        "These are its own drums, and it plays by itself. Swing it!"
    } else {
        "This sends MIDI: what it plays is heard through a drum sampler."
    };
    painter.text(at, Align2::LEFT_CENTER, text, font, theme.text);
    let mut right = banner.right() - 2.0 * UNIT;
    let mut place = |width: f32| {
        let rect = Rect::from_min_size(
            pos2(right - width, banner.center().y - 3.5 * UNIT),
            vec2(width, 7.0 * UNIT),
        );
        right -= width + 2.0 * UNIT;
        rect
    };
    let (text, name) = if is_heard {
        ("Stop it", "Stop it")
    } else {
        ("Got it", "Got it")
    };
    let leave = button(ui, place(72.0), (text, name), Lit::Off, &theme);
    let own = screen.welcome.own.and_then(|own| HOSTS.get(own));
    let route = match own {
        Some(host) => format!("Route it in {}", host.name),
        None => "Route it in Bitwig, Reaper, …".to_owned(),
    };
    let route = button(ui, place(200.0), (&route, "Route it"), Lit::Off, &theme);
    let lit = Lit::On(theme.text);
    let begins = !is_heard && {
        let hear = button(ui, place(96.0), ("Hear it now", "Hear it now"), lit, &theme);
        hear.clicked()
    };
    if begins {
        screen.welcome.stage = Stage::Heard;
        hear(true, (screen, hand));
    }
    if route.clicked() {
        screen.page_beside = Some(Page::Routing);
    }
    if route.clicked() || leave.clicked() {
        if is_heard {
            hear(false, (screen, hand));
        }
        screen.welcome.leave(&mut screen.errands);
    }
}

/// Has it play by itself with its own drums, or with the host without them.
fn hear(on: bool, (screen, hand): (&mut Screen, &Hand)) {
    let play = if on {
        PlayMode::Run
    } else {
        PlayMode::FollowHost
    };
    let changes = [SetupChange::Audition(on), SetupChange::Play(play)];
    screen.edit_all(hand, changes.map(Edit::Setup));
}

/// Shows how the notes get to a sampler.
pub(super) fn routing(ui: &mut Ui, screen: &mut Screen) {
    let all: Vec<usize> = (0..HOSTS.len()).collect();
    let now = screen.welcome.host;
    let name = |host: &usize| HOSTS.get(*host).map_or("", |host| host.name).to_owned();
    if let Some(to) = choice(ui, screen, HOST, (&now, &all), name) {
        screen.welcome.host = to;
    }
    ui.add_space(2.0 * UNIT);
    let theme = screen.theme;
    let Some(host) = HOSTS.get(screen.welcome.host) else {
        return;
    };
    for (number, step) in (1..).zip(host.steps) {
        ui.horizontal_top(|ui| {
            ui.label(RichText::new(format!("{number}")).color(theme.muted));
            ui.add(egui::Label::new(*step).wrap());
        });
        ui.add_space(UNIT);
    }
    if !host.note.is_empty() {
        ui.add_space(UNIT);
        ui.label(RichText::new(host.note).color(theme.muted));
    }
}
