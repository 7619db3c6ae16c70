//! AntRing's two mouths: what is polled and what is pushed. Each task translates nothing itself; it hands events to
//! the [`LiveHandle`](crate::live::LiveHandle) and says when its source fails.

mod directory;
mod feed;
mod poll;
mod resync;

use std::sync::Arc;
use std::time::Duration;

use antring::ExtraCa;
use antring::feed::EventServer;
use floor::{Event, Happening, Source, SourceReport, Trouble};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::clock;
use crate::config::Config;
use crate::live::LiveHandle;

/// Polls now, whoever asks: after the feed came back, the truth is wanted at once.
pub type PollNow = Arc<Notify>;

/// The directory changes seldom.
pub const DIRECTORY_EVERY: Duration = Duration::from_secs(60);
/// A feed beats at least this often; Socket.IO 0.9 does every 5 s, 4 every 25 s (`protocols.md` §2.2).
pub const FEED_BEATS_EVERY: Duration = Duration::from_secs(15);

/// Starts every task that talks to AntRing; they end when `shutdown` is cancelled. `heard_before` is when a server
/// before this one last heard the feed: what happened since then is asked for.
#[expect(clippy::too_many_arguments, reason = "whom its tasks talk to, once, at the start")]
pub fn start(
    config: &Config,
    extra_ca: Option<ExtraCa>,
    client: &antring::Client,
    account: &antring::Account,
    live: &LiveHandle,
    heard_before: Option<wire::Millis>,
    tasks: &TaskTracker,
    shutdown: &CancellationToken,
) {
    let poll_now = PollNow::default();
    let until = |task| run_until(shutdown.clone(), task);
    let poll = poll::run(client.clone(), live.clone(), every(config), poll_now.clone());
    tasks.spawn(until(Box::pin(poll)));
    tasks.spawn(until(Box::pin(directory::run(client.clone(), live.clone()))));
    let (unheard, times_without_events) = tokio::sync::mpsc::unbounded_channel();
    tasks.spawn(until(Box::pin(resync::run(client.clone(), live.clone(), times_without_events))));
    let feed = feed::Feed {
        client: client.clone(),
        account: account.clone(),
        server: EventServer { extra_ca, ..EventServer::new(config.antring.events_url.clone()) },
        dialect: config.antring.events_dialect.fixed(),
        live: live.clone(),
        poll_now,
        unheard,
        heard_before,
    };
    tasks.spawn(until(Box::pin(feed.run())));
}

/// How often the dashboard is asked.
pub fn every(config: &Config) -> Duration {
    config.antring.poll_every.unsigned_abs()
}

async fn run_until(shutdown: CancellationToken, task: std::pin::Pin<Box<dyn Future<Output = ()> + Send>>) {
    tokio::select! { () = shutdown.cancelled() => {}, () = task => {} }
}

async fn heard(live: &LiveHandle, source: Source) {
    submit(live, Happening::Source(source, SourceReport::Heard)).await;
}

async fn failed(live: &LiveHandle, source: Source, trouble: Trouble) {
    submit(live, Happening::Source(source, SourceReport::Failed(trouble))).await;
}

async fn submit(live: &LiveHandle, what: Happening) {
    live.submit(Event { at: clock::now(), what }).await;
}
