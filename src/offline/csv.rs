//! What was rendered, as a table: a row for each note's beginning and end.

use super::Rendered;
use crate::aside::{self, SaveError};
use crate::engine::{Kind, Origin};
use crate::pattern::{Pattern, Velocity};
use std::fmt::Write;
use std::path::Path;

const HEADER: &str = "frame,event,channel,key,velocity,lane,source\n";

/// The table of `events`, whose lanes have the names of `pattern`.
///
/// Frames count from the song's start, channels from 1; the velocity of an off is 0, and its lane
/// and source are its note's. A player's own note has no lane.
pub fn to_csv(events: &[Rendered], pattern: &Pattern) -> String {
    let mut table = String::from(HEADER);
    for Rendered { frame, event } in events {
        let (word, velocity) = match event.kind {
            Kind::On(velocity) => ("on", Velocity::get(velocity)),
            Kind::Off => ("off", 0),
        };
        let (lane, source) = match event.origin {
            Origin::Strike { lane, source } => {
                let name = &pattern.lanes[lane].voice.name;
                (field(name.as_str()), source.name())
            }
            Origin::Thru => (String::new(), "thru"),
        };
        let (channel, key) = (event.channel.get() + 1, event.key.get());
        let row = format_args!("{frame},{word},{channel},{key},{velocity},{lane},{source}\n");
        // Writing to a string cannot fail.
        let _ = table.write_fmt(row);
    }
    table
}

/// Writes the table of `events` to `path`, whole or not at all.
///
/// # Errors
/// When it cannot be written; what was there before is then untouched.
pub fn save_csv(path: &Path, events: &[Rendered], pattern: &Pattern) -> Result<(), SaveError> {
    aside::write(path, to_csv(events, pattern).as_bytes())
}

/// A name as a field: in quotes if it would be taken for more than one, or for quotes.
fn field(name: &str) -> String {
    if name.contains([',', '"']) {
        format!("\"{}\"", name.replace('"', "\"\""))
    } else {
        name.into()
    }
}
