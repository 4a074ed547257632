//! Feels that go with any groove: how far from the grid a drummer sits, and how steadily.

use super::read_feel;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A way of playing, laid over whatever feel the notes have.
#[derive(Clone, Debug, PartialEq)]
pub struct Feel {
    /// Its name, unlike any other's.
    pub name: String,
    /// How it plays, in a line.
    pub about: String,
    /// Parameters by their ids, with plain values in the parameters' own units, sorted by id.
    pub values: Vec<(String, f64)>,
}

impl Feel {
    /// `feel` with the values of this one in place of its own. What this one does not mention (the
    /// swing, the ghosts, the fills) stays. Allocates.
    pub fn over(&self, feel: &[(String, f64)]) -> Vec<(String, f64)> {
        let all = feel.iter().chain(&self.values).cloned();
        let all: BTreeMap<_, _> = all.collect();
        all.into_iter().collect()
    }
}

/// The factory's files: name and text.
const FILES: [(&str, &str); 5] = [
    ("tight.toml", include_str!("../../feels/tight.toml")),
    ("on-top.toml", include_str!("../../feels/on-top.toml")),
    ("pocket.toml", include_str!("../../feels/pocket.toml")),
    ("laid-back.toml", include_str!("../../feels/laid-back.toml")),
    ("drunk.toml", include_str!("../../feels/drunk.toml")),
];

/// All feels that come with Afterbeat, from the steadiest on, read once. Allocates the first time.
/// **Thread:** main.
///
/// They all set the same parameters, so that one chosen after another leaves nothing of it.
///
/// # Panics
/// If a file of the program's own is no feel, which the tests rule out.
pub fn feels() -> &'static [Feel] {
    static FEELS: LazyLock<Vec<Feel>> = LazyLock::new(|| {
        let read = |(file, text)| read_feel(file, text);
        let feels: Result<_, _> = FILES.into_iter().map(read).collect();
        feels.expect("the factory's feels are read by the tests")
    });
    &FEELS
}

/// The feel with this name, in capitals or not, with blanks or, as one types them, hyphens.
pub fn find_feel(name: &str) -> Option<&'static Feel> {
    let wanted = name.trim().to_lowercase().replace('-', " ");
    let is_meant = |feel: &&Feel| feel.name.to_lowercase() == wanted;
    feels().iter().find(is_meant)
}
