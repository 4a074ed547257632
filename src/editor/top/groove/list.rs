//! What the list of grooves has: the user's own, and the factory's by their styles.

use crate::files::Own;
use crate::grooves::{Groove, factory};
use std::path::{Path, PathBuf};

/// The heading of the user's own.
pub(super) const OWN: &str = "Your own";

/// A groove in the list.
#[derive(Clone, Copy, Debug)]
pub(super) struct Entry<'a> {
    /// What stands above it and its like.
    pub(super) heading: &'a str,
    /// The groove.
    pub(super) groove: &'a Groove,
    /// The user's file that it is; the factory's are none.
    pub(super) file: Option<&'a Path>,
}

/// Which groove one is: two of the user's may have the same name or short name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Which {
    /// The user's in this file.
    Own(PathBuf),
    /// The factory's of this short name.
    Factory(String),
}

impl Entry<'_> {
    /// Which groove it is.
    pub(super) fn which(&self) -> Which {
        match self.file {
            Some(file) => Which::Own(file.to_owned()),
            None => Which::Factory(self.groove.id.clone()),
        }
    }

    /// What it is called in the list: the factory's with their short names.
    pub(super) fn title(&self) -> String {
        if self.file.is_some() {
            self.groove.name.clone()
        } else {
            format!("{}  {}", self.groove.id, self.groove.name)
        }
    }
}

/// All grooves in which every word of `search` is found: in the short name, the name or the style.
pub(super) fn entries<'a>(own: &'a [Own], search: &str) -> Vec<Entry<'a>> {
    let own = own.iter().map(|own| Entry {
        heading: OWN,
        groove: &own.groove,
        file: Some(&own.path),
    });
    let factory = factory().iter().map(|groove| Entry {
        heading: &groove.style,
        groove,
        file: None,
    });
    let words: Vec<_> = search.split_whitespace().map(str::to_lowercase).collect();
    let is_found = |entry: &Entry<'_>| {
        let groove = entry.groove;
        let text = format!(
            "{} {} {} {}",
            groove.id, groove.name, groove.style, entry.heading
        );
        let text = text.to_lowercase();
        words.iter().all(|word| text.contains(word))
    };
    own.chain(factory).filter(is_found).collect()
}
