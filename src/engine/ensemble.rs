//! The sixteen players together: who has to look again, and when anything happens next.

use super::band::Band;
use super::count_in::CountIn;
use super::lanes::Lanes;
use super::piece::{LONGEST_PIECE, Piece, SHORTEST_PIECE};
use super::player::Player;
use super::scene::{Scene, first_tick_from};
use super::song::Seat;
use crate::pattern::{
    Bank, Edit, LaneAt, LaneIndex, LaneSet, LaneSetting, PatternIndex, PerLane, Voice,
};
use crate::time::{BarMap, Frame, Tick, Ticks, floor_i64};
use std::panic::{self, AssertUnwindSafe};

/// **Thread:** audio.
#[derive(Debug)]
pub(super) struct Ensemble {
    lanes: Lanes,
    players: PerLane<Player>,
    count_in: CountIn,
    /// Lanes whose settings have to be read again.
    stale: LaneSet,
    /// Lanes whose notes an edit ends.
    ended: LaneSet,
    /// Lanes that have failed, and are silent since.
    broken: LaneSet,
    /// Nothing happens before this frame while nothing changes.
    wake: Frame,
    lost: u64,
}

/// How many of the shortest steps a piece may have. A lane can owe four times as many: swing brings
/// two together, and what may sound early is owed before its time.
const STEPS_IN_A_PIECE: i64 = 32;

/// How a stretch of song comes to begin, as far as the lanes are concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entrance {
    /// The music begins here: what plays now plays for the first time.
    pub(super) is_first: bool,
    /// No known loop explains the jump.
    pub(super) is_blind: bool,
}

impl Ensemble {
    pub(super) fn new(seat: &Seat, bars: &BarMap) -> Self {
        let lanes = Lanes::new(seat, bars);
        Self {
            players: PerLane::from_fn(|lane| Player::new(lanes.course(lane))),
            lanes,
            count_in: CountIn::default(),
            stale: LaneSet::ALL,
            ended: LaneSet::default(),
            broken: LaneSet::default(),
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
            Edit::Bars { pattern, .. } | Edit::Manner { pattern, .. } if *pattern == played => {
                self.forget_all();
            }
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

    /// The lanes whose notes have been ended since this was asked last: by an edit, or because
    /// they failed.
    pub(super) fn take_ended(&mut self) -> LaneSet {
        std::mem::take(&mut self.ended)
    }

    /// The lanes that have failed.
    pub(super) fn broken(&self) -> LaneSet {
        self.broken
    }

    /// Reads again what has to be, and seeks those lanes' places from `at` on: a frame, and the first
    /// tick that is not dealt with there.
    pub(super) fn refresh(&mut self, scene: &Scene<'_>, seat: &Seat, at: (Frame, Tick)) {
        let stale = self.relearn(scene, seat);
        for (lane, player) in self.players.iter_mut() {
            if stale.contains(lane) {
                player.reseat(scene, self.lanes.course(lane), at);
            }
        }
        self.wake = self.wake.min(at.0);
    }

    /// A new stretch of song begins at `at`: a frame, and the position there in ticks.
    pub(super) fn enter(
        &mut self,
        scene: &Scene<'_>,
        seat: &Seat,
        at: (Frame, f64),
        entrance: Entrance,
    ) {
        self.relearn(scene, seat);
        let from = first_tick_from(at.1, scene.map);
        // As much after the position as what belongs to the stretch may lie before it.
        let here = Tick::nearest(2.0 * at.1 - from.to_f64());
        self.lanes.begin_firsts(here, entrance.is_first);
        self.count_in.enter(scene, from);
        let mut lost = 0;
        self.each(scene, LaneSet::ALL, |player, band, lane| {
            lost += player.enter(band, lane, at, entrance.is_blind);
        });
        self.lost += lost;
        self.wake = at.0;
    }

    /// Another pattern begins at `tick` on `now`.
    pub(super) fn take_over(&mut self, scene: &Scene<'_>, seat: &Seat, tick: Tick, now: Frame) {
        self.forget_all();
        self.relearn(scene, seat);
        // A turn at once is on the first tick of its frame, the step may be on a later one.
        let in_frame = Ticks::new(floor_i64(scene.map.ticks(1.0)));
        self.lanes.begin_firsts(tick + in_frame, true);
        let first = tick.max(scene.first_tick());
        for (lane, player) in self.players.iter_mut() {
            player.take_over(self.lanes.course(lane), first, now);
        }
        self.wake = now;
    }

    /// Something that all decisions look at changed at `at`: a frame, and the first tick that is not
    /// dealt with there.
    pub(super) fn rouse(&mut self, scene: &Scene<'_>, at: (Frame, Tick)) {
        for (lane, player) in self.players.iter_mut() {
            player.rouse(scene, self.lanes.course(lane), at);
        }
        self.wake = at.0;
    }

    /// The transport stopped: nothing is owed any more.
    pub(super) fn halt(&mut self) {
        for (_, player) in self.players.iter_mut() {
            player.halt();
        }
        self.count_in.stop();
        self.wake = Frame::MIN;
    }

    /// Whether `tick` is the one after a drummer's fill that struck something.
    pub(super) fn follows_fill(&self, scene: &Scene<'_>, tick: Tick) -> bool {
        self.lanes.band(scene).follows_fill(tick)
    }

    /// Lanes that have failed may try again.
    pub(super) fn repair(&mut self) {
        self.broken = LaneSet::default();
    }

    /// How many strikes were lost because a lane owed too many at once.
    pub(super) fn lost(&self) -> u64 {
        self.lost
    }

    /// How many frames a piece may have.
    pub(super) fn piece_frames(&self, scene: &Scene<'_>) -> i64 {
        let frames = scene
            .map
            .frames(self.lanes.shortest_step() * STEPS_IN_A_PIECE);
        floor_i64(frames).clamp(SHORTEST_PIECE, LONGEST_PIECE)
    }

    /// Gives to `piece` what sounds in it.
    pub(super) fn play(&mut self, scene: &Scene<'_>, piece: &mut Piece) {
        let span = piece.span;
        let (mut awake, mut wake) = (LaneSet::default(), Frame::NEVER);
        for (lane, player) in self.players.iter() {
            if player.wake() < span.1 {
                awake = awake.with(lane, true);
            } else {
                wake = wake.min(player.wake());
            }
        }
        self.each(scene, awake, |player, band, lane| {
            player.play(band, lane, piece);
            wake = wake.min(player.wake());
        });
        self.count_in.play(scene, piece);
        self.wake = wake.min(self.count_in.wake(scene));
    }

    /// Lets each of `lanes` do some work. One that fails is silent from then on, and disturbs no
    /// other: a panic stays in its lane.
    fn each(
        &mut self,
        scene: &Scene<'_>,
        lanes: LaneSet,
        mut work: impl FnMut(&mut Player, &Band<'_>, LaneIndex),
    ) {
        let band = self.lanes.band(scene);
        for lane in lanes.without(self.broken).iter() {
            let player = &mut self.players[lane];
            let work = AssertUnwindSafe(|| work(player, &band, lane));
            if panic::catch_unwind(work).is_err() {
                player.give_up();
                self.broken = self.broken.with(lane, true);
                self.ended = self.ended.with(lane, true);
            }
        }
    }

    /// Reads the settings of the stale lanes and gives which they were.
    fn relearn(&mut self, scene: &Scene<'_>, seat: &Seat) -> LaneSet {
        let stale = std::mem::take(&mut self.stale);
        self.lanes.relearn(scene, seat, stale);
        stale
    }
}
