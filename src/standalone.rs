//! Afterbeat on its own: a JACK client around the engine that the plug-in plays with.
//!
//! Three kinds of threads meet here. JACK's calls [`Performer::cycle`], which plays a cycle and never
//! waits. The session's, which is the main one where there is no window, obeys lines, looks after the
//! server, and keeps the state; what it wants of the audio side crosses as an [`Order`], parameters and
//! edits cross as in the plug-in. Two small ones read lines and write answers, so that nobody who is
//! slow to type or to read holds up the rest. Where other modules say main, the session's is meant.
//!
//! **The window** is the plug-in's. It edits the same bank and the same parameters; what it asks of the
//! transport comes to the session like a typed line. Once it is closed the session ends, and once the
//! session ends it is closed.
//!
//! **No server.** The sound card calls the performer then, or a thread that keeps time, each with a
//! transport like JACK's. As soon as a server is there, it takes over.
//!
//! **The end** is a cycle too: [`Order::Finish`] has the performer end every note, and only when that
//! cycle has been heard does the client close.
//!
//! **The server goes.** JACK sets a flag and no more. The main thread finds it, leaves the client,
//! and opens another with a new engine out of the true bank as soon as there is a server again.

mod board;
mod click;
mod client;
mod clock_in;
mod clock_out;
mod clock_word;
mod command;
mod console;
mod cycle;
mod desk;
mod driver;
mod heard;
mod inbox;
mod leader;
mod link;
mod now;
mod order;
mod performer;
mod pulse;
mod recorder;
mod session;
mod song;
mod stand_in;
mod state_file;
mod status;
mod tap;
mod tape;
mod tempo_line;
mod terminal;
mod timebase;
mod window;

pub use board::Board;
pub use client::ClientError;
pub use clock_in::{ClockIn, ClockPart};
pub use clock_out::ClockOut;
pub use clock_word::ClockWord;
pub use command::{Command, CommandError, HELP, Place};
pub use cycle::{Cycle, Message};
pub use heard::{Bbt, Heard};
pub use leader::{Follows, JackSteer};
pub use order::{Order, Steer};
pub use performer::{Performer, Start};
pub use recorder::{Manner, Over, Played, Recorder};
pub use session::{Instrument, Options, StandaloneError, hear_drums, run};
pub use song::Song;
pub use state_file::{KeepError, LoadError, keep, load};
pub use tap::TapTempo;
pub use timebase::{Said, TICKS_PER_BEAT, Timebase};
