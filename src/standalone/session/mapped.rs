//! What the player's keys and controllers do, as it was learnt.

use super::super::command::Command;
use super::super::order::Order;
use super::obey::{Answer, ok};
use super::{Session, say};
use crate::midi_map::{Outcome, Target, Trigger, Used};
use crate::pattern::reroll;
use crate::plugin::params::typed;

impl Session {
    /// Has the next key or controller do this: a parameter's id or name, or a command.
    pub(super) fn learn(&mut self, what: &str) -> Answer {
        let target = self.target(what)?;
        let params = &self.instrument.params;
        params.edit_midi_map(|map| map.learn(target));
        self.tell_wanted();
        Ok(format!("ok; use a key or a controller for '{what}'"))
    }

    /// Lets nothing do this any more.
    pub(super) fn forget(&mut self, what: &str) -> Answer {
        let target = self.target(what)?;
        let is_forgotten = self.instrument.params.edit_midi_map(|map| {
            map.stop_learning();
            let rows = map.rows().map(|(_, row)| row);
            let same: Vec<_> = rows.filter(|row| does(row, &target)).cloned().collect();
            for row in &same {
                map.forget(row);
            }
            !same.is_empty()
        });
        self.tell_wanted();
        is_forgotten
            .then(ok)
            .ok_or_else(|| format!("no key or controller does '{what}'"))
    }

    /// What does what.
    pub(super) fn map_text(&self) -> String {
        let map = self.instrument.params.midi_map();
        let rows = map.rows();
        let rows = rows.map(|(trigger, target)| format!("{trigger} = {target}"));
        rows.chain([ok()]).collect::<Vec<_>>().join("\n")
    }

    /// Does what the triggers do that were used.
    pub(super) fn obey_map(&mut self) {
        while let Some(used) = self.link.as_mut().and_then(|link| link.used.pop().ok()) {
            if !used.is_press() && self.hold_fill.remove(&used.trigger) {
                self.mind_fill();
            }
            let params = &self.instrument.params;
            match params.edit_midi_map(|map| map.hear(used)) {
                Outcome::Nothing => {}
                Outcome::Learnt(trigger, target) => {
                    say(format_args!("{trigger} is now '{target}'"));
                }
                Outcome::Moves(id, used) => self.move_param(&id, used),
                Outcome::Types(line) => self.type_line(&line, used.trigger),
            }
        }
        self.tell_wanted();
    }

    /// Tells the audio side which keys and controllers are wanted, once they are others.
    pub(super) fn tell_wanted(&mut self) {
        let mut wanted = self.instrument.params.wanted_triggers();
        for trigger in &self.hold_fill {
            if let Trigger::Control(number) = trigger {
                // Whatever it does by now, it is to be heard that it is let go of.
                wanted.controls |= 1 << (number & 127);
            }
        }
        if wanted == self.wanted {
            return;
        }
        if let Some(link) = &mut self.link {
            link.order(Order::Want(wanted));
            self.wanted = wanted;
        }
    }

    /// Takes another seed, and remembers the one that was heard.
    pub(super) fn reroll(&self) -> Answer {
        let params = &self.instrument.params;
        let seed = u16::try_from(params.seed.value()).unwrap_or(1);
        let mut main = params.main().lock();
        let (next, edits) = reroll(seed, &main.bank().setup);
        for edit in edits {
            main.edit(edit).map_err(|error| error.to_string())?;
        }
        drop(main);
        let param = typed::find(params, "seed").map_err(|error| error.to_string())?;
        typed::set_plain(&param, f32::from(next)).map_err(|error| error.to_string())?;
        Ok(format!("ok Seed {next}"))
    }

    fn type_line(&mut self, line: &str, trigger: Trigger) {
        // It was read before it was learnt; one of a later Afterbeat may be none here.
        let answer = match line.parse::<Command>() {
            Ok(Command::Fill) => self.hold_fill(trigger),
            Ok(command) => self.perform(command),
            Err(error) => Err(error.to_string()),
        };
        if let Err(why) = answer {
            say(format_args!("'{line}': {why}"));
        }
    }

    /// Plays a fill for as long as the trigger is down; up to the bar line if that is over at once.
    fn hold_fill(&mut self, trigger: Trigger) -> Answer {
        if matches!(trigger, Trigger::Note(_) | Trigger::Control(_)) {
            self.hold_fill.insert(trigger);
            self.mind_fill();
        }
        self.perform(Command::Fill)
    }

    /// Holds a fill no more, whatever is still down.
    pub(super) fn let_go_of_fill(&mut self) {
        if !std::mem::take(&mut self.hold_fill).is_empty() {
            self.mind_fill();
        }
    }

    /// Has the fill be held, or not.
    fn mind_fill(&self) {
        if let Ok(param) = typed::find(&self.instrument.params, "fill_now") {
            let is_held = !self.hold_fill.is_empty();
            // It is a number.
            let _ = param.set_normalized(if is_held { 1.0 } else { 0.0 });
        }
    }

    fn move_param(&self, id: &str, used: Used) {
        if let Ok(param) = typed::find(&self.instrument.params, id) {
            // It is a number.
            let _ = param.set_normalized(param.found().by(used));
        }
    }

    /// What is meant: a parameter, or else a command that can be played.
    fn target(&self, what: &str) -> Result<Target, String> {
        if let Ok(param) = typed::find(&self.instrument.params, what) {
            return Ok(Target::Param(param.id().to_owned()));
        }
        let command: Command = what
            .parse()
            .map_err(|_| format!("'{what}' is neither a parameter nor a command"))?;
        match command {
            Command::Learn(_)
            | Command::Forget(_)
            | Command::Map
            | Command::Quit
            | Command::Help
            | Command::Status => Err(format!("'{what}' is no command for a key")),
            _ => Ok(Target::Line(what.to_owned())),
        }
    }
}

/// Whether a key that does `row` does `what`, however that was typed.
fn does(row: &Target, what: &Target) -> bool {
    match (row, what) {
        (Target::Line(row), Target::Line(what)) => {
            let what = what.parse::<Command>();
            what.is_ok() && row.parse() == what
        }
        _ => row == what,
    }
}
