//! How the entry gets hold of what an instance shares with it.
//!
//! The framework makes the plug-in by its `Default` and then keeps it to itself. So whoever has an
//! instance made opens a place, one for each thread, and what is made on that thread meanwhile
//! leaves its shared parts there. While no place is open, nothing is left anywhere.

use super::Params;
use super::chair::Chair;
use super::note_names::Patterns;
use crate::link::Health;
use std::cell::Cell;
use std::sync::{Arc, OnceLock};

/// What an instance shares with its entry, and later with its editor. **Thread:** any.
#[derive(Clone)]
pub struct Inside {
    /// The parameters, and through [`Params::main`] the true bank.
    pub params: Arc<Params>,
    /// What the audio thread tells about itself.
    pub health: Arc<Health>,
    /// What the host calls itself, once it has said so.
    pub host_name: Arc<OnceLock<String>>,
}

impl Inside {
    /// The pattern that is asked for, and the one that plays.
    pub(super) fn patterns(&self) -> Patterns {
        Patterns {
            chosen: self.params.pattern_index(),
            playing: self.health.playing(),
        }
    }
}

/// What an instance shares, and where its musician sits.
type Made = (Inside, Arc<Chair>);

#[derive(Default)]
enum Place {
    #[default]
    Closed,
    Open,
    Filled(Made),
}

thread_local! {
    static PLACE: Cell<Place> = const { Cell::new(Place::Closed) };
}

/// What `create` makes, and what the last instance that it made on this thread shares.
pub(super) fn receive<T>(create: impl FnOnce() -> T) -> (T, Option<Made>) {
    PLACE.set(Place::Open);
    let made = create();
    match PLACE.take() {
        Place::Filled(left) => (made, Some(left)),
        Place::Open | Place::Closed => (made, None),
    }
}

/// Leaves what an instance shares for whoever is having it made.
pub(super) fn leave(made: impl FnOnce() -> Made) {
    match PLACE.take() {
        Place::Closed => {}
        Place::Open | Place::Filled(_) => PLACE.set(Place::Filled(made())),
    }
}

#[cfg(test)]
mod tests {
    use super::receive;
    use crate::plugin::Afterbeat;
    use std::sync::Arc;

    #[test]
    fn only_who_asks_gets_what_an_instance_shares() {
        let alone = Afterbeat::default();
        assert_eq!(Arc::strong_count(alone.health()), 1);
        let (plugin, made) = receive(Afterbeat::default);
        assert!(Arc::ptr_eq(plugin.health(), &made.unwrap().0.health));
        assert!(receive(|| ()).1.is_none());
        let (plugin, made) = receive(|| std::thread::spawn(Afterbeat::default).join());
        assert!(plugin.is_ok() && made.is_none());
    }
}
