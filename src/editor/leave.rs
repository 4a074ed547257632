//! What becomes of a gesture when the window closes under it.
//!
//! The screen outlives its windows, and the button or the key that is held then will not be seen to
//! come up. What stayed held would go on: a fill would play until somebody plays another, the host
//! would write a parameter that nobody touches, and the next window would drag with no button down.

use super::hand::Hand;
use super::screen::Screen;
use super::top::cancel_trial;
use crate::midi_map::MidiMap;

/// Lets go of all that the hand holds, as if it did so itself, and ends what is on trial.
pub fn let_go((screen, hand): (&mut Screen, &Hand)) {
    cancel_trial((screen, hand));
    hand.params.edit_midi_map(MidiMap::stop_learning);
    screen.let_go_of_held(hand);
    let by_key = std::mem::take(&mut screen.kept.holds_fill);
    let by_button = std::mem::take(&mut screen.holds_fill);
    if (by_key || by_button)
        && let Some(handle) = hand.params.by_id("fill_now")
    {
        hand.ear.set(&handle, 0.0);
        hand.ear.end(&handle);
    }
    screen.drag = super::grid::Drag::None;
    screen.kept.bars = super::bar_lane::Bars::default();
    screen.beside.learning = None;
    screen.stroke = None;
    screen.stepped = 0.0;
    screen.typing = None;
    screen.menu = None;
    screen.history.end();
}
