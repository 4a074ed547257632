//! A state-variable filter, after Andrew Simper's trapezoidal one: stable at any pitch.

use crate::time::{SampleRate, to_f32};

/// What passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// What lies below.
    Low,
    /// What lies around.
    Band,
    /// What lies above.
    High,
}

/// The filter's numbers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Filter {
    a: [f32; 3],
    /// What of the input, of the band and of the low is heard.
    mix: [f32; 3],
}

impl Filter {
    /// A filter at `hz`; beyond what the rate can carry it is put just below its half.
    pub(super) fn new(shape: Shape, (hz, q): (f64, f64), rate: SampleRate) -> Self {
        let hz = hz.min(0.45 * rate.hz());
        let g = libm::tan(std::f64::consts::PI * hz / rate.hz());
        let k = 1.0 / q;
        let first = 1.0 / (1.0 + g * (g + k));
        let mix = match shape {
            Shape::Low => [0.0, 0.0, 1.0],
            Shape::Band => [0.0, k, 0.0],
            Shape::High => [1.0, -k, -1.0],
        };
        Self {
            a: [first, g * first, g * g * first].map(to_f32),
            mix: mix.map(to_f32),
        }
    }
}

/// What a filter remembers.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Memory(f32, f32);

impl Memory {
    /// What `filter` makes of the next sample.
    #[inline]
    pub(super) fn pass(&mut self, filter: &Filter, sample: f32) -> f32 {
        let [a, b, c] = filter.a;
        let rest = sample - self.1;
        let band = a * self.0 + b * rest;
        let low = self.1 + b * self.0 + c * rest;
        self.0 = 2.0 * band - self.0;
        self.1 = 2.0 * low - self.1;
        let [input, of_band, of_low] = filter.mix;
        input * sample + of_band * band + of_low * low
    }
}
