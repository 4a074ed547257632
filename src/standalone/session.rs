//! The main thread: it obeys lines, minds the server, keeps the state, and ends cleanly.

mod keeper;
mod mapped;
mod obey;
mod record;

use super::board::Board;
use super::client::ClientError;
use super::leader::Follows;
use super::link::Link;
use super::midi_map::{MidiMap, Wanted};
use super::order::{Order, Steer};
use super::performer::Start;
use super::recorder::Recorder;
use super::song::Song;
use super::state_file::KeepError;
use super::tap::TapTempo;
use super::terminal::{Incoming, Terminal};
use crate::link::Health;
use crate::plugin::Params;
use keeper::Keeper;
use obey::Next;
pub use obey::hear_drums;
use signal_hook::{consts, flag};
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// How often the main thread looks after things.
const STEP: Duration = Duration::from_millis(50);
/// The same while the player's keys do something.
const STEP_FOR_KEYS: Duration = Duration::from_millis(5);
/// How often a server, or a port, is looked for.
const RETRY: Duration = Duration::from_millis(500);

/// What is played: the parameters, the bank that is saved with them, and the song's tempo and meter.
pub struct Instrument {
    /// The parameters and the bank.
    pub params: Arc<Params>,
    /// What the audio side says of the engine.
    pub health: Arc<Health>,
    /// Tempo and meter.
    pub song: Song,
    /// What the player's keys and controllers do.
    pub map: MidiMap,
}

/// How it is played.
#[derive(Clone, Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own on the command line"
)]
pub struct Options {
    /// The client's name in JACK.
    pub name: String,
    /// The ports that it is connected to.
    pub connect: Vec<String>,
    /// Whose transport is followed.
    pub follows: Follows,
    /// Whether a MIDI clock is sent with the notes.
    pub sends_clock: bool,
    /// Whether the transport is asked to roll at once.
    pub plays: bool,
    /// Whether it waits for a server that is not there.
    pub waits: bool,
    /// Whether it reads commands.
    pub reads: bool,
    /// The file that the state is kept in.
    pub state: Option<PathBuf>,
}

/// Why it could not play, or not end as it should.
#[derive(Debug, thiserror::Error)]
pub enum StandaloneError {
    /// There is no client.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// The state is not saved.
    #[error(transparent)]
    Keep(#[from] KeepError),
    /// Signals cannot be heard.
    #[error("signals cannot be heard: {0}")]
    Signals(#[source] io::Error),
    /// JACK stands still.
    #[error("JACK did not take the last note-offs; notes may hang")]
    Unended,
}

/// Plays until it is told to end: by a line, by the end of the lines, or by a signal. Then every
/// note is ended on the wire, and the state is saved.
///
/// # Errors
/// When there is no server and none is waited for, or something at the end went wrong.
pub fn run(instrument: Instrument, options: Options) -> Result<(), StandaloneError> {
    let is_signalled = hear_signals().map_err(StandaloneError::Signals)?;
    let mut session = Session::new(instrument, options, &is_signalled);
    session.begin()?;
    let mut hears_out = false;
    while !is_signalled.load(Ordering::Relaxed) {
        match session.terminal.next(session.step()) {
            Some(Incoming::Line(line)) => match session.obey(&line) {
                Next::GoesOn => {}
                Next::Ends => break,
            },
            Some(Incoming::NoLine(why)) => session.terminal.answer(format!("error: {why}")),
            Some(Incoming::End) => {
                hears_out = true;
                break;
            }
            None => {}
        }
        session.tend();
    }
    session.end(hears_out)
}

/// The signals that ask a program to end. Windows has none for a terminal that goes.
#[cfg(unix)]
const ENDINGS: [i32; 3] = [consts::SIGHUP, consts::SIGINT, consts::SIGTERM];
#[cfg(not(unix))]
const ENDINGS: [i32; 2] = [consts::SIGINT, consts::SIGTERM];

/// A flag that is set by the signals that ask a program to end.
fn hear_signals() -> io::Result<Arc<AtomicBool>> {
    let is_signalled = Arc::new(AtomicBool::new(false));
    for signal in ENDINGS {
        flag::register(signal, Arc::clone(&is_signalled))?;
    }
    Ok(is_signalled)
}

/// Says something to whoever watches. Nobody may be there.
fn say(what: impl std::fmt::Display) {
    let _ = writeln!(io::stderr(), "afterbeat: {what}");
}

/// All that the main thread has.
struct Session {
    instrument: Instrument,
    options: Options,
    terminal: Terminal,
    keeper: Keeper,
    link: Option<Link>,
    is_signalled: Arc<AtomicBool>,
    tap: TapTempo,
    /// When taps are counted from.
    started: Instant,
    /// Whether the transport was last asked to roll.
    wants_play: bool,
    /// What the audio side said last.
    board: Arc<Board>,
    /// When a server and ports were looked for last.
    looked: Instant,
    /// What was said last of what is missing, so that it is said once.
    missing: String,
    has_told_failure: bool,
    recorder: Recorder,
    /// Whether a click is heard.
    clicks: bool,
    /// How often it was said that the MIDI clock was lost.
    told_losses: u32,
}

impl Session {
    fn new(instrument: Instrument, options: Options, is_signalled: &Arc<AtomicBool>) -> Self {
        let now = Instant::now();
        Self {
            terminal: Terminal::new(options.reads),
            keeper: Keeper::new(options.state.clone(), &instrument),
            link: None,
            is_signalled: Arc::clone(is_signalled),
            tap: TapTempo::default(),
            started: now,
            wants_play: options.plays,
            board: Arc::default(),
            looked: now,
            missing: String::new(),
            has_told_failure: false,
            recorder: Recorder::default(),
            clicks: false,
            told_losses: 0,
            instrument,
            options,
        }
    }

    /// Opens the client; without a server it is waited for, or not. A state that cannot be kept is
    /// told now, and not when there is something to lose.
    fn begin(&mut self) -> Result<(), StandaloneError> {
        self.keeper.keep(&self.instrument)?;
        match self.open() {
            Err(ClientError::NoServer) if self.options.waits => {
                say("no JACK server is running; waiting for one");
                Ok(())
            }
            opened => Ok(opened?),
        }
    }

    fn open(&mut self) -> Result<(), ClientError> {
        let start = Start {
            follows: self.options.follows,
            bpm: self.instrument.song.bpm,
            meter: self.instrument.song.meter,
            sends_clock: self.options.sends_clock,
        };
        let (name, ports) = (&self.options.name, &self.options.connect);
        let mut link = Link::open(&self.instrument, name, ports, start, &self.is_signalled)?;
        // Before anything plays, so that all of it arrives.
        link.connect();
        let (rate, block) = link.pace();
        let name = link.name();
        say(format_args!(
            "playing as '{name}' at {rate} Hz in cycles of {block} frames"
        ));
        link.order(Order::Want(self.instrument.map.wanted()));
        if self.recorder.is_on() {
            link.order(Order::Record(true));
        }
        if self.clicks {
            link.order(Order::Click(true));
        }
        if self.options.follows == Follows::Own {
            let left_at = self.board.position();
            link.order(Order::Steer(Steer::Locate(left_at)));
        }
        if std::mem::take(&mut self.options.plays) || self.resumes() {
            link.order(Order::Steer(Steer::Play));
        }
        self.board = Arc::clone(&link.board);
        self.link = Some(link);
        self.has_told_failure = false;
        self.told_losses = 0;
        self.connect();
        Ok(())
    }

    /// Whether what rolled before the server went rolls on by itself. JACK's own transport is the
    /// new server's.
    fn resumes(&self) -> bool {
        self.options.follows == Follows::Own && self.wants_play
    }

    /// How long lines are waited for: not so long that a key's work is felt to come late.
    fn step(&self) -> Duration {
        if self.instrument.map.wanted() == Wanted::default() {
            STEP
        } else {
            STEP_FOR_KEYS
        }
    }

    /// Looks after everything but the lines.
    fn tend(&mut self) {
        self.leave_dead_server();
        self.tell_losses();
        self.write_down();
        self.obey_map();
        if self.looked.elapsed() >= RETRY {
            self.looked = Instant::now();
            if self.link.is_none() {
                self.open_again();
            }
            self.connect();
        }
        if self.instrument.health.is_tripped() && !self.has_told_failure {
            self.has_told_failure = true;
            say(
                "the player has failed and is silent; the state is safe: end it and start it again",
            );
        }
        if let Err(error) = self.keeper.tend(&self.instrument) {
            say(error);
        }
    }

    fn tell_losses(&mut self) {
        let losses = self.board.clock_losses();
        if self.told_losses != losses {
            self.told_losses = losses;
            say("the MIDI clock has gone silent; stopped until it starts or continues");
        }
    }

    fn leave_dead_server(&mut self) {
        if let Some(link) = self.link.take_if(|link| link.board.is_gone()) {
            drop(link);
            say("the JACK server has gone; everything is kept, and a server is waited for");
            self.looked = Instant::now();
        }
    }

    fn open_again(&mut self) {
        match self.open() {
            Ok(()) => self.missing.clear(),
            Err(ClientError::NoServer) => {}
            Err(error) => self.say_once(error.to_string()),
        }
    }

    fn connect(&mut self) {
        let Some(link) = &mut self.link else { return };
        let missing = link.connect().join("', '");
        if !missing.is_empty() {
            self.say_once(format!(
                "cannot connect to '{missing}' yet; that is tried again"
            ));
        }
    }

    fn say_once(&mut self, what: String) {
        if self.missing != what {
            say(&what);
            self.missing = what;
        }
    }

    /// Ends every note, then the client, and keeps the state. `hears_out` what was asked for last.
    fn end(mut self, hears_out: bool) -> Result<(), StandaloneError> {
        self.end_take();
        let is_ended = self.link.take().is_none_or(|link| {
            if hears_out {
                link.wait_for_orders(self.wants_play);
            }
            link.finish()
        });
        let is_kept = self.keeper.keep(&self.instrument);
        self.terminal.finish();
        is_kept?;
        is_ended.then_some(()).ok_or(StandaloneError::Unended)
    }
}
