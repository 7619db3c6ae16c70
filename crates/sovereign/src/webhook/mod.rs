//! Deliveries: POSTs from Sovereign (`protocols.md` §4.3).
//!
//! 1. [`Delivery::check`] on the raw bytes, before anything is parsed: whoever knows the URL can post to it.
//! 2. [`read`] the body. [`Webhook::key`] says whether it was heard before: duplicates and replays have the same.
//! 3. [`Webhook::answer`] it. Two kinds are questions, and upstream waits for their answer (`assistant-request` 5 s,
//!    `tool-calls` 10 s, both while a human listens); by default it decides for itself, as without a webhook.
//!
//! Deliveries come in any order, and may not come at all: nothing is documented about retries.

mod answer;
mod envelope;
mod signature;

pub use envelope::{DeliveryKey, Told, ToolCall, Unreadable, Webhook, read};
pub use signature::{Delivery, Distrusted, TOLERANCE, WebhookSecret};
