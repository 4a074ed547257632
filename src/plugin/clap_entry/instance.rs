//! The `clap_plugin` that the host gets: the framework's, with a few functions in front.

use super::calls;
use super::host::Host;
use super::knobs::Knobs;
use super::mapped::Mapped;
use super::modulation::Modulations;
use super::news::News;
use super::out_events::NoteForm;
use super::outputs::Spare;
use super::{params_table, state_load, state_save, vst3};
use crate::plugin::chair::Chair;
use crate::plugin::guard::caught;
use crate::plugin::handover::{self, Inside};
use clap_sys::ext::params::{CLAP_EXT_PARAMS, clap_plugin_params};
use clap_sys::ext::state::{CLAP_EXT_STATE, clap_plugin_state};
use clap_sys::host::clap_host;
use clap_sys::plugin::clap_plugin;
use nice_plug::prelude::ClapPlugin;
use nice_plug::wrapper::clap::Wrapper;
use std::ffi::CStr;
use std::ptr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// An instance as the host knows it.
///
/// The framework's functions find everything through `plugin_data`, so they work with a pointer to
/// this copy. It is freed after the framework's own part, in `destroy`.
#[repr(C)]
pub(super) struct Instance {
    /// What the host has a pointer to, so it comes first.
    plugin: clap_plugin,
    /// The framework's functions.
    pub(super) framework: clap_plugin,
    pub(super) host: Host,
    pub(super) inside: Inside,
    pub(super) chair: Arc<Chair>,
    pub(super) news: News,
    pub(super) state: Option<clap_plugin_state>,
    framework_state: Option<clap_plugin_state>,
    pub(super) params: Option<clap_plugin_params>,
    framework_params: Option<clap_plugin_params>,
    pub(super) note_form: NoteForm,
    pub(super) modulations: Modulations,
    /// Boxed, so that its alignment is not the instance's, which hosts know as a `clap_plugin`.
    pub(super) mapped: Box<Mapped>,
    pub(super) spare: Spare,
    /// The host is the wrapper that makes a VST3 plug-in of this one.
    pub(super) wrapped: bool,
    /// The bits of the sample rate, as the framework rounds it.
    rate: AtomicU32,
}

/// Makes an instance of `P`, owned by the host until it calls `destroy`; null if that fails.
///
/// `P` is [`Afterbeat`](crate::plugin::Afterbeat), or has one inside: so the tests can put a fault
/// into what plays, and the shipped plug-in needs no switch for it. **Thread:** main.
///
/// # Safety
/// `host` must be a valid host, and outlive the instance.
pub unsafe fn create<P: ClapPlugin>(host: *const clap_host) -> *const clap_plugin {
    let made = caught(|| {
        // SAFETY: the caller's promise.
        handover::receive(|| unsafe { Wrapper::<P>::new(host) })
    });
    let Some((wrapper, Some((inside, chair)))) = made else {
        return ptr::null();
    };
    // SAFETY: the caller's promise.
    if let Some(name) = unsafe { Host::new(host) }.name() {
        // It has one name, so it was not set before.
        let _ = inside.host_name.set(name);
    }
    let wrapper = Arc::into_raw(wrapper);
    // SAFETY: the wrapper was just made; its own `destroy` takes this reference back.
    let framework: clap_plugin = *unsafe { &*wrapper }.clap_plugin.borrow();
    // SAFETY: as above, and the host is the caller's.
    let instance = unsafe {
        Instance {
            wrapped: vst3::is_wrapper(host),
            ..Instance::new(framework, Host::new(host), (inside, chair))
        }
    };
    Box::into_raw(Box::new(instance)).cast()
}

/// What the instance behind `plugin` shares; `None` if it is none of [`create`]'s. **Thread:** main.
///
/// # Safety
/// `plugin` must be null or a valid plug-in, and not yet destroyed.
pub unsafe fn inside(plugin: *const clap_plugin) -> Option<Inside> {
    // SAFETY: the caller's promise.
    let destroy = unsafe { plugin.as_ref() }?.destroy?;
    // Only an instance of ours is destroyed by this function.
    if !ptr::fn_addr_eq(destroy, calls::destroy as unsafe extern "C" fn(_)) {
        return None;
    }
    // SAFETY: so it is one.
    unsafe { Instance::of(plugin) }.map(|instance| instance.inside.clone())
}

impl Instance {
    /// # Safety
    /// `framework` must be a valid plug-in.
    unsafe fn new(
        framework: clap_plugin,
        host: Host,
        (inside, chair): (Inside, Arc<Chair>),
    ) -> Self {
        // SAFETY: the ids are those of the tables.
        let (framework_state, framework_params) = unsafe {
            (
                extension::<clap_plugin_state>(&framework, CLAP_EXT_STATE),
                extension::<clap_plugin_params>(&framework, CLAP_EXT_PARAMS),
            )
        };
        // SAFETY: the caller's promise.
        let knobs = unsafe { Knobs::new(&framework, framework_params.as_ref(), &inside.params) };
        Self {
            plugin: calls::in_front_of(framework),
            framework,
            host,
            inside,
            chair,
            news: News::default(),
            state: framework_state.map(|_| clap_plugin_state {
                save: Some(state_save::save),
                load: Some(state_load::load),
            }),
            framework_state,
            params: framework_params.map(params_table::in_front_of),
            framework_params,
            note_form: NoteForm::default(),
            modulations: Modulations::default(),
            mapped: Box::new(Mapped::new(knobs)),
            spare: Spare::default(),
            wrapped: false,
            rate: AtomicU32::new(0),
        }
    }

    /// The instance of a pointer that the host got from [`create`].
    ///
    /// # Safety
    /// `plugin` must be null or such a pointer, and not yet destroyed.
    pub(super) unsafe fn of<'a>(plugin: *const clap_plugin) -> Option<&'a Self> {
        // SAFETY: the `clap_plugin` is the first field of a `repr(C)` struct.
        unsafe { plugin.cast::<Self>().as_ref() }
    }

    /// The framework's own saving and loading.
    pub(super) fn framework_state(&self) -> Option<&clap_plugin_state> {
        self.framework_state.as_ref()
    }

    /// The framework's own parameters.
    pub(super) fn framework_params(&self) -> Option<&clap_plugin_params> {
        self.framework_params.as_ref()
    }

    /// A copy of the framework's own functions for an extension, if it has that.
    ///
    /// # Safety
    /// `T` must be the structure that the id promises.
    pub(super) unsafe fn framework_extension<T: Copy>(&self, id: &CStr) -> Option<T> {
        // SAFETY: the caller's promise.
        unsafe { extension(&self.framework, id) }
    }

    /// What is known of how the host is told things.
    pub(super) fn tells(&self) -> (&NoteForm, Option<(&Modulations, &Knobs)>) {
        let modulated = (&self.modulations, &self.mapped.knobs);
        (&self.note_form, Some(modulated))
    }

    /// The sample rate as the framework keeps it and counts positions with.
    pub(super) fn rate(&self) -> f64 {
        f64::from(f32::from_bits(self.rate.load(Ordering::Relaxed)))
    }

    #[expect(
        clippy::cast_possible_truncation,
        reason = "the same rounding as the framework's is wanted"
    )]
    pub(super) fn set_rate(&self, rate: f64) {
        self.rate.store((rate as f32).to_bits(), Ordering::Relaxed);
    }
}

/// # Safety
/// `framework` must be a valid plug-in, and `T` the table that plug-ins have for `id`.
unsafe fn extension<T: Copy>(framework: &clap_plugin, id: &CStr) -> Option<T> {
    // SAFETY: as the caller promises. The framework's tables are part of it, and need no `init`.
    unsafe {
        let table = framework.get_extension?(framework, id.as_ptr());
        table.cast::<T>().as_ref().copied()
    }
}
