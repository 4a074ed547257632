//! The wave on a lane's velocities, drawn as it is heard, with a point where the song is.

use super::super::form::{Number, Row, choice, number, number_as};
use super::{lane, narrow, set};
use crate::editor::hand::Hand;
use crate::editor::number::px;
use crate::editor::paint::small;
use crate::editor::screen::Screen;
use crate::pattern::{LaneSetting, Lfo, LfoDepth, LfoShape, Seed, Velocity};
use crate::time::{round_i64, to_f64};
use egui::accesskit::Role;
use egui::{Align2, Pos2, Rect, Sense, Shape, Stroke, Ui, WidgetInfo, pos2, vec2};
use std::num::NonZeroU8;

const SHAPE: Row<'_> = Row {
    name: "Shape",
    about: "the form of the wave",
};
const DEPTH: Row<'_> = Row {
    name: "Depth",
    about: "how many velocities it goes up and down",
};
const BASE: Row<'_> = Row {
    name: "Base",
    about: "how hard a full strike is where the wave is at its zero",
};
const PERIOD: Row<'_> = Row {
    name: "Period",
    about: "after how many bars it begins again",
};
const CYCLES: Row<'_> = Row {
    name: "Cycles",
    about: "how many waves there are in a period",
};
const SHAPES: [LfoShape; 6] = [
    LfoShape::Sine,
    LfoShape::Triangle,
    LfoShape::Saw,
    LfoShape::Square,
    LfoShape::Random,
    LfoShape::Steps,
];
/// How high the curve is drawn.
const HEIGHT: f32 = 64.0;

/// Shows it.
pub(super) fn show(ui: &mut Ui, (screen, hand): (&mut Screen, &Hand)) {
    curve(ui, screen);
    let lfo = lane(screen).lfo;
    let word = |shape: &LfoShape| format!("{shape:?}");
    let mut to = None;
    if let Some(shape) = choice(ui, screen, SHAPE, (&lfo.shape, &SHAPES), word) {
        to = Some(Lfo { shape, ..lfo });
    }
    let depth = number(ui, screen, DEPTH, (i64::from(lfo.depth.get()), 0..=127, ""));
    if let Some(depth) = depth.and_then(|depth| narrow(depth, LfoDepth::new)) {
        to = Some(Lfo { depth, ..lfo });
    }
    let base = number(ui, screen, BASE, (i64::from(lfo.base.get()), 1..=127, ""));
    if let Some(base) = base.and_then(|base| narrow(base, Velocity::new)) {
        to = Some(Lfo { base, ..lfo });
    }
    let bars = i64::from(lfo.bars.get());
    let bars = number(ui, screen, PERIOD, (bars, 1..=255, " bars"));
    if let Some(bars) = bars.and_then(|bars| narrow(bars, NonZeroU8::new)) {
        to = Some(Lfo { bars, ..lfo });
    }
    if let Some(cycles) = cycles(ui, screen, lfo.cycles) {
        to = Some(Lfo { cycles, ..lfo });
    }
    if let Some(to) = to {
        set(screen, hand, LaneSetting::Lfo(to));
    }
}

/// The cycles, in hundredths.
fn cycles(ui: &mut Ui, screen: &mut Screen, now: u16) -> Option<u16> {
    let hundredths = |text: &str| {
        let cycles: f64 = text.trim().parse().ok()?;
        Some(round_i64(cycles * 100.0))
    };
    let number = Number {
        now: i64::from(now),
        range: 0..=i64::from(u16::MAX),
        default: Some(i64::from(Lfo::OFF.cycles)),
        text: &|cycles| format!("{:.2}", to_f64(cycles) / 100.0),
        meaning: &hundredths,
    };
    let to = number_as(ui, screen, CYCLES, &number);
    to.and_then(|to| u16::try_from(to).ok())
}

/// The velocity of a full strike over one period.
fn curve(ui: &mut Ui, screen: &Screen) {
    let theme = &screen.theme;
    let size = vec2(ui.available_width(), HEIGHT);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, "Curve of the wave"));
    let painter = ui.painter_at(rect);
    painter.rect_filled(rect, 4.0, theme.control);
    let inner = rect.shrink(6.0);
    let lane = lane(screen);
    let lfo = lane.lfo;
    let period = f64::from(lfo.bars.get());
    let bars = bars_now(screen);
    let begins = (bars / period).floor() * period;
    let at = |bars: f64| place(screen, inner, (bars, begins));
    let is_off = lfo
        == Lfo {
            base: Velocity::MAX,
            depth: LfoDepth::NONE,
            ..lfo
        };
    let colour = if is_off { theme.muted } else { theme.user };
    let points: Vec<Pos2> = (0..=128)
        .map(|n| at(begins + period * f64::from(n) / 128.001))
        .collect();
    painter.add(Shape::line(points, Stroke::new(1.5, colour)));
    if is_off {
        let words = "Depth 0: every strike as written";
        small(
            &painter,
            inner.center(),
            Align2::CENTER_CENTER,
            words,
            theme.muted,
        );
    } else {
        painter.circle_filled(at(bars), 4.0, theme.text);
        let words = format!("a full strike is {:.0}", velocity(screen, bars));
        let corner = inner.right_bottom();
        small(&painter, corner, Align2::RIGHT_BOTTOM, &words, theme.muted);
    }
}

/// The bars since the song's beginning.
fn bars_now(screen: &Screen) -> f64 {
    let at = &screen.shown.at;
    (at.position - at.first_line).to_f64() / at.bar.to_f64().max(1.0)
}

/// How hard a full strike is there.
fn velocity(screen: &Screen, bars: f64) -> f64 {
    let lane = lane(screen);
    let controls = &screen.shown.controls;
    let seed = Seed::lane(controls.seed, screen.lane, lane);
    let offset = lane.lfo.offset_at(bars, controls.velocity_lfo, seed);
    (127.0 + offset).clamp(1.0, 127.0)
}

/// Where a place of the wave is drawn.
fn place(screen: &Screen, inner: Rect, (bars, begins): (f64, f64)) -> Pos2 {
    let lane = lane(screen);
    let velocity = velocity(screen, bars);
    let part = (bars - begins) / f64::from(lane.lfo.bars.get());
    pos2(
        inner.left() + px(part) * inner.width(),
        inner.bottom() - px(velocity / 127.0) * inner.height(),
    )
}
