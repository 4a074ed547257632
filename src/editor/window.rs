//! The window in a host: opened, resized, closed, and opened again as it was left.

mod afresh;
mod kept;
mod lot;
mod pane;
mod presence;
#[cfg(target_os = "linux")]
mod shelter;
#[cfg(not(target_os = "linux"))]
#[path = "window/no_shelter.rs"]
mod shelter;
mod sleep;

pub use pane::{Handle as EditorHandle, Pane};
pub use presence::Bell;

use super::errands::Errands;
use super::frame::{draw, remember_size, remember_zoom, show_as_left};
use super::hand::{Ear, Hand};
use super::keyboard::Keyboard;
use super::screen::Screen;
use super::theme::Theme;
use crate::plugin::Inside;
use crate::plugin::params::{Handle, Look};
use afresh::Afresh;
use kept::{Kept, Made, Wanted};
use nice_plug::context::gui::GuiContext;
use nice_plug::editor::dpi::{LogicalSize, NativeSize};
use nice_plug::editor::{Editor as _, HostMethods, ParentWindowHandle, ResizeHint, SpawnedEditor};
use nice_plug_egui::baseview::{HandlerError, WindowSize};
use nice_plug_egui::{
    EguiEditor, EguiEditorState, EguiNiceSettings, Frame, NiceEguiApp, create_egui_editor,
};
use presence::{Presence, while_open};
use std::error::Error;
use std::panic::{self, AssertUnwindSafe};
use std::sync::{Arc, Mutex, PoisonError};

/// What the framework opens windows with. **Thread:** main.
pub struct Editor {
    inside: Inside,
    /// What the window showed last; it outlives the windows.
    screen: Arc<Mutex<Screen>>,
    bell: Bell,
}

impl Drop for Editor {
    /// The instance goes, and its window with it.
    fn drop(&mut self) {
        self.bell.presence.end();
        lot::close(&self.bell.presence);
    }
}

impl Editor {
    /// The editor of an instance. `bell` is rung when the audio thread has news.
    pub fn new(inside: Inside, bell: Bell) -> Self {
        Self {
            inside,
            screen: Arc::new(Mutex::new(Screen {
                errands: Errands::of_user(),
                ..Screen::default()
            })),
            bell,
        }
    }

    fn look(&self) -> Look {
        self.inside.params.window().look()
    }

    fn logical_size(&self) -> LogicalSize<f32> {
        let look = self.look();
        LogicalSize::new(f32::from(look.width), f32::from(look.height))
    }

    fn zoom(&self) -> f32 {
        f32::from(self.look().zoom) / 100.0
    }

    fn egui(&self, state: &Arc<EguiEditorState>) -> Option<EguiEditor<App>> {
        let settings = EguiNiceSettings {
            title: "Afterbeat".to_owned(),
            resize_hint: hint(),
            repaint_poll_interval: super::FRAME,
            ..EguiNiceSettings::default()
        };
        let app = App {
            inside: self.inside.clone(),
            screen: Arc::clone(&self.screen),
            presence: Arc::clone(&self.bell.presence),
            begun: None,
            hand: None,
            theme: None,
        };
        let notifier = self.bell.notifier.clone();
        create_egui_editor(Arc::clone(state), notifier, settings, app)
    }

    fn make(&self, host: MadeFor) -> Result<Kept, Box<dyn Error>> {
        let presence = &self.bell.presence;
        let state = EguiEditorState::from_size(self.logical_size(), self.zoom());
        let egui = self.egui(&state).ok_or("no window can be made")?;
        // One that is a program's own is not opened again.
        let shelter = host.waits.then(lot::shelter).flatten();
        let made = Made::now(shelter.as_deref());
        let hand = hand(&self.inside, host.context.clone());
        let methods = host.methods.map(|host| while_open(host, presence));
        presence.open();
        let spawned = egui
            .spawn(host.parent, host.waits, host.scale, host.context, methods)
            .inspect_err(|_| presence.close())?;
        Ok(Kept {
            egui: spawned.handle,
            window: spawned.window,
            state,
            presence: Arc::clone(presence),
            screen: Arc::clone(&self.screen),
            hand,
            scale: host.scale.into(),
            was_shown: false.into(),
            made,
            shelter,
        })
    }
}

/// The host, as a window is made for it.
struct MadeFor {
    parent: Option<ParentWindowHandle>,
    /// Whether it will say later which window it is to be put into.
    waits: bool,
    scale: Option<f64>,
    context: GuiContext,
    methods: Option<HostMethods>,
}

/// An instance in the hand of who sits before the window.
fn hand(inside: &Inside, host: GuiContext) -> Hand {
    Hand {
        params: Arc::clone(&inside.params),
        health: Arc::clone(&inside.health),
        ear: Box::new(HostEar(host)),
        deck: None,
    }
}

fn hint() -> ResizeHint {
    let (width, height) = Look::SMALLEST;
    let smallest = LogicalSize::new(f32::from(width), f32::from(height));
    ResizeHint::RESIZABLE.with_min_logical_size(smallest)
}

impl nice_plug::editor::Editor for Editor {
    type Handle = EditorHandle;

    fn spawn(
        &self,
        parent: Option<ParentWindowHandle>,
        wait_for_parent: bool,
        fallback_scale_factor: Option<f64>,
        gui_context: GuiContext,
        host: Option<HostMethods>,
    ) -> Result<SpawnedEditor<Self::Handle>, Box<dyn Error>> {
        let presence = &self.bell.presence;
        let wanted = Wanted {
            size: self.logical_size(),
            zoom: self.zoom(),
            scale: fallback_scale_factor,
        };
        let waits = wait_for_parent && parent.is_none();
        let host = MadeFor {
            parent,
            waits,
            scale: fallback_scale_factor,
            context: gui_context,
            methods: host,
        };
        let kept = waits.then(|| lot::give_back(presence, wanted)).flatten();
        let window = kept.map_or_else(|| self.make(host), Ok)?;
        let notifier = self.bell.notifier.clone();
        notifier.request_repaint();
        Ok(SpawnedEditor {
            handle: EditorHandle { notifier },
            window: Pane(Some(window)),
        })
    }

    fn size(&self) -> NativeSize<u32> {
        // What is drawn larger needs a larger window.
        NativeSize::from_size(self.logical_size().into(), self.zoom().into())
    }

    fn resize_hint(&self) -> ResizeHint {
        hint()
    }
}

/// One window. While it is closed and kept it draws nothing, and asks for nothing to be drawn.
struct App {
    inside: Inside,
    screen: Arc<Mutex<Screen>>,
    presence: Arc<Presence>,
    /// The opening that has begun.
    begun: Option<u64>,
    hand: Option<Hand>,
    /// The colours that `egui` has.
    theme: Option<Theme>,
}

impl App {
    /// The window opens: it shows what the state says, whatever it showed last.
    fn begin(&self, screen: &mut Screen) {
        let look = self.inside.params.window().look();
        show_as_left(screen, look);
        let host = self.inside.host_name.get().map(String::as_str);
        let Screen {
            welcome, errands, ..
        } = screen;
        welcome.open(host, look.welcomed, errands);
    }
}

impl Drop for App {
    /// The window is closed for good, perhaps not by the host.
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
        context: egui::Context,
        host: GuiContext,
        _frame: &mut Frame,
    ) -> Result<(), HandlerError> {
        context.add_plugin(Keyboard::of_screen());
        context.add_plugin(Afresh::new(Arc::clone(&self.presence)));
        self.hand = Some(hand(&self.inside, host));
        Ok(())
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut Frame) {
        let (Some(hand), Some(opening)) = (&self.hand, self.presence.opening()) else {
            return;
        };
        let mut screen = lock(&self.screen);
        if self.begun != Some(opening) {
            self.begun = Some(opening);
            self.begin(&mut screen);
        }
        draw(ui, &mut self.theme, (&mut screen, hand));
        self.presence.draw(opening);
    }

    fn zoom_factor_changed(&mut self, zoom: f32) {
        remember_zoom(&self.inside.params, zoom);
    }

    fn resized(&mut self, size: WindowSize) {
        remember_size(&self.inside.params, size);
    }
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
