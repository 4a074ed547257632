//! Tests and benchmarks as programs: cargo builds them and says where they are.

use std::path::PathBuf;

use anyhow::Context as _;
use serde_json::Value;

use super::Program;

/// The executable of the test or benchmark `name`, which `cargo`, a command line of its, builds.
/// What the compiler says of errors is seen.
pub fn built(cargo: Program, name: &str) -> anyhow::Result<PathBuf> {
    let messages = cargo
        .args(["--no-run", "--message-format=json-render-diagnostics"])
        .said()?;
    messages
        .lines()
        .find_map(|message| executable(message, name))
        .with_context(|| format!("cargo does not say where {name} is"))
}

/// The path in a message of cargo's that tells of an executable of this name.
fn executable(message: &str, name: &str) -> Option<PathBuf> {
    let message: Value = serde_json::from_str(message).ok()?;
    let path = message["executable"].as_str()?;
    (message["target"]["name"] == name).then(|| path.into())
}

#[cfg(test)]
mod tests {
    use super::executable;
    use std::path::Path;

    #[test]
    fn only_the_executable_of_that_name_is_taken() {
        let told = r#"{"target":{"name":"lives"},"executable":"deps/lives-1"}"#;
        let library = r#"{"target":{"name":"lives"},"executable":null}"#;
        assert_eq!(
            executable(told, "lives").as_deref(),
            Some(Path::new("deps/lives-1"))
        );
        for (message, name) in [
            (told, "outside"),
            (library, "lives"),
            ("Compiling", "lives"),
        ] {
            assert_eq!(executable(message, name), None, "{message}");
        }
    }
}
