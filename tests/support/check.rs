//! The laws that every list of events obeys, and views of a list.

use super::rig::At;
use super::score::{line, score};
use afterbeat::engine::{Kind, Origin};
use std::collections::BTreeMap;

/// A note-on of a lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Strike {
    pub frame: i64,
    /// Counted from 0.
    pub lane: u8,
    pub velocity: u8,
}

/// A note, from its on to its off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Note {
    pub on: i64,
    pub off: i64,
    /// Counted from 0; 255 is a note that passed through.
    pub lane: u8,
    pub channel: u8,
    pub key: u8,
    pub velocity: u8,
}

fn lane(at: &At) -> u8 {
    match at.1.origin {
        Origin::Strike { lane, .. } => lane.get(),
        Origin::Thru => 255,
    }
}

/// The note-ons of lanes, in their order.
pub fn strikes(events: &[At]) -> Vec<Strike> {
    let strike = |at: &At| match (at.1.kind, at.1.origin) {
        (Kind::On(velocity), Origin::Strike { .. }) => Some(Strike {
            frame: at.0,
            lane: lane(at),
            velocity: velocity.get(),
        }),
        _ => None,
    };
    events.iter().filter_map(strike).collect()
}

/// The frames of the note-ons of lanes, in their order.
pub fn strike_frames(events: &[At]) -> Vec<i64> {
    let strikes = strikes(events);
    strikes.iter().map(|strike| strike.frame).collect()
}

/// Panics with the score around the place where a law of the wire is broken.
pub fn check_wire(events: &[At]) {
    if let Err((index, law)) = broken_law(events) {
        let around = &events[index.saturating_sub(8)..(index + 3).min(events.len())];
        panic!(
            "{law}; event {index} of {}:\n{}",
            events.len(),
            score(around)
        );
    }
}

fn broken_law(events: &[At]) -> Result<(), (usize, String)> {
    let mut sounding = BTreeMap::new();
    let mut last: Option<At> = None;
    for (index, at) in events.iter().enumerate() {
        let broken = |law: &str| Err((index, format!("{law}: {}", line(at))));
        let key = (at.1.channel, at.1.key);
        if last.is_some_and(|last| last.0 > at.0) {
            return broken("frames go back");
        }
        match at.1.kind {
            Kind::Off => {
                if last.is_some_and(|last| last.0 == at.0 && last.1.kind != Kind::Off) {
                    return broken("an off after an on of the same frame");
                }
                if sounding.remove(&key).is_none() {
                    return broken("an off without an on");
                }
            }
            Kind::On(_) => {
                if sounding.insert(key, index).is_some() {
                    return broken("an on while its key sounds");
                }
            }
        }
        last = Some(*at);
    }
    match sounding.values().next() {
        Some(&index) => Err((index, format!("never closed: {}", line(&events[index])))),
        None => Ok(()),
    }
}

/// The notes of a list that obeys the laws, sorted by their on, then lane.
pub fn notes(events: &[At]) -> Vec<Note> {
    check_wire(events);
    let mut sounding = BTreeMap::new();
    let mut notes = Vec::new();
    for at in events {
        let key = (at.1.channel.get(), at.1.key.get());
        match at.1.kind {
            Kind::On(velocity) => {
                let note = Note {
                    on: at.0,
                    off: at.0,
                    lane: lane(at),
                    channel: key.0,
                    key: key.1,
                    velocity: velocity.get(),
                };
                sounding.insert(key, note);
            }
            Kind::Off => {
                let note = sounding.remove(&key).expect("the laws hold");
                notes.push(Note { off: at.0, ..note });
            }
        }
    }
    notes.sort_unstable();
    notes
}

/// Panics where two lists first differ, with both sides in print.
pub fn check_same<T: PartialEq + std::fmt::Debug>(claim: &str, got: &[T], expected: &[T]) {
    let same = got.iter().zip(expected).take_while(|(a, b)| a == b).count();
    if same < got.len().max(expected.len()) {
        let from = same.saturating_sub(2);
        let show = |side: &[T]| {
            let items = side.iter().skip(from).take(6);
            let lines: Vec<_> = items.map(|item| format!("  {item:?}\n")).collect();
            lines.concat()
        };
        panic!(
            "{claim}: differ at {same} (got {}, expected {})\ngot from {from}:\n{}expected from {from}:\n{}",
            got.len(),
            expected.len(),
            show(got),
            show(expected)
        );
    }
}
