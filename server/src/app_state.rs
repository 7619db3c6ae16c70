//! What every request handler shares.

use std::sync::Arc;

use leptos::config::LeptosOptions;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::access::{Site, Streams};
use crate::dial::Dialler;
use crate::explained::Explained;
use crate::history::History;
use crate::http::rooms::House;
use crate::ledger::LedgerHandle;
use crate::live::LiveHandle;
use crate::recordings::Recordings;
use crate::replay::Replays;

#[derive(Clone)]
pub struct AppState {
    /// The floor, as viewers see it.
    pub live: LiveHandle,
    /// The board as it was.
    pub replays: Replays,
    /// Open live streams, so that a stop can wait until each was told.
    pub viewers: TaskTracker,
    pub shutdown: CancellationToken,
    /// Who exists, and what they hold.
    pub access: ::access::Access,
    /// What this server is called from outside.
    pub site: Arc<Site>,
    /// What the pages of accounts and screens share.
    pub house: House,
    /// Single sign-on, where one is set up.
    pub oidc: Option<Arc<oidc::Provider>>,
    /// Where its provider sends a browser that has signed out there.
    pub oidc_back: Option<Arc<url::Url>>,
    /// How many live streams each holds open.
    pub streams: Streams,
    /// Where the built pages lie.
    pub leptos: LeptosOptions,
    /// Facts, figures and reports.
    pub ledger: LedgerHandle,
    pub history: History,
    pub recordings: Recordings,
    /// Who has played what within the last hour: written into the audit already.
    pub played: moka::future::Cache<String, ()>,
    pub dialler: Dialler,
    /// What is behind each number: the ledger answers for calls and days, the journal for the timeline.
    pub explained: Explained,
}
