//! The event feed: one connection after another, each with a fresh token, with growing pauses while it fails.

use std::time::Duration;

use antring::feed::{Dialect, FeedEvent, run_session};
use antring::{Account, BackOff, Client};
use floor::{Happening, Source, Trouble};
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep};
use url::Url;

use super::PollNow;
use crate::clock;
use crate::config::EventsDialect;
use crate::live::LiveHandle;

/// Feed events that may wait for the floor. More is an overflow: the feed says so, and the next poll repairs.
const WAITING: usize = 8192;
/// With viewers looking, a lost feed is tried again at least this often (`performance.md`, upstream).
const LONGEST_WAIT: Duration = Duration::from_secs(5);

pub struct Feed {
    pub client: Client,
    pub account: Account,
    pub events_url: Url,
    pub dialect: EventsDialect,
    pub live: LiveHandle,
    pub poll_now: PollNow,
}

impl Feed {
    pub async fn run(self) {
        let mut back_off = BackOff::with_cap(LONGEST_WAIT);
        loop {
            let began = Instant::now();
            let trouble = self.one_connection().await;
            super::failed(&self.live, Source::Events, trouble).await;
            back_off.connection_ended(began.elapsed());
            sleep(back_off.failed(rand::random(), None)).await;
        }
    }

    async fn one_connection(&self) -> Trouble {
        let token = match self.client.auth_token(clock::now()).await {
            Ok(token) => token,
            Err(error) => {
                tracing::warn!(%error, "no token for the event feed; without it no live events come");
                return Trouble::from(&error);
            }
        };
        let (sender, mut events) = mpsc::channel(WAITING);
        let session = run_session(self.dialect(), &self.events_url, &self.account, &token.value, sender);
        let (end, ()) = tokio::join!(session, async {
            while let Some(event) = events.recv().await {
                self.pass_on(event).await;
            }
        });
        tracing::warn!(reason = %end, "the event feed ended; it is connected anew");
        end.trouble()
    }

    async fn pass_on(&self, event: FeedEvent) {
        match event {
            FeedEvent::Leg(leg) => super::submit(&self.live, Happening::Leg(leg)).await,
            FeedEvent::Heard => super::heard(&self.live, Source::Events).await,
            FeedEvent::Connected => {
                tracing::info!("the event feed is connected");
                super::heard(&self.live, Source::Events).await;
                // Whatever happened while nobody listened is in the dashboard.
                self.poll_now.notify_one();
            }
            FeedEvent::Overflow(lost) => {
                tracing::warn!(
                    lost,
                    "live events came faster than they could be taken in; the next poll repairs"
                );
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

    /// `auto` is the likeliest at AntRing (`protocols.md` §2.1) until detection exists.
    fn dialect(&self) -> Dialect {
        match self.dialect {
            EventsDialect::SocketIo4 => Dialect::SocketIo4,
            _ => Dialect::SocketIo09,
        }
    }
}
