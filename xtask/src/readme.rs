//! The parts of the README that commands write: what they measured, between two marks.

use std::fs;

use anyhow::{Context as _, bail};

use crate::workspace::Workspace;

/// Prints `text`, and puts it into the README's part of this name, if that is wanted.
pub fn report(workspace: &Workspace, part: &str, text: &str, is_kept: bool) -> anyhow::Result<()> {
    println!("\n{text}");
    if !is_kept {
        return Ok(());
    }
    let path = workspace.root.join("README.md");
    let readme = fs::read_to_string(&path).context("cannot read README.md")?;
    let Some(filled) = filled(&readme, part, text) else {
        bail!("README.md has no part <!-- {part} --> ... <!-- /{part} -->");
    };
    fs::write(&path, filled).context("cannot write README.md")?;
    println!("Wrote it into README.md");
    Ok(())
}

/// `readme` with `text` in its part of this name; `None` if there is no such part.
fn filled(readme: &str, part: &str, text: &str) -> Option<String> {
    let (begin, end) = (format!("<!-- {part} -->\n"), format!("<!-- /{part} -->\n"));
    let (before, rest) = readme.split_once(&begin)?;
    let (_, after) = rest.split_once(&end)?;
    Some(format!("{before}{begin}{text}{end}{after}"))
}

#[cfg(test)]
mod tests {
    use super::filled;

    #[test]
    fn a_part_is_written_anew_and_nothing_else() {
        let readme = "a\n<!-- x -->\nold\n<!-- /x -->\nb\n";
        let expected = "a\n<!-- x -->\nnew\n<!-- /x -->\nb\n";
        assert_eq!(filled(readme, "x", "new\n").as_deref(), Some(expected));
        assert_eq!(filled(readme, "y", "new\n"), None);
    }
}
