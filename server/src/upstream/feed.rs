//! The event feed: one connection after another, each with a fresh token, with growing pauses while it fails.

use std::time::Duration;

use antring::feed::{Dialect, EventServer, FeedEvent, SessionEnd, detect_dialect, run_session};
use antring::{Account, BackOff, Client};
use floor::{Happening, Source, SourceReport, Trouble};
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep};

use super::PollNow;
use crate::clock;
use crate::live::LiveHandle;

/// Feed events that may wait for the floor. More is an overflow: the feed says so, and the next poll repairs.
const WAITING: usize = 8192;
/// A dialect that was detected is asked for again after so many failures in a row: the site may have changed.
const FAILURES_BEFORE_DETECTING: u32 = 5;
/// A connection that lived this long was none of them.
const HEALTHY_AFTER: Duration = Duration::from_secs(60);
/// With viewers looking, a lost feed is tried again at least this often (`performance.md`, upstream).
const LONGEST_WAIT: Duration = Duration::from_secs(5);

pub struct Feed {
    pub client: Client,
    pub account: Account,
    pub server: EventServer,
    /// `None`: to be detected.
    pub dialect: Option<Dialect>,
    pub live: LiveHandle,
    pub poll_now: PollNow,
}

/// Why a connection ended, and how long upstream asked to be left alone.
struct Ended {
    trouble: Trouble,
    retry_after: Option<Duration>,
}

impl Feed {
    pub async fn run(self) {
        let mut back_off = BackOff::with_cap(LONGEST_WAIT);
        let mut detected = None;
        let mut failures = 0;
        loop {
            let began = Instant::now();
            let ended = self.one_connection(&mut detected).await;
            failures = if began.elapsed() > HEALTHY_AFTER { 0 } else { failures + 1 };
            if failures >= FAILURES_BEFORE_DETECTING {
                detected = None;
            }
            super::failed(&self.live, Source::Events, ended.trouble).await;
            back_off.connection_ended(began.elapsed());
            sleep(back_off.failed(rand::random(), ended.retry_after)).await;
        }
    }

    async fn one_connection(&self, detected: &mut Option<Dialect>) -> Ended {
        let dialect = match self.dialect(detected).await {
            Ok(dialect) => dialect,
            Err(end) => {
                tracing::warn!(reason = %end, "the event server's dialect could not be detected");
                return end.into();
            }
        };
        let token = match self.client.auth_token(clock::now()).await {
            Ok(token) => token,
            Err(error) => {
                tracing::warn!(%error, "no token for the event feed; without it no live events come");
                return Ended { trouble: Trouble::from(&error), retry_after: error.retry_after() };
            }
        };
        let (sender, mut events) = mpsc::channel(WAITING);
        let session = run_session(dialect, &self.server, &self.account, &token.value, sender);
        let (end, ()) = tokio::join!(session, async {
            while let Some(event) = events.recv().await {
                self.pass_on(event).await;
            }
        });
        tracing::warn!(reason = %end, "the event feed ended; it is connected anew");
        end.into()
    }

    /// The dialect of the settings, or the one that the server answers in.
    async fn dialect(&self, detected: &mut Option<Dialect>) -> Result<Dialect, SessionEnd> {
        match self.dialect.or(*detected) {
            Some(dialect) => Ok(dialect),
            None => {
                let dialect = detect_dialect(&self.server).await?;
                tracing::info!(dialect = dialect.name(), "the event server's dialect was detected");
                Ok(*detected.insert(dialect))
            }
        }
    }

    async fn pass_on(&self, event: FeedEvent) {
        match event {
            FeedEvent::Leg(leg) => super::submit(&self.live, Happening::Leg(leg)).await,
            FeedEvent::Heard => super::heard(&self.live, Source::Events).await,
            FeedEvent::Connected => {
                tracing::info!("the event feed is connected");
                super::submit(&self.live, Happening::Source(Source::Events, SourceReport::Connected)).await;
                // Whatever happened while nobody listened is in the dashboard.
                self.poll_now.notify_one();
            }
            FeedEvent::Overflow(lost) => {
                tracing::warn!(
                    lost,
                    "live events came faster than they could be taken in; the next poll repairs"
                );
                super::submit(&self.live, Happening::Source(Source::Events, SourceReport::Overflowed)).await;
                self.poll_now.notify_one();
            }
            FeedEvent::Unreadable(what) => {
                tracing::warn!(what, "a message of the event feed could not be read")
            }
            FeedEvent::Subscribed => {
                tracing::debug!("the event feed is subscribed; it does not confirm that")
            }
            FeedEvent::Complaint(what) => tracing::warn!(what, "the event feed complains"),
            FeedEvent::AuthFailure(_) => tracing::warn!("AntRing refused the token of the event feed"),
        }
    }
}

impl From<SessionEnd> for Ended {
    fn from(end: SessionEnd) -> Self {
        Self { trouble: end.trouble(), retry_after: None }
    }
}
