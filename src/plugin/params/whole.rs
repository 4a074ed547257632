//! Parameters that count: whole numbers with, where they count something, its word after them.

use super::Changes;
use super::number::parse;
use nice_plug::prelude::{IntParam, IntRange};
use std::ops::RangeInclusive;
use std::sync::Arc;

/// What a whole number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Count {
    /// Nothing: it is a name.
    Name,
    /// Bars.
    Bars,
    /// Beats later, or earlier: a sign says which.
    BeatsLater,
}

impl Count {
    fn text(self, value: i32) -> String {
        let is_one = value.abs() == 1;
        match self {
            Self::Name => value.to_string(),
            Self::Bars => format!("{value} {}", if is_one { "bar" } else { "bars" }),
            Self::BeatsLater => {
                let sign = if value > 0 { "+" } else { "" };
                format!("{sign}{value} {}", if is_one { "beat" } else { "beats" })
            }
        }
    }
}

/// A whole-number parameter. Its word is in its text, as it is not the same after a one.
pub(super) fn whole(
    name: &str,
    default: i32,
    range: RangeInclusive<i32>,
    count: Count,
    changes: &Changes,
) -> IntParam {
    let changes = changes.clone();
    let range = IntRange::Linear {
        min: *range.start(),
        max: *range.end(),
    };
    IntParam::new(name, default, range)
        .with_value_to_string(Arc::new(move |value| count.text(value)))
        .with_string_to_value(Arc::new(parse_whole))
        .with_callback(Arc::new(move |_| changes.note()))
}

/// The value as a smaller type that its range fits into.
pub(super) fn small<T: TryFrom<i32>>(param: &IntParam) -> Option<T> {
    T::try_from(param.value()).ok()
}

/// The whole number at the beginning of `text`, with or without a word after it.
fn parse_whole(text: &str) -> Option<i32> {
    let value = parse(text).filter(|value| value.fract() == 0.0)?;
    i32::try_from(crate::time::round_i64(value.into())).ok()
}

#[cfg(test)]
mod tests {
    use super::{Count, parse_whole};

    #[test]
    fn text_comes_back_with_its_word_and_its_sign() {
        for count in [Count::Name, Count::Bars, Count::BeatsLater] {
            for value in [-16, -1, 0, 1, 2, 16, 9_999] {
                assert_eq!(parse_whole(&count.text(value)), Some(value));
            }
        }
        assert_eq!(Count::Bars.text(1), "1 bar");
        assert_eq!(Count::BeatsLater.text(4), "+4 beats");
        assert_eq!(Count::BeatsLater.text(-1), "-1 beat");
    }

    #[test]
    fn parts_are_no_whole_number() {
        assert_eq!(parse_whole("2.5 bars"), None);
        assert_eq!(parse_whole("bars"), None);
        assert_eq!(parse_whole("7.0"), Some(7));
    }
}
