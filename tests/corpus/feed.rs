//! Bytes as a source of decisions: whatever they are, they decide something, and the same each time.

use crate::support::number::float;

/// What is left of the bytes. When they run out every decision is the first of its kind.
pub struct Feed<'a>(pub &'a [u8]);

impl Feed<'_> {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn byte(&mut self) -> u8 {
        let Some((first, rest)) = self.0.split_first() else {
            return 0;
        };
        self.0 = rest;
        *first
    }

    /// A number below `n`, which is at most 256.
    pub fn below(&mut self, n: u16) -> u16 {
        u16::from(self.byte()) % n
    }

    pub fn flip(&mut self) -> bool {
        self.byte() & 1 == 1
    }

    pub fn word(&mut self) -> u16 {
        u16::from_le_bytes([self.byte(), self.byte()])
    }

    pub fn bits(&mut self) -> u64 {
        u64::from_le_bytes([(); 8].map(|()| self.byte()))
    }

    pub fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        let most = u16::try_from(of.len()).expect("a short list");
        of[usize::from(self.below(most))]
    }

    /// Any number at all, and those that hosts get wrong more often than the rest.
    pub fn any_number(&mut self) -> f64 {
        const ODD: [f64; 12] = [
            0.0,
            -0.0,
            f64::NAN,
            f64::INFINITY,
            f64::NEG_INFINITY,
            f64::MAX,
            f64::MIN,
            f64::MIN_POSITIVE,
            1e18,
            -1e18,
            9_007_199_254_740_993.0,
            2_147_483_648.0,
        ];
        match self.below(8) {
            0 => self.pick(&ODD),
            1 => f64::from_bits(self.bits()),
            2 | 3 => float(i64::from(self.word())) / 64.0 - 16.0,
            _ => float(i64::from(self.byte())) / 4.0,
        }
    }

    /// A number from `low` to `high`.
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * float(i64::from(self.word())) / 65_535.0
    }
}
