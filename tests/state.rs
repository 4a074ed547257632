//! The saved state: what is taken back, and what is refused whole.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

use afterbeat::plugin::Params;
use afterbeat::plugin::state::{StateError, checked};
use serde_json::{Value, json};

/// A state of this version with no parameter in it and an empty bank.
fn good() -> Value {
    let fields = nice_plug::prelude::Params::serialize_fields(&Params::detached());
    json!({ "version": env!("CARGO_PKG_VERSION"), "params": {}, "fields": fields })
}

fn check(state: &Value) -> Result<Value, StateError> {
    let json = checked(&serde_json::to_vec(state).unwrap())?;
    Ok(serde_json::from_slice(&json).unwrap())
}

fn with_param(id: &str, value: Value) -> Value {
    let mut state = good();
    state["params"][id] = value;
    state
}

#[test]
fn absent_parameters_get_their_defaults() {
    let state = check(&with_param("swing", json!({ "f32": 66.5 }))).unwrap();
    assert_eq!(state["params"]["swing"], json!({ "f32": 66.5 }));
    assert_eq!(state["params"]["gate"], json!({ "f32": 100.0 }));
    assert_eq!(state["params"]["swing_lfo_period"], json!({ "i32": 4 }));
    assert_eq!(state["params"]["lane16_mute"], json!({ "bool": false }));
    assert_eq!(state["params"].as_object().unwrap().len(), 74);
}

#[test]
fn parameters_must_be_known_and_have_a_value_of_theirs() {
    for (id, value) in [
        ("swing", json!({ "i32": 50 })),
        ("swing", json!({ "f32": 75.1 })),
        ("swing", json!({ "f32": 1e39 })),
        ("swing_grid", json!({ "i32": 3 })),
        ("swing_grid", json!({ "i32": -1 })),
        ("swing_grid", json!({ "string": "1/8" })),
        ("bypass", json!({ "f32": 1.0 })),
    ] {
        let result = check(&with_param(id, value.clone()));
        assert!(
            matches!(result, Err(StateError::BadValue(_))),
            "{id} {value}"
        );
    }
    let result = check(&with_param("swang", json!({ "f32": 50.0 })));
    assert!(matches!(result, Err(StateError::UnknownParameter(_))));
    let result = check(&with_param("swing", json!({ "f32": null })));
    assert!(matches!(result, Err(StateError::Unreadable(_))));
}

#[test]
fn later_versions_and_none_are_refused() {
    for version in ["999.0.0", "0.999.0", "0.1.999"] {
        let mut state = good();
        state["version"] = version.into();
        assert!(
            matches!(check(&state), Err(StateError::Later(_))),
            "{version}"
        );
    }
    for version in ["", "1", "1.2", "1.2.3.4", "one.two.three", "-1.0.0"] {
        let mut state = good();
        state["version"] = version.into();
        assert!(
            matches!(check(&state), Err(StateError::NoVersion(_))),
            "{version}"
        );
    }
    let mut state = good();
    state["version"] = "0.0.1".into();
    assert!(check(&state).is_ok());
}

#[test]
fn a_state_without_a_whole_bank_is_refused() {
    let mut state = good();
    state["fields"] = json!({});
    assert!(matches!(check(&state), Err(StateError::NoBank)));
    for field in ["", "no json", "\"no base64!\"", "\"AAAA\"", "\"\""] {
        let mut state = good();
        state["fields"]["bank"] = field.into();
        assert!(check(&state).is_err(), "{field}");
    }
    // One letter of the bank changed.
    let mut state = good();
    let bank = state["fields"]["bank"].as_str().unwrap();
    let (head, tail) = bank.split_at(bank.len() / 2);
    let letter = if tail.starts_with('A') { "B" } else { "A" };
    state["fields"]["bank"] = format!("{head}{letter}{}", &tail[1..]).into();
    assert!(matches!(check(&state), Err(StateError::BadBank(_))));
}

#[test]
fn an_unknown_field_is_nobodys_loss() {
    let mut state = good();
    state["fields"]["window"] = "[800,600]".into();
    assert!(check(&state).is_ok());
}

#[test]
fn noise_is_refused() {
    for noise in ["", "{}", "[]", "null", "{\"params\":{}}", "\u{0}\u{1}"] {
        assert!(checked(noise.as_bytes()).is_err());
    }
}
