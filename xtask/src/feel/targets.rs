//! The figures that have a range to lie in.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::RangeInclusive;

use xtask::statistics::{
    SIXTEENTH, Strike, are_likeliest, count, deviation, lag_one, mean, per_step,
};

use super::studio::{BARS, Studio};

/// A figure and where it has to lie.
pub struct Target {
    name: String,
    value: f64,
    range: RangeInclusive<f64>,
}

impl Target {
    fn new(name: impl Into<String>, value: f64, range: RangeInclusive<f64>) -> Self {
        let name = name.into();
        Self { name, value, range }
    }

    /// Whether it lies there.
    pub fn is_met(&self) -> bool {
        self.range.contains(&self.value)
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (least, most) = (self.range.start(), self.range.end());
        let word = if self.is_met() { "ok" } else { "MISSED" };
        let name = &self.name;
        write!(
            f,
            "{name:<58} {:>7.2}   {least} to {most}   {word}",
            self.value
        )
    }
}

/// A groove that writes nothing a fill could meet: its hat only shows where no fill is.
const HAT_ALONE: &str = r#"
id = "hat"
name = "Hat Alone"
style = "Measured"
tempo = [60, 60]
bars = 1

[[lane]]
drum = "closed hat"
steps = "7.7.7.7.7.7.7.7."
ghosts = 0
"#;

/// Renders and measures all of them.
pub fn measure(studio: &Studio) -> anyhow::Result<Vec<Target>> {
    let mut targets = ghosts(&studio.strikes("B1", &[])?);
    // Without swing a strike's lateness is its drift alone.
    let settings = ["swing=50", "ghosts=0", "fill_every=Off"];
    targets.extend(drift(&studio.strikes("B1", &settings)?));
    let hat = studio.write("hat.toml", HAT_ALONE)?;
    // One bar with a fill, one without, so that what a fill leads into is in no bar of fill.
    let settings = ["fills=100", "fill_every=2", "ghosts=0", "humanize_time=0"];
    targets.extend(fills(&studio.strikes(&hat, &settings)?));
    Ok(targets)
}

/// The soft strikes of B1's snare, written ones included, with its fills as they come.
fn ghosts(strikes: &[Strike]) -> Vec<Target> {
    let of_snare = strikes.iter().filter(|strike| strike.lane == "Snare");
    let soft: Vec<_> = of_snare.filter(|strike| strike.is_ghostly()).collect();
    let shares = per_step(soft.iter().copied(), BARS);
    let texts: Vec<_> = shares.map(|share| format!("{:.0}", 100.0 * share)).into();
    println!(
        "\nB1's ghost snares on each sixteenth, %: {}",
        texts.join(" ")
    );
    let likeliest = f64::from(u8::from(are_likeliest(&shares, &[8, 10, 16])));
    let [_, _, _, four, .., twelve, _, _, _, _] = shares;
    vec![
        Target::new(
            "B1: ghost snares a bar",
            count(&soft) / f64::from(BARS),
            2.5..=4.5,
        ),
        Target::new(
            "B1: 8, 10 and 16 are their likeliest sixteenths (1: yes)",
            likeliest,
            1.0..=1.0,
        ),
        Target::new("B1: on 4, %", 100.0 * four, 0.0..=15.0),
        Target::new("B1: on 12, %", 100.0 * twelve, 0.0..=15.0),
    ]
}

/// How B1's hat wanders around its straight eighths. Three deviations are Humanize Time, 9 ms.
fn drift(strikes: &[Strike]) -> Vec<Target> {
    let hat = strikes.iter().filter(|strike| strike.lane == "Closed hat");
    let eighths = hat.filter(|strike| strike.step() % 2 == 0);
    let milliseconds = f64::from(SIXTEENTH) / 48.0;
    let off: Vec<f64> = eighths
        .map(|strike| strike.lateness() * milliseconds)
        .collect();
    vec![
        Target::new(
            "B1: drift of the hat's eighths, lag-1 correlation",
            lag_one(&off),
            0.5..=0.7,
        ),
        Target::new("B1: its standard deviation, ms", deviation(&off), 2.5..=3.5),
    ]
}

/// What fills of Fills 100 % strike in the bars that they take whole.
fn fills(strikes: &[Strike]) -> Vec<Target> {
    let mut bars: BTreeMap<u32, Vec<&Strike>> = BTreeMap::new();
    for strike in strikes {
        bars.entry(strike.bar()).or_default().push(strike);
    }
    let is_fill = |bar: &Vec<&Strike>| bar.iter().all(|strike| strike.source == "fill");
    // A bar in which nothing but what ended the last fill is struck has the hat in it.
    let whole: Vec<Vec<&Strike>> = bars.into_values().filter(is_fill).collect();
    let all: Vec<&Strike> = whole.iter().flatten().copied().collect();
    let share = |is_mine: &dyn Fn(&str) -> bool| {
        let mine: Vec<_> = all.iter().filter(|strike| is_mine(&strike.lane)).collect();
        100.0 * count(&mine) / count(&all)
    };
    let quarter = |number: u32| {
        let hand = all.iter().filter(|strike| strike.lane != "Kick");
        let mine = hand.filter(|strike| strike.step() / 4 == number);
        mean(
            &mine
                .map(|strike| f64::from(strike.velocity))
                .collect::<Vec<_>>(),
        )
    };
    let is_tom = |lane: &str| lane.ends_with("tom");
    let name = format!("fills, {} whole bars: strikes a bar", whole.len());
    vec![
        Target::new(name, count(&all) / count(&whole), 11.0..=16.0),
        Target::new(
            "fills: snare, %",
            share(&|lane| lane == "Snare"),
            35.0..=55.0,
        ),
        Target::new("fills: toms, %", share(&is_tom), 20.0..=40.0),
        Target::new("fills: kick, %", share(&|lane| lane == "Kick"), 8.0..=20.0),
        Target::new(
            "fills: hand's velocity, beat 2 over 1",
            quarter(1) - quarter(0),
            1.0..=60.0,
        ),
        Target::new("fills: beat 3 over 2", quarter(2) - quarter(1), 1.0..=60.0),
        Target::new("fills: beat 4 over 3", quarter(3) - quarter(2), 1.0..=60.0),
    ]
}
