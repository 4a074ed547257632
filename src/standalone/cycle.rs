//! What calls the audio side, as that sees it: JACK's cycle, or one that stands in for it.

use super::heard::Heard;
use super::leader::JackSteer;

/// A MIDI message; what its first byte does not ask for is 0.
pub type Message = [u8; 3];

/// A cycle: what JACK says, what comes in, and where what goes out goes. **Thread:** audio.
pub trait Cycle {
    /// How many frames it has.
    fn frames(&self) -> u32;

    /// Frames a second.
    fn rate(&self) -> u32;

    /// JACK's transport.
    fn transport(&self) -> Heard;

    /// The next message of up to three bytes that came in, and its frame; they come sorted.
    fn receive(&mut self) -> Option<(u32, Message)>;

    /// Sends a message on a frame; they go sorted. False if there is no room.
    fn send(&mut self, at: u32, message: Message) -> bool;

    /// Asks JACK's transport for something.
    fn steer(&mut self, to: JackSteer);
}
