//! The door of every URL: who is asking, and may they?
//!
//! 1. [`arrival`]: is the request to us ([`site`]), from one of our own pages or a program, and of a size that we take?
//!    Whose secret does it carry, in a [`cookie`] or as a bearer's, and from which address behind which [`proxies`]?
//! 2. [`doors`]: each URL is added with those who may use it ([`whom`]); its [`guard`] lets them in, or refuses
//!    ([`refusal`]). The table is held against `docs/access.md`.
//! 3. [`streams`] counts what each holds open; [`headers`] and [`policy`] go with every answer.
//!
//! Who exists and what they hold is the crate `access`'s to know; how much of a board they see is `live`'s.

mod arrival;
pub mod cookie;
pub mod doors;
mod guard;
mod headers;
pub mod policy;
mod proxies;
mod refusal;
mod site;
mod streams;
pub mod whom;

pub use arrival::{ClientAddress, receive};
pub use cookie::Cookies;
pub use doors::{Door, Doors, Kind};
pub use headers::add as add_headers;
pub use proxies::TrustedProxies;
pub use site::Site;
pub use streams::{Holder, Stream, Streams};

/// All doors of this server, as they are locked.
pub fn table() -> Vec<Door> {
    let nothing_built = leptos::config::LeptosOptions::builder().output_name("callboard").build();
    crate::router::doors(&nothing_built).table().to_vec()
}
