//! The menu of a cell: all that can be said of a step, and the verbs.

use super::super::hand::Hand;
use super::super::number::whole;
use super::super::paint::small;
use super::super::screen::{Cell, Screen};
use super::super::side::pattern::give_text;
use super::verbs::{Verb, act, can};
use super::words::{RULES, rule_text};
use crate::pattern::{Condition, Gate, Grace, LaneIndex, Nudge, Percent, Ratchet, Rule, Step};
use egui::accesskit::Role;
use egui::{
    Align, Align2, ComboBox, DragValue, Layout, Popup, PopupCloseBehavior, Rect, RectAlign,
    RichText, Sense, Ui, WidgetInfo, vec2,
};
use std::ops::RangeInclusive;

/// The chances that can be had with one click.
const CHANCES: [i64; 6] = [100, 75, 50, 33, 25, 10];
/// The numbers of hits.
const HITS: [i64; 6] = [1, 2, 3, 4, 6, 8];
/// The gates, in percent of a step.
const GATES: [i64; 5] = [25, 50, 100, 200, 400];
/// How wide the menu is.
const WIDTH: f32 = 424.0;
/// How wide the words on the left are, and the numbers beside them.
const WORD: f32 = 72.0;
const NUMBER: f32 = 60.0;
const LINE: f32 = 24.0;

/// Shows the menu if it is open.
pub(super) fn show(ui: &Ui, (screen, hand): (&mut Screen, &Hand)) {
    let Some((cell, at)) = screen.menu else {
        return;
    };
    let mut is_open = true;
    let layer = ui.layer_id();
    let anchor = Rect::from_min_max(at, at);
    let id = super::id(ui).with("menu");
    let is_typing = ui.ctx().egui_wants_keyboard_input()
        && !ui.memory(|memory| memory.has_focus(super::id(ui)));
    let shown = Popup::new(id, ui.ctx().clone(), anchor, layer)
        .align(RectAlign::BOTTOM_START)
        .layout(Layout::top_down_justified(Align::Min))
        .close_behavior(PopupCloseBehavior::CloseOnClickOutside)
        .open_bool(&mut is_open)
        .show(|ui| {
            ui.set_width(WIDTH);
            step(ui, cell, (screen, hand))
        });
    let stays = shown.is_some_and(|shown| shown.inner);
    let is_left = ui.input(|input| input.key_pressed(egui::Key::Escape)) && !is_typing;
    if (!is_open && !stays) || is_left {
        screen.menu = None;
    }
}

/// Says whether the menu stays, though the hand was elsewhere.
fn step(ui: &mut Ui, cell: Cell, (screen, hand): (&mut Screen, &Hand)) -> bool {
    let name = screen.pattern().lanes[cell.lane].voice.name;
    ui.strong(super::cell_name(name.as_str(), cell.step));
    let mut after = screen.step_at(cell);
    let mut held = Held::default();
    chance(ui, &mut after, &mut held);
    ratchet(ui, &mut after, &mut held);
    grace(ui, (cell.lane, screen), &mut after, &mut held);
    gate(ui, &mut after, &mut held);
    condition(ui, &mut after, &mut held);
    nudge(ui, &mut after, &mut held);
    line(ui, "", |ui| {
        ui.toggle_value(&mut after.accent, "Accent");
        ui.toggle_value(&mut after.tie, "Tie");
        if ui.button("Clear").clicked() {
            after = Step::REST;
            ui.close();
        }
    });
    if held.begins {
        screen.history.begin();
    }
    screen.put(hand, cell, after);
    if held.ends {
        screen.history.end();
    }
    ui.separator();
    verbs(ui, cell, (screen, hand));
    held.chose
}

fn verbs(ui: &mut Ui, cell: Cell, (screen, hand): (&mut Screen, &Hand)) {
    let is_inside = screen.selects(cell);
    ui.horizontal_wrapped(|ui| {
        for (verb, name) in Verb::ALL {
            let is_possible = can(verb, screen);
            if ui
                .add_enabled(is_possible, egui::Button::new(name))
                .clicked()
            {
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

/// Whether the hand takes hold of a number, or lets go of one: what it does meanwhile is one
/// gesture.
#[derive(Clone, Copy, Debug, Default)]
struct Held {
    begins: bool,
    ends: bool,
    /// Whether it has chosen from a list that opened above the menu, which then stays.
    chose: bool,
}

impl Held {
    fn note(&mut self, response: &egui::Response) {
        self.begins |= response.drag_started();
        self.ends |= response.drag_stopped();
    }
}

/// A whole number that is dragged or typed; what it is changed to.
fn number(
    ui: &mut Ui,
    (name, now, range, unit): (&str, i64, RangeInclusive<i64>, &str),
    held: &mut Held,
) -> Option<i64> {
    let mut value = now;
    let widget = DragValue::new(&mut value).range(range).suffix(unit);
    let widget = widget.speed(0.3).update_while_editing(false);
    let response = ui.add_sized(vec2(NUMBER, LINE), widget);
    response.widget_info(|| WidgetInfo::labeled(Role::SpinButton, true, name));
    held.note(&response);
    response.on_hover_text(format!("{name}: drag, or click and type"));
    (value != now).then_some(value)
}

/// A number in percent with one place behind the point.
fn fraction(
    ui: &mut Ui,
    (name, now, range): (&str, f64, RangeInclusive<f64>),
    held: &mut Held,
) -> Option<f64> {
    let mut value = now;
    let widget = DragValue::new(&mut value).range(range).suffix(" %");
    let widget = widget.max_decimals(1).update_while_editing(false);
    let response = ui.add_sized(vec2(NUMBER, LINE), widget.speed(0.2));
    response.widget_info(|| WidgetInfo::labeled(Role::SpinButton, true, name));
    held.note(&response);
    response.on_hover_text(format!("{name}: drag, or click and type"));
    ((value - now).abs() > f64::EPSILON).then_some(value)
}

/// The nudge nearest to so many percent of a step.
pub(in crate::editor) fn nudge_of(percent: f64) -> Nudge {
    let tenths = i16::try_from(whole(percent * 10.0, -500, 500)).ok();
    tenths.and_then(Nudge::new).unwrap_or(Nudge::NONE)
}

/// A word between two numbers.
fn word(ui: &mut Ui, text: &str) {
    ui.label(RichText::new(text).small());
}

/// A line of the menu: a word on the left, and what it is about.
fn line<T>(ui: &mut Ui, text: &str, add: impl FnOnce(&mut Ui) -> T) -> T {
    let shown = ui.horizontal(|ui| {
        let (place, _) = ui.allocate_exact_size(vec2(WORD, LINE), Sense::hover());
        let colour = ui.visuals().weak_text_color();
        let at = place.left_center();
        small(ui.painter(), at, Align2::LEFT_CENTER, text, colour);
        add(ui)
    });
    shown.inner
}

/// Buttons, one of which is lit; gives the value of one that is clicked.
fn presets(ui: &mut Ui, values: &[i64], now: i64, unit: &str) -> Option<i64> {
    let mut chosen = None;
    for value in values {
        let text = format!("{value}{unit}");
        if ui.selectable_label(*value == now, text).clicked() {
            chosen = Some(*value);
        }
    }
    chosen
}

fn small_number(value: i64) -> u8 {
    u8::try_from(value).unwrap_or(u8::MAX)
}

fn chance(ui: &mut Ui, step: &mut Step, held: &mut Held) {
    let now = i64::from(step.chance.get());
    let chosen = line(ui, "Chance", |ui| {
        let typed = number(ui, ("Chance percent", now, 0..=100, " %"), held);
        typed.or(presets(ui, &CHANCES, now, " %"))
    });
    let chance = chosen.and_then(|value| Percent::new(small_number(value)));
    step.chance = chance.unwrap_or(step.chance);
}

fn nudge(ui: &mut Ui, step: &mut Step, held: &mut Held) {
    let now = f64::from(step.nudge.tenths()) / 10.0;
    line(ui, "Nudge", |ui| {
        if let Some(to) = fraction(ui, ("Nudge percent", now, -50.0..=50.0), held) {
            step.nudge = nudge_of(to);
        }
        let is_any = step.nudge != Nudge::NONE;
        let none = egui::Button::new("No nudge");
        if ui.add_enabled(is_any, none).clicked() {
            step.nudge = Nudge::NONE;
        }
    });
}

fn ratchet(ui: &mut Ui, step: &mut Step, held: &mut Held) {
    let old = step.ratchet;
    let [mut hits, mut span] = [old.hits(), old.span()].map(i64::from);
    let [mut timing, mut velocity] = [old.timing(), old.velocity()].map(i64::from);
    line(ui, "Ratchet", |ui| {
        let typed = number(ui, ("Hits", hits, 1..=32, "x"), held);
        hits = typed.or(presets(ui, &HITS, hits, "x")).unwrap_or(hits);
    });
    line(ui, "", |ui| {
        word(ui, "over");
        let unit = if span == 1 { " step" } else { " steps" };
        span = number(ui, ("Span", span, 1..=8, unit), held).unwrap_or(span);
        word(ui, "slows");
        let curve = ("Roll timing", timing, -100..=100, " %");
        timing = number(ui, curve, held).unwrap_or(timing);
        word(ui, "swells");
        let curve = ("Roll velocity", velocity, -100..=100, " %");
        velocity = number(ui, curve, held).unwrap_or(velocity);
    });
    let [timing, velocity] = [timing, velocity].map(|curve| i8::try_from(curve).unwrap_or(0));
    let new = Ratchet::new(small_number(hits), small_number(span), timing, velocity);
    step.ratchet = new.unwrap_or(old);
}

/// Grace notes: the two of the books with one click, and all that can be said of them.
fn grace(ui: &mut Ui, (own, screen): (LaneIndex, &Screen), step: &mut Step, held: &mut Held) {
    let lane = step.grace.lane;
    line(ui, "Grace notes", |ui| {
        for (name, kind) in [
            ("None", Grace::NONE),
            ("Flam", Grace::FLAM),
            ("Drag", Grace::DRAG),
        ] {
            let is_it = step.grace.strokes() == kind.strokes();
            if ui.selectable_label(is_it, name).clicked() && !is_it {
                step.grace = kind;
                step.grace.lane = lane;
            }
        }
        if step.grace.strokes() == 0 {
            return;
        }
        let old = step.grace;
        let [mut apart, mut level] = [old.apart_ms(), old.level().get()].map(i64::from);
        apart = number(ui, ("Grace apart", apart, 12..=35, " ms"), held).unwrap_or(apart);
        level = number(ui, ("Grace level", level, 1..=100, " %"), held).unwrap_or(level);
        let level = Percent::new(small_number(level)).unwrap_or(old.level());
        let new = Grace::new(old.strokes(), small_number(apart), level);
        step.grace = new.unwrap_or(old);
        step.grace.lane = lane;
        let name = |lane: LaneIndex| screen.pattern().lanes[lane].voice.name;
        let played = lane.unwrap_or(own);
        let shown = ComboBox::from_id_salt("grace lane")
            .width(72.0)
            .selected_text(name(played).as_str())
            .show_ui(ui, |ui| {
                for other in LaneIndex::all() {
                    let text = name(other);
                    if ui
                        .selectable_label(other == played, text.as_str())
                        .clicked()
                    {
                        step.grace.lane = Some(other).filter(|other| *other != own);
                        held.chose = true;
                    }
                }
            });
        let info = || WidgetInfo::labeled(Role::ComboBox, true, "Grace lane");
        shown.response.widget_info(info);
    });
}

fn gate(ui: &mut Ui, step: &mut Step, held: &mut Held) {
    let now = i64::from(step.gate.percent());
    let chosen = line(ui, "Gate", |ui| {
        let typed = number(ui, ("Gate percent", now, 1..=1600, " %"), held);
        typed.or(presets(ui, &GATES, now, " %"))
    });
    let gate = chosen.and_then(|value| u16::try_from(value).ok());
    step.gate = gate.and_then(Gate::new).unwrap_or(step.gate);
}

/// The rule, or one of so many passes, and whether it is turned round.
fn condition(ui: &mut Ui, step: &mut Step, held: &mut Held) {
    let mut rule = step.condition.rule;
    line(ui, "Condition", |ui| {
        for word in RULES {
            let text = rule_text(word);
            if ui.selectable_label(rule == word, text).clicked() {
                rule = word;
            }
        }
    });
    line(ui, "", |ui| {
        let (pass, of) = match rule {
            Rule::Pass(pass) => (pass.pass(), pass.of()),
            _ => (1, 2),
        };
        let [mut now, mut all] = [pass, of].map(i64::from);
        let is_pass = matches!(rule, Rule::Pass(_));
        let is_chosen = ui.selectable_label(is_pass, "Every").clicked();
        now = number(ui, ("Pass", now, 1..=16, ""), held).unwrap_or(now);
        word(ui, "of");
        all = number(ui, ("Passes", all, 1..=16, ""), held).unwrap_or(all);
        // Whichever of the two is moved takes the other along.
        let is_moved = (now, all) != (i64::from(pass), i64::from(of));
        if is_chosen || is_moved {
            let all = if now == i64::from(pass) {
                all
            } else {
                all.max(now)
            };
            let condition = Condition::pass(small_number(now.min(all)), small_number(all));
            rule = condition.map_or(rule, |condition| condition.rule);
        }
        let mut negated = step.condition.negated;
        let not = egui::Checkbox::new(&mut negated, "Not");
        let is_turned = ui.add_enabled(rule != Rule::Always, not).changed();
        // A step may have been loaded that never plays; to look at it changes nothing.
        if is_turned || rule != step.condition.rule {
            let negated = negated && rule != Rule::Always;
            step.condition = Condition { rule, negated };
        }
    });
}
