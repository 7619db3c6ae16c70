use std::path::PathBuf;

use antring::ExtraCa;
use antring::feed::Dialect;
use jiff::SignedDuration;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use url::Url;

use super::ConfigError;

/// The AntRing account. Facts and guesses: `docs/antring.md`.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AntRing {
    pub base_url: Url,
    pub events_url: Url,
    /// Which protocol the event server speaks; AntRing documents none.
    pub events_dialect: EventsDialect,
    pub app_id: String,
    pub app_secret: SecretString,
    /// KAZOO's account id (32 hexadecimal digits). A wrong one looks like silence, not like an error.
    pub account_id: String,
    pub domain: String,
    pub email: String,
    pub poll_every: SignedDuration,
    pub requests_per_second: f64,
    /// Hosts that recordings may be fetched from.
    #[serde(deserialize_with = "super::load::list")]
    pub media_hosts: Vec<String>,
    /// Private addresses and networks that the names in `media_hosts` may lead to; an address in `media_hosts` itself
    /// needs no mention here.
    #[serde(deserialize_with = "super::load::list")]
    pub media_networks: Vec<String>,
    /// A media server that sends nothing for so long is given up.
    pub media_timeout: SignedDuration,
    /// In which order the histories hash is made; the documents contradict one another.
    pub history_hash: HistoryHash,
    pub click_to_call_params: ClickToCallParams,
    /// A PEM file of root certificates to trust besides the usual ones; empty: none.
    pub ca_file: PathBuf,
    /// A connected feed that brings no event for so long, while the dashboard shows calls, is said to be silent.
    pub silent_after: SignedDuration,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EventsDialect {
    Auto,
    SocketIo09,
    SocketIo2,
    SocketIo4,
    Blackhole,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HistoryHash {
    Auto,
    AppIdFirst,
    DatesFirst,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ClickToCallParams {
    Body,
    Query,
}

impl Default for AntRing {
    fn default() -> Self {
        let url = |text| Url::parse(text).expect("a constant address");
        Self {
            base_url: url("https://openapi.antbuddy.com"),
            events_url: url("https://ws.antbuddy.com:5557"),
            events_dialect: EventsDialect::Auto,
            app_id: String::new(),
            app_secret: SecretString::default(),
            account_id: String::new(),
            domain: String::new(),
            email: String::new(),
            poll_every: SignedDuration::from_secs(5),
            silent_after: SignedDuration::from_mins(3),
            requests_per_second: 1.0,
            media_hosts: vec!["abs1.antbuddy.com".into()],
            media_networks: Vec::new(),
            media_timeout: SignedDuration::from_secs(30),
            history_hash: HistoryHash::Auto,
            click_to_call_params: ClickToCallParams::Body,
            ca_file: PathBuf::new(),
        }
    }
}

impl HistoryHash {
    /// As the settings spell it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::AppIdFirst => "app_id_first",
            Self::DatesFirst => "dates_first",
        }
    }
}

impl EventsDialect {
    /// `None`: to be detected.
    pub fn fixed(self) -> Option<Dialect> {
        match self {
            Self::Auto => None,
            Self::SocketIo09 => Some(Dialect::SocketIo09),
            Self::SocketIo2 => Some(Dialect::SocketIo2),
            Self::SocketIo4 => Some(Dialect::SocketIo4),
            Self::Blackhole => Some(Dialect::Blackhole),
        }
    }
}

impl AntRing {
    /// Reads `ca_file`, if one is set.
    ///
    /// # Errors
    /// When the file cannot be read or holds no root certificates.
    pub fn extra_ca(&self) -> Result<Option<ExtraCa>, ConfigError> {
        let path = &self.ca_file;
        if path.as_os_str().is_empty() {
            return Ok(None);
        }
        let pem = std::fs::read(path)
            .map_err(|error| ConfigError::CaFileUnreadable { path: path.clone(), error })?;
        let extra_ca = ExtraCa::from_pem(&pem)
            .map_err(|error| ConfigError::CaFileUnusable { path: path.clone(), error })?;
        Ok(Some(extra_ca))
    }

    pub(super) fn missing(&self) -> Vec<&'static str> {
        let needed = [
            ("antring.app_id", self.app_id.as_str()),
            ("antring.app_secret", self.app_secret.expose_secret()),
            ("antring.account_id", &self.account_id),
            ("antring.domain", &self.domain),
            ("antring.email", &self.email),
        ];
        needed.into_iter().filter(|(_, value)| value.trim().is_empty()).map(|(name, _)| name).collect()
    }
}
