//! The plug-in's parameters, as the host lists and converts them.

use std::ffi::CString;

use clack_extensions::params::{ParamInfoBuffer, PluginParams};
use clack_host::events::io::{EventBuffer, OutputEvents};
use clack_host::utils::ClapId;

use super::block::{ParamPoint, write_params};
use super::error::HostError;
use super::instance::Instance;

/// One parameter. Values are CLAP's: 0 to 1 if continuous, 0 to n - 1 if stepped.
#[derive(Clone, Debug, PartialEq)]
pub struct Param {
    /// The id that automation uses.
    pub id: u32,
    /// The name for the user.
    pub name: String,
    /// The path of groups it lies in, separated by slashes; empty at the top.
    pub module: String,
    /// The least value.
    pub min: f64,
    /// The greatest value.
    pub max: f64,
    /// The value of a fresh instance.
    pub default: f64,
    /// CLAP's `CLAP_PARAM_*` flags.
    pub flags: u32,
}

impl Instance {
    /// All parameters, in the plug-in's order; none if it has no such extension.
    pub fn params(&mut self) -> Vec<Param> {
        let handle = self.handle();
        let Some(params) = handle.get_extension::<PluginParams>() else {
            return Vec::new();
        };
        let mut buffer = ParamInfoBuffer::new();
        (0..params.count(&handle))
            .filter_map(|index| {
                let info = params.get_info(&handle, index, &mut buffer)?;
                Some(Param {
                    id: info.id.get(),
                    name: String::from_utf8_lossy(info.name).into_owned(),
                    module: String::from_utf8_lossy(info.module).into_owned(),
                    min: info.min_value,
                    max: info.max_value,
                    default: info.default_value,
                    flags: info.flags.bits(),
                })
            })
            .collect()
    }

    /// The first parameter with this name.
    pub fn param(&mut self, name: &str) -> Option<Param> {
        self.params().into_iter().find(|param| param.name == name)
    }

    /// The current value.
    pub fn value(&mut self, id: u32) -> Option<f64> {
        let id = ClapId::from_raw(id)?;
        let handle = self.handle();
        handle
            .get_extension::<PluginParams>()?
            .get_value(&handle, id)
    }

    /// The text that the plug-in shows for `value`.
    pub fn value_to_text(&mut self, id: u32, value: f64) -> Option<String> {
        let id = ClapId::from_raw(id)?;
        let handle = self.handle();
        let mut buffer = [0; 256];
        let text = handle
            .get_extension::<PluginParams>()?
            .value_to_text(&handle, id, value, &mut buffer)
            .ok()?;
        Some(String::from_utf8_lossy(text).into_owned())
    }

    /// The value that the plug-in reads from `text`.
    pub fn text_to_value(&mut self, id: u32, text: &str) -> Option<f64> {
        let id = ClapId::from_raw(id)?;
        let text = CString::new(text).ok()?;
        let handle = self.handle();
        handle
            .get_extension::<PluginParams>()?
            .text_to_value(&handle, id, &text)
    }

    /// Sets parameters while the plug-in is not active; an active one gets them in its blocks.
    ///
    /// # Errors
    ///
    /// [`HostError::NoExtension`] or [`HostError::Active`].
    pub fn flush(&mut self, points: &[ParamPoint]) -> Result<(), HostError> {
        let params = self
            .handle()
            .get_extension::<PluginParams>()
            .ok_or(HostError::NoExtension("params"))?;
        let mut input = EventBuffer::with_capacity(points.len());
        write_params(points, &mut input);
        let mut handle = self
            .plugin()
            .inactive_plugin_handle()
            .ok_or(HostError::Active)?;
        params.flush(&mut handle, &input.as_input(), &mut OutputEvents::void());
        Ok(())
    }
}
