//! A JACK server without hardware, one at a time, for the tests of this binary.

use std::fs::{self, File};
use std::os::linux::net::SocketAddrExt as _;
use std::os::unix::net::{SocketAddr, UnixListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How long anything may take on a busy machine.
pub const LONG: Duration = Duration::from_mins(1);
/// How often a wait looks.
const STEP: Duration = Duration::from_millis(5);
/// The servers' sample rate.
pub const RATE: u32 = 48_000;

/// One server at a time: several would only make each other late.
static TURN: Mutex<()> = Mutex::new(());

/// The name that this process's servers have. JACK remembers no more than eight names on a machine,
/// so they are eight, and the process holds its own while it lives.
static NAME: LazyLock<(String, UnixListener)> = LazyLock::new(|| {
    let free = |number: u8| {
        let name = format!("afterbeat-{number}");
        let address = SocketAddr::from_abstract_name(format!("{name}-tests")).unwrap();
        let listener = UnixListener::bind_addr(&address).ok()?;
        Some((name, listener))
    };
    let (name, listener) = (0..8).find_map(free).expect("one of eight names is free");
    #[expect(
        unsafe_code,
        reason = "JACK's library takes the server's name from there alone"
    )]
    // SAFETY: all threads that read the environment meanwhile wait for their turn.
    unsafe {
        std::env::set_var("JACK_DEFAULT_SERVER", &name);
        std::env::set_var("JACK_NO_START_SERVER", "1");
    }
    jack::set_logger(jack::LoggerType::None);
    (name, listener)
});

/// A test's turn: it alone has servers. Dropped, the next test goes on.
pub struct Turn {
    _turn: MutexGuard<'static, ()>,
}

impl Turn {
    /// Waits for it.
    pub fn take() -> Self {
        let turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        LazyLock::force(&NAME);
        Self { _turn: turn }
    }

    /// Starts a server with cycles of `block` frames, and waits until it takes clients.
    ///
    /// It is synchronous, so that no client's cycle is ever skipped, and has no ports of its own.
    #[expect(clippy::unused_self, reason = "only who has its turn may start one")]
    pub fn server(&self, block: u32) -> Server {
        let name = &NAME.0;
        let log = File::create(folder().join("jackd.log")).unwrap();
        // Should this process die, the server dies with it.
        let child = Command::new("setpriv")
            .args(["--pdeathsig", "KILL", "jackd"])
            .args(["-n", name, "--no-realtime", "--sync", "-t", "5000"])
            .args(["-d", "dummy", "-C", "0", "-P", "0"])
            .args(["-r", &RATE.to_string(), "-p", &block.to_string()])
            .env("JACK_NO_AUDIO_RESERVATION", "1")
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .spawn()
            .expect("jackd is installed: run the tests with `cargo xtask test`");
        let mut server = Server { child };
        wait_for("the server", || {
            server.expect_alive();
            let options = jack::ClientOptions::NO_START_SERVER;
            jack::Client::new("probe", options).ok()
        });
        server
    }
}

/// A running server. Dropping it ends it.
pub struct Server {
    child: Child,
}

impl Server {
    fn expect_alive(&mut self) {
        let ended = self.child.try_wait().unwrap();
        let log = || fs::read_to_string(folder().join("jackd.log")).unwrap_or_default();
        assert!(ended.is_none(), "jackd ended: {}", log());
    }

    /// Has it stand still, or go on.
    pub fn halt(&self, halts: bool) {
        signal(&self.child, if halts { "STOP" } else { "CONT" });
    }

    /// Ends it without a word to its clients.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        signal(&self.child, "TERM");
        let until = Instant::now() + Duration::from_secs(10);
        while self.child.try_wait().unwrap().is_none() {
            if Instant::now() > until {
                let _ = self.child.kill();
            }
            sleep(STEP);
        }
        for file in fs::read_dir("/dev/shm").unwrap().flatten() {
            if file.file_name().to_string_lossy().contains(&NAME.0) {
                let _ = fs::remove_file(file.path());
            }
        }
    }
}

/// Sends a signal; the standard library can only kill.
pub fn signal(child: &Child, signal: &str) {
    let (name, process) = (format!("-{signal}"), child.id().to_string());
    let sent = Command::new("kill").args([name, process]).status();
    assert!(sent.unwrap().success() || signal == "TERM");
}

/// Waits until there is something.
pub fn wait_for<T>(what: &str, mut find: impl FnMut() -> Option<T>) -> T {
    let until = Instant::now() + LONG;
    loop {
        if let Some(found) = find() {
            return found;
        }
        assert!(Instant::now() < until, "waited for {what} in vain");
        sleep(STEP);
    }
}

/// Waits until something is so.
pub fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) {
    wait_for(what, || is_so().then_some(()));
}

/// The folder of this binary's tests.
pub fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("under_jack");
    fs::create_dir_all(&folder).unwrap();
    folder
}
