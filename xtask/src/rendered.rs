//! The table that `afterbeat render` writes, read back.

use anyhow::Context as _;

use crate::host::Kind;
use crate::note::Note;

/// The columns that the render has, row by row.
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

/// Reads a table.
///
/// # Errors
///
/// When it is none; says in which line.
pub fn read(text: &str) -> anyhow::Result<Vec<Rendered>> {
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
