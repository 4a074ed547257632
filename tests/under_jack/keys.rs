//! Keys under the player's hand.

use super::program::Program;
use super::server::{Turn, folder, wait_until};
use jack::{
    AsyncClient, Client, ClientOptions, Control, MidiOut, Port, ProcessHandler, ProcessScope,
    RawMidi,
};
use rtrb::{Consumer, Producer, RingBuffer};
use std::fs;

/// A keyboard that is connected to a port.
struct Keyboard {
    _active: AsyncClient<(), Process>,
    messages: Producer<[u8; 3]>,
}

struct Process {
    port: Port<MidiOut>,
    messages: Consumer<[u8; 3]>,
}

impl ProcessHandler for Process {
    fn process(&mut self, _: &Client, scope: &ProcessScope) -> Control {
        let mut writer = self.port.writer(scope);
        while let Ok(bytes) = self.messages.pop() {
            let bytes = &bytes;
            writer.write(&RawMidi { time: 0, bytes }).unwrap();
        }
        Control::Continue
    }
}

impl Keyboard {
    fn connected_to(port: &str) -> Self {
        let (client, _) = Client::new("keyboard", ClientOptions::NO_START_SERVER).unwrap();
        let own = client.register_port("out", MidiOut::default()).unwrap();
        let (messages, take) = RingBuffer::new(64);
        let process = Process {
            port: own,
            messages: take,
        };
        let active = client.activate_async((), process).unwrap();
        let client = active.as_client();
        client.connect_ports_by_name("keyboard:out", port).unwrap();
        Self {
            _active: active,
            messages,
        }
    }

    fn send(&mut self, message: [u8; 3]) {
        self.messages.push(message).unwrap();
    }
}

/// Whether a fill is held, by the state as it is saved.
fn holds_fill(program: &mut Program) -> bool {
    let path = folder().join("held.json");
    assert_eq!(program.ask(&format!("save {}", path.display())), "ok");
    let kept: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    kept["params"]["fill_now"]["bool"].as_bool().unwrap()
}

#[test]
fn a_key_or_a_controller_holds_a_fill_for_as_long_as_it_is_down() {
    let turn = Turn::take();
    let _server = turn.server(128);
    let mut program = Program::start(&["--transport", "own", "--tempo", "240"]);
    program.expect_said("playing as");
    let mut keyboard = Keyboard::connected_to("afterbeat:midi_in");
    for (down, up, name) in [
        ([0x90, 36, 100], [0x80, 36, 0], "note 36"),
        ([0xb0, 64, 127], [0xb0, 64, 0], "control 64"),
        ([0x95, 37, 100], [0xb5, 123, 0], "note 37"),
    ] {
        assert!(program.ask("learn fill").starts_with("ok"));
        keyboard.send(down);
        program.expect_said(&format!("{name} is now 'fill'"));
        assert!(!holds_fill(&mut program), "it is only learnt");
        keyboard.send(up);
        assert_eq!(program.ask("locate 1"), "ok");
        assert_eq!(program.ask("play"), "ok");
        keyboard.send(down);
        wait_until("the fill", || holds_fill(&mut program));
        wait_until("the third bar", || {
            program.status()["bar"].as_i64() > Some(2)
        });
        assert!(holds_fill(&mut program), "{name}");
        keyboard.send(up);
        wait_until("the fill's end", || !holds_fill(&mut program));
        assert_eq!(program.ask("stop"), "ok");
    }
}

#[test]
fn a_fill_is_let_go_of_once_nothing_holds_it() {
    let turn = Turn::take();
    let server = turn.server(128);
    let mut program = Program::start(&["--transport", "own"]);
    program.expect_said("playing as");
    let mut keyboard = Keyboard::connected_to("afterbeat:midi_in");
    for (key, name) in [(36, "note 36"), (37, "note 37")] {
        assert!(program.ask("learn fill").starts_with("ok"));
        keyboard.send([0x90, key, 100]);
        program.expect_said(&format!("{name} is now 'fill'"));
        keyboard.send([0x80, key, 0]);
    }
    keyboard.send([0x90, 36, 100]);
    keyboard.send([0x90, 37, 100]);
    keyboard.send([0x80, 36, 0]);
    wait_until("the fill", || holds_fill(&mut program));
    keyboard.send([0x80, 37, 0]);
    wait_until("the fill's end", || !holds_fill(&mut program));
    // A keyboard that goes with the server lets go of nothing.
    keyboard.send([0x90, 36, 100]);
    wait_until("the fill", || holds_fill(&mut program));
    drop(keyboard);
    drop(server);
    program.expect_said("the JACK server has gone");
    wait_until("the fill's end", || !holds_fill(&mut program));
}
