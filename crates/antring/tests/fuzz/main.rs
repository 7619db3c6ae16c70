//! Bytes that nobody sends on purpose, into every dialect and every parser: no panic, bounded memory, and a feed that
//! still takes a good message afterwards.
//!
//! Inputs are the vendor's fixtures, mutated as text and as JSON, and plain noise; the same seed gives the same run.
//! `CALLBOARD_FUZZ_BYTES` (for each target) and `CALLBOARD_FUZZ_SEED` let it run for hours.

mod inputs;
mod targets;

use peak_alloc::PeakAlloc;

use crate::inputs::Inputs;
use crate::targets::targets;

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

const BYTES: u64 = 10_000_000;
const SEED: u64 = 20_261_120;

/// What the largest input (a quarter of a megabyte) may cost while it is read, and what may stay behind.
const PEAK_LIMIT: usize = 48 * 1024 * 1024;
const LEFT_LIMIT: usize = 1024 * 1024;

#[test]
#[expect(clippy::print_stdout, reason = "the table is what one runs it for")]
fn no_bytes_make_it_panic_or_grow() {
    let bytes = from_environment("CALLBOARD_FUZZ_BYTES", BYTES);
    let seed = from_environment("CALLBOARD_FUZZ_SEED", SEED);
    println!("{bytes} bytes into each, seed {seed}");
    println!("target          |      bytes |  inputs | accepted |   closed | heap peak | left behind");
    for mut target in targets() {
        let seeds = std::mem::take(&mut target.seeds);
        let mut inputs = Inputs::new(&seeds, seed);
        let before = HEAP.current_usage();
        HEAP.reset_peak_usage();
        let (mut fed, mut count) = (0, 0_u64);
        while fed < bytes {
            let input = inputs.next_input();
            fed += input.len() as u64;
            count += 1;
            target.feed(&input, count);
        }
        let peak = HEAP.peak_usage().saturating_sub(before);
        let left = HEAP.current_usage().saturating_sub(before);
        println!(
            "{:<15} | {fed:>10} | {count:>7} | {:>8} | {:>8} | {:>6.1} MB | {:>8.1} kB",
            target.name,
            target.accepted,
            target.closed,
            peak as f64 / 1e6,
            left as f64 / 1e3,
        );
        assert!(target.accepted > 0, "{}: nothing it was fed was ever taken", target.name);
        assert!(peak < PEAK_LIMIT, "{}: {peak} bytes at once", target.name);
        assert!(left < LEFT_LIMIT, "{}: {left} bytes stayed behind", target.name);
    }
}

fn from_environment(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().map_or(otherwise, |value| value.parse().expect("a number"))
}
