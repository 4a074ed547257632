//! Order in a list that is hardly ever out of it.

use std::mem;

/// Moves the last of a list, whose others are in order, to where it belongs: past those that
/// `is_before` says it comes before.
pub(super) fn seat_last<T>(list: &mut [T], is_before: impl Fn(&T, &T) -> bool) {
    let mut rest = list;
    while let [.., before, last] = rest
        && is_before(last, before)
    {
        mem::swap(before, last);
        rest = mem::take(&mut rest)
            .split_last_mut()
            .map_or(&mut [], |(_, rest)| rest);
    }
}
