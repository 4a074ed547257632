//! The engine: a bank, controls and a host's transport in; strikes on exact frames out.
//!
//! It knows no host, no window, no queue and no file, and one engine serves the plug-in, the
//! offline render and the tests alike. [`Engine::process`] never allocates, frees, locks or waits.
//!
//! How a block is worked through: the clock takes the host's word and says whether song time goes
//! on, is re-timed or begins a new stretch; each stretch is cut at loop ends; in each piece every
//! lane's player gives the strikes that sound, and the stage puts them on the wire in order.
#![deny(clippy::indexing_slicing, clippy::expect_used, clippy::panic)]

mod audition;
mod band;
mod bars;
mod choice;
mod clock;
mod controls;
mod count_in;
mod course;
mod ends;
mod ensemble;
mod event;
mod form;
mod freeze;
mod gesture;
mod ghosts;
mod held;
mod hit;
#[cfg(test)]
mod isolation_tests;
mod keyboard;
mod keys;
mod lanes;
mod loudness;
mod note;
mod order;
mod outlet;
mod owed;
mod passage;
mod piece;
mod player;
mod preview;
mod quiet;
mod scene;
mod song;
mod sounding;
mod stage;
mod stand;
mod strike;
mod transport;
mod trial;
mod wave;
mod whereabouts;
mod word;

pub use audition::Audition;
pub use controls::{
    Controls, FillEvery, LaneControls, LfoPeriod, PatternChange, PatternEntry, VariationCycle,
};
pub use event::{Event, InputNote, Kind, Origin, Refused, Sink, Source};
pub use form::Form;
pub use freeze::freeze;
pub use held::HeldFill;
pub use preview::{Preview, preview, preview_at};
pub use song::Seat;
pub use sounding::SLOTS;
pub use stand::Rehearsal;
pub use transport::{Block, Transport};
pub use wave::follow_curve;
pub use whereabouts::Whereabouts;

use crate::pattern::{Bank, Edit, EditError, LaneSet, Pattern, PatternIndex, Percent};
use crate::time::{Frame, SampleRate};
use audition::Auditions;
use clock::Clock;
use ensemble::Ensemble;
use held::Held;
use keys::Keys;
use outlet::Outlet;
use piece::Piece;
use scene::is_audible;
use song::Song;
use sounding::Sounding;
use stage::Hand;

/// What has happened since the engine was made. **Thread:** audio.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    /// Strikes that sounded.
    pub strikes: u64,
    /// Strikes lost because every slot was taken by a note of its class or a higher one, or because
    /// its lane owed too many at once.
    pub no_slot: u64,
    /// Strikes lost because the host took no more events.
    pub refused: u64,
    /// Sounding notes cut short to make room for a higher class.
    pub stolen: u64,
    /// Strikes that sounded after the frame they were due on.
    pub late: u64,
}

/// The scheduler of one instance. **Thread:** audio.
pub struct Engine {
    bank: Box<Bank>,
    /// What plays where the bank has no pattern.
    silence: Box<Pattern>,
    controls: Controls,
    clock: Clock,
    song: Song,
    held: Held,
    ensemble: Ensemble,
    sounding: Sounding,
    counters: Counters,
    /// Frames processed so far.
    now: Frame,
    /// Whether anything that a decision looks at has changed since the last block.
    is_changed: bool,
    /// Whether every note is to be released at the next block's first frame.
    releases_all: bool,
    keys: Keys,
    auditions: Auditions,
    has_auditions: bool,
    /// What is being played; empty between pieces. It is long, and the audio thread's stack is not.
    piece: Box<Piece>,
}

/// The frames of one stretch of a block, from the first up to the second.
type Span = (Frame, Frame);

impl Engine {
    /// An engine that plays from `bank`, with neutral controls. Allocates.
    pub fn new(bank: Box<Bank>) -> Self {
        Self::with_slots(bank, SLOTS)
    }

    /// An engine that can sound at most `slots` notes at once, [`SLOTS`] at the most.
    pub fn with_slots(bank: Box<Bank>, slots: usize) -> Self {
        let rate = SampleRate::DEFAULT;
        let clock = Clock::new(rate);
        let song = Song::new();
        let ensemble = Ensemble::new(song.seat(), clock.bars());
        Self {
            bank,
            silence: Box::new(silence()),
            controls: Controls::default(),
            clock,
            song,
            held: Held::default(),
            ensemble,
            sounding: Sounding::new(slots),
            counters: Counters::default(),
            now: Frame::default(),
            is_changed: true,
            releases_all: false,
            keys: Keys::default(),
            auditions: Auditions::default(),
            has_auditions: false,
            piece: Box::new(Piece::new()),
        }
    }

    /// Takes new values of the parameters; they hold from the next block's first frame on.
    pub fn set_controls(&mut self, controls: &Controls) {
        if self.controls.moves_cells(controls) {
            self.ensemble.forget_all();
        }
        self.controls.clone_from(controls);
        self.is_changed = true;
    }

    /// The bank it plays from.
    pub fn bank(&self) -> &Bank {
        &self.bank
    }

    /// The pattern that plays.
    pub fn playing(&self) -> PatternIndex {
        self.song.seat().pattern
    }

    /// The pattern that waits for its boundary, if one does.
    pub fn queued(&self) -> Option<PatternIndex> {
        self.song.queued()
    }

    /// The lanes that have failed and are silent until the engine is reset: the others play on.
    pub fn broken_lanes(&self) -> LaneSet {
        self.ensemble.broken()
    }

    /// Makes an edit of its bank, heard from the next block on, and gives its inverse.
    ///
    /// The inverse may own the box that was replaced: send it away, to be freed elsewhere.
    ///
    /// # Errors
    /// As [`Bank::apply`].
    pub fn apply(&mut self, edit: Edit) -> Result<Edit, (Edit, EditError)> {
        self.is_changed = true;
        self.ensemble.expect(&edit, self.playing(), &self.bank);
        self.bank.apply(edit)
    }

    /// Plays from `bank` from the next block on, and gives the old one back, to be freed elsewhere.
    pub fn swap_bank(&mut self, bank: Box<Bank>) -> Box<Bank> {
        self.is_changed = true;
        self.ensemble.forget_all();
        std::mem::replace(&mut self.bank, bank)
    }

    /// Forgets the transport. Notes that sound are released at the next block's first frame.
    pub fn reset(&mut self) {
        self.releases_all = true;
        self.keys = Keys::default();
        self.clock.stop();
        self.held.drop();
        self.ensemble.halt();
        self.ensemble.repair();
    }

    /// What has happened so far.
    pub fn counters(&self) -> Counters {
        Counters {
            no_slot: self.counters.no_slot + self.ensemble.lost(),
            ..self.counters
        }
    }

    /// How many notes sound now.
    pub fn sounding(&self) -> usize {
        self.sounding.count()
    }

    /// Sends what sounds in this block, sorted by frame; at one frame offs first. Says whether
    /// anything may be other than before but the song position.
    pub fn process(&mut self, block: &Block<'_>, sink: &mut impl Sink) -> bool {
        if block.frames == 0 || self.passes(block) {
            return false;
        }
        let (start, end) = (self.now, self.now + i64::from(block.frames));
        self.work(block, (start, end), sink);
        self.now = end;
        true
    }

    /// Whether nothing is to be sent in this block, and nothing is new. It is processed then; else
    /// nothing was done.
    #[inline]
    pub fn passes(&mut self, block: &Block<'_>) -> bool {
        let end = self.now + i64::from(block.frames);
        let is_quiet = self.is_quiet(block, end);
        if is_quiet {
            self.now = end;
        }
        is_quiet
    }

    /// As [`Self::process`], where something may happen.
    #[inline(never)]
    fn work(&mut self, block: &Block<'_>, (start, end): Span, sink: &mut impl Sink) {
        let mut out = Outlet::new(sink, start, block.frames);
        let mut hand = Hand::new(block.notes, start, end);
        self.settle(start, &mut out);
        let play = self.bank.setup.play;
        let mut at = start;
        while at < end {
            let until = self.keys.hold(&hand, at, play).min(end);
            self.now = at;
            match self.keys.own_way(&block.transport, play) {
                None => self.stretch(&block.transport, block.rate, until, &mut hand, &mut out),
                Some(own) => self.stretch(&own, block.rate, until, &mut hand, &mut out),
            }
            at = until;
        }
        self.sound_auditions(end - 1, block.rate, &mut out);
    }

    /// Ends the notes that a reset, a mute or an edit has ended.
    #[inline]
    fn settle<S: Sink>(&mut self, start: Frame, out: &mut Outlet<'_, S>) {
        if std::mem::take(&mut self.releases_all) {
            self.sounding.end_where(start, out, |_| true);
        }
        self.sounding.end_due(start - 1, out);
        if self.is_changed {
            self.end_unheard(start, out);
        }
    }

    #[inline(never)]
    fn end_unheard<S: Sink>(&mut self, start: Frame, out: &mut Outlet<'_, S>) {
        let ended = self.ensemble.take_ended();
        let (controls, setup) = (&self.controls, &self.bank.setup);
        self.sounding.end_where(start, out, |note| {
            note.lane()
                .is_some_and(|lane| !is_audible(controls, setup, lane) || ended.contains(lane))
        });
    }
}

/// A pattern of rests in which nobody fills.
fn silence() -> Pattern {
    let mut pattern = Pattern::new();
    for (_, lane) in pattern.lanes.iter_mut() {
        lane.voice.fills = Percent::NONE;
    }
    pattern
}
