//! The notes that sound: the only place where one can begin, and each has its end booked there.
//!
//! A channel and key has one note at most, so a note is found by them.

use super::ends::{End, Ends};
use super::event::{Kind, Sink};
use super::hit::Hit;
use super::keyboard::Keyboard;
use super::note::Note;
use super::outlet::Outlet;
use crate::pattern::{Channel, Key, Velocity};
use crate::time::Frame;
use arrayvec::ArrayVec;

/// How many notes can sound at once.
pub const SLOTS: usize = 256;

/// How a note fared that was to begin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    Sounds,
    /// It sounds, and another was cut short for it.
    SoundsInsteadOfAnother,
    /// Every slot is taken by notes of its class or higher ones.
    NoSlot,
    /// The host takes no more.
    Refused,
}

/// **Thread:** audio.
#[derive(Debug)]
pub(super) struct Sounding {
    notes: ArrayVec<Note, SLOTS>,
    /// Where in `notes` each is.
    keyboard: Keyboard,
    slots: usize,
    /// No note is booked to end before this frame.
    next_off: Frame,
}

impl Sounding {
    pub(super) fn new(slots: usize) -> Self {
        Self {
            notes: ArrayVec::new(),
            keyboard: Keyboard::new(),
            slots: slots.min(SLOTS),
            next_off: Frame::NEVER,
        }
    }

    pub(super) fn count(&self) -> usize {
        self.notes.len()
    }

    /// The frame before which no note is booked to end.
    pub(super) fn next_off(&self) -> Frame {
        self.next_off
    }

    pub(super) fn at(&self, channel: Channel, key: Key) -> Option<&Note> {
        self.notes.get(self.keyboard.place(channel, key)?)
    }

    /// Ends every note that is booked to end on `frame` or before, in order.
    #[inline]
    pub(super) fn end_due<S: Sink>(&mut self, frame: Frame, out: &mut Outlet<'_, S>) {
        if self.next_off <= frame {
            self.end_all_due(frame, out);
        }
    }

    #[inline(never)]
    fn end_all_due<S: Sink>(&mut self, frame: Frame, out: &mut Outlet<'_, S>) {
        let (mut due, mut then) = (Ends::new(), Frame::NEVER);
        for note in &self.notes {
            if note.off <= frame {
                due.add(End::of(note));
            } else {
                then = then.min(note.off);
            }
        }
        // What a refusal leaves is due still.
        self.next_off = self.end_listed(&due, frame, out).unwrap_or(then);
    }

    /// Ends what is listed, in order, on `frame` at the latest; gives where the first one ends that
    /// the host does not take.
    fn end_listed<S: Sink>(
        &mut self,
        ends: &Ends,
        frame: Frame,
        out: &mut Outlet<'_, S>,
    ) -> Option<Frame> {
        let refused = ends.iter().find(|end| {
            let place = self.keyboard.place(end.channel, end.key);
            !place.is_some_and(|place| self.end_at(place, frame, out))
        });
        refused.map(|end| end.off)
    }

    /// Ends on `frame` every note that `ends` says. One whose end is refused ends in the next block.
    pub(super) fn end_where<S: Sink>(
        &mut self,
        frame: Frame,
        out: &mut Outlet<'_, S>,
        ends: impl Fn(&Note) -> bool,
    ) {
        let mut is_any = false;
        for note in &mut self.notes {
            if ends(note) {
                note.off = note.off.min(frame);
                is_any = true;
            }
        }
        if is_any {
            self.next_off = self.next_off.min(frame);
            self.end_due(frame, out);
        }
    }

    /// Books the end of the note at this channel and key.
    pub(super) fn book_off(&mut self, channel: Channel, key: Key, off: Frame) {
        let place = self.keyboard.place(channel, key);
        if let Some(note) = place.and_then(|place| self.notes.get_mut(place)) {
            note.off = off;
            self.next_off = self.next_off.min(off);
        }
    }

    /// Begins `note`, whose channel and key are free.
    pub(super) fn begin<S: Sink>(
        &mut self,
        note: &Note,
        velocity: Velocity,
        out: &mut Outlet<'_, S>,
    ) -> Fate {
        debug_assert!(
            out.is_full() || self.at(note.channel, note.key).is_none(),
            "a note begins on a key that sounds"
        );
        let is_crowded = self.room() == 0;
        if is_crowded && !self.cut_below(note.class(), note.on, out) {
            return Fate::NoSlot;
        }
        if out.send(note.on, Kind::On(velocity), note).is_err() {
            return Fate::Refused;
        }
        self.next_off = self.next_off.min(note.off);
        let place = Some(self.notes.len());
        self.keyboard.put(note.channel, note.key, place);
        self.notes.push(*note);
        if is_crowded {
            Fate::SoundsInsteadOfAnother
        } else {
            Fate::Sounds
        }
    }

    /// Begins `note`, which follows the one on its key if that sounds. Nothing else may be due on its
    /// frame yet.
    pub(super) fn strike<S: Sink>(
        &mut self,
        note: &Note,
        velocity: Velocity,
        out: &mut Outlet<'_, S>,
    ) -> Fate {
        let Some(place) = self.keyboard.place(note.channel, note.key) else {
            return self.begin(note, velocity, out);
        };
        let Some(last) = self.notes.get_mut(place) else {
            return Fate::NoSlot;
        };
        last.off = last.off.min(note.on);
        if out.send(last.off, Kind::Off, last).is_err() {
            self.next_off = self.next_off.min(note.on);
            return Fate::Refused;
        }
        if out.send(note.on, Kind::On(velocity), note).is_err() {
            self.remove(place);
            return Fate::Refused;
        }
        *last = *note;
        self.next_off = self.next_off.min(note.off);
        Fate::Sounds
    }

    /// Begins the strikes of one frame, each on a key of its own, where it follows the note that
    /// sounds there. Nothing else may be due on the frame yet.
    ///
    /// Gives how many begin before the host takes no more; `None`, and nothing has happened, if there
    /// are not slots for all.
    pub(super) fn strike_all<S: Sink>(
        &mut self,
        (hits, frame): (&[Hit], Frame),
        out: &mut Outlet<'_, S>,
    ) -> Option<usize> {
        let mut ends = Ends::new();
        for Hit { note, .. } in hits {
            if let Some(last) = self.at(note.channel, note.key) {
                let off = last.off.min(frame);
                ends.add(End {
                    off,
                    ..End::of(last)
                });
            }
        }
        if hits.len() > self.room() + ends.len() {
            return None;
        }
        let sent = (ends.iter()).take_while(|end| self.send_end(end, out));
        let sent = sent.count();
        // What is refused once is refused from then on.
        let begun = hits.iter().take_while(|hit| self.follow(hit, out)).count();
        if begun < hits.len() {
            self.forget_ended((&ends, sent), frame);
        }
        Some(begun)
    }

    /// Sends the end of a note, which keeps its slot for the one that follows it.
    fn send_end<S: Sink>(&self, end: &End, out: &mut Outlet<'_, S>) -> bool {
        let note = self.at(end.channel, end.key);
        note.is_some_and(|note| out.send(end.off, Kind::Off, note).is_ok())
    }

    /// Begins a strike in the slot of the note on its key, which has ended, or in a free one; says
    /// whether the host takes it.
    fn follow<S: Sink>(&mut self, hit: &Hit, out: &mut Outlet<'_, S>) -> bool {
        let note = &hit.note;
        let place = self.keyboard.place(note.channel, note.key);
        let Some(last) = place.and_then(|place| self.notes.get_mut(place)) else {
            return self.begin(note, hit.velocity, out) == Fate::Sounds;
        };
        let is_taken = out.send(note.on, Kind::On(hit.velocity), note).is_ok();
        if is_taken {
            *last = *note;
            self.next_off = self.next_off.min(note.off);
        }
        is_taken
    }

    /// Of the notes that were to end on `frame`, forgets those that have, and are not followed; the
    /// rest end in the next block.
    fn forget_ended(&mut self, (ends, sent): (&Ends, usize), frame: Frame) {
        for (number, end) in ends.iter().enumerate() {
            if number >= sent {
                self.book_off(end.channel, end.key, end.off);
            } else if let Some(place) = self.keyboard.place(end.channel, end.key)
                && self.notes.get(place).is_some_and(|note| note.on < frame)
            {
                self.remove(place);
            }
        }
    }

    /// How many notes can begin and none be cut short for them.
    pub(super) fn room(&self) -> usize {
        self.slots.saturating_sub(self.notes.len())
    }

    /// Cuts a note of a class below `class` short on `frame`, one of the lowest; says whether there
    /// was one.
    pub(super) fn cut_below<S: Sink>(
        &mut self,
        class: u8,
        frame: Frame,
        out: &mut Outlet<'_, S>,
    ) -> bool {
        let notes = self.notes.iter().enumerate();
        match notes.min_by_key(|(_, note)| note.class()) {
            Some((place, lowest)) if lowest.class() < class => self.end_at(place, frame, out),
            _ => false,
        }
    }

    /// Sends the end of the note at `place` on its frame, `latest` at the latest.
    fn end_at<S: Sink>(&mut self, place: usize, latest: Frame, out: &mut Outlet<'_, S>) -> bool {
        let Some(note) = self.notes.get(place).copied() else {
            return false;
        };
        let sent = out.send(note.off.min(latest), Kind::Off, &note).is_ok();
        if sent {
            self.remove(place);
        }
        sent
    }

    /// Forgets the note at `place`; the last one takes its place.
    fn remove(&mut self, place: usize) {
        if let Some(note) = self.notes.swap_pop(place) {
            self.keyboard.put(note.channel, note.key, None);
        }
        if let Some(moved) = self.notes.get(place) {
            self.keyboard.put(moved.channel, moved.key, Some(place));
        }
    }
}
