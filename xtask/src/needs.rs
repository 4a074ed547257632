//! Gets what a command needs before its work begins.

use anyhow::bail;
use xtask::deps::{Machine, Need, Plan, plan};

use crate::run::{Program, cargo};
use crate::workspace::Workspace;

/// Installs the missing system packages, or says which they are and fails.
///
/// The packages are Linux's: elsewhere whoever misses something says so himself.
pub fn ensure(needs: &[Need]) -> anyhow::Result<()> {
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    match plan(needs, &Machine::here()) {
        Plan::Ready => Ok(()),
        Plan::Tell { missing } => bail!("please install:\n  {}", missing.join("\n  ")),
        Plan::Install { missing, commands } => {
            println!("Installing what is missing:\n  {}", missing.join("\n  "));
            for words in commands {
                let Some((program, arguments)) = words.split_first() else {
                    continue;
                };
                Program::new(program).args(arguments).run()?;
            }
            Ok(())
        }
    }
}

/// Fails with rustup's exact command if one of cargo's own tools is missing.
pub fn ensure_components(workspace: &Workspace) -> anyhow::Result<()> {
    let missing: Vec<&str> = [("rustfmt", "fmt"), ("clippy", "clippy")]
        .into_iter()
        .filter(|(_, tool)| !cargo(workspace).args([tool, "--version"]).succeeds())
        .map(|(component, _)| component)
        .collect();
    if !missing.is_empty() {
        bail!(
            "this needs more of Rust; run: rustup component add {}",
            missing.join(" ")
        );
    }
    Ok(())
}
