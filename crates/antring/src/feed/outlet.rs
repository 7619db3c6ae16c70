//! From the socket to the owner, through a bounded channel that counts what it cannot take.

use serde_json::Value;
use tokio::sync::mpsc;
use tokio::sync::mpsc::error::TrySendError;

use super::words::message_of;
use super::{FeedEvent, SessionEnd};
use crate::Tap;
use crate::translate::{Reading, leg_event};

pub(super) struct Outlet {
    sender: mpsc::Sender<FeedEvent>,
    lost: u64,
    tap: Option<Tap>,
}

impl Outlet {
    pub fn new(sender: mpsc::Sender<FeedEvent>, tap: Option<Tap>) -> Self {
        Self { sender, lost: 0, tap }
    }

    /// Resolves when nobody listens any more.
    pub async fn closed(&self) {
        self.sender.closed().await;
    }

    /// Hands over without waiting. What does not fit is counted, and the count is handed over first, as soon as
    /// there is room. Signs of life are not worth counting.
    pub fn offer(&mut self, event: FeedEvent) {
        if self.lost > 0 && self.sender.try_send(FeedEvent::Overflow(self.lost)).is_ok() {
            self.lost = 0;
        }
        if let Err(TrySendError::Full(event)) = self.sender.try_send(event)
            && event != FeedEvent::Heard
        {
            self.lost += 1;
        }
    }

    /// Events that were lost before they came here.
    pub fn lost(&mut self, events: u64) {
        self.lost += events;
    }

    /// A named event of the feed. `Some` when it ends the session.
    ///
    /// `auth_failure` and `error` are KAZOO's (`protocols.md` §2.3); of the former only the message is kept,
    /// because its `cause` is the token.
    pub fn event(&mut self, name: &str, payload: &Value) -> Option<SessionEnd> {
        self.tap.iter().for_each(|tap| tap.feed(name, payload));
        match name {
            "auth_failure" => {
                let message = message_of(payload);
                self.offer(FeedEvent::AuthFailure(message.clone()));
                return Some(SessionEnd::TokenRefused(message));
            }
            "error" => self.offer(FeedEvent::Complaint(message_of(payload))),
            _ => match leg_event(name, payload) {
                Reading::Leg(leg) => self.offer(FeedEvent::Leg(leg)),
                Reading::OfNoInterest => self.offer(FeedEvent::Heard),
                Reading::Unreadable(what) => self.offer(FeedEvent::Unreadable(what.into())),
            },
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn an_overflow_is_counted_and_told_before_what_follows() {
        let (sender, mut receiver) = mpsc::channel(2);
        let mut outlet = Outlet::new(sender, None);
        for _ in 0..5 {
            outlet.offer(FeedEvent::Complaint("x".into()));
            outlet.offer(FeedEvent::Heard);
        }
        for _ in 0..2 {
            receiver.try_recv().expect("it was taken");
        }
        outlet.offer(FeedEvent::Heard);
        let told = (receiver.try_recv().ok(), receiver.try_recv().ok());
        assert_eq!(told.1, Some(FeedEvent::Heard));
        assert!(matches!(told.0, Some(FeedEvent::Overflow(4 | 3))), "{told:?}");
    }

    #[test]
    fn a_refused_token_ends_the_session_and_is_not_repeated() {
        let (sender, mut receiver) = mpsc::channel(2);
        let mut outlet = Outlet::new(sender, None);
        let payload = json!({"message": "invalid auth token", "cause": "5f2b8c0d"});
        let end = outlet.event("auth_failure", &payload);
        assert_eq!(end, Some(SessionEnd::TokenRefused("invalid auth token".into())));
        assert_eq!(receiver.try_recv().ok(), Some(FeedEvent::AuthFailure("invalid auth token".into())));
    }

    #[test]
    fn a_complaint_does_not_end_it() {
        let (sender, mut receiver) = mpsc::channel(2);
        let mut outlet = Outlet::new(sender, None);
        assert_eq!(outlet.event("error", &json!({"message": "unknown error"})), None);
        assert_eq!(receiver.try_recv().ok(), Some(FeedEvent::Complaint("unknown error".into())));
    }

    #[test]
    fn nobody_listening_is_no_loss() {
        let (sender, receiver) = mpsc::channel(2);
        drop(receiver);
        let mut outlet = Outlet::new(sender, None);
        outlet.offer(FeedEvent::Connected);
        assert_eq!(outlet.lost, 0);
    }
}
