//! What was recorded: the lines that `jack_midi_dump -a` writes, as notes and the clock's words.

use anyhow::Context as _;
use xtask::host::Kind;
use xtask::note::Note;

/// What the clock of a host says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// The transport starts, from the song's first frame.
    Start,
    /// It starts from elsewhere.
    Continue,
    /// It stops.
    Stop,
}

/// All that came, with frames since the recorder's start.
#[derive(Debug, Default)]
pub struct Recording {
    /// The notes, in the order in which they came.
    pub notes: Vec<Note>,
    /// The clock's words and their frames.
    pub words: Vec<(Word, u32)>,
}

impl Recording {
    /// The frame of the first such word at or after `from`.
    pub fn next(&self, word: Word, from: u32) -> anyhow::Result<u32> {
        let is_next = |(said, frame): &&(Word, u32)| *said == word && *frame >= from;
        let found = self.words.iter().find(is_next);
        let (_, frame) = found.with_context(|| format!("the clock did not say {word:?}"))?;
        Ok(*frame)
    }

    /// The notes from a frame on, before another: an end on a frame belongs to what is before it.
    pub fn between(&self, from: u32, to: u32) -> Vec<Note> {
        let is_in = |note: &&Note| match note.kind {
            Kind::On => (from..to).contains(&note.frame),
            Kind::Off => (from + 1..=to).contains(&note.frame),
        };
        self.notes.iter().filter(is_in).copied().collect()
    }
}

/// Reads a recording. A line is a frame, a colon, the bytes in hex, and what they mean.
pub fn read(text: &str) -> Recording {
    let mut recording = Recording::default();
    for (frame, bytes) in text.lines().filter_map(message) {
        match bytes[..] {
            [0xfa] => recording.words.push((Word::Start, frame)),
            [0xfb] => recording.words.push((Word::Continue, frame)),
            [0xfc] => recording.words.push((Word::Stop, frame)),
            [status, key, velocity] => {
                recording.notes.extend(note(frame, [status, key, velocity]));
            }
            _ => {}
        }
    }
    recording
}

fn message(line: &str) -> Option<(u32, Vec<u8>)> {
    let (frame, rest) = line.split_once(':')?;
    let byte = |word: &str| {
        let byte = u8::from_str_radix(word, 16).ok();
        byte.filter(|_| word.len() == 2)
    };
    let bytes = rest.split_whitespace().map_while(byte).collect();
    Some((frame.trim().parse().ok()?, bytes))
}

fn note(frame: u32, [status, key, velocity]: [u8; 3]) -> Option<Note> {
    let kind = match (status & 0xf0, velocity) {
        (0x90, 1..) => Kind::On,
        (0x80 | 0x90, _) => Kind::Off,
        _ => return None,
    };
    Some(Note {
        frame,
        kind,
        channel: status & 0xf,
        key,
        velocity,
    })
}

#[cfg(test)]
mod tests {
    use super::{Word, read};
    use xtask::host::Kind;

    const TEXT: &str = " 129536: 99 24 7f note on  (channel  9): pitch  36, velocity 127\n \
                        129536: fa\n \
                        130536: f8\n \
                        136496: 89 24 00 note off (channel  9): pitch  36, velocity   0\n \
                        136500: bf 7b 00 control change (channel 15): controller 123, value   0\n \
                        136500: fc\n";

    #[test]
    fn notes_and_the_words_of_the_clock_are_read() {
        let recording = read(TEXT);
        let read: Vec<_> = recording
            .notes
            .iter()
            .map(|note| (note.frame, note.kind, note.channel, note.key, note.velocity))
            .collect();
        let expected = [
            (129_536, Kind::On, 9, 36, 127),
            (136_496, Kind::Off, 9, 36, 0),
        ];
        assert_eq!(read, expected);
        assert_eq!(
            recording.words,
            [(Word::Start, 129_536), (Word::Stop, 136_500)]
        );
        assert_eq!(recording.next(Word::Stop, 0).ok(), Some(136_500));
        assert!(recording.next(Word::Stop, 136_501).is_err());
    }

    #[test]
    fn an_end_belongs_to_what_is_before_its_frame() {
        let recording = read(TEXT);
        assert_eq!(recording.between(0, 129_536).len(), 0);
        assert_eq!(recording.between(129_536, 136_496).len(), 2);
        assert_eq!(recording.between(136_496, 140_000).len(), 0);
    }
}
