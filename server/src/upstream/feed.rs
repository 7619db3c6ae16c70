//! The event feed: one connection after another, with growing pauses while it fails.

use std::time::Duration;

use antring::feed::{Dialect, EventServer, FeedEvent, SessionEnd, detect_dialect, run_session};
use antring::{Account, AuthToken, BackOff, Client, RestError, TokenKeeper, TokenNeed};
use floor::{Happening, Source, SourceReport, Trouble};
use tokio::sync::mpsc;
use wire::Millis;

use super::PollNow;
use super::resync::Unheard;
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
    pub unheard: Unheard,
    /// The last word that a server before this one heard.
    pub heard_before: Option<Millis>,
}

/// What is remembered from one connection to the next.
#[derive(Default)]
struct Past {
    detected: Option<Dialect>,
    tokens: TokenKeeper,
    failures: u32,
    /// The last word of an earlier connection.
    heard_at: Option<Millis>,
}

/// Why a connection ended, and how long upstream asked to be left alone.
struct Ended {
    trouble: Trouble,
    retry_after: Option<Duration>,
}

impl Feed {
    pub async fn run(self) {
        let mut back_off = BackOff::with_cap(LONGEST_WAIT);
        let mut past = Past { heard_at: self.heard_before, ..Past::default() };
        loop {
            let began = clock::now();
            let ended = self.one_connection(&mut past).await;
            let lived = Duration::from_millis(u64::try_from(clock::now() - began).unwrap_or_default());
            past.failures = if lived > HEALTHY_AFTER { 0 } else { past.failures + 1 };
            if past.failures.is_multiple_of(FAILURES_BEFORE_DETECTING) {
                past.detected = None;
            }
            super::failed(&self.live, Source::Events, ended.trouble).await;
            back_off.connection_ended(lived);
            clock::sleep(back_off.failed(rand::random(), ended.retry_after)).await;
        }
    }

    async fn one_connection(&self, past: &mut Past) -> Ended {
        let dialect = match self.dialect(&mut past.detected).await {
            Ok(dialect) => dialect,
            Err(end) => {
                tracing::warn!(reason = %end, "the event server's dialect could not be detected");
                return end.into();
            }
        };
        let token = match self.token(&mut past.tokens).await {
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
                self.pass_on(event, &mut past.heard_at).await;
            }
        });
        tracing::warn!(reason = %end, "the event feed ended; it is connected anew");
        if matches!(end, SessionEnd::TokenRefused(_)) {
            past.tokens.refused();
        }
        end.into()
    }

    async fn token(&self, tokens: &mut TokenKeeper) -> Result<AuthToken, RestError> {
        loop {
            let now = clock::now();
            match tokens.need(now) {
                TokenNeed::Use(token) => return Ok(token),
                TokenNeed::Wait(pause) => clock::sleep(pause).await,
                TokenNeed::Ask => {
                    let token = self.client.auth_token(now).await?;
                    tokens.keep(token.clone(), now);
                    return Ok(token);
                }
            }
        }
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

    async fn pass_on(&self, event: FeedEvent, heard_at: &mut Option<Millis>) {
        match event {
            FeedEvent::Leg(leg) => {
                *heard_at = Some(clock::now());
                super::submit(&self.live, Happening::Leg(leg)).await;
            }
            FeedEvent::Heard => {
                *heard_at = Some(clock::now());
                super::heard(&self.live, Source::Events).await;
            }
            FeedEvent::Connected => {
                tracing::info!("the event feed is connected");
                self.report(SourceReport::Connected).await;
                // What goes on now is in the dashboard; what came and went since the last word, in the history.
                self.poll_now.notify_one();
                if let Some(heard_at) = heard_at.replace(clock::now()) {
                    self.was_deaf_since(heard_at);
                }
            }
            FeedEvent::Overflow(lost) => {
                tracing::warn!(
                    lost,
                    "live events came faster than they could be taken in; the next poll repairs"
                );
                self.report(SourceReport::Overflowed).await;
                self.poll_now.notify_one();
                self.was_deaf_since(heard_at.unwrap_or_else(clock::now));
            }
            FeedEvent::Unreadable(what) => {
                tracing::warn!(what, "a message of the event feed could not be read")
            }
            FeedEvent::Subscribed => tracing::debug!("the event feed is subscribed"),
            FeedEvent::Complaint(what) => tracing::warn!(what, "the event feed complains"),
            FeedEvent::AuthFailure(_) => tracing::warn!("AntRing refused the token of the event feed"),
        }
    }

    async fn report(&self, report: SourceReport) {
        super::submit(&self.live, Happening::Source(Source::Events, report)).await;
    }

    fn was_deaf_since(&self, since: Millis) {
        // Nobody takes it only while the server stops.
        let _ = self.unheard.send(since);
    }
}

impl From<SessionEnd> for Ended {
    fn from(end: SessionEnd) -> Self {
        Self { trouble: end.trouble(), retry_after: None }
    }
}
