//! The panel beside the grid: one page at a time, each a click away.

mod beside;
mod export;
pub(super) mod form;
pub(super) mod lane;
pub(super) mod pattern;
mod settings;

pub use beside::{Beside, Compare, Order, Snapshot, View};
pub use export::{Export, Take};
pub use settings::KeyFile;

use super::dial::Handles;
use super::hand::Hand;
use super::layout::Layout;
use super::paint::{Lit, button};
use super::screen::Screen;
use super::theme::{BODY, UNIT};
use egui::{Align2, FontId, Rect, ScrollArea, Stroke, Ui, UiBuilder, pos2, vec2};

/// What the panel shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Page {
    /// All that is set of the selected lane.
    Lane,
    /// All that is set of the pattern.
    Pattern,
    /// How the instance behaves, and how its window looks.
    Settings,
    /// What is heard, as a file.
    Export,
    /// How the notes get to a sampler.
    Routing,
}

impl Page {
    /// All of them, in the order of the numbers that they are saved as.
    pub const ALL: [Self; 5] = [
        Self::Lane,
        Self::Pattern,
        Self::Settings,
        Self::Export,
        Self::Routing,
    ];

    /// The page that is saved as `number`: its place from 1; none else.
    pub fn saved(number: u8) -> Option<Self> {
        let place = number.checked_sub(1)?;
        Self::ALL.get(usize::from(place)).copied()
    }

    /// The number that an open page is saved as; 0 if none is.
    pub fn number(open: Option<Self>) -> u8 {
        let place = Self::ALL.iter().position(|page| Some(*page) == open);
        let number = place.and_then(|place| u8::try_from(place + 1).ok());
        number.unwrap_or(0)
    }

    /// The word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Lane => "Lane",
            Self::Pattern => "Pattern",
            Self::Settings => "Settings",
            Self::Export => "Export",
            Self::Routing => "Routing",
        }
    }
}

/// Draws the line between the page and what is beside it, over both.
pub fn edge(ui: &Ui, layout: &Layout, screen: &Screen) {
    if let Some(rect) = layout.side {
        let stroke = Stroke::new(1.0, screen.theme.beat);
        ui.painter().vline(rect.left(), rect.y_range(), stroke);
    }
}

/// Shows the page that is open, if one is.
pub fn show(
    ui: &mut Ui,
    layout: &Layout,
    handles: &Handles<'_>,
    (screen, hand): (&mut Screen, &Hand),
) {
    lane::keep_name(screen, hand);
    lane::keep_number(handles, (screen, hand));
    lane::stop_waiting(screen);
    settings::look_in(ui, (screen, hand));
    let (Some(page), Some(rect)) = (screen.page_beside, layout.side) else {
        return;
    };
    let theme = screen.theme;
    let painter = ui.painter();
    painter.rect_filled(rect, 0.0, theme.panel);
    let inner = rect.shrink2(vec2(3.0 * UNIT, 2.0 * UNIT));
    painter.text(
        inner.min + vec2(0.0, 12.0),
        Align2::LEFT_CENTER,
        page.name(),
        FontId::proportional(BODY + 2.0),
        theme.text,
    );
    let close = Rect::from_min_size(pos2(inner.right() - 24.0, inner.top()), vec2(24.0, 24.0));
    if button(ui, close, ("×", "Close the page"), Lit::Off, &theme).clicked() {
        screen.page_beside = None;
    }
    screen.beside.wheel.refresh(ui);
    let body = Rect::from_min_max(inner.min + vec2(0.0, 32.0), inner.max);
    let builder = UiBuilder::new()
        .max_rect(body)
        .id_salt(("side", page.name()));
    ui.scope_builder(builder, |ui| {
        ScrollArea::vertical().show(ui, |ui| match page {
            Page::Lane => lane::show(ui, handles, (screen, hand)),
            Page::Pattern => pattern::show(ui, handles, (screen, hand)),
            Page::Settings => settings::show(ui, (screen, hand)),
            Page::Export => export::show(ui, (screen, hand)),
            Page::Routing => super::welcome::routing(ui, screen),
        });
    });
}
