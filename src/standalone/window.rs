//! The plug-in's window, on its own.

use super::console::Console;
use super::session::Instrument;
use crate::editor::{Ear, Hand, alone};
use crate::plugin::params::Handle;
use nice_plug_egui::baseview;
use std::sync::Arc;
use std::thread::JoinHandle;

/// An open window. **Thread:** main.
pub(super) struct Window {
    console: Arc<Console>,
    shown: baseview::Window,
}

impl Window {
    /// Opens the window of `instrument`, as it was left.
    pub(super) fn open(
        instrument: &Instrument,
        console: &Arc<Console>,
    ) -> Result<Self, baseview::Error> {
        let hand = Hand {
            params: Arc::clone(&instrument.params),
            health: Arc::clone(&instrument.health),
            ear: Box::new(OwnEar(Arc::clone(console))),
            deck: Some(Arc::clone(console) as _),
        };
        Ok(Self {
            console: Arc::clone(console),
            shown: alone::open(hand, console.notifier().clone())?,
        })
    }

    /// Shows the window until it is closed, or `session` ends.
    pub(super) fn run<T>(self, session: &JoinHandle<T>) {
        show(self.shown, &self.console, session);
        self.console.note_closed();
    }
}

/// Shows `window` until it is closed, or `session` ends; then it is gone.
///
/// Under X11 it has a thread of its own. One that is not on the screen is not drawn, and does not hear
/// of the end.
#[cfg(target_os = "linux")]
fn show<T>(window: baseview::Window, console: &Console, session: &JoinHandle<T>) {
    use crate::editor::deck::Deck as _;
    use std::thread::sleep;
    use std::time::{Duration, Instant};

    /// How often it is looked.
    const STEP: Duration = Duration::from_millis(20);
    /// How long it may take to close by itself.
    const CLOSING: Duration = Duration::from_millis(500);

    // What cannot be shown is closed.
    let is_shown = window.show().is_ok();
    while is_shown && window.is_open() && !console.is_over() && !session.is_finished() {
        sleep(STEP);
    }
    console.end();
    let until = Instant::now() + CLOSING;
    while is_shown && window.is_open() && Instant::now() < until {
        sleep(STEP);
    }
    drop(window);
}

/// Shows `window` until it is closed; the session's end closes it.
#[cfg(not(target_os = "linux"))]
fn show<T>(window: baseview::Window, console: &Console, _session: &JoinHandle<T>) {
    // However it ends, it is gone then.
    let _ = window.run_until_closed();
    console.end();
}

/// Parameters are set at once, as typed lines set them; nobody records gestures.
struct OwnEar(Arc<Console>);

impl Ear for OwnEar {
    fn begin(&self, _handle: &Handle<'_>) {}

    fn set(&self, handle: &Handle<'_>, normalized: f32) {
        // It is a number.
        let _ = handle.set_normalized(normalized);
    }

    fn end(&self, _handle: &Handle<'_>) {}

    fn restart(&self) {
        self.0.restart();
    }
}
