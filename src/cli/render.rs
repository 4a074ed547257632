//! `afterbeat render`: the plug-in's engine and parameters without a host, to a file.

mod words;

use super::feel::{self, Automation, Setting};
use super::output::Output;
use super::{Error, sources};
use afterbeat::grooves::{self, Groove};
use afterbeat::offline::{POINT_FRAMES, Picture, Render, straight};
use afterbeat::pattern::{Bank, KeyMap};
use afterbeat::plugin::params::Params;
use afterbeat::time::{Bpm, Meter, SampleRate, Ticks};
use clap::builder::{PathBufValueParser, TypedValueParser as _};
use std::num::NonZeroU32;
use std::path::PathBuf;

/// The longest render, in hours: what is longer was mistyped, and would never end.
const MOST_HOURS: f64 = 24.0;

/// What to render.
#[derive(clap::Args)]
pub struct Args {
    /// A groove's id or name, or the path of a groove file.
    #[arg(default_value = grooves::FRESH)]
    groove: String,
    /// Another feel for its notes: a feel's name, or a groove whose feel it is.
    #[arg(long, value_name = "NAME")]
    feel: Option<String>,
    // Here and below, a number under 0 is taken as a value, so that it is refused as one.
    /// How many bars of 4/4.
    #[arg(long, default_value_t = 8, allow_negative_numbers = true,
        value_parser = clap::value_parser!(u32).range(1..=10_000))]
    bars: u32,
    /// Quarter notes a minute; the groove's slowest unless given.
    #[arg(long, value_name = "BPM", allow_negative_numbers = true, value_parser = super::parse_tempo)]
    tempo: Option<Bpm>,
    /// Frames a second.
    #[arg(long, value_name = "HZ", default_value = "48000", allow_negative_numbers = true,
        value_parser = parse_rate)]
    rate: SampleRate,
    /// Frames in a block. It makes no difference to what is played.
    #[arg(long, value_name = "FRAMES", default_value = "512", allow_negative_numbers = true,
        value_parser = clap::value_parser!(u32).range(1..=1 << 20))]
    block: u32,
    /// Sets a parameter, as in swing=62. May be given more than once.
    #[arg(long, value_name = "NAME=VALUE")]
    set: Vec<Setting>,
    /// Leads a parameter evenly from the first bar to the last, as in swing=50:66. May be given
    /// more than once.
    #[arg(long, value_name = "NAME=FROM:TO")]
    auto: Vec<Automation>,
    /// Frames that an automated value holds: 64, as hosts of the plug-in give it, or a multiple of
    /// that, as hosts do that give one value a block.
    #[arg(long, value_name = "FRAMES", default_value = "64", allow_negative_numbers = true,
        value_parser = parse_points)]
    points: u32,
    /// A file with the keys of the drums, as in kick = 36 and "closed hat" = 42; the groove's keys
    /// unless given.
    #[arg(long, value_name = "FILE")]
    key_map: Option<PathBuf>,
    /// The file to write; its ending says what: .mid, .csv (a table) or .svg (a picture).
    #[arg(short, long, value_name = "FILE",
        value_parser = PathBufValueParser::new().try_map(Output::new))]
    output: Output,
}

/// Why nothing could be rendered.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// It would take longer than anybody waits.
    #[error(
        "{bars} bars at {tempo} BPM last {hours:.0} hours; expected at most {MOST_HOURS}: \
         lower --bars or raise --tempo"
    )]
    TooLong {
        /// The bars.
        bars: u32,
        /// Their tempo.
        tempo: f64,
        /// How long they last.
        hours: f64,
    },
    /// The picture would be too high to be looked at.
    #[error("{0} bars are too many for one picture; expected --bars up to {most} with .svg", most = Picture::MOST_BARS)]
    TooHigh(u32),
}

/// Renders.
pub fn run(args: &Args) -> Result<(), Error> {
    let groove = sources::groove(&args.groove)?;
    let mut render = render(args, &groove);
    check(args, render.bpm)?;
    if let Some(path) = &args.key_map {
        render.bank.setup.keys = KeyMap::Own(sources::key_map(path)?);
    }
    let params = Params::detached();
    let feel = match &args.feel {
        Some(name) => &sources::feel(name, &groove)?,
        None => &groove.feel,
    };
    feel::take_on(feel, &params)?;
    feel::check_once(&params, &args.set, &args.auto)?;
    for setting in &args.set {
        setting.apply(&params)?;
    }
    let ramps: Result<Vec<_>, _> = args.auto.iter().map(|auto| auto.ramp(&params)).collect();
    let ramps = ramps?;
    let song = render.timeline();
    let total = song.frames();
    let held = i64::from(args.points);
    let move_to = |frame: i64| {
        let at = part(frame - frame % held, total);
        for ramp in &ramps {
            ramp.apply(at);
        }
    };
    let controls = |frame| {
        move_to(frame);
        params.controls()
    };
    let events = if args.output.is_clip() {
        render.clone().run_clip(controls)
    } else {
        render.clone().run(controls)
    };
    let mut unmoved = Vec::new();
    if args.output.is_picture() {
        unmoved = render.run(|frame| {
            move_to(frame);
            straight(params.controls())
        });
    }
    let words = words::Words::new(&groove, &params, &song, move_to);
    args.output.write(&Picture {
        title: &groove.name,
        details: &words.details,
        song,
        pattern: &groove.pattern,
        events: &events,
        straight: &unmoved,
        bar_notes: &words.bar_notes,
    })?;
    Ok(())
}

fn render(args: &Args, groove: &Groove) -> Render {
    let own_tempo = Bpm::new(groove.tempo.0).unwrap_or(Bpm::DEFAULT);
    Render {
        bank: Bank::with_first(groove.pattern.clone()),
        bars: args.bars,
        bpm: args.tempo.unwrap_or(own_tempo),
        rate: args.rate,
        block: NonZeroU32::new(args.block).unwrap_or(NonZeroU32::MIN),
        meter: Meter::COMMON,
        automated: !args.auto.is_empty(),
    }
}

fn check(args: &Args, bpm: Bpm) -> Result<(), RenderError> {
    let beats = Meter::COMMON.bar().to_f64() / Ticks::QUARTER.to_f64() * f64::from(args.bars);
    let hours = beats / bpm.get() / 60.0;
    if hours > MOST_HOURS {
        let (bars, tempo) = (args.bars, bpm.get());
        return Err(RenderError::TooLong { bars, tempo, hours });
    }
    if args.output.is_picture() && args.bars > Picture::MOST_BARS {
        return Err(RenderError::TooHigh(args.bars));
    }
    Ok(())
}

#[expect(
    clippy::cast_precision_loss,
    reason = "frames of a render are far below 2^53"
)]
fn part(frame: i64, total: i64) -> f64 {
    frame as f64 / total as f64
}

fn parse_rate(text: &str) -> Result<SampleRate, String> {
    let rate = text
        .parse::<f64>()
        .ok()
        .filter(|hz| (1000.0..=1e6).contains(hz));
    rate.and_then(SampleRate::new)
        .ok_or_else(|| "expected frames a second from 1000 to 1000000".to_owned())
}

fn parse_points(text: &str) -> Result<u32, String> {
    let finest = POINT_FRAMES.get();
    let frames = text.parse::<u32>().ok();
    frames
        .filter(|frames| *frames > 0 && frames.is_multiple_of(finest))
        .ok_or_else(|| format!("expected a multiple of {finest} frames"))
}
