//! An archive whose bytes depend on its files alone: sorted, without owners, all of one time.

use std::fs;
use std::io::{Cursor, Write as _};
use std::path::Path;

use anyhow::Context as _;
use flate2::{Compression, GzBuilder};

/// The time that every file has, in seconds since 1970: the first of 2026.
pub const TIME: u64 = 1_767_225_600;

/// A file of the archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its name below the archive's folder.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
    is_executable: bool,
}

impl Entry {
    /// The file at `path`.
    pub fn read(name: &str, path: &Path) -> anyhow::Result<Self> {
        let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        Ok(Self {
            name: name.to_owned(),
            bytes,
            is_executable: false,
        })
    }

    /// A file with this text.
    pub fn text(name: &str, text: &str) -> Self {
        Self {
            name: name.to_owned(),
            bytes: text.as_bytes().to_vec(),
            is_executable: false,
        }
    }

    /// The same, to be run or not.
    pub fn executable(self, is_executable: bool) -> Self {
        Self {
            is_executable,
            ..self
        }
    }

    fn mode(&self) -> u32 {
        if self.is_executable { 0o755 } else { 0o644 }
    }
}

/// Files in a folder, to be packed.
pub struct Archive {
    folder: String,
    entries: Vec<Entry>,
}

impl Archive {
    /// Nothing yet. It will be unpacked to a folder of this name.
    pub fn new(folder: String) -> Self {
        Self {
            folder,
            entries: Vec::new(),
        }
    }

    /// Adds a file in its place.
    pub fn add(&mut self, entry: Entry) {
        let place = self.entries.partition_point(|at| at.name < entry.name);
        self.entries.insert(place, entry);
    }

    /// The files by their names.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The name of the archive's file: of the kind that this machine opens without more.
    pub fn file_name(&self) -> String {
        let ending = if cfg!(windows) { "zip" } else { "tar.gz" };
        format!("{}.{ending}", self.folder)
    }

    /// The archive, packed.
    pub fn to_bytes(&self) -> anyhow::Result<Vec<u8>> {
        if cfg!(windows) {
            self.to_zip()
        } else {
            self.to_tar_gz()
        }
    }

    fn to_tar_gz(&self) -> anyhow::Result<Vec<u8>> {
        // Neither a name nor a time nor a kind of machine in the head.
        let packed = GzBuilder::new()
            .operating_system(255)
            .write(Vec::new(), Compression::best());
        let mut tar = tar::Builder::new(packed);
        for entry in &self.entries {
            let mut header = tar::Header::new_ustar();
            header.set_size(u64::try_from(entry.bytes.len())?);
            header.set_mode(entry.mode());
            header.set_mtime(TIME);
            header.set_uid(0);
            header.set_gid(0);
            let name = format!("{}/{}", self.folder, entry.name);
            tar.append_data(&mut header, name, entry.bytes.as_slice())?;
        }
        Ok(tar.into_inner()?.finish()?)
    }

    fn to_zip(&self) -> anyhow::Result<Vec<u8>> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for entry in &self.entries {
            let options = zip::write::SimpleFileOptions::default()
                .compression_method(zip::CompressionMethod::Deflated)
                .last_modified_time(zip::DateTime::default())
                .unix_permissions(entry.mode());
            zip.start_file(format!("{}/{}", self.folder, entry.name), options)?;
            zip.write_all(&entry.bytes)?;
        }
        Ok(zip.finish()?.into_inner())
    }
}

#[cfg(test)]
mod tests {
    use super::{Archive, Entry};
    use std::io::Read as _;

    fn archive(names: &[&str]) -> Archive {
        let mut archive = Archive::new("afterbeat-1".to_owned());
        for name in names {
            let entry = Entry::text(name, &format!("this is {name}"));
            archive.add(entry.executable(name.starts_with('x')));
        }
        archive
    }

    #[test]
    fn the_order_in_which_files_come_makes_no_difference() {
        let (one, other) = (archive(&["b", "x/a", "a"]), archive(&["x/a", "a", "b"]));
        assert_eq!(one.to_tar_gz().unwrap(), other.to_tar_gz().unwrap());
        assert_eq!(one.to_zip().unwrap(), other.to_zip().unwrap());
    }

    #[test]
    fn what_is_packed_is_unpacked() {
        let packed = archive(&["b", "x/a"]).to_tar_gz().unwrap();
        let mut tar = tar::Archive::new(flate2::read::GzDecoder::new(&packed[..]));
        let found: Vec<_> = tar
            .entries()
            .unwrap()
            .map(|entry| {
                let mut entry = entry.unwrap();
                let mut text = String::new();
                entry.read_to_string(&mut text).unwrap();
                let name = entry.path().unwrap().display().to_string();
                (name, entry.header().mode().unwrap(), text)
            })
            .collect();
        let file = |name: &str, mode| {
            let text = format!("this is {name}");
            (format!("afterbeat-1/{name}"), mode, text)
        };
        assert_eq!(found, [file("b", 0o644), file("x/a", 0o755)]);
        let packed = archive(&["b", "x/a"]).to_zip().unwrap();
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(packed)).unwrap();
        let mut text = String::new();
        let mut entry = zip.by_name("afterbeat-1/x/a").unwrap();
        entry.read_to_string(&mut text).unwrap();
        assert_eq!(text, "this is x/a");
    }
}
