//! What the tests share: a host, its block cuts, pattern builders, the laws of the wire, a model.

pub mod check;
pub mod cuts;
pub mod groove;
pub mod model;
pub mod number;
pub mod rig;
pub mod rng;
pub mod score;
pub mod script;
