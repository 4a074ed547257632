//! How things are, as JSON on one line.

use super::board::Board;
use super::leader::Follows;
use super::now::Now;
use super::song::Song;
use crate::link::Health;
use crate::plugin::Params;
use serde::Serialize;

/// The answer to `status`.
#[derive(Debug, Serialize)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a field of the answer"
)]
pub(super) struct Status {
    /// The client's name in JACK; null without a server.
    pub(super) client: Option<String>,
    /// What the cycles come from: "jack", or where there is no server "sound card" or "own clock"; null
    /// while a server is waited for.
    pub(super) runs_on: Option<&'static str>,
    /// Frames a second, and in a cycle; null while a server is waited for.
    pub(super) rate: Option<u32>,
    pub(super) block: Option<u32>,
    /// Whose transport is followed.
    follows: &'static str,
    /// Whether it rolls, and where it is: bars and beats from 1.
    playing: bool,
    bar: i64,
    beat: f64,
    /// Quarter notes a minute, the meter, and whether a timebase master says both. A clock's tempo is
    /// known to a twentieth.
    tempo: f64,
    meter: String,
    master: bool,
    /// Whether Afterbeat is JACK's timebase master itself.
    pub(super) timebase: bool,
    /// Whether ticks of a MIDI clock come; null where none is followed.
    clock: Option<bool>,
    /// The pattern that plays, and the one that waits for its boundary.
    pattern: u8,
    next_pattern: Option<u8>,
    /// Notes that sound now; strikes so far; those that were late; those that were lost.
    sounding: u64,
    strikes: u64,
    late: u64,
    lost: u64,
    /// Whether what is played is recorded.
    pub(super) recording: bool,
    /// How many bars are counted in before it is.
    pub(super) count_in: u8,
    /// Notes of the player's that were lost.
    lost_input: u64,
    /// How often the server missed a cycle's end, by its own account.
    xruns: u64,
    /// Whether it has failed and is silent.
    failed: bool,
    /// Whether all of it is in the state's file; null without one.
    pub(super) saved: Option<bool>,
}

impl Status {
    /// How things are by what the audio side says; without a server, by what it last said.
    pub(super) fn new(
        (params, health): (&Params, &Health),
        board: &Board,
        follows: Follows,
        song: &Song,
    ) -> Self {
        let vitals = health.vitals();
        let is_there = !board.is_gone();
        let now = Now::read(board, follows, song);
        let playing = if board.rolls() {
            vitals.playing
        } else {
            params.controls().pattern
        };
        Self {
            client: None,
            runs_on: None,
            rate: None,
            block: None,
            follows: match follows {
                Follows::Jack => "jack",
                Follows::Own => "own",
                Follows::Clock => "clock",
            },
            playing: now.rolls,
            bar: now.bar,
            beat: now.beat,
            tempo: now.tempo,
            meter: now.meter.to_string(),
            master: now.is_led,
            timebase: false,
            clock: now.clock,
            pattern: playing.get() + 1,
            next_pattern: vitals.queued.map(|pattern| pattern.get() + 1),
            sounding: if is_there { vitals.sounding } else { 0 },
            strikes: vitals.counters.strikes,
            late: vitals.counters.late,
            lost: vitals.counters.no_slot + vitals.counters.refused,
            recording: false,
            count_in: 0,
            lost_input: vitals.lost_input + board.unrecorded(),
            xruns: board.xruns(),
            failed: health.is_tripped(),
            saved: None,
        }
    }
}
