//! The line at the foot: how it fares, the seed, undo, and what the hovered control says.

use super::hand::Hand;
use super::layout::Layout;
use super::midi::{line, teach};
use super::number::whole;
use super::paint::{Lit, button, small};
use super::screen::Screen;
use super::shown::Shown;
use super::theme::{SMALL, UNIT};
use crate::link::Load;
use crate::pattern::{Edit, SetupChange};
use crate::time::{Tick, to_f64};
use egui::accesskit::Role;
use egui::{Align2, FontId, Pos2, Rect, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

/// How large all can be drawn.
const ZOOMS: [f32; 4] = [1.25, 1.5, 1.75, 2.0];

/// From here on there is room for everything.
const ROOMY: f32 = 1100.0;

/// Counts the strikes of a bar as it goes by. **Thread:** editor.
#[derive(Debug, Default)]
pub struct Pulse {
    /// Where the music was, and how many strikes there had been.
    last: Option<(Tick, u64)>,
    ticks: i64,
    strikes: u64,
    per_bar: Option<u64>,
}

impl Pulse {
    fn listen(&mut self, shown: &Shown) {
        let at = shown.at;
        if !at.playing || at.bar.get() <= 0 {
            self.last = None;
            return;
        }
        let strikes = shown.vitals.counters.strikes;
        if let Some((position, before)) = self.last
            && position <= at.position
        {
            self.ticks += (at.position - position).get();
            self.strikes += strikes.saturating_sub(before);
        }
        self.last = Some((at.position, strikes));
        if self.ticks >= at.bar.get() {
            let bars = to_f64(self.ticks) / at.bar.to_f64();
            let count = to_f64(i64::try_from(self.strikes).unwrap_or(0));
            self.per_bar = u64::try_from(whole(count / bars, 0, i64::MAX)).ok();
            (self.ticks, self.strikes) = (0, 0);
        }
    }
}

/// Shows the foot.
pub fn show(ui: &Ui, layout: &Layout, (screen, hand): (&mut Screen, &Hand)) {
    let theme = screen.theme;
    let rect = layout.foot;
    let painter = ui.painter_at(rect);
    painter.rect_filled(rect, 0.0, theme.ground);
    painter.hline(rect.x_range(), rect.top(), Stroke::new(1.0, theme.line));
    screen.kept.pulse.listen(&screen.shown);
    let from = pos2(rect.left() + 3.0 * UNIT, rect.center().y);
    let x = buttons(ui, from, (screen, hand)) + 3.0 * UNIT;
    let words = words(screen, hand, rect.width() >= ROOMY);
    let colour = if is_well(screen) {
        theme.muted
    } else {
        theme.fill
    };
    let font = FontId::proportional(SMALL);
    let at = pos2(x, rect.center().y);
    let said = painter.text(at, Align2::LEFT_CENTER, &words, font, colour);
    let id = ui.scope_id().with("health");
    let response = ui.interact(said.expand2(vec2(0.0, UNIT)), id, Sense::hover());
    let name = details(screen, hand);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &words));
    response.on_hover_text(name);
    let room = Rect::from_min_max(pos2(said.right() + 4.0 * UNIT, rect.top()), rect.max);
    let hint = ui.painter_at(room);
    let at = pos2(room.right() - 3.0 * UNIT, rect.center().y);
    small(&hint, at, Align2::RIGHT_CENTER, &screen.hint, theme.text);
}

fn is_well(screen: &Screen) -> bool {
    !screen.shown.tripped && drops(screen) == 0
}

/// How many strikes were not heard.
fn drops(screen: &Screen) -> u64 {
    let counters = screen.shown.vitals.counters;
    counters.no_slot + counters.refused
}

/// How it fares, in a line.
fn words(screen: &Screen, hand: &Hand, has_room: bool) -> String {
    if screen.shown.tripped {
        return "Silent after a fault: its notes have ended, nothing of the song is lost"
            .to_owned();
    }
    let vitals = screen.shown.vitals;
    let load = hand.health.load();
    let strikes = screen.kept.pulse.per_bar;
    let strikes = strikes.map_or("–".to_owned(), |strikes| strikes.to_string());
    let mut parts = vec![
        format!("seed {}", hand.params.seed.value()),
        format!("{strikes} strikes/bar"),
        format!("{} drops", drops(screen)),
        format!("{} late", vitals.counters.late),
        format!("{} sounding", vitals.sounding),
    ];
    if load.worst_ns > 0 {
        parts.push(if has_room {
            let worst = micro(load.worst_ns);
            let place = place(&load);
            format!(
                "block {} ({}), worst {worst}{place}",
                micro(load.average_ns),
                share(&load)
            )
        } else {
            format!("block {}", micro(load.average_ns))
        });
    }
    parts.join("  ·  ")
}

/// Everything that is known of it.
fn details(screen: &Screen, hand: &Hand) -> String {
    let vitals = screen.shown.vitals;
    let counters = vitals.counters;
    let load = hand.health.load();
    format!(
        "{} strikes in all\n{} found no slot, {} were refused by the host, {} cut another short\n\
         {} sounded late because they were written late\n{} of the player's notes were lost\n\
         A block takes {} in the mean, {} of the time; {} at the most{}",
        counters.strikes,
        counters.no_slot,
        counters.refused,
        counters.stolen,
        counters.late,
        vitals.lost_input,
        micro(load.average_ns),
        share(&load),
        micro(load.worst_ns),
        place(&load),
    )
}

fn micro(ns: u64) -> String {
    let us = to_f64(i64::try_from(ns).unwrap_or(i64::MAX)) / 1000.0;
    format!("{us:.1} µs")
}

fn share(load: &Load) -> String {
    let parts = i64::try_from(load.parts_per_million).unwrap_or(i64::MAX);
    format!("{:.2} %", to_f64(parts) / 1e4)
}

/// Where the longest block was.
fn place(load: &Load) -> String {
    let place = load.worst_at.map(|(bar, beat)| (bar + 1, beat + 1));
    place.map_or(String::new(), |(bar, beat)| format!(" at {bar}.{beat}"))
}

/// Reroll, undo, redo, panic; gives where they end.
fn buttons(ui: &Ui, from: Pos2, (screen, hand): (&mut Screen, &Hand)) -> f32 {
    let theme = screen.theme;
    let mut x = from.x;
    let mut next = |(text, name): (&str, &str), about: &str, width: f32, lit: Lit| {
        let rect = Rect::from_min_size(pos2(x, from.y - 10.0), vec2(width, 20.0));
        x += width + UNIT;
        let response = button(ui, rect, (text, name), lit, &theme);
        response.clone().on_hover_text(about);
        (response, rect)
    };
    let (done, undone) = screen.history.depths();
    let about = "Another seed: other ghosts and fills (Shift-R)";
    let (button, place) = next(("Reroll", "Reroll"), about, 52.0, Lit::Off);
    if button.clicked() {
        reroll(screen, hand);
    }
    teach(ui, (&button, place), &line("reroll"), (screen, hand));
    let about = format!("Undo (Ctrl-Z), {done} gestures");
    if next(("Undo", "Undo"), &about, 44.0, Lit::Off).0.clicked() {
        screen.undo(hand);
    }
    let about = format!("Redo (Ctrl-Shift-Z), {undone} gestures");
    if next(("Redo", "Redo"), &about, 44.0, Lit::Off).0.clicked() {
        screen.redo(hand);
    }
    let (text, about, lit) = if screen.shown.tripped {
        ("Restart", "Begin afresh after a fault", Lit::On(theme.fill))
    } else {
        ("Panic", "End every note and begin afresh", Lit::Off)
    };
    if next((text, text), about, 52.0, lit).0.clicked() {
        hand.ear.restart();
    }
    let zoom = ui.ctx().zoom_factor();
    let percent = format!("{:.0} %", zoom * 100.0);
    let about = "How large all is drawn, 100 to 200 %";
    if next((&percent, "Zoom"), about, 52.0, Lit::Off).0.clicked() {
        let larger = ZOOMS.iter().find(|larger| **larger > zoom + 0.01);
        ui.ctx().set_zoom_factor(larger.copied().unwrap_or(1.0));
    }
    x
}

/// Takes another seed, and remembers the one that was heard.
pub fn reroll(screen: &mut Screen, hand: &Hand) {
    let now = u16::try_from(hand.params.seed.value()).unwrap_or(1);
    let history = screen.shown.setup.seeds.with(now);
    let next = crate::pattern::rerolled(now, &history);
    screen.history.begin();
    screen.edit(hand, Edit::Setup(SetupChange::Seeds(history)));
    if let Some(handle) = hand.params.by_id("seed") {
        screen.set(hand, "seed", handle.normalized_at(f32::from(next)));
    }
    screen.history.end();
}
