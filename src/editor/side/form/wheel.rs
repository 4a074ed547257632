//! The wheel on a page: it edits or scrolls, but never both, and never another thing halfway.

use crate::editor::dial::wheel_notches;
use egui::{Id, Response, Ui, Vec2};

/// How long the wheel must rest, in seconds, before it can belong to something else.
const REST: f64 = 0.4;

/// What the turning wheel belongs to: to what it began to turn on, a control or the page.
#[derive(Debug, Default)]
pub(in crate::editor) struct Wheel {
    turned: f64,
    begins: bool,
    owner: Option<Id>,
}

impl Wheel {
    /// Notes that a frame begins.
    pub(in crate::editor) fn refresh(&mut self, ui: &Ui) {
        let (now, notches) = ui.input(|input| (input.time, wheel_notches(input)));
        let rested = now - self.turned > REST;
        self.begins = notches != 0.0 && rested;
        if self.begins || rested {
            self.owner = None;
        }
        if notches != 0.0 {
            self.turned = now;
        }
        self.hold_page(ui);
    }

    /// How many notches it went up on this control.
    pub(super) fn turned_on(&mut self, ui: &Ui, response: &Response) -> f32 {
        if self.begins && response.contains_pointer() {
            self.owner = Some(response.id);
            self.hold_page(ui);
        }
        if self.owner == Some(response.id) && response.contains_pointer() {
            ui.input(wheel_notches)
        } else {
            0.0
        }
    }

    /// While it belongs to a control the page stands still.
    fn hold_page(&self, ui: &Ui) {
        if self.owner.is_some() {
            ui.input_mut(|input| input.smooth_scroll_delta = Vec2::ZERO);
        }
    }
}
