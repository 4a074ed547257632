//! What a frame of the window costs: 16 lanes of 64 steps at 1180 x 720, while it plays.

use afterbeat::editor::{self, Ear, Hand, Screen};
use afterbeat::engine::Whereabouts;
use afterbeat::link::{self, Health, Main};
use afterbeat::pattern::{
    Bank, Bars, Lane, LaneIndex, Pattern, PatternIndex, PerLane, Percent, Step, Velocity,
};
use afterbeat::plugin::Params;
use afterbeat::plugin::params::Handle;
use afterbeat::time::Tick;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Nobody hears the hand but the parameters.
struct Deaf;

impl Ear for Deaf {
    fn begin(&self, _handle: &Handle<'_>) {}
    fn set(&self, handle: &Handle<'_>, normalized: f32) {
        // A number from 0 to 1 is one that it takes.
        handle.set_normalized(normalized).unwrap_or_default();
    }
    fn end(&self, _handle: &Handle<'_>) {}
    fn restart(&self) {}
}

/// A pattern of four bars in which every `each`th step of every lane is struck, and all lanes play
/// as many ghosts and fills as they can.
fn pattern(each: usize) -> Pattern {
    let mut pattern = Pattern::new();
    pattern.bars = Bars::FOUR;
    let step = |n: usize| {
        if n.is_multiple_of(each) {
            Step::strike(Velocity::MAX)
        } else {
            Step::REST
        }
    };
    let steps: Vec<Step> = (0..64).map(step).collect();
    let lane = |lane: LaneIndex| {
        let mut voice = pattern.lanes[lane].voice;
        (voice.ghosts, voice.fills) = (Percent::ALL, Percent::ALL);
        Box::new(Lane::with_steps(voice, &steps).unwrap_or_else(|| Lane::new(voice)))
    };
    pattern.lanes = PerLane::from_fn(lane);
    pattern
}

/// One thing that is measured: what is shown, and what moves.
struct Case {
    name: &'static str,
    each: usize,
    /// The parameter that is automated.
    moves: Option<&'static str>,
}

const CASES: [Case; 4] = [
    Case {
        name: "all struck",
        each: 1,
        moves: None,
    },
    Case {
        name: "ghosts and fills",
        each: 4,
        moves: None,
    },
    Case {
        name: "and Swing moves",
        each: 4,
        moves: Some("swing"),
    },
    Case {
        name: "and Ghosts moves",
        each: 4,
        moves: Some("ghosts"),
    },
];

fn instance(case: &Case) -> Hand {
    let (main, _audio, _engine) = link::new(Bank::with_first(pattern(case.each)));
    let hand = Hand {
        params: Arc::new(Params::new(Main::new(main))),
        health: Arc::new(Health::default()),
        ear: Box::new(Deaf),
        deck: None,
    };
    for id in ["ghosts", "fills"] {
        hand.set(id, if case.each == 1 { 0.0 } else { 1.0 });
    }
    hand
}

/// What each frame's `ui()` takes, and all of the frame with its tessellation.
fn measure(case: &Case, frames: i64) -> (Vec<Duration>, Vec<Duration>) {
    let hand = instance(case);
    let mut screen = Screen::default();
    let context = egui::Context::default();
    context.set_global_style(screen.theme.style());
    let size = egui::vec2(1180.0, 720.0);
    let (mut costs, mut wholes) = (Vec::new(), Vec::new());
    for frame in 0..frames + 60 {
        hand.health.publish_whereabouts(&Whereabouts {
            playing: true,
            position: Tick::new(frame * 192_000),
            pattern: PatternIndex::FIRST,
            ..Whereabouts::default()
        });
        if let Some(id) = case.moves {
            let to = u8::try_from(frame.rem_euclid(100)).unwrap_or(0);
            hand.set(id, 0.5 + f32::from(to) / 200.0);
        }
        let input = egui::RawInput {
            screen_rect: Some(egui::Rect::from_min_size(egui::Pos2::ZERO, size)),
            time: Some(f64::from(u16::try_from(frame).unwrap_or(0)) / 60.0),
            ..egui::RawInput::default()
        };
        let begin = Instant::now();
        let mut spent = Duration::ZERO;
        let mut output = context.run_ui(input, |ui| {
            let begin = Instant::now();
            editor::ui(ui, &mut screen, &hand);
            spent = begin.elapsed();
        });
        output.textures_delta.clear();
        let shapes = context.tessellate(output.shapes, output.pixels_per_point);
        if frame >= 60 {
            costs.push(spent);
            wholes.push(begin.elapsed());
            assert!(!shapes.is_empty(), "something is drawn");
        }
    }
    costs.sort();
    wholes.sort();
    (costs, wholes)
}

fn part(costs: &[Duration], percent: usize) -> f64 {
    let cost = costs.get(costs.len() * percent / 100);
    cost.map_or(f64::NAN, Duration::as_secs_f64) * 1000.0
}

fn main() {
    // `cargo test --benches` only wants to know that it runs.
    let is_bench = std::env::args().any(|argument| argument == "--bench");
    let frames = if is_bench { 600 } else { 10 };
    println!("\n| milliseconds a frame of the window | median | 99 % | tessellated |");
    println!("|---|---|---|---|");
    for case in &CASES {
        let (costs, wholes) = measure(case, frames);
        println!(
            "| {} | {:.2} | {:.2} | {:.2} |",
            case.name,
            part(&costs, 50),
            part(&costs, 99),
            part(&wholes, 50)
        );
    }
}
