//! What a lane is called, and where its notes go: typed, or learned from the player.

use super::super::form::{
    Button, Number, Row, Stand, buttons, choice, note, number, number_beside, row,
};
use super::{lane, narrow, set_voice};
use crate::editor::hand::Hand;
use crate::editor::paint::small;
use crate::editor::screen::Screen;
use crate::editor::side::Page;
use crate::pattern::{
    Channel, ChannelMap, ChokeGroup, Edit, Key, KeyMap, LaneAt, LaneName, LaneSetting, NoteLength,
    PerLane, SetupChange, Voice, kit,
};
use egui::accesskit::Role;
use egui::{Align2, Rect, Sense, TextEdit, Ui, WidgetInfo, vec2};
use std::num::NonZeroU8;

const NAME: Row<'_> = Row {
    name: "Name",
    about: "what the lane is called, here and in the host's piano roll",
};
const KEY: Row<'_> = Row {
    name: "Key",
    about: "the key that the lane plays: a number or a note, as 36 or C1",
};
const CHANNEL: Row<'_> = Row {
    name: "Channel",
    about: "the channel that the lane plays on",
};
const LENGTH: Row<'_> = Row {
    name: "Note length",
    about: "by each step's gate, ringing on, or 30 ms",
};
const RING: Row<'_> = Row {
    name: "Ring for",
    about: "how long it rings at most, if its choke group lets it",
};
const CHOKE: Row<'_> = Row {
    name: "Choke group",
    about: "lanes of one group silence each other, as hats do",
};
const LEARN: Button<'_> = (
    "Learn",
    "Learn",
    "the next note that comes in gives the lane its key and channel",
);

/// Shows it.
pub(super) fn show(ui: &mut Ui, (screen, hand): (&mut Screen, &Hand)) {
    row(ui, screen, NAME, |ui, screen| {
        let room = vec2(ui.available_width(), 24.0);
        let (rect, _) = ui.allocate_exact_size(room, Sense::hover());
        name_field(ui, rect, false, (screen, hand));
    });
    key(ui, (screen, hand));
    channel(ui, (screen, hand));
    note_length(ui, (screen, hand));
    choke(ui, (screen, hand));
}

/// The lane's name as a field, on its strip or on its page; it is set when the hand leaves it, or by
/// Enter. While both are seen, the one that the name is not typed in only shows it.
pub(in crate::editor) fn name_field(
    ui: &mut Ui,
    rect: Rect,
    on_strip: bool,
    (screen, hand): (&mut Screen, &Hand),
) {
    let at = screen.lane_at(screen.lane);
    let label = if on_strip { "Strip name" } else { "Lane name" };
    let typed = screen.beside.naming.take().filter(|(of, _)| *of == at);
    let was_typing = typed.is_some();
    let was_here = was_typing && screen.beside.names_on_strip == on_strip;
    let name = lane(screen).voice.name;
    let mut text = typed.map_or_else(|| name.as_str().to_owned(), |(_, text)| text);
    let id = ui.scope_id().with(("name", label, at.lane.get()));
    let response = ui.put(rect, TextEdit::singleline(&mut text).id(id));
    response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, label));
    if was_here && !response.has_focus() && !response.lost_focus() {
        response.request_focus();
    }
    // What does not fit is not taken.
    while LaneName::new(&text).is_none() && text.pop().is_some() {}
    if response.has_focus() {
        screen.beside.names_on_strip = on_strip;
    }
    if response.has_focus() || (was_typing && !(was_here && response.lost_focus())) {
        screen.beside.naming = Some((at, text));
    } else if was_typing {
        screen.beside.names_on_strip = false;
        if !ui.input(|input| input.key_pressed(egui::Key::Escape)) {
            rename(at, &text, (screen, hand));
        }
    }
}

/// Sets a name whose field is no longer shown, so that nothing typed is lost.
pub(in crate::editor) fn keep_name(screen: &mut Screen, hand: &Hand) {
    let here = screen.lane_at(screen.lane);
    let beside = &screen.beside;
    let is_shown = beside.names_on_strip || screen.page_beside == Some(Page::Lane);
    let naming = beside.naming.as_ref();
    if naming.is_some_and(|(at, _)| *at != here || !is_shown)
        && let Some((at, text)) = screen.beside.naming.take()
    {
        screen.beside.names_on_strip = false;
        rename(at, &text, (screen, hand));
    }
}

/// Has a lane whose page is no longer shown wait for no note: it would come much later, and for
/// another.
pub(in crate::editor) fn stop_waiting(screen: &mut Screen) {
    let here = screen.lane_at(screen.lane);
    let is_shown = screen.page_beside == Some(Page::Lane);
    let learning = screen.beside.learning;
    screen.beside.learning = learning.filter(|(at, _)| is_shown && *at == here);
}

fn rename(at: LaneAt, text: &str, (screen, hand): (&mut Screen, &Hand)) {
    let voice = {
        let side = hand.main().lock();
        side.bank().lane(at.pattern, at.lane).map(|lane| lane.voice)
    };
    let voice = voice.unwrap_or_else(|| kit()[at.lane].voice());
    if let Some(name) = LaneName::new(text.trim())
        && name != voice.name
    {
        let to = LaneSetting::Voice(Voice { name, ..voice });
        screen.edit_pattern(hand, Edit::Lane { at, to });
    }
}

/// The key that is heard, as the settings may have another than the lane; and what learns it.
fn key(ui: &mut Ui, (screen, hand): (&mut Screen, &Hand)) {
    let own = lane(screen).voice.key;
    let number = Number {
        now: i64::from(screen.shown.setup.key(screen.lane, own).get()),
        range: 0..=127,
        default: Some(i64::from(kit()[screen.lane].voice().key.get())),
        text: &key_text,
        meaning: &key_meaning,
    };
    let to = number_beside(ui, screen, KEY, &number, |ui, screen| {
        learn(ui, (screen, hand));
    });
    if let Some(key) = to.and_then(|to| narrow(to, Key::new)) {
        set_key(key, (screen, hand));
    }
    if screen.beside.learning.is_some() {
        note(ui, "Play the drum's note now", screen.theme.ghost);
    }
}

/// Gives the lane a key, where the settings say that keys come from.
fn set_key(key: Key, (screen, hand): (&mut Screen, &Hand)) {
    let setup = screen.shown.setup;
    if setup.keys == KeyMap::PerLane {
        set_voice(screen, hand, |voice| voice.key = key);
        return;
    }
    let lanes = &screen.pattern().lanes;
    let mut keys = PerLane::from_fn(|at| setup.key(at, lanes[at].voice.key));
    keys[screen.lane] = key;
    screen.edit(hand, Edit::Setup(SetupChange::Keys(KeyMap::Own(keys))));
}

const NOTES: [&str; 12] = [
    "C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B",
];

/// A key with its note; the middle C is C3.
fn key_text(key: i64) -> String {
    let place = usize::try_from(key.rem_euclid(12)).unwrap_or(0);
    let note = NOTES.get(place).copied().unwrap_or_default();
    format!("{key}  {note}{}", key.div_euclid(12) - 2)
}

/// The key that a number or a note means, or the number of what [`key_text`] writes.
fn key_meaning(text: &str) -> Option<i64> {
    let text = text.trim();
    let first = text.split_whitespace().next()?;
    if let Ok(number) = first.parse() {
        return Some(number);
    }
    let mut letters = first.chars();
    let white = match letters.next()?.to_ascii_uppercase() {
        'C' => 0,
        'D' => 2,
        'E' => 4,
        'F' => 5,
        'G' => 7,
        'A' => 9,
        'B' => 11,
        _ => return None,
    };
    let rest = letters.as_str();
    let (by, octave) = match rest.chars().next()? {
        '#' => (1, rest.get(1..)?),
        'b' => (-1, rest.get(1..)?),
        _ => (0, rest),
    };
    let octave: i64 = octave.parse().ok()?;
    let key = (octave.checked_add(2)?).checked_mul(12)? + white + by;
    (0..=127).contains(&key).then_some(key)
}

/// Waits for the player's next note, while it is switched on.
fn learn(ui: &mut Ui, (screen, hand): (&mut Screen, &Hand)) {
    let is_on = screen.beside.learning.is_some();
    let stand = if is_on { Stand::Lit } else { Stand::Plain };
    let clicked = buttons(ui, screen, &[LEARN], |_| stand);
    let played = hand.health.played();
    if clicked.is_some() {
        let at = screen.lane_at(screen.lane);
        screen.beside.learning = (!is_on).then_some((at, played.count));
        return;
    }
    let Some((_, before)) = screen.beside.learning else {
        return;
    };
    ui.ctx().request_repaint_after(crate::editor::FRAME);
    if before == played.count {
        return;
    }
    screen.beside.learning = None;
    screen.history.begin();
    set_key(played.key, (screen, hand));
    if screen.shown.setup.channels == ChannelMap::PerLane {
        set_voice(screen, hand, |voice| voice.channel = played.channel);
    }
    screen.history.end();
}

fn channel(ui: &mut Ui, (screen, hand): (&mut Screen, &Hand)) {
    let own = lane(screen).voice.channel;
    let heard = screen.shown.setup.channel(screen.lane, own).get() + 1;
    if screen.shown.setup.channels != ChannelMap::PerLane {
        row(ui, screen, CHANNEL, |ui, screen| {
            let size = vec2(ui.available_width(), 24.0);
            let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
            let text = format!("{heard}, as Settings say");
            let at = rect.left_center();
            let colour = screen.theme.text;
            small(ui.painter(), at, Align2::LEFT_CENTER, &text, colour);
        });
        return;
    }
    let to = number(ui, screen, CHANNEL, (i64::from(heard), 1..=16, ""));
    if let Some(channel) = to.and_then(|to| narrow(to - 1, Channel::new)) {
        set_voice(screen, hand, |voice| voice.channel = channel);
    }
}

fn note_length(ui: &mut Ui, (screen, hand): (&mut Screen, &Hand)) {
    let now = lane(screen).voice.note_length;
    let beats = match now {
        NoteLength::Ring { beats } => beats,
        _ => NonZeroU8::MIN,
    };
    let all = [
        NoteLength::Step,
        NoteLength::Ring { beats },
        NoteLength::Short,
    ];
    let word = |length: &NoteLength| {
        let word = match length {
            NoteLength::Step => "Step",
            NoteLength::Ring { .. } => "Ring",
            NoteLength::Short => "Short",
        };
        word.to_owned()
    };
    let mut to = choice(ui, screen, LENGTH, (&now, &all), word);
    if let NoteLength::Ring { beats } = now {
        let changed = number(
            ui,
            screen,
            RING,
            (i64::from(beats.get()), 1..=255, " beats"),
        );
        let beats = changed.and_then(|to| narrow(to, NonZeroU8::new));
        to = to.or(beats.map(|beats| NoteLength::Ring { beats }));
    }
    if let Some(to) = to {
        set_voice(screen, hand, |voice| voice.note_length = to);
    }
}

fn choke(ui: &mut Ui, (screen, hand): (&mut Screen, &Hand)) {
    let now = lane(screen).voice.choke;
    let groups = (1..=8).map(ChokeGroup::new);
    let all: Vec<_> = [None].into_iter().chain(groups).collect();
    let word = |group: &Option<ChokeGroup>| match group {
        Some(group) => group.get().to_string(),
        None => "None".to_owned(),
    };
    if let Some(to) = choice(ui, screen, CHOKE, (&now, &all), word) {
        set_voice(screen, hand, |voice| voice.choke = to);
    }
}
