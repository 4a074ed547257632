//! The casts between the program's numbers and the screen's, each argued once.

/// A length on the screen.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a screen needs no more than 24 bits of a place"
)]
pub(crate) const fn px(x: f64) -> f32 {
    x as f32
}

/// The nearest whole number from `least` to `greatest`.
pub(crate) fn whole(x: f64, least: i64, greatest: i64) -> i64 {
    crate::time::round_i64(x).clamp(least, greatest)
}

/// A place in a row as a width.
pub(crate) fn count(n: usize) -> f32 {
    f32::from(u16::try_from(n).unwrap_or(u16::MAX))
}
