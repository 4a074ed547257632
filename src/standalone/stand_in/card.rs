//! The sound card, by whose clock the cycles come.
//!
//! What the system plays sound with is opened when the program runs, and nothing is linked with it: a
//! machine that has none of it is a machine without a card.

use super::transport::{OwnCycle, Transport};
use crate::standalone::performer::Performer;
use maudio::audio::sample_rate::SampleRate;
use maudio::backend::Backend;
use maudio::context::ContextBuilder;
use maudio::device::device_builder::{DeviceBuilder, DeviceBuilderOps as _};
use maudio::device::device_type::DeviceType;
use maudio::device::{Device, DeviceOps as _};
use rtrb::{Consumer, Producer, RingBuffer};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Frames a second; where the card has another rate, it is converted.
const RATE: u32 = 48_000;
/// Frames in a cycle: 10 ms, of which the system keeps a few.
const BLOCK: u32 = 480;
/// The longest cycle that is played in one.
const LONGEST: usize = 1_024;

/// A sound card that plays. Dropping it ends it. **Thread:** main.
pub(super) struct Card {
    /// Calls as long as it is here.
    _device: Device<f32>,
    is_over: Arc<AtomicBool>,
    performer: Producer<Box<Performer>>,
    name: String,
}

impl Card {
    /// Opens the card that the system plays on, which is silent until it is given a performer;
    /// `None` if there is none.
    pub(super) fn open() -> Option<Self> {
        let mut context = ContextBuilder::new();
        let context = context.preferred_backends(backends()).build().ok()?;
        let (give, take) = RingBuffer::new(1);
        let is_over = Arc::new(AtomicBool::new(false));
        let mut caller = Caller::new(take, Arc::clone(&is_over));
        let mut device = DeviceBuilder::playback()
            .f32()
            .playback_channels(2)
            .sample_rate(SampleRate::Sr48000)
            .period_size_frames(BLOCK)
            .context(&context)
            .with_callback(move |_, out| caller.play(out))
            .ok()?;
        device.device_start().ok()?;
        let name = device.get_name(DeviceType::Playback).unwrap_or_default();
        Some(Self {
            _device: device,
            is_over,
            performer: give,
            name,
        })
    }

    /// Has it play with what `performer` does.
    pub(super) fn play(&mut self, performer: Performer) {
        let is_given = self.performer.push(Box::new(performer)).is_ok();
        debug_assert!(is_given, "there is room for the one that it is ever given");
    }

    /// Leaves a card that calls no more, and is not to be heard should it do so again. What would close
    /// it would wait for it.
    pub(super) fn abandon(self) {
        self.is_over.store(true, Ordering::Relaxed);
        std::mem::forget(self);
    }

    /// The card's name.
    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// How it runs: frames a second, and in a cycle.
    #[expect(clippy::unused_self, reason = "another clock may run otherwise")]
    pub(super) fn pace(&self) -> (u32, u32) {
        (RATE, BLOCK)
    }
}

/// What the system can play sound with, best first.
fn backends() -> impl Iterator<Item = Backend> {
    Backend::all_supported_on_this_platform().filter(|backend| match backend {
        // A server was looked for before.
        Backend::Jack | Backend::Null | Backend::Custom => false,
        // On a machine without a card its library would complain on its own.
        Backend::Alsa => Path::new("/dev/snd").exists(),
        _ => true,
    })
}

/// What the card calls. **Thread:** audio; made and dropped on main.
struct Caller {
    is_over: Arc<AtomicBool>,
    coming: Consumer<Box<Performer>>,
    performer: Option<Box<Performer>>,
    transport: Transport,
    left: Box<[f32; LONGEST]>,
    right: Box<[f32; LONGEST]>,
}

impl Caller {
    fn new(coming: Consumer<Box<Performer>>, is_over: Arc<AtomicBool>) -> Self {
        Self {
            is_over,
            coming,
            performer: None,
            transport: Transport::default(),
            left: Box::new([0.0; LONGEST]),
            right: Box::new([0.0; LONGEST]),
        }
    }

    /// Fills `out`, left and right in turn.
    fn play(&mut self, out: &mut [f32]) {
        out.fill(0.0);
        if self.performer.is_none() {
            self.performer = self.coming.pop().ok();
        }
        let is_over = self.is_over.load(Ordering::Relaxed);
        let Some(performer) = self.performer.as_mut().filter(|_| !is_over) else {
            return;
        };
        for part in out.chunks_mut(2 * LONGEST) {
            let length = part.len() / 2;
            let (left, _) = self.left.split_at_mut(length);
            let (right, _) = self.right.split_at_mut(length);
            let mut cycle = OwnCycle {
                frames: u32::try_from(length).unwrap_or(0),
                rate: RATE,
                transport: &mut self.transport,
            };
            performer.cycle(&mut cycle, Some((&mut *left, &mut *right)));
            let frames = cycle.frames;
            self.transport.advance(frames);
            for (frame, (left, right)) in part.chunks_exact_mut(2).zip(left.iter().zip(&*right)) {
                if let [to_left, to_right] = frame {
                    (*to_left, *to_right) = (*left, *right);
                }
            }
        }
    }
}
