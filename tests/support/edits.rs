//! Arbitrary edits, most of which hit something and some of which fail.

use crate::banks;
use afterbeat::pattern::{CellAt, Edit, LaneAt, LaneIndex, LaneSetting, PatternIndex, StepIndex};
use proptest::option;
use proptest::prelude::{Strategy, any, prop_oneof};

/// Any edit.
pub fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        6 => (cell(), banks::step()).prop_map(|(at, to)| Edit::Step { at, to }),
        6 => (lane(), lane_setting()).prop_map(|(at, to)| Edit::Lane { at, to }),
        2 => (banks::pattern_index(), banks::bars())
            .prop_map(|(pattern, to)| Edit::Bars { pattern, to }),
        1 => (banks::pattern_index(), banks::manner())
            .prop_map(|(pattern, to)| Edit::Manner { pattern, to }),
        3 => banks::setup_change().prop_map(Edit::Setup),
        1 => banks::chain().prop_map(|chain| Edit::ReplaceChain(Box::new(chain))),
        1 => (lane(), banks::lane())
            .prop_map(|(at, to)| Edit::ReplaceLane { at, to: Box::new(to) }),
        1 => replacement(),
    ]
}

/// A pattern put or taken away, mostly put.
fn replacement() -> impl Strategy<Value = Edit> {
    let to = option::weighted(0.8, banks::pattern().prop_map(Box::new));
    (banks::pattern_index(), to)
        .prop_map(|(pattern, to): (PatternIndex, _)| Edit::ReplacePattern { pattern, to })
}

fn lane() -> impl Strategy<Value = LaneAt> {
    let lane = (0u8..16).prop_map(|at| LaneIndex::new(at).expect("below 16"));
    (banks::pattern_index(), lane).prop_map(|(pattern, lane)| LaneAt { pattern, lane })
}

fn cell() -> impl Strategy<Value = CellAt> {
    let step = prop_oneof![8 => 0u8..16, 1 => any::<u8>()].prop_map(StepIndex::new);
    (lane(), step).prop_map(|(lane, step)| CellAt { lane, step })
}

fn lane_setting() -> impl Strategy<Value = LaneSetting> {
    prop_oneof![
        banks::voice().prop_map(LaneSetting::Voice),
        banks::step_count().prop_map(LaneSetting::Length),
        banks::rate().prop_map(LaneSetting::Rate),
        banks::reset().prop_map(LaneSetting::Reset),
        banks::direction().prop_map(LaneSetting::Direction),
        any::<i8>().prop_map(LaneSetting::Rotate),
        any::<bool>().prop_map(LaneSetting::SwingHere),
        banks::lfo().prop_map(LaneSetting::Lfo),
        any::<u16>().prop_map(LaneSetting::Seed),
        any::<bool>().prop_map(LaneSetting::SeedLocked),
    ]
}
