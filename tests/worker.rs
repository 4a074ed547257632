//! The worker: it never makes anybody wait, does its jobs in order, and loses none in silence.

use afterbeat::worker::{Busy, Job, Outcome, Worker};
use std::sync::mpsc::channel;

/// What becomes of a job in the end.
fn end_of<T>(job: &Job<T>) -> Outcome<T> {
    loop {
        match job.outcome() {
            Outcome::Open => std::thread::yield_now(),
            outcome => return outcome,
        }
    }
}

#[test]
fn jobs_are_done_in_order_and_give_their_results() {
    let mut worker = Worker::default();
    let (note, noted) = channel();
    let jobs: Vec<_> = (0..5)
        .map(|n| {
            let note = note.clone();
            let job = worker.start(move |_| note.send(n).map(|()| n * n));
            job.expect("there is room")
        })
        .collect();
    let results: Vec<_> = jobs.iter().map(end_of).collect();
    assert_eq!(results, [0, 1, 4, 9, 16].map(|n| Outcome::Done(Ok(n))));
    assert_eq!(noted.try_iter().collect::<Vec<_>>(), [0, 1, 2, 3, 4]);
}

#[test]
fn asking_for_too_much_is_refused_and_nobody_waits() {
    let mut worker = Worker::default();
    let (release, gate) = channel::<()>();
    let held = worker.start(move |_| gate.recv()).expect("there is room");
    let mut waiting = Vec::new();
    let refused = loop {
        match worker.start(|_| ()) {
            Ok(job) => waiting.push(job),
            Err(refused) => break refused,
        }
        assert!(waiting.len() < 100, "the queue has no end");
    };
    assert_eq!(refused, Busy);
    assert_eq!(held.outcome(), Outcome::Open);
    release.send(()).expect("the job waits for it");
    for job in &waiting {
        assert_eq!(end_of(job), Outcome::Done(()));
    }
}

#[test]
fn a_job_says_how_far_it_is_and_hears_that_it_is_no_longer_wanted() {
    let mut worker = Worker::default();
    let job = worker.start(|progress| {
        progress.set_percent(40);
        while !progress.is_cancelled() {
            std::thread::yield_now();
        }
        "cancelled"
    });
    let job = job.expect("there is room");
    while job.percent() != 40 {
        std::thread::yield_now();
    }
    job.cancel();
    assert_eq!(end_of(&job), Outcome::Done("cancelled"));
}

#[test]
fn a_job_that_panics_costs_only_itself() {
    let mut worker = Worker::default();
    let bad = worker.start(|_| -> u8 { panic!("as the test wants it") });
    let good = worker.start(|_| 7);
    assert_eq!(end_of(&bad.expect("there is room")), Outcome::Lost);
    assert_eq!(end_of(&good.expect("there is room")), Outcome::Done(7));
}
