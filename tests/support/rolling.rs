//! A host that plays while the editor is open.

use crate::window::Window;
use afterbeat::engine::Whereabouts;
use afterbeat::time::{Tick, Ticks};

/// Has the host play, so far into the song.
pub fn roll_to(window: &mut Window, position: Ticks) {
    let at = Whereabouts {
        playing: true,
        position: Tick::ZERO + position,
        ..Whereabouts::default()
    };
    window.harness.state().hand.health.publish_whereabouts(&at);
    window.settle();
}
