//! Fills: when one plays, and what its hand and its foot strike.
//!
//! A fill is settled by the seed and by its place in the song alone, so it is known long before it
//! plays, and can be shown.

use super::bank::Manner;
use super::draw::{Draw, Purpose, Seed};
use super::role::Role;
use crate::time::{BarMap, Tick, Ticks, floor_i64, round_i64};

/// What fills are made from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Style {
    /// Whose way they are played.
    pub manner: Manner,
    /// How long they are, 0 to 1.
    pub size: f64,
    /// The kit's draws.
    pub seed: Seed,
    /// After how many bars all draws come again; `None` is never.
    pub cycle_bars: Option<i64>,
}

/// How willingly each role's lane plays in fills, 0 to 1; 0 for one that is not there.
pub type Willing<'a> = &'a dyn Fn(Role) -> f64;

/// A fill: where it begins and the bar line at which it ends.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fill {
    style: Style,
    start: Tick,
    end: Tick,
    /// From here to its end it leaves room for what comes.
    quiet_from: Tick,
    /// What its draws are counted from: the number of the bar that it leads into, folded.
    number: i64,
}

const SIXTEENTH: Ticks = Ticks::new(Ticks::QUARTER.get() / 4);
const EIGHTH: Ticks = Ticks::new(Ticks::QUARTER.get() / 2);

/// How often a fill begins on a beat or an off-eighth, wherever its length would have put it.
const ON_AN_EIGHTH: f64 = 0.7;

/// How often a fill leaves its last eighth empty.
const EMPTY_END: f64 = 1.0 / 7.0;

/// When a tom's turn has come, how often the hand moves there and does not stay on the snare.
///
/// Drummers keep coming back: of the fills in the Groove MIDI Dataset (Gillick et al. 2019, CC BY
/// 4.0) 43 % of all strikes are the snare's and 28 % the toms'.
const MOVES: f64 = 0.6;

/// The most sixteenths, counted back from the end, in which a fill's strikes are looked for.
const LOOKED_AT: i64 = 256;

/// How often the foot strikes where it may; there the foot has 12 % of all strikes.
const FOOT: f64 = 0.3;

impl Style {
    /// The number of a bar line for draws, which come again if the style says so.
    fn folded(&self, number: i64) -> i64 {
        match self.cycle_bars {
            Some(bars) => number.rem_euclid(bars.max(1)),
            None => number,
        }
    }

    /// How long the fill is that leads into bar `number`, in sixteenths.
    fn length(&self, number: i64) -> i64 {
        let draw = |purpose| self.seed.draw(purpose, number);
        let bell = draw(Purpose::FillLength).bell();
        match self.manner {
            Manner::Drummer => {
                let drawn = round_i64(2.0 + 12.0 * self.size + 2.2 * bell).clamp(2, 16);
                on_an_eighth(drawn, draw(Purpose::FillStart))
            }
            // The original's spread is 5 and used as a variance; what lies below 0 is turned round.
            Manner::Classic => floor_i64((15.0 + 5.0_f64.sqrt() * bell).abs()),
        }
    }

    /// The last ticks that the fill of `length` sixteenths leaves empty.
    fn empty_end(&self, number: i64, length: i64) -> Ticks {
        let draw = self.seed.draw(Purpose::FillGap, number);
        let is_empty = self.manner == Manner::Drummer && length > 2 && draw.fraction() < EMPTY_END;
        if is_empty { EIGHTH } else { Ticks::ZERO }
    }
}

/// `length` sixteenths made even in seven of ten fills, half of them by one more.
fn on_an_eighth(length: i64, draw: Draw) -> i64 {
    let drawn = draw.fraction();
    if length % 2 == 0 || drawn >= ON_AN_EIGHTH {
        length
    } else if drawn < ON_AN_EIGHTH / 2.0 {
        length + 1
    } else {
        length - 1
    }
}

impl Fill {
    /// The fill that leads into the first bar line after `tick` whose number is a multiple of
    /// `every`; it may not have begun on `tick`.
    ///
    /// It is never longer than `every` bars, and nothing leads into the song's first bar line.
    pub fn before_line(style: Style, every: i64, bars: &BarMap, tick: Tick) -> Self {
        let every = every.max(1);
        let line = (bars.number_at(tick).div_euclid(every) + 1) * every;
        let (end, number) = (bars.line(line), style.folded(line));
        let length = style.length(number);
        let earliest = bars.line((line - every).max(0)).min(end);
        let start = (end - SIXTEENTH * length).max(earliest);
        Self {
            style,
            start,
            end,
            quiet_from: (end - style.empty_end(number, length)).max(start),
            number,
        }
    }

    /// A fill that the player asks for, from `start` to the bar line `end`.
    pub fn asked_for(style: Style, bars: &BarMap, start: Tick, end: Tick) -> Self {
        Self {
            style,
            start,
            end,
            quiet_from: end,
            number: style.folded(bars.number_at(end)),
        }
    }

    /// Its first tick.
    pub const fn start(&self) -> Tick {
        self.start
    }

    /// The bar line at which it ends.
    pub const fn end(&self) -> Tick {
        self.end
    }

    /// Whether it runs at `tick`.
    pub fn contains(&self, tick: Tick) -> bool {
        (self.start..self.end).contains(&tick)
    }

    /// The velocity with which the lane of `role` strikes at `tick`, if it does.
    ///
    /// Every tick is drawn by itself, so lanes of any rate may ask, but none faster than sixteenths.
    pub fn strike(
        &self,
        role: Role,
        tick: Tick,
        bars: &BarMap,
        willing: Willing<'_>,
    ) -> Option<f64> {
        if !(self.start..self.quiet_from).contains(&tick) {
            return None;
        }
        match (self.style.manner, role) {
            (Manner::Classic, _) => self.classic(role, tick, willing),
            (Manner::Drummer, Role::Kick) => self.foot(tick, bars, willing),
            (Manner::Drummer, _) => self.hand(role, tick, willing),
        }
    }

    /// Whether it strikes anything at all: else nothing follows it.
    pub fn has_strikes(&self, bars: &BarMap, willing: Willing<'_>) -> bool {
        if ROLES.iter().all(|role| willing(*role) <= 0.0) {
            return false;
        }
        let strikes = |back: i64| {
            let tick = self.end - SIXTEENTH * back;
            let strikes = |role: &Role| self.strike(*role, tick, bars, willing).is_some();
            ROLES.iter().any(strikes)
        };
        let sixteenths = (self.end - self.start).get() / SIXTEENTH.get();
        (1..=sixteenths.min(LOOKED_AT)).any(strikes)
    }

    /// Kick and snare, each by itself, all equally likely and loud.
    fn classic(&self, role: Role, tick: Tick, willing: Willing<'_>) -> Option<f64> {
        let purpose = match role {
            Role::Kick => Purpose::FillFoot,
            Role::Snare => Purpose::FillHand,
            _ => return None,
        };
        let drawn = self.draw(purpose, tick).fraction();
        (willing(role) > 0.0 && drawn < 0.4 * self.style.size).then_some(127.0)
    }

    /// The hand: it strikes one drum at a time, more and louder toward the end.
    fn hand(&self, role: Role, tick: Tick, willing: Willing<'_>) -> Option<f64> {
        let progress = (tick - self.start).to_f64() / (self.end - self.start).to_f64();
        if self.draw(Purpose::FillHand, tick).fraction() >= 0.45 + 0.45 * progress
            || self.drum(progress, tick, willing) != Some(role)
        {
            return None;
        }
        let sixteenth = round_i64((self.end - tick).to_f64() / SIXTEENTH.to_f64());
        let weaker = if sixteenth % 2 == 0 { 0.0 } else { 12.0 };
        Some(70.0 + 48.0 * progress - weaker)
    }

    /// The drum that the hand strikes at `tick`: the one whose turn it is, else the snare.
    fn drum(&self, progress: f64, tick: Tick, willing: Willing<'_>) -> Option<Role> {
        let drawn = self.draw(Purpose::FillVoice, tick).fraction();
        let tom = match progress {
            ..0.4 => None,
            ..0.65 => Some(Role::HighTom),
            ..0.85 => Some(Role::LowTom),
            _ => Some(Role::FloorTom),
        };
        let moves = tom.map_or(0.0, |tom| MOVES * willing(tom));
        if drawn < moves {
            return tom;
        }
        let left = (drawn - moves) / (1.0 - moves);
        (left < willing(Role::Snare)).then_some(Role::Snare)
    }

    /// The foot: now and then, on beats and off-eighths.
    fn foot(&self, tick: Tick, bars: &BarMap, willing: Willing<'_>) -> Option<f64> {
        let is_even = bars.offset(tick).get() % EIGHTH.get() == 0;
        let drawn = self.draw(Purpose::FillFoot, tick).fraction();
        (is_even && drawn < FOOT * willing(Role::Kick))
            .then(|| 95.0 + 15.0 * self.draw(Purpose::FillVelocity, tick).fraction())
    }

    /// The draw at `tick`, counted back from the end.
    fn draw(&self, purpose: Purpose, tick: Tick) -> Draw {
        let before = (self.end - tick).get();
        let place = self.number.wrapping_mul(1 << 32).wrapping_add(before);
        self.style.seed.draw(purpose, place)
    }
}

/// Those who play in fills.
const ROLES: [Role; 5] = [
    Role::Snare,
    Role::Kick,
    Role::HighTom,
    Role::LowTom,
    Role::FloorTom,
];
