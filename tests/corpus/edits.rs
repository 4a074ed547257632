//! Edits, loads and undos in any order, while the engine plays and lags behind.

use crate::random_edits::{Dice, random_bank, random_edit};
use crate::support::check::check_wire;
use crate::support::rig::{Rig, rolling};
use afterbeat::engine::{Controls, Engine};
use afterbeat::link::{self, AudioSide, Capacities, MainSide};
use afterbeat::pattern::{Bank, Edit, Pattern, PlayMode, SetupChange, to_bytes};

const MOST: u32 = 64;

/// Each byte or two is something that is done.
pub fn run(bytes: &[u8]) {
    let mut dice = Dice::reading(bytes);
    let commands = 1 + usize::try_from(dice.below(8)).expect("below 8");
    let capacities = Capacities::for_commands(commands);
    let start = Bank::with_first(Pattern::new());
    let (mut main, mut audio, engine) = link::with_capacities(start, capacities);
    let mut rig = Rig::of(engine, 8_000.0);
    rig.engine.set_controls(&controls());
    for _ in 0..MOST {
        if dice.is_empty() {
            break;
        }
        act(&mut dice, &mut main, &mut audio, &mut rig);
    }
    settle(&mut main, &mut audio, &mut rig.engine);
    // What plays by itself would not stop with the host.
    let follow = Edit::Setup(SetupChange::Play(PlayMode::FollowHost));
    rig.engine.apply(follow).expect("it always fits");
    rig.stop();
    check_wire(&rig.events);
}

fn controls() -> Controls {
    Controls {
        ghosts: 0.7,
        fills: 0.5,
        ..Controls::default()
    }
}

fn act(dice: &mut Dice, main: &mut MainSide, audio: &mut AudioSide, rig: &mut Rig) {
    match dice.below(8) {
        0 => {
            audio.drain(&mut rig.engine);
            let beats = f64::from(u32::try_from(rig.now).expect("a short song")) / 2_000.0;
            rig.call(500, rolling(240.0, beats));
        }
        1 => undone(dice, main),
        2 if dice.below(8) == 0 => main.load(random_bank(dice)),
        3 => main.collect(),
        _ => {
            let edit = random_edit(dice, main.bank());
            // Some do not fit; they change nothing.
            let _ = main.edit(edit);
        }
    }
}

/// Makes an edit and takes it back: the bank is as it was, to the byte.
fn undone(dice: &mut Dice, main: &mut MainSide) {
    let before = main.bank().clone();
    let edit = random_edit(dice, &before);
    if let Ok(inverse) = main.edit(edit) {
        assert!(main.edit(inverse).is_ok(), "an inverse fits");
    }
    assert!(*main.bank() == before, "the bank is another");
    assert!(
        to_bytes(main.bank()) == to_bytes(&before),
        "it is saved as another"
    );
}

fn settle(main: &mut MainSide, audio: &mut AudioSide, engine: &mut Engine) {
    for _ in 0..2 * MOST {
        audio.drain(engine);
        main.collect();
    }
    assert_eq!(audio.revision(), main.revision());
    assert!(engine.bank() == main.bank(), "the banks have parted");
}
