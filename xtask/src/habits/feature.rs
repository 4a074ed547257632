//! What a musician does in a host.

use anyhow::{Context as _, ensure};

use super::habit::Habit;
use super::performance::Performance;
use super::stage::{Around, Music, Ride, Stage};
use crate::host::{Instance, ParamPoint, Plugin};

/// The passes of a loop.
const PASSES: u64 = 100;
/// What is changed before the state is saved: a parameter's id, its name, and the text of its value.
const CHANGED: [(&str, &str, &str); 3] = [
    ("swing", "Swing", "64"),
    ("ghosts", "Ghosts", "80"),
    ("seed", "Seed", "77"),
];
/// Swing from the song's first frame to its last, in percent.
const RIDE: (u32, u32) = (50, 66);
/// The bars of the song.
const BARS: u32 = 8;

/// Something that a host is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Feature {
    /// Plays all of the song.
    Plays,
    /// The same, while Swing is automated.
    RidesSwing,
    /// Plays six bars a hundred times.
    Loops,
    /// Goes to other places while it plays, forward and back.
    Locates,
    /// Stops in the middle of a bar, and goes on from there.
    Stops,
    /// Changes parameters, saves, opens what was saved in a new instance, and plays that.
    Reopens,
}

impl Feature {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Plays,
        Self::RidesSwing,
        Self::Loops,
        Self::Locates,
        Self::Stops,
        Self::Reopens,
    ];

    /// The word that stands over a table's column.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Plays => "plays",
            Self::RidesSwing => "automates Swing",
            Self::Loops => "loops 100 times",
            Self::Locates => "locates",
            Self::Stops => "stops, goes on",
            Self::Reopens => "saves, reopens",
        }
    }

    /// What `afterbeat render` is to be told, for the song that is heard then.
    #[must_use]
    pub fn typed(self, music: Music) -> Vec<String> {
        let mut line = vec![
            format!("--bars={BARS}"),
            format!("--rate={}", music.rate),
            format!("--tempo={}", music.tempo),
        ];
        match self {
            Self::RidesSwing => line.push(format!("--auto=swing={}:{}", RIDE.0, RIDE.1)),
            Self::Reopens => {
                let set = |(id, _, value)| format!("--set={id}={value}");
                line.extend(CHANGED.into_iter().map(set));
            }
            _ => {}
        }
        line
    }

    /// Does it in a host with this habit, every call of `process` inside of `around`.
    ///
    /// # Errors
    ///
    /// When the plug-in or the host fails; what is heard is judged elsewhere.
    pub fn perform(
        self,
        plugin: &Plugin,
        habit: &Habit,
        music: Music,
        around: Around,
    ) -> anyhow::Result<Performance> {
        let mut instance = Stage::instance(plugin, habit)?;
        let mut is_state_changed = false;
        if self == Self::Reopens {
            (instance, is_state_changed) = reopened(plugin, habit, instance)?;
        }
        let swing = instance.param("Swing").context("there is no Swing")?.id;
        let mut stage = Stage::new(habit, music, around, instance)?;
        if self == Self::RidesSwing {
            stage.ride = Some(Ride {
                id: swing,
                from: from_percent(RIDE.0),
                to: from_percent(RIDE.1),
                end: music.frame(BARS * 100),
            });
        }
        self.play(&mut stage, music)?;
        let performance = stage.finish()?;
        Ok(Performance {
            is_state_changed,
            ..performance
        })
    }

    fn play(self, stage: &mut Stage<'_>, music: Music) -> anyhow::Result<()> {
        let place = |hundredths| music.frame(hundredths);
        match self {
            Self::Plays | Self::RidesSwing | Self::Reopens => stage.roll(0, place(BARS * 100)),
            Self::Loops => stage.cycle(place(600), PASSES),
            Self::Locates => {
                for (from, to) in [(0, 231), (500, 612), (100, 300), (333, 800)] {
                    stage.roll(place(from), place(to))?;
                }
                Ok(())
            }
            Self::Stops => {
                stage.roll(0, place(127))?;
                stage.halt()?;
                stage.roll(place(127), place(401))?;
                stage.halt()?;
                stage.roll(place(401), place(700))
            }
        }
    }
}

/// Swing in percent as CLAP's value from 0 to 1.
fn from_percent(percent: u32) -> f64 {
    (f64::from(percent) - 25.0) / 50.0
}

/// A new instance in the state of one in which parameters were changed, and whether saving it gives
/// other bytes.
fn reopened(plugin: &Plugin, habit: &Habit, mut old: Instance) -> anyhow::Result<(Instance, bool)> {
    for (_, name, text) in CHANGED {
        let missing = || format!("there is no {name} that can be {text}");
        let id = old.param(name).with_context(missing)?.id;
        let value = old.text_to_value(id, text).with_context(missing)?;
        old.flush(&[ParamPoint { time: 0, id, value }])?;
    }
    let state = old.save()?;
    drop(old);
    let mut new = Stage::instance(plugin, habit)?;
    ensure!(new.load(&state), "the plug-in refuses its own state");
    let is_changed = new.save()? != state;
    Ok((new, is_changed))
}
