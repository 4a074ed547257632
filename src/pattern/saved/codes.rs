//! The codes of the words: a word's place in its table. New words go at the end, none moves.

use super::super::bank::Manner;
use super::super::lane::{Direction, InFills};
use super::super::lfo::LfoShape;
use super::super::setup::{BeforeSong, PlayMode, Thru};
use super::super::step::{Pass, Rule};

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

pub(super) const MANNERS: [Manner; 2] = [Manner::Drummer, Manner::Classic];

pub(super) const BEFORE_SONG: [BeforeSong; 3] =
    [BeforeSong::Silence, BeforeSong::CountIn, BeforeSong::Groove];

/// The rules; a pass is followed by its numbers.
pub(super) const RULES: [Rule; 6] = [
    Rule::Always,
    Rule::Pass(Pass::EVERY),
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
