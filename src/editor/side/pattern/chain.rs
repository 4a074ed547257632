//! The chain: patterns in a row, each so often, which plays instead of the chosen pattern.

use super::super::form::{Button, Number, Row, Stand, buttons, note, switch, value};
use crate::editor::hand::Hand;
use crate::editor::paint::{Lit, button, small};
use crate::editor::screen::Screen;
use crate::editor::theme::UNIT;
use crate::pattern::{Chain, ChainEntry, Edit, PatternIndex, Repeats, SetupChange};
use egui::{Align2, Rect, Sense, Shape, Stroke, Ui, pos2, vec2};

const PLAYS: Row<'_> = Row {
    name: "Chain plays",
    about: "from the song's first bar, instead of the chosen pattern",
};
const ADD: [Button<'_>; 1] = [(
    "+ Add this pattern",
    "Add to the chain",
    "the shown pattern, once, at the end",
)];
/// How high an entry is, and how wide its place in the row and its small buttons are.
const HEIGHT: f32 = 24.0;
const PLACE: f32 = 20.0;
const SMALL: f32 = 24.0;
/// How wide its repeats are.
const REPEATS: f32 = 52.0;

/// What is done to an entry.
enum Change {
    Set(ChainEntry),
    Earlier,
    Later,
    Remove,
}

/// Shows it.
pub(super) fn show(ui: &mut Ui, (screen, hand): (&mut Screen, &Hand)) {
    let runs = screen.shown.setup.runs_chain;
    if let Some(to) = switch(ui, screen, PLAYS, runs) {
        screen.edit(hand, Edit::Setup(SetupChange::RunsChain(to)));
    }
    let mut entries = screen.shown.chain.entries().to_vec();
    let mut change = None;
    for (n, entry) in entries.iter().copied().enumerate() {
        change = change.or(one(ui, screen, (n, entry)).map(|change| (n, change)));
    }
    if entries.is_empty() {
        note(ui, "The chain is empty", screen.theme.muted);
    }
    if let Some((n, change)) = change {
        make(&mut entries, n, &change);
        put(&entries, (screen, hand));
    } else if entries.len() < Chain::MAX {
        if buttons(ui, screen, &ADD, |_| Stand::Plain).is_some() {
            entries.push(ChainEntry {
                pattern: screen.shown.index,
                repeats: Repeats::ONCE,
            });
            put(&entries, (screen, hand));
        }
    } else {
        note(ui, "64 entries are the most", screen.theme.muted);
    }
}

fn put(entries: &[ChainEntry], (screen, hand): (&mut Screen, &Hand)) {
    if let Some(chain) = Chain::new(entries)
        && chain != screen.shown.chain
    {
        screen.edit(hand, Edit::ReplaceChain(Box::new(chain)));
    }
}

fn make(entries: &mut Vec<ChainEntry>, n: usize, change: &Change) {
    let last = entries.len().saturating_sub(1);
    match change {
        Change::Set(to) => {
            if let Some(entry) = entries.get_mut(n) {
                *entry = *to;
            }
        }
        Change::Earlier => entries.swap(n, n.saturating_sub(1)),
        Change::Later => entries.swap(n, (n + 1).min(last)),
        Change::Remove => {
            entries.remove(n);
        }
    }
}

/// One entry: its place, its pattern, how often, and what moves it.
fn one(ui: &mut Ui, screen: &mut Screen, (n, entry): (usize, ChainEntry)) -> Option<Change> {
    ui.push_id(("entry", n), |ui| {
        ui.horizontal(|ui| {
            let number = n + 1;
            let vitals = screen.shown.vitals;
            let plays = screen.shown.at.playing
                && screen.shown.setup.runs_chain
                && vitals.playing == entry.pattern;
            let theme = screen.theme;
            let (place, _) = ui.allocate_exact_size(vec2(PLACE, HEIGHT), Sense::hover());
            let colour = if plays { theme.user } else { theme.muted };
            let text = number.to_string();
            let left = Align2::LEFT_CENTER;
            small(ui.painter(), place.left_center(), left, &text, colour);
            let room = ui.available_width() - 3.0 * (SMALL + UNIT);
            let changed = values(ui, screen, (number, entry), room);
            let verbs = moves(ui, screen, number);
            changed.map(Change::Set).or(verbs)
        })
        .inner
    })
    .inner
}

/// The two numbers of an entry.
fn values(
    ui: &mut Ui,
    screen: &mut Screen,
    (number, entry): (usize, ChainEntry),
    room: f32,
) -> Option<ChainEntry> {
    let plain = |text: &str| {
        let digits = text.trim_matches(|letter: char| !letter.is_ascii_digit());
        digits.parse().ok()
    };
    let pattern = Number {
        now: i64::from(entry.pattern.get()) + 1,
        range: 1..=128,
        default: None,
        text: &|pattern| format!("Pattern {pattern}"),
        meaning: &plain,
    };
    let name = format!("Pattern of entry {number}");
    let pattern = value(ui, screen, &name, &pattern, room - REPEATS - UNIT);
    let pattern = pattern.and_then(|to| PatternIndex::new(u8::try_from(to - 1).ok()?));
    let repeats = Number {
        now: i64::from(entry.repeats.get()),
        range: 1..=64,
        default: None,
        text: &|repeats| format!("{repeats} ×"),
        meaning: &plain,
    };
    let name = format!("Repeats of entry {number}");
    let repeats = value(ui, screen, &name, &repeats, REPEATS);
    let repeats = repeats.and_then(|to| Repeats::new(u8::try_from(to).ok()?));
    (pattern.is_some() || repeats.is_some()).then(|| ChainEntry {
        pattern: pattern.unwrap_or(entry.pattern),
        repeats: repeats.unwrap_or(entry.repeats),
    })
}

/// The small buttons of an entry.
fn moves(ui: &mut Ui, screen: &mut Screen, number: usize) -> Option<Change> {
    let width = 3.0 * SMALL + 2.0 * UNIT;
    let (place, _) = ui.allocate_exact_size(vec2(width, HEIGHT), Sense::hover());
    let verbs = [
        (format!("Entry {number} earlier"), Change::Earlier),
        (format!("Entry {number} later"), Change::Later),
        (format!("Remove entry {number}"), Change::Remove),
    ];
    let mut left = place.left();
    let mut clicked = None;
    for (name, change) in verbs {
        let rect = Rect::from_min_size(pos2(left, place.top()), vec2(SMALL, HEIGHT));
        left += SMALL + UNIT;
        let text = match change {
            Change::Remove => "×",
            _ => "",
        };
        let response = button(ui, rect, (text, &name), Lit::Off, &screen.theme);
        let tip = match change {
            Change::Earlier => -3.0,
            Change::Later => 3.0,
            Change::Set(_) | Change::Remove => 0.0,
        };
        if tip != 0.0 {
            let at = |x: f32, y: f32| rect.center() + vec2(x, y);
            let points = vec![at(-4.0, -tip), at(4.0, -tip), at(0.0, tip)];
            let shape = Shape::convex_polygon(points, screen.theme.text, Stroke::NONE);
            ui.painter().add(shape);
        }
        if response.clicked() {
            clicked = Some(change);
        }
        if response.hovered() {
            screen.hint = name;
        }
    }
    clicked
}
