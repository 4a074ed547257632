//! Nothing that the editor does, or does not get done, is heard: neither a window that holds
//! everything it can hold, nor as many edits as can be made.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

use afterbeat::pattern::{
    CellAt, Edit, LaneAt, LaneIndex, PatternIndex, Step, StepIndex, Velocity,
};
use afterbeat::plugin::{Inside, clap_entry};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use xtask::host::{AudioSide, Block, HostEvent, Instance, Kind, Plugin, Profile, Sink, Song};

const RATE: f64 = 48_000.0;
const FRAMES: u32 = 512;
/// The lane that is edited; its key is no other lane's.
const EDITED: u8 = 15;

/// Set to how many edits are to be made, over how many seconds, it makes those: `1000000/60`.
const FULL: &str = "AFTERBEAT_EDITS";

fn playing() -> (Instance, Inside) {
    #[expect(unsafe_code, reason = "the entry is a table of foreign functions")]
    // SAFETY: it is the project's own entry.
    let plugin = unsafe { Plugin::from_entry(&afterbeat::clap_entry).unwrap() };
    let mut instance = plugin.instantiate(Profile::default()).unwrap();
    instance.activate(RATE, FRAMES).unwrap();
    instance.start_processing().unwrap();
    #[expect(unsafe_code, reason = "the instance is known by its pointer")]
    // SAFETY: the instance is alive.
    let inside = unsafe { clap_entry::inside(instance.raw()).unwrap() };
    (instance, inside)
}

/// What is played in so many blocks, and for as long as `goes_on`; not faster than `pace` allows.
fn perform(audio: &mut AudioSide, pace: Option<Duration>, goes_on: impl Fn(u64) -> bool) -> Heard {
    let song = Song::new(RATE, 120.0);
    let mut heard = Heard::default();
    let mut sink = Sink::default();
    let begin = Instant::now();
    while goes_on(heard.blocks) {
        let start = heard.blocks * u64::from(FRAMES);
        let block = Block {
            frames: FRAMES,
            start,
            transport: Some(song.at(start)),
            ..Block::default()
        };
        sink.clear();
        audio.process_into(&block, &mut sink).unwrap();
        heard.events.extend_from_slice(&sink.events);
        heard.blocks += 1;
        if let Some(pace) = pace {
            let due = pace * u32::try_from(heard.blocks).unwrap();
            std::thread::sleep(due.saturating_sub(begin.elapsed()));
        }
    }
    heard
}

#[derive(Debug, Default)]
struct Heard {
    blocks: u64,
    events: Vec<HostEvent>,
}

impl Heard {
    /// What other lanes than the edited one played.
    fn others(&self, key: u8) -> Vec<&HostEvent> {
        let is_other = |event: &&HostEvent| event.key != key;
        self.events.iter().filter(is_other).collect()
    }
}

fn reference(blocks: u64) -> Heard {
    let (mut instance, _) = playing();
    let mut audio = instance.split_audio().unwrap();
    let heard = perform(&mut audio, None, |done| done < blocks);
    instance.join_audio(audio);
    heard
}

fn key_of_edited(inside: &Inside) -> u8 {
    let lane = LaneIndex::new(EDITED).unwrap();
    let side = inside.params.main().lock();
    let lane = side.bank().lane(PatternIndex::FIRST, lane);
    lane.unwrap().voice.key.get()
}

#[test]
fn ten_seconds_play_on_while_a_thread_holds_all_that_the_editor_can_hold() {
    let blocks = 938;
    let (mut instance, inside) = playing();
    let mut audio = instance.split_audio().unwrap();
    let heard = {
        // Nobody else gets at the bank until the music is over.
        let _held = inside.params.main().lock();
        let performer = std::thread::spawn(move || {
            let heard = perform(&mut audio, None, |done| done < blocks);
            (audio, heard)
        });
        performer.join().unwrap()
    };
    instance.join_audio(heard.0);
    let heard = heard.1;
    assert!(heard.events.len() > 200, "{}", heard.events.len());
    assert_eq!(heard.events, reference(blocks).events);
}

fn edit(n: u64) -> Edit {
    // Every other one is of a pattern that does not play.
    let pattern = PatternIndex::new(u8::try_from(n % 2).unwrap()).unwrap();
    let lane = LaneIndex::new(EDITED).unwrap();
    let velocity = Velocity::new(u8::try_from(n % 127).unwrap() + 1);
    Edit::Step {
        at: CellAt {
            lane: LaneAt { pattern, lane },
            step: StepIndex::new(u8::try_from(n % 16).unwrap()),
        },
        to: Step {
            velocity: velocity.filter(|_| !n.is_multiple_of(3)),
            ..Step::REST
        },
    }
}

#[test]
fn as_many_edits_as_can_be_made_are_all_heard_and_change_nothing_else() {
    let full = std::env::var(FULL).ok();
    let full = full.as_deref().and_then(|text| text.split_once('/'));
    let full = full.map(|(edits, seconds)| (edits.parse().unwrap(), seconds.parse().unwrap()));
    let (edits, seconds): (u64, u64) = full.unwrap_or((200_000, 0));
    let (mut instance, inside) = playing();
    inside
        .params
        .main()
        .lock()
        .edit(Edit::ReplacePattern {
            pattern: PatternIndex::new(1).unwrap(),
            to: Some(Box::default()),
        })
        .unwrap();
    let mut audio = instance.split_audio().unwrap();
    let done = Arc::new(AtomicBool::new(false));
    let is_done = Arc::clone(&done);
    let pace = full.map(|_| Duration::from_secs_f64(f64::from(FRAMES) / RATE));
    let performer = std::thread::spawn(move || {
        let goes_on = |blocks| blocks < 938 || !is_done.load(Ordering::Acquire);
        let heard = perform(&mut audio, pace, goes_on);
        (audio, heard)
    });
    let begin = Instant::now();
    for n in 0..edits {
        inside.params.main().lock().edit(edit(n)).unwrap();
        let due = Duration::from_millis(1_000 * seconds * n / edits);
        std::thread::sleep(due.saturating_sub(begin.elapsed()));
    }
    let spent = begin.elapsed();
    done.store(true, Ordering::Release);
    let (mut audio, heard) = performer.join().unwrap();
    let key = key_of_edited(&inside);
    let wanted = reference(heard.blocks);
    assert_eq!(heard.others(key), wanted.others(key));
    assert!(heard.events.len() > wanted.events.len());
    if full.is_some() {
        println!("{edits} edits in {spent:?}, {} blocks", heard.blocks);
    }
    // What it ends with is what another instance with the same bank plays.
    let state = instance.save().unwrap();
    let (mut other, _) = playing();
    assert!(other.load(&state));
    let mut others = other.split_audio().unwrap();
    let [ours, theirs] = [&mut audio, &mut others].map(|audio| {
        audio.reset();
        let heard = perform(audio, None, |done| done < 200);
        let ons = heard
            .events
            .into_iter()
            .filter(|event| event.kind == Kind::On);
        ons.collect::<Vec<_>>()
    });
    assert!(ours.iter().any(|event| event.key == key));
    assert_eq!(ours, theirs);
    instance.join_audio(audio);
    other.join_audio(others);
}
