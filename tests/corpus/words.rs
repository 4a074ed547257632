//! What people type and paste: rows, rates, key maps, commands, values of parameters.

use afterbeat::keymap;
use afterbeat::pattern::{LaneIndex, Pattern, StepCount};
use afterbeat::plugin::Params;
use afterbeat::plugin::params::typed;
use afterbeat::standalone::Command;
use afterbeat::text::{
    format_rate, format_row, looks_like_rows, parse_rate, parse_row, parse_rows,
};
use afterbeat::time::Meter;
use std::cell::OnceCell;

thread_local! {
    static PARAMS: OnceCell<Params> = const { OnceCell::new() };
}

/// The first byte says what the rest is.
pub fn run(bytes: &[u8]) {
    let Some((kind, rest)) = bytes.split_first() else {
        return;
    };
    let Ok(text) = std::str::from_utf8(rest) else {
        return;
    };
    match kind % 6 {
        0 => rows(text),
        1 => row(text),
        2 => rate(text),
        3 => keys(text),
        4 => drop(text.parse::<Command>()),
        _ => value(text),
    }
}

fn rows(text: &str) {
    let is_meant = looks_like_rows(text);
    let pattern = Pattern::new();
    for meter in [Meter::COMMON, Meter::new(7, 8).expect("a meter")] {
        match parse_rows(text, &pattern, meter, LaneIndex::default()) {
            Ok(rows) => {
                assert!(!rows.is_empty());
                for row in rows {
                    assert!((1..=256).contains(&row.steps.len()), "{row:?}");
                }
            }
            Err(error) => assert!(!error.to_string().is_empty(), "{is_meant}"),
        }
    }
}

fn row(text: &str) {
    for bar in [None, StepCount::new(16)] {
        if let Ok(steps) = parse_row(text, 1, bar) {
            let written = format_row(&steps, bar).expect("what was read can be written");
            let again = parse_row(&written, 1, bar);
            assert_eq!(again.as_deref(), Ok(&*steps), "{written}");
        }
    }
}

fn rate(text: &str) {
    if let Some(rate) = parse_rate(text) {
        assert_eq!(format_rate(rate), text);
    }
}

fn keys(text: &str) {
    if let Ok(keys) = keymap::read("keys.toml", text) {
        let written = keymap::write(&keys);
        let again = keymap::read("keys.toml", &written);
        assert!(again.is_ok_and(|again| again == keys), "{written}");
    }
}

fn value(text: &str) {
    PARAMS.with(|params| {
        let params = params.get_or_init(Params::detached);
        let (name, value) = text.split_once('=').unwrap_or((text, "62"));
        let Ok(handle) = typed::find(params, name) else {
            return;
        };
        if typed::set(&handle, value).is_ok() {
            let shown = handle.text_of(handle.value());
            assert!(typed::value(&handle, &shown).is_ok(), "{name}: {shown:?}");
        }
    });
}
