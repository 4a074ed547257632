//! Humanise as it is heard: bounded, correlated, and the same milliseconds at every rate.

#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;

use afterbeat::engine::Controls;
use afterbeat::pattern::LaneIndex;
use support::check::strikes;
use support::cuts::Cuts;
use support::groove::Groove;
use support::number::{float, round};
use support::script::Script;

/// How late each strike on an eighth is, in frames, lane by lane; 120 bpm.
fn offsets(rate: f64, bars: i32, humanize_ms: f64, seed: u16) -> [Vec<i64>; 16] {
    let lanes = [0, 1, 2, 8];
    let mut groove = Groove::new(1).plain();
    for lane in lanes {
        groove = groove
            .lane(lane, "xxxx xxxx")
            .rate(lane, 5, afterbeat::time::Division::Straight);
    }
    let controls = Controls {
        humanize_ms,
        seed,
        ..Controls::default()
    };
    let eighth = rate / 4.0;
    let frames = round(f64::from(bars) * 8.0 * eighth);
    // From a bar before, so that the first strike may be early.
    let script = Script::steady(rate, 120.0, -4.0, frames).with(0, &controls);
    let events = script.play(&groove.bank(), &Cuts::Steady(4096));
    let mut offsets: [Vec<i64>; 16] = Default::default();
    for strike in strikes(&events) {
        let of_lane = &mut offsets[usize::from(strike.lane)];
        let count = i64::try_from(of_lane.len()).expect("few");
        of_lane.push(strike.frame - round(float(count + 8) * eighth));
    }
    offsets
}

fn correlation(x: &[f64], y: &[f64]) -> f64 {
    let sum = |x: &[f64], y: &[f64]| x.iter().zip(y).map(|(x, y)| x * y).sum::<f64>();
    sum(x, y) / (sum(x, x) * sum(y, y)).sqrt()
}

#[test]
fn eighths_on_the_hat_follow_each_other_as_drummers_do() {
    for seed in [1, 2, 3] {
        let hats: Vec<f64> = offsets(48_000.0, 501, 30.0, seed)[2]
            .iter()
            .map(|offset| float(*offset))
            .collect();
        assert!(hats.len() >= 3_999);
        let count = i64::try_from(hats.len()).expect("few");
        let mean = hats.iter().sum::<f64>() / float(count);
        let around: Vec<f64> = hats.iter().map(|offset| offset - mean).collect();
        let lag = correlation(&around, &around[1..]);
        assert!((0.5..0.7).contains(&lag), "seed {seed}: {lag}");
        // Three standard deviations are 30 ms, all but the ones, which are held back.
        let sigma = (around.iter().map(|x| x * x).sum::<f64>() / float(count)).sqrt() / 48.0;
        assert!((8.8..10.2).contains(&sigma), "seed {seed}: {sigma} ms");
        assert!(
            mean.abs() < 96.0,
            "seed {seed}: {mean} frames late on average"
        );
    }
}

#[test]
fn no_strike_is_further_off_than_the_parameter_says() {
    for bound in [1.0, 9.0, 20.0, 30.0] {
        let offsets = offsets(48_000.0, 200, bound, 7);
        let most = round(bound * 48.0);
        let widest = offsets.iter().flatten().map(|offset| offset.abs()).max();
        assert!(widest <= Some(most), "{bound} ms: {widest:?}");
        assert!(widest > Some(most * 3 / 4), "{bound} ms: {widest:?}");
    }
}

#[test]
fn every_sample_rate_has_the_same_milliseconds() {
    let reference = offsets(192_000.0, 40, 20.0, 5);
    for rate in [22_050.0, 44_100.0, 48_000.0, 96_000.0] {
        for (lane, here) in offsets(rate, 40, 20.0, 5).iter().enumerate() {
            // The last of a song may be heard at one rate and not at the other.
            assert!(here.len().abs_diff(reference[lane].len()) <= 1);
            for (offset, exact) in here.iter().zip(&reference[lane]) {
                let ms = float(*offset) * 1000.0 / rate;
                let exact = float(*exact) / 192.0;
                assert!(
                    (ms - exact).abs() <= 1000.0 / rate,
                    "{rate}: {ms} and {exact}"
                );
            }
        }
    }
}

#[test]
fn on_the_one_the_whole_kit_is_at_home() {
    // The own parts of four lanes differ: what they share is at least within the bound of one of
    // them. At 2 ms own parts are at most 2 / 3 x 0.63 x 3.47 x 2 ms, and at 30 ms fifteen times that.
    let all = offsets(48_000.0, 400, 30.0, 3);
    let mean_on = |eighth: usize| -> f64 {
        let lanes = [0, 1, 2, 8].map(|lane: u8| LaneIndex::new(lane).expect("a lane"));
        let squares = (0..390).map(|bar| {
            let offset = |lane: &LaneIndex| float(all[usize::from(lane.get())][bar * 8 + eighth]);
            let mean = lanes.iter().map(offset).sum::<f64>() / 4.0 / 48.0;
            mean * mean
        });
        (squares.sum::<f64>() / 390.0).sqrt()
    };
    // The mean of four has the shared part and half of an own one, of 10 x sqrt(0.4) ms. The shared
    // part is of 10 x sqrt(0.6) ms anywhere else, and within 3 ms on the one.
    let one = mean_on(0);
    let elsewhere = mean_on(5);
    assert!(one < (9.0_f64 + 10.0).sqrt() * 1.1, "{one} ms on the one");
    assert!(
        elsewhere > (60.0_f64 + 10.0).sqrt() * 0.9,
        "{elsewhere} ms elsewhere"
    );
}
