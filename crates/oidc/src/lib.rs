//! Single sign-on by OpenID Connect: the authorization code flow with PKCE, state and nonce.
//! https://openid.net/specs/openid-connect-core-1_0.html#CodeFlowAuth
//!
//! [`Provider::begin`] says where to send a browser; [`Provider::finish`] takes what it brings back and says who came
//! ([`access::Person`]), with the rights that their groups give them ([`Groups`]). No cookies and no pages: the caller's.

mod groups;
mod pending;
mod provider;
mod requests;

pub use groups::Groups;
pub use pending::Begun;
pub use provider::{Came, OidcError, Provider, Settings};
