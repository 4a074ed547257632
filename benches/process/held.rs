//! What an instance holds on the heap: counted by the allocator, which costs `process()` nothing,
//! as it never allocates.

#[path = "../../tests/support/counting.rs"]
mod counting;

use super::bench_bank;
use super::rig::Rig;
use afterbeat::pattern::Bank;
use counting::held;

/// Prints what a playing instance holds, the main side's bank and the engine's, without an editor.
pub fn print() {
    eprintln!("\nheap of an instance, both of its banks, in bytes");
    for (name, bank) in [
        ("fresh (B1)", bench_bank::fresh()),
        ("128 x 16 x 32", bench_bank::extreme()),
    ] {
        eprintln!("{name:<16} {:>9}", of(&bank));
    }
}

fn of(bank: &Bank) -> usize {
    let before = held();
    let mut rig = Rig::afterbeat(bank, &serde_json::json!({}), 64);
    (0..1000).for_each(|_| rig.call(true));
    held() - before
}
