//! A take is taken back from what it was written into, and from nothing else.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

#[path = "support/studio.rs"]
mod studio;

use afterbeat::link::Displaced;
use afterbeat::pattern::{
    CellAt, Edit, Lane, LaneAt, LaneIndex, LaneSetting, Pattern, PatternIndex, Step, StepIndex,
    Velocity,
};
use afterbeat::standalone::Manner;
use studio::Studio;

/// A studio with a take of two strikes.
fn recorded(manner: Manner) -> Studio {
    let mut studio = Studio::new();
    studio.recorder.manner = manner;
    studio.recorder.begin();
    studio.play(&[1.0, 2.0]);
    assert_eq!(studio.score(), "....x...x....... 0 0");
    studio
}

/// Puts another pattern in the place of the first, and gives the old.
fn load(pattern: Pattern, studio: &mut Studio) -> Pattern {
    let old = studio.main.bank().pattern(PatternIndex::FIRST).cloned();
    let to = Some(Box::new(pattern));
    let pattern = PatternIndex::FIRST;
    studio
        .main
        .edit(Edit::ReplacePattern { pattern, to })
        .unwrap();
    old.unwrap()
}

/// A pattern that has something else wherever a take was written.
fn other() -> Pattern {
    let mut pattern = Pattern::new();
    for (_, lane) in pattern.lanes.iter_mut() {
        let strikes = vec![Step::strike(Velocity::new(33).unwrap()); lane.capacity()];
        **lane = Lane::with_steps(lane.voice, &strikes).unwrap();
    }
    pattern
}

#[test]
fn a_groove_that_was_loaded_since_is_left_alone() {
    for manner in [Manner::Overdub, Manner::Replace] {
        let mut studio = recorded(manner);
        load(Pattern::new(), &mut studio);
        let loaded = studio.main.bank().clone();
        assert!(!studio.recorder.undo(&mut studio.main), "{manner:?}");
        assert!(studio.main.bank() == &loaded, "{manner:?}");
        assert!(!studio.recorder.redo(&mut studio.main), "{manner:?}");
        let mut studio = recorded(manner);
        assert!(studio.recorder.undo(&mut studio.main));
        load(other(), &mut studio);
        let loaded = studio.main.bank().clone();
        assert!(!studio.recorder.redo(&mut studio.main), "{manner:?}");
        assert!(studio.main.bank() == &loaded, "{manner:?}");
    }
}

#[test]
fn an_emptied_lane_comes_back_whatever_else_was_set_of_it() {
    let mut studio = recorded(Manner::Replace);
    studio.recorder.begin();
    studio.play(&[3.0]);
    assert_eq!(studio.score(), "............x... 0");
    let at = LaneAt {
        pattern: PatternIndex::FIRST,
        lane: LaneIndex::new(1).unwrap(),
    };
    let to = LaneSetting::Rotate(2);
    studio.main.edit(Edit::Lane { at, to }).unwrap();
    assert!(studio.recorder.undo(&mut studio.main));
    assert_eq!(studio.score(), "....x...x....... 0 0");
    // A groove in which the lane is as empty as the take has made it.
    let mut studio = recorded(Manner::Replace);
    let mut empty = studio.main.bank().pattern(at.pattern).unwrap().clone();
    let rests = vec![Step::REST; empty.lanes[at.lane].capacity()];
    *empty.lanes[at.lane] = Lane::with_steps(empty.lanes[at.lane].voice, &rests).unwrap();
    studio.recorder.begin();
    studio.play(&[3.0]);
    studio.recorder.end(&mut studio.main);
    load(empty, &mut studio);
    assert!(!studio.recorder.undo(&mut studio.main));
    assert_eq!(studio.score(), "................");
}

#[test]
fn a_step_that_was_changed_since_is_left_alone() {
    let mut studio = recorded(Manner::Overdub);
    let lane = LaneAt {
        pattern: PatternIndex::FIRST,
        lane: LaneIndex::new(1).unwrap(),
    };
    let step = StepIndex::new(4);
    let at = CellAt { lane, step };
    let to = Step::strike(Velocity::new(33).unwrap());
    studio.main.edit(Edit::Step { at, to }).unwrap();
    assert!(studio.recorder.undo(&mut studio.main));
    assert_eq!(studio.score(), "....x........... 0");
    assert!(studio.recorder.redo(&mut studio.main));
    assert_eq!(studio.score(), "....x...x....... 0 0");
    let kept = studio.main.bank().lane(lane.pattern, lane.lane).unwrap();
    assert_eq!(kept.step(step), to);
}

#[test]
fn nothing_is_written_into_a_groove_on_trial() {
    let mut studio = recorded(Manner::Overdub);
    let own = load(Pattern::new(), &mut studio);
    studio.main.displace(Some(Displaced {
        index: PatternIndex::FIRST,
        pattern: Some(Box::new(own.clone())),
        values: Vec::new(),
    }));
    studio.recorder.begin();
    studio.play(&[0.0]);
    assert_eq!(studio.score(), "................");
    assert!(!studio.recorder.undo(&mut studio.main));
    studio.main.displace(None);
    load(own, &mut studio);
    assert!(studio.recorder.undo(&mut studio.main));
    assert_eq!(studio.score(), "................");
}
