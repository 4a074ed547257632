//! Setup as bytes: play, thru, channels (u8 each, and a channel), solo (u16). From version 2: keys
//! (u8, and sixteen keys), before the song, runs the chain (u8), the number of seeds (u8), the seeds
//! (u16), newest first. From version 3: whether the built-in drums are heard (u8).

use super::super::draw::SeedHistory;
use super::super::per_lane::{LANES, LaneIndex, LaneSet, PerLane};
use super::super::quantity::{Channel, Key};
use super::super::setup::{ChannelMap, KeyMap, Setup};
use super::codes::{BEFORE_SONG, PLAY_MODES, THRU, code};
use super::error::SavedError;
use super::reader::Reader;

const PER_LANE: u8 = 0;
const LANE_NUMBER: u8 = 1;
const ALL_ON: u8 = 2;

const OWN_OF_LANES: u8 = 0;
const CHROMATIC: u8 = 1;
/// Followed by a key for each lane.
const OWN_OF_INSTANCE: u8 = 2;

pub(super) fn write(bytes: &mut Vec<u8>, setup: &Setup) {
    bytes.push(code(&PLAY_MODES, &setup.play));
    bytes.push(code(&THRU, &setup.thru));
    match setup.channels {
        ChannelMap::PerLane => bytes.push(PER_LANE),
        ChannelMap::LaneNumber => bytes.push(LANE_NUMBER),
        ChannelMap::AllOn(channel) => bytes.extend([ALL_ON, channel.get()]),
    }
    bytes.extend(setup.solo.bits().to_le_bytes());
    write_keys(bytes, &setup.keys);
    bytes.push(code(&BEFORE_SONG, &setup.before_song));
    bytes.push(u8::from(setup.runs_chain));
    let seeds = setup.seeds.seeds();
    bytes.push(u8::try_from(seeds.len()).unwrap_or_default());
    bytes.extend(seeds.iter().flat_map(|seed| seed.to_le_bytes()));
    bytes.push(u8::from(setup.audition));
}

pub(super) fn read(reader: &mut Reader<'_>) -> Result<Setup, SavedError> {
    let first = Setup {
        play: reader.code("the play mode", &PLAY_MODES)?,
        thru: reader.code("thru", &THRU)?,
        channels: read_channels(reader)?,
        solo: LaneSet::from_bits(reader.u16()?),
        ..Setup::default()
    };
    if !reader.has(2) {
        return Ok(first);
    }
    let second = Setup {
        keys: read_keys(reader)?,
        before_song: reader.code("before the song", &BEFORE_SONG)?,
        runs_chain: reader.code("whether the chain plays", &[false, true])?,
        seeds: read_seeds(reader)?,
        ..first
    };
    if !reader.has(3) {
        return Ok(second);
    }
    Ok(Setup {
        audition: reader.code("whether the drums are heard", &[false, true])?,
        ..second
    })
}

fn write_keys(bytes: &mut Vec<u8>, keys: &KeyMap) {
    match keys {
        KeyMap::PerLane => bytes.push(OWN_OF_LANES),
        KeyMap::Chromatic => bytes.push(CHROMATIC),
        KeyMap::Own(keys) => {
            bytes.push(OWN_OF_INSTANCE);
            bytes.extend(keys.iter().map(|(_, key)| key.get()));
        }
    }
}

fn read_keys(reader: &mut Reader<'_>) -> Result<KeyMap, SavedError> {
    match reader.u8()? {
        OWN_OF_LANES => Ok(KeyMap::PerLane),
        CHROMATIC => Ok(KeyMap::Chromatic),
        OWN_OF_INSTANCE => {
            let numbers: [u8; LANES] = reader.array()?;
            let mut keys = PerLane::from_fn(|_| Key::LOWEST);
            for (lane, number) in LaneIndex::all().zip(numbers) {
                keys[lane] = reader.checked("a key of the key map", number, Key::new(number))?;
            }
            Ok(KeyMap::Own(keys))
        }
        other => reader.checked("the key map", other, None),
    }
}

fn read_seeds(reader: &mut Reader<'_>) -> Result<SeedHistory, SavedError> {
    let count = reader.u8()?;
    let is_history = (usize::from(count) <= SeedHistory::LENGTH).then_some(());
    reader.checked("the number of seeds", count, is_history)?;
    let seeds: Result<Vec<_>, _> = (0..count).map(|_| reader.u16()).collect();
    let mut history = SeedHistory::default();
    for seed in seeds?.into_iter().rev() {
        // A seed is remembered once: it would have moved to the front.
        let is_new = (!history.seeds().contains(&seed)).then_some(());
        reader.checked("a seed that is there already", seed, is_new)?;
        history = history.with(seed);
    }
    Ok(history)
}

fn read_channels(reader: &mut Reader<'_>) -> Result<ChannelMap, SavedError> {
    match reader.u8()? {
        PER_LANE => Ok(ChannelMap::PerLane),
        LANE_NUMBER => Ok(ChannelMap::LaneNumber),
        ALL_ON => {
            let number = reader.u8()?;
            let channel = reader.checked("the channel of all", number, Channel::new(number))?;
            Ok(ChannelMap::AllOn(channel))
        }
        other => reader.checked("the channel map", other, None),
    }
}
