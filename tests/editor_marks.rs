//! What the window shows of ghosts and fills is what the engine plays.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

#[expect(dead_code, reason = "each test binary uses its part of the support")]
#[path = "support/window.rs"]
mod window;

use afterbeat::editor::forecast::Drawn;
use afterbeat::engine::{Kind, Origin, Source, Whereabouts};
use afterbeat::grooves::{self, factory};
use afterbeat::offline::Render;
use afterbeat::pattern::{
    Bank, CellAt, Edit, LaneAt, LaneIndex, Pattern, PatternIndex, Step, StepIndex, Velocity,
};
use afterbeat::time::{Bpm, Frame, FrameMap, Meter, SampleRate, Tick, Ticks};
use egui::Modifiers;
use std::num::NonZeroU32;
use window::{Inside, Window};

/// A strike: lane, frame, how hard.
type Struck = (u8, i64, u8);

/// Sets parameters by what they are called and what they are.
fn set(window: &mut Window, values: &[(&str, f32)]) {
    let Inside { screen, hand } = window.harness.state_mut();
    for (id, plain) in values {
        let to = hand.params.by_id(id).unwrap().normalized_at(*plain);
        screen.set(hand, id, to);
    }
}

/// Nothing moves the strikes, so that places and frames are the same thing.
const EVEN: [(&str, f32); 5] = [
    ("swing", 50.0),
    ("push", 0.0),
    ("humanize_time", 0.0),
    ("ghosts", 70.0),
    ("fills", 60.0),
];

/// Has the music be in a bar of the song, counted from 0.
fn go_to_bar(window: &Window, bar: i64) {
    window
        .harness
        .state()
        .hand
        .health
        .publish_whereabouts(&Whereabouts {
            playing: true,
            position: Tick::ZERO + Ticks::WHOLE * bar + Ticks::new(1),
            ..Whereabouts::default()
        });
}

/// All that is foretold of the lanes that are shown, where it is.
fn told(window: &Window) -> Vec<(LaneIndex, usize, afterbeat::editor::forecast::Told)> {
    let forecast = &window.harness.state().screen.kept.forecast;
    let places = |lane| (0..1024).map(move |place| (lane, place));
    let told = |(lane, place)| (lane, place, forecast.told(lane, place));
    LaneIndex::all().flat_map(places).map(told).collect()
}

fn drawn(window: &Window) -> Vec<(LaneIndex, usize, Drawn)> {
    let found = told(window).into_iter();
    let found = found.filter_map(|(lane, place, told)| Some((lane, place, told.drawn?)));
    found.collect()
}

/// What is shown as sounding while the music is in the passes that begin on these bars.
fn shown(window: &mut Window, bars: impl Iterator<Item = i64>, source: Source) -> Vec<Struck> {
    let map = FrameMap::new(Frame::new(0), 0.0, Bpm::DEFAULT, SampleRate::DEFAULT);
    let mut all = Vec::new();
    for bar in bars {
        go_to_bar(window, bar);
        window.harness.step();
        for (lane, _, drawn) in drawn(window) {
            if drawn.sounds && drawn.source == source {
                let frame = map.frame(drawn.tick).get();
                let velocity = Velocity::clamped(drawn.velocity.into());
                all.push((lane.get(), frame, velocity.get()));
            }
        }
    }
    all.sort_unstable();
    all
}

/// What the engine plays of a source in the song's first bars.
fn played(window: &Window, bars: u32, source: Source) -> Vec<Struck> {
    let hand = &window.harness.state().hand;
    let render = Render {
        bank: window.bank(),
        bars,
        bpm: Bpm::DEFAULT,
        rate: SampleRate::DEFAULT,
        block: NonZeroU32::new(512).unwrap(),
        meter: Meter::COMMON,
        automated: false,
    };
    let controls = hand.params.controls();
    let events = render.run(|_| controls.clone());
    let strike =
        |played: &afterbeat::offline::Rendered| match (played.event.kind, played.event.origin) {
            (Kind::On(velocity), Origin::Strike { lane, source: of }) if of == source => {
                Some((lane.get(), played.frame, velocity.get()))
            }
            _ => None,
        };
    let mut strikes: Vec<_> = events.iter().filter_map(strike).collect();
    strikes.sort_unstable();
    strikes
}

#[test]
fn ghosts_and_fills_stand_where_the_engine_plays_them() {
    let mut window = Window::on(Bank::with_first(Pattern::new()));
    set(&mut window, &EVEN);
    let (mut ghosts, mut fills) = (0, 0);
    for groove in factory() {
        let bank = Bank::with_first(groove.pattern.clone());
        window.harness.state().hand.main().lock().load(bank);
        let passes = (0..16).step_by(usize::from(groove.pattern.bars.get()));
        for source in [Source::Ghost, Source::Fill] {
            let seen = shown(&mut window, passes.clone(), source);
            assert_eq!(
                seen,
                played(&window, 16, source),
                "{} {source:?}",
                groove.id
            );
            *if source == Source::Ghost {
                &mut ghosts
            } else {
                &mut fills
            } += seen.len();
        }
    }
    assert!(
        ghosts > 200 && fills > 200,
        "{ghosts} ghosts, {fills} fills"
    );
}

#[test]
fn a_fill_is_seen_before_it_plays() {
    let mut window = Window::on(Bank::with_first(
        grooves::find("B1").unwrap().pattern.clone(),
    ));
    set(&mut window, &EVEN);
    let fill = |window: &mut Window, bar| {
        go_to_bar(window, bar);
        window.harness.step();
        let found = drawn(window).into_iter();
        let ticks = found.filter(|(.., drawn)| drawn.source == Source::Fill);
        ticks.map(|(.., drawn)| drawn.tick).collect::<Vec<_>>()
    };
    let every = window.harness.state().screen.shown.controls.fill_every;
    let last = every.unwrap().bars() - 1;
    assert_eq!(fill(&mut window, last - 1), []);
    let coming = fill(&mut window, last);
    assert!(!coming.is_empty());
    let now = Tick::ZERO + Ticks::WHOLE * last + Ticks::new(1);
    assert!(coming.iter().all(|tick| *tick > now));
}

fn half_chance() -> Bank {
    let mut bank = Bank::with_first(Pattern::new());
    let lane = LaneAt {
        pattern: PatternIndex::FIRST,
        lane: LaneIndex::new(1).unwrap(),
    };
    let step = StepIndex::new(4);
    let to = Step {
        chance: afterbeat::pattern::Percent::new(50).unwrap(),
        ..Step::strike(Velocity::MAX)
    };
    let at = CellAt { lane, step };
    bank.apply(Edit::Step { at, to }).unwrap();
    bank
}

#[test]
fn a_strike_that_chance_leaves_out_is_told_from_one_that_plays() {
    let mut window = Window::on(half_chance());
    set(&mut window, &EVEN);
    let snare = LaneIndex::new(1).unwrap();
    let mut seen = Vec::new();
    for bar in 0..16 {
        go_to_bar(&window, bar);
        window.harness.step();
        let forecast = &window.harness.state().screen.kept.forecast;
        if forecast.told(snare, 4).written.unwrap() {
            seen.push(bar * 96_000 + 24_000);
        }
    }
    assert!((2..15).contains(&seen.len()), "{}", seen.len());
    let heard = played(&window, 16, Source::User).into_iter();
    let heard: Vec<i64> = heard.map(|(_, frame, _)| frame).collect();
    assert_eq!(seen, heard);
}

#[test]
fn it_is_worked_out_when_something_changes_and_at_no_other_time() {
    let mut window = Window::on(half_chance());
    let times = |window: &mut Window| {
        window.settle();
        window.harness.state().screen.kept.forecast.times()
    };
    let first = times(&mut window);
    assert_eq!(times(&mut window), first);
    go_to_bar(&window, 1);
    let in_bar = times(&mut window);
    assert_eq!(in_bar, first + 1);
    // Swing bends what is shown, and decides nothing.
    set(&mut window, &[("swing", 66.0)]);
    assert_eq!(times(&mut window), in_bar);
    set(&mut window, &[("ghosts", 90.0)]);
    assert_eq!(times(&mut window), in_bar + 1);
    window.click("Kick step 1");
    assert!(times(&mut window) > in_bar + 1);
}

#[test]
fn a_ghost_says_how_likely_it_is_and_in_how_many_phrases_it_comes() {
    let mut window = Window::on(half_chance());
    set(&mut window, &EVEN);
    set(&mut window, &[("fill_every", 0.0)]);
    go_to_bar(&window, 0);
    window.settle();
    let snare = LaneIndex::new(1).unwrap();
    let ghosts = drawn(&window);
    let of_snare = ghosts.iter().filter(|(lane, ..)| *lane == snare);
    let (_, place, ghost) = *of_snare
        .max_by(|a, b| a.2.likelihood.total_cmp(&b.2.likelihood))
        .unwrap();
    let mut coming = 0;
    for phrase in 0..4 {
        go_to_bar(&window, 4 * phrase);
        window.settle();
        let forecast = &window.harness.state().screen.kept.forecast;
        coming += u8::from(forecast.told(snare, place).drawn.unwrap().sounds);
    }
    go_to_bar(&window, 0);
    window.settle();
    let cell = window.place(&format!("Snare step {}", place + 1));
    window.go(cell.left_center() + egui::vec2(3.0, 0.0), Modifiers::NONE);
    let percent = (ghost.likelihood * 100.0).round();
    let hint = &window.harness.state().screen.hint;
    let wanted = format!("Ghost {percent} %: {coming} of 4 phrases");
    assert!(hint.starts_with(&wanted), "{hint}, not {wanted}");
}

#[test]
fn a_click_on_a_ghost_writes_a_strike_in_its_place() {
    let before = half_chance();
    let mut window = Window::on(before.clone());
    set(&mut window, &EVEN);
    window.settle();
    let (lane, place, _) = drawn(&window)[0];
    let name = window.harness.state().screen.pattern().lanes[lane]
        .voice
        .name;
    let cell = window.place(&format!("{} step {}", name.as_str(), place + 1));
    window.click_at(cell.left_center() + egui::vec2(3.0, 0.0));
    let at = StepIndex::new(u8::try_from(place).unwrap());
    let bank = window.bank();
    let written = bank.lane(PatternIndex::FIRST, lane).unwrap().step(at);
    assert!(written.velocity.is_some());
}

#[test]
fn a_late_strike_stands_where_it_sounds_at_any_speed() {
    let mut bank = Bank::with_first(Pattern::new());
    let kick = LaneAt {
        pattern: PatternIndex::FIRST,
        lane: LaneIndex::new(0).unwrap(),
    };
    let at = CellAt {
        lane: kick,
        step: StepIndex::new(4),
    };
    let to = Step::strike(Velocity::MAX);
    bank.apply(Edit::Step { at, to }).unwrap();
    let mut window = Window::on(bank);
    // So fast that a step lasts 20 ms at the pattern's own speed, and the delay reaches beyond it.
    window
        .harness
        .state()
        .hand
        .health
        .publish_whereabouts(&Whereabouts {
            bpm: 750.0,
            ..Whereabouts::default()
        });
    set(&mut window, &EVEN);
    set(&mut window, &[("ghosts", 0.0), ("fills", 0.0)]);
    set(&mut window, &[("lane1_delay", 40.0)]);
    for (speed, steps) in [("1/2", 1.0), ("1", 2.0), ("2", 4.0)] {
        let Inside { screen, hand } = window.harness.state_mut();
        let handle = hand.params.by_id("speed").unwrap();
        screen.set(hand, "speed", handle.normalized_of(speed).unwrap());
        window.settle();
        let cell = window.place("Kick step 5");
        let sounds = cell.left() + steps * cell.width();
        // What stands on another step's place is hit all the same.
        window.go(egui::pos2(sounds + 2.0, cell.center().y), Modifiers::NONE);
        let hint = &window.harness.state().screen.hint;
        assert!(hint.starts_with("Kick step 5  velocity"), "{speed}: {hint}");
    }
}

#[test]
fn a_window_in_which_nothing_changes_is_not_drawn_again() {
    let mut window = Window::on(half_chance());
    window.go(window.place("Kick step 3").center(), Modifiers::NONE);
    for _ in 0..60 {
        window.harness.step();
    }
    assert!(!window.harness.ctx.has_requested_repaint());
    window.go(window.place("Ghosts").center(), Modifiers::NONE);
    for _ in 0..60 {
        window.harness.step();
    }
    assert!(!window.harness.ctx.has_requested_repaint());
}
