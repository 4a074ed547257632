//! Values of a file, made into what they mean or into a problem at their place.

use super::file::Problem;
use crate::pattern::{LaneIndex, kit};
use toml::Spanned;

/// What `meaning` gives for a value, or the problem that `expected` should have been there.
pub(crate) fn ranged<T, M>(
    value: &Spanned<T>,
    expected: &str,
    meaning: impl FnOnce(&T) -> Option<M>,
) -> Result<M, Problem> {
    meaning(value.get_ref()).ok_or_else(|| problem(value, format!("expected {expected}")))
}

/// The same for a whole number that must fit the narrower type that `meaning` takes.
pub(crate) fn whole<N: TryFrom<i64>, M>(
    value: &Spanned<i64>,
    expected: &str,
    meaning: impl FnOnce(N) -> Option<M>,
) -> Result<M, Problem> {
    let found = *value.get_ref();
    let meant = N::try_from(found).ok().and_then(meaning);
    meant.ok_or_else(|| problem(value, format!("expected {expected}, found {found}")))
}

/// The same for a number that is saved in whole `parts` of one.
pub(crate) fn parts<N: TryFrom<i64>, M>(
    value: &Spanned<f64>,
    parts: f64,
    expected: &str,
    meaning: impl FnOnce(N) -> Option<M>,
) -> Result<M, Problem> {
    let found = *value.get_ref();
    let count = crate::time::round_i64(found * parts);
    // 1.005 is no hundredth: what would be changed is refused.
    let is_exact = (crate::time::to_f64(count) - found * parts).abs() < 1e-6;
    let meant = N::try_from(count)
        .ok()
        .filter(|_| is_exact)
        .and_then(meaning);
    meant.ok_or_else(|| problem(value, format!("expected {expected}, found {found}")))
}

/// The lane of the default kit's drum with this name, in small letters.
pub(crate) fn drum(name: &Spanned<String>) -> Result<LaneIndex, Problem> {
    let kit = kit();
    let names = || kit.iter().map(|(at, drum)| (at, drum.name.to_lowercase()));
    if let Some((at, _)) = names().find(|(_, drum)| drum == name.get_ref()) {
        return Ok(at);
    }
    let all: Vec<_> = names().map(|(_, drum)| drum).collect();
    let all = all.join(", ");
    let found = name.get_ref();
    let what = format!("expected a drum ({all}), found `{found}`");
    Err(problem(name, what))
}

/// A problem at `value`.
pub(crate) fn problem<T>(value: &Spanned<T>, what: String) -> Problem {
    let at = value.span().start;
    Problem { at, what }
}
