//! A click on every beat, heard and not sent: a cowbell on the bar line, a side stick on the others.

use super::pulse::Pulse;
use crate::audition::{Kit, Reading, Take};
use crate::engine::{Event, Kind, Origin, Transport};
use crate::pattern::{Channel, Key, KeyMap, Velocity};
use crate::plugin::Outputs;
use crate::time::{Meter, SampleRate, Tick, Ticks};

/// How many frames are worked out at a time.
const PIECE: usize = 1_024;
/// Key and velocity on the bar line, and on other beats.
const ACCENT: (u8, u8) = (56, 110);
const BEAT: (u8, u8) = (37, 100);

/// The click. **Thread:** audio; made on main.
pub(super) struct Click {
    is_on: bool,
    /// Where in the song it counts up to, in quarter notes, when it is off.
    counts_to: Option<f64>,
    pulse: Pulse,
    kit: Box<Kit>,
    scratch: [Box<[f32]>; 2],
}

impl Click {
    /// A click that is off. Allocates all that it will ever need.
    pub(super) fn new() -> Self {
        Self {
            is_on: false,
            counts_to: None,
            pulse: Pulse::default(),
            kit: Box::new(Kit::new(SampleRate::DEFAULT)),
            scratch: [(); 2].map(|()| vec![0.0; PIECE].into()),
        }
    }

    /// Lets it be heard, or not.
    pub(super) fn switch(&mut self, on: bool) {
        self.is_on = on;
        if !on && self.counts_to.is_none() {
            self.fall_silent();
        }
    }

    /// Counts up to a place in the song, or no more.
    pub(super) fn count_in(&mut self, until: Option<f64>) {
        self.counts_to = until;
        if !self.is_on && until.is_none() {
            self.fall_silent();
        }
    }

    fn fall_silent(&mut self) {
        self.pulse.stop();
        self.kit.hush();
    }

    /// Adds it to what is heard of a stretch, the transport of which is this.
    pub(super) fn play(
        &mut self,
        transport: &Transport,
        rate: SampleRate,
        (left, right): Outputs<'_>,
    ) {
        let is_heard = self.is_on || self.counts_to.is_some();
        if !is_heard && self.kit.is_silent() {
            return;
        }
        self.kit.set_rate(rate);
        let meter = transport.meter.unwrap_or(Meter::COMMON);
        let line = transport.bar_start.unwrap_or_default() * Ticks::QUARTER.to_f64();
        let line = Tick::nearest(line);
        if is_heard {
            let frames = u32::try_from(left.len()).unwrap_or(u32::MAX);
            self.pulse
                .begin(transport, (frames, rate), (line, meter.beat()));
        }
        let is_line = |beat: Tick| (beat - line).get().rem_euclid(meter.bar().get()) == 0;
        let mut start = 0;
        for (left, right) in left.chunks_mut(PIECE).zip(right.chunks_mut(PIECE)) {
            self.piece(start, (left, right), is_line);
            start += left.len();
        }
        // Once it is past the place it has counted: put back to before, the song goes on without.
        let at = transport.position.unwrap_or_default();
        let is_past = transport.playing && self.counts_to.is_some_and(|until| at > until);
        if is_past {
            self.counts_to = None;
            if !self.is_on {
                self.pulse.stop();
            }
        }
    }

    /// Adds the piece that begins with the frame `start` of the stretch.
    fn piece(&mut self, start: usize, (left, right): Outputs<'_>, is_line: impl Fn(Tick) -> bool) {
        let length = left.len();
        let [own_left, own_right] = &mut self.scratch;
        let own_left = own_left.split_at_mut(length).0;
        let own_right = own_right.split_at_mut(length).0;
        let reading = Reading::of(&KeyMap::PerLane);
        let counts_to =
            (self.counts_to).map(|until| Tick::nearest(until * Ticks::QUARTER.to_f64()));
        let is_on = self.is_on;
        let is_heard = |beat| is_on || counts_to.is_some_and(|until| beat < until);
        let mut take = Take::new(&mut self.kit, reading, (own_left, own_right));
        while let Some((at, beat)) = self.pulse.due() {
            let at = usize::try_from(at).unwrap_or(usize::MAX) - start;
            if at >= length {
                break;
            }
            let struck = strike(at, if is_line(beat) { ACCENT } else { BEAT });
            if let Some(event) = struck.filter(|_| is_heard(beat)) {
                take.hear(&event);
            }
            self.pulse.advance();
        }
        drop(take);
        add(left, own_left);
        add(right, own_right);
    }
}

/// Adds samples to others, within full scale.
fn add(to: &mut [f32], samples: &[f32]) {
    for (to, sample) in to.iter_mut().zip(samples) {
        *to = (*to + sample).clamp(-1.0, 1.0);
    }
}

fn strike(at: usize, (key, velocity): (u8, u8)) -> Option<Event> {
    Some(Event {
        at: u32::try_from(at).ok()?,
        kind: Kind::On(Velocity::new(velocity)?),
        channel: Channel::DRUMS,
        key: Key::new(key)?,
        origin: Origin::Thru,
    })
}
