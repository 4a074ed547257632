//! Groove files that may be anything: refused with a place, or read, written and read the same.

use crate::play;
use afterbeat::grooves::{read, read_feel, write};
use afterbeat::pattern::Bank;

pub fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    // A feel's file is another's; what it says is only not to be a panic.
    if let Err(error) = read_feel("feel.toml", text) {
        assert!(error.to_string().starts_with("feel.toml"), "{error}");
    }
    let groove = match read("own.toml", text) {
        Ok(groove) => groove,
        Err(error) => {
            assert!(error.to_string().starts_with("own.toml"), "{error}");
            return;
        }
    };
    let written = write(&groove);
    match read("own.toml", &written) {
        Ok(again) => assert!(again == groove, "it comes back as another:\n{written}"),
        Err(error) => panic!("what is written cannot be read: {error}\n{written}"),
    }
    play::a_bar(Bank::with_first(groove.pattern));
}
