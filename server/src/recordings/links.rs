//! From a call's id to a link that is valid now.

use std::sync::Arc;
use std::time::Duration;

use antring::{Client, ExtraCa, MediaUrl, RestError};
use moka::Expiry;
use moka::future::Cache;
use tokio::sync::Semaphore;
use tokio::time::Instant;

use crate::clock;
use crate::config::AntRing;
use crate::error::AppError;
use crate::history::History;

/// A link without an expiry is asked for anew after this.
const KEPT: Duration = Duration::from_secs(300);
/// A link is not used in its last half minute.
const MARGIN_MILLIS: i64 = 30_000;
/// Recordings played at once, by all viewers together.
const AT_ONCE: usize = 32;

#[derive(Clone)]
pub struct Recordings {
    client: Client,
    history: History,
    links: Cache<String, MediaUrl>,
    pub(super) media: reqwest::Client,
    pub(super) places: Arc<Semaphore>,
    hosts: Arc<[String]>,
    /// A simulator's media server speaks plain HTTP; a real one must not.
    plain_http: bool,
}

impl Recordings {
    /// # Errors
    /// When no HTTP client can be made (no TLS on this machine).
    pub fn new(
        client: Client,
        history: History,
        settings: &AntRing,
        extra_ca: Option<&ExtraCa>,
    ) -> Result<Self, reqwest::Error> {
        let media = reqwest::Client::builder()
            .tls_certs_merge(extra_ca.into_iter().flat_map(ExtraCa::for_requests))
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .no_gzip()
            .connect_timeout(Duration::from_secs(5))
            .read_timeout(Duration::from_secs(30))
            .build()?;
        Ok(Self {
            client,
            history,
            links: Cache::builder().max_capacity(10_000).expire_after(UntilExpiry).build(),
            media,
            places: Arc::new(Semaphore::new(AT_ONCE)),
            hosts: settings.media_hosts.clone().into(),
            plain_http: settings.base_url.scheme() == "http",
        })
    }

    /// A link to the recording of that call. `fresh`: the one before was refused by the media server.
    pub async fn link(&self, call_id: &str, fresh: bool) -> Result<MediaUrl, AppError> {
        if fresh {
            self.links.invalidate(call_id).await;
        }
        // One question in flight for a call, however many listen.
        let link = self.links.try_get_with_by_ref(call_id, self.resolve(call_id)).await;
        link.map_err(|error: Arc<AppError>| (*error).clone())
    }

    async fn resolve(&self, call_id: &str) -> Result<MediaUrl, AppError> {
        let name = self.history.recording(call_id).await?.ok_or(AppError::NoRecording)?;
        let link = match self.client.play_recording(&name).await {
            Err(RestError::Rejected { .. }) => return Err(AppError::RecordingGone),
            answer => answer?,
        };
        if !self.hosts.iter().any(|host| host.eq_ignore_ascii_case(link.host())) {
            return Err(AppError::Upstream(format!(
                "its recordings lie at {}, which antring.media_hosts does not list",
                link.host()
            )));
        }
        if !link.is_https() && !self.plain_http {
            return Err(AppError::Upstream("its link to the recording is not secure".into()));
        }
        Ok(link)
    }
}

struct UntilExpiry;

impl Expiry<String, MediaUrl> for UntilExpiry {
    fn expire_after_create(&self, _: &String, link: &MediaUrl, _: std::time::Instant) -> Option<Duration> {
        let Some(expires_at) = link.expires_at() else { return Some(KEPT) };
        let left = expires_at - clock::now() - MARGIN_MILLIS;
        Some(Duration::from_millis(u64::try_from(left).unwrap_or_default()).min(KEPT))
    }
}

impl Recordings {
    /// How long a listener waits for a place before being told to come back.
    pub(super) fn patience() -> Instant {
        Instant::now() + Duration::from_secs(5)
    }
}
