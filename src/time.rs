//! Musical time: integer ticks, and the one place where they become frames.
//!
//! A quarter note is [`Ticks::QUARTER`] ticks, so that binary, ternary and the common odd divisions
//! are whole numbers. Instants ([`Tick`], [`Frame`]) and spans ([`Ticks`]) are different types:
//! an instant minus an instant is a span, and two instants cannot be added.
#![deny(clippy::indexing_slicing, clippy::expect_used, clippy::panic)]

mod frame_map;
mod meter;
mod number;
mod rate;
mod tick;
mod warp;

pub use frame_map::{Bpm, Frame, FrameMap, SampleRate};
pub use meter::{BarMap, Meter, NoMeter};
pub(crate) use number::{floor_i64, over, round_i64, to_f32, to_f64, within};
pub use rate::{Division, NoteValue, Rate, Speed, StepLength, Tuplet};
pub use tick::{Tick, Ticks};
pub(crate) use warp::warp_units;
pub use warp::{SwingGrid, SwingRatio, warp};
