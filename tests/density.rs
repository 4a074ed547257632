//! Density: strikes go one by one, the ornaments first and the backbone last.

#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod support;

use afterbeat::pattern::density::Thinning;
use afterbeat::pattern::{LaneIndex, Pattern, PatternIndex, StepIndex};
use support::groove::Groove;
use support::number::float;
use support::rng::Rng;

/// A lane and a cell.
type At = (u8, u8);

/// A rock beat of two bars: kick, backbeat with a few ghosts, hats that breathe.
fn rock() -> Pattern {
    let groove = Groove::new(2)
        .lane(0, "9.....7. 9.7..... 9.....7. 9.7....5")
        .lane(1, "....9..2 .2..9..1 ....9..2 .2..9.22")
        .lane(2, "7.5.7.5. 7.5.7.5. 7.5.7.5. 7.5.7.5.");
    pattern(&groove)
}

/// Sixteenths in all lanes but a few, with rests here and there.
fn busy(seed: u64) -> Pattern {
    let mut rng = Rng::new(seed);
    let mut groove = Groove::new(1);
    for lane in 0..12 {
        let cell = |rng: &mut Rng| {
            if rng.chance(60) {
                *rng.pick(&['9', '7', '5', '3', '2'])
            } else {
                '.'
            }
        };
        let text: String = (0..rng.whole(3, 40)).map(|_| cell(&mut rng)).collect();
        groove = groove.lane(lane, &text);
    }
    pattern(&groove)
}

fn pattern(groove: &Groove) -> Pattern {
    let bank = groove.bank();
    bank.pattern(PatternIndex::FIRST)
        .expect("a pattern")
        .clone()
}

/// Every strike with its quantile.
fn quantiles(pattern: &Pattern) -> Vec<(At, f64)> {
    let thinning = Thinning::of(pattern);
    let mut all = Vec::new();
    for (at, lane) in pattern.lanes.iter() {
        for cell in 0..u8::try_from(lane.length.get()).expect("short lanes") {
            let index = StepIndex::new(cell);
            if lane.step(index).velocity.is_some() {
                all.push(((at.get(), cell), thinning.quantile(at, lane, index)));
            }
        }
    }
    all
}

/// What still plays at this Density.
fn playing(quantiles: &[(At, f64)], density: f64) -> Vec<At> {
    let plays = quantiles.iter().filter(|strike| strike.1 <= 1.0 + density);
    plays.map(|strike| strike.0).collect()
}

/// The strikes in the order in which they go.
fn order(pattern: &Pattern) -> Vec<At> {
    let mut all = quantiles(pattern);
    all.sort_by(|a, b| b.1.total_cmp(&a.1));
    all.into_iter().map(|strike| strike.0).collect()
}

#[test]
fn strikes_go_few_at_a_time_and_none_comes_back() {
    for pattern in [rock(), busy(1), busy(2), busy(3)] {
        let quantiles = quantiles(&pattern);
        let most = quantiles.len() / 20 + 2;
        let mut last = playing(&quantiles, 0.0);
        assert_eq!(last.len(), quantiles.len(), "all play at 0");
        for step in 1..=200 {
            let now = playing(&quantiles, -float(step) / 200.0);
            assert!(now.iter().all(|strike| last.contains(strike)));
            let gone = last.len() - now.len();
            assert!(gone <= most, "{gone} of {} at {step}", quantiles.len());
            last = now;
        }
        assert!(last.is_empty(), "nothing plays at -1");
    }
}

#[test]
fn half_the_density_is_about_half_the_strikes() {
    for pattern in [rock(), busy(4), busy(5)] {
        let quantiles = quantiles(&pattern);
        let whole = float(i64::try_from(quantiles.len()).expect("few"));
        for tenths in 1..10 {
            let share = float(tenths) / 10.0;
            let left = playing(&quantiles, share - 1.0).len();
            let left = float(i64::try_from(left).expect("few")) / whole;
            assert!((left - share).abs() < 0.08, "{left} of {share}");
        }
    }
}

#[test]
fn no_two_strikes_are_equally_strong() {
    let mut quantiles: Vec<f64> = quantiles(&busy(6)).iter().map(|strike| strike.1).collect();
    quantiles.sort_by(f64::total_cmp);
    assert!(quantiles.windows(2).all(|pair| pair[0] < pair[1]));
    assert!(
        quantiles
            .iter()
            .all(|quantile| *quantile > 0.0 && *quantile <= 1.0)
    );
}

#[test]
fn ghosts_go_first_then_offbeat_hats_and_the_backbone_last() {
    let order = order(&rock());
    let place = |strike: At| order.iter().position(|at| *at == strike).expect("a strike");
    let backbone = [(0, 0), (0, 16), (1, 4), (1, 12), (1, 20), (1, 28)];
    let soft = [(1, 7), (1, 9), (1, 15), (1, 23), (1, 25), (1, 30), (1, 31)];
    let hats = (0..32).step_by(2).map(|cell| (2, cell));
    for strong in backbone {
        for weak in soft.into_iter().chain(hats.clone()) {
            assert!(
                place(weak) < place(strong),
                "{weak:?} goes before {strong:?}"
            );
        }
    }
    for ghost in soft {
        for hat in hats.clone() {
            assert!(place(ghost) < place(hat), "{ghost:?} goes before {hat:?}");
        }
    }
    let last = &order[order.len() - 6..];
    assert!(
        last.iter().all(|strike| backbone.contains(strike)),
        "{last:?}"
    );
}

#[test]
fn of_equally_loud_strikes_the_odd_sixteenths_go_first() {
    // Chance parts equals by less than what lies between an off-eighth and a sixteenth.
    let order = order(&pattern(&Groove::new(1).lane(2, "7777 7777 7777 7777")));
    assert!(
        order[..8].iter().all(|strike| strike.1 % 2 == 1),
        "{order:?}"
    );
}

#[test]
fn a_coarse_lane_is_weighed_by_where_its_cells_lie() {
    // Four quarters on the snare: two and four are its backbeats.
    let quarters = Groove::new(1)
        .lane(1, "9999")
        .rate(1, 4, afterbeat::time::Division::Straight);
    let order = order(&pattern(&quarters));
    assert_eq!(order[0], (1, 2), "beat three is the weakest");
}

#[test]
fn steps_beyond_a_lanes_length_do_not_count() {
    let long = pattern(
        &Groove::new(1)
            .lane(0, "9.9.")
            .lane(2, "7575 7575 7575 7575"),
    );
    let short = Groove::new(1)
        .lane(0, "9.9.")
        .lane(2, "7575 7575 7575 7575")
        .length(2, 4);
    let short = pattern(&short);
    assert_eq!((quantiles(&long).len(), quantiles(&short).len()), (18, 6));
    let worst = |pattern| {
        quantiles(pattern)
            .iter()
            .fold(0.0, |most: f64, at| most.max(at.1))
    };
    assert!(worst(&short) > 0.8);
}

#[test]
fn an_empty_pattern_has_an_order_too() {
    let empty = Pattern::new();
    let thinning = Thinning::of(&empty);
    let kick = LaneIndex::default();
    let quantile = thinning.quantile(kick, &empty.lanes[kick], StepIndex::new(0));
    assert!(quantile > 0.0 && quantile <= 1.0);
}
