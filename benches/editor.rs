//! What a frame of the window costs: 16 lanes of 64 steps, all of them struck, while it plays.

use afterbeat::editor::{self, Ear, Hand, Screen};
use afterbeat::engine::Whereabouts;
use afterbeat::link::{self, Health, Main};
use afterbeat::pattern::{
    Bank, Bars, Lane, LaneIndex, Pattern, PatternIndex, PerLane, Step, Velocity,
};
use afterbeat::plugin::Params;
use afterbeat::plugin::params::Handle;
use afterbeat::time::Tick;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Nobody hears the hand.
struct Deaf;

impl Ear for Deaf {
    fn begin(&self, _handle: &Handle<'_>) {}
    fn set(&self, _handle: &Handle<'_>, _normalized: f32) {}
    fn end(&self, _handle: &Handle<'_>) {}
    fn restart(&self) {}
}

/// A pattern of four bars in which every step of every lane is struck.
fn dense() -> Pattern {
    let mut pattern = Pattern::new();
    pattern.bars = Bars::FOUR;
    let steps = [Step::strike(Velocity::MAX); 64];
    let lane = |lane: LaneIndex| {
        let voice = pattern.lanes[lane].voice;
        Box::new(Lane::with_steps(voice, &steps).unwrap_or_else(|| Lane::new(voice)))
    };
    pattern.lanes = PerLane::from_fn(lane);
    pattern
}

fn main() {
    let (main, _audio, _engine) = link::new(Bank::with_first(dense()));
    let hand = Hand {
        params: Arc::new(Params::new(Main::new(main))),
        health: Arc::new(Health::default()),
        ear: Box::new(Deaf),
    };
    let mut screen = Screen::default();
    let context = egui::Context::default();
    context.set_global_style(screen.theme.style());
    let size = egui::vec2(1180.0, 720.0);
    let mut costs: Vec<Duration> = Vec::new();
    for frame in 0..600_i64 {
        hand.health.publish_whereabouts(&Whereabouts {
            playing: true,
            position: Tick::new(frame * 192_000),
            pattern: PatternIndex::FIRST,
            ..Whereabouts::default()
        });
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
        let whole = begin.elapsed();
        if frame >= 60 {
            costs.push(spent);
            assert!(!shapes.is_empty() && whole >= spent);
        }
    }
    costs.sort();
    let part = |of: usize| {
        costs
            .get(costs.len() * of / 100)
            .copied()
            .unwrap_or_default()
    };
    println!(
        "ui() of 16 x 64: median {:?}, 99 % {:?}",
        part(50),
        part(99)
    );
}
