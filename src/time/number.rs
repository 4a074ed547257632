//! The casts between whole numbers and floats, each argued once.

/// The nearest float to `n`: exact up to 2^53, which is 5 900 years of frames at 48 kHz.
#[expect(
    clippy::cast_precision_loss,
    reason = "beyond 2^53 the nearest float is what every caller wants"
)]
pub(crate) const fn to_f64(n: i64) -> f64 {
    n as f64
}

/// The greatest whole number not above `x`; the ends of `i64` beyond its range, 0 for NaN.
///
/// Cut off and corrected, which is several times faster than the library's floor where the
/// processor's own cannot be counted on.
#[expect(
    clippy::cast_possible_truncation,
    reason = "the cast saturates, and NaN becomes 0"
)]
pub(crate) const fn floor_i64(x: f64) -> i64 {
    let cut = x as i64;
    if to_f64(cut) > x {
        cut.saturating_sub(1)
    } else {
        cut
    }
}

/// The nearest whole number, halves up; saturates like [`floor_i64`].
pub(crate) const fn round_i64(x: f64) -> i64 {
    floor_i64(x + 0.5)
}

/// `n` over `by`, rounded down; 0 if `by` is 0.
///
/// The types of what is divided by know no 0, but the compiler does not see that; and where it does
/// not, it would leave a way to a panic in the audio thread's code.
pub(crate) const fn over(n: i64, by: i64) -> i64 {
    if is_within(n, by) {
        return 0;
    }
    match n.checked_div_euclid(by) {
        Some(quotient) => quotient,
        None => 0,
    }
}

/// What is left of `n` over `by`, from 0 up to `by`; 0 if `by` is 0. As for [`over`].
pub(crate) const fn within(n: i64, by: i64) -> i64 {
    if is_within(n, by) {
        return n;
    }
    match n.checked_rem_euclid(by) {
        Some(rest) => rest,
        None => 0,
    }
}

/// Whether nothing is to divide, as often is the case: a processor divides slowly.
const fn is_within(n: i64, by: i64) -> bool {
    0 <= n && n < by
}

/// The nearest single-precision float: what audio samples are made of.
#[expect(
    clippy::cast_possible_truncation,
    reason = "24 bits are more than any sample needs"
)]
pub(crate) const fn to_f32(x: f64) -> f32 {
    x as f32
}
