//! What is played on its way to the main side, each note with what played around it.

use super::recorder::Played;
use crate::engine::{Form, Transport};
use crate::pattern::{Key, Velocity};
use crate::time::SampleRate;
use rtrb::Producer;

/// How many notes of one part are told.
const MOST: usize = 512;

/// A note of this part of a cycle.
#[derive(Clone, Copy, Debug)]
struct Note {
    position: f64,
    tempo: f64,
    key: Key,
    velocity: Velocity,
}

/// Tells what is played while it is recorded. Only once a part has been played is it known which
/// pattern played in it, so its notes wait until then. **Thread:** audio; made and dropped on main.
#[derive(Debug)]
pub(super) struct Tape {
    is_on: bool,
    notes: Vec<Note>,
    lost: u32,
    way: Producer<Played>,
}

impl Tape {
    /// Allocates all that it will ever need.
    pub(super) fn new(way: Producer<Played>) -> Self {
        Self {
            is_on: false,
            notes: Vec::with_capacity(MOST),
            lost: 0,
            way,
        }
    }

    /// Records from now on, or does not.
    pub(super) fn switch(&mut self, on: bool) {
        self.is_on = on;
    }

    /// Hears a note so many frames into a part with this transport. Where nothing rolls there is no
    /// place for it.
    pub(super) fn hear(
        &mut self,
        (key, velocity): (Key, Velocity),
        at: u32,
        (transport, rate): (&Transport, SampleRate),
    ) {
        let (true, true, Some(position), Some(tempo)) = (
            self.is_on,
            transport.playing,
            transport.position,
            transport.tempo,
        ) else {
            return;
        };
        if self.notes.len() == self.notes.capacity() {
            self.lost = self.lost.saturating_add(1);
            return;
        }
        let minutes = f64::from(at) / rate.hz() / 60.0;
        self.notes.push(Note {
            position: position + minutes * tempo,
            tempo,
            key,
            velocity,
        });
    }

    /// Tells the notes of a part that has been played, and what played around it. Gives how many were
    /// lost.
    pub(super) fn pass_on(&mut self, form: impl FnOnce() -> Form) -> u32 {
        let mut lost = std::mem::take(&mut self.lost);
        if self.notes.is_empty() {
            return lost;
        }
        let form = form();
        for note in self.notes.drain(..) {
            let played = Played {
                position: note.position,
                tempo: note.tempo,
                key: note.key,
                velocity: note.velocity,
                form,
            };
            lost = lost.saturating_add(u32::from(self.way.push(played).is_err()));
        }
        lost
    }
}
