//! The codes of the words: a word's place in its table. New words go at the end, none moves.

use super::super::lane::{Direction, InFills, LfoShape};
use super::super::setup::{PlayMode, Thru};
use super::super::step::Rule;

pub(super) const DIRECTIONS: [Direction; 4] = [
    Direction::Forward,
    Direction::Backward,
    Direction::PingPong,
    Direction::Random,
];

pub(super) const IN_FILLS: [InFills; 3] = [InFills::Play, InFills::Rest, InFills::Only];

pub(super) const LFO_SHAPES: [LfoShape; 6] = [
    LfoShape::Sine,
    LfoShape::Triangle,
    LfoShape::Saw,
    LfoShape::Square,
    LfoShape::Random,
    LfoShape::Steps,
];

pub(super) const PLAY_MODES: [PlayMode; 3] =
    [PlayMode::FollowHost, PlayMode::Run, PlayMode::WhileKeyHeld];

pub(super) const THRU: [Thru; 3] = [Thru::All, Thru::NotMapped, Thru::Off];

/// The rules; a pass is followed by its numbers.
pub(super) const RULES: [Rule; 6] = [
    Rule::Always,
    Rule::Pass { pass: 1, of: 1 },
    Rule::First,
    Rule::Previous,
    Rule::Neighbour,
    Rule::Fill,
];

/// The place of `word` in its table, which has them all.
pub(super) fn code<T: PartialEq>(table: &[T], word: &T) -> u8 {
    let place = table.iter().position(|entry| entry == word);
    debug_assert!(place.is_some(), "a word is missing in its table");
    place
        .and_then(|place| u8::try_from(place).ok())
        .unwrap_or_default()
}
