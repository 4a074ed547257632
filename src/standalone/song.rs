//! What a host would know of the song: its tempo and its meter.

use crate::time::{Bpm, Meter};
use serde::de::Error as _;
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

    /// What a field says.
    pub(super) fn of_field(text: &str) -> serde_json::Result<Self> {
        let field: Field = serde_json::from_str(text)?;
        let bpm =
            Bpm::new(field.tempo).ok_or_else(|| serde_json::Error::custom("the tempo is none"))?;
        let meter = field.meter.parse().map_err(serde_json::Error::custom)?;
        Ok(Self { bpm, meter })
    }
}
