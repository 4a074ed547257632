//! One note event, with whole numbers as MIDI has them.

use crate::host::{HostEvent, Kind};

/// A note event at its frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Note {
    /// Frames from the start of what is compared.
    pub frame: u32,
    /// On or off; an off sorts before an on.
    pub kind: Kind,
    /// Channel, 0 to 15.
    pub channel: u8,
    /// Key, 0 to 127.
    pub key: u8,
    /// Velocity: 1 to 127 for an on, 0 to 127 for an off.
    pub velocity: u8,
}

impl Note {
    /// The note that the host took; `None` if MIDI has no such channel, key or frame.
    #[must_use]
    pub fn from_host(event: &HostEvent) -> Option<Self> {
        let note = Self {
            frame: u32::try_from(event.frame).ok()?,
            kind: event.kind,
            channel: event.channel,
            key: event.key,
            velocity: seven_bits(event.velocity),
        };
        (note.channel < 16 && note.key < 128).then_some(note)
    }

    /// What identifies it in both the hosted and the rendered list.
    #[must_use]
    pub fn place(self) -> (u32, Kind, u8, u8) {
        (self.frame, self.kind, self.channel, self.key)
    }
}

/// A host's velocity of 0 to 1 as MIDI's 0 to 127.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to 0..=127 before"
)]
fn seven_bits(velocity: f64) -> u8 {
    (velocity * 127.0).round().clamp(0.0, 127.0) as u8
}

#[cfg(test)]
mod tests {
    use super::seven_bits;

    #[test]
    fn every_velocity_survives_with_a_quarter_added() {
        for velocity in 1..=127_u8 {
            let sent = ((f32::from(velocity) + 0.25) / 127.0).min(1.0);
            assert_eq!(seven_bits(f64::from(sent)), velocity);
        }
    }
}
