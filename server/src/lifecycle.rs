//! Stopping: on Ctrl-C or SIGTERM viewers are told, requests finish, and nothing waits longer than it must.

use std::time::Duration;

use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

/// Requests under way at a stop are given this long.
const REQUESTS_WITHIN: Duration = Duration::from_secs(2);
/// Viewers that have not taken their goodbye by then are left to find out.
const GOODBYES_WITHIN: Duration = Duration::from_secs(3);

/// A token that is cancelled on the first Ctrl-C or SIGTERM. A second one ends the process at once.
pub fn stop_on_signal() -> std::io::Result<CancellationToken> {
    let stop = CancellationToken::new();
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let stopped = stop.clone();
    tokio::spawn(async move {
        tokio::select! { _ = terminate.recv() => {}, _ = interrupt.recv() => {} }
        tracing::info!("stopping: viewers are told to come back");
        stopped.cancel();
        tokio::select! { _ = terminate.recv() => {}, _ = interrupt.recv() => {} }
        std::process::exit(130);
    });
    Ok(stop)
}

/// Ends when requests that were under way at the stop have had their time.
pub async fn patience(stop: &CancellationToken) {
    stop.cancelled().await;
    tokio::time::sleep(REQUESTS_WITHIN).await;
}

/// Waits until every viewer was told, but not for ever.
pub async fn goodbyes(viewers: TaskTracker) {
    viewers.close();
    if tokio::time::timeout(GOODBYES_WITHIN, viewers.wait()).await.is_err() {
        tracing::warn!(viewers = viewers.len(), "some viewers did not take their goodbye");
    }
}
