//! The parameters by the host's ids, and their values in its units: steps where there are steps, else
//! 0 to 1.
//!
//! A step is told as the whole number that it is. The framework's single precision leaves many a hair
//! short of it, and hosts that cut what they are told, as the wrapper for VST3 does, would take those
//! for the step before.
//!
//! While modulation holds a parameter at the end of its range, the framework forgets a value that is
//! set: see [`super::modulation`]. What is set otherwise than by the host's events is set here.

use super::modulation::Modulations;
use crate::plugin::params::{Knob, Params};
use crate::time::{round_i64, to_f64};
use clap_sys::ext::params::{clap_param_info, clap_plugin_params};
use clap_sys::plugin::clap_plugin;
use std::mem::MaybeUninit;
use std::sync::Arc;

/// **Thread:** any; made and dropped on main.
pub(super) struct Knobs(Vec<(u32, Knob)>);

impl Knobs {
    /// Those of the plug-in `framework`, whose parameters are `params`. Allocates. **Thread:** main.
    ///
    /// # Safety
    /// `framework` must be a valid plug-in, and `table` its own.
    pub(super) unsafe fn new(
        framework: &clap_plugin,
        table: Option<&clap_plugin_params>,
        params: &Arc<Params>,
    ) -> Self {
        // SAFETY: the caller's promise.
        let id = |index| unsafe { id_of(framework, table, index) };
        let knobs = Knob::all(params).into_iter().zip(0..);
        let known = knobs.filter_map(|(knob, index)| Some((id(index)?, knob)));
        Self(known.collect())
    }

    /// The one with this number in [`Params::list`], and its id.
    pub(super) fn at(&self, number: u8) -> Option<&(u32, Knob)> {
        self.0.get(usize::from(number))
    }

    /// A value as it is without modulation.
    pub(super) fn value(&self, id: u32) -> Option<f64> {
        let found = self.knob(id)?.found();
        let value = f64::from(found.now) * last_step(found.steps);
        Some(on_step(value, found.steps))
    }

    /// As [`Self::value`], of a parameter that has steps.
    pub(super) fn step(&self, id: u32) -> Option<f64> {
        self.knob(id)?.found().steps?;
        self.value(id)
    }

    /// The nearest value that a parameter can have, as far as steps are concerned.
    pub(super) fn on_step(&self, id: u32, value: f64) -> f64 {
        let steps = self.knob(id).and_then(|knob| knob.found().steps);
        on_step(value, steps)
    }

    /// Sets a value again that was set while it is modulated, if it is.
    pub(super) fn set_under(&self, modulations: &Modulations, id: u32, value: f64) {
        let Some((knob, amount)) = self.knob(id).zip(modulations.amount(id)) else {
            return;
        };
        let last = last_step(knob.found().steps);
        knob.modulate(0.0);
        knob.set(single(value / last));
        knob.modulate(single(amount / last));
    }

    /// Has `set` set any of them as if none was modulated. **Thread:** main.
    pub(super) fn unmodulated<T>(&self, modulations: &Modulations, set: impl FnOnce() -> T) -> T {
        let modulated = || {
            let all = self.0.iter();
            all.filter_map(|(id, knob)| Some((knob, modulations.amount(*id)?)))
        };
        modulated().for_each(|(knob, _)| knob.modulate(0.0));
        let done = set();
        // The host may have gone on meanwhile, so it is asked for again.
        modulated().for_each(|(knob, amount)| {
            knob.modulate(single(amount / last_step(knob.found().steps)));
        });
        done
    }

    fn knob(&self, id: u32) -> Option<&Knob> {
        let found = self.0.iter().find(|(known, _)| *known == id);
        found.map(|(_, knob)| knob)
    }
}

fn on_step(value: f64, steps: Option<usize>) -> f64 {
    steps.map_or(value, |_| to_f64(round_i64(value)))
}

/// How many of the host's units the range is.
fn last_step(steps: Option<usize>) -> f64 {
    let steps = steps.and_then(|steps| u32::try_from(steps).ok());
    steps.map_or(1.0, |steps| f64::from(steps.max(1)))
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "the framework's precision is single"
)]
fn single(value: f64) -> f32 {
    value as f32
}

/// # Safety
/// `framework` must be a valid plug-in, and `table` its own.
unsafe fn id_of(
    framework: &clap_plugin,
    table: Option<&clap_plugin_params>,
    index: u32,
) -> Option<u32> {
    let get = table?.get_info?;
    let mut info = MaybeUninit::<clap_param_info>::zeroed();
    // SAFETY: the caller's promise; a table of zeros is one, and `get` fills it.
    unsafe { get(framework, index, info.as_mut_ptr()).then(|| info.assume_init().id) }
}
