//! What a session tells its owner.

use floor::{LegEvent, Trouble};

use crate::RestError;
use crate::error::{NetworkFailure, network_failure};

/// Something came over the feed.
#[derive(Debug, Clone, PartialEq)]
pub enum FeedEvent {
    /// The connection stands.
    Connected,
    /// Blackhole: the server granted all three subscriptions. The Socket.IO dialects: they were sent. There upstream
    /// answers success with silence (`protocols.md` §2.3), so it is no proof: a wrong account id looks the same.
    Subscribed,
    Leg(Box<LegEvent>),
    /// A sign of life without news, so that a quiet night is not taken for a dead feed. Socket.IO 0.9: each
    /// heartbeat. Socket.IO 2 and Blackhole: each answer to our ping, every 25 s and 20 s. Socket.IO 4: every five seconds while the library holds the connection, which it gives up after
    /// the server missed a ping (45 s by default); it does not show the pings themselves.
    Heard,
    /// The token was refused; in Socket.IO 0.9 subscribing may also be rate-limited, which KAZOO 3 tells alike. The
    /// session ends with it.
    AuthFailure(String),
    /// Upstream's `error` event, or its refusal of one subscription, in its words. The session goes on.
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
    /// Nobody here vouches for the server: `antring.ca_file` may.
    #[error("the server's certificate is not trusted: {0}")]
    Untrusted(String),
    #[error("no connection within the time limit")]
    TimedOut,
    #[error("the handshake was rejected with status {status}")]
    Rejected { status: u16 },
    /// Something answers there, but not in this dialect.
    #[error("the server does not speak this dialect: {0}")]
    WrongDialect(String),
    #[error("the token was refused: {0}")]
    TokenRefused(String),
    /// The token is good, but not for this account id: check `account_id`. Only Blackhole says so.
    #[error("the account id was refused: {0}")]
    AccountRefused(String),
    /// Subscribing too often: wait longer. Only Blackhole says so.
    #[error("subscribing is rate-limited: {0}")]
    RateLimited(String),
    /// Every subscription was refused, for a reason that is neither token nor account nor rate. Only Blackhole says so.
    #[error("every subscription was refused: {0}")]
    SubscriptionsRefused(String),
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
            // KAZOO 4 answers 429 over its limit of connections (`protocols.md` §2.2).
            Self::Rejected { status: 429 } | Self::RateLimited(_) => Trouble::Quota,
            Self::Rejected { .. } | Self::AccountRefused(_) | Self::SubscriptionsRefused(_) => {
                Trouble::Rejected
            }
            Self::WrongDialect(_) => Trouble::Garbled,
            Self::TokenRefused(_) => Trouble::TokenRefused,
            Self::Untrusted(_) => Trouble::Untrusted,
            Self::Closed | Self::Lost(_) | Self::ReceiverGone => Trouble::Lost,
        }
    }

    pub(super) fn of_network(error: &(dyn std::error::Error + 'static)) -> Self {
        match network_failure(error) {
            NetworkFailure::HostNotFound => Self::HostNotFound,
            NetworkFailure::Refused => Self::Refused,
            NetworkFailure::TimedOut => Self::TimedOut,
            NetworkFailure::Untrusted(reason) => Self::Untrusted(reason),
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
            RestError::Untrusted { reason } => Self::Untrusted(reason),
            RestError::Rejected { status, .. } | RestError::UpstreamFault { status } => {
                Self::Rejected { status }
            }
            RestError::Quota { .. } => Self::Rejected { status: 503 },
            other => Self::Lost(other.to_string()),
        }
    }
}
