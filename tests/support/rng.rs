//! A small seeded generator (splitmix64), so that every run of a test is the same.

use super::number::float;

/// The generator.
#[derive(Clone)]
pub struct Rng(u64);

impl Rng {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A whole number from `low` to `high`, both included.
    pub fn whole(&mut self, low: i64, high: i64) -> i64 {
        let span = u64::try_from(high - low).expect("low is not above high") + 1;
        low + i64::try_from(self.bits() % span).expect("below an i64 span")
    }

    /// A number from `low` up to `high`.
    pub fn real(&mut self, low: f64, high: f64) -> f64 {
        let bits = i64::try_from(self.bits() >> 11).expect("53 bits");
        low + (high - low) * float(bits) / float(1 << 53)
    }

    /// Whether something happens that happens `percent` times in a hundred.
    pub fn chance(&mut self, percent: i64) -> bool {
        self.whole(1, 100) <= percent
    }

    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        let last = i64::try_from(of.len()).expect("a short list") - 1;
        let index = usize::try_from(self.whole(0, last)).expect("not negative");
        &of[index]
    }
}
