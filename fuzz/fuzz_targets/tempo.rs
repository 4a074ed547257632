//! Calls `tests/corpus/tempo` with bytes of the fuzzer's invention.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| afterbeat_fuzz::tempo::run(bytes));
