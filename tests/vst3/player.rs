//! A running transport, and what an instance plays to it.
#![expect(unsafe_code, reason = "VST3 is a C++ interface")]

use super::instance::Instance;
use super::number;
use super::objects::{Changes, Events, pointer};
use std::cell::RefCell;
use std::mem::zeroed;
use std::ptr::null_mut;
use vst3::ComWrapper;
use vst3::Steinberg::Vst::{
    AudioBusBuffers, AudioBusBuffers__type0, Event, IAudioProcessorTrait as _, ParamID, ParamValue,
    ProcessContext, ProcessData, ProcessSetup,
};
use vst3::Steinberg::{int32, kResultOk};
use xtask::neutral::NEUTRAL;

pub const RATE: f64 = 48_000.0;
pub const TEMPO: f64 = 120.0;

/// `kPlaying`, and that time, tempo, bar and meter are told.
const ROLLING: u32 = (1 << 1) | (1 << 9) | (1 << 10) | (1 << 11) | (1 << 13);
const PLAYING: u32 = 1 << 1;

/// A note's beginning or end, on its frame of the song.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Note {
    pub frame: i64,
    pub is_on: bool,
    pub channel: i16,
    pub key: i16,
    /// 1 to 127, as a host would round it; 0 for an off.
    pub velocity: i64,
}

/// One block: where it lies in the song, and whether the transport rolls.
#[derive(Clone, Copy, Debug)]
pub struct Block {
    pub start: i64,
    pub frames: int32,
    pub is_playing: bool,
}

/// An instance that processes.
pub struct Player {
    pub instance: Instance,
    /// What the next block brings: on or off, and the key.
    pub hears: Vec<(bool, i16)>,
    /// How many channels the host gives.
    pub channels: int32,
    output: [Vec<f32>; 2],
}

impl Player {
    pub fn new(longest: int32) -> Self {
        let instance = Instance::new();
        let mut setup = ProcessSetup {
            processMode: 0,
            symbolicSampleSize: 0,
            maxSamplesPerBlock: longest,
            sampleRate: RATE,
        };
        // SAFETY: the calls come in the order that VST3 prescribes.
        unsafe {
            let done = instance.processor.setupProcessing(&raw mut setup);
            assert_eq!(done, kResultOk);
            instance.set_active(true);
            assert_eq!(instance.processor.setProcessing(1), kResultOk);
        }
        let length = usize::try_from(longest).expect("a length");
        Self {
            instance,
            hears: Vec::new(),
            channels: 2,
            output: [vec![f32::NAN; length], vec![f32::NAN; length]],
        }
    }

    /// Has it play what is written and nothing else.
    pub fn set_neutral(&mut self) {
        for (_, title, text) in NEUTRAL {
            let id = self.instance.id(title);
            let value = self.instance.value_of(id, text).expect(text);
            let stopped = Block {
                start: 0,
                frames: 64,
                is_playing: false,
            };
            self.process(stopped, Changes::of(id, vec![(0, value)]));
        }
    }

    /// Rolls over `total` frames in blocks of `frames` and stops, as `afterbeat render` does.
    /// `points` are the automation of one parameter in the block that starts at a frame.
    pub fn roll(
        &mut self,
        total: i64,
        frames: int32,
        automation: Option<ParamID>,
        points: impl Fn(i64) -> Vec<(int32, ParamValue)>,
    ) -> Vec<Note> {
        let step = i64::from(frames);
        let starts = (0..total).step_by(usize::try_from(step).expect("a length"));
        let mut notes = Vec::new();
        for start in starts {
            let changes =
                automation.map_or_else(Changes::default, |id| Changes::of(id, points(start)));
            let block = Block {
                start,
                frames: int32::try_from(step.min(total - start)).expect("at most a block"),
                is_playing: true,
            };
            notes.extend(self.process(block, changes));
        }
        let stopped = Block {
            start: total,
            frames,
            is_playing: false,
        };
        notes.extend(self.process(stopped, Changes::default()));
        notes
    }

    pub fn process(&mut self, block: Block, changes: Changes) -> Vec<Note> {
        let heard = self.hears.drain(..).map(|(is_on, key)| heard(is_on, key));
        let sent = Events(RefCell::new(heard.collect()));
        let played = ComWrapper::new(Events::default());
        let (heard, changes) = (ComWrapper::new(sent), ComWrapper::new(changes));
        let mut context = context(block);
        let mut channels = self.output.each_mut().map(Vec::as_mut_ptr);
        let mut bus = AudioBusBuffers {
            numChannels: self.channels,
            silenceFlags: 0,
            __field0: AudioBusBuffers__type0 {
                channelBuffers32: channels.as_mut_ptr(),
            },
        };
        let mut data = ProcessData {
            processMode: 0,
            symbolicSampleSize: 0,
            numSamples: block.frames,
            numInputs: 0,
            numOutputs: 1,
            inputs: null_mut(),
            outputs: &raw mut bus,
            inputParameterChanges: pointer(&changes).as_ptr(),
            outputParameterChanges: null_mut(),
            inputEvents: pointer(&heard).as_ptr(),
            outputEvents: pointer(&played).as_ptr(),
            processContext: &raw mut context,
        };
        // SAFETY: everything that the data points to outlives the call.
        let done = unsafe { self.instance.processor.process(&raw mut data) };
        assert_eq!(done, kResultOk);
        self.expect_silence(block.frames);
        let events = played.0.take();
        events.iter().map(|event| note(event, block)).collect()
    }

    fn expect_silence(&self, frames: int32) {
        let frames = usize::try_from(frames).expect("a length");
        for channel in &self.output {
            assert!(channel[..frames].iter().all(|sample| *sample == 0.0));
        }
    }
}

impl Drop for Player {
    fn drop(&mut self) {
        // SAFETY: the calls come in the order that VST3 prescribes.
        unsafe { self.instance.processor.setProcessing(0) };
        self.instance.set_active(false);
    }
}

fn context(block: Block) -> ProcessContext {
    let start = number::float(block.start);
    let beats = start * TEMPO / 60.0 / RATE;
    let stopped = ROLLING & !PLAYING;
    // SAFETY: the structure holds only numbers.
    let silent: ProcessContext = unsafe { zeroed() };
    ProcessContext {
        state: if block.is_playing { ROLLING } else { stopped },
        sampleRate: RATE,
        projectTimeSamples: block.start,
        continousTimeSamples: block.start,
        projectTimeMusic: beats,
        barPositionMusic: (beats / 4.0).floor() * 4.0,
        tempo: TEMPO,
        timeSigNumerator: 4,
        timeSigDenominator: 4,
        ..silent
    }
}

/// A key that the player strikes or lets go of.
fn heard(is_on: bool, pitch: i16) -> Event {
    // SAFETY: the structure holds only numbers.
    let mut event: Event = unsafe { zeroed() };
    event.r#type = u16::from(!is_on);
    if is_on {
        event.__field0.noteOn.pitch = pitch;
        event.__field0.noteOn.velocity = 0.7;
        event.__field0.noteOn.noteId = -1;
    } else {
        event.__field0.noteOff.pitch = pitch;
        event.__field0.noteOff.noteId = -1;
    }
    event
}

/// The event as a note: the plug-in sends no other kind.
fn note(event: &Event, block: Block) -> Note {
    let range = 0..block.frames;
    assert!(range.contains(&event.sampleOffset), "outside of its block");
    let is_on = event.r#type == 0;
    assert!(is_on || event.r#type == 1, "neither on nor off");
    // SAFETY: the type says which it is.
    let (channel, key, velocity) = unsafe {
        if is_on {
            let on = event.__field0.noteOn;
            (on.channel, on.pitch, on.velocity)
        } else {
            let off = event.__field0.noteOff;
            (off.channel, off.pitch, 0.0)
        }
    };
    Note {
        frame: block.start + i64::from(event.sampleOffset),
        is_on,
        channel,
        key,
        velocity: number::round(f64::from(velocity) * 127.0),
    }
}
