//! Hearing a groove before it is taken: from the next bar on, while the host plays, until the list
//! is left.
//!
//! What is heard is put into the bank and the parameters themselves, and put back; only a groove
//! that is taken in the end leaves something to undo. What it displaces is kept beside the bank, so
//! that it is what is saved meanwhile, and is put back whatever becomes of the window.

use super::list::{Entry, Which};
use super::load::{Take, Turn, turns};
use crate::editor::hand::Hand;
use crate::editor::screen::Screen;
use crate::engine::Whereabouts;
use crate::grooves::Groove;
use crate::link::Displaced;
use crate::pattern::{Edit, Pattern, PatternIndex};
use crate::time::Ticks;

/// How long before the bar line the engine has to be told, in milliseconds: a frame of the window
/// and a block of the host's.
const AHEAD_MS: f64 = 30.0;

/// What is heard on trial. **Thread:** main.
#[derive(Debug, Default)]
pub struct Trial {
    wanted: Option<Wanted>,
    heard: Option<Which>,
}

/// A groove that waits for the bar line.
#[derive(Debug)]
struct Wanted {
    which: Which,
    groove: Groove,
    /// The bar in which it was asked for.
    bar: i64,
}

impl Trial {
    /// The groove that is heard, or will be from the next bar on.
    pub(super) fn of(&self) -> Option<&Which> {
        let wanted = self.wanted.as_ref().map(|wanted| &wanted.which);
        wanted.or(self.heard.as_ref())
    }

    /// Whether a groove is heard that is not taken yet.
    pub(super) fn is_heard(&self) -> bool {
        self.heard.is_some()
    }

    /// Another bank was loaded: there is nothing to put back.
    pub fn forget(&mut self) {
        *self = Self::default();
    }
}

/// Asks for a groove to be heard, or has it end. Nothing happens while nothing plays.
pub(super) fn toggle(entry: &Entry<'_>, (screen, hand): (&mut Screen, &Hand)) {
    let which = entry.which();
    if screen.browser.trial.of() == Some(&which) {
        cancel((screen, hand));
    } else if screen.shown.at.playing {
        let (bar, _) = place(&screen.shown.at);
        let groove = entry.groove.clone();
        screen.browser.trial.wanted = Some(Wanted { which, groove, bar });
    }
}

/// Begins what waits for its bar, and ends all when nothing plays any more.
pub(super) fn go_on((screen, hand): (&mut Screen, &Hand)) {
    if screen.browser.trial.of().is_none() {
        return;
    }
    if !screen.shown.at.playing {
        cancel((screen, hand));
        return;
    }
    let (bar, left_ms) = place(&screen.shown.at);
    let is_due = |wanted: &Wanted| left_ms < AHEAD_MS || bar != wanted.bar;
    if screen.browser.trial.wanted.as_ref().is_some_and(is_due)
        && let Some(wanted) = screen.browser.trial.wanted.take()
    {
        begin(wanted, (screen, hand));
    }
}

/// Puts back what was there, if something was heard.
///
/// The host hears of the parameters with its next block, and may save before that. The pattern is back
/// by then, so they are too.
pub fn cancel((screen, hand): (&mut Screen, &Hand)) {
    for (id, to) in end((screen, hand)) {
        if let Some(handle) = hand.params.by_id(&id) {
            // What it was is a number.
            let _ = handle.set_normalized(to);
        }
        hand.set(&id, to);
    }
}

/// Puts the pattern back; gives what the parameters were, for them to be put back or to be booked.
pub(super) fn end((screen, hand): (&mut Screen, &Hand)) -> Vec<(String, f32)> {
    screen.browser.trial.forget();
    let displaced = hand.main().lock().displace(None);
    let Some(displaced) = displaced else {
        return Vec::new();
    };
    put(displaced.index, displaced.pattern, (screen, hand));
    displaced.values
}

fn begin(Wanted { which, groove, .. }: Wanted, (screen, hand): (&mut Screen, &Hand)) {
    let before = end((screen, hand));
    let index = screen.shown.index;
    let shown = screen.shown.exists;
    let pattern = shown.then(|| Box::new(screen.pattern().clone()));
    let has_feel = screen.take != Take::Notes && !screen.browser.is_feel_locked;
    let feel = has_feel.then_some(groove.feel.as_slice());
    let turns = turns(feel, &before, hand);
    let values = turns.iter().map(|turn| (turn.id.clone(), turn.from));
    let displaced = Displaced {
        index,
        pattern,
        values: values.collect(),
    };
    hand.main().lock().displace(Some(displaced));
    if screen.take != Take::Feel || screen.browser.is_feel_locked {
        let heard = Some(Box::new(groove.pattern));
        put(index, heard, (screen, hand));
    }
    for Turn { id, to, .. } in turns {
        hand.set(&id, to);
    }
    screen.browser.trial.heard = Some(which);
}

/// Puts a pattern without a word to the history.
fn put(index: PatternIndex, to: Option<Box<Pattern>>, (screen, hand): (&mut Screen, &Hand)) {
    let edit = Edit::ReplacePattern { pattern: index, to };
    // A whole pattern can always be put.
    let _ = hand.main().lock().edit(edit);
    screen.shown.renew(hand);
}

/// Which bar plays, and how long it still does, in milliseconds.
fn place(at: &Whereabouts) -> (i64, f64) {
    let bar = at.bar.get().max(1);
    let into = (at.position - at.first_line).get();
    let left = Ticks::new(bar - into.rem_euclid(bar)).to_f64();
    let beats = left / Ticks::QUARTER.to_f64();
    (into.div_euclid(bar), beats * 60_000.0 / at.bpm.max(1.0))
}
