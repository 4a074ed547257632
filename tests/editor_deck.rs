//! The strip that steers the song where no host does, by its labels.

#[expect(dead_code, reason = "each test binary uses its part of the support")]
#[path = "support/window.rs"]
mod window;

use afterbeat::editor::deck::{Ask, Deck, Led, Running};
use afterbeat::editor::screen::Typed;
use afterbeat::pattern::Bank;
use afterbeat::time::{Bpm, Meter};
use egui::accesskit::Role;
use egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use std::sync::{Arc, Mutex};
use window::Window;

/// A deck that notes what it is asked, and shows what it is told.
#[derive(Default)]
struct NotingDeck {
    running: Mutex<Running>,
    asked: Mutex<Vec<Ask>>,
}

impl Deck for NotingDeck {
    fn running(&self) -> Running {
        self.running.lock().expect("nobody panicked").clone()
    }

    fn ask(&self, ask: Ask) {
        self.asked.lock().expect("nobody panicked").push(ask);
    }

    fn is_over(&self) -> bool {
        false
    }
}

/// A window on an empty bank whose song `running` says how it runs.
fn window(running: Running) -> (Window, Arc<NotingDeck>) {
    let deck = Arc::new(NotingDeck::default());
    *deck.running.lock().expect("nobody panicked") = running;
    let mut window = Window::on(Bank::empty());
    window.harness.state_mut().hand.deck = Some(Arc::clone(&deck) as _);
    window.settle();
    (window, deck)
}

fn asked(deck: &NotingDeck) -> Vec<Ask> {
    std::mem::take(&mut deck.asked.lock().expect("nobody panicked"))
}

#[test]
fn each_button_asks_for_what_it_says() {
    let (mut window, deck) = window(Running::default());
    for (name, ask) in [
        ("Play", Ask::Play(true)),
        ("To start", Ask::ToStart),
        ("Tap", Ask::Tap),
        ("Click", Ask::Click(true)),
        ("Record", Ask::Record(true)),
    ] {
        window.click(name);
        assert_eq!(asked(&deck), [ask], "{name}");
    }
    window.click("Meter");
    window.click("7/8");
    let meter = Meter::new(7, 8).expect("a meter");
    assert_eq!(asked(&deck), [Ask::Meter(meter)]);
}

#[test]
fn what_is_on_is_turned_off() {
    let (mut window, deck) = window(Running {
        rolls: true,
        clicks: true,
        records: true,
        place: (12, 3.5),
        ..Running::default()
    });
    assert!(window.harness.query_by_label("Bar 12.3").is_some());
    for (name, ask) in [
        ("Stop", Ask::Play(false)),
        ("Click", Ask::Click(false)),
        ("Record", Ask::Record(false)),
    ] {
        window.click(name);
        assert_eq!(asked(&deck), [ask], "{name}");
    }
}

#[test]
fn space_plays_and_stops_but_not_while_a_number_is_typed() {
    let (mut window, deck) = window(Running::default());
    window.key(Key::Space, Modifiers::NONE);
    assert_eq!(asked(&deck), [Ask::Play(true)]);
    window.harness.state_mut().screen.typing = Some(Typed {
        id: "swing".to_owned(),
        on_page: false,
        text: String::new(),
    });
    window.settle();
    window.key(Key::Space, Modifiers::NONE);
    assert_eq!(asked(&deck), []);
}

#[test]
fn the_tempo_is_typed_and_dragged() {
    let (mut window, deck) = window(Running::default());
    let at = window.harness.get_by_role(Role::SpinButton).rect().center();
    window.click_at(at);
    window.key(Key::A, Modifiers::COMMAND);
    window.harness.event(egui::Event::Text("133.5".to_owned()));
    window.settle();
    window.key(Key::Enter, Modifiers::NONE);
    let tempo = Bpm::new(133.5).expect("a tempo");
    assert_eq!(asked(&deck).last(), Some(&Ask::Tempo(tempo)));
    let to = at + egui::vec2(40.0, 0.0);
    window.drag((at, to), egui::PointerButton::Primary, Modifiers::NONE);
    let faster = |ask: &Ask| matches!(ask, Ask::Tempo(bpm) if *bpm > Bpm::DEFAULT);
    assert!(asked(&deck).iter().any(faster));
}

#[test]
fn no_digit_of_a_tempo_is_a_tempo() {
    let (mut window, deck) = window(Running::default());
    let at = window.harness.get_by_role(Role::SpinButton).rect().center();
    window.click_at(at);
    window.key(Key::A, Modifiers::COMMAND);
    for digit in ["9", "0"] {
        window.harness.event(egui::Event::Text(digit.to_owned()));
        window.settle();
    }
    assert_eq!(asked(&deck), []);
    window.key(Key::Enter, Modifiers::NONE);
    let tempo = Bpm::new(90.0).expect("a tempo");
    assert_eq!(asked(&deck), [Ask::Tempo(tempo)]);
}

#[test]
fn what_others_say_cannot_be_touched() {
    let (window, _) = window(Running {
        led: Led::ByMaster,
        ..Running::default()
    });
    let has = |name: &str| window.harness.query_by_label(name).is_some();
    assert!(has("Play") && !has("Tap") && !has("Meter"));
    assert!(window.harness.query_by_role(Role::SpinButton).is_none());
}

#[test]
fn a_midi_clock_leaves_nothing_to_play_or_stop() {
    let (mut window, deck) = window(Running {
        led: Led::ByClock,
        ..Running::default()
    });
    let has = |name: &str| window.harness.query_by_label(name).is_some();
    assert!(!has("Play") && !has("To start") && has("Meter") && has("Record"));
    window.key(Key::Space, Modifiers::NONE);
    assert_eq!(asked(&deck), []);
}

#[test]
fn under_a_host_there_is_no_strip() {
    let window = Window::on(Bank::empty());
    assert!(window.harness.query_by_label("To start").is_none());
}
