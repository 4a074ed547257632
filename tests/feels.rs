//! The feels that go with any groove, and how they are laid over its own.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

#[path = "support/command.rs"]
mod command;

use afterbeat::grooves::{Feel, feels, find, find_feel, read_feel};
use afterbeat::plugin::Params;
use command::Folder;

fn ids(feel: &Feel) -> Vec<&str> {
    feel.values.iter().map(|(id, _)| id.as_str()).collect()
}

fn value(values: &[(String, f64)], id: &str) -> Option<f64> {
    let found = values.iter().find(|(other, _)| other == id);
    found.map(|(_, value)| *value)
}

#[test]
fn there_are_five_from_the_steadiest_on() {
    let names: Vec<_> = feels().iter().map(|feel| feel.name.as_str()).collect();
    assert_eq!(names, ["Tight", "On top", "Pocket", "Laid back", "Drunk"]);
    for id in ["humanize_time", "humanize_velocity"] {
        let values: Vec<_> = feels().iter().map(|feel| value(&feel.values, id)).collect();
        assert!(values.is_sorted(), "{id}: {values:?}");
    }
}

#[test]
fn a_feel_chosen_after_another_leaves_nothing_of_it() {
    let first = ids(&feels()[0]);
    assert!(feels().iter().all(|feel| ids(feel) == first));
    let own = &find("C2").unwrap().feel;
    let drunk = find_feel("Drunk").unwrap().over(own);
    for feel in feels() {
        assert_eq!(feel.over(&drunk), feel.over(own), "{}", feel.name);
    }
}

#[test]
fn a_feel_leaves_the_groove_its_swing_ghosts_and_fills() {
    for feel in feels() {
        let own = &find("A4").unwrap().feel;
        let laid = feel.over(own);
        assert!(laid.is_sorted_by(|a, b| a.0 < b.0));
        for id in ["swing", "swing_grid", "ghosts", "fills", "fill_every"] {
            assert_eq!(value(&laid, id), value(own, id), "{id} of {}", feel.name);
        }
        for (id, expected) in &feel.values {
            assert_eq!(value(&laid, id), Some(*expected), "{id} of {}", feel.name);
        }
    }
}

#[test]
fn feels_lean_the_way_their_names_say() {
    // How late kick, snare and hat are: Push moves half of the kick, all of the snare, no hat.
    let late = |name| {
        let feel = find_feel(name).unwrap();
        let of = |id| value(&feel.values, id).unwrap();
        [
            of("lane1_delay") + of("push") / 2.0,
            of("lane2_delay") + of("push"),
            of("lane3_delay"),
        ]
    };
    assert!(late("tight").iter().all(|ms| ms.abs() < 1.0));
    assert!(late("on top").iter().all(|ms| *ms < 0.0));
    let [kick, snare, hat] = late("pocket");
    assert!(snare > kick && snare > hat);
    assert!(late("laid back").iter().all(|ms| *ms > 0.0));
    let [kick, snare, hat] = late("drunk");
    assert!(snare < 0.0 && kick > 0.0 && hat > kick);
}

#[test]
fn every_value_is_one_of_its_parameter() {
    let params = Params::detached();
    for feel in feels() {
        for (id, value) in &feel.values {
            let param = params.by_id(id);
            let param = param.unwrap_or_else(|| panic!("{id} of {} is no parameter", feel.name));
            param.set_plain(value.to_string().parse().unwrap()).unwrap();
            let is_same = (f64::from(param.value()) - value).abs() < 1e-4;
            assert!(is_same, "{id} of {} is {}", feel.name, param.value());
        }
    }
}

#[test]
fn feels_are_found_by_name_however_it_is_typed() {
    let name = |wanted| find_feel(wanted).map(|feel| feel.name.as_str());
    assert_eq!(name("Laid back"), Some("Laid back"));
    assert_eq!(name(" LAID-BACK "), Some("Laid back"));
    assert_eq!(name("laidback"), None);
    assert_eq!(name(""), None);
}

#[test]
fn a_file_that_is_no_feel_is_named_with_its_place() {
    let good = "name = \"Mine\"\nabout = \"Late\"\n[feel]\npush = 5\n";
    let feel = read_feel("mine.toml", good).unwrap();
    assert_eq!(feel.values, [("push".to_owned(), 5.0)]);
    for (from, to, place, problem) in [
        (
            "name = \"Mine\"",
            "name = \"\"",
            "line 1, column 8",
            "expected a name",
        ),
        (
            "\"Late\"",
            "\" \"",
            "line 2, column 9",
            "expected a line about it",
        ),
        (
            "about = \"Late\"",
            "",
            "line 1, column 1",
            "missing field `about`",
        ),
        (
            "[feel]\npush = 5",
            "",
            "line 1, column 1",
            "missing field `feel`",
        ),
        (
            "[feel]",
            "tempo = 90\n[feel]",
            "line 3, column 1",
            "unknown field `tempo`",
        ),
        (
            "push = 5",
            "pull = 5",
            "line 4, column 1",
            "expected a parameter (swing,",
        ),
        (
            "push = 5",
            "push = 31",
            "line 4, column 8",
            "expected a value from -30 to 30",
        ),
    ] {
        let error = read_feel("mine.toml", &good.replace(from, to));
        let error = error.expect_err(to).to_string();
        assert!(
            error.starts_with(&format!("mine.toml, {place}: ")),
            "{error}"
        );
        assert!(error.contains(problem), "{error}");
    }
}

/// The rendered bars of a groove, with these arguments.
fn table(folder: &Folder, arguments: &[&str]) -> String {
    let line = [&["render", "--bars", "2", "-o", "take.csv"], arguments].concat();
    let said = folder.run(&line);
    assert_eq!((said.code, said.err.as_str()), (0, ""), "{arguments:?}");
    String::from_utf8(folder.read("take.csv")).unwrap()
}

#[test]
fn notes_are_rendered_with_the_feel_that_is_asked_for() {
    let folder = Folder::new("notes");
    let plain = table(&folder, &["A1"]);
    let late = table(&folder, &["A1", "--feel", "laid-back"]);
    let set = ["push=12", "lane3_delay=3", "lane6_delay=3", "lane9_delay=3"];
    let human = ["humanize_time=10", "humanize_velocity=14"];
    let set: Vec<_> = set
        .iter()
        .chain(&human)
        .flat_map(|set| ["--set", set])
        .collect();
    assert_ne!(late, plain);
    assert_eq!(late, table(&folder, &[&["A1"], &set[..]].concat()));
    // Another groove's feel comes whole, its swing too.
    let shuffled = table(&folder, &["A1", "--feel", "A4"]);
    let own = &find("A4").unwrap().feel;
    let set: Vec<_> = own
        .iter()
        .map(|(id, value)| {
            let value = match id.as_str() {
                "swing_grid" => "1/8".to_owned(),
                "fill_every" => "4".to_owned(),
                "fill_crash" => "on".to_owned(),
                _ => value.to_string(),
            };
            format!("{id}={value}")
        })
        .collect();
    folder.write("bare.toml", BARE.as_bytes());
    let bare: Vec<_> = set.iter().flat_map(|set| ["--set", set]).collect();
    assert_eq!(
        table(&folder, &["bare.toml", "--feel", "A4"]),
        table(&folder, &[&["bare.toml"], &bare[..]].concat())
    );
    assert_ne!(shuffled, plain);
    // A feel's own setting can still be changed.
    let tight = ["A1", "--feel", "tight", "--set", "push=9"];
    assert_ne!(table(&folder, &tight), table(&folder, &tight[..3]));
}

/// A groove without a feel.
const BARE: &str = "id = \"bare\"\nname = \"Bare\"\nstyle = \"Own\"\ntempo = [90, 100]\nbars = 1\n\n[[lane]]\ndrum = \"snare\"\nsteps = \"9.3.9.3.9.3.9.3.\"\n";

#[test]
fn a_feel_that_is_none_is_told() {
    let folder = Folder::new("none");
    let said = folder.run(&["render", "A1", "--feel", "wooden", "-o", "take.csv"]);
    assert_eq!(said.code, 1);
    let expected = "afterbeat: no feel, no groove and no file is called 'wooden'; 'afterbeat feels' lists the feels\n";
    assert_eq!(said.err, expected);
    assert!(folder.names().is_empty());
}

#[test]
fn the_list_has_a_line_for_each() {
    let folder = Folder::new("list");
    let listed = folder.run(&["feels"]).out;
    assert_eq!(listed.lines().count(), feels().len());
    for (line, feel) in listed.lines().zip(feels()) {
        assert!(
            line.starts_with(&feel.name) && line.ends_with(&feel.about),
            "{line}"
        );
    }
}
