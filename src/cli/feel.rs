//! Parameters as they are typed: `swing=62` sets one, `swing=50:66` leads it from one to another.

use afterbeat::plugin::params::typed::{self, TypedError};
use afterbeat::plugin::params::{Handle, Kind, Params};
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

/// What was typed cannot be.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum FeelError {
    /// It is no parameter or no value of it.
    #[error(transparent)]
    Typed(#[from] TypedError),
    /// Which of two values is meant cannot be known.
    #[error("{0} is given twice; --set or --auto it once")]
    Twice(String),
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
        let param = typed::find(params, &self.name)?;
        Ok(typed::set(&param, &self.value)?)
    }
}

impl Automation {
    /// The way of the parameter's value, from 0 to 1, as a host sends it.
    pub fn ramp<'a>(&self, params: &'a Params) -> Result<Ramp<'a>, FeelError> {
        let param = typed::find(params, &self.name)?;
        let (min, max) = match param.kind() {
            Kind::Number { min, max } | Kind::Whole { min, max } => {
                (f64::from(min), f64::from(max))
            }
            Kind::Switch => (0.0, 1.0),
            Kind::Choice(texts) => (0.0, to_f64(texts.len().saturating_sub(1))),
        };
        let part =
            |text| Ok::<_, FeelError>((f64::from(typed::value(&param, text)?) - min) / (max - min));
        let (from, to) = (part(&self.from)?, part(&self.to)?);
        Ok(Ramp { param, from, to })
    }
}

/// A parameter that moves evenly. One that has no values between its values changes to the
/// nearest, so a switch turns halfway.
#[derive(Debug)]
pub struct Ramp<'a> {
    param: Handle<'a>,
    from: f64,
    to: f64,
}

impl Ramp<'_> {
    /// Sets the parameter to where it is at `part`, 0 to 1, of the way.
    pub fn apply(&self, part: f64) {
        let value = self.from + (self.to - self.from) * part;
        // Both ends were checked, so all between them are values.
        let _ = self.param.set_normalized(single(value));
    }
}

/// Sets the parameters to a feel's values; those that it does not mention keep their defaults.
pub fn take_on(values: &[(String, f64)], params: &Params) -> Result<(), FeelError> {
    for (id, value) in values {
        let param = typed::find(params, id)?;
        typed::set_plain(&param, single(*value))?;
    }
    Ok(())
}

/// That no parameter is typed twice, by its id or its name, to be set or to be moved.
pub fn check_once(params: &Params, set: &[Setting], auto: &[Automation]) -> Result<(), FeelError> {
    let names = set.iter().map(|setting| &setting.name);
    let names = names.chain(auto.iter().map(|auto| &auto.name));
    let mut taken = Vec::new();
    for name in names {
        let id = typed::find(params, name)?.id().to_owned();
        if taken.contains(&id) {
            return Err(FeelError::Twice(id));
        }
        taken.push(id);
    }
    Ok(())
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "hosts' values are doubles, the framework's are singles"
)]
fn single(value: f64) -> f32 {
    value as f32
}

/// A place in a list of words, of which there are a few.
fn to_f64(place: usize) -> f64 {
    u16::try_from(place).map_or(f64::MAX, f64::from)
}
