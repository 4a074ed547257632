//! What plays in an instance, from a host's calls to the engine: all that a panic gives up.

use super::drums::{Drums, Outputs};
use super::input::Input;
use super::open_notes::OpenNotes;
use super::params::Params;
use crate::audition::Take;
use crate::engine::{Block, Engine, Event, Form, Kind, Origin, Refused, Sink, Transport};
use crate::link::{AudioSide, Health, Vitals};
use crate::time::SampleRate;
use nice_plug::midi::NoteEvent;

/// A call of whatever hosts the player: what it says, what it brings, and where its events go.
///
/// **Thread:** audio.
pub(crate) trait Call: Sink {
    /// How many frames to play.
    fn frames(&self) -> u32;

    /// Frames a second; `None` if the host does not know.
    fn rate(&self) -> Option<SampleRate>;

    /// The transport at the first frame.
    fn transport(&self) -> Transport;

    /// The next note of the musician's; they come sorted by frame.
    fn next_note(&mut self) -> Option<NoteEvent<()>>;

    /// Whether a fill is asked for beside the parameter that does.
    fn presses_fill(&self) -> bool {
        false
    }
}

/// The engine, the way to it, and what it has heard. **Thread:** audio; made and dropped on main.
pub(super) struct Player {
    audio: AudioSide,
    engine: Engine,
    input: Input,
    drums: Drums,
    /// The generation of the parameters that the engine has, once it has any, and whether a fill was
    /// asked for beside them.
    heard: Option<(u64, bool)>,
}

impl Player {
    /// A player with the two ends of one link. Allocates all that it will ever need.
    pub(super) fn new(audio: AudioSide, engine: Engine) -> Self {
        Self {
            audio,
            engine,
            input: Input::new(),
            drums: Drums::new(),
            heard: None,
        }
    }

    /// As [`Engine::reset`]; the drums fade.
    pub(super) fn reset(&mut self) {
        self.engine.reset();
        self.drums.hush();
    }

    /// Plays the frames of the call, with the edits and the parameters that there are by now, and
    /// tells `health` what is new; the built-in drums into `outputs`, which are silent.
    pub(super) fn play(
        &mut self,
        params: &Params,
        (open, health): (&mut OpenNotes, &Health),
        call: &mut impl Call,
        outputs: Option<Outputs<'_>>,
    ) {
        self.audio.drain(&mut self.engine);
        self.hear_controls(params, call.presses_fill());
        let frames = call.frames();
        let (Some(rate), true) = (call.rate(), frames > 0) else {
            return;
        };
        let transport = call.transport();
        let notes = self.input.gather(frames, || call.next_note());
        let block = Block {
            frames,
            rate,
            transport,
            notes,
        };
        let setup = &self.engine.bank().setup;
        let drums = outputs.and_then(|outputs| self.drums.listen(rate, setup, outputs));
        let mut booking = Booking {
            call,
            open,
            health,
            drums,
        };
        let is_news = self.engine.process(&block, &mut booking);
        // Dropped, the drums fill what is left of the outputs.
        drop(booking);
        if is_news {
            health.publish_whereabouts(&self.engine.whereabouts());
            health.publish(&self.vitals());
        } else if let Some(position) = self.engine.position() {
            health.publish_position(position);
        }
        if let Some(note) = self.input.last_on() {
            health.hear(note.channel, note.key);
        }
    }

    /// Whether nothing happens in the frames of `block`, whose notes are all that comes in, and nothing
    /// is to be heard but silence. They are played then; else nothing was done.
    pub(super) fn passes(&mut self, params: &Params, health: &Health, block: &Block<'_>) -> bool {
        let passes = self.audio.is_drained()
            && self.heard == Some((params.generation(), false))
            && self.drums.rest(&self.engine.bank().setup)
            && self.engine.passes(block);
        if let (true, Some(position)) = (passes, self.engine.position()) {
            health.publish_position(position);
        }
        passes
    }

    /// As [`Engine::form`].
    pub(super) fn form(&self) -> Form {
        self.engine.form()
    }

    /// How it fares.
    fn vitals(&self) -> Vitals {
        Vitals {
            counters: self.engine.counters(),
            sounding: u64::try_from(self.engine.sounding()).unwrap_or(u64::MAX),
            lost_input: self.input.lost(),
            playing: self.engine.playing(),
            queued: self.engine.queued(),
            broken: self.engine.broken_lanes(),
        }
    }

    /// Hands the parameters to the engine if any has changed; else this costs one load.
    fn hear_controls(&mut self, params: &Params, presses_fill: bool) {
        // Read before the values: a change in between is then heard again, not missed.
        let now = Some((params.generation(), presses_fill));
        if self.heard != now {
            self.take_controls(params, presses_fill);
            self.heard = now;
        }
    }

    #[inline(never)]
    fn take_controls(&mut self, params: &Params, presses_fill: bool) {
        let mut controls = params.controls();
        controls.fill_now |= presses_fill;
        self.engine.set_controls(&controls);
    }
}

/// Books what the call takes, has the drums hear it, and shows what was struck. **Thread:** audio.
struct Booking<'a, C> {
    call: &'a mut C,
    open: &'a mut OpenNotes,
    health: &'a Health,
    /// The built-in drums, while they are heard.
    drums: Option<Take<'a>>,
}

impl<C: Call> Sink for Booking<'_, C> {
    fn send(&mut self, event: Event) -> Result<(), Refused> {
        self.call.send(event)?;
        self.open.book(&event);
        if let Some(drums) = &mut self.drums {
            drums.hear(&event);
        }
        if let (Kind::On(velocity), Origin::Strike { lane, .. }) = (event.kind, event.origin) {
            self.health.flash(lane, velocity);
        }
        Ok(())
    }
}
