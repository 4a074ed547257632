//! Reads numbers off the front of bytes, and knows where in the bank it is.

use super::error::{Place, SavedError};

/// What is left to read, the version it is written in, and the place in the bank it belongs to.
pub(super) struct Reader<'a> {
    rest: &'a [u8],
    version: u16,
    pub(super) place: Place,
}

impl<'a> Reader<'a> {
    pub(super) fn new(rest: &'a [u8], version: u16) -> Self {
        let place = Place::default();
        Self {
            rest,
            version,
            place,
        }
    }

    /// Whether what came with `version` is there to be read.
    pub(super) const fn has(&self, version: u16) -> bool {
        self.version >= version
    }

    pub(super) fn array<const N: usize>(&mut self) -> Result<[u8; N], SavedError> {
        match self.rest.split_first_chunk() {
            Some((front, rest)) => {
                self.rest = rest;
                Ok(*front)
            }
            None => Err(SavedError::Ends(self.place)),
        }
    }

    /// What the next bytes mean, taken off; `None`, and they stay, if `meaning` knows none.
    pub(super) fn take_if<const N: usize, T>(
        &mut self,
        meaning: impl FnOnce([u8; N]) -> Option<T>,
    ) -> Option<T> {
        let (front, rest) = self.rest.split_first_chunk()?;
        let meaning = meaning(*front)?;
        self.rest = rest;
        Some(meaning)
    }

    pub(super) fn bytes(&mut self, count: usize) -> Result<&'a [u8], SavedError> {
        match self.rest.split_at_checked(count) {
            Some((front, rest)) => {
                self.rest = rest;
                Ok(front)
            }
            None => Err(SavedError::Ends(self.place)),
        }
    }

    pub(super) fn u8(&mut self) -> Result<u8, SavedError> {
        self.array::<1>().map(|[byte]| byte)
    }

    pub(super) fn u16(&mut self) -> Result<u16, SavedError> {
        self.array().map(u16::from_le_bytes)
    }

    pub(super) fn i8(&mut self) -> Result<i8, SavedError> {
        self.array().map(i8::from_le_bytes)
    }

    pub(super) fn i16(&mut self) -> Result<i16, SavedError> {
        self.array().map(i16::from_le_bytes)
    }

    /// `meaning`, or the error that `field` cannot be `value`.
    pub(super) fn checked<T>(
        &self,
        field: &'static str,
        value: impl Into<i64>,
        meaning: Option<T>,
    ) -> Result<T, SavedError> {
        meaning.ok_or_else(|| self.wrong(field, value.into()))
    }

    #[cold]
    fn wrong(&self, field: &'static str, value: i64) -> SavedError {
        SavedError::Field {
            place: self.place,
            field,
            value,
        }
    }

    /// The word of `table` that the next byte is the place of.
    pub(super) fn code<T: Copy>(
        &mut self,
        field: &'static str,
        table: &[T],
    ) -> Result<T, SavedError> {
        let code = self.u8()?;
        self.checked(field, code, table.get(usize::from(code)).copied())
    }

    /// That nothing is left.
    pub(super) fn end(&self) -> Result<(), SavedError> {
        match self.rest.len() {
            0 => Ok(()),
            left => Err(SavedError::Trailing(left)),
        }
    }
}
