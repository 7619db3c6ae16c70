//! Bytes that nobody sends on purpose, into every parser: no panic, and bounded memory.
//!
//! Inputs are the fixtures, mutated as text and as JSON, and plain noise; the same seed gives the same run.
//! `CALLBOARD_FUZZ_BYTES` (for each target) and `CALLBOARD_FUZZ_SEED` let it run for hours.

mod inputs;

use std::path::PathBuf;

use floor::Millis;
use peak_alloc::PeakAlloc;
use sovereign::Call;
use sovereign::webhook::{Delivery, Distrusted, WebhookSecret, read};

use crate::inputs::Inputs;

#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;

const BYTES: u64 = 4_000_000;
const SEED: u64 = 20_261_121;
const NOW: Millis = 1_700_000_000_000;

/// What the largest input (64 kB) may cost while it is read, and what may stay behind.
const PEAK_LIMIT: usize = 16 * 1024 * 1024;
const LEFT_LIMIT: usize = 256 * 1024;

/// Takes an input, and says whether it made sense.
type Target = (&'static str, fn(&[u8]) -> bool);

#[test]
#[expect(clippy::print_stdout, reason = "the table is what one runs it for")]
fn no_bytes_make_it_panic_or_grow() {
    let bytes = from_environment("CALLBOARD_FUZZ_BYTES", BYTES);
    let seed = from_environment("CALLBOARD_FUZZ_SEED", SEED);
    let fixtures = fixtures();
    println!("{bytes} bytes into each, seed {seed}");
    println!("target    |      bytes |  inputs | accepted | heap peak | left behind");
    let targets: [Target; 3] = [("webhook", webhook), ("call", call), ("signature", signature)];
    for (name, target) in targets {
        let mut inputs = Inputs::new(&fixtures, seed);
        let before = HEAP.current_usage();
        HEAP.reset_peak_usage();
        let (mut fed, mut count, mut accepted) = (0, 0_u64, 0_u64);
        while fed < bytes {
            let input = inputs.next_input();
            fed += input.len() as u64;
            count += 1;
            accepted += u64::from(target(&input));
        }
        let peak = HEAP.peak_usage().saturating_sub(before);
        let left = HEAP.current_usage().saturating_sub(before);
        println!(
            "{name:<9} | {fed:>10} | {count:>7} | {accepted:>8} | {:>6.1} MB | {:>8.1} kB",
            peak as f64 / 1e6,
            left as f64 / 1e3
        );
        assert_eq!(accepted > 0, name != "signature", "{name}: {accepted} of {count} were accepted");
        assert!(peak < PEAK_LIMIT, "{name}: {peak} bytes at once");
        assert!(left < LEFT_LIMIT, "{name}: {left} bytes stayed behind");
    }
}

fn webhook(input: &[u8]) -> bool {
    read(input).is_ok_and(|webhook| {
        assert!(webhook.answer().is_object());
        likeness(&webhook.call);
        webhook.key().call == webhook.call.id
    })
}

/// A call's row reaches its parser through the envelope: REST's is the same reader of the same fields.
fn call(input: &[u8]) -> bool {
    let Ok(row) = serde_json::from_slice::<serde_json::Value>(input) else { return false };
    let rows = row.get("calls").and_then(|calls| calls.as_array()).cloned().unwrap_or_else(|| vec![row]);
    let read: Vec<Call> = rows.iter().filter_map(Call::from_row).collect();
    read.iter().for_each(likeness);
    !read.is_empty()
}

fn likeness(call: &Call) {
    assert!(sovereign::same_call(call, call).is_some());
    assert!(call.began().is_none_or(|began| began > 0));
    let _ = (call.status.phase(), format!("{call:?}"));
}

/// Nothing here is signed, so nothing may pass, whatever it looks like.
fn signature(input: &[u8]) -> bool {
    let secret = WebhookSecret::new(&"whsec_test_secret_12345".into()).expect("a secret");
    let (head, body) = input.split_at(input.len() / 2);
    let text = String::from_utf8_lossy(head);
    let (timestamp, signature) = text.split_once(' ').unwrap_or(("1700000000", &text));
    let delivery = Delivery { timestamp: Some(timestamp), signature: Some(signature), body };
    let checked = delivery.check(&secret, NOW);
    assert!(!matches!(checked, Err(Distrusted::Stale { .. })), "something was authentic");
    checked.is_ok()
}

fn fixtures() -> Vec<String> {
    let directory = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut paths = vec![];
    for directory in [directory.clone(), directory.join("variants")] {
        let entries = std::fs::read_dir(directory).expect("fixtures");
        paths.extend(entries.map(|entry| entry.expect("a fixture").path()).filter(|path| path.is_file()));
    }
    paths.sort();
    paths.iter().map(|path| std::fs::read_to_string(path).expect("a fixture")).collect()
}

fn from_environment(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().map_or(otherwise, |value| value.parse().expect("a number"))
}
