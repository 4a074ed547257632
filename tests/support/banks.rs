//! Arbitrary banks, and everything they are made of, for property tests.

use afterbeat::pattern::{
    Bank, Bars, BeforeSong, Chain, ChainEntry, Channel, ChannelMap, ChokeGroup, Condition,
    Direction, Edit, Gate, Grace, InFills, Key, KeyMap, Lane, LaneIndex, LaneName, LaneSet, Lfo,
    LfoDepth, LfoShape, Manner, NoteLength, Nudge, Pass, Pattern, PatternIndex, PerLane, Percent,
    PlayMode, Ratchet, Repeats, Reset, Rule, SeedHistory, Setup, SetupChange, Step, StepCount,
    Thru, Velocity, Voice,
};
use afterbeat::time::{Division, NoteValue, Rate};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::sample::select;
use std::num::NonZeroU8;

/// A bank of up to three patterns anywhere, with any setup and any chain.
pub fn bank() -> impl Strategy<Value = Bank> {
    let patterns = vec((pattern_index(), pattern()), 0..4);
    (setup(), chain(), patterns).prop_map(|(setup, chain, patterns)| {
        let mut bank = Bank::empty();
        bank.setup = setup;
        bank.chain = Box::new(chain);
        for (pattern, to) in patterns {
            let to = Some(Box::new(to));
            bank.apply(Edit::ReplacePattern { pattern, to })
                .expect("a pattern can be put anywhere");
        }
        bank
    })
}

/// A pattern index, mostly one of the first three so that several things meet.
pub fn pattern_index() -> impl Strategy<Value = PatternIndex> {
    prop_oneof![4 => 0u8..3, 1 => 0u8..128].prop_map(|at| PatternIndex::new(at).expect("below 128"))
}

/// A chain, mostly of a few entries.
pub fn chain() -> impl Strategy<Value = Chain> {
    let repeats = (1u8..=64).prop_map(|count| Repeats::new(count).expect("1 to 64"));
    let entry = || {
        (pattern_index(), repeats.clone())
            .prop_map(|(pattern, repeats)| ChainEntry { pattern, repeats })
    };
    prop_oneof![4 => vec(entry(), 0..5), 1 => vec(entry(), 0..=Chain::MAX)]
        .prop_map(|entries| Chain::new(&entries).expect("at most 64 entries"))
}

/// A pattern of up to four lanes that are not silent default ones.
pub fn pattern() -> impl Strategy<Value = Pattern> {
    let lanes = vec((0usize..16, lane()), 0..5);
    (bars(), manner(), lanes).prop_map(|(bars, manner, lanes)| {
        let mut pattern = Pattern {
            bars,
            manner,
            ..Pattern::new()
        };
        for (at, lane) in lanes {
            if let Some((_, place)) = pattern.lanes.iter_mut().nth(at) {
                **place = lane;
            }
        }
        pattern
    })
}

/// 1 to 16 bars.
pub fn bars() -> impl Strategy<Value = Bars> {
    (1u8..=16).prop_map(|bars| Bars::new(bars).expect("1 to 16"))
}

/// Either manner.
pub fn manner() -> impl Strategy<Value = Manner> {
    select(vec![Manner::Drummer, Manner::Classic])
}

/// A lane with everything in it, and steps beyond its length now and then.
pub fn lane() -> impl Strategy<Value = Lane> {
    let steps = prop_oneof![8 => vec(step(), 1..33), 1 => vec(step(), 1..257)];
    let shape = (step_count(), rate(), reset(), direction(), any::<i8>());
    let rest = (any::<bool>(), lfo(), any::<u16>(), any::<bool>());
    (voice(), steps, shape, rest).prop_map(|(voice, steps, shape, rest)| {
        let mut lane = Lane::with_steps(voice, &steps).expect("1 to 256 steps");
        (
            lane.length,
            lane.rate,
            lane.reset,
            lane.direction,
            lane.rotate,
        ) = shape;
        (lane.swing_here, lane.lfo, lane.seed, lane.seed_locked) = rest;
        lane
    })
}

/// A step: rests and plain strikes often, every field now and then.
pub fn step() -> impl Strategy<Value = Step> {
    let full = (
        option::of(velocity()),
        percent(),
        (1u16..=1600).prop_map(|gate| Gate::new(gate).expect("1 to 1600")),
        (-500i16..=500).prop_map(|nudge| Nudge::new(nudge).expect("-500 to 500")),
        ratchet(),
        condition(),
        any::<bool>(),
        any::<bool>(),
        grace(),
    );
    let full = full.prop_map(|fields| Step {
        velocity: fields.0,
        chance: fields.1,
        gate: fields.2,
        nudge: fields.3,
        ratchet: fields.4,
        condition: fields.5,
        accent: fields.6,
        tie: fields.7,
        grace: fields.8,
    });
    prop_oneof![Just(Step::REST), velocity().prop_map(Step::strike), full]
}

fn ratchet() -> impl Strategy<Value = Ratchet> {
    let curve = || -100i8..=100;
    (1u8..=32, 1u8..=8, curve(), curve()).prop_map(|(hits, span, timing, velocity)| {
        Ratchet::new(hits, span, timing, velocity).expect("in range")
    })
}

fn grace() -> impl Strategy<Value = Grace> {
    let lane = (0u8..16).prop_map(|at| LaneIndex::new(at).expect("below 16"));
    let any = (0u8..=2, 12u8..=35, 1u8..=100, option::of(lane));
    let any = any.prop_map(|(strokes, apart_ms, level, lane)| {
        let level = Percent::new(level).expect("at most 100");
        let mut grace = Grace::new(strokes, apart_ms, level).expect("in range");
        grace.lane = lane;
        grace
    });
    prop_oneof![Just(Grace::NONE), Just(Grace::FLAM), Just(Grace::DRAG), any]
}

fn condition() -> impl Strategy<Value = Condition> {
    let pass = (1u8..=16)
        .prop_flat_map(|of| (1..=of).prop_map(move |pass| Pass::new(pass, of).expect("in range")));
    let words = [
        Rule::Always,
        Rule::First,
        Rule::Previous,
        Rule::Neighbour,
        Rule::Fill,
    ];
    let rule = prop_oneof![pass.prop_map(Rule::Pass), select(words.to_vec())];
    (rule, any::<bool>()).prop_map(|(rule, negated)| Condition { rule, negated })
}

/// A voice with any name, key and manners.
pub fn voice() -> impl Strategy<Value = Voice> {
    let note_length = prop_oneof![
        Just(NoteLength::Step),
        Just(NoteLength::Short),
        any::<NonZeroU8>().prop_map(|beats| NoteLength::Ring { beats }),
    ];
    let choke = (1u8..=8).prop_map(|group| ChokeGroup::new(group).expect("1 to 8"));
    let in_fills = select(vec![InFills::Play, InFills::Rest, InFills::Only]);
    let place = (lane_name(), key(), channel());
    let willing = (percent(), percent(), percent());
    let manners = (note_length, option::of(choke), willing);
    (place, manners, in_fills).prop_map(|(place, manners, in_fills)| Voice {
        name: place.0,
        key: place.1,
        channel: place.2,
        note_length: manners.0,
        choke: manners.1,
        push: manners.2.0,
        ghosts: manners.2.1,
        fills: manners.2.2,
        in_fills,
    })
}

fn lane_name() -> impl Strategy<Value = LaneName> {
    prop_oneof![
        "[a-zA-Z ]{0,23}",
        "[\u{e4}\u{f6}\u{fc}\u{6f22}\u{1f941}]{0,5}"
    ]
    .prop_map(|name| LaneName::new(&name).expect("at most 23 bytes"))
}

fn key() -> impl Strategy<Value = Key> {
    (0u8..128).prop_map(|key| Key::new(key).expect("below 128"))
}

fn channel() -> impl Strategy<Value = Channel> {
    (0u8..16).prop_map(|channel| Channel::new(channel).expect("below 16"))
}

fn velocity() -> impl Strategy<Value = Velocity> {
    (1u8..=127).prop_map(|velocity| Velocity::new(velocity).expect("1 to 127"))
}

fn percent() -> impl Strategy<Value = Percent> {
    (0u8..=100).prop_map(|percent| Percent::new(percent).expect("at most 100"))
}

/// 1 to 256 steps, mostly few.
pub fn step_count() -> impl Strategy<Value = StepCount> {
    prop_oneof![4 => 1u16..=32, 1 => 1u16..=256]
        .prop_map(|count| StepCount::new(count).expect("1 to 256"))
}

/// Any note value, divided in any way.
pub fn rate() -> impl Strategy<Value = Rate> {
    let tuplet =
        (1u8..=16, 1u8..=16).prop_map(|(notes, of)| Division::tuplet(notes, of).expect("1 to 16"));
    let words = vec![Division::Straight, Division::Triplet, Division::Dotted];
    (0u8..=8, prop_oneof![select(words), tuplet]).prop_map(|(halvings, division)| Rate {
        note: NoteValue::from_halvings(halvings).expect("at most 8"),
        division,
    })
}

/// Any reset.
pub fn reset() -> impl Strategy<Value = Reset> {
    let every = select(vec![1u8, 2, 4, 8, 16]);
    let every = every.prop_map(|bars| Reset::every(bars).expect("a power of two"));
    prop_oneof![Just(Reset::Pattern), Just(Reset::Never), every]
}

/// Any direction.
pub fn direction() -> impl Strategy<Value = Direction> {
    select(vec![
        Direction::Forward,
        Direction::Backward,
        Direction::PingPong,
        Direction::Random,
    ])
}

/// Any wave.
pub fn lfo() -> impl Strategy<Value = Lfo> {
    let shape = select(vec![
        LfoShape::Sine,
        LfoShape::Triangle,
        LfoShape::Saw,
        LfoShape::Square,
        LfoShape::Random,
        LfoShape::Steps,
    ]);
    let wave = (
        shape,
        any::<u16>(),
        any::<NonZeroU8>(),
        velocity(),
        0u8..=127,
    );
    wave.prop_map(|(shape, cycles, bars, base, depth)| Lfo {
        shape,
        cycles,
        bars,
        base,
        depth: LfoDepth::new(depth).expect("at most 127"),
    })
}

/// A setup with any of its settings changed.
pub fn setup() -> impl Strategy<Value = Setup> {
    vec(setup_change(), 0..9).prop_map(|changes| {
        let mut bank = Bank::empty();
        for change in changes {
            bank.apply(Edit::Setup(change))
                .expect("a setting can always be changed");
        }
        bank.setup
    })
}

/// Any change of a setting of the instance.
pub fn setup_change() -> impl Strategy<Value = SetupChange> {
    let play = vec![PlayMode::FollowHost, PlayMode::Run, PlayMode::WhileKeyHeld];
    let channels = prop_oneof![
        Just(ChannelMap::PerLane),
        Just(ChannelMap::LaneNumber),
        channel().prop_map(ChannelMap::AllOn),
    ];
    let solo = any::<u16>().prop_map(LaneSet::from_bits);
    let before_song = vec![BeforeSong::Silence, BeforeSong::CountIn, BeforeSong::Groove];
    prop_oneof![
        select(play).prop_map(SetupChange::Play),
        select(vec![Thru::All, Thru::NotMapped, Thru::Off]).prop_map(SetupChange::Thru),
        channels.prop_map(SetupChange::Channels),
        solo.prop_map(SetupChange::Solo),
        key_map().prop_map(SetupChange::Keys),
        select(before_song).prop_map(SetupChange::BeforeSong),
        any::<bool>().prop_map(SetupChange::RunsChain),
        any::<bool>().prop_map(SetupChange::Audition),
        seeds().prop_map(SetupChange::Seeds),
    ]
}

fn key_map() -> impl Strategy<Value = KeyMap> {
    let own = vec(key(), 16).prop_map(|keys| {
        let mut keys = keys.into_iter();
        KeyMap::Own(PerLane::from_fn(|_| keys.next().expect("16 keys")))
    });
    prop_oneof![Just(KeyMap::PerLane), Just(KeyMap::Chromatic), own]
}

/// What is remembered after up to forty seeds, of which some come again.
fn seeds() -> impl Strategy<Value = SeedHistory> {
    vec(prop_oneof![0u16..10, any::<u16>()], 0..40).prop_map(|seeds| {
        seeds
            .into_iter()
            .fold(SeedHistory::default(), SeedHistory::with)
    })
}
