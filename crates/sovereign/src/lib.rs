//! HMS Sovereign: calls that a voice assistant answers or makes, by its REST endpoints and its signed webhooks.
//!
//! There is no clock here: wherever the current time matters, the caller passes it. Facts about upstream come from
//! the project's protocol notes, quoted as `protocols.md` with a section; what they mark as inferred is said to be.
//!
//! * [`Client`]: the REST endpoints. [`RestError`] says what the caller can do.
//! * [`webhook`]: whether a delivery is Sovereign's own, what it tells, and what it is answered.
//! * [`Call`]: one call, as far as either has told of it. [`same_call`] joins the two, whose ids differ.
//!
//! Neither an event stream nor a retry of webhooks is documented (§4.3): a webhook is a hint that comes at most once
//! as far as we know, and [`Client::calls`] is the truth that closes what it missed.

mod call;
mod error;
mod join;
mod raw;
mod rest;
mod status;
mod time;
pub mod webhook;

pub use call::{Call, Direction, Message, RecordingUrl, Role};
pub use error::{RestError, Said};
pub use join::{Likeness, same_call};
pub use rest::{
    Assistant, Calls, CallsAsked, CallsPage, Client, ClientSettings, Command, Number, Outbound, Placed,
};
pub use status::{Phase, Status};
