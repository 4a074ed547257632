//! The files of grooves and feels as they are written, before anything in them is believed but
//! their form.

use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) id: Spanned<String>,
    pub(super) name: Spanned<String>,
    pub(super) style: Spanned<String>,
    /// Slowest and fastest, in quarter notes a minute.
    pub(super) tempo: Spanned<[f64; 2]>,
    pub(super) bars: Spanned<i64>,
    #[serde(default)]
    pub(super) manner: MannerWord,
    #[serde(default)]
    pub(super) feel: FeelTable,
    #[serde(default)]
    pub(super) lane: Vec<LaneTable>,
}

/// A feel that goes with any groove.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FeelFile {
    pub(super) name: Spanned<String>,
    /// How it plays, in a line.
    pub(super) about: Spanned<String>,
    pub(super) feel: FeelTable,
}

/// `[feel]`: parameters by their ids.
pub(super) type FeelTable = BTreeMap<Spanned<String>, Spanned<f64>>;

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum MannerWord {
    #[default]
    Drummer,
    Classic,
}

/// One `[[lane]]`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LaneTable {
    /// A drum of the default kit, in small letters.
    pub(super) drum: Spanned<String>,
    /// Another key for it, which needs another name.
    pub(super) key: Option<Spanned<i64>>,
    pub(super) name: Option<Spanned<String>>,
    /// From 1, as people count.
    pub(super) channel: Option<Spanned<i64>>,
    pub(super) note_length: Option<Spanned<NoteLengthWord>>,
    /// 0 is none.
    pub(super) choke: Option<Spanned<i64>>,
    /// How much of Push moves it, in percent.
    pub(super) push: Option<Spanned<i64>>,
    /// How willingly it plays ghosts, in percent.
    pub(super) ghosts: Option<Spanned<i64>>,
    /// How willingly it plays in fills, in percent.
    pub(super) fills: Option<Spanned<i64>>,
    /// What its written strikes do in fills.
    pub(super) in_fills: Option<InFillsWord>,
    pub(super) steps: Spanned<String>,
    /// The steps after the lane's last: unheard, and there again if it grows.
    pub(super) beyond: Option<Spanned<String>>,
    /// As [`crate::text::parse_rate`] reads it.
    pub(super) rate: Option<Spanned<String>>,
    /// For a row that is no whole number of bars.
    pub(super) length: Option<Spanned<i64>>,
    pub(super) reset: Option<Spanned<ResetWord>>,
    #[serde(default)]
    pub(super) direction: DirectionWord,
    /// How many steps later it starts.
    pub(super) rotate: Option<Spanned<i64>>,
    pub(super) swing_here: Option<bool>,
    /// Its own part of the seed.
    pub(super) seed: Option<Spanned<i64>>,
    /// Whether a reroll leaves it alone.
    pub(super) seed_locked: Option<bool>,
    pub(super) lfo: Option<LfoTable>,
    /// Of all its strikes, in percent.
    pub(super) chance: Option<Spanned<i64>>,
    /// Of all its strikes, in percent of a step.
    pub(super) gate: Option<Spanned<i64>>,
    /// Of all its strikes, in percent of a step, with tenths.
    pub(super) nudge: Option<Spanned<f64>>,
    /// The lane's parameters, as the feel has them.
    pub(super) swing: Option<Spanned<f64>>,
    pub(super) delay: Option<Spanned<f64>>,
    pub(super) level: Option<Spanned<f64>>,
    pub(super) density: Option<Spanned<f64>>,
    /// The parameter that scales `ghosts`.
    pub(super) ghost_scale: Option<Spanned<f64>>,
    #[serde(default)]
    pub(super) step: Vec<StepTable>,
}

/// One `[[lane.step]]`: what one strike is, or several, beside its velocity.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StepTable {
    /// From 1, as people count.
    pub(super) at: Spanned<Places>,
    /// That these are rests, which keep what a strike put there would be.
    pub(super) rest: Option<bool>,
    /// Another velocity than the row's.
    pub(super) velocity: Option<Spanned<i64>>,
    pub(super) chance: Option<Spanned<i64>>,
    pub(super) condition: Option<Spanned<String>>,
    pub(super) ratchet: Option<RatchetTable>,
    pub(super) grace: Option<GraceWord>,
    /// Grace notes for which there is no word.
    pub(super) grace_notes: Option<GraceTable>,
    pub(super) gate: Option<Spanned<i64>>,
    pub(super) nudge: Option<Spanned<f64>>,
    pub(super) accent: Option<bool>,
    pub(super) tie: Option<bool>,
}

#[derive(Deserialize)]
#[serde(
    untagged,
    expecting = "expected a step's number, or a list of them: 3 or [3, 7]"
)]
pub(super) enum Places {
    One(i64),
    Several(Vec<i64>),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RatchetTable {
    pub(super) hits: Spanned<i64>,
    /// So many steps; one unless given.
    pub(super) over: Option<Spanned<i64>>,
    /// The curves, even unless given.
    pub(super) timing: Option<Spanned<i64>>,
    pub(super) velocity: Option<Spanned<i64>>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum GraceWord {
    Flam,
    Drag,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GraceTable {
    pub(super) strokes: Spanned<i64>,
    /// In milliseconds.
    pub(super) apart: Spanned<i64>,
    /// In percent of the strike.
    pub(super) level: Spanned<i64>,
    /// The drum of the default kit whose lane plays them, if it is not the strike's own.
    pub(super) drum: Option<Spanned<String>>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum InFillsWord {
    Play,
    Rest,
    Only,
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum DirectionWord {
    #[default]
    Forward,
    Backward,
    PingPong,
    Random,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LfoTable {
    #[serde(default)]
    pub(super) shape: Shape,
    /// In one period, with hundredths.
    pub(super) cycles: Spanned<f64>,
    pub(super) bars: Spanned<i64>,
    pub(super) base: Spanned<i64>,
    pub(super) depth: Spanned<i64>,
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Shape {
    #[default]
    Sine,
    Triangle,
    Saw,
    Square,
    Random,
    Steps,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum NoteLengthWord {
    Step,
    Short,
    /// At most so many beats.
    Ring(i64),
}

#[derive(Deserialize)]
#[serde(
    untagged,
    expecting = "expected \"pattern\", \"never\" or 1, 2, 4, 8 or 16 (bars)"
)]
pub(super) enum ResetWord {
    Bars(i64),
    Word(String),
}
