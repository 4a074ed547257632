//! Where the song is, and who says so, by what the audio side said last.

use super::board::Board;
use super::leader::Follows;
use super::song::Song;
use super::tempo_line::quarters;
use crate::time::{Meter, round_i64};

/// What floats leave out under a line belongs to the line.
const ROUNDED: f64 = 1e-9;

/// What is read of a board at one moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Now {
    pub(super) rolls: bool,
    /// Bars and beats from 1.
    pub(super) bar: i64,
    pub(super) beat: f64,
    /// Quarter notes a minute. A clock's is known to a twentieth.
    pub(super) tempo: f64,
    pub(super) meter: Meter,
    /// Whether a timebase master says tempo and meter.
    pub(super) is_led: bool,
    /// Whether ticks of a MIDI clock come; `None` where none is followed.
    pub(super) clock: Option<bool>,
}

impl Now {
    /// Where the song is; without a server, where it was.
    pub(super) fn read(board: &Board, follows: Follows, song: &Song) -> Self {
        let is_there = !board.is_gone();
        let is_led = board.is_led();
        let meter = if is_led { board.meter() } else { song.meter };
        let clock = (follows == Follows::Clock).then(|| is_there && board.is_clocked());
        let tempo = match clock {
            Some(true) => (board.tempo() * 20.0).round() / 20.0,
            _ if is_led => board.tempo(),
            _ => song.bpm.get(),
        };
        let (line, bar) = if is_led {
            board.bar()
        } else {
            let length = quarters(meter.bar());
            let bars = (board.position() / length + ROUNDED).floor();
            (bars * length, round_i64(bars) + 1)
        };
        let into = (board.position() - line).max(0.0) + ROUNDED;
        Self {
            rolls: is_there && board.rolls(),
            bar,
            beat: (into / quarters(meter.beat()) * 1000.0).floor() / 1000.0 + 1.0,
            tempo,
            meter,
            is_led,
            clock,
        }
    }
}
