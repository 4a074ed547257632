//! The table of everything that was played.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::Context as _;
use xtask::host::Kind;

use xtask::rendered::{HEADER, Rendered};

/// Writes one row per note event; channels count from 1.
pub fn write(path: &Path, rows: &[Rendered]) -> anyhow::Result<()> {
    let mut text = format!("{HEADER}\n");
    for row in rows {
        let note = row.note;
        let event = match note.kind {
            Kind::On => "on",
            Kind::Off => "off",
        };
        writeln!(
            text,
            "{},{event},{},{},{},{},{}",
            note.frame,
            note.channel + 1,
            note.key,
            note.velocity,
            row.lane,
            row.source
        )?;
    }
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}
