//! What the window shows, and what the hand is doing in it.
//!
//! A [`Screen`] outlives its windows: closed and opened again, it is as it was left. The truth about
//! the music is never in it but in the instance; what is drawn is a copy that is renewed whenever
//! the true bank has changed.

use super::hand::Hand;
use super::history::{Change, History};
use super::selection::Selection;
use super::shown::Shown;
use super::theme::Theme;
use crate::link::Flash;
use crate::pattern::{Edit, LaneAt, LaneIndex, LaneSet, Pattern, PerLane, StepIndex, Velocity};
use crate::plugin::params::Handle;

/// What the bar lane shows of each step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Property {
    /// How hard.
    #[default]
    Velocity,
    /// How often.
    Chance,
    /// How early or late.
    Nudge,
    /// How long.
    Gate,
    /// How many hits.
    Ratchet,
    /// When.
    Condition,
}

impl Property {
    /// All of them, in the order of their buttons.
    pub const ALL: [Self; 6] = [
        Self::Velocity,
        Self::Chance,
        Self::Nudge,
        Self::Gate,
        Self::Ratchet,
        Self::Condition,
    ];

    /// The word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Velocity => "Velocity",
            Self::Chance => "Chance",
            Self::Nudge => "Nudge",
            Self::Gate => "Gate",
            Self::Ratchet => "Ratchet",
            Self::Condition => "Condition",
        }
    }
}

/// A cell of the pattern that is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cell {
    /// The lane.
    pub lane: LaneIndex,
    /// The step.
    pub step: StepIndex,
}

/// A parameter that is being typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Typed {
    /// The parameter's id.
    pub id: String,
    /// Whether it is typed in its row on a page, and not on its dial: the window may show both.
    pub on_page: bool,
    /// The text so far.
    pub text: String,
}

/// How hard a drum is struck that is only to be heard.
const USUAL: u8 = 100;

/// What is shown, and how.
#[derive(Default)]
pub struct Screen {
    /// The colours.
    pub theme: Theme,
    /// Which load of a state it is shown after.
    pub loads: u32,
    /// The copy of what is shown.
    pub shown: Shown,
    /// What can be undone.
    pub history: History,
    /// The lane whose bars are shown.
    pub lane: LaneIndex,
    /// The step on which the hand was last; see [`cursor`](Self::cursor).
    pub step: StepIndex,
    /// What the verbs act on.
    pub selection: Option<Selection>,
    /// What was copied: lane by lane.
    pub clipboard: Vec<Vec<crate::pattern::Step>>,
    /// What the bar lane shows.
    pub property: Property,
    /// Whether the grid is drawn straight, and not as it sounds.
    pub straight: bool,
    /// Lanes that are shown though they are empty.
    pub added: LaneSet,
    /// How many points a quarter note is wide; `None` fits the pattern.
    pub zoom: Option<f32>,
    /// How far the grid is scrolled: points to the right, and down.
    pub scroll: egui::Vec2,
    /// What the hand does in the grid.
    pub drag: super::grid::Drag,
    /// The cell of the open menu.
    pub menu: Option<(Cell, egui::Pos2)>,
    /// Which sixteen of the patterns are shown.
    pub page: u8,
    /// The page that is open beside the grid.
    pub page_beside: Option<super::side::Page>,
    /// What the pages beside the grid, the lanes' names and the patterns' buttons remember.
    pub beside: super::side::Beside,
    /// The list of grooves.
    pub browser: super::top::Browser,
    /// What is taken away.
    pub export: super::side::Export,
    /// The file with the instance's own keys.
    pub key_file: super::side::KeyFile,
    /// What is said to who opens a window for the first time.
    pub welcome: super::welcome::Welcome,
    /// Who is sent for files.
    pub errands: super::errands::Errands,
    /// Whether all parameters of the kit are shown.
    pub shows_kit: bool,
    /// What the hovered control has to say.
    pub hint: String,
    /// Each lane's last strike that was seen, and when that was.
    pub flashes: PerLane<(Flash, f64)>,
    /// What the next will be taken for.
    pub take: super::top::Take,
    /// Whether the hand holds the fill's button.
    pub holds_fill: bool,
    /// Which switches the hand turns which way, and the last lane's that it was on.
    pub stroke: Option<(&'static str, bool, LaneIndex)>,
    /// What is left of a drag that turns a setting step by step.
    pub stepped: f32,
    /// The number that is being typed.
    pub typing: Option<Typed>,
    /// The parameter that is held, and its value as the hand has moved it.
    pub held: Option<(String, f32)>,
    /// What the wheel did last to a parameter.
    pub turned: Option<super::dial::Turned>,
    /// What the grid keeps.
    pub kept: super::kept::Kept,
}

impl Screen {
    /// Brings the copy up to date, and forgets what no longer fits it; says whether what the hand
    /// drags is of those things.
    pub fn refresh(&mut self, hand: &Hand) -> bool {
        let before = self.shown.index;
        self.shown.refresh(hand);
        let is_loaded = self.shown.take_load();
        if is_loaded {
            self.history.clear();
            self.beside.forget();
            self.browser.trial.forget();
            self.selection = None;
            self.typing = None;
            self.stroke = None;
            self.turned = None;
            self.let_go_of_held(hand);
        }
        let is_other = is_loaded || self.shown.index != before;
        is_other && (self.leave_pattern() || is_loaded)
    }

    /// Ends what the hand does in a pattern that is shown no more; says whether it drags something.
    fn leave_pattern(&mut self) -> bool {
        self.drag = super::grid::Drag::None;
        self.menu = None;
        self.kept.bars = super::bar_lane::Bars::default();
        // A parameter and a lane's switches are there whatever pattern is shown.
        let goes_on = self.held.is_some() || self.stroke.is_some();
        let is_cut = !goes_on && self.history.is_open();
        if is_cut {
            self.history.end();
        }
        is_cut
    }

    /// Lets go of the parameter that is held, if one is.
    pub fn let_go_of_held(&mut self, hand: &Hand) {
        if let Some((id, _)) = self.held.take()
            && let Some(handle) = hand.params.by_id(&id)
        {
            hand.ear.end(&handle);
        }
    }

    /// The pattern that is shown, and edited.
    pub fn pattern(&self) -> &Pattern {
        &self.shown.pattern
    }

    /// Makes an edit in the true bank, and books how to take it back.
    pub fn edit(&mut self, hand: &Hand, edit: Edit) {
        if let Some(inverse) = self.apply(hand, edit) {
            self.history.book(Change::Edit(inverse));
        }
    }

    /// Makes several edits as one gesture.
    pub fn edit_all(&mut self, hand: &Hand, edits: impl IntoIterator<Item = Edit>) {
        let is_own = !self.history.is_open();
        if is_own {
            self.history.begin();
        }
        for edit in edits {
            self.edit(hand, edit);
        }
        if is_own {
            self.history.end();
        }
    }

    /// Puts a step of the shown pattern, which is made if there is none yet.
    pub fn put(&mut self, hand: &Hand, cell: Cell, to: crate::pattern::Step) {
        if self.step_at(cell) == to {
            return;
        }
        let at = crate::pattern::CellAt {
            lane: self.lane_at(cell.lane),
            step: cell.step,
        };
        self.edit_pattern(hand, Edit::Step { at, to });
    }

    /// Makes an edit of the shown pattern, which is made first if there is none yet.
    pub fn edit_pattern(&mut self, hand: &Hand, edit: Edit) {
        let made = (!self.shown.exists).then(|| Edit::ReplacePattern {
            pattern: self.shown.index,
            to: Some(Box::new(self.shown.pattern.as_ref().clone())),
        });
        self.edit_all(hand, made.into_iter().chain([edit]));
    }

    /// The cell that keys act on: the lane's last if it has become too short for the step.
    pub fn cursor(&self) -> Cell {
        let last = self.pattern().lanes[self.lane].length.get() - 1;
        let last = StepIndex::new(u8::try_from(last).unwrap_or(u8::MAX));
        Cell {
            lane: self.lane,
            step: self.step.min(last),
        }
    }

    /// Has the drum of a lane be heard, as hard as said, or as a usual strike.
    pub fn hear(&self, hand: &Hand, lane: LaneIndex, velocity: Option<Velocity>) {
        let velocity = velocity.or(Velocity::new(USUAL)).unwrap_or(Velocity::MAX);
        hand.main()
            .lock()
            .audition(self.shown.index, lane, velocity);
    }

    /// The step at `cell`.
    pub fn step_at(&self, cell: Cell) -> crate::pattern::Step {
        self.pattern().lanes[cell.lane].step(cell.step)
    }

    /// The lane's place in the bank.
    pub fn lane_at(&self, lane: LaneIndex) -> LaneAt {
        LaneAt {
            pattern: self.shown.index,
            lane,
        }
    }

    /// Sets a parameter, as one gesture that can be undone if it changes anything.
    pub fn set(&mut self, hand: &Hand, id: &str, to: f32) {
        let Some(handle) = hand.params.by_id(id) else {
            return;
        };
        self.turned = None;
        self.book_if_other(&handle, to);
        hand.set(id, to);
    }

    /// Books how to take back that a parameter is about to be set, if that changes it.
    pub fn book_if_other(&mut self, handle: &Handle<'_>, to: f32) {
        if handle.is_other(to) {
            self.book_value(handle.id(), handle.normalized());
        }
    }

    /// Books how to take back that a parameter was set, which was `before`.
    pub fn book_value(&mut self, id: &str, before: f32) {
        let id = id.to_owned();
        self.history.book(Change::Value { id, to: before });
    }

    /// Shows something another way, which can be undone.
    pub fn view(&mut self, view: super::side::View) {
        let before = self.beside.show(view);
        self.history.book(Change::View(before));
    }

    /// Takes the last gesture back; false if there is none.
    pub fn undo(&mut self, hand: &Hand) -> bool {
        let Some(gesture) = self.history.take_done() else {
            return false;
        };
        let inverses = self.make(hand, gesture);
        self.history.book_undone(inverses);
        true
    }

    /// Does the gesture again that was taken back last; false if there is none.
    pub fn redo(&mut self, hand: &Hand) -> bool {
        let Some(gesture) = self.history.take_undone() else {
            return false;
        };
        let inverses = self.make(hand, gesture);
        self.history.book_redone(inverses);
        true
    }

    /// Makes the changes of a gesture, last first, and gives their inverses.
    fn make(&mut self, hand: &Hand, gesture: Vec<Change>) -> Vec<Change> {
        self.turned = None;
        let mut inverses = Vec::with_capacity(gesture.len());
        for change in gesture.into_iter().rev() {
            match change {
                Change::Edit(edit) => {
                    inverses.extend(self.apply(hand, edit).map(Change::Edit));
                }
                Change::Value { id, to } => {
                    let before = hand.params.by_id(&id).map(|handle| handle.normalized());
                    hand.set(&id, to);
                    inverses.extend(before.map(|to| Change::Value { id, to }));
                }
                Change::Map(table) => {
                    let before = hand.params.edit_midi_map(|map| map.replace(table));
                    inverses.push(Change::Map(before));
                }
                Change::View(view) => inverses.push(Change::View(self.beside.show(view))),
            }
        }
        inverses
    }

    fn apply(&mut self, hand: &Hand, edit: Edit) -> Option<Edit> {
        let inverse = hand.main().lock().edit(edit).ok();
        self.shown.renew(hand);
        inverse
    }
}
