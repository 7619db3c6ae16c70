//! Settings: `callboard.toml`, each overridden by `CALLBOARD_SECTION__KEY` in the environment.
//!
//! Read whole, once, at the start. A setting that is unknown or cannot be read stops the start with a sentence that
//! names it. Secrets may be given as files: `CALLBOARD_ANTRING__APP_SECRET_FILE=/run/secrets/antring`.

mod access;
mod antring;
mod day;
mod dial;
mod example;
mod kpi;
mod load;
mod oidc;
mod server;
mod sovereign;
mod store;
mod targets;

use serde::Deserialize;

pub use self::kpi::{Kpi, QueueKpi};
pub use access::Access;
pub use antring::{AntRing, ClickToCallParams, EventsDialect, HistoryHash};
pub use day::Day;
pub use dial::Dial;
pub use example::example;
pub use load::{ConfigError, load};
pub use oidc::Oidc;
pub use server::Server;
pub use sovereign::Sovereign;
pub use store::Store;
pub use targets::Targets;

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    pub server: Server,
    pub access: Access,
    pub oidc: Oidc,
    pub antring: AntRing,
    pub sovereign: Sovereign,
    pub day: Day,
    pub dial: Dial,
    pub kpi: Kpi,
    pub store: Store,
    pub targets: Targets,
}

impl Config {
    /// Every setting that `callboard serve` cannot do without and that is not set, by its name in the file.
    pub fn missing(&self) -> Vec<&'static str> {
        self.antring.missing()
    }
}
