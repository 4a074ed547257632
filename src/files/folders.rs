//! Where a user's files are, by the rules of the system.

use etcetera::BaseStrategy as _;
use std::fs;
use std::path::{Path, PathBuf};

/// The folders that Afterbeat keeps a user's files in. None of them need exist. **Thread:** any.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Folders {
    /// What is remembered for all instances.
    pub config: PathBuf,
    /// The user's own grooves.
    pub grooves: PathBuf,
    /// What is taken away, unless the user says where.
    pub exports: PathBuf,
}

impl Folders {
    /// Those of the user; `None` if the system knows of no home.
    pub fn of_user() -> Option<Self> {
        let base = etcetera::choose_base_strategy().ok()?;
        let music = music_of(&base.config_dir().join("user-dirs.dirs"), base.home_dir());
        let music = music.unwrap_or_else(|| base.home_dir().join("Music"));
        Some(Self {
            config: base.config_dir().join("Afterbeat"),
            grooves: base.data_dir().join("Afterbeat").join("grooves"),
            exports: music.join("Afterbeat"),
        })
    }

    /// All of them inside one folder.
    pub fn inside(folder: &Path) -> Self {
        Self {
            config: folder.join("config"),
            grooves: folder.join("grooves"),
            exports: folder.join("Music").join("Afterbeat"),
        }
    }
}

/// The music folder of a desktop that has one under another name: the user's language's.
fn music_of(user_dirs: &Path, home: &Path) -> Option<PathBuf> {
    let text = fs::read_to_string(user_dirs).ok()?;
    let mut lines = text.lines().map(str::trim);
    let path = lines.find_map(|line| line.strip_prefix("XDG_MUSIC_DIR="))?;
    let path = path.trim_matches('"');
    let path = match path.strip_prefix("$HOME/") {
        Some(below) => home.join(below),
        None => PathBuf::from(path),
    };
    // A desktop without one says that it is the home itself.
    (path.is_absolute() && path != home).then_some(path)
}

#[cfg(test)]
mod tests {
    use super::music_of;
    use std::path::{Path, PathBuf};

    #[test]
    fn the_music_folder_is_the_one_that_the_desktop_names() {
        let file = std::env::temp_dir().join(format!("user-dirs-{}", std::process::id()));
        let home = Path::new("/home/ada");
        for (text, expected) in [
            (
                "# one\nXDG_MUSIC_DIR=\"$HOME/Musik\"\n",
                Some("/home/ada/Musik"),
            ),
            ("XDG_MUSIC_DIR=\"/srv/music\"", Some("/srv/music")),
            ("XDG_MUSIC_DIR=\"$HOME/\"", None),
            ("XDG_DESKTOP_DIR=\"$HOME/Desk\"", None),
        ] {
            std::fs::write(&file, text).unwrap();
            assert_eq!(music_of(&file, home), expected.map(PathBuf::from), "{text}");
        }
        std::fs::remove_file(&file).unwrap();
        assert_eq!(music_of(&file, home), None);
    }
}
