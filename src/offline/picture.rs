//! What was rendered, as a picture: a piano roll in which swing, velocities and sources are seen.
//!
//! Lanes are rows, bars wrap into systems as in a score. A strike stands where it sounds, as high
//! as it is loud; what leads to it from its straight place is its swing, its delay and the kit's
//! push. The picture brings its own light ground, so it can be read on any page.

mod ground;
mod head;
mod look;
mod page;
mod strikes;
mod svg;

use super::{Rendered, Timeline};
use crate::aside::{self, SaveError};
use crate::engine::Controls;
use crate::pattern::{Pattern, PerLane};
use crate::time::SwingRatio;
use page::Page;
use std::path::Path;
use svg::Svg;

/// What the picture shows.
#[derive(Clone, Copy, Debug)]
pub struct Picture<'a> {
    /// What stands above it.
    pub title: &'a str,
    /// What stands under the title.
    pub details: &'a str,
    /// The bars that were rendered.
    pub song: Timeline,
    /// Whose lanes they are.
    pub pattern: &'a Pattern,
    /// What was rendered.
    pub events: &'a [Rendered],
    /// The same, rendered with [`straight`] controls: where each strike would stand unmoved.
    pub straight: &'a [Rendered],
    /// What is said at each bar's line; may be fewer than there are bars.
    pub bar_notes: &'a [String],
}

impl Picture<'_> {
    /// The most bars of one picture: 128 systems, several screens high.
    pub const MOST_BARS: u32 = 256;
}

/// The picture as SVG: the same bytes for the same render.
pub fn to_svg(picture: &Picture<'_>) -> String {
    let strikes = strikes::strikes(picture);
    let page = Page::new(picture, &strikes);
    let mut svg = Svg::new(page::WIDTH, page.height(), picture.title, picture.details);
    svg.definitions(look::FILLINGS);
    ground::card(&mut svg, &page);
    head::title(&mut svg, picture);
    for system in page.systems() {
        ground::system(&mut svg, &page, picture, system);
    }
    strikes::draw(&mut svg, &page, &strikes);
    head::legend(&mut svg, &page, &strikes);
    svg.finish()
}

/// Writes the picture to `path`, whole or not at all.
///
/// # Errors
/// When it cannot be written; what was there before is then untouched.
pub fn save_svg(path: &Path, picture: &Picture<'_>) -> Result<(), SaveError> {
    aside::write(path, to_svg(picture).as_bytes())
}

/// The same controls without those that move strikes in time.
pub fn straight(mut controls: Controls) -> Controls {
    controls.lanes = PerLane::from_fn(|lane| {
        let mut lane = controls.lanes[lane];
        (lane.swing, lane.delay_ms) = (0.0, 0.0);
        lane
    });
    Controls {
        swing: SwingRatio::STRAIGHT.get(),
        swing_lfo_depth: 0.0,
        swing_follow: false,
        push_ms: 0.0,
        humanize_ms: 0.0,
        ..controls
    }
}
