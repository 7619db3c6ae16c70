//! What a session tells its owner.

use floor::{LegEvent, Trouble};

use crate::RestError;
use crate::error::{NetworkFailure, network_failure};

/// Something came over the feed.
#[derive(Debug, Clone, PartialEq)]
pub enum FeedEvent {
    /// The connection stands.
    Connected,
    /// All three subscriptions were sent. Upstream answers success with silence (`protocols.md` §2.3), so this is
    /// no proof: a wrong account id looks the same.
    Subscribed,
    Leg(Box<LegEvent>),
    /// A sign of life without news, so that a quiet night is not taken for a dead feed. Socket.IO 0.9: each
    /// heartbeat. Socket.IO 4: every five seconds while the library holds the connection, which it gives up after
    /// the server missed a ping (45 s by default); it does not show the pings themselves.
    Heard,
    /// The token was refused, or subscribing is rate-limited: upstream tells both alike. The session ends with it.
    AuthFailure(String),
    /// Upstream's `error` event, in its words.
    Complaint(String),
    /// A message that could not be read: what is wrong with it, without its contents.
    Unreadable(String),
    /// So many events were lost because the receiver was too slow: poll, for the floor has a gap.
    Overflow(u64),
}

/// Why a session ended. Each is an ordinary event: connect again, with a fresh token, after the back-off.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SessionEnd {
    #[error("the host name could not be resolved")]
    HostNotFound,
    #[error("the connection was refused")]
    Refused,
    #[error("no connection within the time limit")]
    TimedOut,
    #[error("the handshake was rejected with status {status}")]
    Rejected { status: u16 },
    /// Something answers there, but not in this dialect.
    #[error("the server does not speak this dialect: {0}")]
    WrongDialect(String),
    #[error("the token was refused: {0}")]
    TokenRefused(String),
    /// The connection stood, and nothing came for too long.
    #[error("the server fell silent")]
    Silent,
    #[error("the server closed the connection")]
    Closed,
    #[error("the connection broke: {0}")]
    Lost(String),
    /// The owner dropped the receiver: nobody listens any more.
    #[error("nobody listens any more")]
    ReceiverGone,
}

impl SessionEnd {
    /// What the floor shows of it.
    pub fn trouble(&self) -> Trouble {
        match self {
            Self::HostNotFound => Trouble::HostNotFound,
            Self::Refused => Trouble::Refused,
            Self::TimedOut | Self::Silent => Trouble::TimedOut,
            Self::Rejected { .. } => Trouble::Rejected,
            Self::WrongDialect(_) => Trouble::Garbled,
            Self::TokenRefused(_) => Trouble::TokenRefused,
            Self::Closed | Self::Lost(_) | Self::ReceiverGone => Trouble::Lost,
        }
    }

    pub(super) fn of_network(error: &(dyn std::error::Error + 'static)) -> Self {
        match network_failure(error) {
            NetworkFailure::HostNotFound => Self::HostNotFound,
            NetworkFailure::Refused => Self::Refused,
            NetworkFailure::TimedOut => Self::TimedOut,
            NetworkFailure::Other(reason) => Self::Lost(reason),
        }
    }
}

impl From<RestError> for SessionEnd {
    fn from(error: RestError) -> Self {
        match error {
            RestError::HostNotFound => Self::HostNotFound,
            RestError::Refused => Self::Refused,
            RestError::TimedOut => Self::TimedOut,
            RestError::Rejected { status, .. } | RestError::UpstreamFault { status } => {
                Self::Rejected { status }
            }
            RestError::Quota { .. } => Self::Rejected { status: 503 },
            other => Self::Lost(other.to_string()),
        }
    }
}
