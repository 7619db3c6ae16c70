//! The client: one per key, cheap to clone.

use std::sync::Arc;
use std::time::Duration;

use reqwest::Certificate;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue};
use reqwest::redirect::Policy;
use secrecy::{ExposeSecret, SecretString};
use url::Url;

use super::command_pace::CommandPace;
use super::pace::Pace;
use crate::RestError;

/// What may differ between accounts and tests.
#[derive(Debug, Clone)]
pub struct ClientSettings {
    pub connect_timeout: Duration,
    /// From the first byte sent to the last one received.
    pub timeout: Duration,
    /// Bytes of one answer, after decompression.
    pub body_limit: usize,
    /// All requests with one key, by whichever program (`protocols.md` §4.1: 100); `None` is no limit.
    pub requests_per_minute: Option<u32>,
    /// Commands to one call (§4.1: 10); `None` is no limit.
    pub commands_per_minute: Option<u32>,
    /// Trusted besides the system's roots.
    pub extra_roots: Vec<Certificate>,
}

impl Default for ClientSettings {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(5),
            timeout: Duration::from_secs(10),
            body_limit: 8 * 1024 * 1024,
            requests_per_minute: Some(100),
            commands_per_minute: Some(10),
            extra_roots: vec![],
        }
    }
}

/// Sovereign's REST endpoints. Follows no redirect, retries nothing, and gives every failure as a [`RestError`].
#[derive(Debug, Clone)]
pub struct Client {
    pub(super) inner: Arc<Inner>,
}

#[derive(Debug)]
pub(super) struct Inner {
    pub http: reqwest::Client,
    pub base_url: Url,
    /// Kept only to be taken out of what upstream says.
    pub key: SecretString,
    pub settings: ClientSettings,
    pub pace: Pace,
    pub command_pace: CommandPace,
}

impl Client {
    /// `base_url` is `https://api.hmsovereign.com/api/v1` (§4.1), or a test's; `key` begins with `fl_live_`.
    ///
    /// The process must have installed a rustls crypto provider before.
    ///
    /// # Errors
    /// [`RestError::Unsendable`] when the URL can carry no path or the key no header, [`RestError::Lost`] when TLS
    /// cannot be set up.
    pub fn new(base_url: Url, key: SecretString, settings: ClientSettings) -> Result<Self, RestError> {
        if base_url.cannot_be_a_base() {
            return Err(RestError::Unsendable("the base URL must begin with https:// or http://"));
        }
        let bearer = HeaderValue::try_from(format!("Bearer {}", key.expose_secret().trim()));
        let mut bearer =
            bearer.map_err(|_| RestError::Unsendable("the API key has characters that no header takes"))?;
        bearer.set_sensitive(true);
        let http = reqwest::Client::builder()
            .user_agent(concat!("callboard/", env!("CARGO_PKG_VERSION")))
            .default_headers(HeaderMap::from_iter([(AUTHORIZATION, bearer)]))
            .connect_timeout(settings.connect_timeout)
            .timeout(settings.timeout)
            .redirect(Policy::none())
            .retry(reqwest::retry::never())
            .tls_certs_merge(settings.extra_roots.iter().cloned())
            .build()?;
        let pace = Pace::new(settings.requests_per_minute);
        let command_pace = CommandPace::new(settings.commands_per_minute);
        Ok(Self { inner: Arc::new(Inner { http, base_url, key, settings, pace, command_pace }) })
    }
}
