//! What a board is worth while something is wrong: the real server on real sockets, with a simulated AntRing behind
//! cables that count and can be cut, and every fault that the years bring to a call centre.
//!
//! Time runs [`pace::TIMES`] faster for the server and the centre alike; nothing is judged by the wall clock. The
//! figures go straight to standard output, past the test harness.

mod busy_hour;
mod cable;
mod fault_table;
mod figures;
mod numbers;
mod outage;
mod pace;
mod people;
mod scan;
mod site;
#[path = "../it/support.rs"]
#[expect(dead_code, reason = "it serves two test binaries, and this one needs less of it")]
mod support;
mod truth;

use peak_alloc::PeakAlloc;

/// The busy hour looks at it.
#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;
