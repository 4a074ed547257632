//! The settings: each choice is exactly its edit, and the window's looks are remembered.

#[path = "support/desk.rs"]
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod desk;
#[path = "support/window.rs"]
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod window;

use afterbeat::editor::side::Page;
use afterbeat::files::Answer;
use afterbeat::pattern::{
    BeforeSong, Channel, ChannelMap, Edit, Key, KeyMap, LaneIndex, PlayMode, SetupChange, Thru,
};
use afterbeat::plugin::default_bank;
use desk::{furnish, wait_until};
use egui_kittest::kittest::Queryable as _;
use window::Window;

fn open() -> Window {
    let mut window = Window::on(default_bank());
    window.click("Page Settings");
    window
}

/// Chooses a text of the choice with this name.
fn choose(window: &mut Window, name: &str, text: &str) {
    window.click(name);
    window.click(text);
    window.settle();
}

#[test]
fn every_choice_is_its_edit() {
    let ninth = ChannelMap::AllOn(Channel::new(9).unwrap());
    for (name, text, change) in [
        ("Play", "Always run", SetupChange::Play(PlayMode::Run)),
        (
            "Play",
            "While a key is held",
            SetupChange::Play(PlayMode::WhileKeyHeld),
        ),
        (
            "Before song",
            "Four side sticks",
            SetupChange::BeforeSong(BeforeSong::CountIn),
        ),
        (
            "Before song",
            "The groove",
            SetupChange::BeforeSong(BeforeSong::Groove),
        ),
        (
            "MIDI thru",
            "Keys that no lane plays",
            SetupChange::Thru(Thru::NotMapped),
        ),
        ("MIDI thru", "Nothing", SetupChange::Thru(Thru::Off)),
        (
            "Key map",
            "From key 36 up, by lane",
            SetupChange::Keys(KeyMap::Chromatic),
        ),
        ("Channels", "All on one", SetupChange::Channels(ninth)),
        (
            "Channels",
            "Lane 1 on 1, 2 on 2, …",
            SetupChange::Channels(ChannelMap::LaneNumber),
        ),
    ] {
        let mut window = open();
        choose(&mut window, name, text);
        window.expect(&default_bank(), &[Edit::Setup(change)]);
        assert!(window.heard().is_empty(), "{name} is no parameter");
    }
}

#[test]
fn the_channel_of_all_lanes_is_a_number_from_1() {
    let mut window = open();
    choose(&mut window, "Channels", "All on one");
    let before = window.bank();
    let at = window.place("All on").center();
    window.drag(
        (at, at - egui::vec2(15.0, 0.0)),
        egui::PointerButton::Primary,
        egui::Modifiers::NONE,
    );
    let ChannelMap::AllOn(channel) = window.bank().setup.channels else {
        panic!("all lanes are on one channel");
    };
    assert!(channel.get() < 9);
    let to = SetupChange::Channels(ChannelMap::AllOn(channel));
    window.expect(&before, &[Edit::Setup(to)]);
}

#[test]
fn keys_come_from_a_file_and_go_again() {
    let mut window = open();
    let (desk, root) = furnish(&mut window, "settings-keys");
    let file = root.join("kit.toml");
    std::fs::write(&file, "kick = 40\n\"closed hat\" = 54\n").unwrap();
    desk.answer(Answer::File(file.clone()));
    window.click("Open file…");
    wait_until(&mut window, "the keys", |window| {
        matches!(window.bank().setup.keys, KeyMap::Own(_))
    });
    let KeyMap::Own(keys) = window.bank().setup.keys else {
        panic!("the file's keys");
    };
    let key = |lane: u8| keys[LaneIndex::new(lane).unwrap()];
    assert_eq!(
        [key(0), key(1), key(2)],
        [40, 38, 54].map(|key| Key::new(key).unwrap())
    );
    let own = Edit::Setup(SetupChange::Keys(KeyMap::Own(keys)));
    window.expect(&default_bank(), &[own]);
    let before = window.bank();
    window.click("Reset");
    let reset = Edit::Setup(SetupChange::Keys(KeyMap::PerLane));
    window.expect(&before, &[reset]);
}

#[test]
fn a_file_without_keys_says_where_it_is_wrong_and_changes_nothing() {
    let mut window = open();
    let (desk, root) = furnish(&mut window, "settings-bad-keys");
    let file = root.join("kit.toml");
    std::fs::write(&file, "kick = 40\nsnare = 200\n").unwrap();
    desk.answer(Answer::File(file.clone()));
    window.click("Open file…");
    let start = format!("{}, line 2, column 9: ", file.display());
    wait_until(&mut window, "the error", |window| {
        window.harness.query_by_label_contains(&start).is_some()
    });
    assert_eq!(window.bank(), default_bank());
    desk.answer(Answer::Cancelled);
    window.click("Open file…");
    wait_until(&mut window, "silence", |window| {
        window.harness.query_by_label_contains(&start).is_none()
    });
    assert_eq!(window.bank(), default_bank());
}

#[test]
fn the_theme_and_the_zoom_are_chosen() {
    let mut window = open();
    choose(&mut window, "Theme", "Light");
    assert!(!window.harness.state().screen.theme.is_dark);
    choose(&mut window, "Theme", "Dark");
    assert!(window.harness.state().screen.theme.is_dark);
    // The foot has a button of this name too.
    let zoom = window
        .harness
        .get_by_role_and_label(egui::accesskit::Role::ComboBox, "Zoom");
    let at = zoom.rect().center();
    window.click_at(at);
    window.click("150 %");
    let zoom = window.harness.ctx.zoom_factor();
    assert!((zoom - 1.5).abs() < 1e-3, "{zoom}");
}

#[test]
fn the_routing_is_told_host_by_host() {
    let mut window = open();
    window.click("Host by host…");
    let page = window.harness.state().screen.page_beside;
    assert_eq!(page, Some(Page::Routing));
    assert!(
        window
            .harness
            .query_by_label_contains("Note Receiver")
            .is_some()
    );
    choose(&mut window, "Host", "Live");
    assert!(
        window
            .harness
            .query_by_label_contains("MIDI From")
            .is_some()
    );
}

#[test]
fn the_first_window_says_what_it_is_until_the_user_has_chosen() {
    let mut window = Window::on(default_bank());
    let (_desk, root) = furnish(&mut window, "settings-welcome");
    let open = |window: &mut Window, host: Option<&str>, was_seen: bool| {
        let screen = &mut window.harness.state_mut().screen;
        screen.welcome = afterbeat::editor::welcome::Welcome::default();
        screen.welcome.open(host, was_seen, &mut screen.errands);
        for _ in 0..100 {
            window.settle();
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
    };
    let is_shown = |window: &Window| window.harness.query_by_label("Got it").is_some();
    open(&mut window, None, true);
    assert!(!is_shown(&window), "the instance has seen it");
    open(&mut window, Some("REAPER"), false);
    assert!(is_shown(&window));
    window.click("Route it");
    assert!(!is_shown(&window));
    assert!(window.harness.state().screen.welcome.was_seen());
    assert!(window.harness.query_by_label_contains("FX chain").is_some());
    let memory = root.join("config").join("welcomed");
    wait_until(&mut window, "the memory", |_| memory.exists());
    open(&mut window, None, false);
    assert!(!is_shown(&window), "the user has seen it");
    std::fs::remove_file(&memory).unwrap();
    open(&mut window, None, false);
    window.click("Got it");
    assert!(!is_shown(&window));
    wait_until(&mut window, "the memory", |_| memory.exists());
}

#[test]
fn the_built_in_drums_are_switched_on_and_off() {
    let mut window = open();
    let before = window.bank();
    window.click("Own drums");
    window.expect(&before, &[Edit::Setup(SetupChange::Audition(true))]);
}

#[test]
fn who_opens_it_first_can_hear_it_now_and_stop_it() {
    let mut window = Window::on(default_bank());
    let screen = &mut window.harness.state_mut().screen;
    screen.welcome.open(None, false, &mut screen.errands);
    window.settle();
    let before = window.bank();
    window.click("Hear it now");
    let edits = [
        Edit::Setup(SetupChange::Audition(true)),
        Edit::Setup(SetupChange::Play(PlayMode::Run)),
    ];
    window.expect(&before, &edits);
    window.click("Stop it");
    assert!(window.bank() == before);
    assert!(window.harness.query_by_label("Hear it now").is_none());
}

#[test]
fn a_window_that_is_closed_and_opened_again_has_chosen_nothing() {
    let mut window = Window::on(default_bank());
    let (_desk, _root) = furnish(&mut window, "settings-reopened");
    let open = |window: &mut Window| {
        let screen = &mut window.harness.state_mut().screen;
        screen.welcome.open(None, false, &mut screen.errands);
        for _ in 0..100 {
            window.settle();
            std::thread::sleep(std::time::Duration::from_millis(1));
        }
    };
    let has = |window: &Window, name: &str| window.harness.query_by_label(name).is_some();
    open(&mut window);
    open(&mut window);
    assert!(has(&window, "Got it"), "nothing was chosen");
    let before = window.bank();
    window.click("Hear it now");
    open(&mut window);
    assert!(has(&window, "Stop it"), "it still plays by itself");
    let screen = &mut window.harness.state_mut().screen;
    screen.errands = afterbeat::editor::errands::Errands::default();
    open(&mut window);
    assert!(has(&window, "Stop it"), "without folders too");
    window.click("Stop it");
    assert!(window.bank() == before);
    assert!(window.harness.state().screen.welcome.was_seen());
}
