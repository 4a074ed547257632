//! Keys, controllers and programs that move parameters: what becomes of them in a block.
//!
//! Before the framework sees a block, what is mapped in it is worked out into a [`Plan`]: which of the
//! host's events are taken, and which parameter is set in their place. [`super::in_events`] hands the
//! framework the value in the place of the note, so it bites on the note's frame, and the note itself
//! neither sounds nor passes; [`super::out_events`] tells the host the value too, so that what it
//! shows, and records, is true.

mod hands;
mod heard;
mod plan;

pub(super) use plan::{Becomes, Echo, Plan, Value};

use super::knobs::Knobs;
use crate::midi_map::Used;
use crate::pattern::{Edit, SeedHistory, SetupChange, rerolled};
use crate::plugin::mapping::{Act, Board};
use crate::plugin::params::Params;
use crate::time::round_i64;
use clap_sys::events::clap_input_events;
use hands::Hands;
use heard::{At, Heard, for_each};
use rtrb::{Consumer, Producer, RingBuffer};
use std::cell::{Ref, RefCell};

/// How many rerolls wait to be remembered.
const REROLLS: usize = 64;

/// What is mapped, and how its keys stand. **Thread:** audio, unless said otherwise.
pub(super) struct Mapped {
    pub(super) knobs: Knobs,
    hands: RefCell<Hands>,
    plan: RefCell<Plan>,
    rerolls: RefCell<Producer<[u16; 2]>>,
    /// **Thread:** main.
    rerolled: RefCell<Consumer<[u16; 2]>>,
}

impl Mapped {
    /// Allocates. **Thread:** main.
    pub(super) fn new(knobs: Knobs) -> Self {
        let (rerolls, rerolled) = RingBuffer::new(REROLLS);
        Self {
            knobs,
            hands: RefCell::default(),
            plan: RefCell::default(),
            rerolls: RefCell::new(rerolls),
            rerolled: RefCell::new(rerolled),
        }
    }

    /// Whether a block into which nothing comes is left as it is.
    pub(super) fn rests(&self) -> bool {
        let hands = self.hands.try_borrow();
        hands.is_ok_and(|hands| !hands.are_busy())
    }

    /// Works a block out; `None` if nothing can be mapped in it.
    ///
    /// # Safety
    /// `host` must be null or a valid list, and so must its events be.
    pub(super) unsafe fn plan(
        &self,
        host: *const clap_input_events,
        params: &Params,
    ) -> Option<Ref<'_, Plan>> {
        let board = params.mapping().board();
        let mut hands = self.hands.try_borrow_mut().ok()?;
        if !board.is_awake() && !hands.are_busy() {
            return None;
        }
        let mut plan = self.plan.try_borrow_mut().ok()?;
        plan.begin();
        hands.pressed_at = None;
        if let Some(number) = hands.take_owed() {
            self.step_to(number, 0, None, &mut plan);
        }
        // SAFETY: the caller's promise.
        unsafe {
            for_each(host, |heard, at| {
                self.hear(heard, at, board, (&mut hands, &mut plan));
            });
        }
        drop(plan);
        self.plan.try_borrow().ok()
    }

    /// Takes note of what is let go of where no block is played; whether anything is.
    ///
    /// # Safety
    /// As [`Self::plan`].
    pub(super) unsafe fn misses(&self, host: *const clap_input_events) -> bool {
        let Ok(mut hands) = self.hands.try_borrow_mut() else {
            return false;
        };
        let mut is_any = false;
        // SAFETY: the caller's promise.
        unsafe {
            for_each(host, |heard, _| {
                if let Heard::End(channel, key) = heard {
                    is_any = true;
                    hands.end(channel, key);
                    hands.owes = hands.take_released().or(hands.owes);
                }
            });
        }
        is_any
    }

    /// Lets go of all keys and controllers: the engine forgets those that it holds, too.
    pub(super) fn reset(&self) {
        if let Ok(mut hands) = self.hands.try_borrow_mut() {
            hands.let_go_of_all();
        }
    }

    /// Has the seeds that were heard be remembered with the bank. **Thread:** main.
    pub(super) fn remember_rerolls(&self, params: &Params) {
        let Ok(mut rerolled) = self.rerolled.try_borrow_mut() else {
            return;
        };
        while let Ok(seeds) = rerolled.pop() {
            let mut main = params.main().lock();
            let known = main.bank().setup.seeds;
            let seeds = seeds.into_iter().fold(known, SeedHistory::with);
            let edited = main.edit(Edit::Setup(SetupChange::Seeds(seeds)));
            debug_assert!(edited.is_ok(), "seeds can always be remembered");
        }
    }

    fn hear(&self, heard: Heard, at: At, board: &Board, (hands, plan): (&mut Hands, &mut Plan)) {
        match heard {
            Heard::Used(used, channel) => {
                let was_up = hands.turn(used);
                if was_up && !used.is_press() && hands.let_go_of(used.trigger) {
                    // What it began it ends, whatever it does by now.
                    plan.swallow(at);
                    self.let_go(at, (hands, plan));
                    return;
                }
                if board.learns() && used.trigger.is_learnable() {
                    board.hear(used);
                    hands.take(used, channel);
                    plan.swallow(at);
                    return;
                }
                let (trigger, act) = board.act(used.trigger);
                if act != Act::Nothing {
                    hands.take(used, channel);
                    let used = Used { trigger, ..used };
                    self.obey(act, (used, was_up), at, (hands, plan));
                }
            }
            Heard::End(channel, key) => {
                if hands.end(channel, key) {
                    plan.swallow(at);
                    self.let_go(at, (hands, plan));
                } else if let Some(number) = hands.take_released() {
                    // It ends others too, so its place is its own.
                    hands.owes = Some(number);
                }
            }
        }
    }

    fn obey(
        &self,
        act: Act,
        (used, was_up): (Used, bool),
        at: At,
        (hands, plan): (&mut Hands, &mut Plan),
    ) {
        // Whatever becomes of it, it is nobody else's.
        plan.swallow(at);
        let is_press = used.is_press() && !was_up;
        match act {
            Act::Follow(number) => {
                if let Some((id, knob)) = self.knobs.at(number) {
                    let mut found = knob.found();
                    found.now = plan.part_of(*id).unwrap_or(found.now);
                    plan.set(Some(at), (*id, found.steps), found.by(used));
                }
            }
            Act::Set(number, to) if is_press => {
                self.step_to(number, u16::from(to), Some(at), plan);
            }
            Act::Reroll(number) if is_press => self.reroll(number, at, (hands, plan)),
            Act::Hold(number) if is_press => {
                hands.hold(used.trigger, number, at);
                self.step_to(number, 1, Some(at), plan);
            }
            Act::Set(..) | Act::Reroll(_) | Act::Hold(_) | Act::Nothing => {}
        }
    }

    /// Turns off the switch that was held, if nothing holds it any more.
    fn let_go(&self, at: At, (hands, plan): (&mut Hands, &mut Plan)) {
        let Some(number) = hands.take_released() else {
            return;
        };
        if hands.pressed_at == Some(at.time) {
            // Struck and let go of on one frame it would never have been on.
            hands.owes = Some(number);
        } else {
            self.step_to(number, 0, Some(at), plan);
        }
    }

    fn reroll(&self, number: u8, at: At, (hands, plan): (&mut Hands, &mut Plan)) {
        let Some((id, knob)) = self.knobs.at(number) else {
            return;
        };
        let found = knob.found();
        let last = found.steps.and_then(|steps| u16::try_from(steps).ok());
        let now = plan.part_of(*id).unwrap_or(found.now);
        let now = round_i64(f64::from(now) * f64::from(last.unwrap_or(1)));
        let now = u16::try_from(now).unwrap_or(0);
        hands.seeds = hands.seeds.with(now);
        let next = rerolled(now, &hands.seeds);
        self.step_to(number, next, Some(at), plan);
        if let Ok(mut rerolls) = self.rerolls.try_borrow_mut() {
            // Beyond so many they are heard, and not remembered.
            let _ = rerolls.push([now, next]);
        }
        plan.has_rerolled = true;
    }

    /// Sets a parameter to a step; without a place, before anything else of the block.
    fn step_to(&self, number: u8, step: u16, at: Option<At>, plan: &mut Plan) {
        if let Some((id, knob)) = self.knobs.at(number) {
            let steps = knob.found().steps;
            let last = steps.and_then(|steps| u16::try_from(steps).ok());
            let part = f32::from(step) / f32::from(last.unwrap_or(1).max(1));
            plan.set(at, (*id, steps), part);
        }
    }
}
