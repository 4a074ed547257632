//! The window on its own: on the screen itself, with no host around it.

use super::errands::Errands;
use super::frame::{draw, remember_size, remember_zoom, show_as_left};
use super::hand::Hand;
use super::keyboard::Keyboard;
use super::screen::Screen;
use super::theme::Theme;
use crate::plugin::params::Look;
use egui::ViewportCommand;
use nice_plug_egui::baseview::dpi::{LogicalSize, Size};
use nice_plug_egui::baseview::{self, HandlerError, WindowSize};
use nice_plug_egui::{App, EguiWindow, EguiWindowSettings, Frame, RepaintNotifier};
use std::panic::{self, AssertUnwindSafe};

/// Opens the window of what `hand` holds, as it was left, without showing it yet. It is drawn when
/// `notifier` says so, and closes when the hand's deck is over. **Thread:** main.
///
/// # Errors
/// When there is no screen, or nothing can be drawn on it.
pub fn open(hand: Hand, notifier: RepaintNotifier) -> Result<baseview::Window, baseview::Error> {
    let look = hand.params.window().look();
    let logical =
        |width: u16, height: u16| Size::Logical(LogicalSize::new(width.into(), height.into()));
    let (least_width, least_height) = Look::SMALLEST;
    let settings = EguiWindowSettings::new()
        .with_title("Afterbeat")
        .with_size(logical(look.width, look.height))
        .with_min_size(Some(logical(least_width, least_height)))
        .with_zoom_factor(f32::from(look.zoom) / 100.0)
        .with_repaint_notifier(notifier)
        .with_repaint_poll_interval(super::FRAME);
    let mut screen = Screen {
        errands: Errands::of_user(),
        ..Screen::default()
    };
    show_as_left(&mut screen, look);
    // It is heard at once; what is said first is about hosts.
    screen.welcome.open(Some("JACK"), true, &mut screen.errands);
    let alone = Alone {
        hand,
        screen,
        theme: None,
    };
    EguiWindow::create(settings, alone)
}

/// The open window.
struct Alone {
    hand: Hand,
    screen: Screen,
    /// The colours that `egui` has.
    theme: Option<Theme>,
}

impl Drop for Alone {
    /// The window is closed: what the hand holds goes.
    fn drop(&mut self) {
        let _ = panic::catch_unwind(AssertUnwindSafe(|| {
            super::let_go((&mut self.screen, &self.hand));
        }));
    }
}

impl App for Alone {
    fn build(&mut self, context: egui::Context, _frame: &mut Frame) -> Result<(), HandlerError> {
        context.add_plugin(Keyboard::of_screen());
        Ok(())
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut Frame) {
        if self.hand.deck.as_ref().is_some_and(|deck| deck.is_over()) {
            ui.ctx().send_viewport_cmd(ViewportCommand::Close);
            return;
        }
        draw(ui, &mut self.theme, (&mut self.screen, &self.hand));
    }

    fn zoom_factor_changed(&mut self, zoom: f32) {
        remember_zoom(&self.hand.params, zoom);
    }

    fn resized(&mut self, size: WindowSize) {
        remember_size(&self.hand.params, size);
    }
}
