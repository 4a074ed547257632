//! Which parameters a groove may set, and how far: ids and plain values are the plug-in's.

use crate::pattern::LANES;

/// Ids with the least and the greatest value, and whether it must be whole: a number of bars, a
/// place in a list, or off (0) and on (1).
///
/// Not in it are what the player or the song decides: which pattern plays, where, from which seed.
const PARAMETERS: [(&str, f64, f64, bool); 21] = [
    ("swing", 25.0, 75.0, false),
    ("swing_grid", 0.0, 2.0, true),
    ("swing_lfo_depth", 0.0, 15.0, false),
    ("swing_lfo_period", 0.0, 6.0, true),
    ("swing_follow", 0.0, 1.0, true),
    ("ghosts", 0.0, 100.0, false),
    ("ghost_level", 0.0, 200.0, false),
    ("fills", 0.0, 100.0, false),
    ("fill_every", 0.0, 5.0, true),
    ("fill_crash", 0.0, 1.0, true),
    ("density", -100.0, 100.0, false),
    ("velocity", 0.0, 200.0, false),
    ("accent", 0.0, 100.0, false),
    ("velocity_lfo", 0.0, 100.0, false),
    ("humanize_time", 0.0, 30.0, false),
    ("humanize_velocity", 0.0, 100.0, false),
    ("push", -30.0, 30.0, false),
    ("gate", 5.0, 400.0, false),
    ("speed", 0.0, 2.0, true),
    ("phrase", 1.0, 16.0, true),
    ("variation_cycle", 0.0, 5.0, true),
];

/// The same for what each lane has, without its `lane{n}_`. Mute is the player's, not a groove's.
const LANE_PARAMETERS: [(&str, f64, f64, bool); 5] = [
    ("swing", -25.0, 25.0, false),
    ("delay", -40.0, 40.0, false),
    ("level", 0.0, 200.0, false),
    ("density", -100.0, 100.0, false),
    ("ghosts", 0.0, 200.0, false),
];

/// Whether a groove may set the parameter with this id.
pub fn is_of_feels(id: &str) -> bool {
    range(id).is_some()
}

/// That `id` is a parameter of a groove.
///
/// # Errors
/// What was expected instead.
pub(super) fn check_id(id: &str) -> Result<(), String> {
    range(id).map(drop).ok_or_else(|| {
        let ids: Vec<_> = PARAMETERS.iter().map(|(id, ..)| *id).collect();
        let ids = ids.join(", ");
        let ends: Vec<_> = LANE_PARAMETERS.iter().map(|(end, ..)| *end).collect();
        let ends = ends.join(", _");
        format!("expected a parameter ({ids}, or lane1_{ends}), found `{id}`")
    })
}

/// That the parameter `id` can have this value.
///
/// # Errors
/// What was expected instead.
pub(super) fn check_value(id: &str, value: f64) -> Result<(), String> {
    let Some((least, greatest, whole)) = range(id) else {
        return check_id(id);
    };
    let fits = (least..=greatest).contains(&value) && (!whole || value.fract() == 0.0);
    let kind = if whole { "a whole number" } else { "a value" };
    fits.then_some(()).ok_or_else(|| {
        format!("expected {kind} from {least} to {greatest} for `{id}`, found {value}")
    })
}

fn range(id: &str) -> Option<(f64, f64, bool)> {
    let (name, table) = match lane_parameter(id) {
        Some(name) => (name, LANE_PARAMETERS.as_slice()),
        None => (id, PARAMETERS.as_slice()),
    };
    let found = table.iter().find(|(entry, ..)| *entry == name)?;
    let (_, least, greatest, whole) = *found;
    Some((least, greatest, whole))
}

/// What follows `lane{n}_`, n from 1 to 16.
fn lane_parameter(id: &str) -> Option<&str> {
    (1..=LANES).find_map(|lane| id.strip_prefix(&format!("lane{lane}_")))
}
