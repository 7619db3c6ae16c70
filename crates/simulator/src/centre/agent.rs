//! The people who answer.

use super::call::CallKey;
use crate::moment::Moment;

/// Index of an agent in the centre's list.
pub type AgentIndex = usize;

/// ACDC's agent statuses (`protocols.md` §3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    LoggedOut,
    /// Right after login, before the agent's phone is synchronised.
    LoggedIn,
    Ready,
    /// The phone rings with a queue call.
    Connecting,
    /// Talking to a caller of a queue.
    Connected,
    /// On a call that came from no queue.
    Outbound,
    Wrapup,
    Paused,
}

impl Status {
    /// The word the dashboard uses.
    pub const fn word(self) -> &'static str {
        match self {
            Self::LoggedOut => "logged_out",
            Self::LoggedIn => "logged_in",
            Self::Ready => "ready",
            Self::Connecting => "connecting",
            Self::Connected => "connected",
            Self::Outbound => "outbound",
            Self::Wrapup => "wrapup",
            Self::Paused => "paused",
        }
    }

    /// Whether a call holds the agent in this status.
    pub const fn is_on_a_call(self) -> bool {
        matches!(self, Self::Connecting | Self::Connected | Self::Outbound)
    }
}

/// A break: the reason as agents choose it, and how long it is planned for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Break {
    pub reason: Option<String>,
    /// Seconds; KAZOO's `pause_time`. A break without one lasts until the agent ends it.
    pub seconds: Option<u64>,
}

/// What an agent asked for during a call. KAZOO applies it when the call ends (`protocols.md` §3.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    Pause(Break),
    LogOut,
}

#[derive(Clone, Debug)]
pub struct Agent {
    /// 32 hex characters: KAZOO's user id, AntRing's `anttel.userId`.
    pub id: String,
    pub username: String,
    pub name: String,
    pub extension: String,
    /// The KAZOO device id of the agent's phone.
    pub device_id: String,
    pub sip_user: String,
    pub sip_password: String,
    /// Whether the phone is registered. An unregistered phone cannot be rung.
    pub registered: bool,
    /// Whoever makes it ring by a click hears no answer.
    pub click_hangs: bool,
    /// How often it was made to ring by a click.
    pub clicks: u32,
    /// Queues the agent serves, as indices.
    pub queues: Vec<usize>,
    pub status: Status,
    pub since: Moment,
    pub pause: Option<Break>,
    /// Seconds of after-call work of the current wrap-up.
    pub wrapup_seconds: u64,
    pub call: Option<CallKey>,
    pub wish: Option<Wish>,
    /// Missed offers since the last answered one.
    pub misses_in_a_row: u32,
}

impl Agent {
    pub fn is_free(&self) -> bool {
        self.status == Status::Ready && self.registered
    }
}
