//! The sixteen players together: who has to look again, and when anything happens next.

use super::course::Course;
use super::player::{Hit, Player};
use super::scene::Scene;
use super::stage::HITS;
use crate::pattern::{
    Bank, Bars, Edit, Lane, LaneAt, LaneIndex, LaneSet, LaneSetting, PatternIndex, PerLane, Voice,
    kit,
};
use crate::time::{BarMap, Frame};
use arrayvec::ArrayVec;

/// **Thread:** audio.
#[derive(Debug)]
pub(super) struct Ensemble {
    courses: PerLane<Course>,
    players: PerLane<Player>,
    /// Lanes whose settings have to be read again.
    stale: LaneSet,
    /// Lanes whose notes an edit ends.
    ended: LaneSet,
    /// Nothing happens before this frame while nothing changes.
    wake: Frame,
    lost: u64,
}

impl Ensemble {
    pub(super) fn new(bars: &BarMap) -> Self {
        let kit = kit();
        let lane = |index| Lane::new(kit[index].voice());
        let courses = PerLane::from_fn(|index| Course::new(&lane(index), Bars::ONE, bars));
        let players = PerLane::from_fn(|index| Player::new(&courses[index], bars));
        Self {
            courses,
            players,
            stale: LaneSet::ALL,
            ended: LaneSet::default(),
            wake: Frame::MIN,
            lost: 0,
        }
    }

    pub(super) fn wake(&self) -> Frame {
        self.wake
    }

    /// An edit is about to be made: remembers which lanes have to look again.
    pub(super) fn expect(&mut self, edit: &Edit, played: PatternIndex, bank: &Bank) {
        match edit {
            Edit::Step { at, .. } if at.lane.pattern == played => self.forget(at.lane.lane),
            Edit::Lane { at, to } if at.pattern == played => {
                self.forget(at.lane);
                if let LaneSetting::Voice(voice) = to {
                    self.change_voice(*at, voice, bank);
                }
            }
            Edit::ReplaceLane { at, to } if at.pattern == played => {
                self.forget(at.lane);
                self.change_voice(*at, &to.voice, bank);
            }
            Edit::Bars { pattern, .. } if *pattern == played => self.forget_all(),
            Edit::ReplacePattern { pattern, .. } if *pattern == played => self.forget_all(),
            Edit::Setup(_) => self.forget_all(),
            _ => {}
        }
    }

    /// A note that sounds ends if its lane is about to play elsewhere; a new name ends nothing.
    fn change_voice(&mut self, at: LaneAt, to: &Voice, bank: &Bank) {
        let wire = |voice: &Voice| (voice.key, voice.channel, voice.choke, voice.note_length);
        let before = bank.lane(at.pattern, at.lane).map(|lane| wire(&lane.voice));
        if before != Some(wire(to)) {
            self.ended = self.ended.with(at.lane, true);
            self.forget_all();
        }
    }

    fn forget(&mut self, lane: LaneIndex) {
        self.stale = self.stale.with(lane, true);
    }

    /// All lanes have to look again.
    pub(super) fn forget_all(&mut self) {
        self.stale = LaneSet::ALL;
    }

    /// The lanes whose notes an edit has ended since this was asked last.
    pub(super) fn take_ended(&mut self) -> LaneSet {
        std::mem::take(&mut self.ended)
    }

    /// Reads again what has to be, and seeks those lanes' places from `position` ticks on `now`.
    pub(super) fn refresh(&mut self, scene: &Scene<'_>, now: Frame, position: f64) {
        let stale = self.relearn(scene);
        for (lane, player) in self.players.iter_mut() {
            if stale.contains(lane) {
                player.reseat(scene, &self.courses[lane], now, position);
            }
        }
        self.wake = self.wake.min(now);
    }

    /// A new stretch of song begins at `position` ticks on `now`.
    pub(super) fn enter(&mut self, scene: &Scene<'_>, at: (Frame, f64), is_blind_jump: bool) {
        self.relearn(scene);
        for (lane, player) in self.players.iter_mut() {
            self.lost += player.enter(scene, lane, &self.courses, at, is_blind_jump);
        }
        self.wake = at.0;
    }

    /// Something that all decisions look at changed on `now`.
    pub(super) fn rouse(&mut self, now: Frame) {
        for (_, player) in self.players.iter_mut() {
            player.rouse(now);
        }
        self.wake = now;
    }

    /// The transport stopped: nothing is owed any more.
    pub(super) fn halt(&mut self) {
        for (_, player) in self.players.iter_mut() {
            player.halt();
        }
        self.wake = Frame::MIN;
    }

    /// How many strikes were lost because a lane owed too many at once.
    pub(super) fn lost(&self) -> u64 {
        self.lost
    }

    /// Gives to `hits` what sounds in the frames from `span.0` up to `span.1`.
    pub(super) fn play(
        &mut self,
        scene: &Scene<'_>,
        span: (Frame, Frame),
        hits: &mut ArrayVec<Hit, HITS>,
    ) {
        let mut wake = Frame::NEVER;
        for (lane, player) in self.players.iter_mut() {
            if player.wake() < span.1 {
                player.play(scene, lane, &self.courses, span, hits);
            }
            wake = wake.min(player.wake());
        }
        self.wake = wake;
    }

    /// Reads the settings of the stale lanes and gives which they were.
    fn relearn(&mut self, scene: &Scene<'_>) -> LaneSet {
        let stale = std::mem::take(&mut self.stale);
        for (lane, course) in self.courses.iter_mut() {
            if stale.contains(lane) {
                *course = Course::new(scene.lane(lane), scene.pattern.bars, scene.bars);
            }
        }
        for (lane, player) in self.players.iter_mut() {
            if stale.contains(lane) {
                player.learn(scene, lane, &self.courses[lane]);
            }
        }
        stale
    }
}
