//! Identities. Cheap to copy, ordered, and never mistaken for one another.

use std::fmt;
use std::sync::Arc;

/// Shared text: a name, a number, an identity.
pub type Text = Arc<str>;

macro_rules! identity {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        pub struct $name(Text);

        impl $name {
            pub fn new(text: impl Into<Text>) -> Self {
                Self(text.into())
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(formatter, "{}", self.0)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.into())
            }
        }
    };
}

identity! {
    /// An agent: KAZOO's 32-hex user id, in lower case (`protocols.md` §1.4, 18).
    AgentId
}
identity! {
    /// A queue: KAZOO's id where AntRing gives one, else a stable stand-in made from its name (§1.4, 21).
    QueueId
}
identity! {
    /// One channel: KAZOO's `Call-ID`. A human call is one or several of them, and is named by its first.
    LegId
}
