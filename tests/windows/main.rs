//! The window in real hosts, opened, resized, played with and closed two hundred times while
//! automation runs: nothing crashes, and what is held afterwards is what was held before.
//!
//! It needs a screen, and some minutes: `cargo xtask look` runs it, on one without a monitor if there is
//! no other.
#![cfg(target_os = "linux")]

mod heap;
#[path = "../vst3/instance.rs"]
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod instance;
mod keys;
#[path = "../vst3/module.rs"]
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod module;
#[path = "../support/number.rs"]
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod number;
#[path = "../vst3/objects.rs"]
mod objects;
#[path = "../vst3/player.rs"]
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod player;
mod reopened;
mod view;

use heap::Holding;
use objects::Changes;
use player::{Block as Vst3Block, Player};
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use view::View;
use xtask::host::{Block, Instance, ParamPoint, Plugin, Profile, Sink, Song};
use xtask::screen::Screen;

/// After how many openings everything is there that is kept for good: fonts, the driver's caches.
const WARM: u32 = 50;
/// How often a window is opened, before and after that.
const TIMES: u32 = WARM + 200;
/// The greatest growth after that, in KiB.
const MOST: f64 = 1024.0;
const RATE: f64 = 48_000.0;
const FRAMES: u32 = 512;
/// How long the window is open between one thing that is done in it and the next.
const WHILE: Duration = Duration::from_millis(40);

/// Opens a window so many times, says how what is held went once all was warm, and checks that nothing
/// is left of the openings: neither what Rust has allocated nor what C has, the driver's and the
/// screen's libraries included.
fn hold(name: &str, mut open: impl FnMut(u32)) {
    let mut held = Vec::new();
    for n in 1..=TIMES {
        open(n);
        if n > WARM {
            held.push(Holding::now());
        }
    }
    let growth = |of: fn(&Holding) -> usize| growth(&held.iter().map(of).collect::<Vec<_>>());
    let (rust, c) = (growth(|it| it.rust), growth(|it| it.c));
    let (resident, threads) = (growth(|it| it.resident), growth(|it| it.threads));
    println!(
        "{name}: from opening {WARM} to {TIMES} Rust holds {rust:.0} KiB more, C {c:.0} KiB, \
         resident are {resident:.0} KiB, threads {threads:.1}; in the end Rust holds {} KiB, C {} KiB",
        held[held.len() - 1].rust,
        held[held.len() - 1].c,
    );
    assert!(rust + c <= MOST, "{name}: more is held");
    assert!(threads < 1.0, "{name}: threads are left of windows");
}

/// By how much the line through `held` rises from its first to its last. What a driver works with
/// comes and goes, a mebibyte of it at times: two moments alone say nothing.
fn growth(held: &[usize]) -> f64 {
    let float = |n: usize| number::float(i64::try_from(n).expect("below 2^53"));
    let count = float(held.len());
    let (middle, mean) = (
        (count - 1.0) / 2.0,
        held.iter().map(|it| float(*it)).sum::<f64>() / count,
    );
    let points = || (0..).map(float).zip(held.iter().map(|it| float(*it)));
    let rise: f64 = points().map(|(x, y)| (x - middle) * (y - mean)).sum();
    let run: f64 = points().map(|(x, _)| (x - middle) * (x - middle)).sum();
    rise / run * (count - 1.0)
}

/// The size that an opening is given: always another one, and the same ones in the beginning as in
/// the end, as a larger window holds more.
fn size_of(n: u32) -> (u32, u32) {
    let more = n % 10 * 20;
    (900 + more, 600 + more)
}

/// Calls `step` in real time, with the frame that it has come to.
fn in_time(from: &mut i64, mut step: impl FnMut(i64)) {
    let begin = Instant::now();
    let block = Duration::from_secs_f64(f64::from(FRAMES) / RATE);
    while begin.elapsed() < WHILE {
        step(*from);
        *from += i64::from(FRAMES);
        std::thread::sleep(block);
    }
}

/// Clicks about in a window of this size: on the grid, the pages' buttons, and into a page.
fn touch(screen: &Screen, n: u32, (width, _): (u32, u32)) {
    let width = i16::try_from(width).expect("a window's width");
    let step = i16::try_from(n % 16).expect("below 16");
    let places = [
        (220 + 20 * step, 130 + 20 * step),
        (width - 30, 45),
        (width - 150, 200),
    ];
    for (x, y) in places {
        screen.click(x, y).expect("a screen");
    }
}

#[expect(unsafe_code, reason = "a window is known by its number alone")]
fn clap(screen: &Screen) {
    // SAFETY: it is the project's own entry.
    let plugin = unsafe { Plugin::from_entry(&afterbeat::clap_entry) }.expect("a plug-in");
    let mut instance: Instance = plugin.instantiate(Profile::default()).expect("an instance");
    instance.activate(RATE, FRAMES).expect("active");
    instance.start_processing().expect("processing");
    let swing = instance
        .params()
        .into_iter()
        .find(|param| param.name == "Swing")
        .expect("swing");
    let (song, mut sink, mut frame) = (Song::new(RATE, 112.0), Sink::default(), 0);
    let mut play = |instance: &mut Instance| {
        in_time(&mut frame, |frame| {
            let start = u64::try_from(frame).expect("from 0 on");
            let part = f64::from(u32::try_from(frame / 512 % 50).expect("below 50"));
            let block = Block {
                frames: FRAMES,
                start,
                transport: Some(song.at(start)),
                params: &[ParamPoint {
                    time: 0,
                    id: swing.id,
                    value: part / 50.0,
                }],
                ..Block::default()
            };
            instance.process_into(&block, &mut sink).expect("played");
            sink.clear();
            instance.idle();
        });
    };
    hold("CLAP", |n| {
        let size = instance.make_window().expect("a window");
        let parent = screen.window(size.0, size.1).expect("a screen");
        // SAFETY: the parent is closed after the plug-in's window.
        unsafe { instance.open_window(parent) }.expect("a window");
        play(&mut instance);
        touch(screen, n, size);
        play(&mut instance);
        let (width, height) = size_of(n);
        instance.resize_window(width, height).expect("a window");
        play(&mut instance);
        instance.close_window().expect("a window");
        screen.close(parent).expect("a screen");
    });
}

fn vst3(screen: &Screen) {
    let mut player = Player::new(512);
    let swing = player.instance.id("Swing");
    let mut frame = 0;
    let mut play = |player: &mut Player, view: &View| {
        in_time(&mut frame, |start| {
            let block = Vst3Block {
                start,
                frames: 512,
                is_playing: true,
            };
            let part = number::float(start / 512 % 50) / 50.0;
            player.process(block, Changes::of(swing, vec![(0, part)]));
            view.idle();
        });
    };
    hold("VST3", |n| {
        let parent = screen.window(1180, 720).expect("a screen");
        let view = View::open(&player.instance, parent);
        play(&mut player, &view);
        let (width, height) = view.size();
        let size = |length: i32| u32::try_from(length).expect("a length");
        touch(screen, n, (size(width), size(height)));
        play(&mut player, &view);
        let (width, height) = size_of(n);
        let length = |length: u32| i32::try_from(length).expect("a length");
        view.resize(length(width), length(height));
        play(&mut player, &view);
        drop(view);
        screen.close(parent).expect("a screen");
    });
}

/// The screen, for one test after the other: they share its pointer, and what is counted. It stays
/// open, as one without a monitor begins anew when nobody is there any more.
fn screen() -> MutexGuard<'static, Screen> {
    static SCREEN: LazyLock<Mutex<Screen>> =
        LazyLock::new(|| Mutex::new(Screen::open().expect("a screen")));
    SCREEN.lock().unwrap_or_else(PoisonError::into_inner)
}

#[test]
#[ignore = "it needs a screen and a minute: cargo xtask look"]
fn windows_come_and_go_and_nothing_of_them_is_left() {
    let screen = screen();
    clap(&screen);
    vst3(&screen);
}
