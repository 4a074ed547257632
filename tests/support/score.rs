//! Events as text, for people.

use super::rig::At;
use afterbeat::engine::{Kind, Origin};

/// One event as a line.
pub fn line(&(frame, event): &At) -> String {
    let origin = match event.origin {
        Origin::Strike { lane, source } => format!("lane {} {}", lane.get() + 1, source.name()),
        Origin::Thru => "thru".to_owned(),
    };
    let kind = match event.kind {
        Kind::On(velocity) => format!("on {:3}", velocity.get()),
        Kind::Off => "off   ".to_owned(),
    };
    let (channel, key) = (event.channel.get() + 1, event.key.get());
    format!("{frame:>10}  {kind}  ch {channel:2} key {key:3}  {origin}")
}

/// All events, one a line.
pub fn score(events: &[At]) -> String {
    events.iter().map(|at| line(at) + "\n").collect()
}
