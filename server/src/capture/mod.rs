//! `callboard capture`: what goes to and fro between Callboard and an AntRing site, recorded so that it can be sent to
//! somebody else and replayed (`callboard simulator --replay`).
//!
//! Nothing is written before the end: only then is every name and number known, and can be taken out of every line.

mod lines;
mod pseudonyms;

use std::path::Path;
use std::time::Duration;

use antring::feed::{Dialect, EventServer, FeedEvent, detect_dialect, run_session};
use antring::survey::EventSurvey;
use antring::tap::Tapped;
use antring::{Account, BackOff, Client, Tap, TokenKeeper};
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep};
use tokio_util::sync::CancellationToken;
use wire::Millis;

use crate::commands::Failure;
use crate::config::Config;
use crate::run::{account, client_settings};
use crate::upstream;

/// Bytes that are held; a recording ends when it is full.
const MOST: usize = 256 * 1024 * 1024;
/// Traffic on its way here.
const WAITING: usize = 20_000;
/// A second directory at the end of a long recording would say little more than one a minute.
const DIRECTORY_EVERY: Duration = Duration::from_secs(60);
const HISTORY: Millis = 24 * 3600 * 1000;

/// Raw traffic of some while.
pub struct Recording {
    began: Instant,
    began_at: Millis,
    dialect: Option<Dialect>,
    pieces: Vec<Tapped>,
    /// Pieces that came faster than they could be taken in.
    pub lost: u64,
    /// It ended because there was no more room.
    pub full: bool,
}

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    pub lines: usize,
    /// Lines that still held a secret, a name or a number after all was taken out, and were left out.
    pub withheld: usize,
}

/// Asks and listens as the server does, for so long or until told to stop.
///
/// # Errors
/// When `ca_file` cannot be used, or no client can be made. Whatever upstream does is part of the recording.
pub async fn record(
    config: &Config,
    lasts: Duration,
    stop: &CancellationToken,
    now: fn() -> Millis,
) -> Result<Recording, Failure> {
    let (tap, mut tapped) = Tap::new(WAITING);
    let extra_ca = config.antring.extra_ca()?;
    let mut settings = client_settings(config, extra_ca.clone());
    settings.tap = Some(tap.clone());
    let client = Client::new(config.antring.base_url.clone(), account(config), settings)?;
    let server = EventServer {
        extra_ca,
        tap: Some(tap.clone()),
        ..EventServer::new(config.antring.events_url.clone())
    };
    let began = Instant::now();
    let mut recording =
        Recording { began, began_at: now(), dialect: None, pieces: vec![], lost: 0, full: false };
    let mut dialect = None;
    let account = account(config);
    let asking = async {
        tokio::join!(
            poll(&client, upstream::every(config), now),
            directory(&client, now),
            listen(&client, &server, &account, config, &mut dialect, now)
        );
    };
    let taking = async {
        let mut held = 0;
        while let Some(piece) = tapped.recv().await {
            held += size(&piece);
            recording.pieces.push(piece);
            if held > MOST {
                recording.full = true;
                return;
            }
        }
    };
    tokio::select! {
        () = asking => {}
        () = taking => {}
        () = sleep(lasts) => {}
        () = stop.cancelled() => {}
    }
    while let Ok(piece) = tapped.try_recv() {
        recording.pieces.push(piece);
    }
    recording.dialect = dialect;
    recording.lost = tap.lost();
    Ok(recording)
}

impl Recording {
    /// Writes it, scrubbed, as one JSON object a line.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn write(&self, config: &Config, path: &Path) -> std::io::Result<Written> {
        let (text, written) = lines::lines(self, config);
        std::fs::write(path, text)?;
        Ok(written)
    }

    /// Events of the feed that were heard.
    pub fn events(&self) -> usize {
        self.pieces.iter().filter(|piece| matches!(piece, Tapped::Feed(_))).count()
    }

    fn key_style(&self) -> Option<String> {
        let styles = self.pieces.iter().filter_map(|piece| match piece {
            Tapped::Feed(message) => Some(EventSurvey::of(&message.payload)?.style),
            _ => None,
        });
        styles.map(|style| style.to_string()).next()
    }
}

async fn poll(client: &Client, every: Duration, now: fn() -> Millis) {
    let mut back_off = BackOff::for_rest();
    loop {
        let asked = Instant::now();
        let wait = match client.dashboard(now()).await {
            Ok(_) => {
                back_off.succeeded();
                every.saturating_sub(asked.elapsed())
            }
            Err(error) => back_off.failed(rand::random(), error.retry_after()),
        };
        sleep(wait).await;
    }
}

/// Agents and queues again and again, one page of the history once.
async fn directory(client: &Client, now: fn() -> Millis) {
    let mut asked_history = false;
    loop {
        // What fails is in the recording.
        let _ = client.agents().await;
        let _ = client.queues().await;
        if !asked_history {
            asked_history = client.history_page(now() - HISTORY, now(), 1).await.is_ok();
        }
        sleep(DIRECTORY_EVERY).await;
    }
}

async fn listen(
    client: &Client,
    server: &EventServer,
    account: &Account,
    config: &Config,
    found: &mut Option<Dialect>,
    now: fn() -> Millis,
) {
    let tap = server.tap.as_ref().expect("it was given one");
    let mut back_off = BackOff::for_feed();
    let mut keeper = TokenKeeper::new();
    loop {
        let began = Instant::now();
        let ended = match config.antring.events_dialect.fixed().or(*found) {
            Some(dialect) => {
                *found = Some(dialect);
                one_connection(client, server, account, dialect, &mut keeper, now).await
            }
            None => match detect_dialect(server).await {
                Ok(dialect) => {
                    tap.feed_state(format!("detected {}", dialect.name()));
                    *found = Some(dialect);
                    continue;
                }
                Err(end) => format!("not detected: {end}"),
            },
        };
        tap.feed_state(ended);
        back_off.connection_ended(began.elapsed());
        sleep(back_off.failed(rand::random(), None)).await;
    }
}

async fn one_connection(
    client: &Client,
    server: &EventServer,
    account: &Account,
    dialect: Dialect,
    keeper: &mut TokenKeeper,
    now: fn() -> Millis,
) -> String {
    let tap = server.tap.as_ref().expect("it was given one");
    let token = match keeper.token(client, now).await {
        Ok(token) => token,
        Err(error) => return format!("no token: {error}"),
    };
    let (sender, mut events) = mpsc::channel(WAITING);
    let session = run_session(dialect, server, account, &token.value, sender);
    let (end, ()) = tokio::join!(session, async {
        while let Some(event) = events.recv().await {
            match event {
                FeedEvent::Connected => tap.feed_state("connected"),
                FeedEvent::Subscribed => tap.feed_state("subscribed"),
                FeedEvent::AuthFailure(_) => keeper.refused(),
                FeedEvent::Unreadable(what) => tap.feed_state(format!("unreadable: {what}")),
                _ => {}
            }
        }
    });
    format!("ended: {end}")
}

/// About so many bytes.
fn size(piece: &Tapped) -> usize {
    match piece {
        Tapped::Rest(exchange) => exchange.body.len() + 200,
        Tapped::Feed(_) => 2_000,
        Tapped::FeedState(_) => 100,
    }
}
