//! What the window and the session have in common: how the song runs, and what the hand asks for.

use super::command::{Command, Place};
use super::terminal::Incoming;
use crate::editor::deck::{Ask, Deck, Running};
use nice_plug_egui::RepaintNotifier;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::SyncSender;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// What the session shows to its window. **Thread:** any but audio.
pub(super) struct Console {
    running: Mutex<Running>,
    /// What is pressed comes in like what is typed.
    pressed: SyncSender<Incoming>,
    notifier: RepaintNotifier,
    is_over: AtomicBool,
    is_closed: AtomicBool,
}

impl Console {
    /// What is pressed goes to `pressed`; `notifier` has the window drawn.
    pub(super) fn new(pressed: SyncSender<Incoming>, notifier: RepaintNotifier) -> Self {
        Self {
            running: Mutex::default(),
            pressed,
            notifier,
            is_over: AtomicBool::new(false),
            is_closed: AtomicBool::new(false),
        }
    }

    /// What has the window drawn.
    pub(super) fn notifier(&self) -> &RepaintNotifier {
        &self.notifier
    }

    /// Shows how the song runs.
    pub(super) fn show(&self, running: Running) {
        let mut shown = self.lock();
        if *shown != running {
            *shown = running;
            self.notifier.request_repaint();
        }
    }

    /// Has the window close.
    pub(super) fn end(&self) {
        self.is_over.store(true, Ordering::Relaxed);
        self.notifier.request_repaint();
    }

    /// Says that the window has closed, and touches nothing any more.
    pub(super) fn note_closed(&self) {
        self.is_closed.store(true, Ordering::Release);
    }

    /// Whether the window has closed.
    pub(super) fn is_closed(&self) -> bool {
        self.is_closed.load(Ordering::Acquire)
    }

    /// Has the player begin afresh.
    pub(super) fn restart(&self) {
        self.press(Incoming::Restart);
    }

    fn press(&self, pressed: Incoming) {
        // A session that has as many lines to obey as it can hold is not waited for: the window
        // would stand still meanwhile.
        let _ = self.pressed.try_send(pressed);
    }

    fn lock(&self) -> MutexGuard<'_, Running> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Deck for Console {
    fn running(&self) -> Running {
        self.lock().clone()
    }

    fn ask(&self, ask: Ask) {
        self.press(Incoming::Press(match ask {
            Ask::Play(true) => Command::Play,
            Ask::Play(false) => Command::Stop,
            Ask::ToStart => Command::Locate(Place { bar: 1, beat: 1.0 }),
            Ask::Tempo(bpm) => Command::Tempo(bpm),
            Ask::Tap => Command::Tap,
            Ask::Meter(meter) => Command::Meter(meter),
            Ask::Click(on) => Command::Click(on),
            Ask::Record(on) => Command::Record(on),
        }));
    }

    fn is_over(&self) -> bool {
        self.is_over.load(Ordering::Relaxed)
    }
}
