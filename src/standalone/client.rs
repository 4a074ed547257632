//! The JACK client: its ports, its callbacks, and what can go wrong with a server.

mod master;

use super::board::Board;
use super::cycle::{Cycle, Message};
use super::heard::{Bbt, Heard};
use super::leader::JackSteer;
use super::performer::Performer;
use jack::{
    AsyncClient, AudioOut, ClientOptions, ClientStatus, Control, Error, LoggerType, MidiIn,
    MidiIter, MidiOut, MidiWriter, NotificationHandler, Port, PortFlags, PortSpec, ProcessHandler,
    ProcessScope, RawMidi, Transport, TransportBBT, TransportState,
};
use std::sync::Arc;

/// Why there is no client.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// JACK is not installed.
    #[error(
        "JACK's library cannot be opened ({0}); install JACK, on Debian with 'apt install jackd2', \
         or PipeWire's own with 'apt install pipewire-jack'"
    )]
    NoLibrary(String),
    /// It is installed and does not run.
    #[error("no JACK server is running; start one, as with 'jackd -d alsa'")]
    NoServer,
    /// The server did not take the client.
    #[error("the JACK server does not take the client '{name}': {why}")]
    Refused {
        /// The client's name.
        name: String,
        /// What JACK says.
        why: Error,
    },
}

/// A client that plays. Dropping it closes its ports. **Thread:** main.
pub(super) struct Client {
    active: AsyncClient<Notices, Process>,
    midi_out: String,
    /// What JACK asks as long as the client is open, so it goes after it.
    board: Arc<Board>,
}

/// What a connection came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Connected {
    /// It is there.
    Yes,
    /// One of the ports is not there.
    NotYet,
}

impl Client {
    /// Opens a client called `name`, or nearly so if that is taken, and begins to play.
    ///
    /// It never starts a server: which one, and with what, is the musician's to say.
    pub(super) fn open(
        name: &str,
        board: &Arc<Board>,
        performer: impl FnOnce() -> Performer,
    ) -> Result<Self, ClientError> {
        // Asked before anything else of it is: the rest takes for granted that it is there.
        if let Err(why) = jack::jack_sys::library() {
            return Err(ClientError::NoLibrary(why.to_string()));
        }
        // What it would print on every failed try is said here in one line.
        jack::set_logger(LoggerType::None);
        let refused = |why| ClientError::Refused {
            name: name.to_owned(),
            why,
        };
        let opened = jack::Client::new(name, ClientOptions::NO_START_SERVER);
        let (client, _) = opened.map_err(|error| match error {
            Error::ClientError(status) if is_absent(status) => ClientError::NoServer,
            why => refused(why),
        })?;
        let audio = |name| client.register_port(name, AudioOut::default());
        let midi_in = client.register_port("midi_in", MidiIn::default());
        let midi_out = client.register_port("midi_out", MidiOut::default());
        let process = Process {
            midi_in: midi_in.map_err(refused)?,
            midi_out: midi_out.map_err(refused)?,
            audio_out_l: audio("audio_out_l").map_err(refused)?,
            audio_out_r: audio("audio_out_r").map_err(refused)?,
            performer: performer(),
        };
        let notices = Notices(Arc::clone(board));
        let midi_out = process.midi_out.name().map_err(refused)?;
        let outputs = [process.audio_out_l.name(), process.audio_out_r.name()];
        let active = client.activate_async(notices, process).map_err(refused)?;
        connect_to_speakers(active.as_client(), outputs);
        let board = Arc::clone(board);
        Ok(Self {
            active,
            midi_out,
            board,
        })
    }

    /// The name that it has in JACK.
    pub(super) fn name(&self) -> &str {
        self.active.as_client().name()
    }

    /// How JACK runs: frames a second, and in a cycle.
    pub(super) fn pace(&self) -> (u32, u32) {
        let client = self.active.as_client();
        (client.sample_rate(), client.buffer_size())
    }

    /// Asks JACK's transport for something.
    pub(super) fn steer(&self, to: JackSteer) {
        steer(&self.active.as_client().transport(), to);
    }

    /// Becomes JACK's timebase master. False if there is another.
    pub(super) fn take_timebase(&self) -> bool {
        let is_taken = master::take(self.active.as_client(), &self.board);
        self.board.timebase.lead(is_taken);
        is_taken
    }

    /// Is JACK's timebase master no more.
    pub(super) fn leave_timebase(&self) {
        if self.board.timebase.leads() {
            self.board.timebase.lead(false);
            // If another has taken the place there is nothing to give up.
            let _ = master::leave(self.active.as_client());
        }
    }

    /// Whether there is a port of this name.
    pub(super) fn has_port(&self, name: &str) -> bool {
        self.active.as_client().port_by_name(name).is_some()
    }

    /// Leads what is played to the port called `port`.
    pub(super) fn connect(&self, port: &str) -> Connected {
        let client = self.active.as_client();
        match client.connect_ports_by_name(&self.midi_out, port) {
            Ok(()) | Err(Error::PortAlreadyConnected(..)) => Connected::Yes,
            Err(_) => Connected::NotYet,
        }
    }
}

/// Whether there is a server that would take a client called `name`.
pub(super) fn is_server_there(name: &str) -> bool {
    jack::jack_sys::library().is_ok()
        && jack::Client::new(name, ClientOptions::NO_START_SERVER).is_ok()
}

/// Leads the drums to the first two of the sound card's outputs, if it has any.
fn connect_to_speakers(client: &jack::Client, outputs: [Result<String, Error>; 2]) {
    let kind = AudioOut::default();
    let flags = PortFlags::IS_PHYSICAL | PortFlags::IS_INPUT;
    let speakers = client.ports(None, Some(kind.jack_port_type()), flags);
    for (output, speaker) in outputs.into_iter().flatten().zip(speakers) {
        // Where it cannot be, the musician connects it otherwise.
        let _ = client.connect_ports_by_name(&output, &speaker);
    }
}

/// Whether the status says that there is no server to speak to.
fn is_absent(status: ClientStatus) -> bool {
    status.intersects(ClientStatus::SERVER_FAILED | ClientStatus::SERVER_ERROR)
        || status == ClientStatus::FAILURE
}

/// What JACK tells. **Thread:** JACK's own.
struct Notices(Arc<Board>);

impl NotificationHandler for Notices {
    #[expect(
        unsafe_code,
        reason = "the trait's function is unsafe to say that it is called as a signal handler is"
    )]
    unsafe fn shutdown(&mut self, _status: ClientStatus, _reason: &str) {
        self.0.note_gone();
    }

    fn xrun(&mut self, _client: &jack::Client) -> Control {
        self.0.note_xrun();
        Control::Continue
    }
}

/// What JACK calls. **Thread:** audio.
struct Process {
    performer: Performer,
    midi_in: Port<MidiIn>,
    midi_out: Port<MidiOut>,
    audio_out_l: Port<AudioOut>,
    audio_out_r: Port<AudioOut>,
}

impl ProcessHandler for Process {
    fn process(&mut self, client: &jack::Client, scope: &ProcessScope) -> Control {
        let transport = client.transport();
        let heard = transport.query().map_or_else(
            |_| Heard::default(),
            |said| Heard {
                rolling: said.state == TransportState::Rolling,
                frame: said.pos.frame(),
                bbt: said
                    .pos
                    .bbt()
                    .and_then(|bbt| place(&bbt, said.pos.bbt_offset().unwrap_or(0))),
            },
        );
        let mut cycle = JackCycle {
            frames: scope.n_frames(),
            rate: client.sample_rate(),
            heard,
            transport,
            incoming: self.midi_in.iter(scope),
            outgoing: self.midi_out.writer(scope),
        };
        let left = self.audio_out_l.as_mut_slice(scope);
        let right = self.audio_out_r.as_mut_slice(scope);
        self.performer.cycle(&mut cycle, Some((left, right)));
        Control::Continue
    }
}

/// What the master says, if it can be counted with.
fn place(bbt: &TransportBBT, offset: u32) -> Option<Bbt> {
    // JACK's numbers have a sign, and a negative one comes as one beyond these.
    let number = |n: usize| u32::try_from(n).ok();
    Some(Bbt {
        bar: number(bbt.bar)?,
        beat: number(bbt.beat)?,
        tick: number(bbt.tick)?,
        ticks_per_beat: bbt.ticks_per_beat,
        bar_start_tick: bbt.bar_start_tick,
        beats_per_bar: f64::from(bbt.sig_num),
        beat_unit: f64::from(bbt.sig_denom),
        bpm: bbt.bpm,
        offset,
    })
}

/// A cycle of JACK's.
struct JackCycle<'a> {
    frames: u32,
    rate: u32,
    heard: Heard,
    transport: Transport,
    incoming: MidiIter<'a>,
    outgoing: MidiWriter<'a>,
}

impl Cycle for JackCycle<'_> {
    fn frames(&self) -> u32 {
        self.frames
    }

    fn rate(&self) -> u32 {
        self.rate
    }

    fn transport(&self) -> Heard {
        self.heard
    }

    fn receive(&mut self) -> Option<(u32, Message)> {
        self.incoming
            .find_map(|midi| Some((midi.time, whole(midi.bytes)?)))
    }

    fn send(&mut self, at: u32, message: Message) -> bool {
        let midi = RawMidi {
            time: at,
            bytes: message.split_at(length(message)).0,
        };
        self.outgoing.write(&midi).is_ok()
    }

    fn steer(&mut self, to: JackSteer) {
        steer(&self.transport, to);
    }
}

fn steer(transport: &Transport, to: JackSteer) {
    // It only fails on a client that is closed, and this one runs.
    let _ = match to {
        JackSteer::Start => transport.start(),
        JackSteer::Stop => transport.stop(),
        JackSteer::Locate(frame) => transport.locate(frame),
    };
}

/// A message of up to three bytes.
fn whole(bytes: &[u8]) -> Option<Message> {
    match *bytes {
        [status] => Some([status, 0, 0]),
        [status, data] => Some([status, data, 0]),
        [status, low, high] => Some([status, low, high]),
        _ => None,
    }
}

/// How many bytes of a message are sent.
fn length([status, ..]: Message) -> usize {
    match status {
        0xf4.. => 1,
        0xc0..0xe0 | 0xf1 | 0xf3 => 2,
        _ => 3,
    }
}
