//! Which letter a key has that has another one on a US keyboard.

use egui::{Event, Key};

/// The rows of letters of a US keyboard, which is what the window's library believes in while Ctrl is
/// down.
const US: [&str; 3] = ["qwertyuiop", "asdfghjkl", "zxcvbnm"];

/// The letters of the user's keyboard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letters {
    /// The key on a US keyboard, and what it is on this one.
    moved: Vec<(Key, Key)>,
}

impl Letters {
    /// Those of a US keyboard.
    pub const fn us() -> Self {
        Self { moved: Vec::new() }
    }

    /// Those of a keyboard whose rows have these characters where a US one has its letters, as in
    /// `["qwertzuiop", "asdfghjkl", "yxcvbnm"]`. What is no Latin letter leaves the key as it is: who
    /// writes Greek undoes with the key that is Z elsewhere.
    pub fn of_rows(rows: [&str; 3]) -> Self {
        let keys = US.into_iter().zip(rows);
        let keys = keys.flat_map(|(us, row)| us.chars().zip(row.chars()));
        let keys = keys.filter_map(|(us, here)| Some((key(us)?, key(here)?)));
        Self {
            moved: keys.filter(|(us, here)| us != here).collect(),
        }
    }

    /// Makes the keys of these events what they are on this keyboard, where Ctrl is down.
    pub(super) fn put(&self, events: &mut [Event]) {
        for event in events.iter_mut().filter(|event| is_with_command(event)) {
            let Event::Key { key, .. } = event else {
                continue;
            };
            if let Some((_, here)) = self.moved.iter().find(|(us, _)| us == key) {
                *key = *here;
            }
        }
    }
}

/// Whether it is a letter's key, and the command key is down.
pub(super) fn is_with_command(event: &Event) -> bool {
    matches!(event, Event::Key { key, modifiers, .. } if modifiers.command && is_letter(*key))
}

fn is_letter(key: Key) -> bool {
    (Key::A..=Key::Z).contains(&key)
}

/// The key of a small letter.
fn key(letter: char) -> Option<Key> {
    let name = letter
        .is_ascii_lowercase()
        .then(|| letter.to_ascii_uppercase())?;
    Key::from_name(name.encode_utf8(&mut [0; 4]))
}
