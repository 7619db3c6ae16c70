//! Where the events come from.

use std::sync::Arc;

use native_tls::TlsConnector;
use rustls::ClientConfig;
use url::Url;

use super::SessionEnd;
use crate::{ExtraCa, Tap};

/// The event server: its address, and how to reach it.
#[derive(Debug, Clone)]
pub struct EventServer {
    /// `https://ws.antbuddy.com:5557` (`protocols.md` §1.1), or a site's own; a path in it is kept as a prefix, and
    /// its query stays too.
    pub url: Url,
    /// Trusted besides the usual roots.
    pub extra_ca: Option<ExtraCa>,
    /// Where raw events are shown, scrubbed of secrets.
    pub tap: Option<Tap>,
}

impl EventServer {
    /// With the usual roots only.
    pub fn new(url: Url) -> Self {
        Self { url, extra_ca: None, tap: None }
    }

    /// For sockets of our own; `None` leaves the choice of roots to the library.
    pub(super) fn rustls(&self) -> Option<Arc<ClientConfig>> {
        self.extra_ca.as_ref().map(ExtraCa::for_rustls)
    }

    /// For `rust_socketio`; `None` leaves the choice of roots to the library.
    pub(super) fn native_tls(&self) -> Result<Option<TlsConnector>, SessionEnd> {
        let connector = self.extra_ca.as_ref().map(ExtraCa::for_native_tls).transpose();
        connector.map_err(|error| SessionEnd::Lost(format!("TLS cannot be set up: {error}")))
    }
}
