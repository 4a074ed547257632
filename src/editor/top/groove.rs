//! The groove menu: notes with their feel, or either alone.

use crate::editor::dial::find;
use crate::editor::hand::Hand;
use crate::editor::paint::{Lit, button};
use crate::editor::screen::Screen;
use crate::grooves::{Groove, factory, feels};
use crate::pattern::Edit;
use crate::plugin::params::Handle;
use egui::{Align2, Popup, PopupCloseBehavior, Rect, ScrollArea, Ui, pos2, vec2};

/// What is taken of a groove.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Take {
    /// Notes and feel.
    #[default]
    Both,
    /// The notes alone.
    Notes,
    /// The feel alone.
    Feel,
}

/// Takes a groove into the pattern that is shown, as one gesture.
pub fn load(groove: &Groove, take: Take, (screen, hand): (&mut Screen, &Hand)) {
    screen.history.begin();
    if take != Take::Feel {
        let edit = Edit::ReplacePattern {
            pattern: screen.shown.index,
            to: Some(Box::new(groove.pattern.clone())),
        };
        screen.edit(hand, edit);
    }
    if take != Take::Notes {
        feel(&groove.feel, (screen, hand));
    }
    screen.history.end();
}

/// Sets the parameters that a feel has a say in; those that it does not mention have their defaults.
fn feel(values: &[(String, f64)], (screen, hand): (&mut Screen, &Hand)) {
    let params = std::sync::Arc::clone(&hand.params);
    for handle in params.list() {
        let said = values.iter().find(|(id, _)| id == handle.id());
        if said.is_none() && !is_of_feels(&handle) {
            continue;
        }
        let to = said.map_or(handle.default_normalized(), |(_, value)| {
            handle.normalized_at(crate::editor::number::px(*value))
        });
        if (to - handle.normalized()).abs() > f32::EPSILON {
            screen.set(hand, handle.id(), to);
        }
    }
}

/// Whether a groove decides on this parameter: not on what the player or the song decides.
pub(in crate::editor) fn is_of_feels(handle: &Handle<'_>) -> bool {
    let id = handle.id();
    let of_song = [
        "fill_now",
        "pattern",
        "pattern_change",
        "pattern_entry",
        "shift",
        "seed",
        "bypass",
    ];
    !of_song.contains(&id) && !id.ends_with("_mute")
}

/// Shows the name of the groove, and under it the menu.
pub(super) fn show(ui: &Ui, rect: Rect, (screen, hand): (&mut Screen, &Hand)) {
    let theme = screen.theme;
    let half = (rect.height() - 4.0) / 2.0;
    let title = egui::FontId::proportional(15.0);
    let at = pos2(rect.left() + 4.0, rect.top() + half / 2.0);
    ui.painter()
        .text(at, Align2::LEFT_CENTER, "Afterbeat", title, theme.text);
    let place = Rect::from_min_size(
        pos2(rect.left(), rect.top() + half + 4.0),
        vec2(rect.width(), half),
    );
    let name = screen.shown.groove.unwrap_or("Your own");
    let response = button(ui, place, ("", "Groove"), Lit::Off, &theme);
    let font = egui::FontId::proportional(crate::editor::theme::BODY);
    let at = pos2(place.left() + 8.0, place.center().y);
    let painter = ui.painter_at(place);
    painter.text(at, Align2::LEFT_CENTER, name, font, theme.text);
    let tip = pos2(place.right() - 14.0, place.center().y + 3.0);
    let caret = vec![tip - vec2(4.0, 5.0), tip - vec2(-4.0, 5.0), tip];
    let caret = egui::Shape::convex_polygon(caret, theme.muted, egui::Stroke::NONE);
    painter.add(caret);
    if response.hovered() {
        "Groove  ·  twenty-six to begin with; one click undoes".clone_into(&mut screen.hint);
    }
    Popup::menu(&response)
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .show(|ui| menu(ui, (screen, hand)));
}

fn menu(ui: &mut Ui, (screen, hand): (&mut Screen, &Hand)) {
    ui.set_width(280.0);
    ui.horizontal(|ui| {
        for (take, text) in [
            (Take::Both, "Notes + feel"),
            (Take::Notes, "Notes"),
            (Take::Feel, "Feel"),
        ] {
            ui.selectable_value(&mut screen.take, take, text);
        }
    });
    ui.separator();
    ScrollArea::vertical().max_height(380.0).show(ui, |ui| {
        let mut style = "";
        for groove in factory() {
            if groove.style != style {
                style = &groove.style;
                ui.label(egui::RichText::new(style).small());
            }
            let text = format!("{}  {}", groove.id, groove.name);
            if ui
                .selectable_label(screen.shown.groove == Some(&groove.name), text)
                .clicked()
            {
                let take = screen.take;
                load(groove, take, (screen, hand));
                ui.close();
            }
        }
        ui.separator();
        ui.label(egui::RichText::new("Feels").small());
        for way in feels() {
            let response = ui.selectable_label(false, &way.name);
            if response.on_hover_text(&way.about).clicked() {
                screen.history.begin();
                lay_over(&way.values, (screen, hand));
                screen.history.end();
                ui.close();
            }
        }
    });
}

/// Sets only what a feel mentions.
fn lay_over(values: &[(String, f64)], (screen, hand): (&mut Screen, &Hand)) {
    let params = std::sync::Arc::clone(&hand.params);
    let handles = params.list();
    for (id, value) in values {
        if let Some(handle) = find(&handles, id) {
            let to = handle.normalized_at(crate::editor::number::px(*value));
            screen.set(hand, id, to);
        }
    }
}
