//! What calls the performer, cycle by cycle: a JACK client, or what stands in for a server.

use super::client::{Client, Connected};
use super::leader::JackSteer;
use super::stand_in::StandIn;

/// What calls the performer. Dropping it ends it. **Thread:** main.
pub(super) enum Driver {
    /// JACK.
    Jack(Client),
    /// What stands in where there is no server.
    Own(StandIn),
}

impl Driver {
    /// The name that it has in JACK.
    pub(super) fn name(&self) -> Option<&str> {
        match self {
            Self::Jack(client) => Some(client.name()),
            Self::Own(_) => None,
        }
    }

    /// How it runs: frames a second, and in a cycle.
    pub(super) fn pace(&self) -> (u32, u32) {
        match self {
            Self::Jack(client) => client.pace(),
            Self::Own(clock) => clock.pace(),
        }
    }

    /// What the cycles come from, as the answer to `status` has it.
    pub(super) fn clock(&self) -> &'static str {
        match self {
            Self::Jack(_) => "jack",
            Self::Own(clock) if clock.card().is_some() => "sound card",
            Self::Own(_) => "own clock",
        }
    }

    /// The sound card that stands in.
    pub(super) fn card(&self) -> Option<&str> {
        match self {
            Self::Jack(_) => None,
            Self::Own(clock) => clock.card(),
        }
    }

    /// Leaves it, though it calls no more. What would close it might wait for ever.
    pub(super) fn abandon(self) {
        match self {
            Self::Jack(client) => std::mem::forget(client),
            Self::Own(clock) => clock.abandon(),
        }
    }

    /// Asks JACK's transport for something at once; false where only a cycle can.
    pub(super) fn steer(&self, to: JackSteer) -> bool {
        match self {
            Self::Jack(client) => client.steer(to),
            Self::Own(_) => return false,
        }
        true
    }

    /// Becomes JACK's timebase master. False if there is another, or no JACK.
    pub(super) fn take_timebase(&self) -> bool {
        match self {
            Self::Jack(client) => client.take_timebase(),
            Self::Own(_) => false,
        }
    }

    /// Is JACK's timebase master no more.
    pub(super) fn leave_timebase(&self) {
        if let Self::Jack(client) = self {
            client.leave_timebase();
        }
    }

    /// Whether there is a port of this name.
    pub(super) fn has_port(&self, name: &str) -> bool {
        match self {
            Self::Jack(client) => client.has_port(name),
            Self::Own(_) => false,
        }
    }

    /// Leads what is played to the port called `port`.
    pub(super) fn connect(&self, port: &str) -> Connected {
        match self {
            Self::Jack(client) => client.connect(port),
            Self::Own(_) => Connected::NotYet,
        }
    }
}
