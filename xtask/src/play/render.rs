//! The offline render of the same bars, by the `afterbeat` command.

use std::fs;
use std::path::Path;

use anyhow::Context as _;
use xtask::host::Kind;
use xtask::neutral;

use super::groove::Note;
use super::take::Take;
use crate::run::Program;

/// The columns that the render has, and that [`super::table`] writes.
pub const HEADER: &str = "frame,event,channel,key,velocity,lane,source";

/// A rendered note, which knows where it comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// The note.
    pub note: Note,
    /// The lane's name.
    pub lane: String,
    /// What decided it: `user`, `ghost`, `fill` or `ratchet`.
    pub source: String,
}

/// Renders the take, Swing and all, to `csv` and reads it back.
pub fn run(command: &Path, csv: &Path, take: &Take) -> anyhow::Result<Vec<Rendered>> {
    write(command, csv, take)?;
    read_back(csv)
}

/// The same, with every parameter at its default.
pub fn run_unautomated(command: &Path, csv: &Path, take: &Take) -> anyhow::Result<Vec<Rendered>> {
    render(command, csv, take, &[])?;
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

fn read(text: &str) -> anyhow::Result<Vec<Rendered>> {
    let mut lines = text.lines();
    let header = lines.next().unwrap_or_default();
    anyhow::ensure!(header == HEADER, "line 1 is `{header}`, not `{HEADER}`");
    lines
        .enumerate()
        .map(|(index, line)| {
            read_row(line).with_context(|| format!("line {} is `{line}`", index + 2))
        })
        .collect()
}

fn read_row(row: &str) -> anyhow::Result<Rendered> {
    let fields: Vec<&str> = row.split(',').collect();
    let [frame, event, channel, key, velocity, lane, source] = fields[..] else {
        anyhow::bail!("expected 7 fields, found {}", fields.len());
    };
    let kind = match event {
        "on" => Kind::On,
        "off" => Kind::Off,
        _ => anyhow::bail!("an event is `on` or `off`"),
    };
    let channel: u8 = channel.parse().context("the channel is no number")?;
    Ok(Rendered {
        note: Note {
            frame: frame.parse().context("the frame is no number")?,
            kind,
            channel: channel.checked_sub(1).context("channels count from 1")?,
            key: key.parse().context("the key is no number")?,
            velocity: velocity.parse().context("the velocity is no number")?,
        },
        lane: lane.to_owned(),
        source: source.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::{HEADER, read};

    #[test]
    fn a_row_is_read_and_its_channel_counts_from_one() {
        let rows = read(&format!("{HEADER}\n6000,on,10,42,57,Closed hat,user\n"));
        let rows = rows.expect("a good table");
        assert_eq!((rows[0].note.channel, rows[0].note.key), (9, 42));
        assert_eq!(
            (rows[0].lane.as_str(), rows[0].source.as_str()),
            ("Closed hat", "user")
        );
    }

    #[test]
    fn a_bad_row_is_named() {
        let error = read(&format!("{HEADER}\n1,on,0,42,57,Kick,user\n")).expect_err("channel 0");
        assert_eq!(
            format!("{error:#}"),
            "line 2 is `1,on,0,42,57,Kick,user`: channels count from 1"
        );
    }
}
