//! What the window has done elsewhere: files and dialogs, while it goes on drawing.

use crate::files::{Answer, Ask, Desk, DeskError, Folders, SystemDesk};
use crate::worker::{Job, Outcome, Progress, Worker};
use egui::Ui;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// How often it is looked whether an errand is done.
const LOOK_IN: Duration = Duration::from_millis(30);

/// Who runs the errands, and where to. **Thread:** main.
pub struct Errands {
    /// The user's folders, if there are any.
    pub folders: Option<Folders>,
    /// The user's desktop.
    pub desk: Arc<dyn Desk>,
    worker: Worker,
}

impl Default for Errands {
    /// Nobody's: no folders, no desktop.
    fn default() -> Self {
        Self::new(None, Arc::new(NoDesk))
    }
}

impl Errands {
    /// Errands for these folders and this desktop.
    pub fn new(folders: Option<Folders>, desk: Arc<dyn Desk>) -> Self {
        Self {
            folders,
            desk,
            worker: Worker::default(),
        }
    }

    /// The user's own.
    pub fn of_user() -> Self {
        Self::new(Folders::of_user(), Arc::new(SystemDesk::default()))
    }
}

/// No desktop at all.
struct NoDesk;

impl Desk for NoDesk {
    fn ask(&self, _ask: &Ask) -> Answer {
        Answer::NoDialog
    }

    fn reveal(&self, _path: &Path) -> Result<(), DeskError> {
        Err(DeskError("there is no desktop".to_owned()))
    }

    fn copy(&self, _path: &Path) -> Result<(), DeskError> {
        Err(DeskError("there is no clipboard".to_owned()))
    }
}

/// One errand at a time, and its result once it is there.
#[derive(Debug)]
pub struct Errand<T>(Option<Job<T>>);

impl<T> Default for Errand<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T: Send + 'static> Errand<T> {
    /// Begins, in place of one that was under way.
    ///
    /// # Errors
    /// When too much is waiting, in words.
    pub fn begin(
        &mut self,
        errands: &mut Errands,
        errand: impl FnOnce(&Progress) -> T + Send + 'static,
    ) -> Result<(), String> {
        let job = errands.worker.start(errand);
        self.0 = Some(job.map_err(|busy| busy.to_string())?);
        Ok(())
    }

    /// How far it is, 0 to 100; `None` if there is none.
    pub fn percent(&self) -> Option<u16> {
        self.0.as_ref().map(Job::percent)
    }

    /// Gives it up.
    pub fn cancel(&mut self) {
        self.0 = None;
    }

    /// What came of it, once; in words if nothing did. Until then the window is drawn again.
    pub fn look_in(&mut self, ui: &Ui) -> Option<Result<T, String>> {
        let result = match self.0.as_ref()?.outcome() {
            Outcome::Open => {
                ui.ctx().request_repaint_after(LOOK_IN);
                return None;
            }
            Outcome::Done(done) => Ok(done),
            Outcome::Lost => Err("it has failed in a way that nobody foresaw".to_owned()),
        };
        self.0 = None;
        Some(result)
    }
}
