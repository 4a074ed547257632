//! A window that is opened again knows no more of the hand than a new one.
//!
//! The button, the key and the menu that were down or open when it closed are not by now, and nobody
//! told the window: what happens to one that is not seen it does not hear.

use super::presence::Presence;
use egui::{Context, Event, Memory, PointerState, RawInput};
use std::sync::Arc;

/// Has egui begin afresh with each opening. **Thread:** editor.
pub(super) struct Afresh {
    presence: Arc<Presence>,
    /// The opening that has begun.
    begun: Option<u64>,
}

impl Afresh {
    /// For the window of this presence.
    pub(super) fn new(presence: Arc<Presence>) -> Self {
        let begun = presence.opening();
        Self { presence, begun }
    }
}

impl egui::Plugin for Afresh {
    fn debug_name(&self) -> &'static str {
        "afresh"
    }

    fn input_hook(&mut self, context: &Context, input: &mut RawInput) {
        let opening = self.presence.opening();
        if opening.is_none() || opening == self.begun {
            return;
        }
        self.begun = opening;
        begin(context, input);
    }
}

/// Forgets the hand, and all that was open.
fn begin(context: &Context, input: &mut RawInput) {
    context.stop_dragging();
    context.memory_mut(|memory| {
        let options = std::mem::take(&mut memory.options);
        *memory = Memory::default();
        memory.options = options;
    });
    context.input_mut(|state| {
        state.pointer = PointerState::default();
        state.keys_down.clear();
    });
    // What the hand did before it closed, and was not drawn since. Where it is, and whether a Shift
    // is down, is told once and must not be lost.
    input.events.retain(|event| {
        matches!(
            event,
            Event::PointerMoved(_)
                | Event::PointerGone
                | Event::ModifiersChanged(_)
                | Event::WindowFocused(_)
        )
    });
}
