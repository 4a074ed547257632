//! Closed and opened again a window shows the truth, whatever became of it, of its instance and of
//! the host's window meanwhile; and it goes with its instance.

use super::screen;
use serde_json::Value;
use std::time::{Duration, Instant};
use xtask::host::{Instance, Plugin, Profile};
use xtask::screen::Screen;

/// How long a window takes to show what there is, at the most.
const PATIENCE: Duration = Duration::from_secs(20);

#[expect(unsafe_code, reason = "the entry is C's")]
pub(super) fn plugin() -> Plugin {
    // SAFETY: it is the project's own entry.
    unsafe { Plugin::from_entry(&afterbeat::clap_entry) }.expect("a plug-in")
}

pub(super) fn instance(plugin: &Plugin) -> Instance {
    let mut instance = plugin.instantiate(Profile::default()).expect("an instance");
    // What a first window has to say would be in the pictures.
    let state = with_look(
        &instance.save().expect("a state"),
        &[("welcomed", true.into())],
    );
    assert!(instance.load(&state));
    instance
}

/// A saved state whose window is as `look` says.
fn with_look(state: &[u8], look: &[(&str, Value)]) -> Vec<u8> {
    let (_length, text) = state.split_first_chunk::<8>().expect("a length and a text");
    let mut state: Value = serde_json::from_slice(text).expect("JSON");
    let field = &mut state["fields"]["window"];
    let mut window: Value = serde_json::from_str(field.as_str().expect("a text")).expect("JSON");
    for (name, value) in look {
        window[*name] = value.clone();
    }
    *field = window.to_string().into();
    let text = serde_json::to_vec(&state).expect("JSON");
    let length = u64::try_from(text.len()).expect("a length").to_ne_bytes();
    [&length, text.as_slice()].concat()
}

/// Opens the instance's window in one of the host's, which is given back.
#[expect(unsafe_code, reason = "a window is known by its number alone")]
pub(super) fn open(screen: &Screen, instance: &mut Instance) -> u32 {
    let (width, height) = instance.make_window().expect("a window");
    let parent = screen.window(width, height).expect("a screen");
    // SAFETY: the parent is there.
    unsafe { instance.open_window(parent) }.expect("a window");
    parent
}

/// How far apart two shades are that look alike.
const SHADE: u8 = 16;

/// What is seen in a window of the host's.
#[derive(PartialEq, Eq)]
pub(super) struct Picture {
    width: usize,
    pixels: Vec<u8>,
}

impl Picture {
    /// Whether it is of one colour.
    fn is_blank(&self) -> bool {
        let mut pixels = self.pixels.chunks_exact(3);
        let first = pixels.next();
        pixels.all(|pixel| Some(pixel) == first)
    }

    /// Checks that it is `expected`, and says where it is not. The edge of a letter may be a shade
    /// off: that depends on where among all letters it is kept.
    fn expect(&self, expected: &Self, what: &str) {
        assert_eq!(self.width, expected.width, "{what}: how wide");
        assert_eq!(self.pixels.len(), expected.pixels.len(), "{what}: how high");
        let both = self
            .pixels
            .chunks_exact(3)
            .zip(expected.pixels.chunks_exact(3));
        let is_other = |(is, was): (&[u8], &[u8])| {
            let mut colours = is.iter().zip(was);
            colours.any(|(is, was)| is.abs_diff(*was) > SHADE)
        };
        let others: Vec<_> = (0..)
            .zip(both)
            .filter(|(_, both)| is_other(*both))
            .collect();
        let first = others
            .first()
            .map(|(n, _): &(usize, _)| (n % self.width, n / self.width));
        assert_eq!(others.len(), 0, "{what}: others from {first:?} on");
    }
}

/// What the window shows, once it shows something and the same for a while.
pub(super) fn seen(screen: &Screen, instance: &mut Instance, parent: u32) -> Picture {
    screen.leave().expect("a screen");
    let (begin, mut since) = (Instant::now(), Instant::now());
    let mut last = Picture {
        width: 0,
        pixels: Vec::new(),
    };
    while begin.elapsed() < PATIENCE {
        live(instance, Duration::from_millis(50));
        let (width, _, pixels) = screen.pixels(parent).expect("a screen");
        let width = width.into();
        let now = Picture { width, pixels };
        if now != last || now.is_blank() {
            (last, since) = (now, Instant::now());
        } else if since.elapsed() > Duration::from_secs(1) {
            return now;
        }
    }
    panic!("nothing is drawn that stays");
}

/// Lets the instance live for a moment.
pub(super) fn live(instance: &mut Instance, for_how_long: Duration) {
    let begin = Instant::now();
    while begin.elapsed() < for_how_long {
        instance.idle();
        std::thread::sleep(Duration::from_millis(20));
    }
}

pub(super) fn close(screen: &Screen, instance: &mut Instance, parent: u32) {
    instance.close_window().expect("a window");
    screen.close(parent).expect("a screen");
}

#[test]
#[ignore = "it needs a screen: cargo xtask look"]
fn what_the_host_loaded_meanwhile_is_shown_as_a_new_window_would() {
    let screen = screen();
    let plugin = plugin();
    for look in [
        vec![("light", true.into()), ("page", 1.into())],
        vec![("width", 1000.into()), ("height", 640.into())],
        vec![("zoom", 150.into())],
    ] {
        let mut other = instance(&plugin);
        let swing = other.param("Swing").expect("swing");
        let point = xtask::host::ParamPoint {
            time: 0,
            id: swing.id,
            value: 1.0,
        };
        other.flush(&[point]).expect("swung");
        let state = with_look(&other.save().expect("a state"), &look);
        assert!(other.load(&state));
        let parent = open(&screen, &mut other);
        let expected = seen(&screen, &mut other, parent);
        close(&screen, &mut other, parent);

        let mut kept = instance(&plugin);
        let parent = open(&screen, &mut kept);
        let before = seen(&screen, &mut kept, parent);
        close(&screen, &mut kept, parent);
        assert!(kept.load(&state));
        let parent = open(&screen, &mut kept);
        let after = seen(&screen, &mut kept, parent);
        assert!(before != after, "{look:?}: it shows what was");
        after.expect(&expected, &format!("{look:?}"));
        close(&screen, &mut kept, parent);
    }
}

#[test]
#[ignore = "it needs a screen: cargo xtask look"]
fn a_host_that_closes_its_own_window_first_gets_another_that_draws() {
    let screen = screen();
    let plugin = plugin();
    let mut instance = instance(&plugin);
    let parent = open(&screen, &mut instance);
    let before = seen(&screen, &mut instance, parent);
    screen.close(parent).expect("a screen");
    live(&mut instance, Duration::from_millis(300));
    instance.close_window().expect("a window");
    let parent = open(&screen, &mut instance);
    seen(&screen, &mut instance, parent).expect(&before, "the other");
    close(&screen, &mut instance, parent);
}

#[test]
#[ignore = "it needs a screen: cargo xtask look"]
#[expect(unsafe_code, reason = "a window is known by its number alone")]
fn a_window_goes_along_when_the_host_puts_it_elsewhere() {
    let screen = screen();
    let plugin = plugin();
    let mut instance = instance(&plugin);
    // The first time it is new, then it is one that was kept.
    for _ in 0..2 {
        let first = open(&screen, &mut instance);
        let before = seen(&screen, &mut instance, first);
        let second = screen.window(1180, 720).expect("a screen");
        // SAFETY: the parent is there.
        unsafe { instance.open_window(second) }.expect("a window");
        screen.close(first).expect("a screen");
        seen(&screen, &mut instance, second).expect(&before, "elsewhere");
        close(&screen, &mut instance, second);
    }
}

#[test]
#[ignore = "it needs a screen: cargo xtask look"]
fn a_button_that_was_down_when_it_closed_does_nothing_afterwards() {
    let screen = screen();
    let plugin = plugin();
    let mut instance = instance(&plugin);
    let parent = open(&screen, &mut instance);
    seen(&screen, &mut instance, parent);
    screen.point(300, 180).expect("a screen");
    screen.hold(true).expect("a screen");
    live(&mut instance, Duration::from_millis(200));
    close(&screen, &mut instance, parent);
    screen.hold(false).expect("a screen");
    let before = instance.save().expect("a state");
    let parent = open(&screen, &mut instance);
    seen(&screen, &mut instance, parent);
    for x in [320, 380, 440, 500] {
        screen.point(x, 200).expect("a screen");
        live(&mut instance, Duration::from_millis(50));
    }
    close(&screen, &mut instance, parent);
    assert!(instance.save().expect("a state") == before, "it drags on");
}

/// How many threads there are, and how many windows on the screen, once both stay: a driver's
/// threads take a moment to end.
fn count(screen: &Screen) -> (usize, usize) {
    let (begin, mut since, mut last) = (Instant::now(), Instant::now(), (0, 0));
    while since.elapsed() < Duration::from_secs(1) && begin.elapsed() < PATIENCE {
        let threads = std::fs::read_dir("/proc/self/task").expect("threads");
        let now = (threads.count(), screen.count().expect("a screen"));
        if now != last {
            (last, since) = (now, Instant::now());
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    last
}

#[test]
#[ignore = "it needs a screen: cargo xtask look"]
fn a_closed_window_is_kept_and_goes_with_its_instance() {
    let screen = screen();
    let plugin = plugin();
    let before = count(&screen);
    let mut instance = instance(&plugin);
    let parent = open(&screen, &mut instance);
    seen(&screen, &mut instance, parent);
    close(&screen, &mut instance, parent);
    let kept = count(&screen);
    assert!(kept > before, "it is not kept: {kept:?}");
    drop(instance);
    assert_eq!(count(&screen), before, "threads and windows are left");
}

#[test]
#[ignore = "it needs a screen: cargo xtask look"]
fn no_more_than_a_few_windows_are_kept() {
    let screen = screen();
    let plugin = plugin();
    let mut instances = Vec::new();
    let mut kept = Vec::new();
    for _ in 0..7 {
        let mut instance = instance(&plugin);
        let parent = open(&screen, &mut instance);
        seen(&screen, &mut instance, parent);
        close(&screen, &mut instance, parent);
        instances.push(instance);
        kept.push(count(&screen).1);
    }
    assert!(kept[0] < kept[3], "{kept:?}");
    assert_eq!(kept[4..], [kept[3]; 3], "{kept:?}");
    // One whose window went is opened as any other.
    let first = &mut instances[0];
    let parent = open(&screen, first);
    seen(&screen, first, parent);
    close(&screen, first, parent);
}
