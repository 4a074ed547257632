//! An instance whose keys and controllers do something, and a host that plays into it.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

use afterbeat::midi_map::{Target, Trigger};
use afterbeat::plugin::clap_entry;
use afterbeat::plugin::{Inside, Params};
use assert_no_alloc::assert_no_alloc;
use std::collections::BTreeMap;
use xtask::host::{Block, HostEvent, Instance, Plugin, Profile, Sink, Song, Told};

pub const RATE: f64 = 48_000.0;
pub const FRAMES: u32 = 512;

/// An instance that plays what is written and nothing else, and what plays into it.
pub struct Rig {
    pub instance: Instance,
    pub sink: Sink,
    pub start: u64,
    pub rolls: bool,
}

impl Rig {
    pub fn new(rows: &[(Trigger, Target)]) -> Self {
        Self::in_host(Profile::default(), rows)
    }

    pub fn in_host(profile: Profile, rows: &[(Trigger, Target)]) -> Self {
        #[expect(unsafe_code, reason = "the entry is a table of foreign functions")]
        // SAFETY: it is the project's own entry.
        let plugin = unsafe { Plugin::from_entry(&afterbeat::clap_entry).unwrap() };
        let mut instance = plugin.instantiate(profile).unwrap();
        xtask::neutral::set(&mut instance).unwrap();
        instance.activate(RATE, 8_192).unwrap();
        instance.start_processing().unwrap();
        let mut rig = Self {
            instance,
            sink: Sink::with_capacity(4_096),
            start: 0,
            rolls: false,
        };
        let table: BTreeMap<_, _> = rows.iter().cloned().collect();
        rig.params().edit_midi_map(|map| map.replace(table));
        rig
    }

    pub fn inside(&mut self) -> Inside {
        #[expect(unsafe_code, reason = "a plug-in is known by its pointer")]
        // SAFETY: the instance is alive.
        unsafe { clap_entry::inside(self.instance.raw()) }.unwrap()
    }

    pub fn params(&mut self) -> std::sync::Arc<Params> {
        self.inside().params
    }

    /// Plays a block with these messages in it, and gives what came out.
    pub fn play(&mut self, messages: &[(u32, [u8; 3])]) -> Vec<HostEvent> {
        let song = Song::new(RATE, 120.0);
        let block = Block {
            frames: FRAMES,
            start: self.start,
            transport: self.rolls.then(|| song.at(self.start)),
            messages,
            ..Block::default()
        };
        self.take(&block)
    }

    pub fn take(&mut self, block: &Block<'_>) -> Vec<HostEvent> {
        self.sink.clear();
        let (instance, sink) = (&mut self.instance, &mut self.sink);
        assert_no_alloc(|| instance.process_into(block, sink)).unwrap();
        assert!(self.sink.is_orderly());
        if self.rolls {
            self.start += u64::from(FRAMES);
        }
        self.sink.events.clone()
    }

    /// What the host was told in the last block: frames into it, the id, and the value as text.
    pub fn told(&mut self) -> Vec<(u64, String, String)> {
        let start = if self.rolls {
            self.start - u64::from(FRAMES)
        } else {
            self.start
        };
        let values = self.sink.values.clone();
        let told = values.into_iter().map(|Told { frame, id, value }| {
            let params = self.instance.params();
            let name = params
                .into_iter()
                .find(|param| param.id == id)
                .unwrap()
                .name;
            let text = self.instance.value_to_text(id, value).unwrap();
            (frame - start, name, text)
        });
        told.collect()
    }

    pub fn value(&mut self, name: &str) -> f64 {
        let id = self.instance.param(name).unwrap().id;
        self.instance.value(id).unwrap()
    }
}

pub fn param(id: &str) -> Target {
    Target::Param(id.to_owned())
}

pub fn line(line: &str) -> Target {
    Target::Line(line.to_owned())
}

pub fn told(frame: u64, name: &str, text: &str) -> (u64, String, String) {
    (frame, name.to_owned(), text.to_owned())
}
