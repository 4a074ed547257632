//! What a plug-in is on macOS: a folder that says what it is.
//!
//! `X.clap` and `X.vst3` are both `Contents/MacOS/X`, the code; `Contents/Info.plist`, which names
//! it; and `Contents/PkgInfo`, the same in eight letters. The bundler makes the folder and gives it
//! its own name and version, which are put right here; then it is signed anew. The linker writes into
//! the code where it was made, which is nobody's business and is put right too.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};

use crate::run::Program;

/// The plug-in's own name, in the other direction.
const IDENTIFIER: &str = "org.afterbeat.afterbeat";
/// A bundle, by whomever.
const PACKAGE_INFO: &str = "BNDL????";

/// Writes what `bundle` is and signs it, without a name, as macOS wants at least.
pub fn finish(bundle: &Path) -> anyhow::Result<()> {
    describe(bundle)?;
    Program::new("install_name_tool")
        .args(["-id", "@loader_path/Afterbeat"])
        .args([code(bundle)])
        .run_unannounced()?;
    Program::new("codesign")
        .args(["--force", "--sign", "-"])
        .args([bundle])
        .run_unannounced()
}

fn code(bundle: &Path) -> PathBuf {
    bundle.join("Contents").join("MacOS").join("Afterbeat")
}

/// Writes what the folder `bundle` is.
fn describe(bundle: &Path) -> anyhow::Result<()> {
    let contents = bundle.join("Contents");
    let code = code(bundle);
    ensure!(code.is_file(), "{} is not there", code.display());
    let format = bundle.extension().unwrap_or_default().to_string_lossy();
    for (name, text) in [
        ("Info.plist", plist(&format)),
        ("PkgInfo", PACKAGE_INFO.to_owned()),
    ] {
        let path = contents.join(name);
        fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(())
}

/// The two formats are two bundles, so each has an identifier of its own.
fn plist(format: &str) -> String {
    let version = env!("CARGO_PKG_VERSION");
    let rows = [
        ("CFBundleDevelopmentRegion", "en"),
        ("CFBundleExecutable", "Afterbeat"),
        ("CFBundleIdentifier", &format!("{IDENTIFIER}.{format}")),
        ("CFBundleInfoDictionaryVersion", "6.0"),
        ("CFBundleName", "Afterbeat"),
        ("CFBundlePackageType", "BNDL"),
        ("CFBundleShortVersionString", version),
        ("CFBundleSignature", "????"),
        ("CFBundleVersion", version),
    ]
    .map(|(key, value)| format!("  <key>{key}</key>\n  <string>{value}</string>\n"))
    .concat();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \
         \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n\
         <plist version=\"1.0\">\n<dict>\n{rows}  <key>NSHighResolutionCapable</key>\n  <true/>\n\
         </dict>\n</plist>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::describe;
    use std::fs;

    #[test]
    fn a_bundle_says_what_it_is_and_one_without_code_is_none() {
        let folder = std::env::temp_dir().join(format!("bundle-{}", std::process::id()));
        for name in ["Afterbeat.clap", "Afterbeat.vst3"] {
            let bundle = folder.join(name);
            let contents = bundle.join("Contents");
            fs::create_dir_all(contents.join("MacOS")).unwrap();
            assert!(describe(&bundle).is_err(), "no code");
            fs::write(contents.join("MacOS/Afterbeat"), "code").unwrap();
            describe(&bundle).unwrap();
            let read = |file| fs::read_to_string(contents.join(file)).unwrap();
            assert_eq!(read("PkgInfo"), "BNDL????");
            let plist = read("Info.plist");
            let format = name.split_once('.').unwrap().1;
            for text in [
                "<key>CFBundleExecutable</key>\n  <string>Afterbeat</string>",
                "<key>CFBundlePackageType</key>\n  <string>BNDL</string>",
                &format!("<string>org.afterbeat.afterbeat.{format}</string>"),
                &format!("<string>{}</string>", env!("CARGO_PKG_VERSION")),
            ] {
                assert!(plist.contains(text), "{text}\n{plist}");
            }
        }
        fs::remove_dir_all(&folder).unwrap();
    }
}
