//! The lanes' names, with mute, solo and a meter that flashes when the lane is struck.

use super::hand::Hand;
use super::layout::{Layout, Rows};
use super::midi::{param, teach};
use super::number::px;
use super::paint::{Lit, button};
use super::screen::Screen;
use super::side::lane::name_field;
use super::side::{Page, View};
use super::theme::{BODY, UNIT};
use super::way::Way;
use crate::pattern::{Edit, LaneIndex, LaneSet, SetupChange, Velocity};
use egui::accesskit::Role;
use egui::{
    Align2, Color32, FontId, Pos2, Rect, Response, Sense, Shape, Stroke, Ui, WidgetInfo, pos2, vec2,
};

/// How long a flash fades, in seconds.
const FADE: f64 = 0.25;

/// Shows the strips.
pub fn show(ui: &mut Ui, layout: &Layout, rows: &Rows, (screen, hand): (&mut Screen, &Hand)) {
    let theme = screen.theme;
    let mut clipped = ui.new_child(egui::UiBuilder::new().max_rect(layout.strips));
    clipped.set_clip_rect(layout.strips);
    let ui = &mut clipped;
    ui.painter().rect_filled(layout.strips, 0.0, theme.ground);
    for lane in rows.lanes.iter().copied() {
        if let Some(row) = rows.row(lane, layout.strips) {
            strip(ui, (row, rows), lane, (screen, hand));
        }
    }
    stroke(ui, (layout.strips, rows), (screen, hand));
    if let Some(hidden) = rows.hidden {
        let place = rows.below(layout.strips).shrink2(vec2(2.0 * UNIT, UNIT));
        let name = screen.pattern().lanes[hidden].voice.name;
        let rect = Rect::from_min_size(place.min, vec2(96.0, 24.0));
        let response = button(ui, rect, ("+ Add lane", "Add lane"), Lit::Off, &theme);
        if response.clicked() {
            screen.added = screen.added.with(hidden, true);
            screen.lane = hidden;
        }
        response.on_hover_text(format!("Show {}", name.as_str()));
    }
}

/// Where the name begins, and where the switches do.
const NAME: f32 = 24.0;
const SWITCHES: f32 = 112.0;

/// The switches of a lane.
const MUTE: &str = "M";
const SOLO: &str = "S";

fn strip(
    ui: &mut Ui,
    (row, rows): (Rect, &Rows),
    lane: LaneIndex,
    (screen, hand): (&mut Screen, &Hand),
) {
    let theme = screen.theme;
    let name = screen.pattern().lanes[lane].voice.name;
    let id = ui.scope_id().with(("lane", lane.get()));
    let response = ui.interact(row, id, Sense::click_and_drag());
    let is_selected = screen.lane == lane;
    let label = format!("Lane {}", name.as_str());
    response.widget_info(|| WidgetInfo::selected(Role::Row, true, is_selected, &label));
    if response.clicked() {
        screen.lane = lane;
        screen.hear(hand, lane, None);
    }
    let painter = ui.painter();
    if is_selected {
        painter.rect_filled(row, 0.0, theme.panel);
        let mark = Rect::from_min_size(row.min, vec2(3.0, row.height()));
        painter.rect_filled(mark, 0.0, theme.user);
    } else if response.hovered() {
        painter.rect_filled(row, 0.0, theme.panel.gamma_multiply(0.6));
    }
    painter.hline(row.x_range(), row.bottom(), Stroke::new(1.0, theme.line));
    let place = Rect::from_min_max(
        pos2(row.left() + NAME, row.top()),
        pos2(row.left() + SWITCHES - UNIT, row.bottom()),
    );
    let on_name = response
        .interact_pointer_pos()
        .is_some_and(|at| place.contains(at));
    if response.double_clicked() && on_name {
        let at = screen.lane_at(lane);
        screen.beside.naming = Some((at, name.as_str().to_owned()));
        screen.beside.names_on_strip = true;
    }
    write_name(ui, place, lane, (screen, hand));
    chevron(ui, row, lane, screen);
    switches(ui, row, lane, name.as_str(), (screen, hand));
    meter(ui, row, lane, (screen, hand));
    carry(ui, &response, (row, rows), lane, screen);
    if response.hovered() {
        screen.hint = format!(
            "{}  ·  click to hear it, drag to move it, double-click to rename it",
            name.as_str()
        );
    }
}

/// The name, or the field in which it is typed.
fn write_name(ui: &mut Ui, place: Rect, lane: LaneIndex, (screen, hand): (&mut Screen, &Hand)) {
    let at = screen.lane_at(lane);
    let naming = screen.beside.naming.as_ref();
    if screen.beside.names_on_strip && naming.is_some_and(|(of, _)| *of == at) {
        let field = Rect::from_center_size(place.center(), vec2(place.width(), 22.0));
        name_field(ui, field, true, (screen, hand));
        return;
    }
    let name = screen.pattern().lanes[lane].voice.name;
    let colour = if is_heard(screen, lane) {
        screen.theme.text
    } else {
        screen.theme.muted
    };
    ui.painter_at(place).text(
        place.left_center(),
        Align2::LEFT_CENTER,
        name.as_str(),
        FontId::proportional(BODY),
        colour,
    );
}

/// What opens the lane's page, and closes it again.
fn chevron(ui: &Ui, row: Rect, lane: LaneIndex, screen: &mut Screen) {
    let is_open = screen.page_beside == Some(Page::Lane) && screen.lane == lane;
    let place = Rect::from_center_size(pos2(row.left() + 13.0, row.center().y), vec2(18.0, 24.0));
    let response = ui.interact(
        place,
        ui.scope_id().with(("chevron", lane.get())),
        Sense::click(),
    );
    let name = format!(
        "Page of {}",
        screen.pattern().lanes[lane].voice.name.as_str()
    );
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_open, &name));
    if response.clicked() {
        screen.lane = lane;
        screen.page_beside = (!is_open).then_some(Page::Lane);
    }
    let theme = &screen.theme;
    let colour = if is_open || response.hovered() {
        theme.text
    } else {
        theme.bar
    };
    let tip = if is_open { -3.0 } else { 3.0 };
    let at = |x: f32, y: f32| place.center() + vec2(x, y);
    let points = vec![
        at(-tip / 2.0, -4.0),
        at(tip / 2.0, 0.0),
        at(-tip / 2.0, 4.0),
    ];
    ui.painter()
        .add(Shape::line(points, Stroke::new(1.5, colour)));
    if response.hovered() {
        screen.hint = format!("{name}  ·  key, length, rate, feel, ghosts, wave");
    }
}

/// Moves the lane to the row over which the hand lets it go. The lane stays what it is: its
/// parameters, its part in ghosts and fills, and what is heard do not change.
fn carry(
    ui: &Ui,
    response: &Response,
    (row, rows): (Rect, &Rows),
    lane: LaneIndex,
    screen: &mut Screen,
) {
    if response.drag_started() {
        screen.beside.moving = Some(lane);
    }
    if screen.beside.moving != Some(lane) {
        return;
    }
    let over = response.interact_pointer_pos().and_then(|at| rows.at(at.y));
    if let Some(over) = over.filter(|over| *over != lane)
        && let Some(target) = rows.row(over, row)
    {
        let y = if target.top() > row.top() {
            target.bottom()
        } else {
            target.top()
        };
        let stroke = Stroke::new(2.0, screen.theme.user);
        ui.painter().hline(row.x_range(), y, stroke);
        if response.drag_stopped() {
            let order = screen.beside.order.moved(lane, over);
            screen.view(View::Order(order));
        }
    }
    if !response.dragged() {
        screen.beside.moving = None;
    }
}

fn is_heard(screen: &Screen, lane: LaneIndex) -> bool {
    let solo = screen.shown.setup.solo;
    if solo.is_empty() {
        !screen.shown.controls.lanes[lane].mute
    } else {
        solo.contains(lane)
    }
}

/// Turns the switches that the hand goes over, as it turned the one of their kind that it pressed.
/// All that one drag turns is one gesture.
fn stroke(ui: &Ui, (strips, rows): (Rect, &Rows), (screen, hand): (&mut Screen, &Hand)) {
    let Some((kind, to, mut last)) = screen.stroke else {
        return;
    };
    let (way, is_down) = ui.input(|input| (Way::of(&input.pointer), input.pointer.primary_down()));
    let lane_at = |at: Pos2| {
        let lane = rows.at(at.y)?;
        let row = rows.row(lane, strips)?;
        switch(row, kind).contains(at).then_some(lane)
    };
    for (lane, _) in way.iter().flat_map(|way| way.over(lane_at)) {
        if lane != last && is_on(kind, lane, screen) != to {
            turn(ui, kind, lane, (screen, hand));
        }
        last = lane;
    }
    screen.stroke = is_down.then_some((kind, to, last));
    if !is_down {
        screen.history.end();
    }
}

/// Where the switch of this kind stands in its row.
fn switch(row: Rect, kind: &str) -> Rect {
    let from = if kind == MUTE { 0.0 } else { 22.0 };
    let min = pos2(row.left() + SWITCHES + from, row.center().y - 10.0);
    Rect::from_min_size(min, vec2(20.0, 20.0))
}

/// Whether a lane's switch of this kind is on.
fn is_on(kind: &str, lane: LaneIndex, screen: &Screen) -> bool {
    if kind == MUTE {
        screen.shown.controls.lanes[lane].mute
    } else {
        screen.shown.setup.solo.contains(lane)
    }
}

/// Turns a lane's switch of this kind.
fn turn(ui: &Ui, kind: &str, lane: LaneIndex, (screen, hand): (&mut Screen, &Hand)) {
    let is_on = is_on(kind, lane, screen);
    if kind == MUTE {
        screen.set(hand, &mute_of(lane), if is_on { 0.0 } else { 1.0 });
        return;
    }
    let solo = screen.shown.setup.solo;
    let only = ui.input(|input| input.modifiers.command);
    let before = if only { LaneSet::default() } else { solo };
    let to = before.with(lane, !is_on || (only && solo != before.with(lane, true)));
    screen.edit(hand, Edit::Setup(SetupChange::Solo(to)));
}

/// The id of a lane's mute.
fn mute_of(lane: LaneIndex) -> String {
    format!("lane{}_mute", lane.get() + 1)
}

/// M and S.
fn switches(ui: &Ui, row: Rect, lane: LaneIndex, name: &str, (screen, hand): (&mut Screen, &Hand)) {
    let theme = screen.theme;
    let mut shown = |kind: &'static str, what: &str, colour: Color32| {
        let was_on = is_on(kind, lane, screen);
        let lit = if was_on { Lit::On(colour) } else { Lit::Off };
        let words = format!("{what} {name}");
        let response = button(ui, switch(row, kind), (kind, &words), lit, &theme);
        if ui.input(|input| input.pointer.primary_pressed()) && response.contains_pointer() {
            screen.history.begin();
            screen.stroke = Some((kind, !was_on, lane));
            turn(ui, kind, lane, (screen, hand));
        }
        response
    };
    let mute = shown(MUTE, "Mute", theme.muted);
    let solo = shown(SOLO, "Solo", theme.user);
    let place = switch(row, MUTE);
    teach(ui, (&mute, place), &param(&mute_of(lane)), (screen, hand));
    mute.on_hover_text(format!("Mute {name}"));
    solo.on_hover_text(format!("Solo {name}; with Ctrl only this"));
}

/// A meter as high as the last strike was hard, which fades.
fn meter(ui: &Ui, row: Rect, lane: LaneIndex, (screen, hand): (&mut Screen, &Hand)) {
    let theme = screen.theme;
    let flash = hand.health.flash_of(lane);
    let now = ui.input(|input| input.time);
    let (last, since) = &mut screen.flashes[lane];
    if *last != flash {
        // What was struck before the window opened does not flash.
        let is_first = last.velocity.is_none() && !screen.shown.at.playing;
        *since = if is_first { -1.0 } else { now };
        *last = flash;
    }
    let left = 1.0 - (now - *since) / FADE;
    let place = Rect::from_min_size(
        pos2(row.left() + 158.0, row.center().y - 3.0),
        vec2(34.0, 6.0),
    );
    let painter = ui.painter();
    painter.rect_filled(place, 3.0, theme.control);
    if left <= 0.0 {
        return;
    }
    let velocity = flash.velocity.map_or(0, Velocity::get);
    let level = f32::from(velocity) / 127.0;
    let lit = Rect::from_min_size(place.min, vec2(place.width() * level, place.height()));
    painter.rect_filled(lit, 3.0, theme.user.gamma_multiply(px(left)));
    if !screen.shown.at.playing {
        ui.ctx().request_repaint_after(super::FRAME);
    }
}
