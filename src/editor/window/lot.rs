//! The windows that are closed and kept.
//!
//! Under X11 a window that is closed for good leaves some 80 KiB behind: the framework never gives
//! back the map of the keyboard that each new one asks for, and the driver keeps some of what it made
//! for the window's thread. None of that can be reached from here, so a window that the host closes
//! is not closed: it is taken off the host's window, [put away](Shelter) and asleep, and given back
//! at the next opening, which so is immediate too. Its screen was kept anyway; of the hand and the
//! keyboard it forgets everything, as a new one would know nothing of them.
//!
//! A host that closes its own window first takes ours with it; this and whatever else is not as it
//! was ends in a new window, as it does on other systems, where nothing is left behind.
//!
//! A kept window holds memory, a thread, and connections to the screen, of which a screen has no more
//! than a few hundred for all programs. So no more than [`MOST`] are kept: as another comes, the one
//! goes that was closed longest ago. All of them go with their instances.

use super::kept::{Kept, Wanted};
use super::presence::Presence;
use super::shelter::Shelter;
use std::cell::RefCell;
use std::rc::{Rc, Weak};
use std::sync::Arc;

/// How many windows are kept for all the instances of a program.
pub(super) const MOST: usize = 4;

/// The kept windows, closed longest ago first. **Thread:** main.
#[derive(Default)]
struct Lot {
    kept: Vec<Kept>,
    shelter: Weak<Shelter>,
}

impl Drop for Lot {
    /// The program ends, and its instances were not told. Nothing is taken down any more: the driver
    /// may be gone before the windows' threads are, and they sleep. The system does the rest.
    fn drop(&mut self) {
        self.kept.drain(..).for_each(std::mem::forget);
    }
}

thread_local! {
    // A window belongs to the thread that made it.
    static LOT: RefCell<Lot> = RefCell::default();
}

/// Asks the lot something; the default if the thread is about to end.
fn ask<T: Default>(question: impl FnOnce(&mut Lot) -> T) -> T {
    let answer = LOT.try_with(|lot| question(&mut lot.borrow_mut()));
    answer.unwrap_or_default()
}

/// Where windows are put away, if there is such a place. It is there for as long as somebody has it.
pub(super) fn shelter() -> Option<Rc<Shelter>> {
    ask(|lot| {
        let shelter = lot.shelter.upgrade();
        let shelter = shelter.or_else(|| Shelter::open().map(Rc::new));
        if let Some(shelter) = &shelter {
            lot.shelter = Rc::downgrade(shelter);
        }
        shelter
    })
}

/// The host closes the window: it is kept if it can be.
pub(super) fn leave(window: Kept) {
    window.presence.close();
    window.let_go();
    let mut leaves = Some(window);
    if leaves.as_ref().is_some_and(Kept::withdraw) {
        let oldest = ask(|lot| {
            lot.kept.extend(leaves.take());
            (lot.kept.len() > MOST).then(|| lot.kept.remove(0))
        });
        leaves = leaves.or(oldest);
    }
    if let Some(window) = leaves {
        window.close();
    }
}

/// The window that is kept for the instance, opened again as `wanted`, if there is one that can be.
pub(super) fn give_back(presence: &Arc<Presence>, wanted: Wanted) -> Option<Kept> {
    let window = take(presence)?;
    if window.reopen(wanted) {
        return Some(window);
    }
    window.close();
    None
}

/// The instance goes: its window does for good.
pub(super) fn close(presence: &Arc<Presence>) {
    if let Some(window) = take(presence) {
        window.close();
    }
}

fn take(presence: &Arc<Presence>) -> Option<Kept> {
    ask(|lot| {
        let is_its = |window: &Kept| Arc::ptr_eq(&window.presence, presence);
        let place = lot.kept.iter().position(is_its)?;
        Some(lot.kept.remove(place))
    })
}
