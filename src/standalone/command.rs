//! What can be typed while it plays: a line a command.

use super::leader::Follows;
use super::recorder::Manner;
use crate::pattern::{LaneIndex, PatternIndex};
use crate::time::{Bpm, Meter};
use std::path::PathBuf;
use std::str::FromStr;

/// A command.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Lets the transport roll.
    Play,
    /// Stops it.
    Stop,
    /// Goes to a place in the song.
    Locate(Place),
    /// Follows another transport.
    Follow(Follows),
    /// Is JACK's timebase master, or no more.
    Timebase(bool),
    /// Sets the tempo where no timebase master says another.
    Tempo(Bpm),
    /// Is one beat of the tempo.
    Tap,
    /// Sets the meter where no timebase master says another.
    Meter(Meter),
    /// Plays another pattern.
    Pattern(PatternIndex),
    /// Sets a parameter.
    Set {
        /// Its id or name.
        name: String,
        /// The value, as typed.
        value: String,
    },
    /// Mutes a lane, or lets it be heard again.
    Mute {
        /// The lane.
        lane: LaneIndex,
        /// Whether it is silent.
        mute: bool,
    },
    /// Mutes the whole kit, or lets it be heard again; the song goes on.
    MuteKit(bool),
    /// Plays a fill.
    Fill,
    /// Takes another seed.
    Reroll,
    /// Has the built-in drums heard, or not.
    Drums(bool),
    /// Has a click heard on every beat, or not.
    Click(bool),
    /// Records what is played, or no longer.
    Record(bool),
    /// Has so many bars be counted in before a take.
    CountIn(u8),
    /// Says what a take makes of what was written before.
    RecordAs(Manner),
    /// Has what is recorded go on the steps, or stay where it was played.
    Quantize(bool),
    /// Takes the last take back.
    Undo,
    /// Writes it again.
    Redo,
    /// Has the next key or controller do this: a parameter, or a command.
    Learn(String),
    /// Lets none do it any more.
    Forget(String),
    /// Says which key or controller does what.
    Map,
    /// Saves the state, to its own file or to this one.
    Save(Option<PathBuf>),
    /// Says how things are.
    Status,
    /// Says what can be typed.
    Help,
    /// Ends.
    Quit,
}

/// A place in the song, in bars and beats from 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    /// The bar.
    pub bar: u32,
    /// The beat in it, which may have a fraction.
    pub beat: f64,
}

/// What was typed is no command.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum CommandError {
    /// No command has this name.
    #[error("there is no command '{0}'; 'help' lists them")]
    Unknown(String),
    /// It was not given what it takes.
    #[error("expected {expected}, found '{found}'")]
    Wrong {
        /// What the whole line should have been like.
        expected: &'static str,
        /// What was there.
        found: String,
    },
}

/// The longest line that is read, in bytes: a path and a word.
pub const MOST_BYTES: usize = 8_192;

/// A line for each command: how it is typed, and what it does.
pub const HELP: &[(&str, &str)] = &[
    ("play", "lets the transport roll"),
    ("stop", "stops it"),
    (
        "locate BAR [BEAT]",
        "goes to a bar, and a beat in it; both from 1",
    ),
    (
        "follow jack|own|clock",
        "follows JACK's transport, its own, or the MIDI clock that comes in",
    ),
    (
        "timebase on|off",
        "says tempo, meter and bars for all of JACK's clients, or not",
    ),
    (
        "tempo BPM",
        "sets the tempo, 1 to 2000, unless a timebase master leads",
    ),
    ("tap", "taps the tempo, 30 to 300, from the second tap on"),
    (
        "meter N/D",
        "sets the meter, as in 7/8, unless a timebase master leads",
    ),
    (
        "pattern N",
        "plays pattern 1 to 128, from where 'pattern_change' says",
    ),
    ("set ID VALUE", "sets a parameter, as in 'set swing 62'"),
    (
        "mute LANE [on|off]",
        "mutes lane 1 to 16, or lets it be heard again",
    ),
    (
        "mute kit [on|off]",
        "mutes all that is played, and lets it be heard again in its place",
    ),
    (
        "fill",
        "plays a fill up to the bar line, at once or when it rolls",
    ),
    ("reroll", "takes another seed: other ghosts and fills"),
    (
        "drums on|off",
        "has the built-in drums heard at the audio outputs, or not",
    ),
    (
        "click on|off",
        "has a click heard on every beat, and never sent, or not",
    ),
    (
        "record on|off",
        "records the notes that come in while it rolls; off ends the take",
    ),
    (
        "count-in N",
        "has 0 to 2 bars be counted in by the click before a take; it begins on a bar line",
    ),
    (
        "record overdub|replace",
        "keeps what is written, or empties each lane that is played",
    ),
    (
        "quantize on|off",
        "puts what is recorded on the swung steps, or leaves it where it was played",
    ),
    ("undo", "takes the last take back"),
    ("redo", "writes it again"),
    (
        "learn WHAT",
        "has the next key or controller that comes in move a parameter or type a command",
    ),
    ("forget WHAT", "lets none do it any more"),
    ("map", "says which key or controller does what"),
    (
        "save [FILE]",
        "saves the state to its own file, or to another",
    ),
    ("status", "says how things are, as JSON on one line"),
    ("help", "says this"),
    ("quit", "ends every note and then the program"),
];

impl FromStr for Command {
    type Err = CommandError;

    fn from_str(line: &str) -> Result<Self, CommandError> {
        let line = line.trim();
        let (name, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
        let rest = rest.trim();
        match name.to_ascii_lowercase().as_str() {
            "play" => alone(Self::Play, "'play' alone", rest),
            "stop" => alone(Self::Stop, "'stop' alone", rest),
            "tap" => alone(Self::Tap, "'tap' alone", rest),
            "fill" => alone(Self::Fill, "'fill' alone", rest),
            "reroll" => alone(Self::Reroll, "'reroll' alone", rest),
            "status" => alone(Self::Status, "'status' alone", rest),
            "help" => alone(Self::Help, "'help' alone", rest),
            "quit" => alone(Self::Quit, "'quit' alone", rest),
            "locate" => read(
                rest,
                "'locate BAR [BEAT]', as in 'locate 5' or 'locate 5 2.5'",
                place,
            ),
            "follow" => read(
                rest,
                "'follow jack', 'follow own' or 'follow clock'",
                follow,
            ),
            "timebase" => on_off(rest, "'timebase on' or 'timebase off'", Self::Timebase),
            "tempo" => read(rest, "'tempo BPM' with 1 to 2000", tempo),
            "meter" => read(rest, "'meter N/D', as in 'meter 7/8'", meter),
            "pattern" => read(rest, "'pattern N' with 1 to 128", pattern),
            "set" => read(rest, "'set ID VALUE', as in 'set swing 62'", setting),
            "mute" => read(
                rest,
                "'mute LANE [on|off]' with lane 1 to 16 or 'kit'",
                mute,
            ),
            "drums" => on_off(rest, "'drums on' or 'drums off'", Self::Drums),
            "click" => on_off(rest, "'click on' or 'click off'", Self::Click),
            "record" => read(
                rest,
                "'record on', 'record off', 'record overdub' or 'record replace'",
                record,
            ),
            "count-in" => read(rest, "'count-in N' with 0 to 2 bars", |rest| {
                let bars: u8 = rest.parse().ok()?;
                (bars <= 2).then_some(Self::CountIn(bars))
            }),
            "quantize" => on_off(rest, "'quantize on' or 'quantize off'", Self::Quantize),
            "undo" => alone(Self::Undo, "'undo' alone", rest),
            "redo" => alone(Self::Redo, "'redo' alone", rest),
            "learn" => read(rest, "'learn WHAT', a parameter or a command", |rest| {
                named(rest).map(Self::Learn)
            }),
            "forget" => read(rest, "'forget WHAT', a parameter or a command", |rest| {
                named(rest).map(Self::Forget)
            }),
            "map" => alone(Self::Map, "'map' alone", rest),
            "save" => Ok(Self::Save((!rest.is_empty()).then(|| rest.into()))),
            _ => Err(CommandError::Unknown(name.to_owned())),
        }
    }
}

/// A command that takes nothing.
fn alone(command: Command, expected: &'static str, rest: &str) -> Result<Command, CommandError> {
    read(rest, expected, |rest| rest.is_empty().then_some(command))
}

/// A command that takes on or off.
fn on_off(
    rest: &str,
    expected: &'static str,
    command: fn(bool) -> Command,
) -> Result<Command, CommandError> {
    read(rest, expected, |rest| switch(rest).map(command))
}

/// A command of what follows its name.
fn read(
    rest: &str,
    expected: &'static str,
    command: impl FnOnce(&str) -> Option<Command>,
) -> Result<Command, CommandError> {
    let found = rest.to_owned();
    command(rest).ok_or(CommandError::Wrong { expected, found })
}

fn place(rest: &str) -> Option<Command> {
    let mut words = rest.split_whitespace();
    let bar: u32 = words.next()?.parse().ok()?;
    let beat: f64 = words.next().unwrap_or("1").parse().ok()?;
    let is_one = bar >= 1 && (1.0..=1e6).contains(&beat) && words.next().is_none();
    is_one.then_some(Command::Locate(Place { bar, beat }))
}

fn tempo(rest: &str) -> Option<Command> {
    let bpm: f64 = rest.parse().ok()?;
    let bpm = Some(bpm).filter(|bpm| (1.0..=2000.0).contains(bpm));
    bpm.and_then(Bpm::new).map(Command::Tempo)
}

fn meter(rest: &str) -> Option<Command> {
    rest.parse().ok().map(Command::Meter)
}

fn pattern(rest: &str) -> Option<Command> {
    let number: u8 = rest.parse().ok()?;
    let index = PatternIndex::new(number.checked_sub(1)?);
    index.map(Command::Pattern)
}

fn setting(rest: &str) -> Option<Command> {
    // Names have spaces in them, and so have some values; ids do not.
    let (name, value) = match rest.split_once('=') {
        Some(both) => both,
        None => rest.split_once(char::is_whitespace)?,
    };
    let (name, value) = (name.trim().to_owned(), value.trim().to_owned());
    (!name.is_empty() && !value.is_empty()).then_some(Command::Set { name, value })
}

fn switch(word: &str) -> Option<bool> {
    match word.to_ascii_lowercase().as_str() {
        "on" => Some(true),
        "off" => Some(false),
        _ => None,
    }
}

fn named(rest: &str) -> Option<String> {
    (!rest.is_empty()).then(|| rest.to_owned())
}

fn record(rest: &str) -> Option<Command> {
    match rest.to_ascii_lowercase().as_str() {
        "overdub" => Some(Command::RecordAs(Manner::Overdub)),
        "replace" => Some(Command::RecordAs(Manner::Replace)),
        word => switch(word).map(Command::Record),
    }
}

fn follow(rest: &str) -> Option<Command> {
    let follows = match rest.to_ascii_lowercase().as_str() {
        "jack" => Follows::Jack,
        "own" => Follows::Own,
        "clock" => Follows::Clock,
        _ => return None,
    };
    Some(Command::Follow(follows))
}

fn mute(rest: &str) -> Option<Command> {
    let mut words = rest.split_whitespace();
    let whose = words.next()?;
    let mute = switch(words.next().unwrap_or("on"))?;
    if words.next().is_some() {
        return None;
    }
    if whose.eq_ignore_ascii_case("kit") {
        return Some(Command::MuteKit(mute));
    }
    let number: u8 = whose.parse().ok()?;
    let lane = LaneIndex::new(number.checked_sub(1)?)?;
    Some(Command::Mute { lane, mute })
}
