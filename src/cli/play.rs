//! `afterbeat` without a subcommand: it plays on its own.

use super::feel::{self, Setting};
use super::{Error, sources};
use afterbeat::grooves;
use afterbeat::link::{self, Main};
use afterbeat::pattern::Bank;
use afterbeat::plugin::Params;
use afterbeat::standalone::{self, Follows, Instrument, Options, Song};
use afterbeat::time::{Bpm, Meter};
use std::path::PathBuf;
use std::sync::Arc;

/// What to play, and how.
#[derive(clap::Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of its own on the command line"
)]
pub struct Args {
    /// What a new state begins with: a groove's id or name, or the path of a groove file; B1 unless
    /// given. A state file that is there already has its own.
    #[arg(long, value_name = "NAME")]
    groove: Option<String>,
    /// Quarter notes a minute, where no timebase master says others; the state's or else the groove's
    /// slowest unless given.
    #[arg(long, value_name = "BPM", allow_negative_numbers = true, value_parser = super::parse_tempo)]
    tempo: Option<Bpm>,
    /// The meter, as in 7/8, where no timebase master says another; the state's or else 4/4 unless
    /// given.
    #[arg(long, value_name = "N/D")]
    meter: Option<Meter>,
    /// Sets a parameter, as in swing=62. May be given more than once.
    #[arg(long, value_name = "NAME=VALUE")]
    set: Vec<Setting>,
    /// The file that the state is kept in: loaded at the start, saved by itself soon after each change
    /// and at the end.
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,
    /// The client's name in JACK. If it is taken, JACK adds a number.
    #[arg(long, default_value = "afterbeat", value_parser = parse_name)]
    name: String,
    /// Connects the MIDI output to the port of this whole name as soon as it is there. May be given
    /// more than once.
    #[arg(long, value_name = "PORT")]
    connect: Vec<String>,
    /// Whether the built-in drums are heard at the audio outputs, which are connected to the sound
    /// card's; the state's unless given. A new state has them on, or off where --connect is given.
    #[arg(long, value_name = "on|off", value_parser = parse_switch)]
    drums: Option<bool>,
    /// Whose transport is followed, and moved by play, stop and locate.
    #[arg(long, value_enum, default_value = "jack")]
    transport: Transport,
    /// Sends a MIDI clock with the notes: ticks, start, stop, continue and song position.
    #[arg(long)]
    clock_out: bool,
    /// Is JACK's timebase master, unless another is: bar, beat and tempo for all of JACK's clients.
    #[arg(long)]
    timebase: bool,
    /// Lets the transport roll at once.
    #[arg(long)]
    play: bool,
    /// Reads commands from standard input, a line each; 'help' lists them. Ends when they do.
    #[arg(long)]
    stdin: bool,
    /// Waits for a JACK server if none is running, and plays on no clock of its own meanwhile.
    #[arg(long)]
    wait: bool,
    /// Leaves the sound card alone where no JACK server is running.
    #[arg(long)]
    no_card: bool,
    /// Opens no window.
    #[arg(long)]
    headless: bool,
}

/// Whose transport.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Transport {
    /// JACK's
    Jack,
    /// Afterbeat's own, whatever JACK's does
    Own,
    /// That of the MIDI clock that comes in, which alone says when and where it plays
    Clock,
}

impl Args {
    /// Whether something is typed that goes before the state.
    fn changes_state(&self) -> bool {
        let is_song = self.tempo.is_some() || self.meter.is_some();
        is_song || self.drums.is_some() || !self.set.is_empty()
    }
}

/// Plays until it is told to end.
pub fn run(args: Args) -> Result<(), Error> {
    let instrument = instrument(&args)?;
    let changes_state = args.changes_state();
    let follows = match args.transport {
        Transport::Jack => Follows::Jack,
        Transport::Own => Follows::Own,
        Transport::Clock => Follows::Clock,
    };
    let options = Options {
        name: args.name,
        connect: args.connect,
        follows,
        sends_clock: args.clock_out,
        leads: args.timebase,
        plays: args.play,
        waits: args.wait,
        reads: args.stdin,
        opens: !args.headless,
        uses_card: !args.no_card,
        changes_state,
        state: args.state,
    };
    Ok(standalone::run(instrument, options)?)
}

/// The state in the file if there is one, else the groove; and what was typed goes before both.
fn instrument(args: &Args) -> Result<Instrument, Error> {
    let name = args.groove.as_deref().unwrap_or(grooves::FRESH);
    let groove = sources::groove(name)?;
    let mut bank = Bank::with_first(groove.pattern.clone());
    bank.setup.audition = args.connect.is_empty();
    let (main, _, _) = link::new(bank);
    let params = Params::new(Main::new(main));
    let mut song = Song {
        bpm: Bpm::new(groove.tempo.0).unwrap_or(Bpm::DEFAULT),
        meter: Meter::COMMON,
    };
    let has_state = match &args.state {
        Some(path) => standalone::load(path, &params, &mut song)?,
        None => false,
    };
    if !has_state {
        feel::take_on(&groove.feel, &params)?;
    }
    feel::check_once(&params, &args.set, &[])?;
    for setting in &args.set {
        setting.apply(&params)?;
    }
    if let Some(on) = args.drums {
        standalone::hear_drums(&params, on);
    }
    song.bpm = args.tempo.unwrap_or(song.bpm);
    song.meter = args.meter.unwrap_or(song.meter);
    Ok(Instrument {
        params: Arc::new(params),
        health: Arc::default(),
        song,
    })
}

fn parse_switch(text: &str) -> Result<bool, &'static str> {
    match text {
        "on" => Ok(true),
        "off" => Ok(false),
        _ => Err("expected on or off"),
    }
}

/// A name that JACK takes.
fn parse_name(text: &str) -> Result<String, &'static str> {
    let is_one = (1..=32).contains(&text.len()) && !text.contains(':');
    is_one
        .then(|| text.to_owned())
        .ok_or("expected 1 to 32 letters without a colon")
}
