//! How the instance behaves, and how its window looks.

mod keys;
mod midi;

use super::Page;
use super::form::{Row, choice, heading, number, row, switch};
use crate::editor::hand::Hand;
use crate::editor::screen::Screen;
use crate::editor::theme::Theme;
use crate::pattern::{BeforeSong, Channel, ChannelMap, Edit, PlayMode, SetupChange, Thru};
use egui::Ui;

pub use keys::KeyFile;
pub(super) use keys::look_in;

const PLAY: Row<'_> = Row {
    name: "Play",
    about: "with the host, always, or while a key is held",
};
const DRUMS: Row<'_> = Row {
    name: "Own drums",
    about: "a small built-in kit on the plug-in's audio output",
};
const THRU: Row<'_> = Row {
    name: "MIDI thru",
    about: "which of the notes that come in go on to the sampler",
};
const CHANNELS: Row<'_> = Row {
    name: "Channels",
    about: "which channels the lanes play on",
};
const CHANNEL: Row<'_> = Row {
    name: "All on",
    about: "the channel that all lanes play on",
};
const BEFORE: Row<'_> = Row {
    name: "Before song",
    about: "what is heard in a pre-roll, before the song's first bar",
};
const THEME: Row<'_> = Row {
    name: "Theme",
    about: "light on dark, or dark on light for bright rooms",
};
const ZOOM: Row<'_> = Row {
    name: "Zoom",
    about: "how large all is drawn",
};
const ROUTING: Row<'_> = Row {
    name: "Routing",
    about: "how the notes get from here to a sampler, host by host",
};

const MODES: [PlayMode; 3] = [PlayMode::FollowHost, PlayMode::Run, PlayMode::WhileKeyHeld];
const THRUS: [Thru; 3] = [Thru::All, Thru::NotMapped, Thru::Off];
const BEFORES: [BeforeSong; 3] = [BeforeSong::Silence, BeforeSong::CountIn, BeforeSong::Groove];
/// In percent.
const ZOOMS: [u16; 5] = [100, 125, 150, 175, 200];

/// Shows it.
pub(super) fn show(ui: &mut Ui, (screen, hand): (&mut Screen, &Hand)) {
    let setup = screen.shown.setup;
    let play = choice(ui, screen, PLAY, (&setup.play, &MODES), |mode| {
        play_word(*mode).to_owned()
    });
    set(play.map(SetupChange::Play), (screen, hand));
    let before = (&setup.before_song, BEFORES.as_slice());
    let before = choice(ui, screen, BEFORE, before, |before| {
        before_word(*before).to_owned()
    });
    set(before.map(SetupChange::BeforeSong), (screen, hand));
    let drums = switch(ui, screen, DRUMS, setup.audition);
    set(drums.map(SetupChange::Audition), (screen, hand));
    heading(ui, screen, "Notes");
    let thru = choice(ui, screen, THRU, (&setup.thru, &THRUS), |thru| {
        thru_word(*thru).to_owned()
    });
    set(thru.map(SetupChange::Thru), (screen, hand));
    keys::show(ui, (screen, hand));
    channels(ui, setup.channels, (screen, hand));
    midi::show(ui, (screen, hand));
    heading(ui, screen, "Window");
    window(ui, screen);
}

fn set(change: Option<SetupChange>, (screen, hand): (&mut Screen, &Hand)) {
    if let Some(change) = change {
        screen.edit(hand, Edit::Setup(change));
    }
}

fn channels(ui: &mut Ui, now: ChannelMap, (screen, hand): (&mut Screen, &Hand)) {
    let all_on = match now {
        ChannelMap::AllOn(channel) => channel,
        _ => Channel::DRUMS,
    };
    let maps = [
        ChannelMap::PerLane,
        ChannelMap::AllOn(all_on),
        ChannelMap::LaneNumber,
    ];
    let to = choice(ui, screen, CHANNELS, (&now, &maps), |map| {
        channel_word(*map).to_owned()
    });
    set(to.map(SetupChange::Channels), (screen, hand));
    let ChannelMap::AllOn(channel) = now else {
        return;
    };
    let number_now = i64::from(channel.get()) + 1;
    let to = number(ui, screen, CHANNEL, (number_now, 1..=16, ""));
    let channel = to.and_then(|to| Channel::new(u8::try_from(to - 1).ok()?));
    let change = channel.map(|channel| SetupChange::Channels(ChannelMap::AllOn(channel)));
    set(change, (screen, hand));
}

fn window(ui: &mut Ui, screen: &mut Screen) {
    let is_light = !screen.theme.is_dark;
    let word = |light: &bool| if *light { "Light" } else { "Dark" }.to_owned();
    if let Some(is_light) = choice(ui, screen, THEME, (&is_light, &[false, true]), word) {
        screen.theme = Theme::of(is_light);
    }
    let zoom = ui.ctx().zoom_factor();
    let percent = crate::editor::number::whole(f64::from(zoom) * 100.0, 100, 200);
    let percent = u16::try_from(percent).unwrap_or(100);
    let text = |percent: &u16| format!("{percent} %");
    if let Some(percent) = choice(ui, screen, ZOOM, (&percent, &ZOOMS), text) {
        ui.ctx().set_zoom_factor(f32::from(percent) / 100.0);
    }
    let is_asked = row(ui, screen, ROUTING, |ui, _| {
        ui.button("Host by host…").clicked()
    });
    if is_asked {
        screen.page_beside = Some(Page::Routing);
    }
}

const fn play_word(mode: PlayMode) -> &'static str {
    match mode {
        PlayMode::FollowHost => "Follow the host",
        PlayMode::Run => "Always run",
        PlayMode::WhileKeyHeld => "While a key is held",
    }
}

const fn before_word(before: BeforeSong) -> &'static str {
    match before {
        BeforeSong::Silence => "Silence",
        BeforeSong::CountIn => "Four side sticks",
        BeforeSong::Groove => "The groove",
    }
}

const fn thru_word(thru: Thru) -> &'static str {
    match thru {
        Thru::All => "All notes",
        Thru::NotMapped => "Keys that no lane plays",
        Thru::Off => "Nothing",
    }
}

const fn channel_word(map: ChannelMap) -> &'static str {
    match map {
        ChannelMap::PerLane => "Each lane's own",
        ChannelMap::AllOn(_) => "All on one",
        ChannelMap::LaneNumber => "Lane 1 on 1, 2 on 2, …",
    }
}
