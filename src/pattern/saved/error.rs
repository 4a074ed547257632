//! Why saved bytes are refused, and where in the bank.

use super::super::bank::PatternIndex;
use super::super::per_lane::LaneIndex;
use super::super::step::StepIndex;
use std::fmt;

/// A place in a bank: as much of it as is known, the setup if nothing is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Place {
    /// The pattern.
    pub pattern: Option<PatternIndex>,
    /// The lane of it.
    pub lane: Option<LaneIndex>,
    /// The step of that.
    pub step: Option<StepIndex>,
}

impl fmt::Display for Place {
    /// As people count: "pattern 1, lane 3, step 16".
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(pattern) = self.pattern else {
            return f.write_str("bank");
        };
        write!(f, "pattern {}", pattern.get() + 1)?;
        if let Some(lane) = self.lane {
            write!(f, ", lane {}", lane.get() + 1)?;
        }
        match self.step {
            Some(step) => write!(f, ", step {}", u16::from(step.get()) + 1),
            None => Ok(()),
        }
    }
}

/// Why saved bytes were refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SavedError {
    /// Less than the shortest saved form: so many bytes.
    #[error("the saved patterns are cut short: only {0} bytes")]
    TooShort(usize),
    /// It does not begin as a saved bank does.
    #[error("these are no saved patterns of Afterbeat")]
    NotABank,
    /// It was written by another version, and cannot be understood here.
    #[error("the patterns are saved in version {0}; this Afterbeat understands those up to {v}", v = super::VERSION)]
    Version(u16),
    /// It is shorter or longer than it says.
    #[error("the saved patterns are {found} bytes long, and say that they are {expected}")]
    Length {
        /// How many bytes there are.
        found: u64,
        /// How many there should be.
        expected: u64,
    },
    /// Some of it was changed on the way.
    #[error("the saved patterns are damaged: their checksum is wrong")]
    Checksum,
    /// A field holds what it cannot mean, or what is never written so.
    #[error("{place}: {field} cannot be {value}")]
    Field {
        /// Where.
        place: Place,
        /// Which field.
        field: &'static str,
        /// What it holds.
        value: i64,
    },
    /// A lane's name is too long, is not UTF-8, or has control characters.
    #[error("{0}: the name is no lane's name")]
    Name(Place),
    /// The payload ends in the middle of something.
    #[error("{0}: the saved patterns end too early")]
    Ends(Place),
    /// There is more than the patterns: so many bytes.
    #[error("{0} bytes follow the last saved pattern")]
    Trailing(usize),
}
