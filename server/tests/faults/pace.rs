//! How fast time runs here, for the server and for the simulated centre.

use std::time::Duration;

use simulator::Options;
use wire::Millis;

/// An hour is three minutes of the world's time.
pub const TIMES: u32 = 20;

/// Starts the faster time for all servers of this process; the first call counts.
pub fn start() {
    server::clock::run_faster(TIMES);
}

/// A centre whose clock shows the servers' time, and runs as fast.
pub fn keep(options: &mut Options) {
    start();
    options.speed = f64::from(TIMES);
    options.opens_at = Some(now());
}

/// Lets so many simulated seconds pass.
pub async fn pass(seconds: u64) {
    server::clock::sleep(Duration::from_secs(seconds)).await;
}

/// The centre's and the server's time, in milliseconds.
pub fn now() -> Millis {
    server::clock::now()
}
