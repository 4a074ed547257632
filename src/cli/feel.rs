//! Parameters as they are typed: `swing=62` sets one, `swing=50:66` leads it from one to another.

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
        let param = find(params, &self.name)?;
        let value = value(&param, &self.value)?;
        param
            .set_plain(value)
            .map_err(|NoValue| no_value(&param, &self.value))
    }
}

impl Automation {
    /// The way of the parameter's value, from 0 to 1, as a host sends it.
    pub fn ramp<'a>(&self, params: &'a Params) -> Result<Ramp<'a>, FeelError> {
        let param = find(params, &self.name)?;
        let (min, max) = match param.kind() {
            Kind::Number { min, max } | Kind::Whole { min, max } => {
                (f64::from(min), f64::from(max))
            }
            Kind::Switch => (0.0, 1.0),
            Kind::Choice(texts) => (0.0, f64::from(place(texts.len().saturating_sub(1)))),
        };
        let part = |text| Ok((f64::from(value(&param, text)?) - min) / (max - min));
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
        let param = find(params, id)?;
        param
            .set_plain(single(*value))
            .map_err(|NoValue| no_value(&param, &value.to_string()))?;
    }
    Ok(())
}

/// That no parameter is typed twice, by its id or its name, to be set or to be moved.
pub fn check_once(params: &Params, set: &[Setting], auto: &[Automation]) -> Result<(), FeelError> {
    let names = set.iter().map(|setting| &setting.name);
    let names = names.chain(auto.iter().map(|auto| &auto.name));
    let mut taken = Vec::new();
    for name in names {
        let id = find(params, name)?.id().to_owned();
        if taken.contains(&id) {
            return Err(FeelError::Twice(id));
        }
        taken.push(id);
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

/// The plain value that `text` is, with or without the unit after a number.
fn value(param: &Handle<'_>, text: &str) -> Result<f32, FeelError> {
    let meant = match param.kind() {
        Kind::Number { min, max } => {
            let number = text.strip_suffix(param.unit().trim()).unwrap_or(text);
            let number = number.trim().parse().ok();
            number.filter(|number| (min..=max).contains(number))
        }
        Kind::Whole { min, max } => {
            whole(param, text).filter(|number| (min..=max).contains(number))
        }
        Kind::Switch => at_word(&["off", "on"], text),
        Kind::Choice(texts) => at_word(&texts, text),
    };
    meant.ok_or_else(|| no_value(param, text))
}

/// The whole number that `text` is, with or without the word that it is shown with.
fn whole(param: &Handle<'_>, text: &str) -> Option<f32> {
    let (digits, word) = text.split_once(' ').unwrap_or((text, ""));
    let number: i16 = digits.parse().ok()?;
    let number = f32::from(number);
    let shown = param.text_of(number);
    let (_, shown_word) = shown.split_once(' ').unwrap_or_default();
    let is_its_word = word.is_empty() || word.trim().eq_ignore_ascii_case(shown_word);
    is_its_word.then_some(number)
}

/// Where `text` stands among `words`, in capitals or not.
fn at_word(words: &[impl AsRef<str>], text: &str) -> Option<f32> {
    let is_meant = |word: &&_| AsRef::<str>::as_ref(*word).eq_ignore_ascii_case(text);
    let found = words.iter().enumerate().find(|(_, word)| is_meant(word));
    found.map(|(at, _)| place(at))
}

/// A place in a list of words, of which there are a few.
fn place(at: usize) -> f32 {
    u16::try_from(at).map_or(f32::MAX, f32::from)
}

fn no_value(param: &Handle<'_>, value: &str) -> FeelError {
    let takes = match param.kind() {
        Kind::Number { min, max } => format!("{min} to {max}{}", param.unit()),
        Kind::Whole { min, max } => format!("{min} to {}", param.text_of(max)),
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
