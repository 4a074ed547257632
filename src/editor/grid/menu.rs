//! The menu of a cell: all that can be said of a step, and the verbs.

use super::super::hand::Hand;
use super::super::screen::{Cell, Screen};
use super::super::side::pattern::give_text;
use super::verbs::{Verb, act};
use crate::pattern::{Condition, Gate, Nudge, Percent, Ratchet, Rule, Step};
use egui::{Align, Layout, Popup, PopupCloseBehavior, Rect, RectAlign, Ui};

/// The chances that can be had with one click.
const CHANCES: [u8; 6] = [100, 75, 50, 33, 25, 10];
/// The numbers of hits.
const HITS: [u8; 6] = [1, 2, 3, 4, 6, 8];
/// The gates, in percent of a step.
const GATES: [u16; 5] = [25, 50, 100, 200, 400];

/// Shows the menu if it is open.
pub(super) fn show(ui: &Ui, (screen, hand): (&mut Screen, &Hand)) {
    let Some((cell, at)) = screen.menu else {
        return;
    };
    let mut is_open = true;
    let layer = ui.layer_id();
    let anchor = Rect::from_min_max(at, at);
    let id = super::id(ui).with("menu");
    Popup::new(id, ui.ctx().clone(), anchor, layer)
        .align(RectAlign::BOTTOM_START)
        .layout(Layout::top_down_justified(Align::Min))
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .open_bool(&mut is_open)
        .show(|ui| {
            ui.set_width(304.0);
            step(ui, cell, (screen, hand));
        });
    if !is_open || ui.input(|input| input.key_pressed(egui::Key::Escape)) {
        screen.menu = None;
    }
}

fn step(ui: &mut Ui, cell: Cell, (screen, hand): (&mut Screen, &Hand)) {
    let name = screen.pattern().lanes[cell.lane].voice.name;
    ui.strong(super::cell_name(name.as_str(), cell.step));
    let before = screen.step_at(cell);
    let mut after = before;
    chances(ui, &mut after);
    hits(ui, &mut after);
    gates(ui, &mut after);
    conditions(ui, &mut after);
    ui.horizontal(|ui| {
        ui.toggle_value(&mut after.accent, "Accent");
        ui.toggle_value(&mut after.tie, "Tie");
        if ui.button("No nudge").clicked() {
            after.nudge = Nudge::NONE;
        }
    });
    if ui.button("Clear").clicked() {
        after = Step::REST;
        ui.close();
    }
    screen.put(hand, cell, after);
    ui.separator();
    ui.horizontal_wrapped(|ui| {
        for (verb, name) in Verb::ALL {
            if ui.button(name).clicked() {
                let is_inside = screen.selects(cell);
                if !is_inside {
                    screen.selection = None;
                    screen.lane = cell.lane;
                    screen.step = cell.step;
                }
                act(verb, (screen, hand));
                if verb == Verb::Copy {
                    give_text(ui, screen);
                }
                ui.close();
            }
        }
    });
}

/// A row of buttons, one of which is lit; gives the place of one that is clicked.
fn row<T: PartialEq + Copy>(
    ui: &mut Ui,
    title: &str,
    values: &[T],
    now: T,
    text: impl Fn(T) -> String,
) -> Option<T> {
    ui.label(egui::RichText::new(title).small());
    let mut chosen = None;
    ui.horizontal_wrapped(|ui| {
        for value in values {
            if ui.selectable_label(*value == now, text(*value)).clicked() {
                chosen = Some(*value);
            }
        }
    });
    chosen
}

fn chances(ui: &mut Ui, step: &mut Step) {
    let now = step.chance.get();
    let percent = |value: u8| format!("{value} %");
    if let Some(chance) = row(ui, "Chance", &CHANCES, now, percent) {
        step.chance = Percent::new(chance).unwrap_or(Percent::ALL);
    }
}

fn hits(ui: &mut Ui, step: &mut Step) {
    let now = step.ratchet.hits();
    if let Some(hits) = row(ui, "Ratchet", &HITS, now, |value| format!("{value}x")) {
        let old = step.ratchet;
        let new = Ratchet::new(hits, old.span(), old.timing(), old.velocity());
        step.ratchet = new.unwrap_or(old);
    }
}

fn gates(ui: &mut Ui, step: &mut Step) {
    let now = step.gate.percent();
    let percent = |value: u16| format!("{value} %");
    if let Some(gate) = row(ui, "Gate", &GATES, now, percent) {
        step.gate = Gate::new(gate).unwrap_or(step.gate);
    }
}

/// The conditions that can be had with one click.
pub(in crate::editor) fn conditions_offered() -> Vec<Condition> {
    let rule = |rule| Condition {
        rule,
        negated: false,
    };
    let passes = [
        (1, 2),
        (2, 2),
        (1, 3),
        (1, 4),
        (2, 4),
        (3, 4),
        (4, 4),
        (1, 8),
        (8, 8),
    ];
    let passes = passes
        .into_iter()
        .filter_map(|(pass, of)| Condition::pass(pass, of));
    [Condition::ALWAYS, rule(Rule::First)]
        .into_iter()
        .chain(passes)
        .chain([
            rule(Rule::Previous),
            rule(Rule::Neighbour),
            rule(Rule::Fill),
        ])
        .collect()
}

fn conditions(ui: &mut Ui, step: &mut Step) {
    let mut now = step.condition;
    now.negated = false;
    let chosen = row(ui, "Condition", &conditions_offered(), now, condition_text);
    if let Some(condition) = chosen {
        let negated = step.condition.negated && condition.rule != Rule::Always;
        step.condition = Condition {
            negated,
            ..condition
        };
    }
    let mut negated = step.condition.negated;
    let can_be = step.condition.rule != Rule::Always;
    let response = ui.add_enabled(can_be, egui::Checkbox::new(&mut negated, "Not"));
    if response.changed() {
        step.condition.negated = negated;
    }
}

/// What a condition says.
pub(in crate::editor) fn condition_text(condition: Condition) -> String {
    let rule = match condition.rule {
        Rule::Always => "Always".to_owned(),
        Rule::Pass(pass) => format!("{}:{}", pass.pass(), pass.of()),
        Rule::First => "First".to_owned(),
        Rule::Previous => "Previous".to_owned(),
        Rule::Neighbour => "Neighbour".to_owned(),
        Rule::Fill => "Fill".to_owned(),
    };
    if condition.negated {
        format!("not {rule}")
    } else {
        rule
    }
}
