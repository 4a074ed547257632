//! The tests' own casts between whole numbers and floats.

/// `n` as a float; the tests stay far below 2^53.
#[expect(clippy::cast_precision_loss, reason = "test values are below 2^53")]
pub fn float(n: i64) -> f64 {
    n as f64
}

/// The greatest whole number not above `x`.
#[expect(clippy::cast_possible_truncation, reason = "test values fit an i64")]
pub fn floor(x: f64) -> i64 {
    x.floor() as i64
}

/// The least whole number not below `x`.
pub fn ceil(x: f64) -> i64 {
    -floor(-x)
}

/// The nearest whole number, halves up.
pub fn round(x: f64) -> i64 {
    floor(x + 0.5)
}
