//! The offline render of the same bars, by the `afterbeat` command.

use std::fs;
use std::path::Path;

use anyhow::Context as _;
use xtask::neutral;
use xtask::rendered::{Rendered, read};

use super::take::Take;
use crate::run::Program;

/// Renders the take, Swing and all, to `csv` and reads it back.
pub fn run(command: &Path, csv: &Path, take: &Take) -> anyhow::Result<Vec<Rendered>> {
    write(command, csv, take)?;
    read_back(csv)
}

/// Renders what is written of groove B1, which a fresh instance is, its Swing on the take's ride, to
/// what the ending of `output` says.
pub fn write(command: &Path, output: &Path, take: &Take) -> anyhow::Result<()> {
    let (from, to) = take.swing;
    let automation = ["--auto".to_owned(), format!("swing={from}:{to}")];
    let settings: Vec<_> = neutral::typed().chain(automation).collect();
    render(command, output, take, &settings)
}

fn render(command: &Path, output: &Path, take: &Take, settings: &[String]) -> anyhow::Result<()> {
    let arguments = [
        ("--bars", take.bars.to_string()),
        ("--tempo", take.tempo.to_string()),
        ("--rate", take.rate.to_string()),
        ("--block", take.block.to_string()),
        ("-o", output.display().to_string()),
    ];
    Program::new(command)
        .args(["render", "B1"])
        .args(
            arguments
                .into_iter()
                .flat_map(|(name, value)| [name.to_owned(), value]),
        )
        .args(settings)
        .run_unannounced()
}

/// Reads a table that the command wrote.
pub fn read_back(csv: &Path) -> anyhow::Result<Vec<Rendered>> {
    let text = fs::read_to_string(csv)
        .with_context(|| format!("the render did not write {}", csv.display()))?;
    read(&text).with_context(|| format!("cannot read {}", csv.display()))
}
