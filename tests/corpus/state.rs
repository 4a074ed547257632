//! Saved states that may be anything: refused whole, or loaded and saved again as they were.

use crate::play;
use afterbeat::link::{self, Main};
use afterbeat::pattern::{Bank, Pattern, from_bytes, to_bytes};
use afterbeat::plugin::{Params, state};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

/// The first byte says what the rest is.
pub fn run(bytes: &[u8]) {
    let Some((kind, rest)) = bytes.split_first() else {
        return;
    };
    match kind % 4 {
        0 => bank(rest),
        1 => bank(&sealed(rest)),
        2 => json(rest),
        _ => json(&around(rest)),
    }
}

/// The version that is written.
const VERSION: u8 = 3;

/// A bank's frame around a payload, so that not the checksum alone is tried. The payload's first
/// byte is the version.
fn sealed(payload: &[u8]) -> Vec<u8> {
    let (version, payload) = payload.split_first().unwrap_or((&VERSION, &[]));
    let length = u32::try_from(payload.len()).expect("a short payload");
    let mut bytes = b"AFBK".to_vec();
    bytes.extend([1 + version % VERSION, 0]);
    bytes.extend(length.to_le_bytes());
    bytes.extend(payload);
    let checksum = crc32fast::hash(&bytes);
    bytes.extend(checksum.to_le_bytes());
    bytes
}

/// A state with a good bank, and `params` for its parameters.
fn around(params: &[u8]) -> Vec<u8> {
    let bank = BASE64.encode(to_bytes(&Bank::with_first(Pattern::new())));
    let params = String::from_utf8_lossy(params);
    format!(r#"{{"version":"0.1.0","params":{{{params}}},"fields":{{"bank":"\"{bank}\""}}}}"#)
        .into_bytes()
}

fn bank(bytes: &[u8]) {
    let Ok(bank) = from_bytes(bytes) else {
        return;
    };
    let again = to_bytes(&bank);
    if bytes.get(4) == Some(&VERSION) {
        assert!(again == bytes, "what is read gives other bytes");
    }
    assert!(
        from_bytes(&again).is_ok_and(|same| same == bank),
        "what is written is another bank"
    );
    play::a_bar(bank);
}

fn json(text: &[u8]) {
    let (main, _, _) = link::new(Bank::empty());
    let params = Params::new(Main::new(main));
    let (revision, controls) = (params.main().lock().revision(), params.controls());
    if state::apply(&params, text).is_err() {
        assert_eq!(params.main().lock().revision(), revision, "the bank moved");
        assert!(params.controls() == controls, "a parameter moved");
        return;
    }
    let saved = state::of(&params).expect("what was loaded can be saved");
    let saved = serde_json::to_vec(&saved).expect("a state is JSON");
    let controls = params.controls();
    let bank = params.main().lock().bank().clone();
    state::apply(&params, &saved).expect("what was saved can be loaded");
    assert!(
        params.controls() == controls,
        "a parameter came back as another"
    );
    assert!(
        *params.main().lock().bank() == bank,
        "the bank came back as another"
    );
}
