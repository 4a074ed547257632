//! The top bar: groove, patterns, swing, and the kit's parameters.

mod groove;
mod kit;
mod patterns;
mod swing;

pub(in crate::editor) use groove::is_of_feels;
pub use groove::{Browser, Take, cancel_trial, load};

use super::dial::{Face, Handles, dial};
use super::hand::Hand;
use super::layout::Layout;
use super::paint::{Lit, button};
use super::screen::Screen;
use super::side::Page;
use super::theme::UNIT;
use egui::{Rect, Stroke, Ui, pos2, vec2};

/// The parameters that are always at hand.
const AT_HAND: [Face<'_>; 5] = [
    Face {
        id: "ghosts",
        title: "Ghosts",
        about: "how many soft notes are added around what is written",
    },
    Face {
        id: "fills",
        title: "Fills",
        about: "how long the fills are",
    },
    Face {
        id: "density",
        title: "Density",
        about: "below 0 the weakest strikes go, above 0 more is played",
    },
    Face {
        id: "humanize_time",
        title: "Humanize",
        about: "how far the strikes drift, as a drummer's do",
    },
    Face {
        id: "velocity",
        title: "Velocity",
        about: "how hard all is struck",
    },
];

/// How wide things are.
#[derive(Clone, Copy, Debug)]
struct Widths {
    gap: f32,
    groove: f32,
    patterns: f32,
    swing: f32,
    dial: f32,
    /// The buttons at the right.
    button: f32,
}

const ROOMY: Widths = Widths {
    gap: 12.0,
    groove: 164.0,
    patterns: 248.0,
    swing: 196.0,
    dial: 76.0,
    button: 56.0,
};

const NARROW: Widths = Widths {
    gap: 8.0,
    groove: 156.0,
    patterns: 204.0,
    swing: 160.0,
    dial: 64.0,
    button: 52.0,
};

/// Shows the top bar.
pub fn show(
    ui: &mut Ui,
    layout: &Layout,
    handles: &Handles<'_>,
    (screen, hand): (&mut Screen, &Hand),
) {
    let theme = screen.theme;
    let rect = layout.top;
    ui.painter().rect_filled(rect, 0.0, theme.ground);
    let row = Rect::from_min_size(rect.min, vec2(rect.width(), 64.0)).shrink(2.0 * UNIT);
    let widths = if row.width() < 1040.0 { NARROW } else { ROOMY };
    let end = buttons(ui, row, widths.button, screen);
    let groove = Rect::from_min_size(row.min, vec2(widths.groove, row.height()));
    groove::show(ui, groove, (screen, hand));
    let beside = |left: Rect, width: f32| {
        let at = pos2(left.right() + widths.gap, row.top());
        Rect::from_min_size(at, vec2(width, row.height()))
    };
    let strip = beside(groove, widths.patterns);
    patterns::show(ui, strip, handles, (screen, hand));
    let hero = beside(strip, widths.swing);
    swing::show(ui, hero, handles, (screen, hand));
    let room = Rect::from_min_max(
        pos2(hero.right() + widths.gap, row.top()),
        pos2(end, row.bottom()),
    );
    let at_hand = at_hand(ui, room, widths.dial, handles, (screen, hand));
    if screen.shows_kit {
        let shown: Vec<_> = AT_HAND.iter().take(at_hand).map(|face| face.id).collect();
        let place = Rect::from_min_max(pos2(rect.left(), rect.top() + 64.0), rect.max);
        let place = place.shrink2(vec2(2.0 * UNIT, 0.0));
        kit::show(ui, place, &shown, handles, (screen, hand));
    }
    ui.painter()
        .hline(rect.x_range(), rect.bottom(), Stroke::new(1.0, theme.line));
}

/// As many of the parameters as there is room for, and the button for a fill; gives how many.
fn at_hand(
    ui: &mut Ui,
    room: Rect,
    width: f32,
    handles: &Handles<'_>,
    (screen, hand): (&mut Screen, &Hand),
) -> usize {
    let mut x = room.left();
    let mut next = |width: f32| {
        let place = Rect::from_min_size(pos2(x, room.top()), vec2(width, room.height()));
        x += width + UNIT;
        (place.right() <= room.right()).then_some(place)
    };
    for (n, face) in AT_HAND.into_iter().enumerate() {
        let Some(place) = next(width) else {
            return n;
        };
        dial(ui, place, face, handles, (screen, hand));
        if n == 1
            && let Some(place) = next(48.0)
        {
            fill_now(ui, place, handles, (screen, hand));
        }
    }
    AT_HAND.len()
}

/// What is not always shown, in two columns; gives where they begin.
fn buttons(ui: &Ui, row: Rect, width: f32, screen: &mut Screen) -> f32 {
    let theme = screen.theme;
    let half = (row.height() - UNIT) / 2.0;
    let left = row.right() - 2.0 * width - UNIT;
    let place = |column: f32, line: f32| {
        let at = pos2(
            left + column * (width + UNIT),
            row.top() + line * (half + UNIT),
        );
        Rect::from_min_size(at, vec2(width, half))
    };
    let lit = |is_on| if is_on { Lit::On(theme.text) } else { Lit::Off };
    let more = lit(screen.shows_kit);
    if button(ui, place(0.0, 0.0), ("More", "More"), more, &theme).clicked() {
        screen.shows_kit = !screen.shows_kit;
    }
    for (page, column, line) in [
        (Page::Pattern, 1.0, 0.0),
        (Page::Export, 0.0, 1.0),
        (Page::Settings, 1.0, 1.0),
    ] {
        let is_open = screen.page_beside == Some(page);
        let (text, name) = (page.name(), format!("Page {}", page.name()));
        if button(ui, place(column, line), (text, &name), lit(is_open), &theme).clicked() {
            screen.page_beside = (!is_open).then_some(page);
        }
    }
    left - 2.0 * UNIT
}

/// The button that plays a fill for as long as it is held.
fn fill_now(ui: &Ui, rect: Rect, handles: &Handles<'_>, (screen, hand): (&mut Screen, &Hand)) {
    let Some(handle) = super::dial::find(handles, "fill_now") else {
        return;
    };
    let theme = screen.theme;
    let is_on = handle.value() > 0.5;
    let lit = if is_on { Lit::On(theme.fill) } else { Lit::Off };
    let response = button(ui, rect, ("FILL", "Fill Now"), lit, &theme);
    super::midi::teach(
        ui,
        (&response, rect),
        &super::midi::line("fill"),
        (screen, hand),
    );
    let is_held = ui.input(|input| input.pointer.primary_down());
    let is_down = is_held && response.is_pointer_button_down_on();
    if is_down && !screen.holds_fill {
        screen.holds_fill = true;
        hand.ear.begin(handle);
        hand.ear.set(handle, 1.0);
    } else if !is_down && std::mem::take(&mut screen.holds_fill) {
        hand.ear.set(handle, 0.0);
        hand.ear.end(handle);
    }
    if response.hovered() {
        "Fill Now  ·  plays a fill for as long as it is held (F)".clone_into(&mut screen.hint);
    }
}
