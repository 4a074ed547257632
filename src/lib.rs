//! Afterbeat: a drummer for the DAW.
//!
//! A MIDI generator. It plays a step pattern locked to the host's transport, swings it, breathes
//! its velocities, and closes every note that it opens. Timing is exact to the frame, a bounce is
//! the same as what was heard, and nothing that the editor, the disk or a slow computer does can
//! reach the beat.
//!
//! # Layers, whose arrows point one way
//!
//! | module | what it is | knows |
//! |---|---|---|
//! | [`time`] | ticks, bars, rates, the warp of swing, and the one conversion to frames | nothing |
//! | [`pattern`] | what the musician wrote, the edits that change it, its saved form | `time` |
//! | [`engine`] | the scheduler: bank, controls and transport in, strikes on exact frames out | both |
//! | [`audition`] | a small drum kit that plays what the engine sends | `engine` |
//! | [`link`] | the way between the main side and the audio side: a queue and a mailbox | all three |
//! | [`plugin`] | parameters, state, and the CLAP entry | all of these |
//! | [`editor`] | the window: what is shown, and what the hand does in it | all of these |
//! | [`text`], [`grooves`] | the notation of grooves, and those that come with Afterbeat | `pattern` |
//! | [`midi_map`] | what the player's keys and controllers do: a table that is learnt | `pattern` |
//! | [`keymap`] | the files that say which drum plays which key | `pattern`, `text` |
//! | [`standalone`] | Afterbeat on its own: a JACK client, or what stands in, and its window | `editor`, `plugin` and what they know |
//! | [`files`], [`worker`] | the user's files and dialogs, and the thread that waits for them | `grooves`, `offline` |
//! | [`offline`] | the engine without a host, for the command line and the tests | `engine` |
//!
//! # Conventions, unless said otherwise
//!
//! - Positions in the song are integer [`time::Tick`]s; frames are the instance's own count of all
//!   frames processed, [`time::Frame`]. Only [`time::FrameMap`] converts one into the other.
//! - Spans of frames are half open: from the first, up to but without the second.
//! - Lanes, steps, patterns and channels are counted from 0 inside and from 1 for people.
//! - What crosses threads says which: **Thread:** audio, main or any.
//!
//! # What happens when
//!
//! **The user presses play.** The host's next block rolls, so the clock anchors its map at the
//! host's position and a new range of song begins. Each lane's player seeks the first step that
//! belongs to it. From then on the host's position is only compared with our own: while both agree
//! within the rounding that hosts do, the map stays and strikes fall where arithmetic says.
//!
//! **Swing is automated.** The framework cuts the block at each point, so parameters are constant
//! within a call. A step is decided on its straight place with the values in force there, or
//! earlier if they pull it early, and then played once, whatever the values do afterwards.
//!
//! **The host loops in mid-block.** The clock knows on which frame the loop ends. There every
//! sounding note is released and the range begins again at the loop's start, in the same block; a
//! host that counts on past the end for a few calls is understood.
//!
//! **Another pattern is chosen.** The engine works out at once on which tick it takes its seat: the
//! first boundary at or after the frame of the request. Up to there the old pattern plays, and
//! nothing of it beyond, so no step is a mixture. On that frame its notes are released, and every
//! lane's player takes its place in the new pattern, from the step on the boundary itself on.
//!
//! **Ghosts is turned up.** Each place between written strikes has had its threshold all along, a
//! pure function of the seed and the place in the song. The knob only moves the line above which
//! they are heard, so ghosts come one by one, and those that are there stay.
//!
//! **Fill is pressed.** From this tick to the bar line (with less than a beat left, to the one after)
//! a fill runs: lanes that rest in fills fall silent, one hand and one foot strike instead, and the
//! one after it gets its kick. Fills that come by themselves are known long before they play.
//!
//! **A step is erased while it sounds.** The editor's [`pattern::Edit`] changes the true bank and
//! crosses as a command; the engine makes the same edit before its next block. The note that
//! sounds keeps the end that was booked when it began.
//!
//! **A lane has a bug and panics.** The engine catches it, ends the lane's notes in the same block,
//! and plays on without it until it is reset; the screen says which lane it was. A panic anywhere
//! else the plug-in catches before the host's C does: it gives up the engine, and ends what the host
//! was told to begin, out of a list that the engine does not own. The instance is silent then and
//! says so; its bank can still be edited and saved. Activated again it plays with an engine made
//! anew.
//!
//! **A project is loaded while the engine runs.** The state is checked whole, then the bank goes to
//! the engine in a box through the mailbox; the box that it replaces comes back to be freed.

mod aside;
pub mod audition;
pub mod editor;
pub mod engine;
pub mod files;
pub mod grooves;
pub mod keymap;
pub mod link;
pub mod midi_map;
pub mod offline;
pub mod pattern;
pub mod plugin;
pub mod standalone;
pub mod text;
pub mod time;
pub mod worker;

pub use plugin::clap_entry::clap_entry;

// The VST3 plug-in is the CLAP one behind a wrapper, which finds it as `clap_entry`.
clap_wrapper::export_vst3!();
