//! From a groove to the text of its file: what [`read`](super::read()) makes the same groove of.
//!
//! Nothing is written that is as in the default kit or as in a new lane, so the file of a simple
//! groove is as short as one that a person writes.

mod lane;
mod step;

use super::Groove;
use crate::pattern::{Lane, Manner, kit};
use std::fmt::{Display, Write as _};

/// The text of a groove's file. Allocates.
pub fn write(groove: &Groove) -> String {
    let (slowest, fastest) = groove.tempo;
    let mut text = Table::default();
    text.text("id", &groove.id);
    text.text("name", &groove.name);
    text.text("style", &groove.style);
    text.value("tempo", format!("[{slowest:?}, {fastest:?}]"));
    text.value("bars", groove.pattern.bars.get());
    if groove.pattern.manner == Manner::Classic {
        text.text("manner", "classic");
    }
    if !groove.feel.is_empty() {
        text.head("[feel]");
        for (id, value) in &groove.feel {
            text.value(id, format!("{value:?}"));
        }
    }
    let kit = kit();
    for (at, lane) in groove.pattern.lanes.iter() {
        if **lane != Lane::new(kit[at].voice()) {
            lane::write(&mut text, lane, &kit[at], groove.pattern.bars);
        }
    }
    text.0
}

/// The lines of a file.
#[derive(Default)]
struct Table(String);

impl Table {
    /// Begins a table.
    fn head(&mut self, head: &str) {
        self.0.push('\n');
        self.0.push_str(head);
        self.0.push('\n');
    }

    /// A key with its value, as it is written.
    fn value(&mut self, key: &str, value: impl Display) {
        // A String takes all.
        let _ = writeln!(self.0, "{key} = {value}");
    }

    /// A key with a text.
    fn text(&mut self, key: &str, text: &str) {
        self.value(key, quoted(text));
    }

    /// The same, unless it says what goes without saying.
    fn unless<T: PartialEq + Display>(&mut self, usual: &T, key: &str, value: &T) {
        if value != usual {
            self.value(key, value);
        }
    }
}

/// A text in quotes, with escapes where it needs them.
fn quoted(text: &str) -> String {
    toml::Value::String(text.to_owned()).to_string()
}
