//! The proofs at scale: a month of calls, recounted; a server that is killed again and again; a disk that is full.
//!
//! The figures go straight to standard output, past the test harness.

#[path = "../faults/cable.rs"]
#[expect(dead_code, reason = "it serves two test binaries, and this one needs less of it")]
mod cable;
mod child;
mod forced_stops;
mod full_disk;
mod kept;
mod past;
mod recount;
mod scratch;
#[path = "../it/support.rs"]
#[expect(dead_code, reason = "it serves three test binaries, and this one needs less of it")]
mod support;
mod the_month;
#[path = "../faults/truth.rs"]
#[expect(dead_code, reason = "it serves two test binaries, and this one needs less of it")]
mod truth;

/// Time runs as in the world; the shared parts ask here for it.
mod pace {
    pub fn now() -> wire::Millis {
        server::clock::now()
    }
}

/// Says a line past the test harness, which keeps what tests print to itself.
fn say(line: &str) {
    use std::io::Write as _;
    // Nobody reading is no reason to fail.
    let _ = writeln!(std::io::stdout().lock(), "{line}");
}
