//! Who asks: the one thing that every door and every privacy rule looks at.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Of a user, a token, a display or a session; unique within its kind, and never given again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Id(pub i64);

/// What kind of thing holds the secret that was shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A person with a session.
    User,
    /// A program with an API token.
    Token,
    /// A television that was paired.
    Display,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Everything, also users, tokens and settings.
    Admin,
    /// All queues, or the named ones.
    Supervisor,
    /// Their own calls, and the click to call.
    Agent,
    /// One board, read only and masked.
    Display,
    /// `/metrics` alone.
    Metrics,
}

/// How a paired screen shows its board: for a hall, or for one desk.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ScreenProfile {
    #[default]
    Floor,
    Desk,
}

/// One request has one. It never changes: whoever gets another role gets another `Who`, and the [`Grant`](crate::Grant)
/// of the old one ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Who {
    /// Of the user, token or display.
    pub id: Id,
    pub kind: Kind,
    pub name: String,
    pub role: Role,
    /// Queues' ids or names; `None`: all of them.
    pub queues: Option<BTreeSet<String>>,
    /// AntRing's id of the agent they are.
    pub agent: Option<String>,
    /// The only board they may see.
    pub board: Option<String>,
    /// Of displays.
    pub profile: Option<ScreenProfile>,
    /// Until then nothing opens but the page that changes it.
    pub must_change_password: bool,
    /// Sees customers' numbers masked, although the role would show them whole.
    pub masked: bool,
    /// May ask for one masked number at a time; each is written down.
    pub may_reveal: bool,
}

/// A word that is none of its list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{word:?} is none of: {known}")]
pub struct UnknownWord {
    pub word: String,
    pub known: String,
}

impl Role {
    pub const ALL: [Self; 5] = [Self::Admin, Self::Supervisor, Self::Agent, Self::Display, Self::Metrics];
    /// What a person may be.
    pub const OF_USERS: [Self; 3] = [Self::Admin, Self::Supervisor, Self::Agent];
    /// What an API token may be: no token administers.
    pub const OF_TOKENS: [Self; 4] = [Self::Display, Self::Supervisor, Self::Agent, Self::Metrics];

    pub fn word(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Supervisor => "supervisor",
            Self::Agent => "agent",
            Self::Display => "display",
            Self::Metrics => "metrics",
        }
    }
}

impl Kind {
    pub fn word(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Token => "token",
            Self::Display => "display",
        }
    }
}

impl ScreenProfile {
    pub const ALL: [Self; 2] = [Self::Floor, Self::Desk];

    pub fn word(self) -> &'static str {
        match self {
            Self::Floor => "floor",
            Self::Desk => "desk",
        }
    }
}

/// The one of `all` that is spelt like this.
pub(crate) fn by_word<T: Copy>(
    word: &str,
    all: &[T],
    spelt: impl Fn(T) -> &'static str,
) -> Result<T, UnknownWord> {
    all.iter().copied().find(|one| spelt(*one) == word).ok_or_else(|| UnknownWord {
        word: word.to_owned(),
        known: all.iter().map(|one| spelt(*one)).collect::<Vec<_>>().join(", "),
    })
}

impl FromStr for Role {
    type Err = UnknownWord;
    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        by_word(word, &Self::ALL, Self::word)
    }
}

impl FromStr for ScreenProfile {
    type Err = UnknownWord;
    fn from_str(word: &str) -> Result<Self, UnknownWord> {
        by_word(word, &Self::ALL, Self::word)
    }
}

impl FromStr for Id {
    type Err = std::num::ParseIntError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl fmt::Display for ScreenProfile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}
