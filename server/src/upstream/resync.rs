//! After a time without the feed: what happened meanwhile, from AntRing's call history.
//!
//! The dashboard tells what is going on now (`poll`); which calls came and went unseen only the history tells. It is
//! asked from a minute before the last word on (`protocols.md` §2.3), and once more later, because AntRing writes a
//! call's record some time after its end.

use std::time::Duration;

use antring::translate::past_call;
use antring::{BackOff, Client, RestError};
use floor::{Happening, PastCall, Records};
use tokio::sync::mpsc;
use wire::Millis;

use crate::clock;
use crate::live::LiveHandle;

/// Before the last word of the feed: clocks differ, and words may have been on their way.
const BEFORE: Millis = 60_000;
/// A feed that comes and goes is asked after once, when it has settled.
const SETTLED_AFTER: Duration = Duration::from_secs(2);
/// Records written late are looked for after so long. How late AntRing writes them is not documented.
const AGAIN_AFTER: Duration = Duration::from_secs(60);

/// Tells that nothing was heard since then.
pub type Unheard = mpsc::UnboundedSender<Millis>;

pub async fn run(client: Client, live: LiveHandle, mut unheard: mpsc::UnboundedReceiver<Millis>) {
    let mut back_off = BackOff::for_rest();
    while let Some(mut since) = unheard.recv().await {
        // Whatever was missed while waiting, here or below, is asked for with it.
        let mut looks = [SETTLED_AFTER, AGAIN_AFTER].into_iter();
        let mut wait = looks.next();
        while let Some(duration) = wait {
            tokio::select! {
                () = clock::sleep(duration) => {}
                Some(earlier) = unheard.recv() => {
                    since = since.min(earlier);
                    looks = [SETTLED_AFTER, AGAIN_AFTER].into_iter();
                    wait = looks.next();
                    continue;
                }
            }
            let until = clock::now();
            match ask(&client, since - BEFORE, until).await {
                Ok(calls) => {
                    back_off.succeeded();
                    tracing::info!(calls = calls.len(), "the call history of a time without events was read");
                    super::submit(
                        &live,
                        Happening::Records(Box::new(Records { from: since - BEFORE, until, calls })),
                    )
                    .await;
                    wait = looks.next();
                }
                Err(error) => {
                    tracing::warn!(%error, "the call history of a time without events cannot be read yet");
                    wait = Some(back_off.failed(rand::random(), error.retry_after()));
                }
            }
        }
    }
}

async fn ask(client: &Client, from: Millis, until: Millis) -> Result<Vec<PastCall>, RestError> {
    Ok(client.histories(from, until).await?.iter().filter_map(past_call).collect())
}
