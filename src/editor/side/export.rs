//! Take it away: what is heard, as a MIDI file.

mod take;

use super::form::{Row, heading, number, switch};
use crate::editor::errands::Errand;
use crate::editor::hand::Hand;
use crate::editor::screen::Screen;
use crate::editor::theme::UNIT;
use crate::time::Ticks;
use egui::{ProgressBar, RichText, Ui, vec2};
use std::path::PathBuf;
use take::{Done, Goal};
pub use take::{MOST_BARS, Take};

const BARS: Row<'_> = Row {
    name: "Bars",
    about: "how many bars are taken away",
};
const FROM: Row<'_> = Row {
    name: "From bar",
    about: "the bar of the song that it begins with",
};
const TRACKS: Row<'_> = Row {
    name: "Track a lane",
    about: "a track for each lane that plays, instead of one for all",
};
const TIMING: Row<'_> = Row {
    name: "Straight",
    about: "without swing, humanise, push and delays, instead of as it is heard",
};

/// The greatest bar that can be begun with.
const LAST_BAR: i64 = 9_999;

/// What is chosen on the page, and what came of it.
pub struct Export {
    /// How many bars.
    pub bars: i64,
    /// The song's bar that it begins with, from 1.
    pub from: i64,
    /// Whether each lane has a track of its own.
    pub by_lane: bool,
    /// Whether it is written without what moves strikes in time.
    pub is_straight: bool,
    errand: Errand<Result<Done, String>>,
    shown: Errand<Result<(), String>>,
    /// What is said about the last errand.
    said: String,
    /// The file that was written last.
    file: Option<PathBuf>,
}

impl Default for Export {
    fn default() -> Self {
        Self {
            bars: 8,
            from: 1,
            by_lane: false,
            is_straight: false,
            errand: Errand::default(),
            shown: Errand::default(),
            said: String::new(),
            file: None,
        }
    }
}

/// Shows it.
pub(super) fn show(ui: &mut Ui, (screen, hand): (&mut Screen, &Hand)) {
    look_in(ui, screen);
    ui.label(
        RichText::new(summary(screen))
            .small()
            .color(screen.theme.muted),
    );
    ui.add_space(UNIT);
    rows(ui, screen);
    ui.add_space(2.0 * UNIT);
    if let Some(percent) = screen.export.errand.percent() {
        under_way(ui, screen, percent);
    } else {
        buttons(ui, (screen, hand));
    }
    said(ui, screen);
}

/// What is taken away, in a line.
fn summary(screen: &Screen) -> String {
    let (shown, meter) = (&screen.shown, screen.shown.meter());
    let name = take::name_of(shown);
    let (beats, unit) = (meter.beats(), meter.unit());
    format!("{name}  ·  {:.1} BPM  ·  {beats}/{unit}", shown.at.bpm)
}

fn rows(ui: &mut Ui, screen: &mut Screen) {
    let (bars, from) = (screen.export.bars, screen.export.from);
    if let Some(to) = number(ui, screen, BARS, (bars, 1..=MOST_BARS, "")) {
        screen.export.bars = to;
    }
    if let Some(to) = number(ui, screen, FROM, (from, 1..=LAST_BAR, "")) {
        screen.export.from = to;
    }
    let now = screen.export.by_lane;
    if let Some(to) = switch(ui, screen, TRACKS, now) {
        screen.export.by_lane = to;
    }
    let now = screen.export.is_straight;
    if let Some(to) = switch(ui, screen, TIMING, now) {
        screen.export.is_straight = to;
    }
}

/// The buttons, each as wide as the page.
fn buttons(ui: &mut Ui, (screen, hand): (&mut Screen, &Hand)) {
    let (from, bars) = (screen.export.from - 1, screen.export.bars);
    if wide(ui, screen, ("Save as…", "asks where the file goes")) {
        take(from, bars, Goal::Asked, (screen, hand));
    }
    if wide(
        ui,
        screen,
        ("Copy as file", "to be pasted into a host or a folder"),
    ) {
        take(from, bars, Goal::Copied, (screen, hand));
    }
    heading(ui, screen, "The song up to here");
    let (first, count) = last_bars(screen);
    let text = "Copy last 8 bars as MIDI";
    if wide(
        ui,
        screen,
        (
            text,
            "the song's last bars, played with the settings as they are now",
        ),
    ) {
        take(first, count, Goal::Copied, (screen, hand));
    }
}

/// The bars up to the one that plays, itself in it: the first, from 0, and how many.
fn last_bars(screen: &Screen) -> (i64, i64) {
    let at = &screen.shown.at;
    let into = (at.position - at.first_line).get();
    let bar = Ticks::get(at.bar).max(1);
    let end = (into.div_euclid(bar) + i64::from(into.rem_euclid(bar) > 0)).max(1);
    let first = (end - 8).max(0);
    (first, end - first)
}

fn take(first: i64, bars: i64, goal: Goal, (screen, hand): (&mut Screen, &Hand)) {
    let take = Take::of((first, bars), screen, hand);
    let desk = std::sync::Arc::clone(&screen.errands.desk);
    let folders = screen.errands.folders.clone();
    let errand = move |progress: &_| take.run(goal, desk.as_ref(), folders.as_ref(), progress);
    screen.export.said.clear();
    if let Err(busy) = screen.export.errand.begin(&mut screen.errands, errand) {
        screen.export.said = busy;
    }
}

fn under_way(ui: &mut Ui, screen: &mut Screen, percent: u16) {
    let part = f32::from(percent) / 100.0;
    ui.add(ProgressBar::new(part).desired_height(6.0));
    if wide(ui, screen, ("Cancel", "nothing is written")) {
        screen.export.errand.cancel();
        "Cancelled: nothing was written".clone_into(&mut screen.export.said);
    }
}

/// Takes in what came of the errands.
fn look_in(ui: &Ui, screen: &mut Screen) {
    let export = &mut screen.export;
    if let Some(done) = export.errand.look_in(ui) {
        match done.and_then(|done| done) {
            Ok(done) => {
                export.said = done.words();
                if let Done::CopiedPath(path, _) = &done {
                    ui.ctx().copy_text(path.display().to_string());
                }
                export.file = done.into_file();
            }
            Err(error) => export.said = error,
        }
    }
    if let Some(Err(error)) = export
        .shown
        .look_in(ui)
        .map(|shown| shown.and_then(|it| it))
    {
        export.said = format!("The folder cannot be shown: {error}");
    }
}

/// What came of the last errand, and where the file is.
fn said(ui: &mut Ui, screen: &mut Screen) {
    if screen.export.said.is_empty() {
        return;
    }
    ui.add_space(2.0 * UNIT);
    ui.label(RichText::new(&screen.export.said).color(screen.theme.text));
    let Some(file) = screen.export.file.clone() else {
        return;
    };
    let path = RichText::new(file.display().to_string()).small();
    ui.label(path.color(screen.theme.muted));
    if wide(
        ui,
        screen,
        ("Reveal in folder", "shows the file where it lies"),
    ) {
        let desk = std::sync::Arc::clone(&screen.errands.desk);
        let errand = move |_: &_| desk.reveal(&file).map_err(|error| error.to_string());
        if let Err(busy) = screen.export.shown.begin(&mut screen.errands, errand) {
            screen.export.said = busy;
        }
    }
}

/// A button as wide as the page; whether it was clicked.
fn wide(ui: &mut Ui, screen: &mut Screen, (text, about): (&str, &str)) -> bool {
    let size = vec2(ui.available_width() - 2.0 * UNIT, 28.0);
    let response = ui.add_sized(size, egui::Button::new(text));
    if response.hovered() {
        screen.hint = format!("{text}  ·  {about}");
    }
    response.clicked()
}
