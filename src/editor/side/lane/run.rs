//! How a lane runs through its steps: how many, how fast, which way, and when from the start.

use super::super::form::{Number, Row, choice, number, row, value};
use super::{lane, narrow, set};
use crate::editor::hand::Hand;
use crate::editor::screen::Screen;
use crate::editor::theme::UNIT;
use crate::pattern::{Direction, LaneSetting, Reset, StepCount};
use crate::time::{Division, NoteValue, Rate};
use egui::Ui;

const LENGTH: Row<'_> = Row {
    name: "Length",
    about: "how many steps the lane runs through",
};
const RATE: Row<'_> = Row {
    name: "Rate",
    about: "how long a step is",
};
const DIVISION: Row<'_> = Row {
    name: "Division",
    about: "straight, triplet, dotted, or any number in the time of any other",
};
const TUPLET: Row<'_> = Row {
    name: "Tuplet",
    about: "so many steps in the time of so many",
};
const DIRECTION: Row<'_> = Row {
    name: "Direction",
    about: "which way the lane runs",
};
const ROTATE: Row<'_> = Row {
    name: "Rotate",
    about: "how many steps later the lane starts",
};
const RESTART: Row<'_> = Row {
    name: "Restart",
    about: "when the lane begins again from its first step",
};

const DIRECTIONS: [Direction; 4] = [
    Direction::Forward,
    Direction::Backward,
    Direction::PingPong,
    Direction::Random,
];

/// Shows it.
pub(super) fn show(ui: &mut Ui, (screen, hand): (&mut Screen, &Hand)) {
    let length = i64::from(lane(screen).length.get());
    let to = number(ui, screen, LENGTH, (length, 1..=256, " steps"));
    if let Some(count) = to.and_then(|to| narrow(to, StepCount::new)) {
        set(screen, hand, LaneSetting::Length(count));
    }
    rate(ui, (screen, hand));
    let direction = lane(screen).direction;
    let word = |direction: &Direction| {
        let word = match direction {
            Direction::Forward => "Forward",
            Direction::Backward => "Backward",
            Direction::PingPong => "There and back",
            Direction::Random => "Random",
        };
        word.to_owned()
    };
    if let Some(to) = choice(ui, screen, DIRECTION, (&direction, &DIRECTIONS), word) {
        set(screen, hand, LaneSetting::Direction(to));
    }
    let rotate = i64::from(lane(screen).rotate);
    let to = number(ui, screen, ROTATE, (rotate, -128..=127, " steps"));
    if let Some(to) = to.and_then(|to| narrow(to, Some::<i8>)) {
        set(screen, hand, LaneSetting::Rotate(to));
    }
    let reset = lane(screen).reset;
    if let Some(to) = choice(ui, screen, RESTART, (&reset, &resets()), |reset| {
        reset_text(*reset)
    }) {
        set(screen, hand, LaneSetting::Reset(to));
    }
}

fn rate(ui: &mut Ui, (screen, hand): (&mut Screen, &Hand)) {
    let now = lane(screen).rate;
    let notes: Vec<_> = (0..=8).filter_map(NoteValue::from_halvings).collect();
    if let Some(note) = choice(ui, screen, RATE, (&now.note, &notes), |note| {
        note_text(*note)
    }) {
        set(screen, hand, LaneSetting::Rate(Rate { note, ..now }));
    }
    let other = match now.division {
        Division::Tuplet(_) => Some(now.division),
        _ => Division::tuplet(5, 4),
    };
    let divisions = [Division::Straight, Division::Triplet, Division::Dotted];
    let all: Vec<_> = divisions.into_iter().chain(other).collect();
    if let Some(division) = choice(ui, screen, DIVISION, (&now.division, &all), |division| {
        division_text(*division)
    }) {
        set(screen, hand, LaneSetting::Rate(Rate { division, ..now }));
    }
    let Division::Tuplet(tuplet) = now.division else {
        return;
    };
    let to = row(ui, screen, TUPLET, |ui, screen| {
        let width = (ui.available_width() - UNIT) / 2.0;
        let (notes, of) = (tuplet.notes(), tuplet.of());
        let notes_to = part(ui, screen, ("Tuplet notes", notes), width);
        let of_to = part(ui, screen, ("Tuplet of", of), width);
        (notes_to.is_some() || of_to.is_some())
            .then(|| Division::tuplet(notes_to.unwrap_or(notes), of_to.unwrap_or(of)))
    });
    if let Some(division) = to.flatten() {
        set(screen, hand, LaneSetting::Rate(Rate { division, ..now }));
    }
}

/// One of the two numbers of a tuplet.
fn part(ui: &mut Ui, screen: &mut Screen, (name, now): (&str, u8), width: f32) -> Option<u8> {
    let number = Number {
        now: i64::from(now),
        range: 1..=16,
        default: None,
        text: &|n| n.to_string(),
        meaning: &|text| text.trim().parse().ok(),
    };
    let to = value(ui, screen, name, &number, width);
    to.and_then(|to| u8::try_from(to).ok())
}

fn note_text(note: NoteValue) -> String {
    let halvings = u32::from(note.halvings());
    match halvings.checked_sub(2) {
        Some(under) => format!("1/{}", 1_u32 << under),
        None => format!("{}/1", 4_u32 >> halvings),
    }
}

fn division_text(division: Division) -> String {
    match division {
        Division::Straight => "Straight".to_owned(),
        Division::Triplet => "Triplet".to_owned(),
        Division::Dotted => "Dotted".to_owned(),
        Division::Tuplet(tuplet) => format!("{} in the time of {}", tuplet.notes(), tuplet.of()),
    }
}

fn resets() -> Vec<Reset> {
    let bars = [1, 2, 4, 8, 16].into_iter().filter_map(Reset::every);
    let first = [Reset::Pattern].into_iter();
    first.chain(bars).chain([Reset::Never]).collect()
}

fn reset_text(reset: Reset) -> String {
    match reset {
        Reset::Pattern => "With the pattern".to_owned(),
        Reset::Bars(bars) if bars.get() == 1 => "Every bar".to_owned(),
        Reset::Bars(bars) => format!("Every {} bars", bars.get()),
        Reset::Never => "Never".to_owned(),
    }
}
