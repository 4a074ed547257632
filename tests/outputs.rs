//! Hosts whose outputs are other than the one stereo port that is asked for: the notes are the same.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

use afterbeat::pattern::{Edit, SetupChange};
use afterbeat::plugin::clap_entry;
use assert_no_alloc::{AllocDisabler, assert_no_alloc};
use clap_sys::process::{CLAP_PROCESS_ERROR, clap_process};
use std::ptr;
use xtask::host::{AudioOut, Block, HostEvent, Instance, Kind, Plugin, Profile, Sink, Song};

#[global_allocator]
static ALLOCATOR: AllocDisabler = AllocDisabler;

const RATE: f64 = 48_000.0;
const FRAMES: u32 = 480;

fn instance(output_channels: u32) -> Instance {
    #[expect(unsafe_code, reason = "the entry is a table of foreign functions")]
    // SAFETY: it is the project's own entry.
    let plugin = unsafe { Plugin::from_entry(&afterbeat::clap_entry) }.unwrap();
    let profile = Profile {
        output_channels,
        ..Profile::default()
    };
    plugin.instantiate(profile).unwrap()
}

/// An instance whose drums sound, in a host that gives it so many channels.
struct Host {
    instance: Instance,
    start: u64,
}

impl Host {
    fn new(output_channels: u32) -> Self {
        let mut instance = instance(output_channels);
        instance.activate(RATE, FRAMES).unwrap();
        instance.start_processing().unwrap();
        #[expect(unsafe_code, reason = "the instance is known by its pointer")]
        // SAFETY: the instance is alive.
        let inside = unsafe { clap_entry::inside(instance.raw()) }.unwrap();
        let on = Edit::Setup(SetupChange::Audition(true));
        inside.params.main().lock().edit(on).unwrap();
        Self { instance, start: 0 }
    }

    /// Plays a block, rolling or not, and gives its notes and what was on the output.
    fn play(&mut self, rolls: bool, messages: &[(u32, [u8; 3])]) -> (Vec<HostEvent>, AudioOut) {
        let song = Song::new(RATE, 120.0);
        let block = Block {
            frames: FRAMES,
            start: self.start,
            transport: rolls.then(|| song.at(self.start)),
            messages,
            ..Block::default()
        };
        let mut sink = Sink::with_capacity(1_024);
        let done = assert_no_alloc(|| self.instance.process_into(&block, &mut sink)).unwrap();
        self.start += u64::from(FRAMES);
        (sink.events, done.audio)
    }
}

#[test]
fn the_notes_are_the_same_whatever_channels_the_host_gives() {
    let notes = |channels| {
        let mut host = Host::new(channels);
        let blocks = (0..300).map(|_| host.play(true, &[]).0);
        blocks.flatten().collect::<Vec<_>>()
    };
    let stereo = notes(2);
    assert!(stereo.len() > 40, "it plays");
    for channels in [0, 1, 3, 8, 32] {
        assert_eq!(notes(channels), stereo, "{channels} channels");
    }
}

#[test]
fn every_channel_that_the_host_gives_is_written_and_the_first_are_heard() {
    for channels in [1, 2, 3, 8] {
        let mut host = Host::new(channels);
        let heard: Vec<_> = (0..100).map(|_| host.play(true, &[]).1).collect();
        assert_eq!(heard[0], AudioOut::Sounding, "{channels} channels");
        assert!(!heard.contains(&AudioOut::Unwritten), "{channels} channels");
        let output = host.instance.audio().unwrap().output();
        let beyond = output.iter().skip(2).flatten();
        assert!(beyond.copied().all(|x| x.abs() < f32::MIN_POSITIVE));
    }
}

#[test]
fn a_note_that_is_let_go_ends_whatever_channels_the_host_gives() {
    for channels in [0, 1, 2, 3] {
        let mut host = Host::new(channels);
        let (on, _) = host.play(false, &[(3, [0x90, 24, 90])]);
        assert_eq!(on.len(), 1, "{channels} channels");
        let (off, _) = host.play(false, &[(5, [0x80, 24, 0])]);
        let kinds: Vec<_> = off.iter().map(|event| event.kind).collect();
        assert_eq!(kinds, [Kind::Off], "{channels} channels");
    }
}

#[test]
fn a_block_before_the_activation_is_an_error() {
    let mut instance = instance(2);
    let plugin = instance.raw();
    let process = clap_process {
        steady_time: -1,
        frames_count: 64,
        transport: ptr::null(),
        audio_inputs: ptr::null(),
        audio_outputs: ptr::null_mut(),
        audio_inputs_count: 0,
        audio_outputs_count: 0,
        in_events: ptr::null(),
        out_events: ptr::null(),
    };
    #[expect(unsafe_code, reason = "CLAP's process() is a C function")]
    // SAFETY: the instance is alive, and all that is not there is null.
    let status = unsafe { ((*plugin).process.unwrap())(plugin, &raw const process) };
    assert_eq!(status, CLAP_PROCESS_ERROR);
}
