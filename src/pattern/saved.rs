//! The saved form of a bank: versioned bytes, the same on every machine.
//!
//! Equal banks give equal bytes, and bytes that are read give the same bytes again. What is not
//! wholly understood is refused, and says where: half a song is worse than none.
//!
//! All numbers are little-endian: the four bytes `AFBK`; the version (u16); the payload's length
//! (u32); the payload; the CRC-32 of everything before it. A new version gets a new number, and
//! every released one stays readable: what an older one does not have is as in a new pattern.
//!
//! | version | what it brought |
//! |---|---|
//! | 1 | patterns, lanes and steps; play mode, thru, channels, solo |
//! | 2 | grace notes, fills, manners, the chain; keys, before the song, runs the chain, seeds |
//! | 3 | whether the built-in drums are heard |

mod chain;
mod codes;
mod error;
mod lane;
mod reader;
mod setup;
mod step;

pub use error::{Place, SavedError};

use super::bank::{Bank, Bars, Manner, Pattern, PatternIndex};
use super::kit::kit;
use super::lane::Lane;
use super::per_lane::PerLane;
use codes::{MANNERS, code};
use reader::Reader;

const MAGIC: [u8; 4] = *b"AFBK";
/// The version that is written.
const VERSION: u16 = 3;
/// Magic, version and payload length.
const HEAD_BYTES: usize = 10;
/// Head and checksum.
const FRAME_BYTES: usize = HEAD_BYTES + 4;

/// The saved form of `bank`, in the latest version.
pub fn to_bytes(bank: &Bank) -> Vec<u8> {
    let mut bytes = vec![0; HEAD_BYTES];
    write_bank(&mut bytes, bank);
    // 128 patterns of 16 lanes of 256 full steps are 9 MB: far below what the length can say.
    let length = u32::try_from(bytes.len() - HEAD_BYTES).unwrap_or(u32::MAX);
    let head = MAGIC
        .into_iter()
        .chain(VERSION.to_le_bytes())
        .chain(length.to_le_bytes());
    for (byte, value) in bytes.iter_mut().zip(head) {
        *byte = value;
    }
    let checksum = crc32fast::hash(&bytes);
    bytes.extend(checksum.to_le_bytes());
    bytes
}

/// The bank that `bytes` are the saved form of.
///
/// # Errors
/// Anything that is not wholly understood is refused: see [`SavedError`].
pub fn from_bytes(bytes: &[u8]) -> Result<Bank, SavedError> {
    let mut reader = open(bytes)?;
    let bank = read_bank(&mut reader)?;
    reader.end()?;
    Ok(bank)
}

/// The payload, once everything around it is right.
fn open(bytes: &[u8]) -> Result<Reader<'_>, SavedError> {
    let mut head = Reader::new(bytes, 0);
    if !bytes.starts_with(&MAGIC) {
        return Err(if MAGIC.starts_with(bytes) {
            SavedError::TooShort(bytes.len())
        } else {
            SavedError::NotABank
        });
    }
    let too_short = |_| SavedError::TooShort(bytes.len());
    let _magic: [u8; 4] = head.array().map_err(too_short)?;
    let version = head.u16().map_err(too_short)?;
    if !(1..=VERSION).contains(&version) {
        return Err(SavedError::Version(version));
    }
    let length = u32::from_le_bytes(head.array().map_err(too_short)?);
    let expected = u64::from(length) + u64::try_from(FRAME_BYTES).unwrap_or_default();
    let found = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
    if found != expected {
        return Err(SavedError::Length { found, expected });
    }
    let (sealed, checksum) = bytes
        .split_last_chunk()
        .ok_or(SavedError::TooShort(bytes.len()))?;
    if crc32fast::hash(sealed) != u32::from_le_bytes(*checksum) {
        return Err(SavedError::Checksum);
    }
    let payload = sealed.get(HEAD_BYTES..).unwrap_or_default();
    Ok(Reader::new(payload, version))
}

/// Setup; from version 2 the chain; the number of patterns (u8); each with its place (u8), rising.
fn write_bank(bytes: &mut Vec<u8>, bank: &Bank) {
    setup::write(bytes, &bank.setup);
    chain::write(bytes, &bank.chain);
    let patterns = PatternIndex::all().filter_map(|at| Some((at, bank.pattern(at)?)));
    let count = patterns.clone().fold(0, |count: u8, _| count + 1);
    bytes.push(count);
    for (at, pattern) in patterns {
        bytes.push(at.get());
        write_pattern(bytes, pattern);
    }
}

fn read_bank(reader: &mut Reader<'_>) -> Result<Bank, SavedError> {
    let mut bank = Bank::empty();
    bank.setup = setup::read(reader)?;
    if reader.has(2) {
        *bank.chain = chain::read(reader)?;
    }
    let count = reader.u8()?;
    let mut first_free = 0;
    for _ in 0..count {
        let number = reader.u8()?;
        let at = PatternIndex::new(number).filter(|at| at.get() >= first_free);
        let at = reader.checked("the pattern's place", number, at)?;
        first_free = number + 1;
        reader.place.pattern = Some(at);
        let pattern = read_pattern(reader)?;
        bank.replace(at, Some(Box::new(pattern)));
        reader.place = Place::default();
    }
    Ok(bank)
}

/// Bars (u8); from version 2 the manner (u8); sixteen lanes.
fn write_pattern(bytes: &mut Vec<u8>, pattern: &Pattern) {
    bytes.push(pattern.bars.get());
    bytes.push(code(&MANNERS, &pattern.manner));
    for (_, lane) in pattern.lanes.iter() {
        lane::write(bytes, lane);
    }
}

fn read_pattern(reader: &mut Reader<'_>) -> Result<Pattern, SavedError> {
    let bars = reader.u8()?;
    let bars = reader.checked("bars", bars, Bars::new(bars))?;
    let manner = if reader.has(2) {
        reader.code("the manner", &MANNERS)?
    } else {
        Manner::default()
    };
    let mut failed = None;
    let lanes = PerLane::from_fn(|at| {
        if failed.is_none() {
            reader.place.lane = Some(at);
            match lane::read(reader) {
                Ok(lane) => return Box::new(lane),
                Err(error) => failed = Some(error),
            }
        }
        // Never seen: the pattern is thrown away with the error.
        Box::new(Lane::new(kit()[at].voice()))
    });
    match failed {
        Some(error) => Err(error),
        None => Ok(Pattern {
            bars,
            manner,
            lanes,
        }),
    }
}
