//! The built-in drums in the plug-in: silent in a host unless they are switched on.

use afterbeat::pattern::{Edit, SetupChange};
use afterbeat::plugin::{Inside, clap_entry};
use xtask::host::{AudioOut, Block, HostEvent, Instance, Plugin, Profile, Sink, Song};

const RATE: f64 = 48_000.0;
const FRAMES: u32 = 480;

struct Host {
    instance: Instance,
    inside: Inside,
    /// Blocks played so far.
    played: u64,
    events: Vec<HostEvent>,
}

impl Host {
    fn new() -> Self {
        #[expect(unsafe_code, reason = "the entry is a table of foreign functions")]
        // SAFETY: it is the project's own entry.
        let plugin = unsafe { Plugin::from_entry(&afterbeat::clap_entry) }.expect("an entry");
        let mut instance = plugin.instantiate(Profile::default()).expect("an instance");
        instance.activate(RATE, FRAMES).expect("activated");
        instance.start_processing().expect("started");
        #[expect(unsafe_code, reason = "the instance is known by its pointer")]
        // SAFETY: the instance is alive.
        let inside = unsafe { clap_entry::inside(instance.raw()) }.expect("one of ours");
        Self {
            instance,
            inside,
            played: 0,
            events: Vec::new(),
        }
    }

    fn switch(&self, on: bool) {
        let edit = Edit::Setup(SetupChange::Audition(on));
        self.inside
            .params
            .main()
            .lock()
            .edit(edit)
            .expect("an edit");
    }

    /// Plays so many blocks and says what was on the output in each.
    fn play(&mut self, blocks: usize) -> Vec<AudioOut> {
        let song = Song::new(RATE, 120.0);
        let mut sink = Sink::default();
        let mut heard = Vec::new();
        for _ in 0..blocks {
            let start = self.played * u64::from(FRAMES);
            let block = Block {
                frames: FRAMES,
                start,
                transport: Some(song.at(start)),
                ..Block::default()
            };
            sink.clear();
            let done = self
                .instance
                .process_into(&block, &mut sink)
                .expect("a call");
            heard.push(done.audio);
            self.events.append(&mut sink.events);
            self.played += 1;
        }
        heard
    }
}

#[test]
fn a_fresh_instance_is_silent_though_it_plays() {
    let mut host = Host::new();
    assert!(host.play(400).iter().all(|out| *out == AudioOut::Silent));
    assert!(host.events.len() > 40, "it played");
}

#[test]
fn switched_on_the_first_strike_is_heard_and_switched_off_it_fades_at_once() {
    let mut host = Host::new();
    host.switch(true);
    let heard = host.play(200);
    assert_eq!(
        heard[0],
        AudioOut::Sounding,
        "the one is on the first frame"
    );
    assert!(!heard.contains(&AudioOut::Unwritten));
    let events = host.events.len();
    host.switch(false);
    let after = host.play(200);
    assert!(after[5..].iter().all(|out| *out == AudioOut::Silent));
    assert!(host.events.len() > events, "the notes go on");
}

#[test]
fn the_drums_change_no_note() {
    let notes = |on| {
        let mut host = Host::new();
        host.switch(on);
        host.play(800);
        host.events
    };
    let (on, off) = (notes(true), notes(false));
    assert!(off.len() > 100, "it played");
    assert_eq!(on, off);
}

#[test]
fn a_project_remembers_that_the_drums_are_on() {
    let mut host = Host::new();
    host.switch(true);
    let state = host.instance.save().expect("a state");
    let mut again = Host::new();
    assert!(again.instance.load(&state));
    assert_eq!(again.play(1), [AudioOut::Sounding]);
}
