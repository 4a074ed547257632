//! A bank played for a moment, under the laws of the wire.

use crate::support::check::check_wire;
use crate::support::rig::Rig;
use afterbeat::engine::{Controls, FillEvery};
use afterbeat::pattern::Bank;

/// Plays a bar with everything on, stops, and checks what came out.
pub fn a_bar(bank: Bank) {
    let controls = Controls {
        swing: 0.62,
        ghosts: 0.8,
        fills: 0.8,
        fill_every: FillEvery::new(1),
        humanize_ms: 9.0,
        humanize_velocity: 0.3,
        ..Controls::default()
    };
    let mut rig = Rig::with(bank, 8_000.0, &controls);
    rig.roll(8_000, 1_000, 240.0, 0.0);
    rig.stop();
    check_wire(&rig.events);
}
