//! How often Engine.IO's two sides make sure of each other.

use std::time::Duration;

use crate::options::{Dialect, Options};

/// Announced in the first packet of a session: Engine.IO 3's client pings, Engine.IO 4's server does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Heartbeat {
    pub interval: Duration,
    pub timeout: Duration,
}

impl Heartbeat {
    /// As ordered, else each server's own default. Not sped up with the centre's time: clients obey what is announced.
    pub fn of(options: &Options) -> Self {
        let timeout = if options.dialect == Dialect::SocketIo4 { 20_000 } else { 5000 };
        Self {
            interval: Duration::from_millis(options.ping_interval_ms.unwrap_or(25_000)),
            timeout: Duration::from_millis(options.ping_timeout_ms.unwrap_or(timeout)),
        }
    }
}
