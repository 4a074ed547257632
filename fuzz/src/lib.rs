//! What the fuzzers call: the functions that `tests/corpus` tries the kept files on.
#![expect(dead_code, reason = "the tests use the rest of their support")]

#[path = "../../tests/support/cycle.rs"]
mod cycle;
#[path = "../../tests/corpus/edits.rs"]
pub mod edits;
#[path = "../../tests/corpus/feed.rs"]
mod feed;
#[path = "../../tests/corpus/grooves.rs"]
pub mod grooves;
#[path = "../../tests/corpus/midi.rs"]
pub mod midi;
#[path = "../../tests/corpus/play.rs"]
mod play;
#[path = "../../tests/support/random_edits.rs"]
mod random_edits;
#[path = "../../tests/corpus/state.rs"]
pub mod state;
#[path = "../../tests/support/mod.rs"]
mod support;
#[path = "../../tests/corpus/tempo/mod.rs"]
pub mod tempo;
#[path = "../../tests/corpus/transport.rs"]
pub mod transport;
#[path = "../../tests/corpus/words.rs"]
pub mod words;
