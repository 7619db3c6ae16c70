//! Recordings over real sockets: the real server between clients and the simulator's storage, which behaves like
//! presigned storage, well and badly. Tables go straight to standard output, past the test harness.

mod many;
mod names;
mod stage;
#[path = "../it/support.rs"]
#[expect(dead_code, reason = "it serves several test binaries, and this one needs less of it")]
mod support;
mod table;

use peak_alloc::PeakAlloc;

/// Of the whole process: server, storage and listeners.
#[global_allocator]
static HEAP: PeakAlloc = PeakAlloc;
