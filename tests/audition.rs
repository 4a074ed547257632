//! The built-in drums: struck on the frame, the same in any cut, never too loud, never for ever.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

use afterbeat::audition::{Kit, Reading, Sound, Take};
use afterbeat::engine::{Event, Kind, Origin, Source};
use afterbeat::pattern::{Channel, Key, LaneIndex, Velocity};
use afterbeat::time::SampleRate;
use proptest::collection::vec as list;
use proptest::{prop_assert, proptest};
use std::iter::{once, repeat_n};

const RATE: f64 = 48_000.0;

fn kit() -> Kit {
    Kit::new(SampleRate::new(RATE).unwrap())
}

fn event(at: usize, key: u8, velocity: Option<u8>) -> Event {
    let on = |velocity| Kind::On(Velocity::new(velocity).unwrap());
    Event {
        at: u32::try_from(at).unwrap(),
        kind: velocity.map_or(Kind::Off, on),
        channel: Channel::DRUMS,
        key: Key::new(key).unwrap(),
        origin: Origin::Strike {
            lane: LaneIndex::default(),
            source: Source::User,
        },
    }
}

/// What is heard of `events`, whose frames are the song's, in blocks of these lengths.
fn render(kit: &mut Kit, events: &[Event], blocks: impl Iterator<Item = usize>) -> Vec<[f32; 2]> {
    let mut heard = Vec::new();
    let mut begin = 0;
    for frames in blocks {
        let (mut left, mut right) = (vec![9.0; frames], vec![9.0; frames]);
        let mut take = Take::new(kit, Reading::Keys, (&mut left, &mut right));
        for event in events {
            let at = usize::try_from(event.at).unwrap();
            if (begin..begin + frames).contains(&at) {
                let at = u32::try_from(at - begin).unwrap();
                take.hear(&Event { at, ..*event });
            }
        }
        drop(take);
        heard.extend(left.iter().zip(&right).map(|(left, right)| [*left, *right]));
        begin += frames;
    }
    heard
}

fn peak(heard: &[[f32; 2]]) -> f32 {
    heard
        .iter()
        .flatten()
        .fold(0.0, |peak, x| peak.max(x.abs()))
}

#[test]
fn a_strike_is_heard_from_its_frame_on_and_not_before() {
    for key in 0..128 {
        let heard = render(&mut kit(), &[event(1000, key, Some(100))], once(4800));
        assert_eq!(&heard[..1000], [[0.0; 2]; 1000], "key {key} is early");
        assert!(peak(&heard[1000..1100]) > 0.01, "key {key} is late");
    }
}

#[test]
fn every_drum_ends_by_itself() {
    for key in 0..128 {
        let mut kit = kit();
        let ten_seconds = repeat_n(4800, 100);
        let heard = render(&mut kit, &[event(0, key, Some(127))], ten_seconds);
        assert!(kit.is_silent(), "key {key} rings for ever");
        assert!(heard.iter().flatten().all(|x| x.is_finite()));
        assert_eq!(heard.last(), Some(&[0.0, 0.0]));
    }
}

#[test]
fn the_harder_the_louder() {
    for key in [36, 38, 42, 46, 49, 51, 60] {
        let loudness = |velocity| {
            let strike = [event(0, key, Some(velocity))];
            peak(&render(&mut kit(), &strike, once(4800)))
        };
        let peaks: Vec<f32> = [20, 40, 60, 80, 100, 127].map(loudness).to_vec();
        assert!(peaks.is_sorted_by(|a, b| a < b), "key {key}: {peaks:?}");
        assert!(peaks[5] > 0.1, "key {key} is hardly heard: {peaks:?}");
    }
}

#[test]
fn all_drums_at_once_do_not_clip() {
    let events: Vec<Event> = (0..128).map(|key| event(0, key, Some(127))).collect();
    let heard = render(&mut kit(), &events, once(48_000));
    assert!(peak(&heard) <= 1.0);
}

#[test]
fn the_foot_closes_the_open_hat_and_so_does_its_end() {
    let tail = |events: &[Event]| {
        let heard = render(&mut kit(), events, once(24_000));
        peak(&heard[12_000..])
    };
    let open = tail(&[event(0, 46, Some(100))]);
    let closed = tail(&[event(0, 46, Some(100)), event(4800, 42, Some(1))]);
    let ended = tail(&[event(0, 46, Some(100)), event(4800, 46, None)]);
    assert!(closed < open / 20.0 && ended < open / 20.0);
    let kick = [event(0, 36, Some(100)), event(100, 36, None)];
    let heard = render(&mut kit(), &kick, once(4800));
    let alone = render(&mut kit(), &kick[..1], once(4800));
    assert_eq!(heard, alone, "the kick's end is not its own");
}

#[test]
fn the_players_pads_ring_on_when_they_are_let_go() {
    let thru = |at, velocity| Event {
        origin: Origin::Thru,
        ..event(at, 46, velocity)
    };
    let both = render(&mut kit(), &[thru(0, Some(90)), thru(50, None)], once(9600));
    let alone = render(&mut kit(), &[thru(0, Some(90))], once(9600));
    assert_eq!(both, alone);
}

#[test]
fn keys_that_mean_something_else_are_told_by_their_lane() {
    let strike = |key, lane| Event {
        origin: Origin::Strike {
            lane: LaneIndex::new(lane).unwrap(),
            source: Source::User,
        },
        ..event(0, key, Some(100))
    };
    let heard = |strike: Event, reading| {
        let (mut left, mut right) = ([0.0; 480], [0.0; 480]);
        let mut kit = kit();
        Take::new(&mut kit, reading, (&mut left, &mut right)).hear(&strike);
        left.map(f32::to_bits)
    };
    let snare = heard(strike(38, 1), Reading::Keys);
    assert_eq!(heard(strike(37, 1), Reading::Lanes), snare);
    assert_ne!(heard(strike(37, 1), Reading::Keys), snare);
}

#[test]
fn hushed_it_is_silent_within_fifty_milliseconds() {
    let mut kit = kit();
    render(&mut kit, &[event(0, 49, Some(127))], once(480));
    kit.hush();
    render(&mut kit, &[], once(2400));
    assert!(kit.is_silent());
}

#[test]
fn there_is_a_drum_for_every_name() {
    let mut names: Vec<String> = Sound::ALL.map(|sound| format!("{sound:?}")).to_vec();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), Sound::ALL.len());
}

proptest! {
    #[test]
    fn how_time_is_cut_changes_nothing(
        strikes in list((0..9000_usize, 30..82_u8, 1..=127_u8), 1..60),
        blocks in list(1..700_usize, 30..60),
    ) {
        let mut events: Vec<Event> = strikes
            .into_iter()
            .map(|(at, key, velocity)| event(at, key, Some(velocity)))
            .collect();
        events.sort_by_key(|event| event.at);
        let frames: usize = blocks.iter().sum();
        events.retain(|event| usize::try_from(event.at).unwrap() < frames);
        let cut = render(&mut kit(), &events, blocks.into_iter());
        let whole = render(&mut kit(), &events, once(frames));
        prop_assert!(cut == whole);
    }
}
