//! A lane as a `[[lane]]` table.

use super::{Table, step};
use crate::pattern::{
    Bars, ChokeGroup, Direction, Drum, InFills, Lane, Lfo, LfoShape, NoteLength, Reset, Step,
    StepIndex, Voice,
};
use crate::text::{format_rate, steps_per_bar};
use crate::time::{Meter, Rate};

/// Writes the lane of `drum`.
pub(super) fn write(text: &mut Table, lane: &Lane, drum: &Drum, bars: Bars) {
    text.head("[[lane]]");
    text.text("drum", &drum.name.to_lowercase());
    voice(text, &lane.voice, &drum.voice());
    let steps = rows(text, lane, bars);
    if lane.rate != Rate::SIXTEENTHS {
        text.text("rate", &format_rate(lane.rate));
    }
    match lane.reset {
        Reset::Pattern => {}
        Reset::Bars(bars) => text.value("reset", bars.get()),
        Reset::Never => text.text("reset", "never"),
    }
    match lane.direction {
        Direction::Forward => {}
        Direction::Backward => text.text("direction", "backward"),
        Direction::PingPong => text.text("direction", "ping-pong"),
        Direction::Random => text.text("direction", "random"),
    }
    text.unless(&0, "rotate", &lane.rotate);
    text.unless(&false, "swing_here", &lane.swing_here);
    text.unless(&0, "seed", &lane.seed);
    text.unless(&false, "seed_locked", &lane.seed_locked);
    if lane.lfo != Lfo::OFF {
        text.value("lfo", lfo(lane.lfo));
    }
    step::write_all(text, &steps);
}

/// Writes where the voice is not the kit's.
fn voice(text: &mut Table, voice: &Voice, usual: &Voice) {
    text.unless(&usual.key.get(), "key", &voice.key.get());
    // With another key a file needs a name, even if it is the drum's own.
    if voice.name != usual.name || voice.key != usual.key {
        text.text("name", voice.name.as_str());
    }
    let channel = |voice: &Voice| voice.channel.get() + 1;
    text.unless(&channel(usual), "channel", &channel(voice));
    if voice.note_length != usual.note_length {
        let word = match voice.note_length {
            NoteLength::Step => "\"step\"".to_owned(),
            NoteLength::Short => "\"short\"".to_owned(),
            NoteLength::Ring { beats } => format!("{{ ring = {beats} }}"),
        };
        text.value("note_length", word);
    }
    let choke = |voice: &Voice| voice.choke.map_or(0, ChokeGroup::get);
    text.unless(&choke(usual), "choke", &choke(voice));
    text.unless(&usual.push.get(), "push", &voice.push.get());
    text.unless(&usual.ghosts.get(), "ghosts", &voice.ghosts.get());
    text.unless(&usual.fills.get(), "fills", &voice.fills.get());
    if voice.in_fills != usual.in_fills {
        let word = match voice.in_fills {
            InFills::Play => "play",
            InFills::Rest => "rest",
            InFills::Only => "only",
        };
        text.text("in_fills", word);
    }
}

/// Writes the steps that are heard as one row, those beyond as another; gives all of them.
fn rows(text: &mut Table, lane: &Lane, bars: Bars) -> Vec<Step> {
    let length = usize::from(lane.length.get());
    let heard = (0..=u8::MAX).map(StepIndex::new).take(length);
    let mut steps: Vec<_> = heard.map(|at| lane.step(at)).collect();
    let per_bar = steps_per_bar(lane.rate, Meter::COMMON).map(|bar| usize::from(bar.get()));
    let is_bars =
        |bar: &usize| length.is_multiple_of(*bar) && length / bar <= usize::from(bars.get());
    let per_bar = per_bar.filter(is_bars);
    if per_bar.is_none() {
        text.value("length", length);
    }
    text.text("steps", &step::row(&steps, per_bar));
    let beyond = lane.steps().get(length..).unwrap_or_default();
    if let Some(last) = beyond.iter().rposition(|step| *step != Step::REST) {
        let beyond = beyond.get(..=last).unwrap_or_default();
        text.text("beyond", &step::row(beyond, None));
        steps.extend(beyond);
    }
    steps
}

fn lfo(lfo: Lfo) -> String {
    let shape = match lfo.shape {
        LfoShape::Sine => "sine",
        LfoShape::Triangle => "triangle",
        LfoShape::Saw => "saw",
        LfoShape::Square => "square",
        LfoShape::Random => "random",
        LfoShape::Steps => "steps",
    };
    let cycles = f64::from(lfo.cycles) / 100.0;
    let (bars, base, depth) = (lfo.bars, lfo.base.get(), lfo.depth.get());
    format!(
        "{{ shape = \"{shape}\", cycles = {cycles:?}, bars = {bars}, base = {base}, \
         depth = {depth} }}"
    )
}
