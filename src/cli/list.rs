//! The lists of grooves and of parameters.

use afterbeat::grooves;
use afterbeat::plugin::params::{Kind, Params};
use std::io::{self, Write};

/// Prints a line for each groove.
pub fn grooves(out: &mut impl Write) -> io::Result<()> {
    for groove in grooves::factory() {
        let (slow, fast) = groove.tempo;
        let tempo = if slow < fast {
            format!("{slow}-{fast} BPM")
        } else {
            format!("{slow} BPM")
        };
        writeln!(
            out,
            "{:<8} {:<20} {:<12} {tempo}",
            groove.id, groove.name, groove.style
        )?;
    }
    Ok(())
}

/// Prints a line for each parameter.
pub fn params(out: &mut impl Write) -> io::Result<()> {
    for param in Params::detached().list() {
        let range = match param.kind() {
            Kind::Number { min, max } => format!("{min} to {max}{}", param.unit()),
            Kind::Switch => "off, on".to_owned(),
            Kind::Choice(texts) => texts.join(", "),
        };
        writeln!(
            out,
            "{:<18} {:<18} {:<28} {}",
            param.id(),
            param.name(),
            range,
            param.default_text()
        )?;
    }
    Ok(())
}
