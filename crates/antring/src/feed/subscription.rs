//! What is asked of the feed.

use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};

use crate::Account;

/// The three channel events, of which one a message may be asked for (`protocols.md` §2.3).
const BINDINGS: [&str; 3] = ["call.CHANNEL_CREATE.*", "call.CHANNEL_ANSWER.*", "call.CHANNEL_DESTROY.*"];

/// The arguments of the three `subscribe` messages. They hold the token.
pub(super) fn subscriptions(account: &Account, token: &SecretString) -> [Value; 3] {
    BINDINGS.map(|binding| {
        json!({
            "account_id": account.account_id,
            "auth_token": token.expose_secret(),
            "binding": binding,
        })
    })
}
