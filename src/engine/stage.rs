//! From decided strikes and the player's own notes to the wire, frame by frame.
//!
//! At one frame: ends, then the player's beginnings, then the strikes by lane. Two strikes on one
//! key and frame are one, the louder; of a choke group the ringing drum wins.

use super::Counters;
use super::event::{InputNote, Kind, Origin, Sink, Source};
use super::hit::Hit;
use super::note::Note;
use super::outlet::Outlet;
use super::piece::Piece;
use super::sounding::{Fate, Sounding};
use crate::pattern::{Key, LaneIndex, Pattern, Setup, Thru};
use crate::time::Frame;

/// The notes that the player plays during a block, taken off the front as they are dealt with.
pub(super) struct Hand<'a> {
    notes: &'a [InputNote],
    start: Frame,
    end: Frame,
}

impl<'a> Hand<'a> {
    pub(super) fn new(notes: &'a [InputNote], start: Frame, end: Frame) -> Self {
        Self { notes, start, end }
    }

    /// The frame of a note; a host may date one on the block's end.
    pub(super) fn frame(&self, note: InputNote) -> Frame {
        (self.start + i64::from(note.at)).min(self.end - 1)
    }

    /// Whether no more notes are to come.
    pub(super) fn is_empty(&self) -> bool {
        self.notes.is_empty()
    }

    pub(super) fn next_frame(&self) -> Frame {
        self.notes
            .first()
            .map_or(Frame::NEVER, |note| self.frame(*note))
    }

    /// The notes on `frame` or before that have not been taken.
    pub(super) fn at_or_before(&self, frame: Frame) -> impl Iterator<Item = &'a InputNote> {
        let notes = self.notes.iter();
        notes.take_while(move |note| self.frame(**note) <= frame)
    }

    /// The first frame after `frame` on which the player plays.
    pub(super) fn next_frame_after(&self, frame: Frame) -> Frame {
        let mut frames = self.notes.iter().map(|note| self.frame(*note));
        frames.find(|later| *later > frame).unwrap_or(Frame::NEVER)
    }

    /// Takes the notes up to `frame`, itself included.
    fn take_until(&mut self, frame: Frame) -> &'a [InputNote] {
        if self.is_empty() {
            return &[];
        }
        let is_due = |note: &&InputNote| self.frame(**note) <= frame;
        let count = self.notes.iter().take_while(is_due).count();
        let (taken, rest) = self.notes.split_at_checked(count).unwrap_or_default();
        self.notes = rest;
        taken
    }
}

/// What a stretch is played against.
#[derive(Clone, Copy)]
pub(super) struct Setting<'a> {
    pub(super) pattern: &'a Pattern,
    pub(super) setup: &'a Setup,
}

impl Setting<'_> {
    /// Whether the player's notes of this key pass through.
    fn passes(&self, key: Key) -> bool {
        let played = |lane| self.setup.key(lane, self.pattern.lanes[lane].voice.key);
        match self.setup.thru {
            Thru::All => true,
            Thru::NotMapped => !LaneIndex::all().any(|lane| played(lane) == key),
            Thru::Off => false,
        }
    }
}

/// Plays the strikes of one piece up to `until`, and what the player plays in it.
pub(super) fn perform<S: Sink>(
    piece: &mut Piece,
    hand: &mut Hand<'_>,
    (setting, until): (Setting<'_>, Frame),
    sounding: &mut Sounding,
    counters: &mut Counters,
    out: &mut Outlet<'_, S>,
) {
    loop {
        let next_hit = piece.next_frame();
        let frame = next_hit.min(hand.next_frame());
        if frame >= until {
            break;
        }
        sounding.end_due(frame, out);
        let now = if next_hit == frame { piece.take() } else { &[] };
        let played = hand.take_until(frame);
        match now {
            [hit] if played.is_empty() && hit.note.choke.is_none() => {
                strike(hit, sounding, counters, out);
            }
            [_, _, ..] if played.is_empty() && are_strangers(now) => {
                strike_all((now, frame), sounding, counters, out);
            }
            _ => {
                release_for_strikes(now, frame, sounding, out);
                pass_through(played, setting, frame, sounding, counters, out);
                strike_together(now, sounding, counters, out);
            }
        }
    }
    sounding.end_due(until - 1, out);
    piece.clear();
}

/// Ends what the strikes of one frame end: their own keys, and their choke groups.
fn release_for_strikes<S: Sink>(
    hits: &[Hit],
    frame: Frame,
    sounding: &mut Sounding,
    out: &mut Outlet<'_, S>,
) {
    sounding.end_where(frame, out, |note| {
        hits.iter().any(|Hit { note: next, .. }| {
            let is_on_key = note.on_wire() == next.on_wire();
            is_on_key || (note.choke.is_some() && note.choke == next.choke)
        })
    });
}

/// Lets the player's notes through: one owner per channel and key, and the loser's end is swallowed.
fn pass_through<S: Sink>(
    played: &[InputNote],
    setting: Setting<'_>,
    frame: Frame,
    sounding: &mut Sounding,
    counters: &mut Counters,
    out: &mut Outlet<'_, S>,
) {
    if played.is_empty() {
        return;
    }
    let is_same =
        |note: &InputNote, other: &Note| note.channel == other.channel && note.key == other.key;
    sounding.end_where(frame, out, |note| {
        played.iter().any(|input| {
            let ends_thru = input.kind == Kind::Off && note.origin == Origin::Thru;
            let takes_over = matches!(input.kind, Kind::On(_)) && setting.passes(input.key);
            is_same(input, note) && (ends_thru || takes_over)
        })
    });
    for input in played {
        let owner = sounding.at(input.channel, input.key);
        match input.kind {
            Kind::On(velocity) if setting.passes(input.key) && owner.is_none() => {
                let note = thru_note(*input, frame);
                count(sounding.begin(&note, velocity, out), counters);
            }
            // It began on this very frame: it lasts a frame, for an end may not precede its note.
            Kind::Off if owner.is_some_and(|note| note.origin == Origin::Thru) => {
                sounding.book_off(input.channel, input.key, frame + 1);
            }
            Kind::On(_) | Kind::Off => {}
        }
    }
}

fn thru_note(input: InputNote, frame: Frame) -> Note {
    Note {
        channel: input.channel,
        key: input.key,
        origin: Origin::Thru,
        choke: None,
        on: frame,
        off: Frame::NEVER,
    }
}

/// Begins a strike that is by itself, and ends no more than what sounds on its key.
fn strike<S: Sink>(
    hit: &Hit,
    sounding: &mut Sounding,
    counters: &mut Counters,
    out: &mut Outlet<'_, S>,
) {
    let fate = sounding.strike(&hit.note, hit.velocity, out);
    settle(fate, hit, counters);
}

/// Whether strikes of one frame have nothing to do with each other: other keys, and no choke groups.
fn are_strangers(hits: &[Hit]) -> bool {
    hits.iter().enumerate().all(|(place, Hit { note, .. })| {
        let mut others = hits.iter().take(place);
        note.choke.is_none() && others.all(|other| other.note.on_wire() != note.on_wire())
    })
}

/// Begins strikes that have nothing to do with each other, and ends what sounds on their keys.
#[inline(never)]
fn strike_all<S: Sink>(
    (hits, frame): (&[Hit], Frame),
    sounding: &mut Sounding,
    counters: &mut Counters,
    out: &mut Outlet<'_, S>,
) {
    let Some(begun) = sounding.strike_all((hits, frame), out) else {
        release_for_strikes(hits, frame, sounding, out);
        strike_together(hits, sounding, counters, out);
        return;
    };
    for (place, hit) in hits.iter().enumerate() {
        let is_sounding = place < begun;
        let fate = if is_sounding {
            Fate::Sounds
        } else {
            Fate::Refused
        };
        settle(fate, hit, counters);
    }
}

/// Begins the strikes of one frame, but for those that lose to another.
#[inline(never)]
fn strike_together<S: Sink>(
    hits: &[Hit],
    sounding: &mut Sounding,
    counters: &mut Counters,
    out: &mut Outlet<'_, S>,
) {
    let mut admission = admit(hits, sounding, counters, out);
    for hit in hits {
        let note = &hit.note;
        let is_taken = || sounding.at(note.channel, note.key).is_some();
        if loses(hit, hits) || (!out.is_full() && is_taken()) {
            continue;
        }
        if admission.lets_in(note.class()) {
            begin(hit, sounding, counters, out);
        } else {
            counters.no_slot += 1;
        }
    }
}

fn begin<S: Sink>(
    hit: &Hit,
    sounding: &mut Sounding,
    counters: &mut Counters,
    out: &mut Outlet<'_, S>,
) {
    let fate = sounding.begin(&hit.note, hit.velocity, out);
    settle(fate, hit, counters);
}

/// Takes note of how a strike fared.
fn settle(fate: Fate, hit: &Hit, counters: &mut Counters) {
    count(fate, counters);
    if matches!(fate, Fate::Sounds | Fate::SoundsInsteadOfAnother) {
        counters.strikes += 1;
        counters.late += u64::from(hit.is_late);
    }
}

/// Which strikes of a frame get a slot: all above a class, and so many of it.
struct Admission {
    class: u8,
    places: usize,
}

impl Admission {
    const ALL: Self = Self {
        class: 0,
        places: usize::MAX,
    };

    /// Whether a strike of `class` gets a slot; asked once for each.
    fn lets_in(&mut self, class: u8) -> bool {
        if class != self.class {
            return class > self.class;
        }
        let has_place = self.places > 0;
        self.places = self.places.saturating_sub(1);
        has_place
    }
}

/// Makes room for the strikes of one frame, the highest class first, before any of them begins: so
/// none is cut short on the frame that it begins on, and ends come before beginnings.
fn admit<S: Sink>(
    hits: &[Hit],
    sounding: &mut Sounding,
    counters: &mut Counters,
    out: &mut Outlet<'_, S>,
) -> Admission {
    let mut room = sounding.room();
    if hits.len() <= room || out.is_full() {
        return Admission::ALL;
    }
    for class in (0..=Source::HIGHEST_CLASS).rev() {
        let mut places = 0;
        for (place, hit) in hits.iter().enumerate() {
            if hit.note.class() != class || !begins(hits, place, sounding) {
                continue;
            }
            if room > 0 {
                room -= 1;
            } else if sounding.cut_below(class, hit.note.on, out) {
                counters.stolen += 1;
            } else {
                return Admission { class, places };
            }
            places += 1;
        }
    }
    Admission::ALL
}

/// Whether the hit at `place` wants a slot: it loses to none, and its key is free.
fn begins(hits: &[Hit], place: usize, sounding: &Sounding) -> bool {
    hits.get(place).is_some_and(|hit| {
        let note = &hit.note;
        let wins = |other: &Hit| other.note.on_wire() == note.on_wire() && !loses(other, hits);
        !loses(hit, hits)
            && sounding.at(note.channel, note.key).is_none()
            && !hits.iter().take(place).any(wins)
    })
}

/// Whether `hit` loses to another of the same frame: to a ringing drum of its choke group, or to a
/// louder one of its group or on its key, at a tie to the upper lane's.
pub(super) fn loses(hit: &Hit, hits: &[Hit]) -> bool {
    if hits.len() == 1 {
        return false;
    }
    is_out_rung(hit, hits)
        || hits.iter().any(|rival| {
            let (note, other) = (&hit.note, &rival.note);
            let same_key = other.on_wire() == note.on_wire();
            let same_group = is_choked_by(hit, rival);
            let order = |hit: &Hit| (hit.velocity, hit.note.class());
            let is_louder = || (order(rival), note.lane()) > (order(hit), other.lane());
            (same_key || same_group) && is_louder() && !is_out_rung(rival, hits)
        })
}

fn is_out_rung(hit: &Hit, hits: &[Hit]) -> bool {
    let may_be = hit.note.choke.is_some() && !hit.rings;
    may_be && (hits.iter()).any(|other| other.rings && is_choked_by(hit, other))
}

fn is_choked_by(hit: &Hit, other: &Hit) -> bool {
    let (note, other) = (&hit.note, &other.note);
    note.choke.is_some() && note.choke == other.choke && note.lane() != other.lane()
}

fn count(fate: Fate, counters: &mut Counters) {
    match fate {
        Fate::Sounds => {}
        Fate::SoundsInsteadOfAnother => counters.stolen += 1,
        Fate::NoSlot => counters.no_slot += 1,
        Fate::Refused => counters.refused += 1,
    }
}
