//! What `afterbeat render` writes is what the plug-in plays in a host: the same events on the same
//! frames, for any groove, tempo, block and setting; and its MIDI file has them on the nearest ticks.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

#[expect(dead_code, reason = "each test binary uses its part of the support")]
#[path = "support/command.rs"]
mod command;
#[path = "support/number.rs"]
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod number;
#[path = "support/rng.rs"]
mod rng;

use afterbeat::grooves::{Groove, factory};
use afterbeat::link::{self, Main};
use afterbeat::pattern::Bank;
use afterbeat::plugin::params::{Handle, Kind, Params};
use command::Folder;
use midly::{MidiMessage, Smf, TrackEventKind};
use number::{float, round};
use rng::Rng;
use std::collections::BTreeMap;
use xtask::host::{self, Block, Instance, ParamPoint, Plugin, Profile, Sink, Song};

/// Half a tick, and what is lost in counting it.
const HALF: f64 = 0.500_001;

/// Frame (or tick), whether it begins, channel from 0, key, velocity (0 for an end).
type Line = (i64, bool, u8, u8, u8);

/// A parameter that moves: its name as hosts know it, its steps, and its ends from 0 to 1.
#[derive(Debug)]
struct Ramp {
    name: String,
    steps: f64,
    from: f64,
    to: f64,
}

/// What is typed, and what a host does that means the same.
struct Setting<'a> {
    groove: &'a Groove,
    /// In tenths.
    tempo: f64,
    rate: f64,
    block: u32,
    bars: i64,
    /// Names of hosts, with texts.
    set: Vec<(String, String)>,
    auto: Vec<Ramp>,
    /// All of it, as typed.
    line: Vec<String>,
}

impl<'a> Setting<'a> {
    fn random(rng: &mut Rng) -> Self {
        let groove: &'a Groove = rng.pick(factory());
        let tempo = float(rng.whole(400, 2_400)) / 10.0;
        let rate = *rng.pick(&[8_000, 44_100, 48_000, 96_000]);
        let block = *rng.pick(&[1, 64, 100, 441, 512, 1_024, 4_096]);
        let bars = rng.whole(1, 3);
        let typed = |name: &str, value: String| [name.to_owned(), value];
        let mut line = vec!["render".to_owned(), groove.id.clone()];
        line.extend(typed("--tempo", tempo.to_string()));
        line.extend(typed("--rate", rate.to_string()));
        line.extend(typed("--block", block.to_string()));
        line.extend(typed("--bars", bars.to_string()));
        let mut setting = Self {
            groove,
            tempo,
            rate: float(rate),
            block,
            bars,
            set: Vec::new(),
            auto: Vec::new(),
            line,
        };
        let params = Params::detached();
        for param in params.list() {
            // Bypass and another pattern leave nothing to compare: rarely.
            let is_rare = matches!(param.id(), "bypass" | "pattern");
            let share = if is_rare { 4 } else { 30 };
            if !rng.chance(share) {
                continue;
            }
            if param.id() == "run" {
                // Held all the time it is as silent as bypassed.
                let mut ends = [("off".to_owned(), 0.0), ("on".to_owned(), 1.0)];
                ends.rotate_left(usize::from(rng.chance(50)));
                setting.ride(&param, ends);
            } else {
                setting.add(&param, rng);
            }
        }
        setting
    }

    /// Sets or moves a parameter.
    fn add(&mut self, param: &Handle<'_>, rng: &mut Rng) {
        let from = value(param, rng);
        if rng.chance(50) {
            let set = format!("{}={}", param.id(), from.0);
            self.line.extend(["--set".to_owned(), set]);
            self.set.push((param.name().to_owned(), from.0));
        } else {
            self.ride(param, [from, value(param, rng)]);
        }
    }

    /// Moves a parameter from one end to the other: texts, and where they lie from 0 to 1.
    fn ride(&mut self, param: &Handle<'_>, [(from_text, from), (to_text, to)]: [(String, f64); 2]) {
        let auto = format!("{}={from_text}:{to_text}", param.id());
        self.line.extend(["--auto".to_owned(), auto]);
        self.auto.push(Ramp {
            name: param.name().to_owned(),
            steps: steps(param),
            from,
            to,
        });
    }
}

/// How many steps lie between a stepped parameter's first value and its last; 1 if it has none.
fn steps(param: &Handle<'_>) -> f64 {
    match param.kind() {
        Kind::Number { .. } | Kind::Switch => 1.0,
        Kind::Whole { min, max } => f64::from(max - min),
        Kind::Choice(texts) => float(i64::try_from(texts.len()).unwrap() - 1),
    }
}

/// A value of a parameter as text, and where it lies from 0 to 1.
fn value(param: &Handle<'_>, rng: &mut Rng) -> (String, f64) {
    match param.kind() {
        Kind::Number { min, max } => {
            let (min, max) = (f64::from(min), f64::from(max));
            let text = (float(round(rng.real(min, max) * 10.0)) / 10.0).to_string();
            let value: f32 = text.parse().unwrap();
            (text, (f64::from(value) - min) / (max - min))
        }
        Kind::Whole { min, max } => {
            let (min, max) = (f64::from(min), f64::from(max));
            let value = round(rng.real(min, max));
            (value.to_string(), (float(value) - min) / (max - min))
        }
        Kind::Switch => {
            let is_on = rng.chance(50);
            let text = if is_on { "on" } else { "off" };
            (text.to_owned(), f64::from(u8::from(is_on)))
        }
        Kind::Choice(texts) => {
            let last = i64::try_from(texts.len()).unwrap() - 1;
            let at = rng.whole(0, last);
            let text = texts[usize::try_from(at).unwrap()].clone();
            (text, float(at) / float(last))
        }
    }
}

/// A fresh instance with the groove's notes and feel and what is set, not yet active.
fn instance(setting: &Setting<'_>) -> Instance {
    #[expect(unsafe_code, reason = "the entry is a table of foreign functions")]
    // SAFETY: it is the project's own entry.
    let plugin = unsafe { Plugin::from_entry(&afterbeat::clap_entry).unwrap() };
    let mut instance = plugin.instantiate(Profile::default()).unwrap();
    load(&mut instance, setting.groove);
    let feel = Params::detached();
    for (id, value) in &setting.groove.feel {
        let value: f32 = value.to_string().parse().unwrap();
        let param = feel.by_id(id).unwrap();
        param.set_plain(value).unwrap();
        let value = f64::from(param.normalized()) * steps(&param);
        point(&mut instance, param.name(), value);
    }
    for (name, text) in &setting.set {
        let id = instance.param(name).unwrap().id;
        let value = instance.text_to_value(id, text).unwrap();
        point(&mut instance, name, value);
    }
    instance
}

fn point(instance: &mut Instance, name: &str, value: f64) {
    let id = instance.param(name).unwrap().id;
    let time = 0;
    instance.flush(&[ParamPoint { time, id, value }]).unwrap();
}

/// Loads a state that has the groove's notes.
fn load(instance: &mut Instance, groove: &Groove) {
    let (main, _, _) = link::new(Bank::with_first(groove.pattern.clone()));
    let params = Params::new(Main::new(main));
    let fields = nice_plug::prelude::Params::serialize_fields(&params);
    let fresh = instance.save().unwrap();
    let mut state: serde_json::Value = serde_json::from_slice(&fresh[8..]).unwrap();
    state["fields"]["bank"] = fields["bank"].clone().into();
    let json = serde_json::to_vec(&state).unwrap();
    let length = u64::try_from(json.len()).unwrap().to_le_bytes();
    assert!(instance.load(&[length.as_slice(), &json].concat()));
}

/// What the plug-in plays in a host that rolls through the bars and stops, where they may be its loop.
fn hosted(setting: &Setting<'_>, is_loop: bool) -> Vec<Line> {
    let mut instance = instance(setting);
    instance.activate(setting.rate, setting.block).unwrap();
    instance.start_processing().unwrap();
    let ids: Vec<_> = setting
        .auto
        .iter()
        .map(|ramp| instance.param(&ramp.name).unwrap().id)
        .collect();
    let frames_per_bar = setting.rate * 60.0 / setting.tempo * 4.0;
    let total = u64::try_from(round(frames_per_bar * float(setting.bars))).unwrap();
    let mut song = Song::new(setting.rate, setting.tempo);
    song.loop_beats = is_loop.then(|| (0.0, float(setting.bars * 4)));
    let mut sink = Sink::default();
    let mut start = 0;
    while start < total {
        let left = u32::try_from(total - start).unwrap();
        let frames = setting.block.min(left);
        let points = points(setting, &ids, start, frames, total);
        let block = Block {
            frames,
            start,
            transport: Some(song.at(start)),
            params: &points,
            ..Block::default()
        };
        instance.process_into(&block, &mut sink).unwrap();
        start += u64::from(frames);
    }
    let stop = Block {
        frames: setting.block,
        start,
        transport: Some(song.stopped_at(start)),
        ..Block::default()
    };
    instance.process_into(&stop, &mut sink).unwrap();
    assert!(sink.is_orderly());
    sink.events.iter().map(line_of).collect()
}

/// The automation of a block: a point for each parameter that moves, every 64 frames of the song.
fn points(
    setting: &Setting<'_>,
    ids: &[u32],
    start: u64,
    frames: u32,
    total: u64,
) -> Vec<ParamPoint> {
    let mut points = Vec::new();
    let first = start.next_multiple_of(64);
    for frame in (first..start + u64::from(frames)).step_by(64) {
        let part = float(i64::try_from(frame).unwrap()) / float(i64::try_from(total).unwrap());
        for (ramp, id) in setting.auto.iter().zip(ids) {
            points.push(ParamPoint {
                time: u32::try_from(frame - start).unwrap(),
                id: *id,
                value: (ramp.from + (ramp.to - ramp.from) * part) * ramp.steps,
            });
        }
    }
    points
}

fn line_of(event: &host::HostEvent) -> Line {
    let begins = event.kind == host::Kind::On;
    let velocity = if begins {
        round(event.velocity * 127.0)
    } else {
        0
    };
    let frame = i64::try_from(event.frame).unwrap();
    let velocity = u8::try_from(velocity).unwrap();
    (frame, begins, event.channel, event.key, velocity)
}

/// The rows of a rendered table.
fn table(csv: &[u8]) -> Vec<Line> {
    let text = std::str::from_utf8(csv).unwrap();
    let line = |row: &str| {
        let cells: Vec<&str> = row.split(',').collect();
        let number = |at: usize| cells[at].parse::<u8>().unwrap();
        let begins = cells[1] == "on";
        (
            cells[0].parse().unwrap(),
            begins,
            number(2) - 1,
            number(3),
            number(4),
        )
    };
    text.lines().skip(1).map(line).collect()
}

/// The notes of a MIDI file, with ticks from its beginning.
fn midi(bytes: &[u8]) -> Vec<Line> {
    let file = Smf::parse(bytes).unwrap();
    let mut tick = 0;
    let mut lines = Vec::new();
    for event in &file.tracks[0] {
        tick += i64::from(event.delta.as_int());
        let TrackEventKind::Midi { channel, message } = event.kind else {
            continue;
        };
        let (begins, key, velocity) = match message {
            MidiMessage::NoteOn { key, vel } => (true, key, vel.as_int()),
            MidiMessage::NoteOff { key, .. } => (false, key, 0),
            other => panic!("{other:?} is no note"),
        };
        lines.push((tick, begins, channel.as_int(), key.as_int(), velocity));
    }
    lines
}

/// The lines of each channel and key, in order.
fn by_key(lines: &[Line]) -> BTreeMap<(u8, u8), Vec<Line>> {
    let mut keys: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for line in lines {
        keys.entry((line.2, line.3)).or_default().push(*line);
    }
    keys
}

/// Every event is on its nearest tick. One that comes less than a tick after the last of its key may
/// have to wait for a tick more, as each note lasts for one.
fn assert_on_nearest_ticks(setting: &Setting<'_>, table: &[Line], midi: &[Line]) {
    let (table, midi) = (by_key(table), by_key(midi));
    assert!(table.keys().eq(midi.keys()));
    for (of_table, of_midi) in table.values().zip(midi.values()) {
        assert_eq!(of_table.len(), of_midi.len());
        let mut before = f64::NEG_INFINITY;
        for (event, found) in of_table.iter().zip(of_midi) {
            let tick = float(event.0) * setting.tempo * 960.0 / 60.0 / setting.rate;
            let late = float(found.0) - tick;
            let latest = HALF + if tick < before + 1.0 { 1.0 } else { 0.0 };
            assert!((-HALF..=latest).contains(&late), "{event:?}: {found:?}");
            assert_eq!((event.1, event.4), (found.1, found.4));
            before = tick;
        }
    }
}

#[test]
fn twenty_random_settings_sound_the_same_in_a_host() {
    let folder = Folder::new("twenty");
    let mut rng = Rng::new(20);
    let mut notes = 0;
    for number in 0..20 {
        let setting = Setting::random(&mut rng);
        for file in ["take.csv", "take.mid"] {
            let mut line: Vec<&str> = setting.line.iter().map(String::as_str).collect();
            line.extend(["-o", file]);
            let said = folder.run(&line);
            assert_eq!((said.code, said.err.as_str()), (0, ""), "{line:?}");
        }
        let rendered = table(&folder.read("take.csv"));
        let played = hosted(&setting, false);
        let first = rendered.iter().zip(&played).find(|(a, b)| a != b);
        assert_eq!(
            first,
            None,
            "{number}: afterbeat {}",
            setting.line.join(" ")
        );
        assert_eq!(rendered.len(), played.len(), "{number}");
        // A file may be looped, so it is what a host hears that loops.
        let looped = hosted(&setting, true);
        assert_on_nearest_ticks(&setting, &looped, &midi(&folder.read("take.mid")));
        notes += rendered.len() / 2;
    }
    // That they are not all silent.
    assert!(notes > 500, "{notes} notes");
}
