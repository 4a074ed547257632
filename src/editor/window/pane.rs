//! What the host's side has of an open window.

use super::kept::Kept;
use super::lot;
use nice_plug::editor::dpi::NativeSize;
use nice_plug::editor::{EditorHandle, Modifiers, ParentWindowHandle, VirtualKeyCode};
use nice_plug_egui::RepaintNotifier;
use nice_plug_egui::baseview::Error;

/// An open window. Dropped it is closed, and kept for the next opening if it can be. **Thread:** main.
///
/// It is there until then: that it can be missing only lets it be taken out.
pub struct Pane(pub(super) Option<Kept>);

impl Drop for Pane {
    fn drop(&mut self) {
        if let Some(window) = self.0.take() {
            lot::leave(window);
        }
    }
}

impl Pane {
    fn ask(&self, question: impl FnOnce(&Kept) -> Result<(), Error>) -> Result<(), Error> {
        self.0.as_ref().map_or(Ok(()), question)
    }
}

/// What the host does to an open window. **Thread:** main.
pub struct Handle {
    pub(super) notifier: RepaintNotifier,
}

impl EditorHandle for Handle {
    type Window = Pane;
    type Error = Error;

    fn run_until_closed(mut window: Pane) -> Result<(), Error> {
        window.0.take().map_or(Ok(()), Kept::run_until_closed)
    }

    fn set_parent(&self, parent: ParentWindowHandle, window: &Pane) -> Result<(), Error> {
        window.ask(|kept| kept.egui.set_parent(parent, &kept.window))
    }

    fn show(&self, window: &Pane) -> Result<(), Error> {
        window.ask(|kept| {
            kept.was_shown.set(true);
            kept.egui.show(&kept.window)
        })
    }

    fn hide(&self, window: &Pane) -> Result<(), Error> {
        window.ask(|kept| kept.egui.hide(&kept.window))
    }

    fn set_size(&self, size: NativeSize<u32>, window: &Pane) -> Result<(), Error> {
        window.ask(|kept| kept.egui.set_size(size, &kept.window))
    }

    fn host_main_thread_callback(&self, window: &Pane) {
        if let Some(kept) = &window.0 {
            kept.egui.host_main_thread_callback(&kept.window);
        }
    }

    fn adjust_size(&self, size: NativeSize<u32>, window: &Pane) -> Option<NativeSize<u32>> {
        let kept = window.0.as_ref()?;
        kept.egui.adjust_size(size, &kept.window)
    }

    fn set_fallback_scale_factor(&self, scale: f64, window: &Pane) -> Result<(), Error> {
        window.ask(|kept| {
            kept.scale.set(Some(scale));
            kept.egui.set_fallback_scale_factor(scale, &kept.window)
        })
    }

    fn on_virtual_key_from_host(
        &self,
        _key: VirtualKeyCode,
        _is_down: bool,
        _modifiers: Modifiers,
    ) -> bool {
        // The window has its keys from the screen.
        false
    }

    fn state_changed(&self) {
        self.notifier.request_repaint();
    }

    fn param_value_changed(&self, _id: &str, _normalized: f32) {
        self.notifier.request_repaint();
    }

    fn param_modulation_changed(&self, _id: &str, _offset: f32) {
        self.notifier.request_repaint();
    }
}
