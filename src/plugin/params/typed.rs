//! Parameters and their values as people type them.

use super::{Handle, Kind, NoValue, Params};

/// What was typed is no parameter or no value of it.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum TypedError {
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

/// The parameter with this id or name, in capitals or not. Allocates. **Thread:** main.
///
/// # Errors
/// When there is none.
pub fn find<'a>(params: &'a Params, name: &str) -> Result<Handle<'a>, TypedError> {
    let is_meant = |param: &Handle<'_>| {
        param.id().eq_ignore_ascii_case(name) || param.name().eq_ignore_ascii_case(name)
    };
    let found = params.list().into_iter().find(is_meant);
    found.ok_or_else(|| TypedError::Unknown(name.to_owned()))
}

/// Sets the parameter to the value that `text` is. **Thread:** main.
///
/// # Errors
/// When it is none.
pub fn set(param: &Handle<'_>, text: &str) -> Result<(), TypedError> {
    set_plain(param, value(param, text)?)
}

/// Sets the parameter to a plain value, clamped to its range. **Thread:** main.
///
/// # Errors
/// When it is not a number.
pub fn set_plain(param: &Handle<'_>, plain: f32) -> Result<(), TypedError> {
    let set = param.set_plain(plain);
    set.map_err(|NoValue| no_value(param, &plain.to_string()))
}

/// The plain value that `text` is, with or without the unit after a number.
///
/// # Errors
/// When it is none in the parameter's range.
pub fn value(param: &Handle<'_>, text: &str) -> Result<f32, TypedError> {
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

fn no_value(param: &Handle<'_>, value: &str) -> TypedError {
    let takes = match param.kind() {
        Kind::Number { min, max } => format!("{min} to {max}{}", param.unit()),
        Kind::Whole { min, max } => format!("{min} to {}", param.text_of(max)),
        Kind::Switch => "off or on".to_owned(),
        Kind::Choice(texts) => texts.join(", "),
    };
    TypedError::NoValue {
        value: value.to_owned(),
        id: param.id().to_owned(),
        takes,
    }
}
