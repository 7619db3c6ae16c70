//! Tells the board whether what happens is being kept. A full disk stops nothing: it is said, and ends by itself. The
//! store has logged it already.

use std::time::Duration;

use floor::{Event, Happening, Source, SourceReport, Trouble};
use store::Health;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::clock;
use crate::live::LiveHandle;

/// The board hears of a healthy store so often; of a change at once.
pub const TOLD_EVERY: Duration = Duration::from_secs(600);

/// Watches until told to stop, or until the store is closed.
pub async fn watch(mut health: watch::Receiver<Health>, live: LiveHandle, shutdown: CancellationToken) {
    loop {
        let report = report(&health.borrow_and_update());
        let is_kept = report == SourceReport::Connected;
        live.submit(Event { at: clock::now(), what: Happening::Source(Source::History, report) }).await;
        tokio::select! {
            changed = health.changed() => if changed.is_err() { return },
            () = clock::sleep(TOLD_EVERY), if is_kept => {}
            () = shutdown.cancelled() => return,
        }
    }
}

fn report(health: &Health) -> SourceReport {
    match health {
        Health::Kept => SourceReport::Connected,
        Health::NotKept { why: store::Trouble::DiskFull, .. } => SourceReport::Failed(Trouble::DiskFull),
        Health::NotKept { why: store::Trouble::MaxSize(_), .. } => SourceReport::Failed(Trouble::SizeReached),
        Health::NotKept { .. } => SourceReport::Failed(Trouble::CannotWrite),
    }
}
