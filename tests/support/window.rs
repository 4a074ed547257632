//! The editor without a host: a screen, an instance, an engine that hears it, and an ear that notes.

use afterbeat::editor::keyboard::{Keyboard, Letters};
use afterbeat::editor::{self, Ear, Hand, Screen};
use afterbeat::engine::Engine;
use afterbeat::link::{self, AudioSide, Health, Main};
use afterbeat::pattern::{Bank, Edit, to_bytes};
use afterbeat::plugin::Params;
use afterbeat::plugin::params::Handle;
use egui::{Event, Modifiers, PointerButton, Pos2, Rect, Vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable as _;
use std::sync::{Arc, Mutex};

/// What the host heard of the user's hand.
type Heard = Arc<Mutex<Vec<String>>>;

struct NotingEar(Heard);

impl NotingEar {
    fn note(&self, text: String) {
        self.0.lock().expect("nobody panicked").push(text);
    }
}

impl Ear for NotingEar {
    fn begin(&self, handle: &Handle<'_>) {
        self.note(format!("begin {}", handle.id()));
    }

    fn set(&self, handle: &Handle<'_>, normalized: f32) {
        handle.set_normalized(normalized).expect("a number");
        self.note(format!("set {} {}", handle.id(), handle.text()));
    }

    fn end(&self, handle: &Handle<'_>) {
        self.note(format!("end {}", handle.id()));
    }

    fn restart(&self) {
        self.note("restart".to_owned());
    }
}

/// What is in the window.
pub struct Inside {
    pub screen: Screen,
    pub hand: Hand,
}

/// A window on an instance.
pub struct Window {
    pub harness: Harness<'static, Inside>,
    heard: Heard,
    pub audio: AudioSide,
    pub engine: Engine,
}

impl Window {
    /// A window of the usual size on an instance with this bank.
    pub fn on(bank: Bank) -> Self {
        Self::with_keyboard(bank, Letters::us())
    }

    /// The same, before a keyboard with these letters.
    pub fn with_keyboard(bank: Bank, letters: Letters) -> Self {
        let (main, audio, engine) = link::new(bank);
        let heard = Heard::default();
        let hand = Hand {
            params: Arc::new(Params::new(Main::new(main))),
            health: Arc::new(Health::default()),
            ear: Box::new(NotingEar(Arc::clone(&heard))),
            deck: None,
        };
        let screen = Screen::default();
        let style = screen.theme.style();
        let mut harness = Harness::builder()
            .with_size(Vec2::new(1180.0, 720.0))
            .with_step_dt(1.0 / 60.0)
            .with_context_setup(move |context| {
                context.set_global_style(style.clone());
                context.add_plugin(Keyboard::with(letters.clone()));
            })
            .build_ui_state(
                |ui, inside: &mut Inside| editor::ui(ui, &mut inside.screen, &inside.hand),
                Inside { screen, hand },
            );
        harness.run_steps(3);
        Self {
            harness,
            heard,
            audio,
            engine,
        }
    }

    /// Where something of this name is.
    pub fn place(&self, name: &str) -> Rect {
        self.harness.get_by_label(name).rect()
    }

    /// Draws a few frames, so that what was done is seen.
    pub fn settle(&mut self) {
        self.harness.run_steps(4);
    }

    /// Presses a button of the mouse at a place, without letting it go.
    pub fn press(&mut self, at: Pos2, button: PointerButton, modifiers: Modifiers) {
        self.harness
            .event_modifiers(Event::PointerMoved(at), modifiers);
        self.harness.step();
        let event = Event::PointerButton {
            pos: at,
            button,
            pressed: true,
            modifiers,
        };
        self.harness.event_modifiers(event, modifiers);
        self.settle();
    }

    /// Moves the mouse.
    pub fn go(&mut self, to: Pos2, modifiers: Modifiers) {
        self.harness
            .event_modifiers(Event::PointerMoved(to), modifiers);
        self.settle();
    }

    /// Lets a button of the mouse go.
    pub fn release(&mut self, at: Pos2, button: PointerButton, modifiers: Modifiers) {
        let event = Event::PointerButton {
            pos: at,
            button,
            pressed: false,
            modifiers,
        };
        self.harness.event_modifiers(event, modifiers);
        self.settle();
    }

    /// Clicks on a place.
    pub fn click_at(&mut self, at: Pos2) {
        self.press(at, PointerButton::Primary, Modifiers::NONE);
        self.release(at, PointerButton::Primary, Modifiers::NONE);
    }

    /// Clicks on what has this name.
    pub fn click(&mut self, name: &str) {
        let at = self.place(name).center();
        self.click_at(at);
    }

    /// Drags from one place to another.
    pub fn drag(&mut self, (from, to): (Pos2, Pos2), button: PointerButton, modifiers: Modifiers) {
        self.press(from, button, modifiers);
        for part in [0.25, 0.5, 0.75, 1.0] {
            self.go(from + (to - from) * part, modifiers);
        }
        self.release(to, button, modifiers);
    }

    /// Presses and releases a key.
    pub fn key(&mut self, key: egui::Key, modifiers: Modifiers) {
        self.harness.key_press_modifiers(modifiers, key);
        self.settle();
    }

    /// The true bank.
    pub fn bank(&self) -> Bank {
        self.harness.state().hand.main().lock().bank().clone()
    }

    /// What the host heard since it was asked last.
    pub fn heard(&self) -> Vec<String> {
        std::mem::take(&mut self.heard.lock().expect("nobody panicked"))
    }

    /// Checks that exactly `edits` were made since the bank was `before`, and as one gesture: the
    /// engine has them too, undo brings `before` back byte for byte, and redo the edits.
    pub fn expect(&mut self, before: &Bank, edits: &[Edit]) {
        let mut wanted = before.clone();
        for edit in edits {
            wanted.apply(edit.clone()).expect("an edit of that bank");
        }
        assert!(self.bank() == wanted, "not these edits");
        self.audio.drain(&mut self.engine);
        assert!(self.engine.bank() == &wanted, "the engine has others");
        let Inside { screen, hand } = self.harness.state_mut();
        assert!(screen.undo(hand), "nothing to undo");
        assert_eq!(to_bytes(&self.bank()), to_bytes(before), "undo");
        let Inside { screen, hand } = self.harness.state_mut();
        assert!(screen.redo(hand), "nothing to do again");
        assert_eq!(to_bytes(&self.bank()), to_bytes(&wanted), "redo");
        self.audio.drain(&mut self.engine);
        assert!(self.engine.bank() == &wanted, "the engine after redo");
        self.settle();
    }
}
