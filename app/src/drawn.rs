//! What the server has drawn of a page before the page itself: provided as context while it renders.

use leptos::prelude::use_context;

/// HTML of a page's fragments. Empty: nothing to show, or not in time; then the browser asks for it.
#[derive(Clone, Default)]
pub struct Drawn {
    pub drill: String,
    pub trend: String,
    pub timeline: String,
    pub definitions: String,
    /// Of `/calls`: what can be looked for, what the ledger counts, the list.
    pub filters: String,
    pub totals: String,
    pub calls: String,
    pub dialer: String,
    pub lost: String,
    pub recent: String,
    pub mine: String,
}

/// One of them; in a browser there is none.
pub fn drawn(part: fn(Drawn) -> String) -> String {
    use_context().map(part).unwrap_or_default()
}
