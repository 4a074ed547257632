//! Finds the rendered partner of every hosted note.

use std::collections::{BTreeMap, VecDeque};

use anyhow::bail;
use xtask::host::Kind;

use xtask::note::Note;
use xtask::rendered::Rendered;

/// The hosted notes, in their order, with the lane and the source of their rendered partners.
///
/// The two lists must hold the same events; the first frame at which they do not is an error.
pub fn join(hosted: &[Note], rendered: &[Rendered]) -> anyhow::Result<Vec<Rendered>> {
    let mut partners: BTreeMap<_, VecDeque<&Rendered>> = BTreeMap::new();
    for row in rendered {
        partners.entry(row.note.place()).or_default().push_back(row);
    }
    let mut joined = Vec::with_capacity(hosted.len());
    let mut lonely = Vec::new();
    for note in hosted {
        let partner = partners
            .get_mut(&note.place())
            .and_then(VecDeque::pop_front)
            .filter(|row| agree(*note, row.note));
        match partner {
            Some(row) => joined.push(Rendered {
                note: *note,
                ..row.clone()
            }),
            None => lonely.push(*note),
        }
    }
    lonely.extend(partners.values().flatten().map(|row| row.note));
    match lonely.iter().min() {
        None => Ok(joined),
        Some(note) => bail!(
            "hosted and rendered events differ at frame {}: {:?}, channel {}, key {}, velocity {} (events that differ: {})",
            note.frame,
            note.kind,
            note.channel + 1,
            note.key,
            note.velocity,
            lonely.len()
        ),
    }
}

/// Partners share a place already; a strike must also be as loud. Nobody hears an off's velocity.
fn agree(hosted: Note, rendered: Note) -> bool {
    hosted.kind == Kind::Off || hosted.velocity == rendered.velocity
}

#[cfg(test)]
mod tests {
    use super::join;
    use xtask::host::Kind;
    use xtask::note::Note;
    use xtask::rendered::Rendered;

    fn note(frame: u32, velocity: u8) -> Note {
        Note {
            frame,
            kind: Kind::On,
            channel: 9,
            key: 36,
            velocity,
        }
    }

    fn rendered(frame: u32) -> Rendered {
        Rendered {
            note: note(frame, 99),
            lane: "Kick".to_owned(),
            source: "user".to_owned(),
        }
    }

    #[test]
    fn partners_lend_their_lane() {
        let joined = join(&[note(0, 99)], &[rendered(0)]).expect("they agree");
        assert_eq!(joined, [rendered(0)]);
    }

    #[test]
    fn the_first_difference_is_named_on_either_side() {
        for (hosted, rendered) in [
            (vec![note(0, 99), note(7, 99)], vec![rendered(0)]),
            (vec![note(0, 99)], vec![rendered(0), rendered(7)]),
            (vec![note(7, 98)], vec![rendered(7)]),
        ] {
            let error = join(&hosted, &rendered)
                .expect_err("they differ")
                .to_string();
            assert!(
                error.starts_with("hosted and rendered events differ at frame 7:"),
                "{error}"
            );
        }
    }
}
