//! How long a lane's step is: a note value, straight, triplet, dotted, or any n in the time of d.

use super::number::{over, within};
use super::tick::Ticks;

/// A note value from 4/1 (four whole notes) down to 1/64, by powers of two.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NoteValue(u8);

impl NoteValue {
    /// Four whole notes, the longest.
    pub const LONGEST: Self = Self(0);
    /// A quarter note.
    pub const QUARTER: Self = Self(4);
    /// An eighth note.
    pub const EIGHTH: Self = Self(5);
    /// A sixteenth note.
    pub const SIXTEENTH: Self = Self(6);
    /// A sixty-fourth note, the shortest.
    pub const SHORTEST: Self = Self(8);

    /// The note value `halvings` times shorter than 4/1; `None` beyond 1/64 (8).
    pub const fn from_halvings(halvings: u8) -> Option<Self> {
        if halvings <= Self::SHORTEST.0 {
            Some(Self(halvings))
        } else {
            None
        }
    }

    /// How many halvings of 4/1 this is: 0 for 4/1, 4 for a quarter, 8 for 1/64.
    pub const fn halvings(self) -> u8 {
        self.0
    }

    /// How long the note is.
    pub const fn ticks(self) -> Ticks {
        Ticks::new((4 * Ticks::WHOLE.get()) >> self.0)
    }
}

/// How a note value is divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Division {
    /// As it is.
    Straight,
    /// Three in the time of two.
    Triplet,
    /// One and a half times as long.
    Dotted,
    /// Any number in the time of any other.
    Tuplet(Tuplet),
}

/// So many notes in the time of so many, both from 1 to 16.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Tuplet {
    notes: u8,
    of: u8,
}

impl Tuplet {
    /// How many notes.
    pub const fn notes(self) -> u8 {
        self.notes
    }

    /// In the time of how many.
    pub const fn of(self) -> u8 {
        self.of
    }
}

impl Division {
    /// `notes` in the time of `of`; `None` unless both are from 1 to 16.
    pub fn tuplet(notes: u8, of: u8) -> Option<Self> {
        let in_range = |n| (1..=16).contains(&n);
        (in_range(notes) && in_range(of)).then_some(Self::Tuplet(Tuplet { notes, of }))
    }

    /// Notes, and in the time of how many.
    fn ratio(self) -> (i64, i64) {
        match self {
            Self::Straight => (1, 1),
            Self::Triplet => (3, 2),
            Self::Dotted => (2, 3),
            Self::Tuplet(tuplet) => (i64::from(tuplet.notes), i64::from(tuplet.of)),
        }
    }
}

/// A lane's rate: the length of its step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Rate {
    /// The note value that is divided.
    pub note: NoteValue,
    /// How it is divided.
    pub division: Division,
}

impl Rate {
    /// Straight sixteenths.
    pub const SIXTEENTHS: Self = Self {
        note: NoteValue::SIXTEENTH,
        division: Division::Straight,
    };

    /// The exact length of a step.
    pub fn step(self) -> StepLength {
        let (notes, of) = self.division.ratio();
        StepLength::new(self.note.ticks().get() * of, notes)
    }
}

/// How fast the whole runs beside the song.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Speed {
    /// Half as fast.
    Half,
    /// As fast as the song.
    #[default]
    Normal,
    /// Twice as fast.
    Double,
}

impl Speed {
    /// A span as long as it is at this speed.
    #[must_use]
    pub const fn span(self, span: Ticks) -> Ticks {
        match self {
            Self::Half => Ticks::new(span.get().saturating_mul(2)),
            Self::Normal => span,
            Self::Double => Ticks::new(span.get() / 2),
        }
    }
}

/// The exact length of a step, as a fraction of ticks in lowest terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StepLength {
    ticks: i64,
    per: i64,
}

impl StepLength {
    fn new(ticks: i64, per: i64) -> Self {
        let divisor = greatest_common_divisor(ticks, per);
        Self {
            ticks: over(ticks, divisor),
            per: over(per, divisor),
        }
    }

    /// The length at another speed.
    #[must_use]
    pub fn at(self, speed: Speed) -> Self {
        match speed {
            Speed::Half => Self::new(self.ticks * 2, self.per),
            Speed::Normal => self,
            Speed::Double => Self::new(self.ticks, self.per * 2),
        }
    }

    /// Where step `index` lies, counted from zero and rounded once (halves up): nothing drifts.
    pub fn place(self, index: i64) -> Ticks {
        if self.per == 1 {
            return Ticks::new(self.ticks) * index;
        }
        let twice = 2 * i128::from(index) * i128::from(self.ticks) + i128::from(self.per);
        Ticks::new(saturate(over_wide(twice, 2 * i128::from(self.per))))
    }

    /// The first step that lies at or after `place`.
    pub fn first_from(self, place: Ticks) -> i64 {
        if let (1, Some(rounded_up)) = (self.per, place.get().checked_add(self.ticks - 1)) {
            return over(rounded_up, self.ticks);
        }
        // place(k) >= p means k x ticks / per >= p - 1/2.
        let twice = (2 * i128::from(place.get()) - 1) * i128::from(self.per);
        let step = 2 * i128::from(self.ticks);
        saturate(over_wide(twice + step - 1, step))
    }

    /// The length to the nearest tick.
    pub fn ticks(self) -> Ticks {
        self.place(1)
    }

    /// The length in ticks with its fraction.
    pub fn to_f64(self) -> f64 {
        Ticks::new(self.ticks).to_f64() / Ticks::new(self.per).to_f64()
    }

    /// Whether this length is `unit` times a power of two, up or down.
    pub fn is_binary_multiple_of(self, unit: Ticks) -> bool {
        // ticks / (per x unit) in lowest terms is a power of two over a power of two.
        let below = self.per * unit.get();
        let divisor = greatest_common_divisor(self.ticks, below);
        let is_power = |n: i64| n > 0 && n & (n - 1) == 0;
        is_power(over(self.ticks, divisor)) && is_power(over(below, divisor))
    }
}

/// As [`over`].
fn over_wide(n: i128, by: i128) -> i128 {
    n.checked_div_euclid(by).unwrap_or(0)
}

fn saturate(n: i128) -> i64 {
    i64::try_from(n).unwrap_or(if n < 0 { i64::MIN } else { i64::MAX })
}

fn greatest_common_divisor(mut a: i64, mut b: i64) -> i64 {
    while b != 0 {
        (a, b) = (b, within(a, b));
    }
    a.max(1)
}
