//! Who looks, and at what: everything about one page load that is not the board itself.

use serde::{Deserialize, Serialize};
use wire::{Frame, Millis, NoReplay};

/// The language of the pages, from the cookie `callboard_lang`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    #[default]
    Vi,
    En,
}

impl Lang {
    /// As in `<html lang>` and in the cookie.
    pub fn code(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }

    /// Anything that is not a language we speak is `None`.
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "vi" => Some(Self::Vi),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    pub fn other(self) -> Self {
        match self {
            Self::Vi => Self::En,
            Self::En => Self::Vi,
        }
    }
}

/// Ink on dark or on light ground, from the cookie `callboard_theme`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    #[default]
    Dark,
    Light,
}

impl Theme {
    /// As in `<html data-theme>` and in the cookie.
    pub fn name(self) -> &'static str {
        match self {
            Self::Dark => "dark",
            Self::Light => "light",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "dark" => Some(Self::Dark),
            "light" => Some(Self::Light),
            _ => None,
        }
    }

    pub fn other(self) -> Self {
        match self {
            Self::Dark => Self::Light,
            Self::Light => Self::Dark,
        }
    }
}

/// Where a board hangs: a wall in the open is never sent a customer's number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Surface {
    #[default]
    Desk,
    Wall,
}

impl Surface {
    /// As in `/live?surface=`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Desk => "desk",
            Self::Wall => "wall",
        }
    }
}

/// Which moment a page replays: `/?at=…&speed=…`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replay {
    pub at: Millis,
    /// Times faster than life, [`wire::FASTEST_REPLAY`] at most; 0 stands still.
    pub speed: u32,
    /// Why that moment cannot be shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<NoReplay>,
}

/// What the server tells a page at its birth. It provides one per request as context; the page hands the same
/// value to the browser, so that both render the same first picture.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Visit {
    pub lang: Lang,
    pub theme: Theme,
    pub surface: Surface,
    /// The server's time at rendering.
    pub now: Millis,
    /// The page shows a moment that has passed, and must not look live.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replay: Option<Replay>,
    /// `Frame::Snapshot` of the board `all`, already masked where the surface asks for it. In a replay: as it was
    /// then, or nothing when that cannot be shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wire_snapshot: Option<Frame>,
    /// Who is signed in, for the link to their own page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub me: Option<String>,
    /// The agent that they are, by id: whose status and calls are their own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<String>,
    /// They take calls and lead nobody: board and history are not open to them.
    #[serde(default)]
    pub only_dials: bool,
    /// Seconds to add to UTC for the site's wall clock, while no board is known.
    pub utc_offset_seconds: i32,
}
