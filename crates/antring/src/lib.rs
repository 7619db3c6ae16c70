//! AntBuddy AntRing: its REST endpoints, its event feeds, and the translation into the floor's events.
//!
//! There is no clock here: wherever the current time matters, the caller passes it. Facts about upstream come from
//! the project's protocol notes, quoted as `protocols.md` with a section.
//!
//! * [`Client`]: the seven endpoints. [`RestError`] says what the caller can do; [`BackOff`] how long to wait.
//! * [`feed`]: one connection of the event feed, from connect to end.
//! * [`translate`]: upstream's words into the floor's. [`raw`] finds them, however they are spelled.
//! * [`Tap`]: raw traffic, scrubbed of secrets. [`survey`]: what of it is as documented, and what is not.
//! * [`hash`]: the documented request hashes.

mod account;
mod back_off;
mod call_record;
mod error;
mod extra_ca;
pub mod feed;
pub mod hash;
pub mod raw;
mod rest;
pub mod survey;
pub mod tap;
pub mod time;
pub mod translate;

pub use account::{Account, SipDevice};
pub use back_off::BackOff;
pub use call_record::{
    CallDirection, CallRecord, CallResult, Miss, Party, QueueStat, QueueStatStatus, StatusDetail,
};
pub use error::RestError;
pub use extra_ca::{ExtraCa, ExtraCaError};
pub use rest::{
    AuthToken, ClickToCallParams, Client, ClientSettings, Dialled, HistoryHashSetting, HistoryVariant,
    MediaUrl, TokenKeeper, TokenNeed,
};
pub use tap::Tap;
