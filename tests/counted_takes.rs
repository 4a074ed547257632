//! A take that is counted in: the click counts, and what is played from the bar line on is written.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

#[path = "support/cycle.rs"]
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod cycle;
#[path = "support/studio.rs"]
mod studio;

use afterbeat::audition::{Kit, Reading, Take};
use afterbeat::engine::{Event, Kind, Origin};
use afterbeat::pattern::{Channel, Key, KeyMap, Velocity};
use afterbeat::standalone::{Follows, Order, Steer};
use afterbeat::time::{Meter, SampleRate};
use cycle::{FakeCycle, RATE, Rig};
use studio::Studio;

#[test]
fn what_is_played_while_it_is_counted_in_is_not_in_the_take() {
    let mut studio = Studio::new();
    studio.recorder.begin_at(8.0);
    studio.play(&[4.0, 5.0, 6.0, 7.0, 7.5, 8.0, 9.0, 11.75]);
    assert_eq!(studio.score(), "x...x..........x 0 0 0");
}

#[test]
fn up_to_half_a_slot_early_it_belongs_to_the_first_slot() {
    for (place, score) in [
        (7.870, "................"),
        (7.880, "x............... 0"),
        (7.999, "x............... 0"),
        (8.120, "x............... 0"),
    ] {
        let mut studio = Studio::new();
        studio.recorder.begin_at(8.0);
        studio.play(&[place]);
        assert_eq!(studio.score(), score, "at {place}");
    }
    // Unquantised it keeps by how much it was early.
    let mut studio = Studio::new();
    studio.recorder.quantizes = false;
    studio.recorder.begin_at(8.0);
    studio.play(&[7.95]);
    assert_eq!(studio.score(), "x............... -200");
}

#[test]
fn before_the_songs_first_bar_there_is_room_to_count() {
    let mut studio = Studio::new();
    studio.recorder.begin_at(0.0);
    studio.play(&[-4.0, -1.0, -0.2, -0.1, 1.0]);
    assert_eq!(studio.score(), "x...x........... 0 0");
}

#[test]
fn a_take_that_is_taken_back_goes_on_from_its_line() {
    let mut studio = Studio::new();
    studio.recorder.begin_at(8.0);
    studio.play(&[8.0]);
    assert!(studio.recorder.undo(&mut studio.main));
    studio.play(&[7.0, 9.0]);
    assert_eq!(studio.score(), "....x........... 0");
}

#[test]
fn a_take_that_has_begun_goes_on_wherever_the_song_is_put() {
    let mut studio = Studio::new();
    studio.recorder.begin_at(16.0);
    studio.play(&[15.0]);
    studio.recorder.tend(Some(15.9), &mut studio.main);
    studio.play(&[15.25, 16.0]);
    studio.recorder.tend(Some(16.1), &mut studio.main);
    // The song is put back to its start.
    studio.play(&[2.0]);
    assert_eq!(studio.score(), "x.......x....... 0 0");
}

/// What is heard of the audio outputs after these orders, in cycles of 64 frames.
fn heard(orders: &[Order], cycles: u32) -> Vec<f32> {
    let mut rig = Rig::new(Follows::Own, 120.0, Meter::COMMON);
    for order in orders {
        rig.order(*order);
    }
    let mut cycle = FakeCycle::default();
    let mut heard = Vec::new();
    for _ in 0..cycles {
        cycle.play(&mut rig.performer);
        heard.extend_from_slice(&cycle.audio[0][..64]);
    }
    heard
}

/// The built-in cowbell on the first of each four beats and the side stick on the others, for so many
/// beats of 24 000 frames.
fn clicks(beats: u32, frames: usize) -> Vec<f32> {
    let mut kit = Kit::new(SampleRate::new(f64::from(RATE)).unwrap());
    let [mut left, mut right] = [(); 2].map(|()| vec![0.0; frames]);
    let reading = Reading::of(&KeyMap::PerLane);
    let mut take = Take::new(&mut kit, reading, (&mut left, &mut right));
    for beat in 0..beats {
        let (key, velocity) = if beat % 4 == 0 { (56, 110) } else { (37, 100) };
        take.hear(&Event {
            at: beat * 24_000,
            kind: Kind::On(Velocity::new(velocity).unwrap()),
            channel: Channel::DRUMS,
            key: Key::new(key).unwrap(),
            origin: Origin::Thru,
        });
    }
    drop(take);
    left
}

#[test]
fn the_click_counts_up_to_the_line_and_no_further() {
    let orders = [
        Order::Steer(Steer::Locate(-4.0)),
        Order::CountIn(Some(0.0)),
        Order::Steer(Steer::Play),
    ];
    let heard = heard(&orders, 12 * 375);
    assert!(heard == clicks(4, heard.len()));
}

#[test]
fn a_click_that_is_on_goes_on_after_it_has_counted() {
    let orders = [
        Order::Click(true),
        Order::CountIn(Some(4.0)),
        Order::Steer(Steer::Play),
    ];
    let on = heard(&orders, 8 * 375);
    assert!(on == clicks(8, on.len()));
    let orders = [
        Order::CountIn(Some(4.0)),
        Order::CountIn(None),
        Order::Steer(Steer::Play),
    ];
    let off = heard(&orders, 8 * 375);
    assert!(off == clicks(0, off.len()), "called off");
}
