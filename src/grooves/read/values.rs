//! The parameters' values that a file has: in its `[feel]` table, and in its lanes' tables.

use super::super::feel;
use super::super::file::{FeelTable, LaneTable};
use crate::pattern::LaneIndex;
use crate::text::Problem;
use crate::text::ranged::problem;
use std::collections::BTreeMap;
use toml::Spanned;

/// Values by their parameters' ids.
pub(super) type Values = BTreeMap<String, f64>;

/// What the `[feel]` table says.
pub(super) fn of_kit(table: &FeelTable) -> Result<Values, Problem> {
    let mut values = Values::new();
    for (id, value) in table {
        feel::check_id(id.get_ref()).map_err(|what| problem(id, what))?;
        put(&mut values, id.get_ref().clone(), value)?;
    }
    Ok(values)
}

/// Adds what a lane's table says of the lane's parameters.
pub(super) fn add_lane(
    values: &mut Values,
    table: &LaneTable,
    at: LaneIndex,
) -> Result<(), Problem> {
    let named = [
        ("swing", &table.swing),
        ("delay", &table.delay),
        ("level", &table.level),
        ("density", &table.density),
        ("ghosts", &table.ghost_scale),
    ];
    for (name, value) in named {
        if let Some(value) = value {
            put(values, format!("lane{}_{name}", at.get() + 1), value)?;
        }
    }
    Ok(())
}

fn put(values: &mut Values, id: String, value: &Spanned<f64>) -> Result<(), Problem> {
    feel::check_value(&id, *value.get_ref()).map_err(|what| problem(value, what))?;
    if values.contains_key(&id) {
        let what = format!("expected `{id}` once: the feel has it too");
        return Err(problem(value, what));
    }
    values.insert(id, *value.get_ref());
    Ok(())
}
