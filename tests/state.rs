//! The saved state: what is taken back, and what is refused whole.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

use afterbeat::plugin::Params;
use afterbeat::plugin::state::{StateError, checked};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Value, json};

/// A state of this version with no parameter in it and an empty bank.
fn good() -> Value {
    let fields = nice_plug::prelude::Params::serialize_fields(&Params::detached());
    json!({ "version": env!("CARGO_PKG_VERSION"), "params": {}, "fields": fields })
}

fn check(state: &Value) -> Result<Value, StateError> {
    let checked = checked(&serde_json::to_vec(state).unwrap())?;
    Ok(serde_json::to_value(&checked.state).unwrap())
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
    assert_eq!(state["params"].as_object().unwrap().len(), 28 + 16 * 6 + 1);
}

/// The ids that the first states had.
fn first_ids() -> Vec<String> {
    let kit = [
        "swing",
        "swing_grid",
        "swing_lfo_depth",
        "swing_lfo_period",
        "velocity",
        "accent",
        "velocity_lfo",
        "push",
        "gate",
        "bypass",
    ];
    let lane = |n| ["mute", "swing", "delay", "level"].map(|end| format!("lane{n}_{end}"));
    let lanes = (1..=16).flat_map(lane);
    kit.map(str::to_owned).into_iter().chain(lanes).collect()
}

#[test]
fn the_first_states_load_with_the_later_parameters_at_their_defaults() {
    let first_ids = first_ids();
    let whole = check(&good()).unwrap();
    let mut first = good();
    for id in &first_ids {
        first["params"][id] = whole["params"][id].clone();
    }
    first["params"]["swing"] = json!({ "f32": 66.5 });
    first["params"]["lane7_delay"] = json!({ "f32": -12.0 });
    let bank = include_bytes!("data/bank-v1.bin");
    first["fields"]["bank"] = format!("\"{}\"", BASE64.encode(bank)).into();
    let loaded = check(&first).unwrap();
    for id in &first_ids {
        assert_eq!(loaded["params"][id], first["params"][id], "{id}");
    }
    for (id, value) in [
        ("ghosts", json!({ "f32": 40.0 })),
        ("fill_every", json!({ "i32": 3 })),
        ("fill_now", json!({ "bool": false })),
        ("pattern", json!({ "i32": 1 })),
        ("shift", json!({ "i32": 0 })),
        ("phrase", json!({ "i32": 4 })),
        ("seed", json!({ "i32": 1 })),
        ("variation_cycle", json!({ "i32": 5 })),
        ("lane7_ghosts", json!({ "f32": 100.0 })),
    ] {
        assert_eq!(loaded["params"][id], value, "{id}");
    }
    assert_eq!(
        loaded["params"].as_object().unwrap().len(),
        whole["params"].as_object().unwrap().len()
    );
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
        ("pattern", json!({ "i32": 0 })),
        ("pattern", json!({ "i32": 129 })),
        ("seed", json!({ "f32": 7.0 })),
        ("shift", json!({ "i32": -17 })),
        ("fill_every", json!({ "i32": 6 })),
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
fn a_bank_is_read_however_its_json_is_written() {
    let mut state = good();
    let plain = state["fields"]["bank"].as_str().unwrap().to_owned();
    assert!(plain.contains('A'));
    for written in [format!(" {plain}\n"), plain.replace('A', "\\u0041")] {
        state["fields"]["bank"] = written.into();
        assert!(check(&state).is_ok(), "{state}");
    }
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
