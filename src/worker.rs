//! Work that may take its time: it is done elsewhere, and whoever asked looks in for the result.
//!
//! A [`Worker`] is one thread with a short queue. It guarantees that neither asking nor looking in
//! ever waits, that jobs are done in the order in which they were asked for, and that one which
//! panics costs only itself. It refuses more jobs than its queue holds, and says so.

use std::panic::{self, AssertUnwindSafe};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU16, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, sync_channel};
use std::thread;

/// How many jobs may wait.
const WAITING: usize = 8;

type Work = Box<dyn FnOnce() + Send>;

/// One thread that does jobs. It begins with the first of them, and ends when this is dropped and
/// the last that was asked for is done. **Thread:** main.
#[derive(Debug, Default)]
pub struct Worker {
    jobs: Option<SyncSender<Work>>,
}

impl Worker {
    /// Asks for a job.
    ///
    /// # Errors
    /// When too many are waiting, or no thread can be had.
    pub fn start<T: Send + 'static>(
        &mut self,
        job: impl FnOnce(&Progress) -> T + Send + 'static,
    ) -> Result<Job<T>, Busy> {
        let progress = Progress::default();
        let (give, result) = sync_channel(1);
        let of_job = progress.clone();
        let work: Work = Box::new(move || {
            // Without a result the other end sees that the job is lost.
            if let Ok(done) = panic::catch_unwind(AssertUnwindSafe(|| job(&of_job))) {
                let _ = give.send(done);
            }
        });
        self.queue()?.try_send(work).map_err(|_| Busy)?;
        Ok(Job { progress, result })
    }

    fn queue(&mut self) -> Result<&SyncSender<Work>, Busy> {
        if self.jobs.is_none() {
            let (jobs, waiting) = sync_channel::<Work>(WAITING);
            let work_off = move || waiting.into_iter().for_each(|work| work());
            let thread = thread::Builder::new().name("Afterbeat worker".to_owned());
            thread.spawn(work_off).map_err(|_| Busy)?;
            self.jobs = Some(jobs);
        }
        self.jobs.as_ref().ok_or(Busy)
    }
}

/// Too many jobs are waiting.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("too much is waiting to be done; try again in a moment")]
pub struct Busy;

/// How far a job is, and whether it is still wanted. **Thread:** any.
#[derive(Clone, Debug, Default)]
pub struct Progress(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    percent: AtomicU16,
    is_cancelled: AtomicBool,
}

impl Progress {
    /// Says how far the job is, 0 to 100.
    pub fn set_percent(&self, percent: u16) {
        self.0.percent.store(percent.min(100), Ordering::Relaxed);
    }

    /// Whether nobody wants the result any more; the job should then end soon.
    pub fn is_cancelled(&self) -> bool {
        self.0.is_cancelled.load(Ordering::Relaxed)
    }
}

/// A job that was asked for. Dropped, it is no longer wanted. **Thread:** main.
#[derive(Debug)]
pub struct Job<T> {
    progress: Progress,
    result: Receiver<T>,
}

/// What became of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome<T> {
    /// It waits or is being done.
    Open,
    /// It is done, and this came of it. It is given once.
    Done(T),
    /// Nothing comes of it any more: it has failed in a way that nobody foresaw.
    Lost,
}

impl<T> Job<T> {
    /// What became of it.
    pub fn outcome(&self) -> Outcome<T> {
        match self.result.try_recv() {
            Ok(done) => Outcome::Done(done),
            Err(TryRecvError::Empty) => Outcome::Open,
            Err(TryRecvError::Disconnected) => Outcome::Lost,
        }
    }

    /// How far it is, 0 to 100.
    pub fn percent(&self) -> u16 {
        self.progress.0.percent.load(Ordering::Relaxed)
    }

    /// Says that it is no longer wanted.
    pub fn cancel(&self) {
        self.progress.0.is_cancelled.store(true, Ordering::Relaxed);
    }
}

impl<T> Drop for Job<T> {
    fn drop(&mut self) {
        self.cancel();
    }
}
