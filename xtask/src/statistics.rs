//! What is measured of a groove: small sums over what was played.
//!
//! Frames are those of a render at 60 BPM and 48 kHz, so that a sixteenth is 12 000 of them. Means
//! and their like over nothing are NaN, which lies in no range.

/// Frames in a sixteenth.
pub const SIXTEENTH: u32 = 12_000;

/// A strike, and what is asked of it here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strike {
    /// The frame, counted from the song's start.
    pub frame: u32,
    /// From 1 to 127.
    pub velocity: u8,
    /// The lane's name.
    pub lane: String,
    /// What decided it: `user`, `ghost`, `fill` or `ratchet`.
    pub source: String,
}

impl Strike {
    /// The sixteenth of the song that it belongs to, counted from 0: swing and feel make it up to
    /// three quarters late or one quarter early.
    pub fn sixteenth(&self) -> u32 {
        (self.frame + SIXTEENTH / 4) / SIXTEENTH
    }

    /// The bar that it belongs to, counted from 0.
    pub fn bar(&self) -> u32 {
        self.sixteenth() / 16
    }

    /// Which sixteenth of its bar that is, counted from 0.
    pub fn step(&self) -> u32 {
        self.sixteenth() % 16
    }

    /// How much later than that sixteenth it sounds, in sixteenths; early is negative.
    pub fn lateness(&self) -> f64 {
        let straight = self.sixteenth() * SIXTEENTH;
        (f64::from(self.frame) - f64::from(straight)) / f64::from(SIXTEENTH)
    }

    /// Whether it is soft enough to be a ghost, whoever wrote it.
    pub fn is_ghostly(&self) -> bool {
        self.velocity < 52
    }
}

/// The mean.
pub fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / count(values)
}

/// The standard deviation.
pub fn deviation(values: &[f64]) -> f64 {
    let mean = mean(values);
    let squares = values.iter().map(|value| (value - mean).powi(2));
    (squares.sum::<f64>() / count(values)).sqrt()
}

/// How much each value knows of the one before it: the correlation at lag 1, from -1 to 1.
pub fn lag_one(values: &[f64]) -> f64 {
    let mean = mean(values);
    let off: Vec<f64> = values.iter().map(|value| value - mean).collect();
    let pairs = off.iter().zip(off.iter().skip(1));
    let together: f64 = pairs.map(|(one, next)| one * next).sum();
    together / off.iter().map(|value| value * value).sum::<f64>()
}

/// How likely a strike is on each sixteenth of a bar, where no bar has two on one.
pub fn per_step<'a>(strikes: impl Iterator<Item = &'a Strike>, bars: u32) -> [f64; 16] {
    let mut shares = [0.0; 16];
    for strike in strikes {
        if let Some(share) = usize::try_from(strike.step())
            .ok()
            .and_then(|step| shares.get_mut(step))
        {
            *share += 1.0 / f64::from(bars);
        }
    }
    shares
}

/// Whether none of the other sixteenths, counted from 1, is likelier than any of these.
pub fn are_likeliest(shares: &[f64; 16], these: &[usize]) -> bool {
    let (mut least, mut most) = (f64::INFINITY, 0.0_f64);
    for (index, share) in shares.iter().enumerate() {
        if these.contains(&(index + 1)) {
            least = least.min(*share);
        } else {
            most = most.max(*share);
        }
    }
    least >= most
}

/// How many, as a number that can be divided by.
pub fn count<T>(items: &[T]) -> f64 {
    u32::try_from(items.len()).map_or(f64::INFINITY, f64::from)
}
