//! What a host would know of the song: its tempo and its meter.

use crate::time::{Bpm, Meter};
use serde::{Deserialize, Serialize};

/// Tempo and meter where no timebase master says others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Song {
    /// The tempo.
    pub bpm: Bpm,
    /// The meter.
    pub meter: Meter,
}

/// The saved form.
#[derive(Serialize, Deserialize)]
struct Field {
    tempo: f64,
    meter: String,
}

impl Song {
    /// The text of the state's field.
    pub(super) fn to_field(self) -> Option<String> {
        let field = Field {
            tempo: self.bpm.get(),
            meter: self.meter.to_string(),
        };
        serde_json::to_string(&field).ok()
    }

    /// Takes back what a field says. What cannot be read in it changes nothing: no note lies there.
    pub(super) fn take_field(&mut self, text: &str) {
        let Ok(field) = serde_json::from_str::<Field>(text) else {
            return;
        };
        self.bpm = Bpm::new(field.tempo).unwrap_or(self.bpm);
        self.meter = field.meter.parse().unwrap_or(self.meter);
    }
}
