//! The licences of everything that is not ours, checked and collected.
//!
//! What a package says of itself decides: where it offers a choice the first of [`ACCEPTED`] is
//! taken, and where nothing of it is accepted the command fails. The texts are the packages' own
//! files; one that carries none is given the licence's usual text and the names of its authors.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, anyhow, bail};
use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package, PackageId};
use spdx::{Expression, LicenseReq, Licensee, ParseMode};

use super::parts::{PARTS, Part, Text};
use crate::workspace::Workspace;

/// The licences that may be shipped with ours, those first that are taken before others. All are
/// permissive; the last three are for fonts.
const ACCEPTED: [&str; 13] = [
    "MIT",
    "ISC",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "Zlib",
    "0BSD",
    "Unlicense",
    "BSL-1.0",
    "Unicode-3.0",
    "Apache-2.0",
    "Bitstream-Vera",
    "OFL-1.1",
    "Ubuntu-font-1.0",
];

/// What is said above everything.
const HEAD: &str = "Afterbeat is made with the work of others. These are their licences.

The programs also hold Rust's standard library, by the Rust project's developers, under the MIT
licence; its text is among those below, without their names.
";

/// The file for everything that goes into the programs for `machine`.
pub fn text(workspace: &Workspace, machine: &str) -> anyhow::Result<String> {
    let metadata = MetadataCommand::new()
        .manifest_path(workspace.root.join("Cargo.toml"))
        .other_options(["--locked", "--filter-platform", machine].map(str::to_owned))
        .exec()
        .context("cannot ask cargo what the program is made of")?;
    let mut list = String::new();
    let mut texts = BTreeMap::<String, Vec<String>>::new();
    for package in shipped(&metadata)? {
        let taken = taken(package)?;
        let name = format!("{} {}", package.name, package.version);
        let ids: Vec<_> = taken.iter().map(ToString::to_string).collect();
        writeln!(list, "{name}: {}", ids.join(" and "))?;
        for text in texts_of(package, &taken)? {
            texts.entry(text).or_default().push(name.clone());
        }
        for part in PARTS.iter().filter(|part| *package.name == part.package) {
            let refused = || format!("{} in {name} cannot be shipped", part.name);
            of_offer(part.licence).with_context(refused)?;
            writeln!(list, "  with {}: {}", part.name, part.licence)?;
            let name = format!("{} in {name}", part.name);
            texts.entry(text_of(part, package)?).or_default().push(name);
        }
    }
    let mut file = format!("{HEAD}\n{list}");
    for (text, names) in texts {
        let names = names.join(", ");
        write!(file, "\n{}\n{names}\n\n{}\n", "-".repeat(78), text.trim())?;
    }
    Ok(file)
}

/// The packages that the program is made of, by their names: not those that only build or test it.
fn shipped(metadata: &Metadata) -> anyhow::Result<Vec<&Package>> {
    let root = metadata
        .packages
        .iter()
        .find(|package| *package.name == "afterbeat")
        .context("there is no package afterbeat")?;
    let graph = metadata.resolve.as_ref().context("cargo says no graph")?;
    let mut found = vec![&root.id];
    let mut next = 0;
    while let Some(id) = found.get(next).copied() {
        next += 1;
        for needed in needs(graph, id) {
            if !found.contains(&needed) {
                found.push(needed);
            }
        }
    }
    let mut packages: Vec<_> = found
        .into_iter()
        .filter(|id| **id != root.id)
        .map(|id| &metadata[id])
        .collect();
    packages.sort_by_key(|package| (&package.name, &package.version));
    Ok(packages)
}

/// What a package is compiled with.
fn needs<'a>(
    graph: &'a cargo_metadata::Resolve,
    id: &PackageId,
) -> impl Iterator<Item = &'a PackageId> {
    let node = graph.nodes.iter().find(|node| node.id == *id);
    let needed = node.into_iter().flat_map(|node| &node.deps);
    needed
        .filter(|needed| {
            let mut kinds = needed.dep_kinds.iter();
            kinds.any(|kind| kind.kind == DependencyKind::Normal)
        })
        .map(|needed| &needed.pkg)
}

/// The licences that are taken of those that the package offers.
fn taken(package: &Package) -> anyhow::Result<Vec<LicenseReq>> {
    let said = package
        .license
        .as_deref()
        .with_context(|| format!("{} names no licence", package.name))?;
    of_offer(said).with_context(|| format!("{} cannot be shipped", package.name))
}

/// The licences that are taken of an offer such as `MIT OR Apache-2.0`.
fn of_offer(said: &str) -> anyhow::Result<Vec<LicenseReq>> {
    let offer = Expression::parse_mode(said, ParseMode::LAX)
        .map_err(|error| anyhow!("cannot read its licence {said:?}: {error}"))?;
    let accepted: Vec<Licensee> = ACCEPTED
        .iter()
        .map(|id| Licensee::parse(id).map_err(|error| anyhow!("{id}: {error}")))
        .collect::<Result<_, _>>()?;
    let taken = offer.minimized_requirements(&accepted);
    taken.map_err(|_| anyhow!("its licence {said:?} is not accepted"))
}

fn text_of(part: &Part, package: &Package) -> anyhow::Result<String> {
    let (Text::File(name) | Text::Comment(name)) = part.text;
    let text = read(&folder_of(package)?.join(name))?;
    match part.text {
        Text::File(_) => Ok(text),
        Text::Comment(_) => text
            .split_once("/*")
            .and_then(|(_, rest)| rest.split_once("*/"))
            .map(|(comment, _)| comment.to_owned())
            .with_context(|| format!("{name} has no comment")),
    }
}

/// The texts of the licences that are taken, each as the package has it or as it usually is.
fn texts_of(package: &Package, taken: &[LicenseReq]) -> anyhow::Result<Vec<String>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder_of(package)?)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let name = name.to_uppercase();
        let is_licence = ["LICEN", "COPYING", "UNLICENSE", "NOTICE"]
            .iter()
            .any(|start| name.starts_with(start));
        if is_licence && path.is_file() {
            files.push((name, path));
        }
    }
    files.sort();
    let mut texts = Vec::new();
    for licence in taken {
        let id = licence.license.to_string();
        let word = id.split('-').next().unwrap_or(&id).to_uppercase();
        let named = files.iter().find(|(name, _)| name.contains(&word));
        let general = files.iter().find(|(name, _)| !names_another(name));
        match named.or(general) {
            Some((_, path)) => texts.push(read(path)?),
            None if is_parts(package, &id) => {}
            None => texts.push(usual(licence, package)?),
        }
    }
    let notices = files.iter().filter(|(name, _)| name.starts_with("NOTICE"));
    for (_, path) in notices {
        texts.push(read(path)?);
    }
    Ok(texts)
}

/// Whether a file's name says which licence it is.
fn names_another(name: &str) -> bool {
    let words = [
        "MIT", "APACHE", "ZLIB", "BSD", "BLUE", "GPL", "ISC", "UNICODE", "NOTICE",
    ];
    words.iter().any(|word| name.contains(word))
}

/// Whether the licence is only that of a part.
fn is_parts(package: &Package, id: &str) -> bool {
    let mut parts = PARTS.iter().filter(|part| *package.name == part.package);
    id != "MIT" && parts.any(|part| part.licence == id)
}

fn usual(licence: &LicenseReq, package: &Package) -> anyhow::Result<String> {
    let Some(id) = licence.license.id() else {
        bail!("{} has no text of {licence}", package.name);
    };
    let authors = if package.authors.is_empty() {
        format!("the authors of {}", package.name)
    } else {
        package.authors.join(", ")
    };
    Ok(format!("By {authors}\n\n{}", id.text()))
}

fn folder_of(package: &Package) -> anyhow::Result<&Path> {
    let manifest = package.manifest_path.as_std_path();
    manifest.parent().context("a manifest is in no folder")
}

/// A text with the line ends of this program, wherever it was written.
fn read(path: &Path) -> anyhow::Result<String> {
    let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
    Ok(String::from_utf8_lossy(&bytes).replace("\r\n", "\n"))
}

#[cfg(test)]
mod tests {
    use super::{of_offer, text};
    use crate::workspace::Workspace;

    fn taken(offer: &str) -> Vec<String> {
        let taken = of_offer(offer).unwrap();
        taken.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn of_a_choice_one_is_taken_and_of_a_sum_all() {
        assert_eq!(taken("Apache-2.0 OR MIT"), ["MIT"]);
        assert_eq!(taken("MIT/Apache-2.0"), ["MIT"]);
        assert_eq!(taken("Apache-2.0 OR GPL-2.0-only"), ["Apache-2.0"]);
        assert_eq!(
            taken("(MIT OR Apache-2.0) AND Unicode-3.0"),
            ["MIT", "Unicode-3.0"]
        );
    }

    #[test]
    fn all_that_is_shipped_may_be_and_its_parts_are_named() {
        let workspace = Workspace::find().unwrap();
        let file = text(&workspace, &Workspace::machine().unwrap()).unwrap();
        for part in [
            "\nclap-wrapper 0.3",
            "with the VST 3 SDK: MIT",
            "with the font Ubuntu Light: Ubuntu-font-1.0",
            "Steinberg Media Technologies",
            "Victor Zverovich",
            "SIL OPEN FONT LICENSE",
            "UBUNTU FONT LICENCE",
            "By Robbert van der Helm",
        ] {
            assert!(file.contains(part), "{part}");
        }
        assert!(
            !file.contains("proptest"),
            "what only tests need is not shipped"
        );
    }

    #[test]
    fn a_licence_that_asks_for_more_is_refused() {
        for offer in [
            "GPL-3.0-only",
            "MIT AND LGPL-2.1-or-later",
            "proprietary",
            "",
        ] {
            assert!(of_offer(offer).is_err(), "{offer}");
        }
    }
}
