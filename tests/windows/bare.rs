//! A window of the framework's with nothing of the plug-in's in it, to compare with.
#![expect(unsafe_code, reason = "the framework's context is unsafe to implement")]

use nice_plug::context::PluginApi;
use nice_plug::context::gui::{GuiContext, GuiContextInner};
use nice_plug::editor::dpi::LogicalSize;
use nice_plug::editor::{Editor as _, ParentWindowHandle};
use nice_plug::plugin::PluginState;
use nice_plug::prelude::ParamPtr;
use nice_plug_egui::baseview::HandlerError;
use nice_plug_egui::{
    EguiEditorState, EguiNiceSettings, Frame, NiceEguiApp, RepaintNotifier, create_egui_editor,
};
use std::num::NonZeroU32;
use std::sync::Arc;

/// A host that hears nothing.
struct Deaf;

impl GuiContextInner for Deaf {
    fn plugin_api(&self) -> PluginApi {
        PluginApi::Clap
    }

    unsafe fn raw_begin_set_parameter(&self, _param: ParamPtr) {}

    unsafe fn raw_set_parameter_normalized(&self, _param: ParamPtr, _normalized: f32) {}

    unsafe fn raw_end_set_parameter(&self, _param: ParamPtr) {}

    fn get_state(&self) -> PluginState {
        PluginState {
            version: String::new(),
            params: std::collections::BTreeMap::new(),
            fields: std::collections::BTreeMap::new(),
        }
    }

    fn set_state(&self, _state: PluginState) {}

    fn request_restart(&self) {}
}

/// A window with a word in it.
struct Word;

impl NiceEguiApp for Word {
    fn build(
        &mut self,
        _context: egui::Context,
        _host: GuiContext,
        _frame: &mut Frame,
    ) -> Result<(), HandlerError> {
        Ok(())
    }

    fn ui(&mut self, ui: &mut egui::Ui, _frame: &mut Frame) {
        ui.label("Nothing");
        ui.ctx().request_repaint();
    }
}

/// Opens it inside a window of the host's, has it drawn, and closes it.
pub fn open_and_close(parent: u32, play: impl FnOnce()) {
    let size = LogicalSize::new(1180.0_f32, 720.0);
    let state = EguiEditorState::from_size(size, 1.0);
    let settings = EguiNiceSettings::default();
    let editor = create_egui_editor(state, RepaintNotifier::new(), settings, Word);
    let editor = editor.expect("an editor");
    let parent = NonZeroU32::new(parent).expect("a window");
    let parent = ParentWindowHandle::XcbWindow(parent);
    let context = GuiContext::new(Arc::new(Deaf));
    let spawned = editor.spawn(Some(parent), false, None, context, None);
    let spawned = spawned.expect("a window");
    play();
    drop(spawned);
}
