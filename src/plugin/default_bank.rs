//! What a fresh instance plays.

use crate::grooves;
use crate::pattern::Bank;

/// A bank whose first pattern is the groove of a fresh instance. Allocates.
pub fn default_bank() -> Bank {
    let pattern = grooves::find(grooves::FRESH).map(|groove| groove.pattern.clone());
    Bank::with_first(pattern.unwrap_or_default())
}
