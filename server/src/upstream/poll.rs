//! The dashboard, over and over: at most one question in flight, slower while it fails, at once when asked to.

use std::time::Duration;

use antring::{BackOff, Client, RestError};
use floor::{Happening, Source, Trouble};

use super::PollNow;
use crate::clock;
use crate::live::LiveHandle;

/// While the dashboard is down it is asked at least this often.
const LONGEST_WAIT: Duration = Duration::from_secs(10);
/// Also when a feed that comes and goes asks for the truth each time.
const SHORTEST_WAIT: Duration = Duration::from_secs(1);

pub async fn run(client: Client, live: LiveHandle, every: Duration, poll_now: PollNow) {
    let mut back_off = BackOff::for_rest();
    let mut failing = false;
    loop {
        let asked = clock::now();
        let wait = match client.dashboard(asked).await {
            Ok(dashboard) => {
                if failing {
                    tracing::info!("the dashboard answers again");
                    failing = false;
                }
                back_off.succeeded();
                super::submit(&live, Happening::Dashboard(Box::new(dashboard))).await;
                jittered(every).saturating_sub(since(asked))
            }
            Err(error) => {
                if !failing {
                    tracing::warn!(%error, "the dashboard cannot be polled; numbers will grow old until it answers");
                    failing = true;
                }
                super::failed(&live, Source::Dashboard, Trouble::from(&error)).await;
                let wait = back_off.failed(rand::random(), error.retry_after());
                // Over quota the wait grows in full; a server that is down is missed as soon as it is back.
                let over_quota = matches!(error, RestError::Quota { .. });
                if over_quota { wait } else { wait.min(LONGEST_WAIT) }
            }
        };
        // No question follows another at once, whoever asks for it.
        clock::sleep(SHORTEST_WAIT.min(every)).await;
        let rest = wait.saturating_sub(SHORTEST_WAIT.min(every));
        tokio::select! { () = clock::sleep(rest) => {}, () = poll_now.notified() => {} }
    }
}

fn since(then: wire::Millis) -> Duration {
    Duration::from_millis(u64::try_from(clock::now() - then).unwrap_or_default())
}

/// A tenth less at most, so that many boards on one account do not ask in step.
fn jittered(every: Duration) -> Duration {
    every.mul_f64(rand::random_range(0.9..1.0))
}
