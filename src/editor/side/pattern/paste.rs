//! Lanes as text: pasted into the selected lane, or each into its own.

use super::super::form::{Button, Stand, buttons, note};
use crate::editor::hand::Hand;
use crate::editor::screen::Screen;
use crate::editor::side::Page;
use crate::pattern::{Bars, Edit, Lane, LaneIndex, Step};
use crate::text::{looks_like_rows, parse_rows};
use crate::time::Ticks;
use egui::accesskit::Role;
use egui::{FontId, RichText, TextEdit, Ui, WidgetInfo};

/// The text that is to be pasted, and what is wrong with it.
#[derive(Debug, Default)]
pub struct Pasting {
    /// The text.
    pub text: String,
    /// Why it could not be pasted.
    pub error: Option<String>,
}

const PASTE: [Button<'_>; 2] = [
    (
        "Into the lane",
        "Text into the lane",
        "the selected lane gets these steps and this length",
    ),
    (
        "Into the pattern",
        "Text into the pattern",
        "each row goes to the lane that is named before it",
    ),
];
const EXAMPLE: &str = "K 9...7...9...7...\nS ....9.......9...";

/// Shows it.
pub(super) fn show(ui: &mut Ui, (screen, hand): (&mut Screen, &Hand)) {
    let edit = TextEdit::multiline(&mut screen.beside.pasting.text)
        .hint_text(RichText::new(EXAMPLE).monospace().size(12.0))
        .font(FontId::monospace(12.0))
        .desired_rows(4)
        .desired_width(f32::INFINITY);
    let response = ui.add(edit);
    response.widget_info(|| WidgetInfo::labeled(Role::MultilineTextInput, true, "Lanes as text"));
    if response.changed() {
        screen.beside.pasting.error = None;
    }
    if response.contains_pointer() {
        "9 to 1 strikes from loud to soft, . a rest, x o c drums' own, | a bar line"
            .clone_into(&mut screen.hint);
    }
    let into = [Into::Lane, Into::Pattern];
    let is_empty = screen.beside.pasting.text.trim().is_empty();
    let stands = |_| if is_empty { Stand::Idle } else { Stand::Plain };
    let clicked = buttons(ui, screen, &PASTE, stands);
    if let Some(into) = clicked.and_then(|n| into.get(n)) {
        let text = screen.beside.pasting.text.clone();
        screen.beside.pasting.error = paste(&text, *into, (screen, hand)).err();
    }
    if let Some(error) = &screen.beside.pasting.error {
        note(ui, error, screen.theme.fill);
    }
}

/// Gives the copied cells to the clipboard, for people to read and for the field of this page. The
/// first line has the grid know them again as cells, and not as whole lanes.
pub(in crate::editor) fn give_text(ui: &Ui, screen: &Screen) {
    let row = |steps: &Vec<Step>| -> String { steps.iter().map(character).collect() };
    let rows: Vec<_> = screen.clipboard.iter().map(row).collect();
    ui.copy_text(format!("# cells\n{}\n", rows.join("\n")));
}

/// The character that says most of a step.
fn character(step: &Step) -> char {
    let level = step.velocity.map_or(0, |velocity| {
        (u32::from(velocity.get()).saturating_sub(1) / 14).max(1)
    });
    match level {
        0 => '.',
        level => char::from_digit(level, 10).unwrap_or('9'),
    }
}

/// Pastes what the keyboard brings, if it is lanes as text; says whether it was. What is wrong with
/// it is shown on the page.
pub(in crate::editor) fn take_text(text: &str, (screen, hand): (&mut Screen, &Hand)) -> bool {
    if !looks_like_rows(text) {
        return false;
    }
    if let Err(error) = paste(text, Into::Pattern, (screen, hand)) {
        text.clone_into(&mut screen.beside.pasting.text);
        screen.beside.pasting.error = Some(error);
        screen.page_beside = Some(Page::Pattern);
    }
    true
}

/// Where a text goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Into {
    /// One row, into the selected lane.
    Lane,
    /// Each row into the lane of its name; those without one from the selected lane on down.
    Pattern,
}

/// Pastes a text. Nothing is changed if anything is wrong with it.
fn paste(text: &str, into: Into, (screen, hand): (&mut Screen, &Hand)) -> Result<(), String> {
    let rows = parse_rows(text, screen.pattern(), screen.shown.meter(), screen.lane)
        .map_err(|error| error.to_string())?;
    if into == Into::Lane && rows.len() > 1 {
        let count = rows.len();
        return Err(format!("expected one row for one lane, found {count}"));
    }
    let order = screen.beside.order;
    let mut below = order.lanes().skip_while(|at| *at != screen.lane);
    let mut lanes: Vec<(LaneIndex, Lane)> = Vec::new();
    for row in rows {
        let number = row.line;
        let own = row.lane.filter(|_| into == Into::Pattern);
        let at = own.or_else(|| below.next());
        let at = at.ok_or_else(|| format!("line {number}: there is no lane below the last"))?;
        if lanes.iter().any(|(other, _)| *other == at) {
            let name = screen.pattern().lanes[at].voice.name;
            return Err(format!(
                "line {number}: {} has a row already",
                name.as_str()
            ));
        }
        let lane = screen.pattern().lanes[at].with_own_steps(&row.steps);
        let lane = lane.ok_or_else(|| format!("line {number}: expected 1 to 256 steps"))?;
        lanes.push((at, lane));
    }
    put(&lanes, (screen, hand));
    Ok(())
}

/// Puts the lanes, and makes the pattern long enough for them, as one gesture.
fn put(lanes: &[(LaneIndex, Lane)], (screen, hand): (&mut Screen, &Hand)) {
    let bar = screen.shown.at.bar;
    let longest = lanes.iter().map(|(_, lane)| {
        let length = i64::from(lane.length.get());
        lane.rate.step().place(length)
    });
    let longest = longest.fold(Ticks::ZERO, Ticks::max).get();
    let bars = (longest + bar.get() - 1) / bar.get().max(1);
    let bars = Bars::new(u8::try_from(bars.clamp(1, 16)).unwrap_or(16));
    screen.history.begin();
    if let Some(to) = bars.filter(|bars| *bars > screen.pattern().bars) {
        let pattern = screen.shown.index;
        screen.edit_pattern(hand, Edit::Bars { pattern, to });
    }
    for (at, lane) in lanes {
        let (at, to) = (screen.lane_at(*at), Box::new(lane.clone()));
        screen.edit_pattern(hand, Edit::ReplaceLane { at, to });
    }
    screen.history.end();
}
