//! What the dialects without a library have in common: a state machine without a socket. Text and the time go in,
//! outputs and the next deadline come out; `shell` owns the socket.

use std::fmt;

use serde_json::Value;
use tokio::time::Instant;

/// One connection, from the socket's opening to its end. After [`Output::Close`] nothing comes out any more.
pub trait Machine {
    /// What to do as soon as the socket is open. Most servers speak first.
    fn begin(&mut self) -> Vec<Output> {
        vec![]
    }

    /// One text message of the socket.
    fn handle_text(&mut self, text: &str, now: Instant) -> Vec<Output>;

    /// A binary message of the socket, of which no dialect needs the contents.
    fn handle_binary(&mut self) -> Vec<Output> {
        vec![Output::Unreadable("a binary message")]
    }

    /// To be called at [`next_deadline`](Self::next_deadline). Too early a call does nothing.
    fn handle_timeout(&mut self, now: Instant) -> Vec<Output>;

    /// When to call [`handle_timeout`](Self::handle_timeout); `None` after the end.
    fn next_deadline(&self) -> Option<Instant>;

    /// The frame to send when the owner wants no more, before the socket is closed.
    fn farewell(&self) -> Option<&'static str>;
}

/// What to do.
#[derive(Clone, PartialEq)]
pub enum Output {
    /// Send this text frame. It may hold the token.
    Send(String),
    /// The server accepted the connection.
    Opened,
    /// Subscribed, as far as the dialect can tell: see [`FeedEvent::Subscribed`](super::FeedEvent::Subscribed).
    Subscribed,
    /// A sign of life.
    Heard,
    Event {
        name: String,
        payload: Value,
    },
    /// The server refused something, in its words; the connection lives on.
    Complaint(String),
    /// What is wrong with a message, without its contents.
    Unreadable(&'static str),
    /// Close the socket. Nothing follows.
    Close(CloseReason),
}

/// Words in it are upstream's, shortened and without anything long enough to be a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CloseReason {
    /// It said goodbye.
    ServerClosed,
    /// It said that something went wrong.
    ServerRefused(String),
    /// Nothing for too long, or an unanswered ping.
    Silent,
    /// The socket opened, but the server never accepted the connection or never answered a subscription.
    NeverConnected,
    /// What came is not this dialect.
    WrongDialect(&'static str),
    TokenRefused(String),
    /// The token is good, but not for this account id.
    AccountRefused(String),
    RateLimited(String),
    /// All subscriptions were refused, for another reason.
    SubscriptionsRefused(String),
}

/// Frames to send are not printed, for the token in them.
impl fmt::Debug for Output {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Send(frame) => write!(formatter, "Send({} bytes)", frame.len()),
            Self::Opened => formatter.write_str("Opened"),
            Self::Subscribed => formatter.write_str("Subscribed"),
            Self::Heard => formatter.write_str("Heard"),
            Self::Event { name, .. } => write!(formatter, "Event({name})"),
            Self::Complaint(words) => write!(formatter, "Complaint({words})"),
            Self::Unreadable(what) => write!(formatter, "Unreadable({what})"),
            Self::Close(reason) => write!(formatter, "Close({reason:?})"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printing_an_output_shows_no_token() {
        let sent = Output::Send("5:::{\"auth_token\":\"5f2b8c0d\"}".into());
        assert!(!format!("{sent:?}").contains("5f2b8c0d"));
    }
}
