//! `afterbeat render`: the plug-in's engine and parameters without a host, to a file.

use super::{Error, feel, sources};
use afterbeat::grooves;
use afterbeat::offline::{self, Render};
use afterbeat::pattern::Bank;
use afterbeat::plugin::params::Params;
use afterbeat::time::{Bpm, Meter, SampleRate};
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};

/// What to render.
#[derive(clap::Args)]
pub struct Args {
    /// A groove's id or name, or the path of a groove file.
    #[arg(default_value = grooves::FRESH)]
    groove: String,
    /// How many bars of 4/4.
    #[arg(long, default_value_t = 8, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    bars: u32,
    /// Quarter notes a minute; the groove's slowest unless given.
    #[arg(long, value_name = "BPM", value_parser = parse_tempo)]
    tempo: Option<Bpm>,
    /// Frames a second.
    #[arg(long, value_name = "HZ", default_value = "48000", value_parser = parse_rate)]
    rate: SampleRate,
    /// Frames in a block.
    #[arg(long, value_name = "FRAMES", default_value = "512")]
    block: NonZeroU32,
    /// Sets a parameter, as in swing=62. May be given more than once.
    #[arg(long, value_name = "NAME=VALUE")]
    set: Vec<feel::Setting>,
    /// Leads a parameter evenly from the first bar to the last, as in swing=50:66. May be given
    /// more than once.
    #[arg(long, value_name = "NAME=FROM:TO")]
    auto: Vec<feel::Automation>,
    /// The file to write; its ending says what: .csv
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

/// Why nothing could be rendered.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// The ending of the output says nothing.
    #[error("cannot write {}: the name has to end in .csv", .0.display())]
    Ending(PathBuf),
}

/// Renders.
pub fn run(args: &Args) -> Result<(), Error> {
    check_ending(&args.output)?;
    let groove = sources::groove(&args.groove)?;
    let params = Params::detached();
    feel::take_on(&groove, &params)?;
    for setting in &args.set {
        setting.apply(&params)?;
    }
    let ramps: Result<Vec<_>, _> = args.auto.iter().map(|auto| auto.ramp(&params)).collect();
    let ramps = ramps?;
    let render = Render {
        bank: Bank::with_first(groove.pattern.clone()),
        bars: args.bars,
        bpm: args
            .tempo
            .or(Bpm::new(groove.tempo.0))
            .unwrap_or(Bpm::DEFAULT),
        rate: args.rate,
        block: args.block,
        meter: Meter::COMMON,
        automated: !ramps.is_empty(),
    };
    let total = render.frames();
    let events = render.run(|frame| {
        for ramp in &ramps {
            ramp.apply(&params, part(frame, total));
        }
        params.controls()
    });
    offline::save_csv(&args.output, &events, &groove.pattern)?;
    Ok(())
}

fn check_ending(path: &Path) -> Result<(), RenderError> {
    let ending = path.extension().and_then(|ending| ending.to_str());
    match ending {
        Some(ending) if ending.eq_ignore_ascii_case("csv") => Ok(()),
        _ => Err(RenderError::Ending(path.to_owned())),
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "frames of a render are far below 2^53"
)]
fn part(frame: i64, total: i64) -> f64 {
    frame as f64 / total as f64
}

fn parse_tempo(text: &str) -> Result<Bpm, String> {
    let tempo = text
        .parse::<f64>()
        .ok()
        .filter(|bpm| (1.0..=2000.0).contains(bpm));
    tempo
        .and_then(Bpm::new)
        .ok_or_else(|| "expected a tempo from 1 to 2000".to_owned())
}

fn parse_rate(text: &str) -> Result<SampleRate, String> {
    let rate = text
        .parse::<f64>()
        .ok()
        .filter(|hz| (1000.0..=1e6).contains(hz));
    rate.and_then(SampleRate::new)
        .ok_or_else(|| "expected frames a second from 1000 to 1000000".to_owned())
}
