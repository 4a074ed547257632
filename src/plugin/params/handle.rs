//! A parameter as a host sees it: by its id, in texts and plain numbers.
#![expect(
    unsafe_code,
    reason = "the framework gives out parameters of any type as raw pointers only"
)]

use super::Params;
use crate::plugin::mapping::Moved;
use nice_plug::context::gui::GuiContext;
use nice_plug::prelude::ParamPtr;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

/// What a parameter's values are.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// Any number in a range.
    Number {
        /// The least.
        min: f32,
        /// The greatest.
        max: f32,
    },
    /// Any whole number in a range.
    Whole {
        /// The least.
        min: f32,
        /// The greatest.
        max: f32,
    },
    /// Off (0) or on (1).
    Switch,
    /// One of a few texts, counted from 0.
    Choice(Vec<String>),
}

/// A parameter of a [`Params`]. **Thread:** any.
pub struct Handle<'a> {
    id: String,
    group: String,
    ptr: ParamPtr,
    /// What `ptr` points into.
    params: PhantomData<&'a Params>,
}

impl Handle<'_> {
    pub(super) fn new(id: String, ptr: ParamPtr, group: String, _params: &Params) -> Self {
        let params = PhantomData;
        Self {
            id,
            group,
            ptr,
            params,
        }
    }

    /// Its id, which never changes.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The group that hosts show it in; empty if none.
    pub fn group(&self) -> &str {
        &self.group
    }

    /// Its name.
    pub fn name(&self) -> &str {
        // SAFETY: `ptr` points into the `Params` that this handle borrows. So in all of this file.
        unsafe { self.ptr.name() }
    }

    /// Its unit, with a space before it; empty if none.
    pub fn unit(&self) -> &'static str {
        // SAFETY: see `name`.
        unsafe { self.ptr.unit() }
    }

    /// What its values are.
    pub fn kind(&self) -> Kind {
        match self.ptr {
            ParamPtr::BoolParam(_) => Kind::Switch,
            ParamPtr::FloatParam(_) => Kind::Number {
                min: self.plain_at(0.0),
                max: self.plain_at(1.0),
            },
            ParamPtr::IntParam(_) => Kind::Whole {
                min: self.plain_at(0.0),
                max: self.plain_at(1.0),
            },
            ParamPtr::EnumParam(_) => Kind::Choice(self.choices()),
        }
    }

    /// Its plain value without modulation: a number in its unit, 0 or 1, or a place in the choice.
    pub fn value(&self) -> f32 {
        // SAFETY: see `name`.
        unsafe { self.ptr.unmodulated_plain_value() }
    }

    /// Its value, 0 to 1, without modulation.
    pub fn normalized(&self) -> f32 {
        // SAFETY: see `name`.
        unsafe { self.ptr.unmodulated_normalized_value() }
    }

    /// Its default as a plain value.
    pub fn default_value(&self) -> f32 {
        // SAFETY: see `name`.
        self.plain_at(unsafe { self.ptr.default_normalized_value() })
    }

    /// Its value as text, with its unit.
    pub fn text(&self) -> String {
        self.text_at(self.normalized())
    }

    /// Its default as text, with its unit.
    pub fn default_text(&self) -> String {
        // SAFETY: see `name`.
        self.text_at(unsafe { self.ptr.default_normalized_value() })
    }

    /// The text of a plain value, with its unit; clamped to the range.
    pub fn text_of(&self, plain: f32) -> String {
        // SAFETY: see `name`.
        self.text_at(unsafe { self.ptr.preview_normalized(plain) })
    }

    /// It, as a key or a controller finds it.
    pub fn found(&self) -> Moved {
        Moved {
            is_switch: matches!(self.ptr, ParamPtr::BoolParam(_)),
            // SAFETY: see `name`.
            steps: unsafe { self.ptr.step_count() },
            now: self.normalized(),
        }
    }

    /// Sets it to a plain value, as a host does that sends one; clamped to the range.
    ///
    /// # Errors
    /// When `plain` is not a number.
    pub fn set_plain(&self, plain: f32) -> Result<(), NoValue> {
        // SAFETY: see `name`.
        self.set_normalized(unsafe { self.ptr.preview_normalized(plain) })
    }

    /// Sets it to what `text` says, with or without the unit; clamped to the range.
    ///
    /// # Errors
    /// When `text` is no value of this parameter.
    pub fn set_text(&self, text: &str) -> Result<(), NoValue> {
        // SAFETY: see `name`.
        let normalized = unsafe { self.ptr.string_to_normalized_value(text) };
        self.set_normalized(normalized.ok_or(NoValue)?)
    }

    /// Sets it to a value from 0 to 1, on the same way as a host's value comes; clamped.
    ///
    /// # Errors
    /// When `normalized` is not a number.
    pub fn set_normalized(&self, normalized: f32) -> Result<(), NoValue> {
        if !normalized.is_finite() {
            return Err(NoValue);
        }
        // SAFETY: see `name`. This is the function by which the framework sets a host's values.
        unsafe {
            self.ptr
                ._internal_set_normalized_value(normalized.clamp(0.0, 1.0))
        };
        Ok(())
    }

    /// The value from 0 to 1 that `text` means, with or without the unit.
    pub fn normalized_of(&self, text: &str) -> Option<f32> {
        // SAFETY: see `name`.
        unsafe { self.ptr.string_to_normalized_value(text) }
    }

    /// The value from 0 to 1 of a plain value; clamped to the range.
    pub fn normalized_at(&self, plain: f32) -> f32 {
        // SAFETY: see `name`.
        unsafe { self.ptr.preview_normalized(plain) }
    }

    /// Its default, 0 to 1.
    pub fn default_normalized(&self) -> f32 {
        // SAFETY: see `name`.
        unsafe { self.ptr.default_normalized_value() }
    }

    /// Its value as it sounds, 0 to 1, with what the host's modulation adds.
    pub fn modulated(&self) -> f32 {
        // SAFETY: see `name`.
        unsafe { self.ptr.modulated_normalized_value() }
    }

    /// The text of a value from 0 to 1, with its unit.
    pub fn text_at(&self, normalized: f32) -> String {
        // SAFETY: see `name`.
        unsafe { self.ptr.normalized_value_to_string(normalized, true) }
    }

    /// Tells the host that the user takes hold of it. **Thread:** main.
    pub fn begin_gesture(&self, host: &GuiContext) {
        // SAFETY: see `name`.
        unsafe { host.raw_begin_set_parameter(self.ptr) };
    }

    /// Sets it, from 0 to 1, as the user does who holds it. **Thread:** main.
    pub fn gesture(&self, host: &GuiContext, normalized: f32) {
        // SAFETY: see `name`.
        unsafe { host.raw_set_parameter_normalized(self.ptr, normalized.clamp(0.0, 1.0)) };
    }

    /// Tells the host that the user lets go of it. **Thread:** main.
    pub fn end_gesture(&self, host: &GuiContext) {
        // SAFETY: see `name`.
        unsafe { host.raw_end_set_parameter(self.ptr) };
    }

    /// Whether it would be another value if it were set to this one, from 0 to 1.
    pub fn is_other(&self, normalized: f32) -> bool {
        let to = self.normalized_at(self.plain_at(normalized.clamp(0.0, 1.0)));
        (to - self.normalized()).abs() > 1e-6
    }

    /// The plain value of a value from 0 to 1.
    pub fn plain_at(&self, normalized: f32) -> f32 {
        // SAFETY: see `name`.
        unsafe { self.ptr.preview_plain(normalized) }
    }

    fn choices(&self) -> Vec<String> {
        // SAFETY: see `name`.
        let last = unsafe { self.ptr.step_count() }.unwrap_or(0);
        let last = u16::try_from(last).unwrap_or(u16::MAX);
        let place = |n| f32::from(n) / f32::from(last.max(1));
        (0..=last).map(|n| self.text_at(place(n))).collect()
    }
}

impl fmt::Debug for Handle<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} = {}", self.id, self.text())
    }
}

/// A parameter that is at hand without a look-up. **Thread:** any.
pub struct Knob {
    ptr: ParamPtr,
    /// What `ptr` points into.
    _params: Arc<Params>,
}

impl Knob {
    /// All of `params`, in the order of [`Params::list`]. Allocates. **Thread:** main.
    pub fn all(params: &Arc<Params>) -> Vec<Self> {
        let map = nice_plug::prelude::Params::param_map(&**params);
        let knob = |(_, ptr, _)| Self {
            ptr,
            _params: Arc::clone(params),
        };
        map.into_iter().map(knob).collect()
    }

    /// Has the host's modulation move it so far, as a part of its range; by the way on which the host's
    /// own events do.
    pub fn modulate(&self, part: f32) {
        // SAFETY: `ptr` points into the `Params` that this knob keeps.
        unsafe { self.ptr._internal_modulate_value(part) };
    }

    /// Sets it, 0 to 1, as the framework does.
    pub fn set(&self, normalized: f32) {
        // SAFETY: as above.
        unsafe {
            self.ptr
                ._internal_set_normalized_value(normalized.clamp(0.0, 1.0))
        };
    }

    /// It, as a key or a controller finds it.
    pub fn found(&self) -> Moved {
        Moved {
            is_switch: matches!(self.ptr, ParamPtr::BoolParam(_)),
            // SAFETY: `ptr` points into the `Params` that this knob keeps. So does it below.
            steps: unsafe { self.ptr.step_count() },
            // SAFETY: as above.
            now: unsafe { self.ptr.unmodulated_normalized_value() },
        }
    }
}

/// What was given is no value of the parameter; it is as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a value of this parameter")]
pub struct NoValue;
