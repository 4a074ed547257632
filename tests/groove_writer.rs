//! Grooves as files that the program writes: what is read back is what was saved.

#[path = "support/banks.rs"]
#[expect(dead_code, reason = "each test binary uses its part of the support")]
mod banks;

use afterbeat::grooves::{Groove, factory, read, write};
use afterbeat::pattern::Pattern;
use proptest::collection::btree_map;
use proptest::prelude::{Strategy, prop_assert, proptest};
use proptest::sample::select;
use proptest::strategy::Just;

/// A groove of this pattern.
fn groove(pattern: Pattern) -> Groove {
    Groove {
        id: "Own".to_owned(),
        name: "Own".to_owned(),
        style: "Own".to_owned(),
        tempo: (90.0, 100.0),
        feel: Vec::new(),
        pattern,
    }
}

/// What was written, read again.
fn back(groove: &Groove) -> Groove {
    let text = write(groove);
    read("own.toml", &text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// Values of some parameters, a lane's too.
fn feel() -> impl Strategy<Value = Vec<(String, f64)>> {
    let ids = [
        "swing",
        "ghosts",
        "density",
        "push",
        "lane3_delay",
        "lane16_level",
    ];
    let value = (25_000_i32..=30_000).prop_map(|thousandths| f64::from(thousandths) / 1000.0);
    let ids = select(ids.map(str::to_owned).to_vec());
    btree_map(ids, value, 0..4).prop_map(|values| values.into_iter().collect())
}

proptest! {
    #[test]
    fn every_pattern_that_a_bank_can_have_comes_back(pattern in banks::pattern()) {
        let groove = groove(pattern);
        prop_assert!(back(&groove) == groove, "{}", write(&groove));
    }

    #[test]
    fn names_and_feels_come_back(
        name in "[a-z\"\\\\' #=\u{e4}\u{6f22}]{0,12}x",
        feel in feel(),
        tempo in (1.0..1000.0, Just(1500.5)),
    ) {
        let groove = Groove {
            id: name.clone(),
            style: format!("{name} style"),
            name,
            tempo,
            feel,
            pattern: Pattern::new(),
        };
        prop_assert!(back(&groove) == groove, "{}", write(&groove));
    }
}

#[test]
fn the_factorys_grooves_come_back() {
    for groove in factory() {
        assert!(back(groove) == *groove, "{}", write(groove));
    }
}

#[test]
fn a_simple_groove_is_as_short_as_one_that_a_person_writes() {
    let text = write(&groove(Pattern::new()));
    let expected =
        "id = \"Own\"\nname = \"Own\"\nstyle = \"Own\"\ntempo = [90.0, 100.0]\nbars = 1\n";
    assert_eq!(text, expected);
}
