//! What was recorded: the lines that `jack_midi_dump -a` writes, as notes.

use anyhow::Context as _;
use xtask::host::Kind;

use xtask::note::Note;

/// The MIDI clock's start message.
const START: u8 = 0xfa;

/// The notes from the song's first frame on.
#[derive(Debug)]
pub struct Recording {
    /// In the order in which they came.
    pub notes: Vec<Note>,
}

/// A message and its frame since the recorder's start.
#[derive(Debug, PartialEq, Eq)]
struct Message {
    frame: u32,
    bytes: Vec<u8>,
}

/// Reads a recording. A line is a frame, a colon, the bytes in hex, and what they mean.
pub fn read(text: &str) -> anyhow::Result<Recording> {
    let messages: Vec<Message> = text.lines().filter_map(message).collect();
    let start = messages
        .iter()
        .find(|message| message.bytes == [START])
        .context("the host's clock was not recorded, so nothing says where the song starts")?
        .frame;
    let notes = messages
        .iter()
        .filter_map(|message| note(message).map(|note| from_start(note, start)))
        .collect::<anyhow::Result<_>>()?;
    Ok(Recording { notes })
}

fn message(line: &str) -> Option<Message> {
    let (frame, rest) = line.split_once(':')?;
    let bytes = rest
        .split_whitespace()
        .map_while(|word| {
            u8::from_str_radix(word, 16)
                .ok()
                .filter(|_| word.len() == 2)
        })
        .collect();
    Some(Message {
        frame: frame.trim().parse().ok()?,
        bytes,
    })
}

fn note(message: &Message) -> Option<Note> {
    let [status, key, velocity] = message.bytes[..] else {
        return None;
    };
    let kind = match (status & 0xf0, velocity) {
        (0x90, 1..) => Kind::On,
        (0x80 | 0x90, _) => Kind::Off,
        _ => return None,
    };
    Some(Note {
        frame: message.frame,
        kind,
        channel: status & 0xf,
        key,
        velocity,
    })
}

fn from_start(note: Note, start: u32) -> anyhow::Result<Note> {
    let frame = note.frame.checked_sub(start);
    Ok(Note {
        frame: frame.context("a note came before the song's first frame")?,
        ..note
    })
}

#[cfg(test)]
mod tests {
    use super::read;
    use xtask::host::Kind;

    #[test]
    fn frames_count_from_the_start_of_the_clock() {
        let text = " 129536: 99 24 7f note on  (channel  9): pitch  36, velocity 127\n \
                    129536: fa\n \
                    130536: f8\n \
                    136496: 89 24 00 note off (channel  9): pitch  36, velocity   0\n \
                    136500: bf 7b 00 control change (channel 15): controller 123, value   0\n";
        let notes = read(text).expect("a good recording").notes;
        let read: Vec<_> = notes
            .iter()
            .map(|note| (note.frame, note.kind, note.channel, note.key, note.velocity))
            .collect();
        let expected = [(0, Kind::On, 9, 36, 127), (6_960, Kind::Off, 9, 36, 0)];
        assert_eq!(read, expected);
    }

    #[test]
    fn without_the_clock_or_before_it_nothing_can_be_compared() {
        let note = " 10: 99 24 7f note on\n";
        assert!(read(note).is_err());
        assert!(read(&format!("{note} 11: fa\n")).is_err());
    }
}
