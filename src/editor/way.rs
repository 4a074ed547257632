//! The way that the mouse went in a frame: a quick hand goes over many a cell in one.

use super::number::{count, whole};
use egui::{PointerState, Pos2, Vec2};

/// How far apart the places are that are looked at: nothing that a hand can hit is narrower.
const APART: f32 = 4.0;

/// From where to where the hand went, straight on.
#[derive(Clone, Copy, Debug)]
pub struct Way {
    /// Where it was a frame ago, or where it was pressed since.
    pub from: Pos2,
    /// Where it is.
    pub to: Pos2,
}

impl Way {
    /// The way of the hand, if it is in the window.
    pub fn of(pointer: &PointerState) -> Option<Self> {
        let to = pointer.latest_pos()?;
        let pressed = pointer.press_origin().filter(|_| pointer.any_pressed());
        let from = pressed.unwrap_or(to - pointer.delta());
        Some(Self { from, to })
    }

    /// How far it is.
    pub fn motion(&self) -> Vec2 {
        self.to - self.from
    }

    /// What the hand went over, one after another, each with the place where it left it.
    pub fn over<T: PartialEq>(&self, what: impl Fn(Pos2) -> Option<T>) -> Vec<(T, Pos2)> {
        let mut over: Vec<(T, Pos2)> = Vec::new();
        for at in self.places() {
            let Some(now) = what(at) else {
                continue;
            };
            match over.last_mut() {
                Some((last, left)) if *last == now => *left = at,
                _ => over.push((now, at)),
            }
        }
        over
    }

    fn places(&self) -> impl Iterator<Item = Pos2> + use<> {
        let Self { from, to } = *self;
        let pieces = whole(f64::from((self.motion().length() / APART).ceil()), 1, 4096);
        let pieces = usize::try_from(pieces).unwrap_or(1);
        (0..=pieces).map(move |n| from.lerp(to, count(n) / count(pieces)))
    }
}
