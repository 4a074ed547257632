//! The `afterbeat` command as it is typed: what it writes, and what it says when it cannot.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

#[path = "support/command.rs"]
mod command;

use command::{Folder, afterbeat};

#[test]
fn a_render_writes_what_the_ending_says() {
    let folder = Folder::new("endings");
    let plain: Vec<String> = xtask::neutral::typed().collect();
    for (file, start) in [
        ("take.mid", "MThd"),
        (
            "take.csv",
            "frame,event,channel,key,velocity,lane,source\n0,on,10,36,127,Kick,user\n",
        ),
        ("take.svg", "<svg xmlns="),
        ("TAKE.SVG", "<svg xmlns="),
    ] {
        let mut line = vec!["render", "B1", "--bars", "2", "-o", file];
        line.extend(plain.iter().map(String::as_str));
        let said = folder.run(&line);
        assert_eq!(
            (said.code, said.out.as_str(), said.err.as_str()),
            (0, "", "")
        );
        let bytes = folder.read(file);
        assert!(bytes.starts_with(start.as_bytes()), "{file}");
    }
    assert_eq!(folder.names().len(), 4);
}

#[test]
fn a_render_replaces_an_older_one() {
    let folder = Folder::new("older");
    folder.write(
        "take.csv",
        "an older and much longer take".repeat(999).as_bytes(),
    );
    assert_eq!(
        folder
            .run(&["render", "--bars", "1", "-o", "take.csv"])
            .code,
        0
    );
    assert!(folder.read("take.csv").starts_with(b"frame,"));
    assert_eq!(folder.names(), ["take.csv"]);
}

/// The table of a render of what is written, with these arguments.
fn table(folder: &Folder, arguments: &[&str]) -> String {
    let plain: Vec<String> = xtask::neutral::typed().collect();
    let mut all = vec!["render"];
    all.extend(plain.iter().map(String::as_str));
    all.extend(arguments);
    all.extend(["-o", "take.csv"]);
    let said = folder.run(&all);
    assert_eq!((said.code, said.err.as_str()), (0, ""), "{arguments:?}");
    String::from_utf8(folder.read("take.csv")).unwrap()
}

#[test]
fn a_point_is_held_until_the_next() {
    let folder = Folder::new("points");
    let ride = ["--bars", "2", "--auto", "swing=50:66"];
    let held = |frames| table(&folder, &[&ride[..], &["--points", frames]].concat());
    let longer_than_the_song = held("1048576");
    let still = table(&folder, &["--bars", "2", "--set", "swing=50"]);
    assert_eq!(longer_than_the_song, still);
    assert_eq!(held("64"), table(&folder, &ride));
    assert_ne!(held("64"), held("4096"));
    for bad in ["0", "100", "-64", "often"] {
        let said = folder.run(&["render", "--points", bad, "-o", "take.csv"]);
        assert_eq!(said.code, 2, "{bad}");
        assert!(said.err.contains("multiple of 64"), "{}", said.err);
    }
}

#[test]
fn settings_are_heard() {
    let folder = Folder::new("settings");
    let plain = table(&folder, &["--bars", "1"]);
    for setting in [
        "swing=62",
        "swing=62 %",
        "Swing=62.0",
        "swing_grid=1/8",
        "Velocity=50",
        "lane1_mute=on",
        "LANE3_MUTE=ON",
        "Lane 2 Level=150",
        "lane1_delay=-12.5",
        "bypass=on",
    ] {
        assert_ne!(
            table(&folder, &["--bars", "1", "--set", setting]),
            plain,
            "{setting}"
        );
    }
    for same in [
        "swing=58",
        "swing_grid=1/16",
        "lane1_mute=off",
        "gate=100%",
        "Phrase=4 bars",
        "phrase=4",
        "shift=0 beats",
        "shift=+0",
        "Seed=1",
        "fill_now=off",
        "variation_cycle=endless",
    ] {
        assert_eq!(
            table(&folder, &["--bars", "1", "--set", same]),
            plain,
            "{same}"
        );
    }
    let twice = ["--set", "swing=62", "--set", "accent=0"];
    assert!(!table(&folder, &twice).is_empty());
}

#[test]
fn automation_moves_evenly_and_switches_halfway() {
    let folder = Folder::new("automation");
    let rows = |auto: &str| table(&folder, &["--bars", "2", "--tempo", "120", "--auto", auto]);
    // The last sixteenth of two bars: 31 x 6000, late by 12 000 x 15.498... %, as of frame 185 984.
    assert!(rows("swing=50:66").contains("\n187860,on,10,42,"));
    // A switch is on above half of the way: of eight kicks the second bar's first still sounds.
    let kicks = |table: &str| table.matches(",on,10,36,").count();
    assert_eq!(kicks(&rows("swing=58:58")), 8);
    assert_eq!(kicks(&rows("lane1_mute=off:on")), 5);
    assert_eq!(kicks(&rows("lane1_mute=on:off")), 4);
    // Eighths to thirty-seconds go by way of sixteenths.
    assert_ne!(rows("swing_grid=1/8:1/32"), rows("swing_grid=1/16:1/16"));
    assert_eq!(rows("swing_grid=1/16:1/16"), rows("swing=58:58"));
}

#[test]
fn the_block_is_not_heard() {
    let folder = Folder::new("blocks");
    let expected = table(&folder, &["--auto", "swing=50:66"]);
    for block in ["1", "63", "4096", "1048576"] {
        let rows = table(&folder, &["--auto", "swing=50:66", "--block", block]);
        assert_eq!(rows, expected, "{block}");
    }
}

const GROOVE: &str = "id = \"mine\"\nname = \"Mine\"\nstyle = \"Own\"\ntempo = [90, 100]\nbars = 1\n\n[[lane]]\ndrum = \"kick\"\nsteps = \"9...8...9...8...\"\n";

#[test]
fn a_groove_file_may_come_from_any_editor() {
    let folder = Folder::new("editors");
    folder.write("plain.toml", GROOVE.as_bytes());
    folder.write("crlf.toml", GROOVE.replace('\n', "\r\n").as_bytes());
    folder.write("bom.toml", format!("\u{feff}{GROOVE}").as_bytes());
    let expected = table(&folder, &["plain.toml", "--bars", "2"]);
    assert_eq!(expected.lines().count(), 1 + 2 * 8);
    assert_eq!(table(&folder, &["crlf.toml", "--bars", "2"]), expected);
    assert_eq!(table(&folder, &["bom.toml", "--bars", "2"]), expected);
    assert_eq!(table(&folder, &["./plain.toml", "--bars", "2"]), expected);
}

#[test]
fn a_mistake_after_a_byte_order_mark_is_at_its_own_place() {
    let folder = Folder::new("marked");
    let bad = GROOVE.replace("8...\"", "8..!\"");
    for (file, text) in [
        ("plain.toml", bad.clone()),
        ("bom.toml", format!("\u{feff}{bad}")),
        ("crlf.toml", bad.replace('\n', "\r\n")),
    ] {
        folder.write(file, text.as_bytes());
        let said = folder.run(&["render", file, "-o", "take.mid"]);
        let place = format!("{file}, line 9, column 25: expected step 16");
        assert!(said.err.contains(&place), "{}", said.err);
    }
}

#[test]
fn the_lists_have_a_line_each() {
    let grooves = afterbeat().arg("grooves").output().unwrap();
    let grooves = String::from_utf8(grooves.stdout).unwrap();
    assert_eq!(grooves.lines().count(), 26);
    assert!(grooves.contains("\nB1       Sixteenth Pocket   Funk and soul     88-108 BPM\n"));
    let params = afterbeat().arg("params").output().unwrap();
    let params = String::from_utf8(params.stdout).unwrap();
    assert_eq!(params.lines().count(), 28 + 16 * 6 + 1);
    assert!(params.starts_with("swing              Swing                 25 to 75 %  "));
}

#[test]
fn a_pipe_that_closes_early_is_no_error() {
    for list in ["grooves", "params"] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let output = afterbeat().arg(list).stdout(writer).output().unwrap();
        assert!(output.status.success(), "{list}");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told() {
    let mut full = std::fs::File::options();
    let full = full.write(true).open("/dev/full").unwrap();
    let output = afterbeat().arg("params").stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("afterbeat: cannot print: "));
}

#[cfg(target_os = "linux")]
#[test]
fn without_jack_it_plays_by_itself_and_says_what_to_install() {
    let folder = Folder::new("no-jack");
    // Found first, and no library: as good as none.
    folder.write("libjack.so.0", b"");
    let run = |arguments: &[&str]| {
        let mut command = afterbeat();
        command
            .args(arguments)
            .env("LD_LIBRARY_PATH", folder.path(""))
            .stdin(std::process::Stdio::null());
        command.output().unwrap()
    };
    assert!(run(&["grooves"]).status.success());
    // The lines that it reads end at once, and so does it.
    let alone = ["--headless", "--no-card", "--stdin"];
    for (arguments, code, begins) in [
        (
            &alone[..],
            0,
            "afterbeat: playing on a clock of its own at 48000 Hz, without sound and without MIDI: ",
        ),
        (&["--headless", "--wait"], 1, "afterbeat: "),
    ] {
        let output = run(arguments);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(code), "{said}");
        let why = format!("{begins}JACK's library cannot be opened (");
        assert!(said.starts_with(&why), "{said}");
        assert!(said.contains("apt install jackd2"), "{said}");
        assert_eq!(said.lines().count(), 1, "{said}");
    }
}
