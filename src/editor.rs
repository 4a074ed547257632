//! The window: see the groove, touch it while it plays.
//!
//! Everything that is drawn and done is a function of a [`Screen`], what is shown and what the hand
//! is doing, and a [`Hand`], through which the instance is touched. So a test can play with it
//! without a host, and a [`window`] in a host has nothing to add but its frame.
//!
//! Each frame first brings the copy of what is shown up to date, under the lock of the true bank for
//! no longer than that copy takes, and then draws. A gesture becomes [`Edit`](crate::pattern::Edit)s,
//! which go into the bank and on to the engine, and one entry of the [`history`]. Frames are drawn
//! when something has changed, and while it plays: the audio thread has the window told.

pub mod alone;
mod axis;
pub mod bar_lane;
mod corner;
pub mod deck;
mod dial;
pub mod errands;
pub mod forecast;
mod frame;
pub mod grid;
pub mod hand;
pub mod health;
pub mod history;
pub mod kept;
pub mod keyboard;
mod layout;
mod leave;
pub mod marks;
pub mod midi;
mod number;
mod paint;
mod passes;
pub mod screen;
pub mod selection;
pub mod shown;
pub mod side;
mod strips;
pub mod theme;
mod top;
mod way;
pub mod welcome;
pub mod window;

pub use hand::{Ear, Hand};
pub use leave::let_go;
pub use screen::Screen;
pub use side::{Export, Take as Excerpt};
pub use top::{Take, load};

use egui::Ui;
use layout::{Layout, Rows};
use std::time::Duration;

/// How long a frame lasts while something moves.
pub const FRAME: Duration = Duration::from_micros(16_667);

/// Shows the whole window, does what the hand does in it, and has the state know how it is left.
pub fn ui(ui: &mut Ui, screen: &mut Screen, hand: &Hand) {
    if screen.refresh(hand) {
        ui.ctx().stop_dragging();
    }
    if frame::follow(screen, hand) {
        // The frame around has colours, too.
        ui.ctx().request_repaint();
    }
    midi::look(ui, (screen, hand));
    screen.hint.clear();
    let window = ui.max_rect();
    let theme = screen.theme;
    ui.painter().rect_filled(window, 0.0, theme.ground);
    let window = match &hand.deck {
        Some(deck) => deck::show(ui, window, screen, &**deck),
        None => window,
    };
    let window = welcome::show(ui, window, (screen, hand));
    let layout = Layout::new(window, screen);
    let handles = hand.params.list();
    top::show(ui, &layout, &handles, (screen, hand));
    // What is typed is of the lane that is shown, so it ends before anything can show another.
    grid::take_keys(ui, screen);
    side::show(ui, &layout, &handles, (screen, hand));
    let rows = Rows::new(screen, layout.grid);
    screen.kept.forecast.refresh(&screen.shown);
    let grid = grid::Grid::new(screen, &layout, &rows);
    bar_lane::show(ui, &layout, &grid, (screen, hand));
    strips::show(ui, &layout, &rows, (screen, hand));
    grid::show(ui, &layout, &grid, screen, hand);
    corner::show(ui, &layout, &grid, (screen, hand));
    side::edge(ui, &layout, screen);
    health::show(ui, &layout, (screen, hand));
    let width = grid.axis.width(axis::length(&screen.shown).to_f64()) + 12.0;
    let reach = (width - layout.grid.width()).max(0.0);
    screen.scroll.x = screen.scroll.x.clamp(0.0, reach);
    screen.scroll.y = screen.scroll.y.clamp(0.0, rows.reach(layout.grid));
    frame::remember(&hand.params, screen);
}
