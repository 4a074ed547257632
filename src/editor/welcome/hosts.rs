//! How the notes get from Afterbeat to a sampler, host by host.

/// A host, and what to do in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Host {
    /// Its name.
    pub name: &'static str,
    /// What to do, in order.
    pub steps: &'static [&'static str],
    /// What else there is to know; may be empty.
    pub note: &'static str,
}

/// The hosts that are known. The last is for all others.
pub const HOSTS: [Host; 8] = [
    Host {
        name: "Bitwig",
        steps: &[
            "Put Afterbeat on an instrument track, first in the chain.",
            "Put the drum sampler behind it in the same chain: it plays what Afterbeat sends.",
            "To play a sampler on another track, put a Note Receiver in front of that sampler and \
             choose Afterbeat's track as its source.",
        ],
        note: "",
    },
    Host {
        name: "Reaper",
        steps: &[
            "Put Afterbeat into a track's FX chain.",
            "Put the drum sampler behind it in the same chain.",
            "To play a sampler on another track, draw a send to that track from Afterbeat's, with \
             MIDI on and audio set to None.",
        ],
        note: "",
    },
    Host {
        name: "Ardour",
        steps: &[
            "Make a MIDI track and put Afterbeat (VST3) on it.",
            "Put the drum sampler behind it on the same track.",
        ],
        note: "Behind Afterbeat there is only what it sends. Notes of your own still arrive while \
               MIDI thru, in the settings, is on.",
    },
    Host {
        name: "Live",
        steps: &[
            "Put Afterbeat (VST3) on a MIDI track.",
            "Put the drum sampler, or a Drum Rack, on a second MIDI track.",
            "On the second track set MIDI From to the first track, and below that to Afterbeat.",
            "Set the second track's Monitor to In.",
        ],
        note: "For a Drum Rack set Key map, in the settings, to From key 36 up.",
    },
    Host {
        name: "Cubase",
        steps: &[
            "Load Afterbeat as an instrument.",
            "Make a track with the drum sampler.",
            "Choose Afterbeat's output as that track's MIDI input, and turn its monitor on.",
        ],
        note: "",
    },
    Host {
        name: "FL Studio",
        steps: &[
            "Load Afterbeat into a channel, and the drum sampler into another.",
            "In Afterbeat's wrapper settings set MIDI output port to a number.",
            "In the sampler's wrapper settings set MIDI input port to the same number.",
        ],
        note: "In Patcher, wire Afterbeat's audio output as well: without it the plug-in may not \
               run.",
    },
    Host {
        name: "JACK",
        steps: &[
            "Start the drum sampler as a JACK program too.",
            "Connect Afterbeat's midi_out to the sampler's MIDI input, in a patch bay such as \
             qjackctl; or start it with afterbeat --connect and the name of that port.",
            "Turn the built-in drums off, in the settings.",
        ],
        note: "This is Afterbeat on its own, without a DAW.",
    },
    Host {
        name: "Another host",
        steps: &[
            "Put Afterbeat first in a chain, and the drum sampler behind it.",
            "If the host takes one instrument a track: give the sampler a track of its own, and \
             choose Afterbeat as that track's MIDI input.",
        ],
        note: "",
    },
];

/// The host that calls itself by this name.
pub(super) fn find(name: &str) -> Option<usize> {
    let name = name.to_lowercase();
    let is_meant = |host: &Host| name.contains(&host.name.to_lowercase());
    HOSTS.iter().position(is_meant)
}

#[cfg(test)]
mod tests {
    use super::{HOSTS, find};

    #[test]
    fn a_host_is_known_by_what_it_calls_itself() {
        for (name, known) in [
            ("Bitwig Studio", Some("Bitwig")),
            ("REAPER", Some("Reaper")),
            ("Ardour", Some("Ardour")),
            ("Ableton Live 12", Some("Live")),
            ("Live", Some("Live")),
            ("Cubase Pro", Some("Cubase")),
            ("FL Studio", Some("FL Studio")),
            ("JACK", Some("JACK")),
            ("Carla", None),
            ("", None),
        ] {
            let found = find(name).and_then(|at| HOSTS.get(at));
            assert_eq!(found.map(|host| host.name), known, "{name}");
        }
    }
}
