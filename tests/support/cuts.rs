//! How hosts cut time into blocks: the named difficulties.

use super::rng::Rng;

/// A way to cut.
#[derive(Clone, Debug)]
pub enum Cuts {
    /// Always as long.
    Steady(u32),
    /// These lengths in turn.
    Turns(&'static [u32]),
    /// From 1 to 5000 frames, as the seed says; short blocks are common.
    Random(u64),
}

/// Every difficulty that the block tests go through.
pub const NAMED_CUTS: [(&str, Cuts); 10] = [
    ("one frame", Cuts::Steady(1)),
    ("seven", Cuts::Steady(7)),
    ("64", Cuts::Steady(64)),
    ("CD frame 441", Cuts::Steady(441)),
    ("512", Cuts::Steady(512)),
    ("4096", Cuts::Steady(4096)),
    ("odd turns", Cuts::Turns(&[7, 512, 33, 1, 4096, 2])),
    ("nearly a block", Cuts::Turns(&[511, 1])),
    ("random mixture a", Cuts::Random(1)),
    ("random mixture b", Cuts::Random(2)),
];

impl Cuts {
    /// The lengths, without end.
    pub fn lengths(&self) -> Box<dyn Iterator<Item = u32>> {
        match self {
            Self::Steady(frames) => Box::new(std::iter::repeat(*frames)),
            Self::Turns(turns) => Box::new(turns.iter().copied().cycle()),
            Self::Random(seed) => {
                let mut rng = Rng::new(*seed);
                Box::new(std::iter::from_fn(move || {
                    let most = *rng.pick(&[3, 64, 700, 5000]);
                    u32::try_from(rng.whole(1, most)).ok()
                }))
            }
        }
    }
}
