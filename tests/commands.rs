//! What can be typed to the standalone, and what is told of what cannot.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

use afterbeat::pattern::{LaneIndex, PatternIndex};
use afterbeat::standalone::{Command, Follows, HELP, Manner, Place};
use afterbeat::time::{Bpm, Meter};

fn read(line: &str) -> Command {
    line.parse()
        .unwrap_or_else(|error| panic!("{line}: {error}"))
}

fn told(line: &str) -> String {
    line.parse::<Command>().unwrap_err().to_string()
}

#[test]
fn each_command_is_read() {
    let set = |name: &str, value: &str| Command::Set {
        name: name.to_owned(),
        value: value.to_owned(),
    };
    let mute = |lane, mute| Command::Mute {
        lane: LaneIndex::new(lane).unwrap(),
        mute,
    };
    let place = |bar, beat| Command::Locate(Place { bar, beat });
    for (line, command) in [
        ("play", Command::Play),
        ("reroll", Command::Reroll),
        ("timebase ON", Command::Timebase(true)),
        ("count-in 0", Command::CountIn(0)),
        ("count-in 2", Command::CountIn(2)),
        ("  STOP \r\n", Command::Stop),
        ("tap", Command::Tap),
        ("fill", Command::Fill),
        ("status", Command::Status),
        ("help", Command::Help),
        ("quit", Command::Quit),
        ("locate 5", place(5, 1.0)),
        ("locate 12\t3.5", place(12, 3.5)),
        ("tempo 120.5", Command::Tempo(Bpm::new(120.5).unwrap())),
        ("meter 7/8", Command::Meter(Meter::new(7, 8).unwrap())),
        (
            "pattern 128",
            Command::Pattern(PatternIndex::new(127).unwrap()),
        ),
        ("set swing 62 %", set("swing", "62 %")),
        ("set Lane 2 Level=150", set("Lane 2 Level", "150")),
        ("mute 16", mute(15, true)),
        ("mute 3 off", mute(2, false)),
        ("mute kit", Command::MuteKit(true)),
        ("mute kit off", Command::MuteKit(false)),
        ("follow jack", Command::Follow(Follows::Jack)),
        ("follow own", Command::Follow(Follows::Own)),
        ("follow clock", Command::Follow(Follows::Clock)),
        ("drums on", Command::Drums(true)),
        ("drums OFF", Command::Drums(false)),
        ("click on", Command::Click(true)),
        ("click off", Command::Click(false)),
        ("record on", Command::Record(true)),
        ("record off", Command::Record(false)),
        ("record overdub", Command::RecordAs(Manner::Overdub)),
        ("record REPLACE", Command::RecordAs(Manner::Replace)),
        ("quantize off", Command::Quantize(false)),
        ("learn mute 2", Command::Learn("mute 2".to_owned())),
        ("forget swing", Command::Forget("swing".to_owned())),
        ("map", Command::Map),
        ("undo", Command::Undo),
        ("redo", Command::Redo),
        ("save", Command::Save(None)),
        (
            "save a file.json",
            Command::Save(Some("a file.json".into())),
        ),
    ] {
        assert_eq!(read(line), command, "{line}");
    }
}

#[test]
fn what_is_wrong_is_told_with_what_was_expected() {
    for (line, text) in [
        ("plai", "there is no command 'plai'; 'help' lists them"),
        ("", "there is no command ''; 'help' lists them"),
        ("stop it", "expected 'stop' alone, found 'it'"),
        ("tempo", "expected 'tempo BPM' with 1 to 2000, found ''"),
        ("tempo 0", "expected 'tempo BPM' with 1 to 2000, found '0'"),
        (
            "tempo inf",
            "expected 'tempo BPM' with 1 to 2000, found 'inf'",
        ),
        (
            "tempo NaN",
            "expected 'tempo BPM' with 1 to 2000, found 'NaN'",
        ),
        ("pattern 0", "expected 'pattern N' with 1 to 128, found '0'"),
        (
            "pattern 129",
            "expected 'pattern N' with 1 to 128, found '129'",
        ),
        (
            "mute 17",
            "expected 'mute LANE [on|off]' with lane 1 to 16 or 'kit', found '17'",
        ),
        (
            "mute 1 maybe",
            "expected 'mute LANE [on|off]' with lane 1 to 16 or 'kit', found '1 maybe'",
        ),
        (
            "meter 4",
            "expected 'meter N/D', as in 'meter 7/8', found '4'",
        ),
        (
            "set swing",
            "expected 'set ID VALUE', as in 'set swing 62', found 'swing'",
        ),
    ] {
        assert_eq!(told(line), text, "{line}");
    }
    for line in [
        "locate",
        "locate 0",
        "locate 1 0.5",
        "locate 2 NaN",
        "locate 1 2 3",
    ] {
        assert!(
            told(line).starts_with("expected 'locate BAR [BEAT]'"),
            "{line}"
        );
    }
}

#[test]
fn the_help_has_a_line_for_each_command() {
    for (typed, _) in HELP {
        // Its words in capitals and brackets stand for these.
        let line = typed
            .replace("[BEAT]", "2")
            .replace("[on|off]", "off")
            .replace("WHAT", "swing")
            .replace("overdub|replace", "replace")
            .replace("jack|own|clock", "clock")
            .replace("on|off", "on")
            .replace("[FILE]", "state.json")
            .replace("ID VALUE", "swing 62")
            .replace("N/D", "3/4")
            .replace("BPM", "100")
            .replace("BAR", "9")
            .replace("LANE", "1")
            .replace(" N", " 1");
        read(&line);
    }
    assert_eq!(HELP.len(), 29);
}
