//! What a key can do in the plug-in beside moving a parameter, in the words of the standalone.

use crate::pattern::{LaneIndex, PatternIndex};
use std::fmt;
use std::str::FromStr;

/// Something that is done at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Plays another pattern, from its boundary on.
    Pattern(PatternIndex),
    /// Plays a fill, for as long as a key is held.
    Fill,
    /// Mutes a lane, or lets it be heard again.
    Mute {
        /// The lane.
        lane: LaneIndex,
        /// Whether it is silent.
        mute: bool,
    },
    /// Takes another seed.
    Reroll,
    /// Lets it play.
    Play,
    /// Holds it silent.
    Stop,
}

/// The text is no deed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected pattern N, fill, mute N [on|off], reroll, play or stop")]
pub struct NoDeed;

impl FromStr for Deed {
    type Err = NoDeed;

    fn from_str(text: &str) -> Result<Self, NoDeed> {
        let text = text.to_ascii_lowercase();
        let words: Vec<&str> = text.split_whitespace().collect();
        let number = |word: &str| word.parse().ok().and_then(|n: u8| n.checked_sub(1));
        let deed = match *words {
            ["fill"] => Some(Self::Fill),
            ["reroll"] => Some(Self::Reroll),
            ["play"] => Some(Self::Play),
            ["stop"] => Some(Self::Stop),
            ["pattern", n] => number(n).and_then(PatternIndex::new).map(Self::Pattern),
            ["mute", n] | ["mute", n, "on"] => mute(number(n), true),
            ["mute", n, "off"] => mute(number(n), false),
            _ => None,
        };
        deed.ok_or(NoDeed)
    }
}

fn mute(lane: Option<u8>, mute: bool) -> Option<Deed> {
    let lane = lane.and_then(LaneIndex::new)?;
    Some(Deed::Mute { lane, mute })
}

impl fmt::Display for Deed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pattern(pattern) => write!(f, "pattern {}", pattern.get() + 1),
            Self::Fill => f.write_str("fill"),
            Self::Mute { lane, mute } => {
                let word = if *mute { "on" } else { "off" };
                write!(f, "mute {} {word}", lane.get() + 1)
            }
            Self::Reroll => f.write_str("reroll"),
            Self::Play => f.write_str("play"),
            Self::Stop => f.write_str("stop"),
        }
    }
}
