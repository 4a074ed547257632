//! The selected lane's settings and parameters: what it plays, how long, how it sits.

use crate::editor::dial::{Face, Handles, dial, wheel_notches};
use crate::editor::hand::Hand;
use crate::editor::number::{count, whole};
use crate::editor::paint;
use crate::editor::screen::Screen;
use crate::editor::theme::{BODY, SMALL, UNIT};
use crate::pattern::{
    Channel, Direction, Edit, InFills, Key, Lane, LaneSetting, Reset, StepCount, Voice,
};
use crate::time::{Division, NoteValue, Rate, to_f64};
use egui::accesskit::Role;
use egui::{Align2, FontId, Rect, Sense, Ui, WidgetInfo, pos2, vec2};

/// A setting of a lane that goes up and down in steps.
struct Setting {
    name: &'static str,
    about: &'static str,
    text: fn(&Lane) -> String,
    /// The setting so many steps further up.
    turned: fn(&Lane, i64) -> LaneSetting,
}

const SETTINGS: [Setting; 7] = [
    Setting {
        name: "Length",
        about: "how many steps the lane runs through",
        text: |lane| format!("{} steps", lane.length.get()),
        turned: length,
    },
    Setting {
        name: "Rate",
        about: "how long a step is",
        text: |lane| rate_text(lane.rate),
        turned: |lane, by| LaneSetting::Rate(next(&rates(), lane.rate, by)),
    },
    Setting {
        name: "Direction",
        about: "which way the lane runs",
        text: |lane| format!("{:?}", lane.direction),
        turned: |lane, by| LaneSetting::Direction(next(&DIRECTIONS, lane.direction, by)),
    },
    Setting {
        name: "Restart",
        about: "when the lane begins again",
        text: |lane| reset_text(lane.reset),
        turned: |lane, by| LaneSetting::Reset(next(&resets(), lane.reset, by)),
    },
    Setting {
        name: "Key",
        about: "the key that the lane plays",
        text: |lane| lane.voice.key.get().to_string(),
        turned: key,
    },
    Setting {
        name: "Channel",
        about: "the channel that the lane plays on",
        text: |lane| (lane.voice.channel.get() + 1).to_string(),
        turned: channel,
    },
    Setting {
        name: "In fills",
        about: "what the lane's written strikes do in a fill",
        text: |lane| format!("{:?}", lane.voice.in_fills),
        turned: |lane, by| {
            LaneSetting::Voice(Voice {
                in_fills: next(&IN_FILLS, lane.voice.in_fills, by),
                ..lane.voice
            })
        },
    },
];

/// The ends of the lane's parameters, what stands above them, and what they do.
const PARAMETERS: [(&str, &str, &str); 5] = [
    ("swing", "Swing +/-", "added to the kit's swing"),
    ("delay", "Delay", "how late the lane sits"),
    ("level", "Level", "how hard the lane is struck"),
    ("density", "Density", "added to the kit's density"),
    ("ghosts", "Ghosts", "how willingly the lane plays ghosts"),
];

const DIRECTIONS: [Direction; 4] = [
    Direction::Forward,
    Direction::Backward,
    Direction::PingPong,
    Direction::Random,
];

const IN_FILLS: [InFills; 3] = [InFills::Play, InFills::Rest, InFills::Only];

/// How far the hand goes for a step, in points.
const STEP: f32 = 8.0;

/// Shows them in a row.
pub(super) fn show(
    ui: &mut Ui,
    rect: Rect,
    handles: &Handles<'_>,
    (screen, hand): (&mut Screen, &Hand),
) {
    let columns = 1 + SETTINGS.len() + PARAMETERS.len();
    let width = (rect.width() + UNIT) / count(columns) - UNIT;
    let place = |n: usize| {
        let left = rect.left() + count(n) * (width + UNIT);
        Rect::from_min_size(pos2(left, rect.top()), vec2(width, rect.height()))
    };
    let name = screen.pattern().lanes[screen.lane].voice.name;
    let title = place(0);
    let at = title.left_center() + vec2(UNIT, 0.0);
    let body = FontId::proportional(BODY);
    let painter = ui.painter_at(title);
    painter.text(
        at,
        Align2::LEFT_CENTER,
        name.as_str(),
        body,
        screen.theme.text,
    );
    for (n, setting) in SETTINGS.iter().enumerate() {
        stepper(ui, place(1 + n), setting, (screen, hand));
    }
    for (n, (end, title, about)) in PARAMETERS.into_iter().enumerate() {
        let id = format!("lane{}_{end}", screen.lane.get() + 1);
        let face = Face {
            id: &id,
            title,
            about,
        };
        dial(
            ui,
            place(1 + SETTINGS.len() + n),
            face,
            handles,
            (screen, hand),
        );
    }
}

/// A setting that is dragged or wheeled step by step; a whole drag is one gesture.
fn stepper(ui: &Ui, rect: Rect, setting: &Setting, (screen, hand): (&mut Screen, &Hand)) {
    let id = ui.scope_id().with(("lane", setting.name));
    let response = ui.interact(rect, id, Sense::drag());
    let name = format!("Lane {}", setting.name);
    response.widget_info(|| WidgetInfo::labeled(Role::SpinButton, true, &name));
    if response.drag_started() {
        screen.history.begin();
        screen.stepped = 0.0;
    }
    let mut by = 0;
    if response.dragged() {
        let motion = response.drag_delta();
        screen.stepped += (motion.x - motion.y) / STEP;
        by = whole(f64::from(screen.stepped.trunc()), -256, 256);
        screen.stepped -= screen.stepped.trunc();
    } else if response.contains_pointer() {
        by = whole(f64::from(ui.input(wheel_notches)), -256, 256);
    }
    if by != 0 {
        let to = (setting.turned)(&screen.pattern().lanes[screen.lane], by);
        let at = screen.lane_at(screen.lane);
        screen.edit_pattern(hand, Edit::Lane { at, to });
    }
    if response.drag_stopped() {
        screen.history.end();
    }
    let text = (setting.text)(&screen.pattern().lanes[screen.lane]);
    let theme = &screen.theme;
    let painter = ui.painter_at(rect);
    paint::control(&painter, rect, theme, &response);
    let at = rect.min + vec2(2.0 * UNIT, UNIT);
    let small = FontId::proportional(SMALL);
    painter.text(at, Align2::LEFT_TOP, setting.name, small, theme.muted);
    let at = at + vec2(0.0, 15.0);
    let body = FontId::proportional(BODY);
    painter.text(at, Align2::LEFT_TOP, &text, body, theme.text);
    if response.hovered() {
        screen.hint = format!("{name}  {text}  ·  {}", setting.about);
    }
    response.on_hover_text(format!("{name}: {text}\n{}", setting.about));
}

/// What lies so many places after `now` in a list, or its end.
fn next<T: Copy + PartialEq>(all: &[T], now: T, by: i64) -> T {
    let place = all.iter().position(|one| *one == now).unwrap_or(0);
    let last = i64::try_from(all.len()).unwrap_or(1) - 1;
    let place = (i64::try_from(place).unwrap_or(0) + by).clamp(0, last);
    let found = usize::try_from(place).ok().and_then(|place| all.get(place));
    found.copied().unwrap_or(now)
}

fn length(lane: &Lane, by: i64) -> LaneSetting {
    let wanted = whole(to_f64(i64::from(lane.length.get()) + by), 1, 256);
    let count = u16::try_from(wanted).ok().and_then(StepCount::new);
    LaneSetting::Length(count.unwrap_or(lane.length))
}

fn key(lane: &Lane, by: i64) -> LaneSetting {
    let wanted = (i64::from(lane.voice.key.get()) + by).clamp(0, 127);
    let key = u8::try_from(wanted).ok().and_then(Key::new);
    LaneSetting::Voice(Voice {
        key: key.unwrap_or(lane.voice.key),
        ..lane.voice
    })
}

fn channel(lane: &Lane, by: i64) -> LaneSetting {
    let wanted = (i64::from(lane.voice.channel.get()) + by).clamp(0, 15);
    let channel = u8::try_from(wanted).ok().and_then(Channel::new);
    LaneSetting::Voice(Voice {
        channel: channel.unwrap_or(lane.voice.channel),
        ..lane.voice
    })
}

/// The rates that can be stepped through, from slow to fast.
fn rates() -> Vec<Rate> {
    let notes = (2..=8).filter_map(NoteValue::from_halvings);
    let divisions = [Division::Dotted, Division::Straight, Division::Triplet];
    notes
        .flat_map(|note| divisions.map(|division| Rate { note, division }))
        .collect()
}

fn rate_text(rate: Rate) -> String {
    let halvings = u32::from(rate.note.halvings());
    let note = match halvings.checked_sub(2) {
        Some(under) => format!("1/{}", 1_u32 << under),
        None => format!("{}/1", 4_u32 >> halvings),
    };
    match rate.division {
        Division::Straight => note,
        Division::Triplet => format!("{note} triplet"),
        Division::Dotted => format!("{note} dotted"),
        Division::Tuplet(tuplet) => format!("{note} {}:{}", tuplet.notes(), tuplet.of()),
    }
}

fn resets() -> Vec<Reset> {
    let bars = [1, 2, 4, 8, 16].into_iter().filter_map(Reset::every);
    [Reset::Pattern]
        .into_iter()
        .chain(bars)
        .chain([Reset::Never])
        .collect()
}

fn reset_text(reset: Reset) -> String {
    match reset {
        Reset::Pattern => "Pattern".to_owned(),
        Reset::Bars(bars) if bars.get() == 1 => "1 bar".to_owned(),
        Reset::Bars(bars) => format!("{} bars", bars.get()),
        Reset::Never => "Never".to_owned(),
    }
}
