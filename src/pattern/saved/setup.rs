//! Setup as bytes: play, thru, channels (u8 each, and a channel), solo (u16).

use super::super::per_lane::LaneSet;
use super::super::quantity::Channel;
use super::super::setup::{ChannelMap, Setup};
use super::codes::{PLAY_MODES, THRU, code};
use super::error::SavedError;
use super::reader::Reader;

const PER_LANE: u8 = 0;
const LANE_NUMBER: u8 = 1;
const ALL_ON: u8 = 2;

pub(super) fn write(bytes: &mut Vec<u8>, setup: Setup) {
    bytes.push(code(&PLAY_MODES, &setup.play));
    bytes.push(code(&THRU, &setup.thru));
    match setup.channels {
        ChannelMap::PerLane => bytes.push(PER_LANE),
        ChannelMap::LaneNumber => bytes.push(LANE_NUMBER),
        ChannelMap::AllOn(channel) => bytes.extend([ALL_ON, channel.get()]),
    }
    bytes.extend(setup.solo.bits().to_le_bytes());
}

pub(super) fn read(reader: &mut Reader<'_>) -> Result<Setup, SavedError> {
    Ok(Setup {
        play: reader.code("the play mode", &PLAY_MODES)?,
        thru: reader.code("thru", &THRU)?,
        channels: read_channels(reader)?,
        solo: LaneSet::from_bits(reader.u16()?),
        ..Setup::default()
    })
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
