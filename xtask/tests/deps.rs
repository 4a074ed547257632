//! A bare machine is told, or given, exactly what it lacks.

use xtask::deps::{Machine, Need, Plan, plan};

const NEEDS: &[Need] = &[
    Need {
        package: "already-here",
        why: "nothing",
        present: || true,
    },
    Need {
        package: "g++",
        why: "the VST3 wrapper",
        present: || false,
    },
];

fn words(line: &str) -> Vec<String> {
    line.split(' ').map(str::to_owned).collect()
}

#[test]
fn a_complete_machine_is_ready() {
    let machine = Machine {
        apt: true,
        root: true,
    };
    assert_eq!(plan(&NEEDS[..1], &machine), Plan::Ready);
    assert_eq!(plan(&[], &machine), Plan::Ready);
}

#[test]
fn debian_gets_what_is_missing_and_nothing_else() {
    let machine = Machine {
        apt: true,
        root: false,
    };
    let expected = Plan::Install {
        missing: vec!["g++ (for the VST3 wrapper)".to_owned()],
        commands: vec![
            words("sudo env DEBIAN_FRONTEND=noninteractive apt-get update"),
            words(
                "sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends g++",
            ),
        ],
    };
    assert_eq!(plan(NEEDS, &machine), expected);
}

#[test]
fn root_needs_no_sudo() {
    let machine = Machine {
        apt: true,
        root: true,
    };
    let Plan::Install { commands, .. } = plan(NEEDS, &machine) else {
        panic!("g++ is missing");
    };
    let expected =
        "env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends g++";
    assert_eq!(commands[1], words(expected));
}

#[test]
fn other_systems_are_told() {
    let machine = Machine {
        apt: false,
        root: true,
    };
    let missing = vec!["g++ (for the VST3 wrapper)".to_owned()];
    assert_eq!(plan(NEEDS, &machine), Plan::Tell { missing });
}
