//! The layers of the program, checked in its source: arrows point one way, files stay small.

use std::fs;
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries {
        let path = entry.expect("a folder that can be read").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// Every source file under a folder of the project: its name within the project, and its text.
fn sources(folder: &str) -> Vec<(String, String)> {
    let mut files = Vec::new();
    collect(&root().join(folder), &mut files);
    files.sort();
    let read = |path: PathBuf| {
        let name = path.strip_prefix(root()).expect("inside the project");
        let text = fs::read_to_string(&path).expect("a text file");
        (name.display().to_string().replace('\\', "/"), text)
    };
    files.into_iter().map(read).collect()
}

/// The code without its comments (and whatever follows `//` in a string, which is no path).
fn code(text: &str) -> String {
    let lines = text
        .lines()
        .map(|line| line.split("//").next().unwrap_or_default());
    lines.collect::<Vec<_>>().join("\n")
}

/// The files of a layer: `src/<layer>.rs` and `src/<layer>/`.
fn layer(name: &str) -> Vec<(String, String)> {
    let file = format!("src/{name}.rs");
    let folder = format!("src/{name}/");
    let all = sources("src").into_iter();
    let files: Vec<_> = all
        .filter(|(path, _)| *path == file || path.starts_with(&folder))
        .map(|(path, text)| (path, code(&text)))
        .collect();
    assert!(!files.is_empty(), "there is no layer {name}");
    files
}

/// What follows each `prefix` in the code, up to the end of the word.
fn words_after<'a>(code: &'a str, prefix: &'a str) -> impl Iterator<Item = &'a str> {
    code.match_indices(prefix).map(move |(at, _)| {
        let rest = &code[at + prefix.len()..];
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_');
        &rest[..end.unwrap_or(rest.len())]
    })
}

/// Checks that a layer names no other layer of the crate than `lower`, no foreign crate, and nothing
/// that has no business below the link.
fn check_layer(name: &str, lower: &[&str], crates: &[&str]) {
    check_names(name, lower, crates);
    for (path, code) in layer(name) {
        check_no_foreign(&path, &code);
    }
}

/// Checks that a layer names no other layer of the crate than `lower`, and no foreign crate.
fn check_names(name: &str, lower: &[&str], crates: &[&str]) {
    for (path, code) in layer(name) {
        for used in words_after(&code, "crate::") {
            let known = used == name || lower.contains(&used);
            assert!(known, "{path}: `{name}` must not use `crate::{used}`");
        }
        assert!(
            !code.contains("afterbeat::"),
            "{path}: names the crate from outside"
        );
        for used in words_after(&code, "\nuse ") {
            let own = ["crate", "super", "self", "std", "core"].contains(&used);
            // A module of the file's own may be used by its name.
            let module = code.contains(&format!("mod {used};"));
            let known = own || module || crates.contains(&used);
            assert!(known, "{path}: `{name}` must not use `{used}`");
        }
    }
}

/// The words that have no business below the link: hosts, windows, queues, files, locks.
fn check_no_foreign(path: &str, code: &str) {
    let foreign = [
        "nice_plug::",
        "clap_sys::",
        "rtrb::",
        "serde::",
        "serde_json::",
        "toml::",
        "egui::",
        "atomic_float::",
        "midly::",
        "std::sync",
        "std::thread",
        "std::fs",
        "std::io",
        "std::env",
        "std::time",
        "std::net",
        "Mutex",
        "RwLock",
        "Arc<",
        "unsafe ",
        "println!",
        "eprintln!",
    ];
    for word in foreign {
        assert!(!code.contains(word), "{path}: `{word}` below the link");
    }
}

#[test]
fn time_knows_nothing_of_the_rest() {
    check_layer("time", &[], &["libm", "thiserror"]);
}

#[test]
fn patterns_know_only_time() {
    check_layer("pattern", &["time"], &["crc32fast", "libm", "thiserror"]);
}

#[test]
fn the_engine_knows_only_time_and_patterns() {
    check_layer(
        "engine",
        &["time", "pattern"],
        &["arrayvec", "libm", "thiserror"],
    );
}

#[test]
fn key_maps_know_only_patterns_and_text() {
    check_names("keymap", &["pattern", "text"], &["toml"]);
}

#[test]
fn midi_maps_know_only_patterns() {
    check_names("midi_map", &["pattern"], &["serde"]);
}

#[test]
fn files_know_only_what_is_in_them() {
    let lower = ["grooves", "offline"];
    check_names("files", &lower, &["etcetera"]);
    check_names("worker", &[], &[]);
}

#[test]
fn only_the_plug_in_and_the_standalone_open_the_editor() {
    for (path, text) in sources("src") {
        let is_above = path.starts_with("src/editor")
            || path == "src/plugin.rs"
            || path.starts_with("src/standalone");
        let uses = code(&text).contains("crate::editor");
        assert!(is_above || !uses, "{path} uses the editor");
    }
}

#[test]
fn the_editor_touches_the_instance_through_its_hand_alone() {
    let lower = [
        "engine", "files", "grooves", "keymap", "link", "midi_map", "offline", "pattern", "plugin",
        "text", "time", "worker",
    ];
    let crates = ["egui", "nice_plug", "nice_plug_egui", "x11rb"];
    check_names("editor", &lower, &crates);
}

#[test]
fn the_standalone_plays_what_the_plug_in_plays() {
    let lower = [
        "aside", "audition", "editor", "engine", "link", "midi_map", "pattern", "plugin", "time",
    ];
    let crates = [
        "arrayvec",
        "jack",
        "maudio",
        "nice_plug",
        "nice_plug_egui",
        "rtrb",
        "serde",
        "signal_hook",
    ];
    check_names("standalone", &lower, &crates);
}

#[test]
fn nothing_uses_the_standalone() {
    for (path, text) in sources("src") {
        let is_inside = path.starts_with("src/standalone");
        let uses = code(&text).contains("crate::standalone");
        assert!(is_inside || !uses, "{path} uses the standalone");
    }
}

#[test]
fn no_file_has_more_than_400_lines() {
    for folder in ["src", "tests", "xtask/src"] {
        for (path, text) in sources(folder) {
            let lines = text.lines().count();
            assert!(
                lines <= 400,
                "{path} has {lines} lines: look for two ideas in it"
            );
        }
    }
}

#[test]
fn every_exception_to_the_law_says_why() {
    // Put together here, so that this file does not find itself.
    let openings = ["expect", "allow"].map(|word| format!("[{word}("));
    for (path, text) in ["src", "tests", "xtask/src"].into_iter().flat_map(sources) {
        let text = code(&text);
        for opening in &openings {
            for (at, _) in text.match_indices(opening.as_str()) {
                let rest = &text[at..];
                let attribute = &rest[..rest.find(")]").unwrap_or(rest.len())];
                let line = text[..at].lines().count();
                assert!(
                    attribute.contains("reason"),
                    "{path}:{line}: {attribute} without a reason"
                );
            }
        }
    }
}

#[test]
fn every_file_opens_by_saying_what_it_is() {
    for (path, text) in ["src", "tests", "xtask/src"].into_iter().flat_map(sources) {
        assert!(
            text.starts_with("//! "),
            "{path} opens without a word on what it is"
        );
    }
}

#[test]
fn no_module_hides_in_a_mod_file() {
    for (path, _) in sources("src") {
        assert!(
            !path.ends_with("/mod.rs"),
            "{path}: `foo.rs` and `foo/` instead"
        );
    }
}
