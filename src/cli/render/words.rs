//! What a picture says about its take: tempo and swing, and the swing of each bar if it moves.

use afterbeat::grooves::Groove;
use afterbeat::offline::Timeline;
use afterbeat::plugin::params::Params;

/// The words of a take.
pub struct Words {
    /// The line under the title.
    pub details: String,
    /// The swing at each bar's line, if it is not always the same.
    pub bar_notes: Vec<String>,
}

impl Words {
    /// The words of the bars of `song`; `move_to` puts the parameters to where they are on a frame.
    pub fn new(groove: &Groove, params: &Params, song: &Timeline, move_to: impl Fn(i64)) -> Self {
        let swing_at = |bar| {
            move_to(song.bar_line(bar));
            text(params, "swing")
        };
        let mut bar_notes: Vec<_> = (0..=song.bars).map(swing_at).collect();
        let to = bar_notes.pop().unwrap_or_default();
        let from = bar_notes.first().cloned().unwrap_or_default();
        if bar_notes.iter().all(|swing| *swing == to) {
            bar_notes.clear();
        }
        let swing = if from == to {
            from
        } else {
            format!("{from} to {to}")
        };
        let wave = wave(params);
        let bars = if song.bars == 1 { "bar" } else { "bars" };
        let (id, tempo, count) = (&groove.id, song.bpm.get(), song.bars);
        let grid = text(params, "swing_grid");
        let details =
            format!("{id}  ·  {tempo} BPM  ·  Swing {swing}{wave} on {grid}  ·  {count} {bars}");
        Self { details, bar_notes }
    }
}

/// How far the swing's LFO moves it, if it does.
fn wave(params: &Params) -> String {
    let depth = params.by_id("swing_lfo_depth");
    match depth.filter(|depth| depth.value() > 0.0) {
        Some(depth) => format!(" ± {}", depth.text()),
        None => String::new(),
    }
}

fn text(params: &Params, id: &str) -> String {
    params
        .by_id(id)
        .map(|param| param.text())
        .unwrap_or_default()
}
