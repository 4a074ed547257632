//! The list of grooves: searched, heard, and taken.

use super::list::{Entry, entries};
use super::load::{Take, load};
use super::own::{self, Shelf};
use super::trial::{self, Trial};
use crate::editor::dial::wheel_notches;
use crate::editor::hand::Hand;
use crate::editor::paint::{Lit, button, small};
use crate::editor::screen::Screen;
use crate::editor::theme::{BODY, UNIT};
use crate::files::Own;
use egui::accesskit::Role;
use egui::{
    Align2, Event, FontId, Key, Popup, PopupCloseBehavior, Rect, Response, RichText, ScrollArea,
    Sense, Shape, Stroke, Ui, WidgetInfo, pos2, vec2,
};
use std::sync::Arc;

/// How wide the list is.
const WIDTH: f32 = 92.0 * UNIT;
/// How high a row of it is.
const ROW: f32 = 7.0 * UNIT;

/// The browser's state, which outlives its being open. **Thread:** main.
#[derive(Default)]
pub struct Browser {
    /// Whether loading leaves the feel alone.
    pub is_feel_locked: bool,
    /// What is heard on trial.
    pub trial: Trial,
    pub(super) shelf: Shelf,
    search: String,
    /// The row that keys act on.
    chosen: usize,
    /// The user's own among which it was chosen.
    listed: Arc<[Own]>,
    is_open: bool,
    /// Whether the chosen row has to come into view.
    is_moved: bool,
}

impl Browser {
    /// The name of the groove that is shown, note for note.
    pub(super) fn name_of(&self, screen: &Screen) -> String {
        let factory = screen.shown.groove.map(str::to_owned);
        let is_it = |own: &&Own| own.groove.pattern == *screen.pattern();
        let own = || {
            let own = self.shelf.own.iter().find(is_it)?;
            Some(own.groove.name.clone())
        };
        factory
            .or_else(own)
            .unwrap_or_else(|| "Your own".to_owned())
    }

    /// Has what is chosen stay so when the user's own are listed anew, above it.
    fn stay(&mut self, own: &Arc<[Own]>, now: &[Entry<'_>]) {
        if Arc::ptr_eq(&self.listed, own) {
            return;
        }
        let before = entries(&self.listed, &self.search);
        let which = before.get(self.chosen).map(Entry::which);
        let place = now.iter().position(|entry| Some(entry.which()) == which);
        self.chosen = place.unwrap_or(self.chosen);
        self.listed = Arc::clone(own);
        self.is_moved = true;
    }
}

/// Shows the browser while it is open.
pub(super) fn show(ui: &Ui, response: &Response, (screen, hand): (&mut Screen, &Hand)) {
    own::look_in(ui, screen);
    let shown = Popup::menu(response)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        // Its buttons look like the window's others, not like a menu's.
        .style(|_: &mut egui::Style| {})
        .show(|ui| page(ui, (screen, hand)));
    let is_open = shown.is_some();
    if let Some(shown) = &shown {
        leave_trial(ui, shown.response.rect, (screen, hand));
        trial::go_on((screen, hand));
    } else {
        trial::cancel((screen, hand));
    }
    screen.browser.is_open = is_open;
}

/// Ends what is on trial when the hand does something outside of the list: whatever is done there is
/// done to the pattern that was there before.
fn leave_trial(ui: &Ui, list: Rect, (screen, hand): (&mut Screen, &Hand)) {
    let (at, is_pressed, is_turned) = ui.input(|input| {
        let pointer = &input.pointer;
        let is_turned = wheel_notches(input) != 0.0;
        (pointer.interact_pos(), pointer.any_pressed(), is_turned)
    });
    if at.is_none_or(|at| list.contains(at)) {
        return;
    }
    if is_turned && screen.browser.trial.is_heard() {
        trial::cancel((screen, hand));
        // A host may put a value back only later: this notch would go on from the trial's.
        let is_wheel = |event: &Event| matches!(event, Event::MouseWheel { .. });
        ui.input_mut(|input| input.events.retain(|event| !is_wheel(event)));
    }
    if is_pressed {
        trial::cancel((screen, hand));
    }
}

fn page(ui: &mut Ui, (screen, hand): (&mut Screen, &Hand)) {
    ui.set_width(WIDTH);
    let is_fresh = !screen.browser.is_open;
    if is_fresh {
        own::list(screen);
        screen.browser.shelf.stop_naming();
        screen.browser.search.clear();
        screen.browser.is_moved = true;
    }
    let search = egui::TextEdit::singleline(&mut screen.browser.search)
        .hint_text("Search by name, style or number")
        .margin(egui::Margin::symmetric(8, 4))
        .align(Align2::LEFT_CENTER);
    let search = ui.add_sized(vec2(WIDTH, 7.0 * UNIT), search);
    search.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, "Search grooves"));
    if is_fresh {
        search.request_focus();
    }
    parts(ui, screen);
    ui.separator();
    let own = Arc::clone(&screen.browser.shelf.own);
    let entries = entries(&own, &screen.browser.search);
    screen.browser.stay(&own, &entries);
    if is_fresh {
        let name = screen.browser.name_of(screen);
        let now = entries.iter().position(|entry| entry.groove.name == name);
        screen.browser.chosen = now.unwrap_or(0);
    }
    if search.changed() {
        screen.browser.chosen = 0;
        screen.browser.is_moved = true;
    }
    keys(ui, &entries, &search, (screen, hand));
    let height = (ui.ctx().content_rect().height() - 240.0).clamp(120.0, 420.0);
    ScrollArea::vertical().max_height(height).show(ui, |ui| {
        ui.set_width(WIDTH - 3.0 * UNIT);
        list(ui, &entries, (screen, hand));
    });
    ui.separator();
    own::foot(ui, (screen, hand));
}

/// What is taken of a groove, and the padlock.
fn parts(ui: &mut Ui, screen: &mut Screen) {
    ui.horizontal(|ui| {
        let is_locked = screen.browser.is_feel_locked;
        for (take, text) in [
            (Take::Both, "Notes + feel"),
            (Take::Notes, "Notes"),
            (Take::Feel, "Feel"),
        ] {
            let is_free = !is_locked || take == Take::Notes;
            let is_it = if is_locked {
                take == Take::Notes
            } else {
                screen.take == take
            };
            let label = egui::Button::selectable(is_it, text);
            if ui.add_enabled(is_free, label).clicked() {
                screen.take = take;
            }
        }
        let right = egui::Layout::right_to_left(egui::Align::Center);
        ui.with_layout(right, |ui| {
            let lock = ui.checkbox(&mut screen.browser.is_feel_locked, "Lock feel");
            if lock.hovered() {
                "Lock feel  ·  whatever is loaded, the feel stays".clone_into(&mut screen.hint);
            }
        });
    });
}

/// Arrows choose, Enter takes, P has it heard while no name is being typed.
fn keys(ui: &Ui, entries: &[Entry<'_>], search: &Response, (screen, hand): (&mut Screen, &Hand)) {
    let is_typing = ui.ctx().egui_wants_keyboard_input() && !search.has_focus();
    // Whoever names a groove takes none, wherever the keyboard is.
    if is_typing || screen.browser.shelf.is_naming() {
        return;
    }
    let (down, up, enter, p) = ui.input(|input| {
        let pressed = |key| input.key_pressed(key);
        let down = pressed(Key::ArrowDown);
        (
            down,
            pressed(Key::ArrowUp),
            pressed(Key::Enter),
            pressed(Key::P),
        )
    });
    let browser = &mut screen.browser;
    let last = entries.len().saturating_sub(1);
    browser.chosen = browser.chosen.min(last);
    if down || up {
        let next = if down {
            browser.chosen + 1
        } else {
            browser.chosen.saturating_sub(1)
        };
        browser.chosen = next.min(last);
        browser.is_moved = true;
        search.surrender_focus();
    }
    let Some(entry) = entries.get(browser.chosen) else {
        return;
    };
    if enter {
        take(ui, entry, (screen, hand));
    } else if p && !search.has_focus() {
        trial::toggle(entry, (screen, hand));
    }
}

fn take(ui: &Ui, entry: &Entry<'_>, (screen, hand): (&mut Screen, &Hand)) {
    let part = if screen.browser.is_feel_locked {
        Take::Notes
    } else {
        screen.take
    };
    load(entry.groove, part, (screen, hand));
    ui.close();
}

fn list(ui: &mut Ui, entries: &[Entry<'_>], (screen, hand): (&mut Screen, &Hand)) {
    let theme = screen.theme;
    let mut heading = "";
    for (place, entry) in entries.iter().enumerate() {
        if entry.heading != heading {
            heading = entry.heading;
            ui.add_space(UNIT);
            ui.label(RichText::new(heading).small().color(theme.muted));
        }
        row(ui, (place, entry), (screen, hand));
    }
    if entries.is_empty() {
        ui.label(RichText::new("No groove is called so").color(theme.muted));
    }
    screen.browser.is_moved = false;
}

/// A groove: click takes it, the button at its end has it heard.
fn row(ui: &mut Ui, (place, entry): (usize, &Entry<'_>), (screen, hand): (&mut Screen, &Hand)) {
    let theme = screen.theme;
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let is_chosen = place == screen.browser.chosen;
    if is_chosen && screen.browser.is_moved {
        ui.scroll_to_rect(rect, None);
    }
    if !ui.is_rect_visible(rect) {
        return;
    }
    let title = entry.title();
    let end = Rect::from_min_max(pos2(rect.right() - ROW, rect.top()), rect.max);
    let body = Rect::from_min_max(rect.min, pos2(end.left() - UNIT, rect.bottom()));
    let response = ui.interact(body, ui.scope_id().with(("groove", place)), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::ListBoxOption, true, is_chosen, &title));
    let painter = ui.painter();
    if is_chosen || response.hovered() {
        painter.rect_filled(body, 4.0, theme.control);
    }
    if screen.shown.groove == Some(&entry.groove.name) {
        let mark = Rect::from_min_size(body.min + vec2(0.0, 6.0), vec2(3.0, ROW - 12.0));
        painter.rect_filled(mark, 1.5, theme.user);
    }
    let at = pos2(body.left() + 2.0 * UNIT, body.center().y);
    let font = FontId::proportional(BODY);
    painter.text(at, Align2::LEFT_CENTER, &title, font, theme.text);
    let at = pos2(body.right() - 2.0 * UNIT, body.center().y);
    let tempo = tempo(entry.groove.tempo);
    small(painter, at, Align2::RIGHT_CENTER, &tempo, theme.muted);
    if response.clicked() {
        screen.browser.chosen = place;
        take(ui, entry, (screen, hand));
    }
    listen(ui, end, entry, (screen, hand));
}

/// The button that has a groove heard.
fn listen(ui: &Ui, rect: Rect, entry: &Entry<'_>, (screen, hand): (&mut Screen, &Hand)) {
    let theme = screen.theme;
    let is_heard = screen.browser.trial.of() == Some(&entry.which());
    let lit = if is_heard {
        Lit::On(theme.user)
    } else {
        Lit::Off
    };
    let name = format!("Preview {}", entry.groove.name);
    let response = button(ui, rect.shrink(2.0), ("", &name), lit, &theme);
    let colour = if is_heard {
        theme.on_accent
    } else {
        theme.text
    };
    let at = rect.center();
    let play = vec![
        at + vec2(-3.0, -5.0),
        at + vec2(5.0, 0.0),
        at + vec2(-3.0, 5.0),
    ];
    let stop = vec![
        at + vec2(-4.0, -4.0),
        at + vec2(4.0, -4.0),
        at + vec2(4.0, 4.0),
        at + vec2(-4.0, 4.0),
    ];
    let shape = if is_heard { stop } else { play };
    ui.painter()
        .add(Shape::convex_polygon(shape, colour, Stroke::NONE));
    if response.hovered() {
        let about = if screen.shown.at.playing {
            "from the next bar on; leaving the list brings yours back (P)"
        } else {
            "while the host plays"
        };
        screen.hint = format!("{name}  ·  {about}");
    }
    if response.clicked() {
        trial::toggle(entry, (screen, hand));
    }
}

/// The tempos that suit a groove.
fn tempo((slowest, fastest): (f64, f64)) -> String {
    if (fastest - slowest).abs() < 0.5 {
        format!("{slowest:.0}")
    } else {
        format!("{slowest:.0}–{fastest:.0}")
    }
}
