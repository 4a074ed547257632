//! Afterbeat's parameters by which it plays what is written, and nothing else.

use anyhow::Context as _;

use crate::host::{Instance, ParamPoint};

/// Each parameter that adds strikes or moves them off their places by draws: its id, its name, and
/// the text of the value at which it does not. All others are neutral in a fresh instance, but for
/// Swing and Accent, whose places and velocities can be foretold.
pub const NEUTRAL: [(&str, &str, &str); 4] = [
    ("ghosts", "Ghosts", "0"),
    ("fill_every", "Fill Every", "Off"),
    ("humanize_time", "Humanize Time", "0"),
    ("humanize_velocity", "Humanize Velocity", "0"),
];

/// The same for `afterbeat render`, as it is typed.
pub fn typed() -> impl Iterator<Item = String> {
    let setting = |(id, _, text)| ["--set".to_owned(), format!("{id}={text}")];
    NEUTRAL.into_iter().flat_map(setting)
}

/// Sets them in an instance that is not active.
///
/// # Errors
///
/// When it is active, or not Afterbeat.
pub fn set(instance: &mut Instance) -> anyhow::Result<()> {
    for (_, name, text) in NEUTRAL {
        let missing = || format!("the plug-in has no parameter called {name} that can be {text}");
        let id = instance.param(name).with_context(missing)?.id;
        let value = instance.text_to_value(id, text).with_context(missing)?;
        let time = 0;
        instance.flush(&[ParamPoint { time, id, value }])?;
    }
    Ok(())
}
