//! The saved form of a bank: versioned bytes, the same on every machine.

use super::bank::Bank;

/// Why saved bytes were refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SavedError {
    /// Not implemented.
    #[error("not implemented")]
    Todo,
}

/// The saved form of `bank`.
pub fn to_bytes(_bank: &Bank) -> Vec<u8> {
    Vec::new()
}

/// The bank that `bytes` are the saved form of.
///
/// # Errors
/// Anything that is not wholly understood is refused.
pub fn from_bytes(_bytes: &[u8]) -> Result<Bank, SavedError> {
    Err(SavedError::Todo)
}
