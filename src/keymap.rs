//! Key maps: which key each drum plays, in text files that people can write.
//!
//! A file has a line for each drum, `kick = 36` or `"closed hat" = 42`. The drums are the default
//! kit's, in small letters, as groove files name them. One that is not mentioned has the kit's key.

use crate::pattern::{Key, PerLane, kit};
use crate::text::ranged::{drum, whole};
use crate::text::{FileError, Problem};
use std::collections::BTreeMap;
use toml::Spanned;

/// Drums and keys as they are written.
type File = BTreeMap<Spanned<String>, Spanned<i64>>;

/// The keys that `text` gives the lanes, for [`KeyMap::Own`](crate::pattern::KeyMap::Own). The
/// file's name is only for the error. Allocates.
///
/// # Errors
/// The first thing that is not as it should be: file, line, column, and what was expected.
pub fn read(file: &str, text: &str) -> Result<PerLane<Key>, FileError> {
    toml::from_str(text)
        .map_err(|error| Problem::from_toml(&error))
        .and_then(|parsed: File| keys(&parsed))
        .map_err(|problem| problem.in_file(file, text))
}

fn keys(file: &File) -> Result<PerLane<Key>, Problem> {
    let kit = kit();
    let mut keys = PerLane::from_fn(|at| kit[at].voice().key);
    let mut lines: Vec<_> = file.iter().collect();
    lines.sort_by_key(|(name, _)| name.span().start);
    for (name, key) in lines {
        keys[drum(name)?] = whole(key, "a key from 0 to 127", Key::new)?;
    }
    Ok(keys)
}

/// The text of a key map, with a line for each lane: [`read`] gives the same keys again. Allocates.
pub fn write(keys: &PerLane<Key>) -> String {
    let kit = kit();
    let lines = keys.iter().map(|(at, key)| {
        let name = kit[at].name.to_lowercase();
        let is_bare = |c: char| c.is_ascii_alphanumeric() || c == '-';
        let quote = if name.chars().all(is_bare) { "" } else { "\"" };
        format!("{quote}{name}{quote} = {}\n", key.get())
    });
    lines.collect()
}
