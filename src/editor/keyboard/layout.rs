//! The layout of the keyboard under X11.

use super::Letters;
use std::ops::RangeInclusive;
use x11rb::protocol::xkb::{ConnectionExt as _, ID};
use x11rb::protocol::xproto::{ConnectionExt as _, GetKeyboardMappingReply};
use x11rb::rust_connection::RustConnection;

/// The codes of the keys that have letters on a US keyboard, row by row.
const ROWS: [RangeInclusive<u8>; 3] = [24..=33, 38..=46, 52..=58];
const FIRST: u8 = 24;
const COUNT: u8 = 35;

/// What the screen's server says of the keyboard. **Thread:** editor.
#[derive(Debug, Default)]
pub(super) struct Layout {
    connection: Option<Box<RustConnection>>,
}

impl Layout {
    /// The letters as they are now; a US keyboard's if there is no telling.
    pub(super) fn letters(&mut self) -> Letters {
        if self.connection.is_none() {
            self.connection = open().map(Box::new);
        }
        let connection = self.connection.as_deref();
        connection.and_then(ask).unwrap_or_else(Letters::us)
    }
}

fn open() -> Option<RustConnection> {
    let (connection, _) = x11rb::connect(None).ok()?;
    connection.xkb_use_extension(1, 0).ok()?.reply().ok()?;
    Some(connection)
}

fn ask(connection: &RustConnection) -> Option<Letters> {
    let state = connection.xkb_get_state(ID::USE_CORE_KBD.into()).ok()?;
    let keys = connection.get_keyboard_mapping(FIRST, COUNT).ok()?;
    let group = state.reply().ok()?.group.into();
    let keys = keys.reply().ok()?;
    let rows = ROWS.map(|codes| codes.map(|code| letter(&keys, group, code)).collect());
    let [top, middle, bottom]: &[String; 3] = &rows;
    Some(Letters::of_rows([top, middle, bottom]))
}

/// What a key writes without Shift, in the layout that is chosen of those that the user has. The first
/// two have two symbols each; where the further ones stand depends on the keyboard's kind.
fn letter(keys: &GetKeyboardMappingReply, group: u8, code: u8) -> char {
    let column = usize::from(group) * 2;
    let row = usize::from(code - FIRST) * usize::from(keys.keysyms_per_keycode);
    let symbol = keys.keysyms.get(row + column).filter(|_| group < 2);
    // The symbols of ASCII's letters are those letters.
    symbol
        .and_then(|&symbol| char::from_u32(symbol))
        .unwrap_or(' ')
}
