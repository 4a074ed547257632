//! Keys and controllers taught on the screen: a menu on what they are to do, and a mark when they do.

use super::hand::Hand;
use super::history::Change;
use super::screen::Screen;
use super::theme::Theme;
use crate::midi_map::{MidiMap, Target, Trigger};
use egui::{Align2, FontId, Popup, Rect, Response, Ui, pos2};
use std::time::Duration;

/// How often it is looked whether something was used, while something is to be learnt.
const LOOK: Duration = Duration::from_millis(30);

/// What moves the parameter `id`.
pub fn param(id: &str) -> Target {
    Target::Param(id.to_owned())
}

/// What does a deed of the player's.
pub fn line(line: &str) -> Target {
    Target::Line(line.to_owned())
}

/// Takes note of what was used while learning; it can be undone.
pub fn look(ui: &Ui, (screen, hand): (&mut Screen, &Hand)) {
    if screen.shown.map.learning().is_none() {
        return;
    }
    ui.ctx().request_repaint_after(LOOK);
    let before = screen.shown.map.table().clone();
    if hand.params.tend_midi_map().is_some() {
        screen.history.book(Change::Map(before));
    }
}

/// Changes what keys and controllers do; it can be undone.
pub fn edit<T>((screen, hand): (&mut Screen, &Hand), change: impl FnOnce(&mut MidiMap) -> T) -> T {
    let before = hand.params.midi_map();
    let done = hand.params.edit_midi_map(change);
    if hand.params.mapping().revision() != before.revision() {
        screen.history.book(Change::Map(before.table().clone()));
    }
    done
}

/// The menu of `response`, whose right-click teaches; what is taught is marked in `rect`.
pub fn teach(
    ui: &Ui,
    (response, rect): (&Response, Rect),
    target: &Target,
    (screen, hand): (&mut Screen, &Hand),
) {
    mark(ui, rect, target, screen);
    Popup::context_menu(response).show(|ui| {
        if is_learnt(screen, target) {
            if ui.button("Stop learning").clicked() {
                hand.params.edit_midi_map(MidiMap::stop_learning);
                ui.close();
            }
        } else if ui.button("Learn MIDI").clicked() {
            hand.params.edit_midi_map(|map| map.learn(target.clone()));
            ui.close();
        }
        if let Some(trigger) = screen.shown.map.trigger_of(target) {
            let forget = format!("Forget {}", short(trigger));
            if ui.button(forget).clicked() {
                edit((screen, hand), |map| map.forget(target));
                ui.close();
            }
        }
    });
}

/// Whether the next key or controller is to do this.
pub fn is_learnt(screen: &Screen, target: &Target) -> bool {
    screen.shown.map.learning() == Some(target)
}

/// Which key or controller does it, in the corner, or that one is waited for.
fn mark(ui: &Ui, rect: Rect, target: &Target, screen: &Screen) {
    let theme: &Theme = &screen.theme;
    let (text, colour) = if is_learnt(screen, target) {
        ("MIDI?".to_owned(), theme.fill)
    } else {
        match screen.shown.map.trigger_of(target) {
            Some(trigger) => (short(trigger), theme.user),
            None => return,
        }
    };
    let at = pos2(rect.right() - 3.0, rect.top() + 1.0);
    let font = FontId::proportional(9.0);
    ui.painter().text(at, Align2::RIGHT_TOP, text, font, colour);
}

/// A trigger in a few letters.
pub fn short(trigger: Trigger) -> String {
    match trigger {
        Trigger::Control(number) => format!("CC {number}"),
        Trigger::Note(key) => format!("key {key}"),
        Trigger::Program(number) => format!("PC {}", number + 1),
        Trigger::Programs => "PC".to_owned(),
    }
}
