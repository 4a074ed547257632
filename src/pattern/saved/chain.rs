//! The chain as bytes: the number of entries (u8); of each its pattern and its repeats (u8).

use super::super::bank::PatternIndex;
use super::super::chain::{Chain, ChainEntry, Repeats};
use super::error::SavedError;
use super::reader::Reader;

pub(super) fn write(bytes: &mut Vec<u8>, chain: &Chain) {
    bytes.push(u8::try_from(chain.entries().len()).unwrap_or_default());
    for entry in chain.entries() {
        bytes.extend([entry.pattern.get(), entry.repeats.get()]);
    }
}

pub(super) fn read(reader: &mut Reader<'_>) -> Result<Chain, SavedError> {
    let count = reader.u8()?;
    let is_chain = (usize::from(count) <= Chain::MAX).then_some(());
    reader.checked("the chain's length", count, is_chain)?;
    let entries: Result<Vec<_>, _> = (0..count).map(|_| read_entry(reader)).collect();
    reader.checked("the chain's length", count, Chain::new(&entries?))
}

fn read_entry(reader: &mut Reader<'_>) -> Result<ChainEntry, SavedError> {
    let (pattern, repeats) = (reader.u8()?, reader.u8()?);
    Ok(ChainEntry {
        pattern: reader.checked("the chain's pattern", pattern, PatternIndex::new(pattern))?,
        repeats: reader.checked("the chain's repeats", repeats, Repeats::new(repeats))?,
    })
}
