//! The plug-in's remote-control pages.

use clack_extensions::remote_controls::{PluginRemoteControls, RemoteControlsPageBuffer};
use clack_host::utils::ClapId;

use super::instance::Instance;

/// Eight places for parameters on a controller.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// What it is listed under.
    pub section: String,
    /// Its name.
    pub name: String,
    /// The parameters' ids; `None` is an empty place.
    pub params: [Option<u32>; 8],
}

impl Instance {
    /// All pages, in the plug-in's order; none if it has no such extension.
    pub fn pages(&mut self) -> Vec<Page> {
        let handle = self.handle();
        let Some(pages) = handle.get_extension::<PluginRemoteControls>() else {
            return Vec::new();
        };
        let mut buffer = RemoteControlsPageBuffer::new();
        (0..pages.count(&handle))
            .filter_map(|index| {
                let page = pages.get(&handle, index, &mut buffer)?;
                Some(Page {
                    section: String::from_utf8_lossy(page.section_name).into_owned(),
                    name: String::from_utf8_lossy(page.page_name).into_owned(),
                    params: page.param_ids.map(|id| id.map(ClapId::get)),
                })
            })
            .collect()
    }
}
