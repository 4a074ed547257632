//! What keys, controllers and programs do: taught and forgotten in a list.

use crate::editor::hand::Hand;
use crate::editor::midi::{edit, is_learnt, line, param, short};
use crate::editor::screen::Screen;
use crate::editor::side::form::{Row, heading, note, row};
use crate::midi_map::{Deed, MidiMap, Target, Trigger};
use egui::{ComboBox, Ui};

const TEACH: Row<'_> = Row {
    name: "Learn MIDI",
    about: "choose what the next key, controller or program is to do; parameters learn by a right-click",
};

/// What the hand chose.
enum Chosen {
    Nothing,
    Learn(Target),
    Stop,
}

/// Shows it.
pub(super) fn show(ui: &mut Ui, (screen, hand): (&mut Screen, &Hand)) {
    heading(ui, screen, "Keys and controllers");
    let chosen = row(ui, screen, TEACH, choose);
    match chosen {
        Chosen::Nothing => {}
        Chosen::Learn(target) => hand.params.edit_midi_map(|map| map.learn(target)),
        Chosen::Stop => hand.params.edit_midi_map(MidiMap::stop_learning),
    }
    let rows: Vec<_> = screen
        .shown
        .map
        .rows()
        .map(|(a, b)| (*a, b.clone()))
        .collect();
    for (trigger, target) in rows {
        entry(ui, (trigger, &target), (screen, hand));
    }
}

/// A list of what can be taught; a choice of nothing stops the teaching.
fn choose(ui: &mut Ui, screen: &mut Screen) -> Chosen {
    let shown = match screen.shown.map.learning() {
        Some(target) => format!("Waiting: {target}"),
        None => "Choose…".to_owned(),
    };
    let pattern = format!("pattern {}", screen.shown.index.get() + 1);
    let mut chosen = Chosen::Nothing;
    let list = ComboBox::from_id_salt("learn midi").selected_text(shown);
    let list = list.show_ui(ui, |ui| {
        for (text, target) in [
            ("Fill, while held", line(&Deed::Fill.to_string())),
            ("Reroll", line(&Deed::Reroll.to_string())),
            ("Play", line(&Deed::Play.to_string())),
            ("Stop", line(&Deed::Stop.to_string())),
            ("The pattern that is shown", line(&pattern)),
            ("Any pattern, by program or controller", param("pattern")),
        ] {
            let is_it = is_learnt(screen, &target);
            if ui.selectable_label(is_it, text).clicked() {
                chosen = Chosen::Learn(target);
            }
        }
        let waits = screen.shown.map.learning().is_some();
        if waits && ui.selectable_label(false, "Nothing").clicked() {
            chosen = Chosen::Stop;
        }
    });
    let name = TEACH.name;
    list.response
        .widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::ComboBox, true, name));
    chosen
}

/// One line of the table, and the button that takes it out.
fn entry(ui: &mut Ui, (trigger, target): (Trigger, &Target), (screen, hand): (&mut Screen, &Hand)) {
    let name = short(trigger);
    let of = Row {
        name: &name,
        about: "what this key, controller or program does",
    };
    let is_gone = row(ui, screen, of, |ui, screen| {
        let does = match target {
            Target::Param(id) => hand.params.by_id(id).map(|param| param.name().to_owned()),
            Target::Line(text) => text.parse::<Deed>().ok().map(|deed| deed.to_string()),
        };
        let remove = ui.button("×").on_hover_text(format!("Forget {name}"));
        remove.widget_info(|| {
            let label = format!("Forget {name}");
            egui::WidgetInfo::labeled(egui::accesskit::Role::Button, true, label)
        });
        match does {
            Some(does) => note(ui, &does, screen.theme.text),
            None => note(
                ui,
                &format!("{target} (alone under JACK)"),
                screen.theme.muted,
            ),
        }
        remove.clicked()
    });
    if is_gone {
        edit((screen, hand), |map: &mut MidiMap| map.free(trigger));
    }
}
