//! What the README shows is what the program says.
#![expect(clippy::unwrap_used, reason = "a test may end there")]

#[expect(dead_code, reason = "each test binary uses its part of the support")]
#[path = "support/command.rs"]
mod command;

use afterbeat::standalone::HELP;
use command::Folder;
use std::fs;
use std::path::Path;

fn file(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    fs::read_to_string(path).unwrap()
}

/// The cells of the README's tables, row by row.
fn rows(readme: &str) -> Vec<Vec<String>> {
    let cells = |line: &str| -> Vec<String> {
        let line = line.trim_matches('|').replace('`', "");
        line.split('|').map(|cell| cell.trim().to_owned()).collect()
    };
    let table = readme.lines().filter(|line| line.starts_with('|'));
    table.map(cells).collect()
}

/// The cells of a listing: columns stand two spaces apart at least.
fn listed(line: &str) -> Vec<String> {
    let cells = line.split("  ").map(str::trim);
    cells
        .filter(|cell| !cell.is_empty())
        .map(str::to_owned)
        .collect()
}

#[test]
fn its_tables_are_the_listings() {
    let folder = Folder::new("tables");
    let rows = rows(&file("README.md"));
    let params = folder.run(&["params"]).out;
    let grooves = folder.run(&["grooves"]).out;
    let feels = folder.run(&["feels"]).out;
    // The whole kit's, and one lane's.
    let kit = params.lines().take(28 + 6);
    for line in kit.chain(grooves.lines()).chain(feels.lines()) {
        let cells = listed(line);
        assert!(rows.contains(&cells), "{cells:?}");
    }
}

#[test]
fn its_picture_is_what_its_command_draws() {
    let folder = Folder::new("picture");
    let readme = file("README.md").replace('\n', " ");
    let start = readme.find("`afterbeat render B1 --bars 2").unwrap() + 1;
    let end = start + readme[start..].find('`').unwrap();
    let mut line: Vec<&str> = readme[start..end].split_whitespace().skip(1).collect();
    assert_eq!(line.pop(), Some("docs/groove.svg"));
    line.push("groove.svg");
    assert_eq!(folder.run(&line).code, 0);
    let drawn = String::from_utf8(folder.read("groove.svg")).unwrap();
    assert!(drawn == file("docs/groove.svg"), "draw it again: {line:?}");
}

/// The text of the first block of code in this language.
fn block(readme: &str, language: &str) -> String {
    let fence = format!("```{language}\n");
    let start = readme.find(&fence).unwrap() + fence.len();
    let end = start + readme[start..].find("```").unwrap();
    readme[start..end].to_owned()
}

#[test]
fn its_groove_is_one_and_its_mistakes_are_told_as_it_says() {
    let folder = Folder::new("groove");
    let readme = file("README.md");
    let groove = block(&readme, "toml");
    folder.write("mine.toml", groove.as_bytes());
    let said = folder.run(&["render", "mine.toml", "-o", "mine.mid"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    folder.write("mine.toml", groove.replacen("9..6", "9..0", 1).as_bytes());
    let mut lines = vec![
        &["render", "mine.toml", "-o", "take.mid"][..],
        &["render", "--set", "swing=80", "-o", "take.mid"],
    ];
    if cfg!(unix) {
        // Another system has its own words for it.
        lines.push(&["render", "-o", "nowhere/take.mid"]);
    }
    for line in lines {
        let said = folder.run(line);
        assert_eq!(said.code, 1);
        assert!(readme.contains(&said.err), "{}", said.err);
    }
}

#[test]
fn its_commands_run() {
    let folder = Folder::new("commands");
    let readme = file("README.md");
    folder.write("mine.toml", block(&readme, "toml").as_bytes());
    let text = readme.replace("\\\n", " ");
    let commands = text.lines().filter(|line| line.starts_with("afterbeat "));
    let mut count = 0;
    for command in commands {
        let typed = command.split('#').next().unwrap();
        let Some(line) = typed.strip_prefix("afterbeat ") else {
            continue;
        };
        let said = folder.run(&line.split_whitespace().collect::<Vec<_>>());
        assert_eq!((said.code, said.err.as_str()), (0, ""), "{command}");
        count += 1;
    }
    assert_eq!(count, 9);
}

#[test]
fn its_options_and_commands_are_the_programs() {
    let folder = Folder::new("options");
    let readme = file("README.md");
    let (_, section) = readme.split_once("## Without a DAW").unwrap();
    let (section, _) = section.split_once("\n## ").unwrap();
    let help = folder.run(&["--help"]).out;
    let (_, options) = help.split_once("Options:").unwrap();
    let named = options
        .split_whitespace()
        .filter(|word| word.starts_with("--"));
    let own = ["--help", "--version"];
    let named: Vec<_> = named.filter(|option| !own.contains(option)).collect();
    assert!(named.len() > 10, "{named:?}");
    for option in named {
        assert!(section.contains(&format!("`{option}")), "{option}");
    }
    for (typed, _) in HELP {
        let typed = typed.replace('|', "\\|");
        assert!(section.contains(&format!("`{typed}`")), "{typed}");
    }
}
