//! The plug-in's note and audio ports.

use clack_extensions::audio_ports::{AudioPortInfoBuffer, PluginAudioPorts};
pub use clack_extensions::note_ports::{NoteDialect, NoteDialects};
use clack_extensions::note_ports::{NotePortInfoBuffer, PluginNotePorts};

use super::instance::Instance;

/// A port for notes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotePort {
    /// The port's id.
    pub id: u32,
    /// Its name.
    pub name: String,
    /// Whether notes go into the plug-in here.
    pub is_input: bool,
    /// The dialects it understands.
    pub dialects: NoteDialects,
    /// The dialect it likes best.
    pub preferred: Option<NoteDialect>,
}

/// A port for audio.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AudioPort {
    /// The port's id.
    pub id: u32,
    /// Its name.
    pub name: String,
    /// Whether audio goes into the plug-in here.
    pub is_input: bool,
    /// How many channels it has.
    pub channels: u32,
}

impl Instance {
    /// The note ports, inputs first.
    pub fn note_ports(&mut self) -> Vec<NotePort> {
        let handle = self.handle();
        let Some(ports) = handle.get_extension::<PluginNotePorts>() else {
            return Vec::new();
        };
        let mut list = Vec::new();
        for is_input in [true, false] {
            for index in 0..ports.count(&handle, is_input) {
                let mut buffer = NotePortInfoBuffer::new();
                let info = ports.get(&handle, index, is_input, &mut buffer);
                list.extend(info.map(|info| NotePort {
                    id: info.id.get(),
                    name: String::from_utf8_lossy(info.name).into_owned(),
                    is_input,
                    dialects: info.supported_dialects,
                    preferred: info.preferred_dialect,
                }));
            }
        }
        list
    }

    /// The audio ports, inputs first.
    pub fn audio_ports(&mut self) -> Vec<AudioPort> {
        let handle = self.handle();
        let Some(ports) = handle.get_extension::<PluginAudioPorts>() else {
            return Vec::new();
        };
        let mut list = Vec::new();
        for is_input in [true, false] {
            for index in 0..ports.count(&handle, is_input) {
                let mut buffer = AudioPortInfoBuffer::new();
                let info = ports.get(&handle, index, is_input, &mut buffer);
                list.extend(info.map(|info| AudioPort {
                    id: info.id.get(),
                    name: String::from_utf8_lossy(info.name).into_owned(),
                    is_input,
                    channels: info.channel_count,
                }));
            }
        }
        list
    }
}
