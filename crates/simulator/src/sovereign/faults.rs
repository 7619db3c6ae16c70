//! What can be made to go wrong at the simulated Sovereign.

use serde::{Deserialize, Serialize};

/// What goes wrong now; an order replaces the whole, and fields left out are in order. Shares are from 0 to 1.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct VoiceFaults {
    /// Share of webhooks that are never sent.
    pub lose: f64,
    /// Share that is signed with another secret.
    pub forge: f64,
    /// Share that is signed 400 s ago, with the right secret.
    pub stale: f64,
    /// Share that is sent a second time at once, signed anew.
    pub duplicate: f64,
    /// Share whose very bytes and headers are sent again two seconds later.
    pub replay: f64,
    /// Share that is held back until the next one was sent, or for five seconds.
    pub reorder: f64,
    /// Webhooks have no signature, as before a secret is configured.
    pub unsigned: bool,
    /// Every REST answer is this status, in the shape of its error.
    pub rest_status: Option<u16>,
    /// Requests `rest_status` is for; without it, until the next order.
    pub times: Option<u32>,
    /// Every REST answer waits this long, in milliseconds, after it was carried out.
    pub rest_delay_ms: u64,
    /// Outbound calls are refused: 402.
    pub no_credit: bool,
}
