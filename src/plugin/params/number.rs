//! Number parameters: linear, unsmoothed, and with text that comes back as the value it shows.

use super::Changes;
use nice_plug::prelude::{FloatParam, FloatRange};
use std::ops::RangeInclusive;
use std::sync::Arc;

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Percent,
    Points,
    Milliseconds,
}

impl Unit {
    const fn suffix(self) -> &'static str {
        match self {
            Self::Percent => " %",
            Self::Points => " % points",
            Self::Milliseconds => " ms",
        }
    }
}

/// A number parameter.
///
/// It has no step size, as a tenth of a percent of swing is already several frames, and no
/// smoothing: the engine reads it on the very frame.
pub(super) fn number(
    name: &str,
    default: f32,
    range: RangeInclusive<f32>,
    unit: Unit,
    changes: &Changes,
) -> FloatParam {
    let changes = changes.clone();
    let range = FloatRange::Linear {
        min: *range.start(),
        max: *range.end(),
    };
    FloatParam::new(name, default, range)
        .with_unit(unit.suffix())
        .with_value_to_string(Arc::new(|value| format!("{:.1}", tenths(value))))
        .with_string_to_value(Arc::new(parse))
        .with_callback(Arc::new(move |_| changes.note()))
}

/// `value` to its nearest tenth, and never minus zero, which would not come back from its text.
fn tenths(value: f32) -> f32 {
    (value * 10.0).round() / 10.0 + 0.0
}

/// The number at the beginning of `text`, with or without a unit after it.
pub(super) fn parse(text: &str) -> Option<f32> {
    let number = text.trim_end_matches(|c: char| !c.is_ascii_digit() && c != '.');
    let value: f32 = number.replace(',', ".").parse().ok()?;
    value.is_finite().then_some(value)
}

#[cfg(test)]
mod tests {
    use super::{parse, tenths};

    #[test]
    fn text_is_read_with_and_without_its_unit() {
        assert_eq!(parse("58.0 %"), Some(58.0));
        assert_eq!(parse("-12,5 ms"), Some(-12.5));
        assert_eq!(parse("+3 % points"), Some(3.0));
        assert_eq!(parse("66.7"), Some(66.7));
        assert_eq!(parse("fast"), None);
        assert_eq!(parse("inf"), None);
        assert_eq!(parse("nan %"), None);
    }

    #[test]
    fn nothing_is_shown_as_minus_zero() {
        assert_eq!(format!("{:.1}", tenths(-0.04)), "0.0");
    }
}
