//! The page of a lane: each gesture makes exactly its edits, or sets exactly its parameter, and can be
//! taken back.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

#[path = "support/pages.rs"]
mod pages;
#[path = "support/window.rs"]
mod window;

use afterbeat::pattern::{
    Bank, CellAt, Channel, ChannelMap, ChokeGroup, Direction, Edit, InFills, Key, KeyMap, Lane,
    LaneName, LaneSetting, Lfo, LfoDepth, LfoShape, NoteLength, Pattern, PerLane, Percent, Reset,
    SetupChange, Step, StepCount, StepIndex, Velocity, Voice,
};
use afterbeat::time::{Division, NoteValue, Rate};
use egui::{Modifiers, PointerButton, vec2};
use pages::at;
use std::num::NonZeroU8;
use window::Window;

const SNARE: u8 = 1;

/// A bank whose first pattern has a snare on two.
fn bank() -> Bank {
    let mut bank = Bank::with_first(Pattern::new());
    let edit = Edit::Step {
        at: CellAt {
            lane: at(SNARE),
            step: StepIndex::new(4),
        },
        to: Step::strike(Velocity::MAX),
    };
    bank.apply(edit).unwrap();
    bank
}

/// A window on `bank` with the page of the snare.
fn snare_page(bank: Bank) -> Window {
    let mut window = Window::on(bank);
    window.open("Page of Snare");
    window
}

/// The snare as the true bank has it.
fn snare(window: &Window) -> Lane {
    let at = at(SNARE);
    let bank = window.bank();
    bank.lane(at.pattern, at.lane).unwrap().clone()
}

fn set(to: LaneSetting) -> Edit {
    Edit::Lane { at: at(SNARE), to }
}

fn voice(change: impl FnOnce(&mut Voice)) -> Edit {
    let lane = bank();
    let mut voice = lane.lane(at(SNARE).pattern, at(SNARE).lane).unwrap().voice;
    change(&mut voice);
    set(LaneSetting::Voice(voice))
}

fn rate(note: u8, division: Division) -> Edit {
    set(LaneSetting::Rate(Rate {
        note: NoteValue::from_halvings(note).unwrap(),
        division,
    }))
}

fn lfo(change: impl FnOnce(&mut Lfo)) -> Edit {
    let mut lfo = Lfo::OFF;
    change(&mut lfo);
    set(LaneSetting::Lfo(lfo))
}

#[test]
fn every_number_of_a_lane_is_typed_as_one_edit() {
    let percent = |value| Percent::new(value).unwrap();
    let cases = [
        (
            "Length",
            "24",
            set(LaneSetting::Length(StepCount::new(24).unwrap())),
        ),
        ("Rotate", "-3", set(LaneSetting::Rotate(-3))),
        (
            "Channel",
            "12",
            voice(|voice| voice.channel = Channel::new(11).unwrap()),
        ),
        (
            "Key",
            "41",
            voice(|voice| voice.key = Key::new(41).unwrap()),
        ),
        (
            "Key",
            "F#2",
            voice(|voice| voice.key = Key::new(54).unwrap()),
        ),
        ("Push share", "25", voice(|voice| voice.push = percent(25))),
        (
            "Ghost share",
            "60 %",
            voice(|voice| voice.ghosts = percent(60)),
        ),
        ("Fill share", "10", voice(|voice| voice.fills = percent(10))),
        ("Lane seed", "77", set(LaneSetting::Seed(77))),
        (
            "Depth",
            "30",
            lfo(|lfo| lfo.depth = LfoDepth::new(30).unwrap()),
        ),
        (
            "Base",
            "100",
            lfo(|lfo| lfo.base = Velocity::new(100).unwrap()),
        ),
        (
            "Period",
            "2",
            lfo(|lfo| lfo.bars = NonZeroU8::new(2).unwrap()),
        ),
        ("Cycles", "1.5", lfo(|lfo| lfo.cycles = 150)),
    ];
    for (name, text, edit) in cases {
        let mut window = snare_page(bank());
        window.fill(name, text);
        println!("{name}");
        window.expect(&bank(), &[edit]);
    }
}

#[test]
fn every_choice_of_a_lane_is_one_edit() {
    let beats = NonZeroU8::MIN;
    let cases = [
        ("Rate", "4/1", rate(0, Division::Straight)),
        ("Rate", "1/64", rate(8, Division::Straight)),
        ("Division", "Triplet", rate(6, Division::Triplet)),
        ("Division", "Dotted", rate(6, Division::Dotted)),
        (
            "Division",
            "5 in the time of 4",
            rate(6, Division::tuplet(5, 4).unwrap()),
        ),
        (
            "Direction",
            "There and back",
            set(LaneSetting::Direction(Direction::PingPong)),
        ),
        (
            "Restart",
            "Every 2 bars",
            set(LaneSetting::Reset(Reset::every(2).unwrap())),
        ),
        ("Restart", "Never", set(LaneSetting::Reset(Reset::Never))),
        (
            "In fills",
            "Play in fills only",
            voice(|voice| voice.in_fills = InFills::Only),
        ),
        (
            "Note length",
            "Ring",
            voice(|voice| voice.note_length = NoteLength::Ring { beats }),
        ),
        (
            "Note length",
            "Short",
            voice(|voice| voice.note_length = NoteLength::Short),
        ),
        (
            "Choke group",
            "3",
            voice(|voice| voice.choke = ChokeGroup::new(3)),
        ),
        ("Shape", "Steps", lfo(|lfo| lfo.shape = LfoShape::Steps)),
    ];
    for (name, entry, edit) in cases {
        let mut window = snare_page(bank());
        window.choose(name, entry);
        println!("{name} {entry}");
        window.expect(&bank(), &[edit]);
    }
}

#[test]
fn any_tuplet_and_any_ring_can_be_had() {
    let mut before = bank();
    let tuplet = |n, d| Division::tuplet(n, d).unwrap();
    before.apply(rate(6, tuplet(5, 4))).unwrap();
    let beats = |beats| NonZeroU8::new(beats).unwrap();
    let ring = |n| voice(|voice| voice.note_length = NoteLength::Ring { beats: beats(n) });
    before.apply(ring(1)).unwrap();
    let mut window = snare_page(before.clone());
    window.fill("Tuplet notes", "16");
    window.expect(&before, &[rate(6, tuplet(16, 4))]);
    window.undo();
    window.fill("Tuplet of", "11");
    window.expect(&before, &[rate(6, tuplet(5, 11))]);
    window.undo();
    window.fill("Ring for", "4");
    window.expect(&before, &[ring(4)]);
}

#[test]
fn a_lane_swings_here_too() {
    let mut window = snare_page(bank());
    window.click("Swing here too");
    window.expect(&bank(), &[set(LaneSetting::SwingHere(true))]);
}

#[test]
fn a_lane_that_keeps_its_draws_draws_on_as_before() {
    let mut window = snare_page(bank());
    window.click("Keep its draws");
    let edits = [LaneSetting::Seed(1), LaneSetting::SeedLocked(true)].map(set);
    window.expect(&bank(), &edits);
    assert_eq!(snare(&window).effective_seed(9_000), 1);
}

#[test]
fn a_dragged_number_is_one_gesture_and_a_double_click_on_its_word_its_default() {
    let mut window = snare_page(bank());
    let from = window.place("Key").center();
    window.drag(
        (from, from + vec2(40.0, 0.0)),
        PointerButton::Primary,
        Modifiers::NONE,
    );
    let key = snare(&window).voice.key;
    assert!((44..=48).contains(&key.get()), "{key:?}");
    window.expect(&bank(), &[voice(|voice| voice.key = key)]);
    let word = window.place("Key").left_center() - vec2(40.0, 0.0);
    window.click_at(word);
    window.click_at(word);
    assert_eq!(snare(&window).voice.key.get(), 38);
}

#[test]
fn the_wheel_edits_what_it_begins_on_and_nothing_else() {
    let mut window = snare_page(bank());
    window.wheel("Ghost share", -2.0);
    let ghosts = Percent::new(99).unwrap();
    window.expect(&bank(), &[voice(|voice| voice.ghosts = ghosts)]);
    let before = window.bank();
    window.wheel("Fill share", -2.0);
    assert!(window.bank() == before, "still turning");
    window.harness.run_steps(60);
    window.wheel("Fill share", -2.0);
    assert_eq!(snare(&window).voice.fills.get(), 99);
}

#[test]
fn every_parameter_of_a_lane_is_dragged_as_one_gesture_of_the_host() {
    for (end, name) in [
        ("swing", "Lane 2 Swing"),
        ("delay", "Lane 2 Delay"),
        ("level", "Lane 2 Level"),
        ("density", "Lane 2 Density"),
        ("ghosts", "Lane 2 Ghosts"),
    ] {
        let mut window = snare_page(bank());
        let id = format!("lane2_{end}");
        let before = window.value(&id);
        let from = window.place(name).center();
        window.heard();
        window.drag(
            (from, from - vec2(20.0, 0.0)),
            PointerButton::Primary,
            Modifiers::NONE,
        );
        let heard = window.heard();
        assert_eq!(heard.first().unwrap(), &format!("begin {id}"));
        assert_eq!(heard.last().unwrap(), &format!("end {id}"));
        assert!(window.value(&id) < before, "{id} {heard:?}");
        window.undo();
        assert!((window.value(&id) - before).abs() < 1e-4, "{id}");
        assert_eq!(window.bank(), bank());
    }
}

#[test]
fn a_parameter_of_a_lane_is_typed_and_put_back() {
    let mut window = snare_page(bank());
    window.fill("Lane 2 Delay", "-12.5");
    assert!((window.value("lane2_delay") + 12.5).abs() < 1e-3);
    let word = window.place("Lane 2 Delay").left_center() - vec2(40.0, 0.0);
    window.click_at(word);
    window.click_at(word);
    assert!(window.value("lane2_delay").abs() < 1e-4);
}

#[test]
fn a_typed_parameter_stays_when_another_lane_is_clicked() {
    let mut window = snare_page(bank());
    window.click("Lane 2 Delay");
    window.key(egui::Key::A, Modifiers::COMMAND);
    window.harness.event(egui::Event::Text("7".to_owned()));
    window.settle();
    window.click("Lane Kick");
    assert!((window.value("lane2_delay") - 7.0).abs() < 1e-3);
    assert!(window.value("lane1_delay").abs() < 1e-4);
}

#[test]
fn a_lane_learns_its_key_and_channel_from_the_next_note() {
    let mut window = snare_page(bank());
    let (key, channel) = (Key::new(61).unwrap(), Channel::new(2).unwrap());
    let hear = |window: &Window, key| window.harness.state().hand.health.hear(channel, key);
    hear(&window, Key::new(50).unwrap());
    window.click("Learn");
    assert_eq!(window.bank(), bank(), "an old note");
    hear(&window, key);
    window.settle();
    let learned = voice(|voice| (voice.key, voice.channel) = (key, channel));
    window.expect(&bank(), &[learned]);
    let after = window.bank();
    hear(&window, Key::new(70).unwrap());
    window.settle();
    assert_eq!(window.bank(), after, "one note is enough");
}

#[test]
fn a_key_is_changed_where_it_comes_from() {
    let mut before = bank();
    let chromatic = Edit::Setup(SetupChange::Keys(KeyMap::Chromatic));
    before.apply(chromatic).unwrap();
    let one = Channel::new(0).unwrap();
    let all_on = Edit::Setup(SetupChange::Channels(ChannelMap::AllOn(one)));
    before.apply(all_on).unwrap();
    let mut window = snare_page(before.clone());
    assert!(!window.has("Channel"), "another than the heard one");
    window.fill("Key", "60");
    let mut keys = PerLane::from_fn(|lane| Key::new(36 + lane.get()).unwrap());
    keys[at(SNARE).lane] = Key::new(60).unwrap();
    window.expect(
        &before,
        &[Edit::Setup(SetupChange::Keys(KeyMap::Own(keys)))],
    );
}

fn named(name: &str) -> Edit {
    let name = LaneName::new(name).unwrap();
    voice(|voice| voice.name = name)
}

#[test]
fn a_lane_is_renamed_on_its_page() {
    let mut window = snare_page(bank());
    window.fill("Lane name", "Rimshot");
    window.expect(&bank(), &[named("Rimshot")]);
}

#[test]
fn a_name_that_is_too_long_is_not_taken_further() {
    let mut window = snare_page(bank());
    window.fill("Lane name", "Snare with the brushes of the second drummer");
    window.expect(&bank(), &[named("Snare with the brushes")]);
}

fn replaced(lane: Lane) -> Edit {
    Edit::ReplaceLane {
        at: at(SNARE),
        to: Box::new(lane),
    }
}

#[test]
fn a_lane_is_doubled_and_cleared() {
    let mut window = snare_page(bank());
    let lane = snare(&window);
    let mut steps = [Step::REST; 32];
    steps[4] = Step::strike(Velocity::MAX);
    steps[20] = steps[4];
    window.click("Double lane");
    window.expect(
        &bank(),
        &[replaced(Lane::with_steps(lane.voice, &steps).unwrap())],
    );
    let before = window.bank();
    window.click("Clear lane");
    let rests = Lane::with_steps(lane.voice, &[Step::REST; 32]).unwrap();
    window.expect(&before, &[replaced(rests)]);
}
