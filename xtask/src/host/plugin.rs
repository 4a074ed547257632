//! A CLAP entry, from a file or linked in, and the plug-in it offers.

use std::ffi::{CStr, CString};
use std::path::Path;

use clack_host::entry::{EntryDescriptor, PluginEntry};
use clack_host::factory::plugin::PluginFactory;

use super::error::HostError;
use super::instance::Instance;
use super::profile::Profile;

/// What the plug-in says about itself before it is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Descriptor {
    /// The unique id, in reverse domain notation.
    pub id: String,
    /// The name for the user.
    pub name: String,
    /// Who made it.
    pub vendor: String,
    /// Its version.
    pub version: String,
    /// CLAP's keywords, such as `note-effect`.
    pub features: Vec<String>,
}

/// A loaded CLAP entry and the first plug-in of its factory.
pub struct Plugin {
    entry: PluginEntry,
    id: CString,
    descriptor: Descriptor,
}

impl Plugin {
    /// Loads a `.clap` file.
    ///
    /// # Safety
    ///
    /// The file's code is run; it must be a well-behaved CLAP plug-in for this machine.
    ///
    /// # Errors
    ///
    /// [`HostError::Load`] if it is no plug-in, [`HostError::NoPlugin`] if it is an empty one.
    #[expect(unsafe_code, reason = "foreign code is loaded")]
    pub unsafe fn load(path: &Path) -> Result<Self, HostError> {
        // SAFETY: the caller vouches for the file.
        let entry = unsafe { PluginEntry::load(path) };
        Self::from_loaded(entry.map_err(|error| HostError::Load {
            path: path.to_owned(),
            reason: error.to_string(),
        })?)
    }

    /// Takes an entry that is linked into this program.
    ///
    /// # Safety
    ///
    /// The functions behind `entry` must do what CLAP asks of a plug-in's entry.
    ///
    /// # Errors
    ///
    /// As for [`Plugin::load`].
    #[expect(unsafe_code, reason = "the entry is a table of foreign functions")]
    pub unsafe fn from_entry(entry: &'static EntryDescriptor) -> Result<Self, HostError> {
        // SAFETY: the caller vouches for the entry.
        let loaded = unsafe { PluginEntry::load_from_raw(entry, c"linked") };
        Self::from_loaded(loaded.map_err(|error| HostError::Load {
            path: "linked".into(),
            reason: error.to_string(),
        })?)
    }

    fn from_loaded(entry: PluginEntry) -> Result<Self, HostError> {
        let (id, descriptor) = {
            let factory = entry
                .get_factory::<PluginFactory>()
                .ok_or(HostError::NoPlugin)?;
            let found = factory.plugin_descriptor(0).ok_or(HostError::NoPlugin)?;
            let id = found.id().ok_or(HostError::NoPlugin)?.to_owned();
            let descriptor = Descriptor {
                id: text(found.id()),
                name: text(found.name()),
                vendor: text(found.vendor()),
                version: text(found.version()),
                features: found.features().map(|word| text(Some(word))).collect(),
            };
            (id, descriptor)
        };
        Ok(Self {
            entry,
            id,
            descriptor,
        })
    }

    /// What the plug-in says about itself.
    #[must_use]
    pub fn descriptor(&self) -> &Descriptor {
        &self.descriptor
    }

    /// Makes an instance in a host that behaves like `profile`. **Thread:** this becomes its main thread.
    ///
    /// # Errors
    ///
    /// [`HostError::Instantiate`] if the plug-in cannot be created or initialised.
    pub fn instantiate(&self, profile: Profile) -> Result<Instance, HostError> {
        Instance::new(&self.entry, &self.id, profile)
    }
}

fn text(string: Option<&CStr>) -> String {
    string.map_or_else(String::new, |string| string.to_string_lossy().into_owned())
}
