//! Grooves: notes with a feel, read from text files that people can write.
//!
//! The factory's are in `grooves/*.toml` of the sources and are part of the program. A lane that a
//! groove does not mention is silent, and the default kit's. A groove's notes and its feel are two
//! things, and either can be taken alone; [`feels()`] are made to go with any notes.

mod feel;
mod feels;
mod file;
mod read;
mod write;

/// Why a file is no groove.
pub use crate::text::FileError as GrooveError;
pub use feel::is_of_feels;
pub use feels::{Feel, feels, find_feel};
pub use read::{read, read_feel};
pub use write::write;

use crate::pattern::Pattern;
use std::sync::LazyLock;

/// Notes with a feel.
#[derive(Clone, Debug, PartialEq)]
pub struct Groove {
    /// Its short name, unlike any other's: "B1".
    pub id: String,
    /// Its name.
    pub name: String,
    /// The style it belongs to.
    pub style: String,
    /// The slowest and the fastest tempo that suit it, in quarter notes a minute.
    pub tempo: (f64, f64),
    /// Parameters by their ids, with plain values in the parameters' own units, sorted by id.
    /// Those that it does not mention have their defaults.
    pub feel: Vec<(String, f64)>,
    /// The notes.
    pub pattern: Pattern,
}

/// The factory's files: name and text.
const FILES: [(&str, &str); 26] = [
    ("a1.toml", include_str!("../grooves/a1.toml")),
    ("a2.toml", include_str!("../grooves/a2.toml")),
    ("a3.toml", include_str!("../grooves/a3.toml")),
    ("a4.toml", include_str!("../grooves/a4.toml")),
    ("a5.toml", include_str!("../grooves/a5.toml")),
    ("b1.toml", include_str!("../grooves/b1.toml")),
    ("b2.toml", include_str!("../grooves/b2.toml")),
    ("b3.toml", include_str!("../grooves/b3.toml")),
    ("b4.toml", include_str!("../grooves/b4.toml")),
    ("b5.toml", include_str!("../grooves/b5.toml")),
    ("c1.toml", include_str!("../grooves/c1.toml")),
    ("c2.toml", include_str!("../grooves/c2.toml")),
    ("c3.toml", include_str!("../grooves/c3.toml")),
    ("c4.toml", include_str!("../grooves/c4.toml")),
    ("c5.toml", include_str!("../grooves/c5.toml")),
    ("d1.toml", include_str!("../grooves/d1.toml")),
    ("d2.toml", include_str!("../grooves/d2.toml")),
    ("d3.toml", include_str!("../grooves/d3.toml")),
    ("d4.toml", include_str!("../grooves/d4.toml")),
    ("d5.toml", include_str!("../grooves/d5.toml")),
    ("e1.toml", include_str!("../grooves/e1.toml")),
    ("e2.toml", include_str!("../grooves/e2.toml")),
    ("e3.toml", include_str!("../grooves/e3.toml")),
    ("e4.toml", include_str!("../grooves/e4.toml")),
    ("e5.toml", include_str!("../grooves/e5.toml")),
    ("classic.toml", include_str!("../grooves/classic.toml")),
];

/// The id of the groove that a fresh instance is.
pub const FRESH: &str = "B1";

/// All factory grooves, read once. Allocates the first time. **Thread:** main.
///
/// # Panics
/// If a file of the program's own is no groove, which the tests rule out.
pub fn factory() -> &'static [Groove] {
    static FACTORY: LazyLock<Vec<Groove>> = LazyLock::new(|| {
        let read = |(file, text)| read(file, text);
        let grooves: Result<_, _> = FILES.into_iter().map(read).collect();
        grooves.expect("the factory's grooves are read by the tests")
    });
    &FACTORY
}

/// The factory groove with this id or, failing that, this name, in capitals or not.
pub fn find(id_or_name: &str) -> Option<&'static Groove> {
    let wanted = id_or_name.trim().to_lowercase();
    let by_id = |groove: &&Groove| groove.id.to_lowercase() == wanted;
    let by_name = |groove: &&Groove| groove.name.to_lowercase() == wanted;
    let grooves = factory().iter();
    grooves
        .clone()
        .find(by_id)
        .or(grooves.clone().find(by_name))
}
