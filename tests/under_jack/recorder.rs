//! A JACK client that writes down every MIDI message with the transport's frame.

use jack::{
    AsyncClient, Client, ClientOptions, Control, Frames, MidiIn, Port, ProcessHandler,
    ProcessScope, Transport, TransportState,
};
use rtrb::{Consumer, Producer, RingBuffer};

/// Something that was heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// The transport went on elsewhere than it was, or began to roll, at this frame.
    Located(i64),
    /// A message; on this frame of the transport if it rolls.
    Message {
        /// The frame.
        frame: Option<i64>,
        /// The bytes.
        bytes: [u8; 3],
    },
}

/// The recorder; it hears what is connected to `recorder:in`.
pub struct Recorder {
    active: AsyncClient<(), Process>,
    heard: Consumer<Heard>,
    /// All that was taken out of the queue so far.
    tape: Vec<Heard>,
}

struct Process {
    port: Port<MidiIn>,
    heard: Producer<Heard>,
    next: Option<Frames>,
}

impl ProcessHandler for Process {
    fn process(&mut self, client: &Client, scope: &ProcessScope) -> Control {
        let said = client.transport().query().unwrap();
        let start = said.pos.frame();
        let rolls = said.state == TransportState::Rolling;
        if rolls && self.next != Some(start) {
            self.heard.push(Heard::Located(i64::from(start))).unwrap();
        }
        self.next = rolls.then_some(start.wrapping_add(scope.n_frames()));
        for midi in self.port.iter(scope) {
            let frame = rolls.then_some(i64::from(start) + i64::from(midi.time));
            let bytes = midi.bytes.try_into().expect("only notes are sent");
            self.heard.push(Heard::Message { frame, bytes }).unwrap();
        }
        Control::Continue
    }
}

impl Recorder {
    /// Begins to record.
    pub fn start() -> Self {
        let (client, _) = Client::new("recorder", ClientOptions::NO_START_SERVER).unwrap();
        let port = client.register_port("in", MidiIn::default()).unwrap();
        let (push, heard) = RingBuffer::new(1 << 18);
        let process = Process {
            port,
            heard: push,
            next: None,
        };
        Self {
            active: client.activate_async((), process).unwrap(),
            heard,
            tape: Vec::new(),
        }
    }

    /// The transport, to be moved.
    pub fn transport(&self) -> Transport {
        self.active.as_client().transport()
    }

    /// The transport's frame, if it rolls.
    pub fn rolling(&self) -> Option<i64> {
        let said = self.transport().query().unwrap();
        (said.state == TransportState::Rolling).then(|| i64::from(said.pos.frame()))
    }

    /// All that was heard so far.
    pub fn tape(&mut self) -> &[Heard] {
        while let Ok(heard) = self.heard.pop() {
            self.tape.push(heard);
        }
        &self.tape
    }

    /// How many messages were heard so far.
    pub fn messages(&mut self) -> usize {
        let is_message = |heard: &&Heard| matches!(heard, Heard::Message { .. });
        self.tape().iter().filter(is_message).count()
    }

    /// The notes that were begun and not ended.
    pub fn open(&mut self) -> Vec<(u8, u8)> {
        let mut open = Vec::new();
        for heard in self.tape() {
            let Heard::Message { bytes, .. } = heard else {
                continue;
            };
            let [status, key, velocity] = *bytes;
            let note = (status & 0xf, key);
            open.retain(|held| *held != note);
            if status & 0xf0 == 0x90 && velocity > 0 {
                open.push(note);
            }
        }
        open
    }
}
