//! The main thread: it obeys lines, minds the server, keeps the state, and ends cleanly.

mod keeper;
mod mapped;
mod obey;
mod record;
mod seen;
mod server;
mod stand_in;

use super::board::Board;
use super::client::ClientError;
use super::console::Console;
use super::leader::Follows;
use super::link::Link;
use super::recorder::Recorder;
use super::song::Song;
use super::state_file::KeepError;
use super::tap::TapTempo;
use super::terminal::{Incoming, Terminal};
use super::window::Window;
use crate::link::Health;
use crate::midi_map::{Trigger, Wanted};
use crate::plugin::Params;
use keeper::Keeper;
use nice_plug_egui::RepaintNotifier;
use obey::Next;
pub use obey::hear_drums;
use seen::Seen;
use signal_hook::{consts, flag};
use std::collections::BTreeSet;
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
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
    /// Whether it is JACK's timebase master where there is no other.
    pub leads: bool,
    /// Whether the transport is asked to roll at once.
    pub plays: bool,
    /// Whether it waits for a server that is not there.
    pub waits: bool,
    /// Whether it reads commands.
    pub reads: bool,
    /// Whether it opens a window.
    pub opens: bool,
    /// Whether it plays on the sound card where there is no server.
    pub uses_card: bool,
    /// The file that the state is kept in.
    pub state: Option<PathBuf>,
    /// Whether the instrument is another than in that file, so that it is to be saved.
    pub changes_state: bool,
}

/// Why it could not play, or not end as it should.
#[derive(Debug, thiserror::Error)]
pub enum StandaloneError {
    /// There is no client.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// Nothing stands in for one.
    #[error("no clock can be started: {0}")]
    Clock(#[source] io::Error),
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
/// When it cannot play, or something at the end went wrong.
pub fn run(instrument: Instrument, options: Options) -> Result<(), StandaloneError> {
    let is_signalled = hear_signals().map_err(StandaloneError::Signals)?;
    let terminal = Terminal::new(options.reads);
    if !options.opens {
        return Session::new(instrument, options, terminal, None, &is_signalled).run();
    }
    let console = Arc::new(Console::new(terminal.others(), RepaintNotifier::new()));
    let window = match Window::open(&instrument, &console) {
        Ok(window) => window,
        Err(why) => {
            say(format_args!(
                "no window can be opened ({why}); playing without one"
            ));
            return Session::new(instrument, options, terminal, None, &is_signalled).run();
        }
    };
    // Some systems have windows on the main thread alone.
    let (own_console, own_signal) = (Arc::clone(&console), Arc::clone(&is_signalled));
    let session = thread::spawn(move || {
        Session::new(
            instrument,
            options,
            terminal,
            Some(own_console),
            &own_signal,
        )
        .run()
    });
    window.run(&session);
    // Whoever closes the window ends the program.
    is_signalled.store(true, Ordering::Relaxed);
    session
        .join()
        .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
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
    /// How many bars are counted in before a take.
    count_in: u8,
    /// Whether a click is heard.
    clicks: bool,
    /// How often it was said that the MIDI clock was lost.
    told_losses: u32,
    /// What the window has in common with this, if there is one, and what it was shown last.
    console: Option<Arc<Console>>,
    seen: Seen,
    /// The keys and controllers that the audio side was last told to take.
    wanted: Wanted,
    /// Those that hold a fill.
    hold_fill: BTreeSet<Trigger>,
}

impl Session {
    fn new(
        instrument: Instrument,
        options: Options,
        terminal: Terminal,
        console: Option<Arc<Console>>,
        is_signalled: &Arc<AtomicBool>,
    ) -> Self {
        let now = Instant::now();
        Self {
            terminal,
            keeper: Keeper::new(options.state.clone(), &instrument, options.changes_state),
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
            count_in: 0,
            clicks: false,
            wanted: Wanted::default(),
            hold_fill: BTreeSet::new(),
            told_losses: 0,
            console,
            seen: Seen::default(),
            instrument,
            options,
        }
    }

    /// Plays until it is told to end.
    fn run(mut self) -> Result<(), StandaloneError> {
        if let Err(error) = self.begin() {
            self.close_window();
            return Err(error);
        }
        let mut hears_out = false;
        while !self.is_signalled.load(Ordering::Relaxed) {
            match self.terminal.next(self.step()) {
                Some(Incoming::Line(line)) => match self.obey(&line) {
                    Next::GoesOn => {}
                    Next::Ends => break,
                },
                Some(Incoming::NoLine(why)) => self.terminal.answer(format!("error: {why}")),
                Some(Incoming::Press(command)) => self.press(command),
                Some(Incoming::Restart) => self.restart(),
                Some(Incoming::End) => {
                    hears_out = true;
                    break;
                }
                None => {}
            }
            self.tend();
        }
        self.end(hears_out)
    }

    /// How long lines are waited for: not so long that a key's work is felt to come late.
    fn step(&self) -> Duration {
        if self.wanted == Wanted::default() {
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
            self.mind_stand_in();
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
        self.show();
    }

    fn tell_losses(&mut self) {
        if self.board.timebase.take_loss() {
            self.options.leads = false;
            say("another client has become JACK's timebase master; its tempo and meter lead");
        }
        let losses = self.board.clock_losses();
        if std::mem::replace(&mut self.told_losses, losses) < losses {
            say("the MIDI clock has gone silent; stopped until it starts or continues");
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
        self.let_go_of_fill();
        let is_ended = self.link.take().is_none_or(|link| {
            if hears_out {
                link.wait_for_orders(self.wants_play);
            }
            link.finish()
        });
        // What was only on trial in it is not kept.
        self.close_window();
        let is_kept = self.keeper.keep(&self.instrument);
        self.terminal.finish();
        is_kept?;
        is_ended.then_some(()).ok_or(StandaloneError::Unended)
    }
}
