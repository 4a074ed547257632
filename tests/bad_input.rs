//! Bad command lines, groove files and paths: each is named with its place and what was expected,
//! and nothing is written.

#[path = "support/command.rs"]
mod command;

use command::Folder;
use std::fs;

/// What the system says of a folder where a file is wanted.
const NO_FILE: &str = if cfg!(windows) { "denied" } else { "directory" };
/// What is said of a file where a folder is wanted.
const NO_FOLDER: &str = if cfg!(windows) {
    "its folder has to be there"
} else {
    "ot a directory"
};

/// What follows `render`, and what has to be said about it; the output is appended.
const BAD_LINES: [(&[&str], &[&str]); 36] = [
    (
        &["B9"],
        &[
            "no groove and no file is called 'B9'",
            "'afterbeat grooves' lists",
        ],
    ),
    (&[""], &["no groove and no file is called ''"]),
    (
        &["nowhere/b1.toml"],
        &["'nowhere/b1.toml'", "'afterbeat grooves' lists"],
    ),
    (
        &["."],
        &["cannot read .", NO_FILE, "expected a factory groove's name"],
    ),
    (&["B1", "A1"], &["unexpected argument 'A1'", "Usage:"]),
    (&["--bars", "0"], &["'0' for '--bars <BARS>'", "1..=10000"]),
    (
        &["--bars", "10001"],
        &["'10001' for '--bars <BARS>'", "1..=10000"],
    ),
    (
        &["--bars", "-1"],
        &["'-1' for '--bars <BARS>'", "1..=10000"],
    ),
    (
        &["--bars", "two"],
        &["'two' for '--bars <BARS>'", "invalid digit"],
    ),
    (&["--bars", "1.5"], &["'1.5' for '--bars <BARS>'"]),
    (&["--bars"], &["--bars <BARS>"]),
    (
        &["--bars", "2", "--bars", "3"],
        &["'--bars <BARS>' cannot be used multiple times"],
    ),
    (
        &["--tempo", "0"],
        &["'0' for '--tempo <BPM>'", "expected a tempo from 1 to 2000"],
    ),
    (
        &["--tempo", "nan"],
        &["'nan' for '--tempo <BPM>'", "from 1 to 2000"],
    ),
    (
        &["--tempo", "fast"],
        &["'fast' for '--tempo <BPM>'", "from 1 to 2000"],
    ),
    (
        &["--tempo", "2001"],
        &["'2001' for '--tempo <BPM>'", "from 1 to 2000"],
    ),
    (
        &["--rate", "48"],
        &["'48' for '--rate <HZ>'", "from 1000 to 1000000"],
    ),
    (
        &["--rate", "inf"],
        &["'inf' for '--rate <HZ>'", "from 1000 to 1000000"],
    ),
    (
        &["--block", "0"],
        &["'0' for '--block <FRAMES>'", "1..=1048576"],
    ),
    (
        &["--block", "4294967296"],
        &["'--block <FRAMES>'", "1..=1048576"],
    ),
    (
        &["--set", "swing"],
        &["'swing' for '--set <NAME=VALUE>'", "as in swing=62"],
    ),
    (
        &["--set", "shuffle=62"],
        &["no parameter 'shuffle'", "'afterbeat params' lists"],
    ),
    (
        &["--set", "swing=80"],
        &["'80' is no value of swing", "25 to 75 %"],
    ),
    (
        &["--set", "swing=800 %"],
        &["'800 %' is no value of swing", "25 to 75 %"],
    ),
    (
        &["--set", "swing=nan"],
        &["'nan' is no value of swing", "25 to 75 %"],
    ),
    (
        &["--set", "swing="],
        &["'' is no value of swing", "25 to 75 %"],
    ),
    (
        &["--set", "swing_grid=1/4"],
        &["'1/4' is no value of swing_grid", "1/8, 1/16, 1/32"],
    ),
    (
        &["--set", "seed=10000"],
        &["'10000' is no value of seed", "0 to 9999"],
    ),
    (
        &["--set", "phrase=1.5"],
        &["'1.5' is no value of phrase", "1 to 16 bars"],
    ),
    (
        &["--set", "shift=2 bars"],
        &["'2 bars' is no value of shift", "-16 to +16 beats"],
    ),
    (
        &["--set", "lane17_mute=on"],
        &["no parameter 'lane17_mute'"],
    ),
    (
        &["--set", "lane1_mute=maybe"],
        &["'maybe' is no value of lane1_mute", "off or on"],
    ),
    (
        &["--set", "swing=60", "--auto", "Swing=50:66"],
        &["swing is given twice", "once"],
    ),
    (
        &["--auto", "swing=50"],
        &["'swing=50' for '--auto", "as in swing=50:66"],
    ),
    (
        &["--auto", "swing=50:90"],
        &["'90' is no value of swing", "25 to 75 %"],
    ),
    (
        &["--seed", "7"],
        &["unexpected argument '--seed'", "Usage:"],
    ),
];

#[test]
fn a_bad_line_is_named_and_writes_nothing() {
    let folder = Folder::new("lines");
    folder.write("take.mid", b"the take before");
    for (line, expected) in BAD_LINES {
        let arguments = [&["render"], line, &["-o", "take.mid"]].concat();
        let said = folder.run(&arguments);
        assert!([1, 2].contains(&said.code), "{line:?}: code {}", said.code);
        assert_eq!(said.out, "", "{line:?}");
        for words in expected {
            assert!(said.err.contains(words), "{line:?}: {words}\n{}", said.err);
        }
        assert!(!said.err.contains("panicked"), "{line:?}\n{}", said.err);
        assert_eq!(folder.read("take.mid"), b"the take before", "{line:?}");
        assert_eq!(folder.names(), ["take.mid"], "{line:?}");
    }
}

/// Outputs that cannot be, with what else is typed, and what has to be said.
const BAD_OUTPUTS: [(&[&str], &str, &[&str]); 9] = [
    (
        &[],
        "take",
        &["'take' for '--output <FILE>'", "ends in .mid, .csv or .svg"],
    ),
    (
        &[],
        "take.wav",
        &["'take.wav'", "ends in .mid, .csv or .svg"],
    ),
    (&[], ".mid", &["'.mid'", "ends in .mid, .csv or .svg"]),
    (&[], "", &["'--output <FILE>'"]),
    (
        &[],
        "missing/take.mid",
        &[
            "cannot write missing/take.mid: ",
            "its folder has to be there",
        ],
    ),
    (&[], "folder.csv", &["cannot write folder.csv: ", NO_FILE]),
    (
        &[],
        "file.txt/take.csv",
        &["cannot write file.txt/take.csv: ", NO_FOLDER],
    ),
    (
        &["--tempo", "2"],
        "take.mid",
        &["from 3.58 BPM, and 2 is slower", "write a .csv"],
    ),
    (
        &["--bars", "257"],
        "take.svg",
        &["257 bars are too many", "--bars up to 256"],
    ),
];

#[test]
fn an_output_that_cannot_be_is_named_and_nothing_is_left() {
    let folder = Folder::new("outputs");
    fs::create_dir(folder.path("folder.csv")).unwrap();
    folder.write("file.txt", b"a file");
    for (line, output, expected) in BAD_OUTPUTS {
        let said = folder.run(&[&["render"], line, &["-o", output]].concat());
        assert!([1, 2].contains(&said.code), "{output}: code {}", said.code);
        for words in expected {
            assert!(said.err.contains(words), "{output}: {words}\n{}", said.err);
        }
        assert_eq!(folder.names(), ["file.txt", "folder.csv"], "{output}");
    }
    assert_eq!(folder.read("file.txt"), b"a file");
}

#[test]
fn a_command_that_is_none_is_named() {
    let folder = Folder::new("commands");
    for (line, expected) in [
        (&["play"][..], "unrecognized subcommand 'play'"),
        (&["render"], "--output <FILE>"),
        (&["render", "-o"], "--output <FILE>"),
        (&["grooves", "all"], "unexpected argument 'all'"),
    ] {
        let said = folder.run(line);
        assert_eq!(said.code, 2, "{line:?}");
        assert!(said.err.contains(expected), "{line:?}\n{}", said.err);
    }
    assert!(folder.names().is_empty());
}

const GROOVE: &str = "id = \"mine\"\nname = \"Mine\"\nstyle = \"Own\"\ntempo = [90, 100]\nbars = 1\n\n[[lane]]\ndrum = \"kick\"\nsteps = \"9...8...9...8...\"\n";

/// What is put for what in a good file, where it goes wrong, and what has to be said.
const BAD_FILES: [(&str, &str, &str, &str); 14] = [
    ("id = \"mine\"", "id = mine", "line 1, column 6", "string"),
    (
        "id = \"mine\"",
        "id = \"mine",
        "line 1, column",
        "basic string",
    ),
    (
        "id = \"mine\"",
        "name = \"again\"",
        "line 2, column 1",
        "duplicate",
    ),
    (
        "name",
        "nme",
        "line 2, column 1",
        "unknown field `nme`, expected one of",
    ),
    (
        "tempo = [90, 100]",
        "tempo = [90]",
        "line 4, column 9",
        "expected",
    ),
    (
        "tempo = [90, 100]",
        "tempo = [0, 100]",
        "line 4, column 9",
        "from 1 to 2000",
    ),
    (
        "tempo = [90, 100]",
        "tempo = \"fast\"",
        "line 4, column 9",
        "invalid type: string \"fast\"",
    ),
    (
        "bars = 1",
        "bars = 0",
        "line 5, column 8",
        "expected 1 to 16 bars, found 0",
    ),
    (
        "bars = 1",
        "bars = 99999999999999999999",
        "line 5, column",
        "int",
    ),
    (
        "[[lane]]",
        "[[lane]",
        "line 7, column",
        "unclosed array table, expected `]`",
    ),
    (
        "\"kick\"",
        "\"gong\"",
        "line 8, column 8",
        "expected a drum (kick, snare,",
    ),
    (
        "9...8...9...8...",
        "9...8...9...8..",
        "line 9, column 25",
        "expected step 16 of the bar's 16",
    ),
    (
        "9...8...9...8...",
        "9...8...9...8...9",
        "line 9, column 26",
        "expected | or the end",
    ),
    (
        "9...8...9...8...",
        "9...8...9...8..🥁",
        "line 9, column 25",
        "found '🥁'",
    ),
];

#[test]
fn a_bad_file_is_named_with_its_place_and_writes_nothing() {
    let folder = Folder::new("files");
    folder.write("take.svg", b"the take before");
    for (from, to, place, expected) in BAD_FILES {
        let text = GROOVE.replacen(from, to, 1);
        assert_ne!(text, GROOVE);
        folder.write("mine.toml", text.as_bytes());
        let said = folder.run(&["render", "mine.toml", "-o", "take.svg"]);
        assert_eq!(said.code, 1, "{to}");
        let start = format!("afterbeat: mine.toml, {place}");
        assert!(said.err.starts_with(&start), "{to}\n{}", said.err);
        assert!(said.err.contains(expected), "{to}\n{}", said.err);
        assert_eq!(folder.read("take.svg"), b"the take before");
        assert_eq!(folder.names(), ["mine.toml", "take.svg"]);
    }
}

#[test]
fn what_is_no_text_is_no_groove() {
    let folder = Folder::new("no-text");
    let long = format!("{GROOVE}# {}", "x".repeat(1 << 20));
    for (contents, expected) in [
        (
            &b"id = \"x\"\nname = \"\xff\"\n"[..],
            "mine.toml, line 2: this is no UTF-8 text",
        ),
        (
            &b"\x7fELF\x02\x01\x01\0\0\0"[..],
            "mine.toml, line 1, column 11: key with no value",
        ),
        (&b""[..], "mine.toml, line 1, column 1: missing field `id`"),
        (
            long.as_bytes(),
            "mine.toml is larger than 1 MiB; expected a groove file",
        ),
    ] {
        folder.write("mine.toml", contents);
        let said = folder.run(&["render", "mine.toml", "-o", "take.csv"]);
        assert_eq!(said.code, 1);
        assert!(said.err.contains(expected), "{expected}\n{}", said.err);
        assert_eq!(folder.names(), ["mine.toml"]);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_device_without_an_end_is_no_groove() {
    let folder = Folder::new("devices");
    let said = folder.run(&["render", "/dev/zero", "-o", "take.csv"]);
    assert_eq!(said.code, 1);
    assert!(
        said.err.contains("/dev/zero is larger than 1 MiB"),
        "{}",
        said.err
    );
}

#[test]
fn a_render_that_would_never_end_is_refused() {
    let folder = Folder::new("endless");
    let said = folder.run(&[
        "render", "--bars", "10000", "--tempo", "1", "-o", "take.csv",
    ]);
    assert_eq!(said.code, 1);
    let expected = "10000 bars at 1 BPM last 667 hours; expected at most 24: lower --bars";
    assert!(said.err.contains(expected), "{}", said.err);
}
