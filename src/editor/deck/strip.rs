//! Play, place, tempo, click and record, in a row.

use super::{Ask, Deck, Led, Running};
use crate::editor::paint::{Lit, button, small};
use crate::editor::screen::Screen;
use crate::editor::theme::{BODY, UNIT};
use crate::time::{Bpm, Meter};
use egui::accesskit::Role;
use egui::{
    Align2, DragValue, FontId, Key, Modifiers, Popup, Rect, Stroke, Ui, WidgetInfo, pos2, vec2,
};

/// How high the strip is.
pub const HEIGHT: f32 = 36.0;

/// The meters that are offered; any other can be typed.
const METERS: [(i32, i32); 8] = [
    (4, 4),
    (3, 4),
    (2, 4),
    (5, 4),
    (7, 4),
    (6, 8),
    (7, 8),
    (12, 8),
];

/// Shows the strip at the top of `window`; gives the room that is left.
pub fn show(ui: &mut Ui, window: Rect, screen: &mut Screen, deck: &dyn Deck) -> Rect {
    let strip = Rect::from_min_size(window.min, vec2(window.width(), HEIGHT));
    let theme = screen.theme;
    ui.painter().rect_filled(strip, 0.0, theme.panel);
    let edge = Stroke::new(1.0, theme.line);
    ui.painter()
        .hline(strip.x_range(), strip.bottom() - 0.5, edge);
    let running = deck.running();
    let mut row = Row {
        x: strip.left() + 2.0 * UNIT,
        y: strip.center().y,
    };
    transport(ui, &mut row, &running, (screen, deck));
    row.x += 2.0 * UNIT;
    place(ui, &mut row, &running, screen);
    tempo(ui, &mut row, &running, (screen, deck));
    row.x += 2.0 * UNIT;
    switches(ui, &mut row, &running, (screen, deck));
    plays_to(ui, strip, row.x, &running, screen);
    keys(ui, &running, (screen, deck));
    Rect::from_min_max(pos2(window.left(), strip.bottom()), window.max)
}

/// Where the next thing goes.
struct Row {
    x: f32,
    y: f32,
}

impl Row {
    fn next(&mut self, width: f32) -> Rect {
        let rect = Rect::from_min_size(pos2(self.x, self.y - 13.0), vec2(width, 26.0));
        self.x += width + UNIT;
        rect
    }
}

/// What a button is called, what it does, and how it looks.
struct Face<'a> {
    text: &'a str,
    name: &'a str,
    about: &'a str,
    lit: Lit,
}

/// A button that says in the foot what it does.
fn press(ui: &Ui, place: Rect, face: &Face<'_>, screen: &mut Screen) -> bool {
    let response = button(ui, place, (face.text, face.name), face.lit, &screen.theme);
    if response.hovered() {
        screen.hint = format!("{}  ·  {}", face.name, face.about);
    }
    response.clicked()
}

fn lit(is_on: bool, colour: egui::Color32) -> Lit {
    if is_on { Lit::On(colour) } else { Lit::Off }
}

fn transport(ui: &Ui, row: &mut Row, running: &Running, (screen, deck): (&mut Screen, &dyn Deck)) {
    if running.led == Led::ByClock {
        let at = row.next(124.0).left_center();
        let text = "Follows a MIDI clock";
        small(
            ui.painter(),
            at,
            Align2::LEFT_CENTER,
            text,
            screen.theme.muted,
        );
        return;
    }
    let name = if running.rolls { "Stop" } else { "Play" };
    let play = Face {
        text: name,
        name,
        about: "lets the song roll, and stops it (Space)",
        lit: lit(running.rolls, screen.theme.text),
    };
    if press(ui, row.next(64.0), &play, screen) {
        deck.ask(Ask::Play(!running.rolls));
    }
    let start = Face {
        text: "To start",
        name: "To start",
        about: "goes to the first bar",
        lit: Lit::Off,
    };
    if press(ui, row.next(60.0), &start, screen) {
        deck.ask(Ask::ToStart);
    }
}

/// The bar and the beat.
fn place(ui: &Ui, row: &mut Row, running: &Running, screen: &Screen) {
    let (bar, beat) = running.place;
    let text = format!("{bar}.{:.0}", beat.floor());
    let rect = row.next(56.0);
    let id = ui.scope_id().with("place");
    let response = ui.interact(rect, id, egui::Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("Bar {text}")));
    let font = FontId::monospace(BODY + 2.0);
    let (at, align) = (rect.left_center(), Align2::LEFT_CENTER);
    ui.painter().text(at, align, text, font, screen.theme.text);
}

/// The tempo, the taps and the meter. Where somebody else says them they are only shown.
fn tempo(ui: &mut Ui, row: &mut Row, running: &Running, (screen, deck): (&mut Screen, &dyn Deck)) {
    let rect = row.next(88.0);
    if running.led == Led::ByHand {
        let mut tempo = running.tempo;
        let value = DragValue::new(&mut tempo)
            .range(1.0..=2000.0)
            .speed(0.2)
            .max_decimals(2)
            .min_decimals(1)
            .update_while_editing(false)
            .suffix(" BPM");
        let response = ui.put(rect, value);
        let by = if response.hovered() {
            ui.input(crate::editor::dial::wheel_notches)
        } else {
            0.0
        };
        if response.hovered() {
            "Tempo  ·  drag it, turn it with the wheel, or click and type"
                .clone_into(&mut screen.hint);
        }
        tempo = (tempo + f64::from(by)).clamp(1.0, 2000.0);
        if let Some(bpm) = Bpm::new(tempo).filter(|_| (tempo - running.tempo).abs() > 1e-9) {
            deck.ask(Ask::Tempo(bpm));
        }
    } else {
        let text = format!("{:.1} BPM", running.tempo);
        let (at, align) = (rect.left_center(), Align2::LEFT_CENTER);
        let font = FontId::proportional(BODY);
        ui.painter().text(at, align, text, font, screen.theme.muted);
    }
    let tap = Face {
        text: "Tap",
        name: "Tap",
        about: "taps the tempo, from the second tap on",
        lit: Lit::Off,
    };
    if running.led == Led::ByHand && press(ui, row.next(40.0), &tap, screen) {
        deck.ask(Ask::Tap);
    }
    meter(ui, row.next(48.0), running, (screen, deck));
}

fn meter(ui: &Ui, rect: Rect, running: &Running, (screen, deck): (&mut Screen, &dyn Deck)) {
    let theme = screen.theme;
    let text = running.meter.to_string();
    if running.led == Led::ByMaster {
        small(
            ui.painter(),
            rect.center(),
            Align2::CENTER_CENTER,
            &text,
            theme.muted,
        );
        return;
    }
    let response = button(ui, rect, (&text, "Meter"), Lit::Off, &theme);
    if response.hovered() {
        "Meter  ·  how many beats a bar has".clone_into(&mut screen.hint);
    }
    Popup::menu(&response).show(|ui| {
        for meter in METERS
            .into_iter()
            .filter_map(|(beats, unit)| Meter::new(beats, unit))
        {
            let is_it = meter == running.meter;
            if ui.selectable_label(is_it, meter.to_string()).clicked() {
                deck.ask(Ask::Meter(meter));
                ui.close();
            }
        }
    });
}

fn switches(ui: &Ui, row: &mut Row, running: &Running, (screen, deck): (&mut Screen, &dyn Deck)) {
    let theme = screen.theme;
    let click = Face {
        text: "Click",
        name: "Click",
        about: "a click on every beat, which is never sent",
        lit: lit(running.clicks, theme.text),
    };
    if press(ui, row.next(48.0), &click, screen) {
        deck.ask(Ask::Click(!running.clicks));
    }
    let record = Face {
        text: "Record",
        name: "Record",
        about: "writes the notes that come in into the pattern that plays, while it rolls",
        lit: lit(running.records, theme.fill),
    };
    if press(ui, row.next(60.0), &record, screen) {
        deck.ask(Ask::Record(!running.records));
    }
}

/// What it plays to, at the right, as far as there is room.
fn plays_to(ui: &Ui, strip: Rect, from: f32, running: &Running, screen: &Screen) {
    let room = Rect::from_min_max(pos2(from + 2.0 * UNIT, strip.top()), strip.max);
    let at = pos2(room.right() - 3.0 * UNIT, room.center().y);
    let painter = ui.painter_at(room);
    let (text, muted) = (&running.plays_to, screen.theme.muted);
    small(&painter, at, Align2::RIGHT_CENTER, text, muted);
}

/// Space plays and stops, unless something is being typed.
fn keys(ui: &Ui, running: &Running, (screen, deck): (&Screen, &dyn Deck)) {
    let is_typing = screen.typing.is_some() || ui.ctx().text_edit_focused();
    if is_typing || running.led == Led::ByClock {
        return;
    }
    if ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Space)) {
        deck.ask(Ask::Play(!running.rolls));
    }
}
