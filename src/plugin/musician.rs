//! Who plays, guarded: a panic in the player costs the music, and never a note-off.

use super::drums::Outputs;
use super::guard::caught;
use super::open_notes::OpenNotes;
use super::params::Params;
use super::player::{Call, Player};
use crate::engine::{Block, Engine, Event, Form, Kind, Origin, Sink};
use crate::link::{AudioSide, Health, Vitals};
use crate::pattern::{Channel, Key};

/// A player, and the notes that the host was told to begin.
///
/// A panic in the player *trips* it: it is given up, its notes are ended as soon as the host takes
/// that, and from then on it is silent. What was sent before stands.
///
/// **Thread:** audio; made and dropped on main.
pub(crate) struct Musician {
    player: Player,
    open: OpenNotes,
    /// Whether the open notes are those of a player that was given up.
    owes_offs: bool,
}

impl Musician {
    /// A musician who plays with the engine of a fresh link. Allocates all that it will ever need.
    pub(crate) fn new((audio, engine): (AudioSide, Engine)) -> Self {
        Self {
            player: Player::new(audio, engine),
            open: OpenNotes::default(),
            owes_offs: false,
        }
    }

    /// Plays the frames of the call, unless tripped; the built-in drums into `outputs`, which are
    /// silent.
    pub(crate) fn play(
        &mut self,
        params: &Params,
        health: &Health,
        call: &mut impl Call,
        outputs: Option<Outputs<'_>>,
    ) {
        self.open.begin_call();
        self.pay_offs(call);
        if health.is_tripped() {
            return;
        }
        let (player, open) = (&mut self.player, &mut self.open);
        let done = caught(|| player.play(params, (open, health), call, outputs));
        if done.is_none() {
            self.trip(health);
        }
        self.pay_offs(call);
    }

    /// What plays around the end of the last call.
    pub(crate) fn form(&self) -> Form {
        self.player.form()
    }

    /// As [`Player::passes`], for an event-less call.
    pub(super) fn passes(&mut self, params: &Params, health: &Health, block: &Block<'_>) -> bool {
        let plays = !self.owes_offs && !health.is_tripped();
        plays && caught(|| self.player.passes(params, health, block)).unwrap_or(false)
    }

    /// Forgets the transport; what sounds is released on the next call's first frame.
    pub(crate) fn reset(&mut self, health: &Health) {
        if !health.is_tripped() && caught(|| self.player.reset()).is_none() {
            self.trip(health);
        }
    }

    /// Ends all notes on the first frame of the call, in place of playing. True if the host took all
    /// the ends; else the next call offers the rest.
    pub(crate) fn finish(&mut self, call: &mut impl Sink) -> bool {
        self.open.begin_call();
        self.owes_offs = true;
        self.pay_offs(call);
        !self.owes_offs
    }

    /// Goes on with a new player, if the one that was given up panicked. Should even the making of
    /// one panic, it stays silent. **Thread:** main, while nothing plays.
    pub(super) fn start_afresh(&mut self, params: &Params, health: &Health) {
        let made = caught(|| {
            let (audio, engine) = params.main().lock().relink();
            Player::new(audio, engine)
        });
        if let Some(player) = made {
            self.player = player;
            health.set_tripped(false);
        }
    }

    fn trip(&mut self, health: &Health) {
        health.set_tripped(true);
        health.publish(&Vitals {
            sounding: 0,
            ..health.vitals()
        });
        self.owes_offs = true;
    }

    fn pay_offs(&mut self, call: &mut impl Sink) {
        // A panic costs the one note whose end it is, so there are no more of them than notes.
        while self.owes_offs {
            if let Some(are_paid) = caught(|| release(&mut self.open, call)) {
                self.owes_offs = !are_paid;
                return;
            }
        }
    }
}

/// Ends all `open` notes after what went out in this call; true if the host took all the ends.
fn release(open: &mut OpenNotes, sink: &mut impl Sink) -> bool {
    let at = open.latest();
    open.release(|channel, key| sink.send(off(at, channel, key)).is_ok())
}

fn off(at: u32, channel: Channel, key: Key) -> Event {
    Event {
        at,
        kind: Kind::Off,
        channel,
        key,
        origin: Origin::Thru,
    }
}
