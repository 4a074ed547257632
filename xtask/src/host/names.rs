//! What the plug-in calls its notes.

use clack_extensions::note_name::{NoteNameBuffer, PluginNoteName};
use clack_host::events::Match;

use super::instance::Instance;

/// The name of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NoteName {
    /// The name for the user.
    pub name: String,
    /// Channel, 0 to 15; `None` for all.
    pub channel: Option<u16>,
    /// Key, 0 to 127; `None` for all.
    pub key: Option<u16>,
}

impl Instance {
    /// All names, in the plug-in's order; none if it has no such extension.
    pub fn note_names(&mut self) -> Vec<NoteName> {
        let handle = self.handle();
        let Some(names) = handle.get_extension::<PluginNoteName>() else {
            return Vec::new();
        };
        let mut buffer = NoteNameBuffer::new();
        let count = u32::try_from(names.count(&handle)).unwrap_or(u32::MAX);
        (0..count)
            .filter_map(|index| {
                let name = names.get(&handle, index, &mut buffer)?;
                Some(NoteName {
                    name: String::from_utf8_lossy(name.name).into_owned(),
                    channel: specific(name.channel),
                    key: specific(name.key),
                })
            })
            .collect()
    }
}

fn specific(number: Match<u16>) -> Option<u16> {
    match number {
        Match::Specific(number) => Some(number),
        Match::All => None,
    }
}
