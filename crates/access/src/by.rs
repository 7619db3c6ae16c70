//! In whose name something is changed: each change is written into the audit with it.

use std::net::IpAddr;

use crate::Who;

/// Who does something, and from where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct By {
    /// A name, with what kind of holder it is when it is no user.
    pub who: String,
    /// The client's address, or `-`.
    pub address: String,
}

impl By {
    pub fn of(who: &Who, address: IpAddr) -> Self {
        let name = match who.kind {
            crate::Kind::User => who.name.clone(),
            kind => format!("{kind} {}", who.name),
        };
        Self { who: name, address: address.to_string() }
    }

    /// A person at the machine itself, by the system's name for them.
    pub fn command_line(login: &str) -> Self {
        Self { who: format!("{login} (command line)"), address: "-".into() }
    }

    /// Nobody is signed in yet.
    pub fn nobody(address: IpAddr) -> Self {
        Self { who: "-".into(), address: address.to_string() }
    }

    /// The server itself: something ended by time.
    pub fn the_server() -> Self {
        Self { who: "Callboard".into(), address: "-".into() }
    }
}
