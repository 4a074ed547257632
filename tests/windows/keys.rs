//! The keys in a real window, as the screen's server tells of them.

use super::reopened::{close, instance, live, open, plugin, seen};
use super::screen;
use std::time::Duration;
use xtask::host::Instance;
use xtask::screen::Screen;

/// The symbols of keys.
const F: u32 = 0x66;
const R: u32 = 0x72;
const Y: u32 = 0x79;
const Z: u32 = 0x7a;
const SHIFT: u32 = 0xffe1;
const CONTROL: u32 = 0xffe3;

/// What the host has a parameter at, once it was told.
fn value(instance: &mut Instance, name: &str) -> f64 {
    live(instance, Duration::from_millis(300));
    instance.flush(&[]).expect("told");
    let param = instance.param(name).expect("a parameter");
    instance.value(param.id).expect("a value")
}

/// Strikes a key while another one is down.
fn strike(screen: &Screen, with: u32, key: u32) {
    for (key, is_down) in [(with, true), (key, true), (key, false), (with, false)] {
        screen.key(key, is_down).expect("a key");
    }
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
    strike(&screen, SHIFT, R);
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

#[test]
#[ignore = "it needs a screen: cargo xtask look"]
fn control_z_undoes_where_the_keyboard_has_z_elsewhere() {
    let screen = screen();
    screen.swap_keys(Y, Z).expect("two keys");
    let plugin = plugin();
    let mut instance = instance(&plugin);
    let parent = open(&screen, &mut instance);
    seen(&screen, &mut instance, parent);
    screen.click(300, 180).expect("a screen");
    let before = value(&mut instance, "Seed");
    strike(&screen, SHIFT, R);
    let anew = value(&mut instance, "Seed");
    assert!((anew - before).abs() > 0.5, "{before}");
    strike(&screen, CONTROL, Y);
    let still = value(&mut instance, "Seed");
    assert!((still - anew).abs() < 0.5, "Ctrl-Y took back {anew}");
    strike(&screen, CONTROL, Z);
    let undone = value(&mut instance, "Seed");
    assert!((undone - before).abs() < 0.5, "{undone} is not {before}");
    close(&screen, &mut instance, parent);
    screen.swap_keys(Y, Z).expect("two keys");
}
