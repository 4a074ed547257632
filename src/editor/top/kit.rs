//! All parameters of the kit, for those who want more.

use crate::editor::dial::{Face, Handles, dial};
use crate::editor::hand::Hand;
use crate::editor::number::count;
use crate::editor::screen::Screen;
use egui::{Rect, Ui, pos2, vec2};

/// Ids, short names, and what each does.
const FACES: [(&str, &str, &str); 26] = [
    ("fills", "Fills", "how long the fills are"),
    ("swing_grid", "Swing Grid", "which notes swing"),
    ("swing_lfo_depth", "Swing LFO", "how far the swing breathes"),
    (
        "swing_lfo_period",
        "LFO Period",
        "how slowly it breathes, in bars",
    ),
    ("swing_follow", "Follow", "the swing follows the ghosts"),
    ("ghost_level", "Ghost Level", "how loud the ghosts are"),
    (
        "fill_every",
        "Fill Every",
        "how often a fill comes, in bars",
    ),
    ("fill_crash", "Fill Crash", "a crash after each fill"),
    (
        "density",
        "Density",
        "below 0 the weakest strikes go, above 0 more is played",
    ),
    ("humanize_time", "Humanize", "how far the strikes drift"),
    ("velocity", "Velocity", "how hard all is struck"),
    ("accent", "Accent", "how much harder accents are"),
    (
        "velocity_lfo",
        "Vel. LFO",
        "how much the lanes' velocities breathe",
    ),
    (
        "humanize_velocity",
        "Hum. Vel.",
        "how uneven the velocities are",
    ),
    ("push", "Push", "how late the whole kit sits"),
    ("gate", "Gate", "how long the notes are"),
    ("speed", "Speed", "how fast the pattern runs"),
    ("pattern", "Pattern", "the pattern that plays"),
    ("pattern_change", "Change", "where another pattern begins"),
    ("pattern_entry", "Entry", "where in itself it begins"),
    (
        "shift",
        "Shift",
        "how much later the pattern's place in the song is",
    ),
    (
        "phrase",
        "Phrase",
        "how long ghosts keep their draw, in bars",
    ),
    ("seed", "Seed", "what all draws start from"),
    (
        "variation_cycle",
        "Cycle",
        "after how many phrases the draws come again",
    ),
    ("bypass", "Bypass", "nothing plays"),
    ("run", "Run", "off holds it silent while the song goes on"),
];

/// Shows them in two rows, but for those that are `shown` already.
pub(super) fn show(
    ui: &mut Ui,
    rect: Rect,
    shown: &[&str],
    handles: &Handles<'_>,
    (screen, hand): (&mut Screen, &Hand),
) {
    let is_new = |(id, ..): &&(&str, &str, &str)| !shown.contains(id);
    let faces: Vec<_> = FACES.iter().filter(is_new).collect();
    let columns = faces.len().div_ceil(2);
    let gap = 4.0;
    let width = (rect.width() + gap) / count(columns) - gap;
    for (n, (id, title, about)) in faces.into_iter().enumerate() {
        let (column, row) = (count(n % columns), count(n / columns));
        let at = pos2(
            rect.left() + column * (width + gap),
            rect.top() + row * (44.0 + gap),
        );
        let place = Rect::from_min_size(at, vec2(width, 44.0));
        let face = Face { id, title, about };
        dial(ui, place, face, handles, (screen, hand));
    }
}
