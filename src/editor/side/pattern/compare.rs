//! Two versions of a pattern to switch between, and variations of it.

use super::super::beside::{Compare, Snapshot, View};
use super::super::form::{Button, Stand, buttons, note};
use crate::editor::dial::{Handles, find};
use crate::editor::hand::Hand;
use crate::editor::screen::Screen;
use crate::editor::top::is_of_feels;
use crate::pattern::{Edit, PatternIndex, denser, rerolled};
use egui::Ui;

const VERSIONS: [Button<'_>; 2] = [
    (
        "A",
        "Version A",
        "the pattern and its feel as they were on A; B is kept until the project is closed",
    ),
    (
        "B",
        "Version B",
        "the pattern and its feel as they are on B; A is kept until the project is closed",
    ),
];
const VARIATION: [Button<'_>; 1] = [(
    "Variation B",
    "Variation B",
    "the same groove under another seed, 15 % denser, in the next free pattern",
)];
/// How much denser a variation is.
const DENSER: f64 = 0.15;

/// Shows it.
pub(super) fn show(ui: &mut Ui, handles: &Handles<'_>, (screen, hand): (&mut Screen, &Hand)) {
    let compare = screen.beside.compares.get(&screen.shown.index);
    let is_b = compare.is_some_and(|compare| compare.is_b);
    let clicked = buttons(ui, screen, &VERSIONS, |n| {
        if (n == 1) == is_b {
            Stand::Lit
        } else {
            Stand::Plain
        }
    });
    if clicked.is_some_and(|n| (n == 1) != is_b) {
        switch(handles, (screen, hand));
    }
    if next_free(screen).is_none() {
        note(ui, "All 128 patterns are used", screen.theme.muted);
    } else if buttons(ui, screen, &VARIATION, |_| Stand::Plain).is_some() {
        vary(handles, (screen, hand));
    }
}

/// Puts the other version in the place of this one, which becomes the other.
fn switch(handles: &Handles<'_>, (screen, hand): (&mut Screen, &Hand)) {
    let pattern = screen.shown.index;
    let now = Snapshot {
        pattern: super::verbs::pattern(pattern, hand).map(Box::new),
        values: handles
            .iter()
            .filter(|handle| is_of_feels(handle))
            .map(|handle| (handle.id().to_owned(), handle.normalized()))
            .collect(),
    };
    let before = screen.beside.compares.get(&pattern).cloned();
    let before = before.unwrap_or_default();
    screen.history.begin();
    let to = Compare {
        is_b: !before.is_b,
        other: Some(Box::new(now.clone())),
    };
    screen.view(View::Compare { pattern, to });
    if let Some(other) = before.other {
        if other.pattern != now.pattern {
            let to = other.pattern;
            screen.edit(hand, Edit::ReplacePattern { pattern, to });
        }
        for (id, value) in other.values {
            let now = find(handles, &id).map(crate::plugin::params::Handle::normalized);
            if now.is_some_and(|now| (now - value).abs() > f32::EPSILON) {
                screen.set(hand, &id, value);
            }
        }
    }
    screen.history.end();
}

/// The first pattern after the shown one that is not used, or else the first of all.
fn next_free(screen: &Screen) -> Option<PatternIndex> {
    let used = &screen.shown.used;
    let is_free = |index: &PatternIndex| used.get(usize::from(index.get())) == Some(&false);
    let after = PatternIndex::all().skip(usize::from(screen.shown.index.get()) + 1);
    after.chain(PatternIndex::all()).find(is_free)
}

/// Puts a variation into the next free pattern, and asks for that.
fn vary(handles: &Handles<'_>, (screen, hand): (&mut Screen, &Hand)) {
    let (Some(free), Some(handle)) = (next_free(screen), find(handles, "pattern")) else {
        return;
    };
    let kit = screen.shown.controls.seed;
    let seed = rerolled(kit, &screen.shown.setup.seeds);
    let varied = denser(screen.pattern(), DENSER, (kit, seed));
    screen.history.begin();
    let to = Some(Box::new(varied));
    screen.edit(hand, Edit::ReplacePattern { pattern: free, to });
    let number = handle.normalized_at(f32::from(free.get() + 1));
    screen.set(hand, "pattern", number);
    screen.history.end();
    screen.page = free.get() / 16;
}
