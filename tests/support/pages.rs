//! The hand on the pages beside the grid: what is typed, chosen, wheeled.

use super::window::{Inside, Window};
use afterbeat::pattern::{LaneAt, LaneIndex, PatternIndex};
use egui::{Event, Key, Modifiers, Vec2};
use egui_kittest::kittest::Queryable as _;

/// The place of a lane of the first pattern, counted from 0.
pub fn at(lane: u8) -> LaneAt {
    LaneAt {
        pattern: PatternIndex::FIRST,
        lane: LaneIndex::new(lane).expect("a lane"),
    }
}

impl Window {
    /// Opens a page by the button of this name, in a window so high that all of it is seen.
    pub fn open(&mut self, name: &str) {
        self.harness.set_size(Vec2::new(1180.0, 1800.0));
        self.settle();
        self.click(name);
        self.settle();
    }

    /// Types a text over what the field of this name has, and ends it with Enter.
    pub fn fill(&mut self, name: &str, text: &str) {
        self.click(name);
        self.key(Key::A, Modifiers::COMMAND);
        self.harness.event(Event::Text(text.to_owned()));
        self.settle();
        self.key(Key::Enter, Modifiers::NONE);
    }

    /// Opens the list of this name and takes the entry of that name.
    pub fn choose(&mut self, list: &str, entry: &str) {
        self.click(list);
        self.settle();
        self.click(entry);
    }

    /// Turns the wheel by some notches on what has this name.
    pub fn wheel(&mut self, name: &str, notches: f32) {
        let at = self.place(name).center();
        self.go(at, Modifiers::NONE);
        self.harness.event(Event::MouseWheel {
            unit: egui::MouseWheelUnit::Line,
            source: egui::MouseWheelSource::Wheel,
            delta: Vec2::new(0.0, notches),
            phase: egui::TouchPhase::Move,
            modifiers: Modifiers::NONE,
        });
        self.settle();
    }

    /// Whether anything has this name.
    pub fn has(&self, name: &str) -> bool {
        self.harness.query_by_label(name).is_some()
    }

    /// A parameter's value.
    pub fn value(&self, id: &str) -> f32 {
        let params = &self.harness.state().hand.params;
        params.by_id(id).expect("a parameter").value()
    }

    /// Takes the last gesture back.
    pub fn undo(&mut self) {
        let Inside { screen, hand } = self.harness.state_mut();
        assert!(screen.undo(hand), "nothing to undo");
        self.settle();
    }
}
