//! The window in a host: opened, resized, closed, and opened again as it was left.

use super::errands::Errands;
use super::hand::{Ear, Hand};
use super::screen::Screen;
use super::side::{Order, Page};
use super::theme::Theme;
use crate::plugin::Inside;
use crate::plugin::params::{Handle, Look};
use egui::ViewportCommand;
use nice_plug::context::gui::GuiContext;
use nice_plug::editor::dpi::{LogicalSize, NativeSize, Size};
use nice_plug::editor::{HostMethods, ParentWindowHandle, ResizeHint, SpawnedEditor};
use nice_plug_egui::baseview::{HandlerError, WindowSize};
use nice_plug_egui::{
    EguiEditor, EguiEditorHandle, EguiEditorState, EguiNiceSettings, Frame, NiceEguiApp,
    RepaintNotifier, create_egui_editor,
};
use std::error::Error;
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Arc, Mutex, PoisonError};

/// What the framework opens windows with. **Thread:** main.
pub struct Editor {
    inside: Inside,
    /// What the window showed last; it outlives the windows.
    screen: Arc<Mutex<Screen>>,
    notifier: RepaintNotifier,
}

impl Editor {
    /// The editor of an instance. `notifier` is told when the audio thread has news.
    pub fn new(inside: Inside, notifier: RepaintNotifier) -> Self {
        Self {
            inside,
            screen: Arc::new(Mutex::new(Screen {
                errands: Errands::of_user(),
                ..Screen::default()
            })),
            notifier,
        }
    }

    fn look(&self) -> Look {
        self.inside.params.window().look()
    }

    fn logical_size(&self) -> LogicalSize<f32> {
        let look = self.look();
        LogicalSize::new(f32::from(look.width), f32::from(look.height))
    }

    fn egui(&self) -> Option<EguiEditor<App>> {
        let size: Size = self.logical_size().into();
        let zoom = f32::from(self.look().zoom) / 100.0;
        let settings = EguiNiceSettings {
            title: "Afterbeat".to_owned(),
            resize_hint: hint(),
            repaint_poll_interval: super::FRAME,
            ..EguiNiceSettings::default()
        };
        let app = App {
            inside: self.inside.clone(),
            screen: Arc::clone(&self.screen),
            hand: None,
            theme: None,
        };
        let state = EguiEditorState::from_size(size, zoom);
        create_egui_editor(state, self.notifier.clone(), settings, app)
    }
}

fn hint() -> ResizeHint {
    let (width, height) = Look::SMALLEST;
    let smallest = LogicalSize::new(f32::from(width), f32::from(height));
    ResizeHint::RESIZABLE.with_min_logical_size(smallest)
}

impl nice_plug::editor::Editor for Editor {
    type Handle = EguiEditorHandle;

    fn spawn(
        &self,
        parent: Option<ParentWindowHandle>,
        wait_for_parent: bool,
        fallback_scale_factor: Option<f64>,
        gui_context: GuiContext,
        host: Option<HostMethods>,
    ) -> Result<SpawnedEditor<Self::Handle>, Box<dyn Error>> {
        let egui = self.egui().ok_or("no window can be made")?;
        egui.spawn(
            parent,
            wait_for_parent,
            fallback_scale_factor,
            gui_context,
            host,
        )
    }

    fn size(&self) -> NativeSize<u32> {
        // What is drawn larger needs a larger window.
        let zoom = f64::from(self.look().zoom) / 100.0;
        NativeSize::from_size(self.logical_size().into(), zoom)
    }

    fn resize_hint(&self) -> ResizeHint {
        hint()
    }
}

/// One open window.
struct App {
    inside: Inside,
    screen: Arc<Mutex<Screen>>,
    hand: Option<Hand>,
    /// The colours that `egui` has.
    theme: Option<Theme>,
}

impl App {
    /// Has the state know what the window shows.
    fn remember(&self, screen: &Screen) {
        let window = self.inside.params.window();
        let look = window.look();
        let shown = Look {
            light: !screen.theme.is_dark,
            page: Page::number(screen.page_beside),
            order: screen.beside.order.bits(),
            // What was seen once stays so.
            welcomed: look.welcomed || screen.welcome.was_seen(),
            ..look
        };
        if shown != look {
            window.remember(shown);
        }
    }
}

impl Drop for App {
    /// The window is closed.
    fn drop(&mut self) {
        if let Some(hand) = &self.hand {
            let mut screen = lock(&self.screen);
            let _ = panic::catch_unwind(AssertUnwindSafe(|| {
                super::let_go((&mut screen, hand));
            }));
        }
    }
}

impl NiceEguiApp for App {
    fn build(
        &mut self,
        _context: egui::Context,
        host: GuiContext,
        _frame: &mut Frame,
    ) -> Result<(), HandlerError> {
        self.theme = None;
        self.hand = Some(Hand {
            params: Arc::clone(&self.inside.params),
            health: Arc::clone(&self.inside.health),
            ear: Box::new(HostEar(host)),
        });
        let mut screen = lock(&self.screen);
        let look = self.inside.params.window().look();
        show_as_left(&mut screen, look);
        let host = self.inside.host_name.get().map(String::as_str);
        let Screen {
            welcome, errands, ..
        } = &mut *screen;
        welcome.open(host, look.welcomed, errands);
        Ok(())
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut Frame) {
        let Some(hand) = &self.hand else {
            return;
        };
        let mut screen = lock(&self.screen);
        if self.theme != Some(screen.theme) {
            self.theme = Some(screen.theme);
            ui.ctx().set_global_style(screen.theme.style());
            ui.ctx()
                .send_viewport_cmd(ViewportCommand::Title("Afterbeat".to_owned()));
        }
        let drawn = panic::catch_unwind(AssertUnwindSafe(|| super::ui(ui, &mut screen, hand)));
        if drawn.is_err() {
            // What the hand was doing may be what failed; the music and the bank are not touched.
            *screen = Screen {
                theme: screen.theme,
                errands: std::mem::take(&mut screen.errands),
                ..Screen::default()
            };
        }
        self.remember(&screen);
    }

    fn zoom_factor_changed(&mut self, zoom: f32) {
        let window = self.inside.params.window();
        let percent = super::number::whole(f64::from(zoom) * 100.0, 100, 200);
        window.remember(Look {
            zoom: u16::try_from(percent).unwrap_or(100),
            ..window.look()
        });
    }

    fn resized(&mut self, size: WindowSize) {
        let window = self.inside.params.window();
        let whole = |length: f64| {
            let length = super::number::whole(length, 0, i64::from(u16::MAX));
            u16::try_from(length).unwrap_or(u16::MAX)
        };
        window.remember(Look {
            width: whole(size.logical.width),
            height: whole(size.logical.height),
            ..window.look()
        });
    }
}

/// Shows what `look` says.
fn show_as_left(screen: &mut Screen, look: Look) {
    screen.theme = Theme::of(look.light);
    screen.page_beside = Page::saved(look.page);
    screen.beside.order = Order::from_bits(look.order).unwrap_or_default();
}

fn lock(screen: &Mutex<Screen>) -> std::sync::MutexGuard<'_, Screen> {
    screen.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The host as an ear.
struct HostEar(GuiContext);

impl Ear for HostEar {
    fn begin(&self, handle: &Handle<'_>) {
        handle.begin_gesture(&self.0);
    }

    fn set(&self, handle: &Handle<'_>, normalized: f32) {
        handle.gesture(&self.0, normalized);
    }

    fn end(&self, handle: &Handle<'_>) {
        handle.end_gesture(&self.0);
    }

    fn restart(&self) {
        self.0.request_restart();
    }
}
