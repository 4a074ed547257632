//! The saved form of a bank: exact, canonical, and closed to everything it does not understand.

#[path = "support/banks.rs"]
mod banks;
#[path = "support/saved.rs"]
mod saved;

use afterbeat::pattern::{
    Bank, Edit, Lane, LaneAt, LaneIndex, LaneSetting, PatternIndex, SavedError, StepCount,
    from_bytes, to_bytes,
};
use proptest::prelude::{any, prop_assert, prop_assert_eq, proptest};
use saved::{sealed, version_1, version_2, version_3};

/// A bank saved by version 1, which must load for ever.
const VERSION_1: &[u8] = include_bytes!("data/bank-v1.bin");
/// The same by version 2.
const VERSION_2: &[u8] = include_bytes!("data/bank-v2.bin");
/// The same by version 3.
const VERSION_3: &[u8] = include_bytes!("data/bank-v3.bin");

/// A whole saved form of `version` around `payload`.
fn framed(version: u8, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).expect("short").to_le_bytes();
    let head = [b"AFBK".as_slice(), &[version, 0], &length];
    sealed([&head.concat(), payload, &[0; 4]].concat())
}

proptest! {
    #[test]
    fn a_bank_comes_back_as_it_was(bank in banks::bank()) {
        let bytes = to_bytes(&bank);
        let back = from_bytes(&bytes).expect("what was saved loads");
        prop_assert!(back == bank);
        prop_assert_eq!(to_bytes(&back), bytes);
    }

    #[test]
    fn other_banks_have_other_bytes(one in banks::bank(), other in banks::bank()) {
        prop_assert_eq!(one == other, to_bytes(&one) == to_bytes(&other));
    }

    #[test]
    fn random_bytes_are_refused(bytes: Vec<u8>) {
        prop_assert!(from_bytes(&bytes).is_err());
    }

    /// With the right frame around it, too: read only if it would be written so.
    #[test]
    fn a_random_payload_is_refused(payload: Vec<u8>) {
        if let Ok(bank) = from_bytes(&framed(3, &payload)) {
            prop_assert_eq!(to_bytes(&bank), framed(3, &payload));
        }
    }

    /// A writer with a mistake, whose checksum is right: refused, or a bank that is written so.
    #[test]
    fn one_bank_has_one_form(bank in banks::bank(), at: usize, to in any::<u8>()) {
        let mut bytes = to_bytes(&bank);
        let payload = 10..bytes.len() - 4;
        bytes[payload.start + at % payload.len()] = to;
        let bytes = sealed(bytes);
        if let Ok(bank) = from_bytes(&bytes) {
            prop_assert_eq!(to_bytes(&bank), bytes);
        }
    }
}

#[test]
fn a_file_of_version_1_still_loads() {
    assert!(from_bytes(VERSION_1).expect("it was good once") == version_1());
}

#[test]
fn a_file_of_version_2_still_loads() {
    assert!(from_bytes(VERSION_2).expect("it was good once") == version_2());
}

#[test]
fn a_file_of_version_3_still_loads() {
    assert!(from_bytes(VERSION_3).expect("it was good once") == version_3());
}

#[test]
fn version_3_is_written_as_it_was() {
    assert_eq!(to_bytes(&version_3()), VERSION_3);
}

#[test]
fn an_older_file_is_saved_in_the_latest_version() {
    let bytes = to_bytes(&from_bytes(VERSION_1).expect("it was good once"));
    assert_eq!(bytes[4..6], [3, 0]);
    assert!(from_bytes(&bytes).expect("what was saved loads") == version_1());
}

#[test]
fn what_came_with_a_version_is_refused_in_another() {
    let relabelled = framed(1, &VERSION_2[10..VERSION_2.len() - 4]);
    assert!(from_bytes(&relabelled).is_err());
    let relabelled = framed(2, &VERSION_3[10..VERSION_3.len() - 4]);
    assert!(from_bytes(&relabelled).is_err());
    let relabelled = framed(2, &VERSION_1[10..VERSION_1.len() - 4]);
    assert!(from_bytes(&relabelled).is_err());
}

#[test]
fn the_size_of_the_box_does_not_count() {
    let small = version_1();
    let mut grown = small.clone();
    let pattern = PatternIndex::FIRST;
    for length in [256, 16] {
        let at = LaneAt {
            pattern,
            lane: LaneIndex::default(),
        };
        let count = StepCount::new(length).expect("in range");
        let to = LaneSetting::Length(count);
        grown.apply(Edit::Lane { at, to }).expect("it is there");
    }
    let capacity = |bank: &Bank| bank.lane(pattern, LaneIndex::default()).map(Lane::capacity);
    assert_ne!(capacity(&small), capacity(&grown));
    assert_eq!(to_bytes(&small), to_bytes(&grown));
}

#[test]
fn a_payload_that_ends_anywhere_is_refused() {
    for (version, file) in [(1, VERSION_1), (2, VERSION_2), (3, VERSION_3)] {
        let payload = &file[10..file.len() - 4];
        for end in 0..payload.len() {
            let error = from_bytes(&framed(version, &payload[..end]));
            assert!(matches!(error, Err(SavedError::Ends(_))), "{end} bytes");
        }
    }
}

#[test]
fn every_truncation_is_refused() {
    for file in [VERSION_1, VERSION_2, VERSION_3] {
        for end in 0..file.len() {
            assert!(from_bytes(&file[..end]).is_err(), "{end} bytes");
        }
    }
}

#[test]
fn every_flipped_bit_is_refused() {
    for file in [VERSION_1, VERSION_2, VERSION_3] {
        for at in 0..file.len() {
            for bit in 0..8 {
                let mut bytes = file.to_vec();
                bytes[at] ^= 1 << bit;
                assert!(from_bytes(&bytes).is_err(), "bit {bit} of byte {at}");
            }
        }
    }
}

#[test]
fn a_future_version_is_refused_by_its_name() {
    let mut bytes = VERSION_1.to_vec();
    bytes[4..6].copy_from_slice(&[2, 1]);
    let error = from_bytes(&sealed(bytes)).expect_err("not understood");
    assert_eq!(error, SavedError::Version(258));
    let message = "the patterns are saved in version 258; this Afterbeat understands those up to 3";
    assert_eq!(error.to_string(), message);
}

#[test]
fn an_absurd_length_is_refused_before_anything_is_made() {
    let mut bytes = VERSION_1.to_vec();
    bytes[6..10].copy_from_slice(&u32::MAX.to_le_bytes());
    let expected = u64::from(u32::MAX) + 14;
    let found = u64::try_from(VERSION_1.len()).expect("small");
    let error = SavedError::Length { found, expected };
    assert_eq!(from_bytes(&sealed(bytes)).expect_err("too long"), error);
}

#[test]
fn each_damage_has_its_own_error() {
    let error = |bytes: &[u8]| from_bytes(bytes).expect_err("damaged");
    assert_eq!(error(b""), SavedError::TooShort(0));
    assert_eq!(error(b"AFBK\x01"), SavedError::TooShort(5));
    assert_eq!(error(b"MThd\0\0\0\x06"), SavedError::NotABank);
    let longer = [VERSION_1, &[0]].concat();
    assert!(matches!(error(&longer), SavedError::Length { .. }));
    let payload = &VERSION_1[10..VERSION_1.len() - 4];
    let trailing = [payload, &[0, 0]].concat();
    assert_eq!(error(&framed(1, &trailing)), SavedError::Trailing(2));
    let short = error(&framed(1, &payload[..payload.len() - 1]));
    let message = "pattern 128, lane 16: the saved patterns end too early";
    assert_eq!(short.to_string(), message);
    let mut changed = VERSION_1.to_vec();
    changed[20] ^= 1;
    assert_eq!(error(&changed), SavedError::Checksum);
}
