//! The picture of a render: what stands where, and that it is the same bytes each time.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

use afterbeat::engine::{Controls, FillEvery};
use afterbeat::grooves::find;
use afterbeat::offline::{Picture, Render, straight, to_svg};
use afterbeat::pattern::{Bank, Lane, LaneIndex, LaneName, Pattern, Ratchet, Step};
use afterbeat::time::{Bpm, Meter, SampleRate};
use std::num::NonZeroU32;

fn render(pattern: &Pattern, bars: u32) -> Render {
    Render {
        bank: Bank::with_first(pattern.clone()),
        bars,
        bpm: Bpm::new(120.0).unwrap(),
        rate: SampleRate::new(48_000.0).unwrap(),
        block: NonZeroU32::new(512).unwrap(),
        meter: Meter::COMMON,
        automated: false,
    }
}

fn swung(swing: f64) -> Controls {
    Controls {
        swing,
        ..Controls::default()
    }
}

fn draw(pattern: &Pattern, title: &str, controls: &Controls, bars: u32) -> String {
    let render = render(pattern, bars);
    to_svg(&Picture {
        title,
        details: "as drawn",
        song: render.timeline(),
        pattern,
        events: &render.clone().run(|_| controls.clone()),
        straight: &render.run(|_| straight(controls.clone())),
        bar_notes: &[],
    })
}

fn b1() -> Pattern {
    find("B1").unwrap().pattern.clone()
}

/// The values of an attribute of all strikes, in order.
fn strikes(svg: &str, attribute: &str) -> Vec<f64> {
    let bodies = svg.lines().filter(|line| line.contains(", velocity "));
    let value = |line: &str| {
        let start = line.find(&format!(" {attribute}=\"")).unwrap() + attribute.len() + 3;
        let end = start + line[start..].find('"').unwrap();
        line[start..end].parse().unwrap()
    };
    bodies.map(value).collect()
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() < 0.02
}

#[test]
fn the_same_render_is_the_same_bytes() {
    let picture = |swing| draw(&b1(), "B1", &swung(swing), 3);
    assert_eq!(picture(0.62), picture(0.62));
    assert_ne!(picture(0.62), picture(0.63));
}

#[test]
fn strikes_stand_where_they_sound() {
    let straight = strikes(&draw(&b1(), "B1", &swung(0.5), 1), "x");
    let late = strikes(&draw(&b1(), "B1", &swung(0.66), 1), "x");
    assert_eq!(straight.len(), 25);
    let sixteenth = straight[2] - straight[0];
    let mut on_grid = 0;
    for (straight, late) in straight.iter().zip(&late) {
        // An odd 16th is 2 x 0.16 of a 16th late.
        let moved = (late - straight) / sixteenth;
        let is_odd = near(moved, 0.32);
        assert!(is_odd || near(moved, 0.0), "{moved}");
        on_grid += u32::from(!is_odd);
    }
    // Kick 2, snare 2, hat 8; what is left is odd.
    assert_eq!(on_grid, 12);
}

#[test]
fn strikes_are_as_high_as_they_are_loud() {
    let heights = strikes(&draw(&b1(), "B1", &swung(0.5), 1), "height");
    // Kick 127 and hat 99 on the one.
    assert!(near(heights[0] / heights[1], 127.0 / 99.0));
    assert!(near(heights[0], 24.0));
}

#[test]
fn what_does_not_swing_has_no_way_to_go() {
    let ways = |swing| {
        let svg = draw(&b1(), "B1", &swung(swing), 2);
        svg.matches("fill=\"#b86a00\" fill-opacity").count()
    };
    assert_eq!(ways(0.5), 0);
    // 13 odd strikes a bar, in the groove's own words.
    assert_eq!(ways(0.58), 2 * 13);
    assert_eq!(ways(0.42), 2 * 13);
}

#[test]
fn only_lanes_that_strike_have_rows() {
    let svg = draw(&b1(), "B1", &swung(0.5), 1);
    for (name, is_there) in [("Kick", true), ("Closed hat", true), ("Crash", false)] {
        assert_eq!(svg.contains(&format!(">{name}</text>")), is_there, "{name}");
    }
}

#[test]
fn bars_wrap_by_two_and_are_numbered() {
    let svg = draw(&b1(), "B1", &swung(0.5), 5);
    assert_eq!(svg.matches(">Kick</text>").count(), 3);
    for bar in 1..=5 {
        let number = format!("font-weight=\"bold\">{bar}</text>");
        assert_eq!(svg.matches(&number).count(), 1, "bar {bar}");
    }
    // Every system begins with the hat and the kick of its first bar, at its left.
    let places = strikes(&svg, "x");
    let left = places[0];
    assert_eq!(places.iter().filter(|x| near(**x, left)).count(), 3 * 2);
}

#[test]
fn names_cannot_break_it() {
    let mut pattern = b1();
    let kick = LaneIndex::all().next().unwrap();
    pattern.lanes[kick].voice.name = LaneName::new("<14\" & \u{ffff}>").unwrap();
    let svg = draw(
        &pattern,
        "</title><script>&".repeat(9).as_str(),
        &swung(0.5),
        1,
    );
    assert!(svg.contains(">&lt;14&quot; &amp; \u{fffd}&gt;</text>"));
    assert!(!svg.contains("<script"));
    assert_eq!(svg.matches("<svg").count(), 1);
    assert!(svg.ends_with("</svg>\n"));
}

#[test]
fn silence_is_said() {
    let svg = draw(&Pattern::new(), "Rest", &swung(0.5), 8);
    assert!(svg.contains(">Nothing plays.</text>"));
}

/// The attributes of the bodies of one source's strikes, but their place and size; each once.
fn looks(svg: &str) -> std::collections::BTreeSet<&str> {
    let bodies = svg.lines().filter(|line| line.contains(", velocity "));
    let look = |line: &'_ str| -> Option<(usize, usize)> {
        Some((line.find(" rx=")?, line.find("><title>")?))
    };
    bodies
        .filter_map(|line| look(line).map(|(start, end)| &line[start..end]))
        .collect()
}

/// The same without any colour.
fn colourless(look: &str) -> String {
    look.split('#')
        .map(|part| part.trim_start_matches(|c: char| c.is_ascii_hexdigit()))
        .collect()
}

#[test]
fn sources_are_told_apart_without_colour() {
    let mut pattern = b1();
    let hat = LaneIndex::new(2).unwrap();
    let steps: Vec<Step> = pattern.lanes[hat].steps().to_vec();
    let rolled = steps.iter().map(|step| Step {
        ratchet: Ratchet::new(2, 1, 0, 0).unwrap(),
        ..*step
    });
    let rolled: Vec<_> = rolled.take(16).collect();
    *pattern.lanes[hat] = Lane::with_steps(pattern.lanes[hat].voice, &rolled).unwrap();
    let controls = Controls {
        ghosts: 1.0,
        fills: 0.7,
        fill_every: FillEvery::new(2),
        ..Controls::default()
    };
    let svg = draw(&pattern, "All", &controls, 4);
    let looks = looks(&svg);
    // Written, ghost, fill, ratchet.
    assert_eq!(looks.len(), 4, "{looks:?}");
    let shapes: std::collections::BTreeSet<_> = looks.iter().map(|look| colourless(look)).collect();
    assert_eq!(shapes.len(), 4, "{shapes:?}");
    for name in ["user", "ghost", "fill", "ratchet"] {
        assert!(svg.contains(&format!(">{name}</text>")), "{name}");
    }
    // What a filling is named by is there.
    for name in ["afterbeat-fill", "afterbeat-ratchet"] {
        assert!(svg.contains(&format!("url(#{name})")));
        assert_eq!(svg.matches(&format!("id=\"{name}\"")).count(), 1);
    }
}
