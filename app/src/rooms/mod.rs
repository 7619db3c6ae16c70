//! Rooms: the pages of accounts, screens and what was done. Only the server draws them, as whole documents of plain
//! forms that work without scripts; no WASM comes with them, and their style ([`frame`]) is in the page.
//!
//! One page a file. What a page shows comes in a struct of its own, made by `server::http::rooms` of what
//! `access` knows; numbers of milliseconds are Unix time.

mod account;
mod audit;
mod displays;
mod frame;
mod login;
mod pair;
mod pairing;
mod parts;
mod phone;
mod qr;
mod refused;
mod screen;
mod setup;
mod tokens;
mod user;
mod users;
pub mod words;

use leptos::config::LeptosOptions;
use leptos::nonce::Nonce;
use wire::Millis;

use crate::visit::{Lang, Theme};

pub use account::{Account, Session};
pub use audit::{Audit, AuditFilter, Deed};
pub use displays::{Display, Displays, Heard};
pub use login::{Login, SsoProblem};
pub use pair::{Pair, PairStep};
pub use pairing::Pairing;
pub use phone::{Phone, PhoneState};
pub use screen::{Screen, screen_script};
pub use setup::Setup;
pub use tokens::{Token, Tokens};
pub use user::UserPage;
pub use users::{User, UserForm, Users};

/// Fewest characters of a password, as the hints say; `access` asks for as many.
pub const LEAST_PASSWORD: usize = 12;

/// For whom and where a page is drawn.
#[derive(Clone)]
pub struct Room {
    pub lang: Lang,
    pub theme: Theme,
    /// Of this answer's Content-Security-Policy.
    pub nonce: Nonce,
    /// Where the style sheet lies.
    pub options: LeptosOptions,
    /// What the site is called.
    pub site: String,
    pub now: Millis,
    pub utc_offset_seconds: i32,
    /// This page's path and query, to come back to after a change of language.
    pub path: String,
    pub me: Option<Me>,
}

/// Who looks.
#[derive(Debug, Clone)]
pub struct Me {
    pub name: String,
    pub role: Role,
    /// Nothing is open to them but their own page.
    pub must_change_password: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Admin,
    Supervisor,
    Agent,
    Display,
    Metrics,
}

impl Role {
    /// As in forms and in the API.
    pub fn name(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Supervisor => "supervisor",
            Self::Agent => "agent",
            Self::Display => "display",
            Self::Metrics => "metrics",
        }
    }
}

/// What can be chosen: an id and how people call it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub id: String,
    pub name: String,
}

/// Why a field cannot be taken as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bad {
    TooLong,
    /// Name or password.
    SignIn,
    /// Too many tries; seconds.
    Wait(u64),
    CurrentPassword,
    /// Fewest characters.
    ShortPassword(usize),
    /// One of those that everybody tries, or the own name.
    CommonPassword,
    SamePassword,
    PasswordsDiffer,
    NameTaken,
    NameForm,
    /// Nobody else could make accounts any more.
    LastAdmin,
    NoSuchChoice,
    NoSuchCode,
    CodeForm,
    Date,
    SipUserForm,
    SipPasswordForm,
}

/// What was done by the form that led here, by its name in `?said=`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    SignedOut,
    SignedOutEverywhere,
    PasswordChanged,
    PhoneSet,
    PhoneRemoved,
    UserChanged,
    UserRemoved,
    UserRestored,
    TokenRevoked,
    DisplayChanged,
    DisplayRevoked,
    Identifying,
    Reloading,
}

const SAID: [(&str, Said); 13] = [
    ("signed-out", Said::SignedOut),
    ("signed-out-everywhere", Said::SignedOutEverywhere),
    ("password-changed", Said::PasswordChanged),
    ("phone-set", Said::PhoneSet),
    ("phone-removed", Said::PhoneRemoved),
    ("user-changed", Said::UserChanged),
    ("user-removed", Said::UserRemoved),
    ("user-restored", Said::UserRestored),
    ("token-revoked", Said::TokenRevoked),
    ("display-changed", Said::DisplayChanged),
    ("display-revoked", Said::DisplayRevoked),
    ("identifying", Said::Identifying),
    ("reloading", Said::Reloading),
];

impl Said {
    pub fn name(self) -> &'static str {
        SAID.into_iter().find(|(_, said)| *said == self).map_or("", |(name, _)| name)
    }

    pub fn from_name(name: &str) -> Option<Self> {
        SAID.into_iter().find(|(known, _)| *known == name).map(|(_, said)| said)
    }
}

impl Role {
    /// The pages of a board that are open to it: path, icon, long name, name on a telephone.
    fn pages(
        self,
        words: &'static crate::i18n::Words,
    ) -> Vec<(&'static str, &'static str, &'static str, &'static str)> {
        let page = &words.page;
        let board = ("/", "bell", page.nav_board, page.nav_board);
        let calls = ("/calls", "text", page.nav_calls, page.nav_calls);
        let dial = ("/dial", "phone", page.nav_dial, page.nav_dial);
        let wall = ("/wall", "tv", page.nav_wall, page.nav_wall_short);
        match self {
            Self::Admin | Self::Supervisor => vec![board, calls, dial, wall],
            Self::Agent => vec![dial],
            Self::Display | Self::Metrics => Vec::new(),
        }
    }
}

impl Room {
    fn words(&self) -> &'static words::RoomWords {
        self.lang.rooms()
    }

    /// "14:32" of today, "20/11 14:32" of another day.
    fn when(&self, at: Millis) -> String {
        let day = |at: Millis| (at + i64::from(self.utc_offset_seconds) * 1000).div_euclid(86_400_000);
        let time = crate::format::clock_minutes(at, self.utc_offset_seconds);
        if day(at) == day(self.now) {
            return time;
        }
        let (month, day) = crate::format::month_and_day(day(at));
        format!("{} {time}", (self.words().common.day_month)(day, month))
    }

    /// How long ago, as people say it: "3 phút trước".
    fn ago(&self, at: Millis) -> String {
        (self.words().common.ago)(&crate::format::age((self.now - at).max(0), self.lang.words()))
    }
}

#[cfg(test)]
mod tests;
