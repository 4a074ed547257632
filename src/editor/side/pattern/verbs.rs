//! What is done with a whole pattern: each verb is one gesture.

use super::super::form::{Button, Stand, buttons};
use crate::editor::hand::Hand;
use crate::editor::screen::Screen;
use crate::pattern::{Edit, Pattern, PatternIndex};
use egui::Ui;

/// A verb that acts on a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::editor) enum Verb {
    /// Remembers it.
    Copy,
    /// Puts what was remembered in its place.
    Paste,
    /// Takes it away.
    Clear,
    /// Makes it twice as long, with its content twice.
    Double,
}

impl Verb {
    /// All of them.
    pub(in crate::editor) const ALL: [Self; 4] =
        [Self::Copy, Self::Paste, Self::Clear, Self::Double];

    /// What stands on its button, what the button is called, and what it does.
    pub(in crate::editor) const fn button(self) -> Button<'static> {
        match self {
            Self::Copy => ("Copy", "Copy pattern", "to be pasted into another"),
            Self::Paste => ("Paste", "Paste pattern", "in the place of this one"),
            Self::Clear => ("Clear", "Clear pattern", "the place becomes empty"),
            Self::Double => ("Double", "Double pattern", "its length and its steps twice"),
        }
    }
}

/// Shows them for the pattern that is shown.
pub(super) fn show(ui: &mut Ui, (screen, hand): (&mut Screen, &Hand)) {
    let all = Verb::ALL.map(Verb::button);
    let index = screen.shown.index;
    let possible = Verb::ALL.map(|verb| is_possible(verb, index, (screen, hand)));
    let stands = |n| match possible.get(n) {
        Some(true) => Stand::Plain,
        _ => Stand::Idle,
    };
    let clicked = buttons(ui, screen, &all, stands);
    if let Some(verb) = clicked.and_then(|n| Verb::ALL.get(n)) {
        act(*verb, index, (screen, hand));
    }
}

/// Does `verb` to the pattern at `index`.
pub(in crate::editor) fn act(
    verb: Verb,
    index: PatternIndex,
    (screen, hand): (&mut Screen, &Hand),
) {
    let there = pattern(index, hand);
    let to = match verb {
        Verb::Copy => {
            screen.beside.copied = Some(Box::new(there.unwrap_or_default()));
            return;
        }
        Verb::Paste => match &screen.beside.copied {
            Some(copied) => Some(copied.as_ref().clone()),
            None => return,
        },
        Verb::Clear => None,
        Verb::Double => match there
            .as_ref()
            .and_then(|there| there.doubled(screen.shown.at.bar))
        {
            Some(doubled) => Some(doubled),
            None => return,
        },
    };
    if to != pattern(index, hand) {
        let to = to.map(Box::new);
        screen.edit(hand, Edit::ReplacePattern { pattern: index, to });
    }
}

/// The pattern at `index`, if there is one.
pub(in crate::editor) fn pattern(index: PatternIndex, hand: &Hand) -> Option<Pattern> {
    hand.main().lock().bank().pattern(index).cloned()
}

/// Whether there is anything for the verb to do at `index`.
pub(in crate::editor) fn is_possible(
    verb: Verb,
    index: PatternIndex,
    (screen, hand): (&Screen, &Hand),
) -> bool {
    let bars = {
        let side = hand.main().lock();
        side.bank().pattern(index).map(|pattern| pattern.bars)
    };
    match verb {
        Verb::Copy | Verb::Clear => bars.is_some(),
        Verb::Double => bars.is_some_and(|bars| bars.get() <= 8),
        Verb::Paste => screen.beside.copied.is_some(),
    }
}
