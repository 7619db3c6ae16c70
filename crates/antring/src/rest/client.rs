//! The client: one per account, cheap to clone.

use std::sync::Arc;
use std::time::Duration;

use reqwest::redirect::Policy;
use url::Url;

use super::click_to_call::ClickToCallParams;
use super::history_probe::{HistoryHashSetting, HistoryProbe, HistoryVariant};
use super::pace::Pace;
use crate::{Account, ExtraCa, RestError, Tap};

/// What may differ between accounts and tests.
#[derive(Debug, Clone)]
pub struct ClientSettings {
    pub connect_timeout: Duration,
    /// From the first byte sent to the last one received.
    pub timeout: Duration,
    /// Bytes of one answer, after decompression.
    pub body_limit: usize,
    /// All endpoints share this rate, with bursts of ten; `None` is no limit. AntRing's quota is not documented
    /// (`protocols.md` §1.4, 31).
    pub requests_per_second: Option<f64>,
    pub history_hash: HistoryHashSetting,
    pub click_to_call_params: ClickToCallParams,
    /// Trusted besides the system's roots.
    pub extra_ca: Option<ExtraCa>,
    /// Where raw traffic is shown, scrubbed of secrets.
    pub tap: Option<Tap>,
}

impl Default for ClientSettings {
    fn default() -> Self {
        Self {
            connect_timeout: Duration::from_secs(5),
            timeout: Duration::from_secs(10),
            body_limit: 8 * 1024 * 1024,
            requests_per_second: Some(1.0),
            history_hash: HistoryHashSetting::Auto,
            click_to_call_params: ClickToCallParams::Body,
            extra_ca: None,
            tap: None,
        }
    }
}

/// AntRing's REST endpoints. Follows no redirect, retries nothing, and gives every failure as a [`RestError`].
#[derive(Debug, Clone)]
pub struct Client {
    pub(super) inner: Arc<Inner>,
    /// Its requests give way to all others.
    pub(super) background: bool,
}

#[derive(Debug)]
pub(super) struct Inner {
    pub http: reqwest::Client,
    pub base_url: Url,
    pub account: Account,
    pub settings: ClientSettings,
    pub pace: Arc<Pace>,
    pub history_probe: HistoryProbe,
}

impl Client {
    /// `base_url` is `https://openapi.antbuddy.com`, or a test's. A path in it is kept as a prefix.
    ///
    /// The process must have installed a rustls crypto provider before.
    ///
    /// # Errors
    /// [`RestError::Unsendable`] when the URL can carry no path, [`RestError::Lost`] when TLS cannot be set up.
    pub fn new(base_url: Url, account: Account, settings: ClientSettings) -> Result<Self, RestError> {
        if base_url.cannot_be_a_base() {
            return Err(RestError::Unsendable("the base URL must begin with https:// or http://"));
        }
        let http = reqwest::Client::builder()
            .user_agent(concat!("callboard/", env!("CARGO_PKG_VERSION")))
            .connect_timeout(settings.connect_timeout)
            .timeout(settings.timeout)
            .redirect(Policy::none())
            .retry(reqwest::retry::never())
            .tls_certs_merge(settings.extra_ca.iter().flat_map(ExtraCa::for_requests))
            .build()?;
        let pace = Arc::new(Pace::new(settings.requests_per_second));
        let history_probe = HistoryProbe::new(settings.history_hash);
        Ok(Self {
            inner: Arc::new(Inner { http, base_url, account, settings, pace, history_probe }),
            background: false,
        })
    }

    /// The same client, for work that nobody waits for: its requests never delay others' by using up the budget, and
    /// wait for as long as that takes.
    pub fn in_background(&self) -> Self {
        Self { background: true, ..self.clone() }
    }

    /// Another client within the same budget, which asks for histories in this way.
    pub fn with_history_hash(&self, history_hash: HistoryHashSetting) -> Self {
        let inner = &self.inner;
        Self {
            inner: Arc::new(Inner {
                http: inner.http.clone(),
                base_url: inner.base_url.clone(),
                account: inner.account.clone(),
                settings: ClientSettings { history_hash, ..inner.settings.clone() },
                pace: Arc::clone(&inner.pace),
                history_probe: HistoryProbe::new(history_hash),
            }),
            background: self.background,
        }
    }

    /// The way in which the next histories will be asked for: after a success, the one that worked.
    pub fn history_variant(&self) -> HistoryVariant {
        self.inner.history_probe.variant()
    }
}
