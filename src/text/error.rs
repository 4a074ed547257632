//! What is wrong with a row of text, and what cannot be written as one.

use std::fmt;

/// What should have been there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Expected {
    /// A step.
    Step,
    /// A step, since the bar is not yet full.
    StepOfBar {
        /// Which step of the bar, from 1.
        step: u16,
        /// Of how many.
        of: u16,
    },
    /// A bar line or the end, since the bar is full.
    BarLine {
        /// The steps of a bar.
        after: u16,
    },
    /// The end, since a row has at most 256 steps.
    End,
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Step => f.write_str("a step (9 to 1, ., o, x or c)"),
            Self::StepOfBar { step, of } => {
                write!(f, "step {step} of the bar's {of} (9 to 1, ., o, x or c)")
            }
            Self::BarLine { after } => write!(f, "| or the end after the bar's {after} steps"),
            Self::End => f.write_str("the end after 256 steps"),
        }
    }
}

/// A row of text that is none, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, column {column}: expected {expected}, found {}", name(*.found))]
pub struct TextError {
    /// The line, from 1.
    pub line: usize,
    /// The character of the line, from 1.
    pub column: usize,
    /// What is there; `None` is the end.
    pub found: Option<char>,
    /// What should be there.
    pub expected: Expected,
}

/// What was found, in words.
pub(crate) fn name(found: Option<char>) -> String {
    found.map_or("the end".into(), |found| format!("{found:?}"))
}

/// Why steps are no row of text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unwritable {
    /// No character means the step at this place, counted from 0.
    #[error("step {} is more than one character can say", .0 + 1)]
    Step(usize),
    /// So many steps are no whole number of bars, or none, or over 256.
    #[error("{0} steps are no row of whole bars")]
    Length(usize),
}
