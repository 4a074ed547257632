//! How hosts behave: the manners of those that cannot be had here, each played by the small host.
//!
//! A [`Habit`] is a way to call a plug-in: how a host cuts its blocks, what it does where a loop
//! ends, how it tells the position, on which thread it calls, how it stops. A [`Feature`] is what a
//! musician does in such a host. What comes out of both together, a [`Performance`], is held against
//! the offline render of the same song by [`judge`]: frame by frame, with every note's end.
//!
//! The song starts at position 0 and is the groove of a fresh instance, with its ghosts, fills and
//! drift, so what the render has of it is what has to be heard wherever a host takes it up.

mod feature;
mod habit;
mod performance;
mod stage;
mod verdict;

pub use feature::Feature;
pub use habit::{Blocks, Habit, Halt, Told, Wrap};
pub use performance::{Performance, Rolled};
pub use stage::{Around, Music};
pub use verdict::{Verdict, judge};
