//! Rates as text: `1/16`, `1/8t` (triplet), `1/4d` (dotted), `1/16 5:4` (five in the time of four).

use crate::time::{Division, NoteValue, Rate};

/// The rate that `text` names, exactly as [`format_rate`] writes it; `None` for anything else.
pub fn parse_rate(text: &str) -> Option<Rate> {
    let (note, division) = match text.split_once(' ') {
        Some((note, tuplet)) => (note, parse_tuplet(tuplet)?),
        None => match (text.strip_suffix('t'), text.strip_suffix('d')) {
            (Some(note), _) => (note, Division::Triplet),
            (_, Some(note)) => (note, Division::Dotted),
            _ => (text, Division::Straight),
        },
    };
    let note = (0..=NoteValue::SHORTEST.halvings())
        .filter_map(NoteValue::from_halvings)
        .find(|value| format_note(*value) == note)?;
    Some(Rate { note, division })
}

fn parse_tuplet(text: &str) -> Option<Division> {
    let (notes, of) = text.split_once(':')?;
    let division = Division::tuplet(notes.parse().ok()?, of.parse().ok()?)?;
    // One rate has one name: not 05:4 and not +5:4.
    (format!("{notes}:{of}") == format_division(division).trim_start()).then_some(division)
}

/// The name of `rate`.
pub fn format_rate(rate: Rate) -> String {
    format_note(rate.note) + &format_division(rate.division)
}

fn format_note(note: NoteValue) -> String {
    // 4/1 is two doublings of a whole note.
    match note.halvings().checked_sub(2) {
        Some(below_whole) => format!("1/{}", 1 << below_whole),
        None => format!("{}/1", 4 >> note.halvings()),
    }
}

fn format_division(division: Division) -> String {
    match division {
        Division::Straight => String::new(),
        Division::Triplet => "t".into(),
        Division::Dotted => "d".into(),
        Division::Tuplet(tuplet) => format!(" {}:{}", tuplet.notes(), tuplet.of()),
    }
}
