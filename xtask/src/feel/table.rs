//! What each groove plays with its own feel, a row a groove.

use xtask::statistics::{Strike, count, mean};

use super::studio::{BARS, Studio};

/// Measures and prints all grooves.
pub fn print(studio: &Studio) -> anyhow::Result<()> {
    println!("          strikes a bar                 ghost  velocity of the hat   its off-16ths");
    println!(
        "groove    user   roll  ghost   fill   snares   beat  eighth  16th    % of the pair  fills in 100 bars"
    );
    for groove in studio.grooves()? {
        println!("{groove:<8} {}", row(&studio.strikes(&groove, &[])?));
    }
    Ok(())
}

fn row(strikes: &[Strike]) -> String {
    let a_bar = |is_mine: &dyn Fn(&Strike) -> bool| {
        let mine: Vec<_> = strikes.iter().filter(|strike| is_mine(strike)).collect();
        count(&mine) / f64::from(BARS)
    };
    let by = |source: &'static str| a_bar(&move |strike: &Strike| strike.source == source);
    let soft = a_bar(&|strike| strike.lane == "Snare" && strike.is_ghostly());
    let hat = |is_mine: &dyn Fn(u32) -> bool, value: &dyn Fn(&Strike) -> f64| {
        let hat = strikes.iter().filter(|strike| strike.lane == "Closed hat");
        let mine = hat.filter(|strike| strike.source == "user" && is_mine(strike.step()));
        mean(&mine.map(value).collect::<Vec<_>>())
    };
    let velocity = |strike: &Strike| f64::from(strike.velocity);
    let place = |strike: &Strike| 50.0 * (1.0 + strike.lateness());
    format!(
        "{:>5.2}  {:>5.2}  {:>5.2}  {:>5.2}   {:>6.2}  {}  {}  {}   {:>10}   {:>10.1}",
        by("user"),
        by("ratchet"),
        by("ghost"),
        by("fill"),
        soft,
        shown(hat(&|step| step % 4 == 0, &velocity)),
        shown(hat(&|step| step % 4 == 2, &velocity)),
        shown(hat(&|step| step % 2 == 1, &velocity)),
        shown(hat(&|step| step % 2 == 1, &place)),
        fills(strikes),
    )
}

/// How many bars of 100 a fill plays in.
fn fills(strikes: &[Strike]) -> f64 {
    let of_fills = strikes.iter().filter(|strike| strike.source == "fill");
    // The kick and the crash on the one that a fill ends on are its last strikes, a bar later.
    let mut bars: Vec<u32> = of_fills
        .filter(|strike| strike.step() > 0)
        .map(Strike::bar)
        .collect();
    bars.dedup();
    100.0 * count(&bars) / f64::from(BARS)
}

/// A figure, or a dash where nothing plays that has one.
fn shown(value: f64) -> String {
    if value.is_nan() {
        format!("{:>5}", "-")
    } else {
        format!("{value:>5.1}")
    }
}
