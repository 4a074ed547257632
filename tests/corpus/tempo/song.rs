//! What is played to a tempo that moves: nothing in it depends on how long a beat is.

use crate::feed::Feed;
use afterbeat::engine::{Controls, FillEvery, LfoPeriod};
use afterbeat::grooves::factory;
use afterbeat::pattern::{
    Bank, Chain, ChainEntry, Edit, Lane, Pattern, PatternIndex, Percent, Repeats, SetupChange, Step,
};
use afterbeat::time::{Rate, Speed};

/// Grooves one after the other, and then silence: so nothing sounds where one stops listening. Gives
/// the bars that it takes.
///
/// A strike that sounds only after its pattern's end is not heard, and milliseconds reach over it at
/// some tempos: where strikes are late the grooves end in rests.
pub(super) fn chain(feed: &mut Feed<'_>, ends_in_rests: bool) -> (Bank, u32) {
    let grooves = factory();
    let mut bank = Bank::empty();
    let (mut entries, mut bars) = (Vec::new(), 0);
    for number in 0..=feed.below(3) {
        let mut pattern = grooves[usize::from(feed.byte()) % grooves.len()]
            .pattern
            .clone();
        bars += u32::from(pattern.bars.get());
        stand_alone(&mut pattern);
        if ends_in_rests {
            pattern
                .lanes
                .iter_mut()
                .for_each(|(_, lane)| rest_at_end(lane));
        }
        entries.push(put(&mut bank, number, pattern));
    }
    let mut silence = Pattern::new();
    for (_, lane) in silence.lanes.iter_mut() {
        lane.voice.ghosts = Percent::NONE;
        lane.voice.fills = Percent::NONE;
    }
    let rest = put(&mut bank, 3, silence);
    entries.push(ChainEntry {
        repeats: Repeats::new(64).expect("1 to 64"),
        ..rest
    });
    let chain = Box::new(Chain::new(&entries).expect("few"));
    for edit in [
        Edit::ReplaceChain(chain),
        Edit::Setup(SetupChange::RunsChain(true)),
    ] {
        assert!(bank.apply(edit).is_ok(), "a song can be put together");
    }
    (bank, bars)
}

/// Three grooves to choose from, and for how many bars they are played.
pub(super) fn patterns(feed: &mut Feed<'_>) -> (Bank, u32) {
    let grooves = factory();
    let mut bank = Bank::empty();
    for number in 0..3 {
        let groove = &grooves[usize::from(feed.byte()) % grooves.len()];
        let mut pattern = groove.pattern.clone();
        stand_alone(&mut pattern);
        put(&mut bank, number, pattern);
    }
    (bank, u32::from(feed.below(4)) + 2)
}

fn put(bank: &mut Bank, number: u16, to: Pattern) -> ChainEntry {
    let pattern = u8::try_from(number).ok().and_then(PatternIndex::new);
    let pattern = pattern.expect("below 128");
    let to = Some(Box::new(to));
    let edit = Edit::ReplacePattern { pattern, to };
    assert!(bank.apply(edit).is_ok(), "a pattern can be put anywhere");
    ChainEntry {
        pattern,
        repeats: Repeats::new(1).expect("1 to 64"),
    }
}

/// Takes away what is another matter at each tempo: which strikes meet on a frame and choke each other,
/// and whether short steps have room for ghosts.
fn stand_alone(pattern: &mut Pattern) {
    for (_, lane) in pattern.lanes.iter_mut() {
        lane.voice.choke = None;
        if lane.rate.step().ticks() < Rate::SIXTEENTHS.step().ticks() {
            lane.voice.ghosts = Percent::NONE;
        }
    }
}

/// Empties the half of a lane's steps.
fn rest_at_end(lane: &mut Lane) {
    let count = lane.steps().len();
    let mut steps = lane.steps().to_vec();
    steps[count / 2..].fill(Step::REST);
    let length = lane.length;
    let (rate, direction) = (lane.rate, lane.direction);
    *lane = Lane::with_steps(lane.voice, &steps).expect("as many as before");
    lane.length = length;
    lane.rate = rate;
    lane.direction = direction;
}

/// Parameters that move strikes by milliseconds: nothing is drawn but that.
pub(super) fn late_controls(feed: &mut Feed<'_>) -> Controls {
    let mut controls = Controls {
        swing: feed.between(0.5, 0.75),
        ghosts: 0.0,
        push_ms: feed.between(-10.0, 30.0),
        humanize_ms: feed.between(0.0, 10.0),
        seed: feed.word(),
        ..Controls::default()
    };
    for (_, lane) in controls.lanes.iter_mut() {
        lane.delay_ms = feed.pick(&[0.0, 15.0, -10.0, 40.0]);
    }
    controls
}

/// Parameters of all kinds; nothing is late by milliseconds.
pub(super) fn controls(feed: &mut Feed<'_>) -> Controls {
    let mut controls = Controls {
        swing: feed.between(0.3, 0.75),
        ghosts: feed.pick(&[0.0, 0.4, 1.0]),
        fills: feed.between(0.0, 1.0),
        fill_every: FillEvery::new(feed.pick(&[0, 1, 2, 4])),
        swing_lfo_depth: feed.pick(&[0.0, 0.1]),
        swing_lfo_period: LfoPeriod::new(1.0).expect("above 0"),
        seed: feed.word(),
        ..Controls::default()
    };
    if controls.ghosts > 0.0 {
        controls.density = feed.between(-1.0, 1.0);
        controls.speed = feed.pick(&[Speed::Normal, Speed::Half]);
    } else {
        // Above this density there are ghosts.
        controls.density = feed.between(-1.0, 0.5);
        controls.speed = feed.pick(&[Speed::Normal, Speed::Half, Speed::Double]);
    }
    for (_, lane) in controls.lanes.iter_mut() {
        lane.delay_ms = feed.pick(&[0.0, -12.0]);
    }
    controls
}
