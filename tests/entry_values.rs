//! Values of parameters over the entry: what a host reads, and what a state sets, under modulation.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

use afterbeat::pattern::Bank;
use afterbeat::plugin::{Afterbeat, clap_entry, default_bank};
use clap_sys::ext::params::{
    CLAP_EXT_PARAMS, CLAP_PARAM_IS_STEPPED, clap_host_params, clap_param_info, clap_plugin_params,
};
use clap_sys::ext::state::{CLAP_EXT_STATE, clap_plugin_state};
use clap_sys::ext::tail::{CLAP_EXT_TAIL, clap_plugin_tail};
use clap_sys::host::clap_host;
use clap_sys::plugin::clap_plugin;
use clap_sys::stream::clap_istream;
use std::cell::{Cell, RefCell};
use std::ffi::{CStr, c_char, c_void};
use std::mem::MaybeUninit;
use std::ptr;
use xtask::host::{Block, Instance, ParamPoint, Plugin, Profile};

const RATE: f64 = 48_000.0;

fn instance() -> Instance {
    #[expect(unsafe_code, reason = "the entry is a table of foreign functions")]
    // SAFETY: it is the project's own entry.
    let plugin = unsafe { Plugin::from_entry(&afterbeat::clap_entry) };
    plugin.unwrap().instantiate(Profile::default()).unwrap()
}

/// Plays a block in which a parameter is set, or modulated.
fn play(instance: &mut Instance, params: &[ParamPoint], modulation: &[ParamPoint]) {
    let block = Block {
        frames: 64,
        params,
        modulation,
        ..Block::default()
    };
    instance.process(&block).unwrap();
}

/// The plug-in's table for an extension.
#[expect(unsafe_code, reason = "extensions are known by their names")]
fn extension<T: Copy>(instance: &mut Instance, id: &CStr) -> (*const clap_plugin, T) {
    let plugin = instance.raw();
    // SAFETY: the instance is alive, and the caller asks for the type that the id has.
    let table = unsafe {
        let table = ((*plugin).get_extension.unwrap())(plugin, id.as_ptr());
        *table.cast::<T>().as_ref().unwrap()
    };
    (plugin, table)
}

#[test]
fn a_state_is_loaded_under_a_modulation_that_hides_it() {
    let mut instance = instance();
    let id = instance.param("Ghosts").unwrap().id;
    let point = |value| [ParamPoint { time: 0, id, value }];
    instance.activate(RATE, 64).unwrap();
    instance.start_processing().unwrap();
    play(&mut instance, &point(0.9), &[]);
    let saved = instance.save().unwrap();
    play(&mut instance, &point(0.4), &[]);
    play(&mut instance, &[], &point(0.7));
    assert!(instance.load(&saved));
    let ghosts = instance.value(id).unwrap();
    assert!((ghosts - 0.9).abs() < 1e-6, "{ghosts}");
    assert_eq!(instance.save().unwrap(), saved);
    // It is modulated as before, and no more once the host says so.
    #[expect(unsafe_code, reason = "a plug-in is known by its pointer")]
    // SAFETY: the instance is alive.
    let inside = unsafe { clap_entry::inside(instance.raw()) }.unwrap();
    let heard = || inside.params.controls().ghosts;
    assert!((heard() - 1.0).abs() < 1e-6);
    play(&mut instance, &[], &point(-0.5));
    assert!((heard() - 0.4).abs() < 1e-6);
    play(&mut instance, &[], &point(0.0));
    assert!((heard() - 0.9).abs() < 1e-6);
}

#[test]
fn a_step_is_the_whole_number_that_it_is() {
    let mut instance = instance();
    let params = instance.params();
    let stepped = (params.into_iter()).filter(|param| param.flags & CLAP_PARAM_IS_STEPPED != 0);
    for param in stepped {
        let (id, name) = (param.id, &param.name);
        let is_whole = |value: f64| value.fract().to_bits() == 0;
        assert!(is_whole(param.default), "{name} begins with no step");
        let steps = (0..=10_000).map(f64::from);
        for step in steps.take_while(|step| *step <= param.max) {
            let time = 0;
            let value = step;
            instance.flush(&[ParamPoint { time, id, value }]).unwrap();
            let now = instance.value(id).unwrap();
            assert_eq!(now.to_bits(), step.to_bits(), "{name} is at {step}");
            let text = instance.value_to_text(id, step).unwrap();
            let read = instance.text_to_value(id, &text).unwrap();
            assert_eq!(read.to_bits(), step.to_bits(), "{name} {text}");
        }
    }
}

thread_local! {
    /// The plug-in of [`rescan`], and what was there when the host was told to look again.
    static LOADING: Cell<*const clap_plugin> = const { Cell::new(ptr::null()) };
    static SEEN: RefCell<Vec<(Bank, f64)>> = const { RefCell::new(Vec::new()) };
}

/// Looks at once.
extern "C" fn rescan(_host: *const clap_host, _flags: u32) {
    #[expect(unsafe_code, reason = "a plug-in is known by its pointer")]
    // SAFETY: the plug-in is alive while it calls.
    let inside = unsafe { clap_entry::inside(LOADING.get()) }.unwrap();
    let bank = inside.params.main().lock().bank().clone();
    let seen = (bank, inside.params.controls().ghosts);
    SEEN.with_borrow_mut(|all| all.push(seen));
}

extern "C" fn host_extension(_host: *const clap_host, id: *const c_char) -> *const c_void {
    static PARAMS: clap_host_params = clap_host_params {
        rescan: Some(rescan),
        clear: None,
        request_flush: None,
    };
    #[expect(unsafe_code, reason = "texts are pointers in C")]
    // SAFETY: the plug-in gives a text that ends in a zero.
    let id = unsafe { CStr::from_ptr(id) };
    if id == CLAP_EXT_PARAMS {
        ptr::from_ref(&PARAMS).cast()
    } else {
        ptr::null()
    }
}

extern "C" fn read(stream: *const clap_istream, to: *mut c_void, size: u64) -> i64 {
    #[expect(unsafe_code, reason = "streams are of C")]
    // SAFETY: the context is the test's bytes, and there is room for `size` of them.
    unsafe {
        let left = &mut *(*stream).ctx.cast::<&[u8]>();
        let given = left.len().min(usize::try_from(size).unwrap());
        to.cast::<u8>()
            .copy_from_nonoverlapping(left.as_ptr(), given);
        *left = &left[given..];
        i64::try_from(given).unwrap()
    }
}

#[test]
fn a_host_that_is_told_of_a_state_finds_all_of_it() {
    let mut other = instance();
    let id = other.param("Ghosts").unwrap().id;
    let (time, value) = (0, 0.75);
    other.flush(&[ParamPoint { time, id, value }]).unwrap();
    let saved = other.save().unwrap();
    #[expect(unsafe_code, reason = "the host library cannot look so soon")]
    // SAFETY: the host and the stream outlive the plug-in and the call.
    unsafe {
        let host = clap_host {
            name: c"A host".as_ptr(),
            get_extension: Some(host_extension),
            ..MaybeUninit::zeroed().assume_init()
        };
        let plugin = clap_entry::create::<Afterbeat>(&raw const host);
        assert!(((*plugin).init.unwrap())(plugin));
        LOADING.set(plugin);
        let inside = clap_entry::inside(plugin).unwrap();
        inside.params.main().lock().load(Bank::empty());
        let state = ((*plugin).get_extension.unwrap())(plugin, CLAP_EXT_STATE.as_ptr());
        let mut left = saved.as_slice();
        let stream = clap_istream {
            ctx: (&raw mut left).cast(),
            read: Some(read),
        };
        let load = (*state.cast::<clap_plugin_state>()).load.unwrap();
        assert!(load(plugin, &raw const stream));
        ((*plugin).destroy.unwrap())(plugin);
    }
    let seen = SEEN.take();
    assert_eq!(seen.len(), 1);
    assert!(seen[0].0 == default_bank(), "another bank than the loaded");
    assert!((seen[0].1 - 0.75).abs() < 1e-6);
}

#[test]
fn there_is_nothing_to_be_told_of_a_parameter_that_is_none() {
    let mut instance = instance();
    let (plugin, params) = extension::<clap_plugin_params>(&mut instance, CLAP_EXT_PARAMS);
    let mut info = MaybeUninit::<clap_param_info>::zeroed();
    let mut value = 0.0;
    #[expect(unsafe_code, reason = "the table is of foreign functions")]
    // SAFETY: the instance is alive, and the places are there to be written.
    unsafe {
        let count = (params.count.unwrap())(plugin);
        let mut get = |index| (params.get_info.unwrap())(plugin, index, info.as_mut_ptr());
        assert!(get(count - 1));
        assert!(!get(count));
        assert!(!get(u32::MAX));
        let mut read = |id| (params.get_value.unwrap())(plugin, id, &raw mut value);
        assert!(!read(u32::MAX));
    }
}

#[test]
fn it_may_sound_at_any_time_and_says_so_from_the_beginning() {
    let mut instance = instance();
    let (plugin, tail) = extension::<clap_plugin_tail>(&mut instance, CLAP_EXT_TAIL);
    #[expect(unsafe_code, reason = "the table is of foreign functions")]
    // SAFETY: the instance is alive.
    let get = || unsafe { (tail.get.unwrap())(plugin) };
    assert_eq!(get(), u32::MAX);
    instance.activate(RATE, 64).unwrap();
    instance.start_processing().unwrap();
    assert_eq!(get(), u32::MAX);
}
