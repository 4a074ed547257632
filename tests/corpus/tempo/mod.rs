//! A host whose tempo moves while it rolls, and whose positions are as good as a host's are: it is one
//! song all the same, so each of its strikes sounds, and sounds once.
//!
//! What should sound is found by the same engine at a steady tempo in long blocks, where nothing ever
//! falls on another frame than was thought.

mod changes;
mod host;
mod song;

use crate::feed::Feed;
use crate::support::check::check_wire;
use crate::support::rig::{Rig, rolling};
use afterbeat::engine::{Controls, Kind, Origin, Source, Transport};
use afterbeat::pattern::{Bank, LaneIndex};
use changes::Change;
use host::{Block, Host, Length, Limits, Precision};
use std::collections::BTreeMap;

const RATE: f64 = 48_000.0;

/// What a lane has played: how often each velocity.
type Strikes = BTreeMap<(LaneIndex, &'static str, u8), u32>;

/// The first bytes say what is played, the rest how.
pub fn run(bytes: &[u8]) {
    let mut feed = Feed(bytes);
    let (score, limits) = Score::of(&mut feed);
    let precision = feed.pick(&[Precision::Exact, Precision::Ticks960, Precision::Single]);
    let steady = || Block {
        length: Length::Frames(2_048),
        said: 120.0,
        mean: 120.0,
    };
    let steady = score.play(steady, Precision::Exact);
    let mut host = Host::new(&mut feed, limits);
    let moving = score.play(|| host.next(), precision);
    if let (Some(mut steady), Some(mut moving)) = (steady, moving) {
        if score.asks_for_fills() {
            // How far such a fill has got depends on the tick on which it was asked for.
            let is_no_fill =
                |(_, source, _): &(LaneIndex, &str, u8)| *source != Source::Fill.name();
            steady.retain(|strike, _| is_no_fill(strike));
            moving.retain(|strike, _| is_no_fill(strike));
        }
        assert_eq!(moving, steady, "{} beats", score.beats);
    }
}

/// What is played, with what is new from a place on, up to which beat.
struct Score {
    bank: Bank,
    controls: Controls,
    changes: Vec<(f64, Change)>,
    /// How many beats it goes on, round and round if it loops.
    beats: f64,
    looping: Option<Loop>,
}

/// A loop of the host's, in beats.
#[derive(Clone, Copy)]
struct Loop {
    start: f64,
    end: f64,
    /// Whether the host's blocks end with it.
    splits: bool,
}

impl Loop {
    fn of(feed: &mut Feed<'_>) -> Self {
        let start = f64::from(feed.below(4)) * 4.0;
        Self {
            start,
            end: start + feed.pick(&[4.0, 8.0, 16.0]),
            splits: feed.flip(),
        }
    }

    /// Where the song is that has gone on so far.
    fn place(self, beats: f64) -> f64 {
        self.start + beats.rem_euclid(self.end - self.start)
    }

    /// So many frames, or up to its end if that is where blocks end.
    fn cut(self, frames: u32, beats: f64, a_frame: f64) -> u32 {
        let left = (self.end - self.place(beats)) / a_frame;
        if self.splits {
            changes::frames_until(left).min(frames)
        } else {
            frames
        }
    }
}

impl Score {
    /// And at which tempos it is one song.
    fn of(feed: &mut Feed<'_>) -> (Self, Limits) {
        let kind = feed.below(4);
        let (bank, bars) = match kind {
            0 => song::chain(feed, false),
            1 => song::chain(feed, true),
            _ => song::patterns(feed),
        };
        let controls = match kind {
            0 => song::controls(feed),
            1 => song::late_controls(feed),
            _ => changes::calm(feed),
        };
        let beats = bars * 4;
        let changes = match kind {
            0 | 1 => Vec::new(),
            _ => changes::changes(feed, &controls, beats),
        };
        let looping = (kind == 3).then(|| Loop::of(feed));
        let limits = match kind {
            0 if controls.ghosts > 0.0 => Limits::GHOSTS,
            0 => Limits::WIDEST,
            1 => Limits::LATE,
            _ => Limits::GHOSTS,
        };
        let score = Self {
            bank,
            controls,
            changes,
            beats: f64::from(beats),
            looping,
        };
        (score, limits)
    }

    /// Whether the player asks for a fill.
    fn asks_for_fills(&self) -> bool {
        self.changes
            .iter()
            .any(|(_, change)| change.asks_for_fill())
    }

    /// What sounds in blocks that are to be asked for; `None` if slots were too few.
    fn play(&self, mut next: impl FnMut() -> Block, precision: Precision) -> Option<Strikes> {
        let mut rig = Rig::with(self.bank.clone(), RATE, &self.controls);
        let mut changes = self.changes.iter().peekable();
        let mut at = 0.0;
        while at < self.beats + 2.0 {
            let block = next();
            let (frames, a_frame) = block.cut(at);
            while let Some((_, change)) = changes.next_if(|(place, _)| *place < at + a_frame / 2.0)
            {
                change.make(&mut rig.engine);
            }
            let left = changes.peek().map(|(place, _)| (place - at) / a_frame);
            let frames = left.map_or(frames, |left| changes::frames_until(left).min(frames));
            let frames = self
                .looping
                .map_or(frames, |looping| looping.cut(frames, at, a_frame));
            let place = self.looping.map_or(at, |looping| looping.place(at));
            let transport = Transport {
                loop_range: self.looping.map(|looping| (looping.start, looping.end)),
                ..rolling(block.said, precision.write(place))
            };
            rig.call(frames, transport);
            at += f64::from(frames) * a_frame;
        }
        heard(rig)
    }
}

/// All strikes but the grace notes and rolls, which are places on the wire and not in the song.
fn heard(mut rig: Rig) -> Option<Strikes> {
    rig.stop();
    check_wire(&rig.events);
    let counters = rig.engine.counters();
    if counters.no_slot + counters.stolen > 0 {
        return None;
    }
    let mut strikes = Strikes::new();
    for (_, event) in &rig.events {
        if let (Kind::On(velocity), Origin::Strike { lane, source }) = (event.kind, event.origin)
            && source != Source::Ratchet
        {
            let name = (lane, source.name(), velocity.get());
            *strikes.entry(name).or_default() += 1;
        }
    }
    Some(strikes)
}
