//! Parameters as they are typed: `swing=62` sets one, `swing=50:66` leads it from one to another.

use afterbeat::grooves::Groove;
use afterbeat::plugin::params::{Handle, Kind, NoValue, Params};
use std::str::FromStr;

/// A parameter and what it is set to, as typed.
#[derive(Clone, Debug)]
pub struct Setting {
    name: String,
    value: String,
}

/// A parameter and the two values between which it moves, as typed.
#[derive(Clone, Debug)]
pub struct Automation {
    name: String,
    from: String,
    to: String,
}

/// What was typed is no parameter or no value of it.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum FeelError {
    /// There is no such parameter.
    #[error("there is no parameter '{0}'; 'afterbeat params' lists them")]
    Unknown(String),
    /// The value is none of this parameter.
    #[error("'{value}' is no value of {id}, which takes {takes}")]
    NoValue {
        /// What was typed.
        value: String,
        /// The parameter.
        id: String,
        /// What it takes.
        takes: String,
    },
}

impl FromStr for Setting {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, value) = text
            .split_once('=')
            .ok_or("expected NAME=VALUE, as in swing=62")?;
        let (name, value) = (name.trim().to_owned(), value.trim().to_owned());
        Ok(Self { name, value })
    }
}

impl FromStr for Automation {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let expected = "expected NAME=FROM:TO, as in swing=50:66";
        let Setting { name, value } = text.parse().map_err(|_| expected)?;
        let (from, to) = value.split_once(':').ok_or(expected)?;
        let (from, to) = (from.trim().to_owned(), to.trim().to_owned());
        Ok(Self { name, from, to })
    }
}

impl Setting {
    /// Sets the parameter.
    pub fn apply(&self, params: &Params) -> Result<(), FeelError> {
        set(&find(params, &self.name)?, &self.value)
    }
}

impl Automation {
    /// The way of the parameter's value, from 0 to 1, as a host sends it.
    pub fn ramp(&self, params: &Params) -> Result<Ramp, FeelError> {
        let param = find(params, &self.name)?;
        let Kind::Number { min, max } = param.kind() else {
            return Err(no_value(&param, &format!("{}:{}", self.from, self.to)));
        };
        let place = |text: &str| -> Result<f64, FeelError> {
            let value: f64 = text.parse().map_err(|_| no_value(&param, text))?;
            let (min, max) = (f64::from(min), f64::from(max));
            let is_in_range = (min..=max).contains(&value);
            is_in_range
                .then(|| (value - min) / (max - min))
                .ok_or_else(|| no_value(&param, text))
        };
        Ok(Ramp {
            id: param.id().to_owned(),
            from: place(&self.from)?,
            to: place(&self.to)?,
        })
    }
}

/// A parameter that moves evenly.
#[derive(Clone, Debug)]
pub struct Ramp {
    id: String,
    from: f64,
    to: f64,
}

impl Ramp {
    /// Sets the parameter to where it is at `part`, 0 to 1, of the way.
    pub fn apply(&self, params: &Params, part: f64) {
        let value = self.from + (self.to - self.from) * part;
        if let Some(param) = params.by_id(&self.id) {
            // Both ends were checked, so all between them are values.
            let _ = param.set_normalized(single(value));
        }
    }
}

/// Sets the parameters to a groove's feel; those that it does not mention keep their defaults.
pub fn take_on(groove: &Groove, params: &Params) -> Result<(), FeelError> {
    for (id, value) in &groove.feel {
        let param = find(params, id)?;
        param
            .set_plain(single(*value))
            .map_err(|NoValue| no_value(&param, &value.to_string()))?;
    }
    Ok(())
}

fn find<'a>(params: &'a Params, name: &str) -> Result<Handle<'a>, FeelError> {
    let is_meant = |param: &Handle<'_>| {
        param.id().eq_ignore_ascii_case(name) || param.name().eq_ignore_ascii_case(name)
    };
    let found = params.list().into_iter().find(is_meant);
    found.ok_or_else(|| FeelError::Unknown(name.to_owned()))
}

fn set(param: &Handle<'_>, text: &str) -> Result<(), FeelError> {
    if let (Kind::Number { min, max }, Ok(value)) = (param.kind(), text.parse::<f32>())
        && !(min..=max).contains(&value)
    {
        return Err(no_value(param, text));
    }
    param
        .set_text(text)
        .map_err(|NoValue| no_value(param, text))
}

fn no_value(param: &Handle<'_>, value: &str) -> FeelError {
    let takes = match param.kind() {
        Kind::Number { min, max } => format!("{min} to {max}{}", param.unit()),
        Kind::Switch => "off or on".to_owned(),
        Kind::Choice(texts) => texts.join(", "),
    };
    FeelError::NoValue {
        value: value.to_owned(),
        id: param.id().to_owned(),
        takes,
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "hosts' values are doubles, the framework's are singles"
)]
fn single(value: f64) -> f32 {
    value as f32
}
