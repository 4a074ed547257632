//! What the player's keys and controllers do, as it was learnt.

use super::super::command::Command;
use super::super::midi_map::{Outcome, Target, Trigger, Used, Wanted};
use super::super::order::Order;
use super::obey::{Answer, ok};
use super::{Session, say};
use crate::plugin::params::{Kind, typed};

impl Session {
    /// Has the next key or controller do this: a parameter's id or name, or a command.
    pub(super) fn learn(&mut self, what: &str) -> Answer {
        let target = self.target(what)?;
        self.instrument.map.learn(target);
        self.tell_wanted();
        Ok(format!("ok; use a key or a controller for '{what}'"))
    }

    /// Lets nothing do this any more.
    pub(super) fn forget(&mut self, what: &str) -> Answer {
        let target = self.target(what)?;
        self.instrument.map.stop_learning();
        let is_forgotten = self.instrument.map.forget(&target);
        self.tell_wanted();
        is_forgotten
            .then(ok)
            .ok_or_else(|| format!("no key or controller does '{what}'"))
    }

    /// What does what.
    pub(super) fn map_text(&self) -> String {
        let rows = self.instrument.map.rows();
        let rows = rows.map(|(trigger, target)| format!("{trigger} = {target}"));
        rows.chain([ok()]).collect::<Vec<_>>().join("\n")
    }

    /// Does what the triggers do that were used.
    pub(super) fn obey_map(&mut self) {
        while let Some(used) = self.link.as_mut().and_then(|link| link.used.pop().ok()) {
            match self.instrument.map.hear(used) {
                Outcome::Nothing => {}
                Outcome::Learnt(trigger, target) => {
                    say(format_args!("{trigger} is now '{target}'"));
                    self.tell_wanted();
                }
                Outcome::Moves(id, used) => self.move_param(&id, used),
                Outcome::Types(line) => self.type_line(&line),
            }
        }
    }

    /// Tells the audio side which keys and controllers are wanted.
    pub(super) fn tell_wanted(&mut self) {
        let wanted: Wanted = self.instrument.map.wanted();
        if let Some(link) = &mut self.link {
            link.order(Order::Want(wanted));
        }
    }

    fn type_line(&mut self, line: &str) {
        // It was read before it was learnt; one of a later Afterbeat may be none here.
        let answer = match line.parse::<Command>() {
            Ok(command) => self.perform(command),
            Err(error) => Err(error.to_string()),
        };
        if let Err(why) = answer {
            say(format_args!("'{line}': {why}"));
        }
    }

    fn move_param(&self, id: &str, used: Used) {
        let Ok(param) = typed::find(&self.instrument.params, id) else {
            return;
        };
        let is_switch = param.kind() == Kind::Switch;
        let to = match used.trigger {
            Trigger::Note(_) if is_switch => 1.0 - param.normalized(),
            _ => f32::from(used.value) / 127.0,
        };
        // It is a number.
        let _ = param.set_normalized(to);
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
