//! What the standalone costs, and what it plays while both cores burn: run by `cargo xtask burn`.

use super::program::Program;
use super::recorder::Recorder;
use super::server::{RATE, Server, Turn, folder, signal, wait_until};
use super::take::{render, stretches};
use afterbeat::time::Meter;
use std::fmt::Write as _;
use std::fs;
use std::process::Command;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How long each is measured.
const MEASURED: Duration = Duration::from_secs(20);
/// How long it plays beside a load, in seconds of the song.
const BURNS: u16 = 60;
/// How much longer that may take: beside a load the server's cycles come late.
const SLOWER: u16 = 8;

/// Processor time that a process has used.
fn used(process: u32) -> f64 {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).unwrap();
    // The name may have anything in it, and ends with the last bracket.
    let (_, numbers) = stat.rsplit_once(')').unwrap();
    let ticks = numbers.split_whitespace().skip(11).take(2);
    let ticks: u32 = ticks.map(|ticks| ticks.parse::<u32>().unwrap()).sum();
    let a_second = Command::new("getconf").arg("CLK_TCK").output().unwrap();
    let a_second = String::from_utf8(a_second.stdout).unwrap();
    f64::from(ticks) / a_second.trim().parse::<f64>().unwrap()
}

/// How much of a core a process uses, in percent.
fn share(process: u32) -> f64 {
    let (began, before) = (Instant::now(), used(process));
    sleep(MEASURED);
    (used(process) - before) / began.elapsed().as_secs_f64() * 100.0
}

/// A groove with sixteenths on all sixteen lanes.
fn sixteen_lanes() -> String {
    let listed = afterbeat::pattern::kit();
    let mut text =
        "id = \"all\"\nname = \"All\"\nstyle = \"Own\"\ntempo = [120, 130]\nbars = 1\n".to_owned();
    for lane in afterbeat::pattern::LaneIndex::all() {
        let drum = listed[lane].name.to_lowercase();
        write!(
            text,
            "\n[[lane]]\ndrum = \"{drum}\"\nsteps = \"7777777777777777\"\n"
        )
        .unwrap();
    }
    let path = folder().join("all.toml");
    fs::write(&path, text).unwrap();
    path.display().to_string()
}

/// What a program uses that was started with these arguments, in cycles of 128 frames.
fn measure(turn: &Turn, arguments: &[&str], is_played: bool) -> f64 {
    let _server: Server = turn.server(128);
    let mut recorder = Recorder::start();
    let program = Program::playing(arguments);
    if is_played {
        wait_until("notes", || recorder.messages() > 100);
    }
    sleep(Duration::from_secs(2));
    share(program.process())
}

#[test]
#[ignore = "it measures for minutes: run it with `cargo xtask burn`"]
fn it_costs_little_and_plays_the_same_while_both_cores_burn() {
    let turn = Turn::take();
    let groove = sixteen_lanes();
    let playing = ["--transport", "own", "--play", "--groove", &groove];
    let mut table = String::new();
    for (what, limit, share) in [
        (
            "stopped",
            1.0,
            measure(&turn, &["--transport", "own"], false),
        ),
        ("16 lanes", 2.0, measure(&turn, &playing, true)),
        (
            "16 lanes, own drums",
            4.0,
            measure(&turn, &[&playing[..], &["--drums", "on"]].concat(), true),
        ),
    ] {
        writeln!(
            table,
            "{what:<22} {share:>6.2} % of a core, at most {limit:.0}"
        )
        .unwrap();
    }
    let burnt = burn(&turn);
    println!("\n{table}{burnt}");
}

/// Plays beside a load, and says how it fared. What arrives has to be what is rendered.
fn burn(turn: &Turn) -> String {
    let _server = turn.server(128);
    let mut recorder = Recorder::start();
    let mut program = Program::playing(&["--tempo", "120"]);
    let load = Command::new("stress-ng")
        .args(["--quiet", "--cpu", "2"])
        .args(["--timeout", &format!("{}s", BURNS * SLOWER)])
        .spawn();
    let mut load = load.expect("stress-ng is installed: run this with `cargo xtask burn`");
    assert_eq!(program.ask("play"), "ok");
    let end = i64::from(BURNS) * i64::from(RATE);
    let until = Instant::now() + Duration::from_secs(u64::from(BURNS * SLOWER));
    while recorder.rolling().is_none_or(|at| at < end + 4_096) {
        assert!(Instant::now() < until, "the transport stands still");
        sleep(Duration::from_millis(50));
    }
    let status = program.status();
    recorder.transport().stop().unwrap();
    wait_until("the stop", || recorder.rolling().is_none());
    // It ends those that burn, which a kill would leave.
    signal(&load, "TERM");
    load.wait().unwrap();
    program.close();
    assert!(program.wait().success());
    assert_eq!(recorder.open(), []);
    let heard = stretches(recorder.tape());
    let [stretch] = &heard[..] else {
        panic!("the transport rolled on, and {} times", heard.len());
    };
    let until = |events: &[(i64, u8, u8, u8)]| -> Vec<_> {
        let before = events.iter().filter(|event| event.0 < end);
        before.copied().collect()
    };
    let (heard, expected) = (until(&stretch.events), until(&render(120.0, Meter::COMMON)));
    assert!(expected.len() > 500, "{}", expected.len());
    assert_eq!(heard, expected);
    format!(
        "{BURNS} s beside a load    {} events, identical to the render; {} xruns of the server's, \
         {} late strikes, {} lost\n",
        heard.len(),
        status["xruns"],
        status["late"],
        status["lost"],
    )
}
