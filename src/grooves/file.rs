//! A groove's file as it is written, before anything in it is believed but its form.

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
    pub(super) feel: BTreeMap<Spanned<String>, Spanned<f64>>,
    #[serde(default)]
    pub(super) lane: Vec<LaneTable>,
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
    pub(super) steps: Spanned<String>,
    /// As [`crate::text::parse_rate`] reads it.
    pub(super) rate: Option<Spanned<String>>,
    /// For a row that is no whole number of bars.
    pub(super) length: Option<Spanned<i64>>,
    pub(super) reset: Option<Spanned<ResetWord>>,
    pub(super) swing_here: Option<bool>,
    pub(super) lfo: Option<LfoTable>,
    /// Of all its strikes, in percent of a step.
    pub(super) gate: Option<Spanned<i64>>,
    /// Of all its strikes, in percent of a step, with tenths.
    pub(super) nudge: Option<Spanned<f64>>,
    /// The lane's parameters, as the feel has them.
    pub(super) swing: Option<Spanned<f64>>,
    pub(super) delay: Option<Spanned<f64>>,
    pub(super) level: Option<Spanned<f64>>,
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
