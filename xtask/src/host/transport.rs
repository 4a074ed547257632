//! The host's transport as a test writes it, and as CLAP sends it.

use clack_host::events::event_types::{TransportEvent, TransportFlags};
use clack_host::events::{EventFlags, EventHeader};
use clack_host::utils::{BeatTime, SecondsTime};

/// One moment of the host's transport. What is `None` is not announced to the plug-in.
///
/// The default is a transport that stands still and knows nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Transport {
    /// The transport rolls.
    pub playing: bool,
    /// The host records.
    pub recording: bool,
    /// The host counts in.
    pub preroll: bool,
    /// Quarter notes per minute.
    pub tempo: Option<f64>,
    /// The change of tempo per frame, for a ramp.
    pub tempo_increment: f64,
    /// Song position in quarter notes.
    pub beats: Option<f64>,
    /// Song position in seconds.
    pub seconds: Option<f64>,
    /// The active loop: its start and its end in quarter notes.
    pub loop_beats: Option<(f64, f64)>,
    /// Time signature: numerator and denominator.
    pub meter: Option<(u16, u16)>,
    /// The start of the current bar in quarter notes. CLAP has no "unknown" for it.
    pub bar_start: f64,
    /// The number of the current bar, 0 at the song's start.
    pub bar_number: i32,
}

impl Transport {
    /// The CLAP event at `time` frames into the block, positions rounded once to 2^-31.
    pub(super) fn to_event(self, time: u32) -> TransportEvent {
        let (loop_start, loop_end) = self.loop_beats.unwrap_or_default();
        let second = 60.0 / self.tempo.unwrap_or(120.0);
        let (numerator, denominator) = self.meter.unwrap_or_default();
        TransportEvent {
            header: EventHeader::new_core(time, EventFlags::empty()),
            flags: self.flags(),
            song_pos_beats: BeatTime::from_float(self.beats.unwrap_or_default()),
            song_pos_seconds: SecondsTime::from_float(self.seconds.unwrap_or_default()),
            tempo: self.tempo.unwrap_or_default(),
            tempo_inc: self.tempo_increment,
            loop_start_beats: BeatTime::from_float(loop_start),
            loop_end_beats: BeatTime::from_float(loop_end),
            loop_start_seconds: SecondsTime::from_float(loop_start * second),
            loop_end_seconds: SecondsTime::from_float(loop_end * second),
            bar_start: BeatTime::from_float(self.bar_start),
            bar_number: self.bar_number,
            time_signature_numerator: numerator,
            time_signature_denominator: denominator,
        }
    }

    fn flags(self) -> TransportFlags {
        [
            (TransportFlags::IS_PLAYING, self.playing),
            (TransportFlags::IS_RECORDING, self.recording),
            (TransportFlags::IS_WITHIN_PRE_ROLL, self.preroll),
            (TransportFlags::HAS_TEMPO, self.tempo.is_some()),
            (TransportFlags::HAS_BEATS_TIMELINE, self.beats.is_some()),
            (TransportFlags::HAS_SECONDS_TIMELINE, self.seconds.is_some()),
            (TransportFlags::IS_LOOP_ACTIVE, self.loop_beats.is_some()),
            (TransportFlags::HAS_TIME_SIGNATURE, self.meter.is_some()),
        ]
        .into_iter()
        .filter_map(|(flag, on)| on.then_some(flag))
        .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Transport;
    use clack_host::events::event_types::TransportFlags;

    #[test]
    fn positions_become_31_bit_fixed_point() {
        let transport = Transport {
            playing: true,
            beats: Some(1.5),
            seconds: Some(-0.25),
            ..Transport::default()
        };
        let event = transport.to_event(7);
        assert_eq!(event.header.time(), 7);
        assert_eq!(event.song_pos_beats.to_bits(), 3 << 30);
        assert_eq!(event.song_pos_seconds.to_bits(), -(1 << 29));
        assert_eq!(
            event.flags,
            TransportFlags::IS_PLAYING
                | TransportFlags::HAS_BEATS_TIMELINE
                | TransportFlags::HAS_SECONDS_TIMELINE
        );
    }

    #[test]
    fn a_loop_is_told_in_beats_and_seconds() {
        let transport = Transport {
            tempo: Some(60.0),
            loop_beats: Some((4.0, 8.0)),
            ..Transport::default()
        };
        let event = transport.to_event(0);
        assert_eq!(event.loop_end_beats.to_bits(), 8 << 31);
        assert_eq!(event.loop_start_seconds.to_bits(), 4 << 31);
        assert!(event.flags.contains(TransportFlags::IS_LOOP_ACTIVE));
    }
}
