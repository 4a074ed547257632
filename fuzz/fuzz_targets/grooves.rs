//! Calls `tests/corpus/grooves.rs` with bytes of the fuzzer's invention.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| afterbeat_fuzz::grooves::run(bytes));
