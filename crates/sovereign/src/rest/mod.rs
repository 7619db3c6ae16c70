//! The REST endpoints (`protocols.md` §4.1, §4.2, §4.4), one a file.

mod answer;
mod calls;
mod client;
mod command_pace;
mod control;
mod directory;
mod outbound;
mod pace;
mod request;
mod scrub;

pub use calls::{Calls, CallsAsked, CallsPage};
pub use client::{Client, ClientSettings};
pub use control::Command;
pub use directory::{Assistant, Number};
pub use outbound::{Outbound, Placed};
