//! From a call's id to a link that is valid now.

use std::sync::Arc;
use std::time::Duration;

use antring::{Client, MediaUrl, RestError};
use jiff::SignedDuration;
use kpi::Text;
use moka::Expiry;
use moka::future::Cache;
use tokio::sync::Mutex;
use wire::Millis;

use crate::clock;
use crate::error::AppError;
use crate::history::History;

/// A link without an expiry is asked for anew after this, and so is one that lives longer.
const KEPT: Duration = Duration::from_secs(300);
/// A link is not used in its last half minute, nor in the last tenth of a short life.
const MARGIN: Millis = 30_000;

#[derive(Clone)]
pub struct Links {
    client: Client,
    history: History,
    /// How late AntRing may write a recording.
    late: Millis,
    valid: Cache<String, Link>,
    /// Held while a refused link is thrown away, so that nobody throws the next one away.
    refusing: Arc<Mutex<()>>,
}

#[derive(Clone)]
pub struct Link {
    url: MediaUrl,
    name: Text,
    /// The call ended so lately, or goes on, that its recording may still come.
    may_come: bool,
}

impl Link {
    /// Spelled as AntRing did. Never show or log it.
    pub fn expose(&self) -> &str {
        self.url.expose()
    }

    /// Of the recording, as the history spells it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Why there is nothing where it leads.
    pub fn missing(&self) -> AppError {
        if self.may_come { AppError::RecordingNotReady } else { AppError::RecordingExpired }
    }
}

impl Links {
    pub fn new(client: Client, history: History, late: SignedDuration) -> Self {
        let late = Millis::try_from(late.as_millis()).unwrap_or(Millis::MAX);
        let valid = Cache::builder().max_capacity(10_000).expire_after(UntilExpiry).build();
        Self { client, history, late, valid, refusing: Arc::default() }
    }

    /// A link to the recording of that call.
    pub async fn link(&self, call_id: &str) -> Result<Link, AppError> {
        // One question in flight for a call, however many listen.
        let link = self.valid.try_get_with_by_ref(call_id, self.resolve(call_id)).await;
        link.map_err(|error: Arc<AppError>| (*error).clone())
    }

    /// Another link than this one, which the media server refused. When many were refused at once, the first asks.
    pub async fn instead_of(&self, refused: &Link, call_id: &str) -> Result<Link, AppError> {
        let refusing = self.refusing.lock().await;
        if self.valid.get(call_id).await.is_some_and(|valid| valid.expose() == refused.expose()) {
            self.valid.invalidate(call_id).await;
        }
        drop(refusing);
        self.link(call_id).await
    }

    async fn resolve(&self, call_id: &str) -> Result<Link, AppError> {
        let recorded = self.history.recorded(call_id).await?.ok_or(AppError::NoRecording)?;
        let is_fresh = recorded.ended.is_none_or(|ended| clock::now() - ended < self.late);
        let Some(name) = recorded.name else {
            return Err(match is_fresh && recorded.may_have_one {
                true => AppError::RecordingNotReady,
                false => AppError::NoRecording,
            });
        };
        match self.client.play_recording(&name).await {
            Ok(url) => Ok(Link { url, name, may_come: is_fresh }),
            Err(RestError::Rejected { status, .. }) => {
                tracing::info!(
                    call_id,
                    status,
                    "AntRing gives no link to a recording that its history names"
                );
                Err(if is_fresh { AppError::RecordingNotReady } else { AppError::RecordingExpired })
            }
            Err(error) => Err(error.into()),
        }
    }
}

struct UntilExpiry;

impl Expiry<String, Link> for UntilExpiry {
    fn expire_after_create(&self, _: &String, link: &Link, _: std::time::Instant) -> Option<Duration> {
        Some(link.url.expires_at().map_or(KEPT, |expires_at| kept(expires_at - clock::now())))
    }
}

/// How long a link is used that lives for so long.
fn kept(left: Millis) -> Duration {
    let used = left - MARGIN.min(left / 10);
    Duration::from_millis(u64::try_from(used).unwrap_or_default()).min(KEPT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_used_while_it_lives_and_not_to_the_last() {
        for (left, used) in [
            (600_000, 300_000),
            (100_000, 90_000),
            (20_000, 18_000),
            (0, 0),
            (-5_000, 0),
            (Millis::MAX, 300_000),
        ] {
            assert_eq!(kept(left), Duration::from_millis(used), "{left}");
        }
    }
}
