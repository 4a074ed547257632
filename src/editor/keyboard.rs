//! What the window's library says of the keyboard, put as egui means it.
//!
//! The library tells what is pasted as text that is typed, knows no capital letters as keys, has a key
//! that repeats come up and go down again, and with Ctrl has every key be what it is on a US keyboard.

#[cfg_attr(not(target_os = "linux"), path = "keyboard/no_layout.rs")]
mod layout;
mod letters;

pub use letters::Letters;

use layout::Layout;
use letters::is_with_command;

use egui::{Context, Event, Key, Modifiers, RawInput};
use std::mem;

/// Mends what a window hears before it is drawn. **Thread:** editor.
#[derive(Debug)]
pub struct Keyboard(Source);

/// Where it is known from which letter a key has.
#[derive(Debug)]
enum Source {
    /// The screen, which is asked each time: the user may choose another layout at any time.
    Screen(Layout),
    Told(Letters),
}

impl Keyboard {
    /// The user's own.
    pub fn of_screen() -> Self {
        Self(Source::Screen(Layout::default()))
    }

    /// One with these letters.
    pub const fn with(letters: Letters) -> Self {
        Self(Source::Told(letters))
    }
}

impl egui::Plugin for Keyboard {
    fn debug_name(&self) -> &'static str {
        "keyboard"
    }

    fn input_hook(&mut self, context: &Context, input: &mut RawInput) {
        let modifiers = context.input(|before| before.modifiers);
        mend(&mut input.events, modifiers);
        if input.events.iter().any(is_with_command) {
            match &mut self.0 {
                Source::Screen(layout) => layout.letters().put(&mut input.events),
                Source::Told(letters) => letters.put(&mut input.events),
            }
        }
    }
}

/// Puts events as egui means them; `modifiers` are those that are down before them.
pub fn mend(events: &mut Vec<Event>, mut modifiers: Modifiers) {
    for event in mem::take(events) {
        match (events.last(), event) {
            // Pasting, copying and cutting are no keys then.
            (Some(Event::Key { key: Key::V, .. }), Event::Text(text)) if is_command(events) => {
                events.pop();
                events.push(Event::Paste(text));
            }
            (
                Some(Event::Key {
                    key: Key::C | Key::X,
                    ..
                }),
                event @ (Event::Copy | Event::Cut),
            ) if is_command(events) => {
                events.pop();
                events.push(event);
            }
            (Some(before), event) if repeats(before, &event) => {
                events.pop();
                events.push(event);
            }
            (_, Event::Text(text)) => {
                let tap = capital(&text).map(|key| taps(key, modifiers));
                events.extend(tap.into_iter().flatten());
                events.push(Event::Text(text));
            }
            (_, event) => {
                if let Event::ModifiersChanged(changed) = event {
                    modifiers = changed;
                }
                events.push(event);
            }
        }
    }
}

/// Whether the last of them is a key that went down while the command key is.
fn is_command(events: &[Event]) -> bool {
    matches!(
        events.last(),
        Some(Event::Key { pressed: true, modifiers, .. }) if modifiers.command
    )
}

/// Whether a key comes up only to go down again at once.
fn repeats(up: &Event, down: &Event) -> bool {
    match (up, down) {
        (
            Event::Key {
                key,
                pressed: false,
                ..
            },
            Event::Key {
                key: again,
                pressed: true,
                ..
            },
        ) => key == again,
        _ => false,
    }
}

/// The key of a capital letter.
fn capital(text: &str) -> Option<Key> {
    let is_one = text.len() == 1 && text.chars().all(|letter| letter.is_ascii_uppercase());
    Key::from_name(text).filter(|_| is_one)
}

/// A key that goes down and comes up: when a capital one does is not told.
fn taps(key: Key, modifiers: Modifiers) -> [Event; 2] {
    [true, false].map(|pressed| Event::Key {
        key,
        physical_key: None,
        pressed,
        repeat: false,
        modifiers,
    })
}
