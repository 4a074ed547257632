//! A desktop that answers as it is told and notes what it is asked, and folders of a test's own.

use super::window::Window;
use afterbeat::editor::errands::Errands;
use afterbeat::files::{Answer, Ask, Desk, DeskError, Folders};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// What was asked of the desktop, and what it answers.
#[derive(Default)]
pub struct NotingDesk {
    answer: Mutex<Option<Answer>>,
    refuses: Mutex<Option<String>>,
    noted: Mutex<Vec<String>>,
}

impl NotingDesk {
    /// The answer to every dialog from now on; without one, there are no dialogs.
    pub fn answer(&self, answer: Answer) {
        *self.answer.lock().expect("nobody panicked") = Some(answer);
    }

    /// From now on nothing can be copied or shown, for this reason.
    pub fn refuse(&self, why: &str) {
        *self.refuses.lock().expect("nobody panicked") = Some(why.to_owned());
    }

    /// What was asked since it was looked at last.
    pub fn noted(&self) -> Vec<String> {
        std::mem::take(&mut self.noted.lock().expect("nobody panicked"))
    }

    fn note(&self, text: String) -> Result<(), DeskError> {
        self.noted.lock().expect("nobody panicked").push(text);
        match &*self.refuses.lock().expect("nobody panicked") {
            Some(why) => Err(DeskError(why.clone())),
            None => Ok(()),
        }
    }
}

impl Desk for NotingDesk {
    fn ask(&self, ask: &Ask) -> Answer {
        let name = ask.name.as_deref().unwrap_or("a file");
        let _ = self.note(format!("ask for {name}"));
        let answer = self.answer.lock().expect("nobody panicked");
        answer.clone().unwrap_or(Answer::NoDialog)
    }

    fn reveal(&self, path: &Path) -> Result<(), DeskError> {
        self.note(format!("reveal {}", path.display()))
    }

    fn copy(&self, path: &Path) -> Result<(), DeskError> {
        self.note(format!("copy {}", path.display()))
    }
}

/// Gives the window a desktop, and empty folders of this name; gives the desktop and their root.
pub fn furnish(window: &mut Window, name: &str) -> (Arc<NotingDesk>, PathBuf) {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if root.exists() {
        std::fs::remove_dir_all(&root).expect("a folder of an earlier run");
    }
    std::fs::create_dir_all(&root).expect("a folder for the test");
    let desk = Arc::new(NotingDesk::default());
    let folders = Some(Folders::inside(&root));
    let own: Arc<dyn Desk> = Arc::clone(&desk) as _;
    window.harness.state_mut().screen.errands = Errands::new(folders, own);
    (desk, root)
}

/// Draws until `is_so`, which the worker has a part in.
pub fn wait_until(window: &mut Window, what: &str, is_so: impl Fn(&Window) -> bool) {
    for _ in 0..2_000 {
        if is_so(window) {
            return;
        }
        window.settle();
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    panic!("{what} never came");
}
