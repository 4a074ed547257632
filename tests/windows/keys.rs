//! The keys in a real window, as the screen's server tells of them.

use super::reopened::{close, instance, live, open, plugin, seen};
use super::screen;
use std::time::Duration;
use xtask::host::Instance;

/// The symbols of keys.
const F: u32 = 0x66;
const R: u32 = 0x72;
const SHIFT: u32 = 0xffe1;

/// What the host has a parameter at, once it was told.
fn value(instance: &mut Instance, name: &str) -> f64 {
    live(instance, Duration::from_millis(300));
    instance.flush(&[]).expect("told");
    let param = instance.param(name).expect("a parameter");
    instance.value(param.id).expect("a value")
}

#[test]
#[ignore = "it needs a screen: cargo xtask look"]
fn shift_r_draws_anew_and_f_holds_a_fill() {
    let screen = screen();
    let plugin = plugin();
    let mut instance = instance(&plugin);
    let parent = open(&screen, &mut instance);
    seen(&screen, &mut instance, parent);
    screen.click(300, 180).expect("a screen");
    let before = value(&mut instance, "Seed");
    for (key, is_down) in [(SHIFT, true), (R, true), (R, false), (SHIFT, false)] {
        screen.key(key, is_down).expect("a key");
    }
    assert!(
        (value(&mut instance, "Seed") - before).abs() > 0.5,
        "{before}"
    );
    screen.key(F, true).expect("a key");
    assert!(value(&mut instance, "Fill Now") > 0.5, "F is down");
    // Held so long, it repeats.
    live(&mut instance, Duration::from_secs(1));
    assert!(value(&mut instance, "Fill Now") > 0.5, "F is down still");
    screen.key(SHIFT, true).expect("a key");
    screen.key(F, false).expect("a key");
    screen.key(SHIFT, false).expect("a key");
    assert!(value(&mut instance, "Fill Now") < 0.5, "F is up");
    close(&screen, &mut instance, parent);
}
