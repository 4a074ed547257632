//! A lane as bytes: its voice, its shape, its wave, its seed, and the steps that are no plain rests.

use super::super::kit::kit;
use super::super::lane::{ChokeGroup, Lane, LaneName, NoteLength, Reset, StepCount, Voice};
use super::super::lfo::{Lfo, LfoDepth};
use super::super::quantity::{Channel, Key, Percent, Velocity};
use super::super::step::{Step, StepIndex};
use super::codes::{DIRECTIONS, IN_FILLS, LFO_SHAPES, code};
use super::error::SavedError;
use super::reader::Reader;
use super::step;
use crate::time::{Division, NoteValue, Rate};
use std::num::NonZeroU8;

/// Voice; length (u16); rate; reset, direction (u8); rotation (i8); flags (u8); wave; seed (u16);
/// the number of steps (u16), each with its place (u8), rising.
pub(super) fn write(bytes: &mut Vec<u8>, lane: &Lane) {
    write_voice(bytes, &lane.voice);
    bytes.extend(lane.length.get().to_le_bytes());
    write_rate(bytes, lane.rate);
    bytes.push(reset_code(lane.reset));
    bytes.push(code(&DIRECTIONS, &lane.direction));
    bytes.extend(lane.rotate.to_le_bytes());
    bytes.push(u8::from(lane.swing_here) | u8::from(lane.seed_locked) << 1);
    write_lfo(bytes, lane.lfo);
    bytes.extend(lane.seed.to_le_bytes());
    let places = (0..=u8::MAX).map(StepIndex::new);
    let steps = places
        .zip(lane.steps())
        .filter(|(_, step)| **step != Step::REST);
    let count = steps.clone().fold(0, |count: u16, _| count + 1);
    bytes.extend(count.to_le_bytes());
    for (at, step) in steps {
        bytes.push(at.get());
        step::write(bytes, step);
    }
}

pub(super) fn read(reader: &mut Reader<'_>) -> Result<Lane, SavedError> {
    let voice = read_voice(reader)?;
    let length = reader.u16()?;
    let length = reader.checked("the length", length, StepCount::new(length))?;
    let mut lane = Lane::with_room(voice, length);
    lane.rate = read_rate(reader)?;
    let reset = reader.u8()?;
    lane.reset = reader.checked("the reset", reset, reset_of(reset))?;
    lane.direction = reader.code("the direction", &DIRECTIONS)?;
    lane.rotate = reader.i8()?;
    let flags = reader.u8()?;
    reader.checked("the flags", flags, (flags < 4).then_some(()))?;
    lane.swing_here = flags & 1 != 0;
    lane.seed_locked = flags & 2 != 0;
    lane.lfo = read_lfo(reader)?;
    lane.seed = reader.u16()?;
    read_steps(reader, &mut lane)?;
    Ok(lane)
}

fn read_steps(reader: &mut Reader<'_>, lane: &mut Lane) -> Result<(), SavedError> {
    let count = reader.u16()?;
    let mut first_free = 0;
    for _ in 0..count {
        let plain = reader.take_if(step::plain);
        let place = plain.map_or_else(|| reader.u8(), |(place, _)| Ok(place))?;
        let is_rising = (u16::from(place) >= first_free).then_some(());
        reader.checked("the step's place", place, is_rising)?;
        first_free = u16::from(place) + 1;
        let at = StepIndex::new(place);
        reader.place.step = Some(at);
        if usize::from(place) >= lane.capacity() {
            // Beyond the length there are steps that come back if the lane grows.
            lane.make_room(StepCount::new(first_free).unwrap_or(StepCount::MAX));
        }
        let Some(step) = lane.step_mut(at) else {
            continue;
        };
        match plain {
            Some((_, velocity)) => step.velocity = Some(velocity),
            None => *step = step::read(reader)?,
        }
    }
    reader.place.step = None;
    Ok(())
}

/// The name's bytes (u8) and the name; key, channel, note length, choke group or 0, push, ghosts,
/// from version 2 fills, in fills (u8).
fn write_voice(bytes: &mut Vec<u8>, voice: &Voice) {
    let name = voice.name.as_str().as_bytes();
    bytes.push(u8::try_from(name.len()).unwrap_or_default());
    bytes.extend(name);
    bytes.extend([voice.key.get(), voice.channel.get()]);
    match voice.note_length {
        NoteLength::Step => bytes.push(STEP),
        NoteLength::Short => bytes.push(SHORT),
        NoteLength::Ring { beats } => bytes.extend([RING, beats.get()]),
    }
    bytes.push(voice.choke.map_or(0, ChokeGroup::get));
    bytes.extend([voice.push.get(), voice.ghosts.get(), voice.fills.get()]);
    bytes.push(code(&IN_FILLS, &voice.in_fills));
}

fn read_voice(reader: &mut Reader<'_>) -> Result<Voice, SavedError> {
    let name = read_name(reader)?;
    let (key, channel) = (reader.u8()?, reader.u8()?);
    Ok(Voice {
        name,
        key: reader.checked("the key", key, Key::new(key))?,
        channel: reader.checked("the channel", channel, Channel::new(channel))?,
        note_length: read_note_length(reader)?,
        choke: read_choke(reader)?,
        push: read_percent(reader, "push")?,
        ghosts: read_percent(reader, "ghosts")?,
        fills: read_fills(reader)?,
        in_fills: reader.code("in fills", &IN_FILLS)?,
    })
}

fn read_name(reader: &mut Reader<'_>) -> Result<LaneName, SavedError> {
    let length = usize::from(reader.u8()?);
    std::str::from_utf8(reader.bytes(length)?)
        .ok()
        .and_then(LaneName::new)
        .ok_or(SavedError::Name(reader.place))
}

const STEP: u8 = 0;
const SHORT: u8 = 1;
/// Followed by beats.
const RING: u8 = 2;

fn read_note_length(reader: &mut Reader<'_>) -> Result<NoteLength, SavedError> {
    match reader.u8()? {
        STEP => Ok(NoteLength::Step),
        SHORT => Ok(NoteLength::Short),
        RING => {
            let beats = reader.u8()?;
            let ring = NonZeroU8::new(beats).map(|beats| NoteLength::Ring { beats });
            reader.checked("the beats of a ring", beats, ring)
        }
        other => reader.checked("the note length", other, None),
    }
}

fn read_choke(reader: &mut Reader<'_>) -> Result<Option<ChokeGroup>, SavedError> {
    match reader.u8()? {
        0 => Ok(None),
        number => reader
            .checked("the choke group", number, ChokeGroup::new(number))
            .map(Some),
    }
}

/// As the default kit's drum of the lane has it, where none are stored.
fn read_fills(reader: &mut Reader<'_>) -> Result<Percent, SavedError> {
    if reader.has(2) {
        return read_percent(reader, "fills");
    }
    let lane = reader.place.lane.unwrap_or_default();
    Ok(kit()[lane].voice().fills)
}

fn read_percent(reader: &mut Reader<'_>, field: &'static str) -> Result<Percent, SavedError> {
    let value = reader.u8()?;
    reader.checked(field, value, Percent::new(value))
}

const STRAIGHT: u8 = 0;
const TRIPLET: u8 = 1;
const DOTTED: u8 = 2;
/// Followed by notes, and in the time of how many.
const TUPLET: u8 = 3;

/// Halvings of 4/1, division (u8).
fn write_rate(bytes: &mut Vec<u8>, rate: Rate) {
    bytes.push(rate.note.halvings());
    match rate.division {
        Division::Straight => bytes.push(STRAIGHT),
        Division::Triplet => bytes.push(TRIPLET),
        Division::Dotted => bytes.push(DOTTED),
        Division::Tuplet(tuplet) => bytes.extend([TUPLET, tuplet.notes(), tuplet.of()]),
    }
}

fn read_rate(reader: &mut Reader<'_>) -> Result<Rate, SavedError> {
    let halvings = reader.u8()?;
    let note = NoteValue::from_halvings(halvings);
    Ok(Rate {
        note: reader.checked("the note value", halvings, note)?,
        division: read_division(reader)?,
    })
}

fn read_division(reader: &mut Reader<'_>) -> Result<Division, SavedError> {
    match reader.u8()? {
        STRAIGHT => Ok(Division::Straight),
        TRIPLET => Ok(Division::Triplet),
        DOTTED => Ok(Division::Dotted),
        TUPLET => {
            let (notes, of) = (reader.u8()?, reader.u8()?);
            reader.checked("a tuplet's notes", notes, Division::tuplet(notes, 1))?;
            reader.checked("a tuplet's time", of, Division::tuplet(notes, of))
        }
        other => reader.checked("the division", other, None),
    }
}

const WITH_PATTERN: u8 = 0;
const NEVER: u8 = 255;

/// Bars, or one of the two words that are no bars.
const fn reset_code(reset: Reset) -> u8 {
    match reset {
        Reset::Pattern => WITH_PATTERN,
        Reset::Bars(bars) => bars.get(),
        Reset::Never => NEVER,
    }
}

fn reset_of(code: u8) -> Option<Reset> {
    match code {
        WITH_PATTERN => Some(Reset::Pattern),
        NEVER => Some(Reset::Never),
        bars => Reset::every(bars),
    }
}

/// Shape (u8), cycles (u16), bars, base, depth (u8).
fn write_lfo(bytes: &mut Vec<u8>, lfo: Lfo) {
    bytes.push(code(&LFO_SHAPES, &lfo.shape));
    bytes.extend(lfo.cycles.to_le_bytes());
    bytes.extend([lfo.bars.get(), lfo.base.get(), lfo.depth.get()]);
}

fn read_lfo(reader: &mut Reader<'_>) -> Result<Lfo, SavedError> {
    let shape = reader.code("the wave's shape", &LFO_SHAPES)?;
    let cycles = reader.u16()?;
    let [bars, base, depth] = reader.array()?;
    Ok(Lfo {
        shape,
        cycles,
        bars: reader.checked("the wave's bars", bars, NonZeroU8::new(bars))?,
        base: reader.checked("the wave's base", base, Velocity::new(base))?,
        depth: reader.checked("the wave's depth", depth, LfoDepth::new(depth))?,
    })
}
