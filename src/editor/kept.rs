//! What the grid and the lines around it keep from one frame to the next.

use super::bar_lane::Bars;
use super::forecast::Forecast;
use super::health::Pulse;

/// What is kept. **Thread:** editor.
#[derive(Debug, Default)]
pub struct Kept {
    /// What the engine will play.
    pub forecast: Forecast,
    /// How many strikes a bar has.
    pub pulse: Pulse,
    /// Whether the key for a fill is held.
    pub holds_fill: bool,
    /// What the hand does in the bar lane.
    pub bars: Bars,
}
