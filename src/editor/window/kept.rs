//! A window as this side of its thread holds it: in use, or kept for the next opening.

use super::presence::Presence;
use super::shelter::{Shelter, Sight};
use super::sleep::Moment;
use crate::editor::hand::Hand;
use crate::editor::screen::Screen;
use nice_plug::editor::EditorHandle as _;
use nice_plug::editor::dpi::LogicalSize;
use nice_plug_egui::baseview::{self, Window};
use nice_plug_egui::{EguiEditorHandle, EguiEditorState};
use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::rc::Rc;
use std::sync::{Arc, Mutex, PoisonError};

/// A window. **Thread:** main.
pub(super) struct Kept {
    pub(super) egui: EguiEditorHandle,
    pub(super) window: Window,
    pub(super) state: Arc<EguiEditorState>,
    pub(super) presence: Arc<Presence>,
    pub(super) screen: Arc<Mutex<Screen>>,
    pub(super) hand: Hand,
    /// The scale that the host said last.
    pub(super) scale: Cell<Option<f64>>,
    /// Whether the host has shown it since it was opened.
    pub(super) was_shown: Cell<bool>,
    /// When it was made, and what of the screen is in it.
    pub(super) made: Made,
    /// Where it goes when it closes, if it can. It must outlive the window.
    pub(super) shelter: Option<Rc<Shelter>>,
}

/// What a window had of its surroundings when it was made.
pub(super) struct Made {
    moment: Moment,
    sight: Option<Sight>,
}

impl Made {
    /// What one has that is made now.
    pub(super) fn now(shelter: Option<&Shelter>) -> Self {
        Self {
            moment: Moment::now(),
            sight: shelter.and_then(Shelter::sight),
        }
    }
}

/// How an opening wants the window.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wanted {
    /// How large, in points of a window that is not zoomed.
    pub(super) size: LogicalSize<f32>,
    /// How much larger all is drawn.
    pub(super) zoom: f32,
    /// The scale that the host says.
    pub(super) scale: Option<f64>,
}

impl Kept {
    /// Leaves it as a window that is closed leaves its instance.
    pub(super) fn let_go(&self) {
        let mut screen = self.screen.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = panic::catch_unwind(AssertUnwindSafe(|| {
            crate::editor::let_go((&mut screen, &self.hand));
        }));
    }

    /// Takes it off the host's window, to be opened again; false if it cannot be. That the host's
    /// window is gone, and it with that one, shows here.
    pub(super) fn withdraw(&self) -> bool {
        let Some(shelter) = &self.shelter else {
            return false;
        };
        // One that was shown and drew nothing may be stuck: the next one is to be new.
        let is_well = self.window.is_open() && (self.presence.was_drawn() || !self.was_shown.get());
        is_well
            && !self.presence.is_over()
            && self.egui.hide(&self.window).is_ok()
            && self.egui.set_parent(shelter.parent(), &self.window).is_ok()
    }

    /// Opens it again as `wanted`; false if a new one would come out another way.
    pub(super) fn reopen(&self, wanted: Wanted) -> bool {
        // What it still had to say was said of the last opening, and is lost on the host now.
        self.egui.host_main_thread_callback(&self.window);
        let zoom = self.state.user_scale_factor();
        let is_alike = self.window.is_open()
            && self.scale.get() == wanted.scale
            && (zoom - wanted.zoom).abs() < 0.001
            && self.is_as_made();
        let LogicalSize { width, height } = wanted.size;
        let size = LogicalSize::new(width * zoom, height * zoom);
        if !is_alike || self.window.resize(size).is_err() {
            return false;
        }
        self.was_shown.set(false);
        self.presence.open();
        true
    }

    /// Whether all is as it was when the window was made. A driver may have lost what it keeps while
    /// the machine slept, and a window that is opened again should be whole again.
    fn is_as_made(&self) -> bool {
        let shelter = self.shelter.as_deref();
        let now = Made::now(shelter);
        now.sight.is_some()
            && now.sight == self.made.sight
            && !self.made.moment.slept_until(now.moment)
    }

    /// Runs it as a program's own window until it is closed.
    pub(super) fn run_until_closed(self) -> Result<(), baseview::Error> {
        let Self {
            window, presence, ..
        } = self;
        let ended = EguiEditorHandle::run_until_closed(window);
        presence.close();
        ended
    }

    /// Closes it for good, and waits for its thread.
    pub(super) fn close(self) {
        // Should that thread have panicked, the framework has it go on here, across the host.
        let _ = panic::catch_unwind(AssertUnwindSafe(|| drop(self)));
    }
}
