//! The wave on a lane's velocities as the window draws it.
#[expect(dead_code, reason = "each test binary uses its part of the support")]
#[path = "support/pages.rs"]
mod pages;
#[expect(dead_code, reason = "each test binary uses its part of the support")]
#[path = "support/window.rs"]
mod window;

use afterbeat::engine::Whereabouts;
use afterbeat::pattern::{Bank, Edit, LaneSetting, Lfo, LfoDepth, Pattern};
use afterbeat::time::{Tick, Ticks};
use pages::at;
use window::Window;

#[test]
fn a_point_on_the_wave_is_where_the_song_is() {
    let mut before = Bank::with_first(Pattern::new());
    let depth = LfoDepth::new(40).unwrap();
    let to = LaneSetting::Lfo(Lfo { depth, ..Lfo::OFF });
    before.apply(Edit::Lane { at: at(1), to }).unwrap();
    let mut window = Window::on(before);
    window.open("Page of Snare");
    let mut point = |quarters: i64| {
        let at = Whereabouts {
            playing: true,
            position: Tick::ZERO + Ticks::QUARTER * quarters,
            ..Whereabouts::default()
        };
        window.harness.state().hand.health.publish_whereabouts(&at);
        window.settle();
        let wave = window.place("Curve of the wave");
        let shapes = window.harness.output().shapes.iter();
        let mut points = shapes.filter_map(|shape| match &shape.shape {
            egui::Shape::Circle(circle) if wave.contains(circle.center) => Some(circle.center),
            _ => None,
        });
        (points.next().unwrap() - wave.left_top()) / wave.size()
    };
    // A sine over four bars: it rises first, and is at its lowest after three of them.
    let (begin, quarter, third) = (point(0), point(4), point(12));
    assert!(begin.x < quarter.x && quarter.x < third.x);
    assert!(
        quarter.y <= begin.y && begin.y < third.y,
        "{begin:?} {quarter:?} {third:?}"
    );
    assert!((third.x - 0.75).abs() < 0.02, "{third:?}");
}
