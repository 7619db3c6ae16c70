//! Who may come in, and what they hold: users with sessions, API tokens, paired displays, and the audit of what was
//! done. Behind one handle, [`Access`]; on disk in a file of its own, because history may be moved aside or full while
//! accounts must stay.
//!
//! * A secret that was shown opens a [`Grant`], which says [`Who`] it is and when that ends.
//! * Requests are answered from memory; [`Access::watch`] takes in what another process, the command line, changed.
//! * Whatever changes something is told in whose name ([`By`]), and writes it into the audit in the same transaction.
//! * A user may have a phone of their own; its user and password are kept sealed by a [`Key`] that is not in the file.
//!
//! No HTTP, no cookies, no clock: `now` is passed in.

mod audit;
mod back_off;
mod by;
mod displays;
mod error;
mod filters;
mod first_admin;
mod memory;
mod open;
mod pairing;
mod password;
mod phones;
mod rules;
mod seal;
mod secret;
mod sessions;
mod sign_in;
mod single_sign_on;
mod sqlite;
mod tokens;
mod users;
mod watch;
mod who;
mod words;

pub use audit::{AuditFilter, Did, Entry, Written};
pub use by::By;
pub use displays::{Display, DisplayState};
pub use error::{AccessError, SignInError};
pub use filters::{LONGEST_NAME as LONGEST_FILTER_NAME, MOST as MOST_FILTERS, SavedFilter};
pub use memory::Grant;
pub use open::{Access, OpenError};
pub use pairing::{Asked, Pairing, PairingError, Placed, Polled};
pub use password::{LONGEST as LONGEST_PASSWORD, SHORTEST as SHORTEST_PASSWORD, Unfit};
pub use phones::{Device, PhoneState, look_at_phones};
pub use rules::Rules;
pub use seal::{Key, KeyUnfit};
pub use sessions::Session;
pub use sign_in::SignedIn;
pub use single_sign_on::Person;
pub use tokens::{NewToken, Token};
pub use users::{NewUser, Rights, User};
pub use who::{Id, Kind, Role, ScreenProfile, UnknownWord, Who};

/// Milliseconds since 1970-01-01 UTC.
pub type Millis = i64;
