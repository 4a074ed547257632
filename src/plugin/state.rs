//! The saved state: what a host keeps of an instance, and what is taken back from it.
//!
//! It is the framework's form, JSON with the plug-in's version, the parameters' plain values and
//! one field of ours, the bank. The framework's own load applies what it understands and says
//! yes to everything; [`checked`] is asked before it and refuses a bad state whole.

use super::mapping;
use super::params::{Handle, Kind, Params};
use crate::midi_map::MidiMap;
use crate::pattern::{self, Bank, SavedError};
use base64::Engine as _;
use nice_plug::plugin::{ParamValue, PluginState};
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The field that holds the bank.
pub const BANK_FIELD: &str = "bank";
/// The longest state that is read, several times what the fullest bank needs.
pub const MAX_STATE_BYTES: u64 = 64 << 20;

/// Why a saved state was refused; the instance is as it was.
#[derive(Debug, thiserror::Error)]
pub enum StateError {
    /// It is not the framework's JSON.
    #[error("the state cannot be read: {0}")]
    Unreadable(#[from] serde_json::Error),
    /// It names no version, or something that is none.
    #[error("{0:?} is not a version")]
    NoVersion(String),
    /// A later Afterbeat has saved it, and may have meant what this one does not know.
    #[error("the state is from the later version {0}")]
    Later(String),
    /// It names a parameter that there is not.
    #[error("there is no parameter {0:?}")]
    UnknownParameter(String),
    /// The value is of the wrong type, not finite or out of range.
    #[error("{0:?} cannot have that value")]
    BadValue(String),
    /// It has no bank.
    #[error("the state has no patterns")]
    NoBank,
    /// The bank is not base64.
    #[error("the patterns cannot be read: {0}")]
    NotBase64(#[from] base64::DecodeError),
    /// The bank is not a saved bank.
    #[error("the patterns cannot be read: {0}")]
    BadBank(#[from] SavedError),
    /// The keys and controllers that do something are no table.
    #[error("the MIDI map cannot be read: {0}")]
    BadMap(#[source] serde_json::Error),
}

/// The usual base64, done many letters at once where the library knows the processor.
#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
fn base64() -> impl base64::Engine {
    base64::engine::Simd::standard(base64::engine::general_purpose::PAD)
}

/// The usual base64.
#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
fn base64() -> impl base64::Engine {
    base64::engine::general_purpose::STANDARD
}

/// The field's text for `bank`. **Thread:** main.
pub(super) fn field_of(bank: &Bank) -> String {
    // JSON text of a JSON string: base64 has nothing that would need escaping.
    format!("\"{}\"", base64().encode(pattern::to_bytes(bank)))
}

/// The bank of a field's text. **Thread:** main.
pub(super) fn bank_of(field: &str) -> Result<Bank, StateError> {
    Ok(pattern::from_bytes(&bytes_of(field)?)?)
}

/// The bank of the JSON string that a field's text is saved as.
fn bank_within(json: &str) -> Result<Bank, StateError> {
    // Quotes around quotes, and nothing else is escaped where all is base64.
    let text = (json.strip_prefix(r#""\""#)).and_then(|text| text.strip_suffix(r#"\"""#));
    match text.map(|text| base64().decode(text)) {
        Some(Ok(bytes)) => Ok(pattern::from_bytes(&bytes)?),
        _ => bank_of(&serde_json::from_str::<String>(json)?),
    }
}

/// The bytes of a field's text.
fn bytes_of(field: &str) -> Result<Vec<u8>, StateError> {
    let quoted = field.strip_prefix('"');
    let text = quoted.and_then(|text| text.strip_suffix('"'));
    // Nothing is escaped where all is base64, so this is what the JSON says.
    if let Some(Ok(bytes)) = text.map(|text| base64().decode(text)) {
        return Ok(bytes);
    }
    let text: String = serde_json::from_str(field)?;
    Ok(base64().decode(text)?)
}

/// A state that was wholly understood.
pub struct Checked {
    /// All of it but the bank, with every parameter there is.
    pub state: PluginState,
    /// The bank, read once: of a full one that is most of the work.
    pub bank: Bank,
}

/// A state as it is read: the fields' texts stay where they are, for the bank's is long.
#[derive(serde::Deserialize)]
struct Saved<'a> {
    #[serde(default)]
    version: String,
    params: BTreeMap<String, ParamValue>,
    #[serde(borrow)]
    fields: BTreeMap<String, &'a RawValue>,
}

impl Saved<'_> {
    fn unpacked(self) -> Result<PluginState, serde_json::Error> {
        let text =
            |(name, json): (String, &RawValue)| Ok((name, serde_json::from_str(json.get())?));
        let fields: Result<_, serde_json::Error> = self.fields.into_iter().map(text).collect();
        Ok(PluginState {
            version: self.version,
            params: self.params,
            fields: fields?,
        })
    }
}

/// The state `json`, made complete so that the framework can apply it as it is. **Thread:** main.
///
/// Parameters that it lacks get their defaults, as the framework would leave them as they are.
/// A parameter that is not known is refused: no version up to this one has saved it, so the state
/// is another's or broken, and part of what it says would be silently dropped. A field that is not
/// known is ignored: nothing of the sound lies there.
///
/// # Errors
/// When anything in it is not understood; nothing may be applied then.
pub fn checked(json: &[u8]) -> Result<Checked, StateError> {
    let mut saved: Saved<'_> = serde_json::from_slice(json)?;
    check_version(&saved.version)?;
    let bank = saved.fields.remove(BANK_FIELD).ok_or(StateError::NoBank)?;
    let bank = bank_within(bank.get())?;
    let mut state = saved.unpacked()?;
    if let Some(map) = state.fields.get(mapping::FIELD) {
        MidiMap::table_of(map).map_err(StateError::BadMap)?;
    }
    let known = known();
    for (id, value) in &state.params {
        let parameter = known.get(id);
        let parameter = parameter.ok_or_else(|| StateError::UnknownParameter(id.clone()))?;
        if !is_value_of(&parameter.kind, value) {
            return Err(StateError::BadValue(id.clone()));
        }
    }
    for (id, parameter) in known {
        if !state.params.contains_key(id) {
            let default = parameter.default.clone();
            state.params.insert(id.clone(), default);
        }
    }
    Ok(Checked { state, bank })
}

/// What can be saved of a parameter.
struct Known {
    kind: Kind,
    default: ParamValue,
}

/// All parameters by their ids, which are the same for every instance. Allocates the first time.
fn known() -> &'static BTreeMap<String, Known> {
    static KNOWN: LazyLock<BTreeMap<String, Known>> = LazyLock::new(|| {
        let known = |parameter: Handle<'_>| {
            let kind = parameter.kind();
            let default = saved_value(&kind, parameter.default_value());
            (parameter.id().to_owned(), Known { kind, default })
        };
        let params = Params::detached();
        params.list().into_iter().map(known).collect()
    });
    &KNOWN
}

/// A version up to this one. The bank says for itself in which form it is.
fn check_version(version: &str) -> Result<(), StateError> {
    let named = parse_version(version).ok_or_else(|| StateError::NoVersion(version.to_owned()))?;
    match parse_version(env!("CARGO_PKG_VERSION")) {
        Some(own) if named > own => Err(StateError::Later(version.to_owned())),
        _ => Ok(()),
    }
}

fn parse_version(version: &str) -> Option<[u32; 3]> {
    let mut parts = version.split('.').map(|part| part.parse().ok());
    let numbers = [parts.next()??, parts.next()??, parts.next()??];
    parts.next().is_none().then_some(numbers)
}

fn is_value_of(kind: &Kind, value: &ParamValue) -> bool {
    match (kind, value) {
        (Kind::Number { min, max }, ParamValue::F32(value)) => (min..=max).contains(&value),
        (Kind::Whole { min, max }, ParamValue::I32(value)) => {
            (f64::from(*min)..=f64::from(*max)).contains(&f64::from(*value))
        }
        (Kind::Switch, ParamValue::Bool(_)) => true,
        (Kind::Choice(texts), ParamValue::I32(place)) => {
            usize::try_from(*place).is_ok_and(|place| place < texts.len())
        }
        _ => false,
    }
}

/// A plain value in the form in which it is saved.
fn saved_value(kind: &Kind, plain: f32) -> ParamValue {
    match kind {
        Kind::Number { min, max } => ParamValue::F32(plain.clamp(*min, *max)),
        Kind::Switch => ParamValue::Bool(plain > 0.5),
        Kind::Whole { .. } | Kind::Choice(_) => {
            let whole = crate::time::round_i64(f64::from(plain));
            ParamValue::I32(i32::try_from(whole).unwrap_or(0))
        }
    }
}

/// A plain value out of the form in which it is saved.
fn plain_value(value: &ParamValue) -> Option<f32> {
    match value {
        ParamValue::F32(value) => Some(*value),
        ParamValue::Bool(is_on) => Some(f32::from(u8::from(*is_on))),
        ParamValue::I32(whole) => i16::try_from(*whole).ok().map(f32::from),
        ParamValue::String(_) => None,
    }
}

/// The state of an instance, in the framework's form. **Thread:** main.
///
/// What is on trial is not in it, but what was there before.
///
/// # Errors
/// When the bank cannot be put into it.
pub fn of(params: &Params) -> Result<PluginState, StateError> {
    let displaced = params.main().lock().displaced().cloned();
    let value = |parameter: &Handle<'_>| {
        let before = displaced.as_ref();
        let before = before.and_then(|before| before.value(parameter.id()));
        let plain = before.map_or(parameter.value(), |before| parameter.plain_at(before));
        let value = saved_value(&parameter.kind(), plain);
        (parameter.id().to_owned(), value)
    };
    let state = PluginState {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        params: params.list().iter().map(value).collect(),
        fields: nice_plug::prelude::Params::serialize_fields(params),
    };
    if !params.has_saved_bank() {
        return Err(StateError::NoBank);
    }
    Ok(state)
}

/// Puts an instance that has no framework around it into the state `json`. **Thread:** main.
///
/// # Errors
/// As [`checked`]; the instance is as it was then.
pub fn apply(params: &Params, json: &[u8]) -> Result<(), StateError> {
    put(params, checked(json)?);
    Ok(())
}

/// As [`apply`], with a state that was checked. **Thread:** main.
pub fn put(params: &Params, checked: Checked) {
    let Checked { state, bank } = checked;
    for parameter in params.list() {
        let saved = state.params.get(parameter.id());
        let plain = saved.and_then(plain_value);
        let is_set = plain.is_some_and(|plain| parameter.set_plain(plain).is_ok());
        debug_assert!(is_set, "the state was checked");
    }
    params.bring(bank);
    nice_plug::prelude::Params::deserialize_fields(params, &state.fields);
}
