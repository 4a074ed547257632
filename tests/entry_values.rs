//! Values of parameters over the entry: what a host reads, and what a state sets, under modulation.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

use afterbeat::plugin::clap_entry;
use clap_sys::ext::params::{
    CLAP_EXT_PARAMS, CLAP_PARAM_IS_STEPPED, clap_param_info, clap_plugin_params,
};
use clap_sys::ext::tail::{CLAP_EXT_TAIL, clap_plugin_tail};
use clap_sys::plugin::clap_plugin;
use std::ffi::CStr;
use std::mem::MaybeUninit;
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
