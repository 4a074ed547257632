//! How the host's own bar line gets through the framework.
//!
//! Where a block is played in pieces, the framework counts the bar line of all but the first by itself:
//! from the song's start, in the meter of now. After a pickup, or bars of another meter, that is not the
//! host's line. It cannot count without a meter, and hands on the host's line then. So it is given none:
//! the meter goes by in the bar's number, of which it makes no use, nor does anybody else.

use crate::time::Meter;
use clap_sys::events::{CLAP_TRANSPORT_HAS_TIME_SIGNATURE, clap_event_transport};
use nice_plug::prelude::Transport;

/// `host` as the framework is to get it. **Thread:** audio.
pub(super) fn without_meter(host: &clap_event_transport) -> clap_event_transport {
    let has_meter = host.flags & CLAP_TRANSPORT_HAS_TIME_SIGNATURE != 0;
    let meter = (u32::from(host.tsig_num) << 16) | u32::from(host.tsig_denom);
    clap_event_transport {
        flags: host.flags & !CLAP_TRANSPORT_HAS_TIME_SIGNATURE,
        bar_number: if has_meter { meter.cast_signed() } else { 0 },
        ..*host
    }
}

/// The meter of what the framework has made of it. **Thread:** audio.
pub(super) fn meter(framework: &Transport) -> Option<Meter> {
    let meter = framework.bar_number?.cast_unsigned();
    let half = |number: u32| i32::try_from(number & 0xffff).ok();
    Meter::new(half(meter >> 16)?, half(meter)?)
}
