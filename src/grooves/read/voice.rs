//! What a `[[lane]]` table says of the drum that the lane is.

use super::super::file::{InFillsWord, LaneTable, NoteLengthWord};
use crate::pattern::{
    Channel, ChokeGroup, InFills, Key, LaneIndex, LaneName, NoteLength, Percent, Voice, kit,
};
use crate::text::Problem;
use crate::text::ranged::{problem, ranged, whole};
use std::num::NonZeroU8;
use toml::Spanned;

/// The voice of the default kit's lane, changed by what the table says of it.
pub(super) fn voice(table: &LaneTable, at: LaneIndex) -> Result<Voice, Problem> {
    let mut voice = kit()[at].voice();
    if let Some(key) = &table.key {
        voice.key = whole(key, "a key from 0 to 127", Key::new)?;
        if table.name.is_none() {
            return Err(problem(key, "expected a `name` with another key".into()));
        }
    }
    if let Some(name) = &table.name {
        let expected = "a name of at most 23 bytes";
        voice.name = ranged(name, expected, |name| LaneName::new(name))?;
    }
    if let Some(channel) = &table.channel {
        let number = |n: u8| Channel::new(n.checked_sub(1)?);
        voice.channel = whole(channel, "a channel from 1 to 16", number)?;
    }
    if let Some(word) = &table.note_length {
        voice.note_length = note_length(word)?;
    }
    if let Some(choke) = &table.choke {
        let group = |n: u8| match n {
            0 => Some(None),
            n => ChokeGroup::new(n).map(Some),
        };
        voice.choke = whole(choke, "a choke group from 1 to 8, or 0", group)?;
    }
    let shares = [
        (&mut voice.push, &table.push),
        (&mut voice.ghosts, &table.ghosts),
        (&mut voice.fills, &table.fills),
    ];
    for (share, value) in shares {
        if let Some(value) = value {
            *share = whole(value, "0 to 100 (percent)", Percent::new)?;
        }
    }
    voice.in_fills = table.in_fills.map_or(voice.in_fills, in_fills);
    Ok(voice)
}

const fn in_fills(word: InFillsWord) -> InFills {
    match word {
        InFillsWord::Play => InFills::Play,
        InFillsWord::Rest => InFills::Rest,
        InFillsWord::Only => InFills::Only,
    }
}

fn note_length(word: &Spanned<NoteLengthWord>) -> Result<NoteLength, Problem> {
    ranged(word, "a ring of 1 to 255 beats", |word| match word {
        NoteLengthWord::Step => Some(NoteLength::Step),
        NoteLengthWord::Short => Some(NoteLength::Short),
        NoteLengthWord::Ring(beats) => {
            let beats = u8::try_from(*beats).ok().and_then(NonZeroU8::new)?;
            Some(NoteLength::Ring { beats })
        }
    })
}
