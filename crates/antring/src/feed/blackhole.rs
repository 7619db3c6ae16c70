//! KAZOO 4's Blackhole, JSON over a plain WebSocket, as a state machine without a socket (`protocols.md` §2.2).
//!
//! Unlike its forebears it answers each subscription, so a session knows whether it is subscribed.

use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use tokio::time::Instant;

use super::machine::{CloseReason, Machine, Output};
use super::words::words;
use crate::raw::{text, texts};

/// For the answers to all subscriptions.
const ANSWER_LIMIT: Duration = Duration::from_secs(10);

/// Nothing else tells a dead connection from a quiet night: KAZOO sends no heartbeat of its own.
const PING_EVERY: Duration = Duration::from_secs(20);
const PONG_WITHIN: Duration = Duration::from_secs(10);

/// One connection, from the upgrade to its end.
pub struct Blackhole {
    phase: Phase,
    subscriptions: Vec<Subscription>,
    token: SecretString,
    pings: u64,
    deadline: Instant,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// Subscriptions are unanswered until the deadline.
    Subscribing,
    /// The next ping goes out at the deadline.
    Open,
    /// A ping is unanswered until the deadline.
    Pinged,
    Ended,
}

struct Subscription {
    request_id: String,
    binding: String,
    message: String,
    /// Whether it was granted.
    answer: Option<bool>,
}

impl Blackhole {
    /// `subscriptions` are objects of `account_id`, `auth_token` and `binding`, as the older dialects send them.
    /// `now` is when the socket opened.
    pub fn new(subscriptions: &[Value], token: &SecretString, now: Instant) -> Self {
        let subscriptions = subscriptions.iter().zip(1..).map(|(subscription, number)| {
            let request_id = format!("r{number}");
            let message = json!({
                "action": "subscribe",
                "auth_token": subscription["auth_token"],
                "request_id": request_id,
                "data": {"account_id": subscription["account_id"], "binding": subscription["binding"]},
            });
            Subscription {
                binding: subscription["binding"].as_str().unwrap_or_default().into(),
                message: message.to_string(),
                request_id,
                answer: None,
            }
        });
        Self {
            phase: Phase::Subscribing,
            subscriptions: subscriptions.collect(),
            token: token.clone(),
            pings: 0,
            deadline: now + ANSWER_LIMIT,
        }
    }

    fn reply(&mut self, message: &Value, now: Instant) -> Vec<Output> {
        let request_id = text(&message["request_id"]).unwrap_or_default();
        if self.phase == Phase::Pinged && *request_id == *self.ping_id() {
            // Whatever it says of the ping, it lives.
            self.phase = Phase::Open;
            self.deadline = now + PING_EVERY;
            return vec![Output::Heard];
        }
        // A late answer to an earlier ping, or to nothing of ours.
        let is_ours = |one: &Subscription| request_id.is_empty() || *request_id == *one.request_id;
        if !self.subscriptions.iter().any(is_ours) {
            return vec![Output::Heard];
        }
        let granted = text(&message["status"]).as_deref() == Some("success");
        let mut outputs = vec![];
        if granted {
            outputs.push(Output::Heard);
        } else {
            let said = self.errors(message);
            match grave(&said) {
                Some(reason) => return self.close(reason(words(&said))),
                None => outputs.push(Output::Complaint(words(&said))),
            }
        }
        self.answer(&request_id, granted, &texts(&message["data"]["subscribed"]));
        if self.phase == Phase::Subscribing {
            self.settle(&mut outputs, now);
        }
        outputs
    }

    /// Marks what a reply is about, by its request id, or by the bindings it lists.
    fn answer(&mut self, request_id: &str, granted: bool, bindings: &[floor::Text]) {
        for subscription in &mut self.subscriptions {
            let is_listed = granted && bindings.iter().any(|binding| **binding == *subscription.binding);
            if subscription.answer.is_none() && (subscription.request_id == request_id || is_listed) {
                subscription.answer = Some(granted);
            }
        }
    }

    /// Once every subscription is answered: subscribed when all were granted, of no use when none was. With some
    /// of them the feed goes on, and the complaints have told why.
    fn settle(&mut self, outputs: &mut Vec<Output>, now: Instant) {
        if self.subscriptions.iter().any(|subscription| subscription.answer.is_none()) {
            return;
        }
        let granted = self.subscriptions.iter().filter(|one| one.answer == Some(true)).count();
        if granted == 0
            && let Some(Output::Complaint(said)) = outputs.pop()
        {
            outputs.extend(self.close(CloseReason::SubscriptionsRefused(said)));
            return;
        }
        if granted == self.subscriptions.len() {
            outputs.push(Output::Subscribed);
        }
        self.phase = Phase::Open;
        self.deadline = now + PING_EVERY;
    }

    /// `data.errors`, or whatever else a reply says of its failure, without our token.
    fn errors(&self, message: &Value) -> String {
        let said = [&message["data"]["errors"], &message["data"]["message"], &message["message"]]
            .into_iter()
            .map(texts)
            .find(|said| !said.is_empty())
            .map_or_else(|| "no reason given".into(), |said| said.join("; "));
        match self.token.expose_secret() {
            "" => said,
            token => said.replace(token, "…"),
        }
    }

    fn ping_id(&self) -> String {
        format!("p{}", self.pings)
    }

    fn close(&mut self, reason: CloseReason) -> Vec<Output> {
        self.phase = Phase::Ended;
        vec![Output::Close(reason)]
    }
}

impl Machine for Blackhole {
    fn begin(&mut self) -> Vec<Output> {
        let messages = self.subscriptions.iter_mut().map(|one| std::mem::take(&mut one.message));
        std::iter::once(Output::Opened).chain(messages.map(Output::Send)).collect()
    }

    fn handle_text(&mut self, text: &str, now: Instant) -> Vec<Output> {
        if self.phase == Phase::Ended {
            return vec![];
        }
        let Ok(message @ Value::Object(_)) = serde_json::from_str(text) else {
            return vec![Output::Unreadable("a message that is no JSON object")];
        };
        match message["action"].as_str() {
            Some("reply") => self.reply(&message, now),
            Some("event") => {
                let name = message["name"].as_str().unwrap_or_default().to_owned();
                vec![Output::Event { name, payload: message }]
            }
            _ => vec![Output::Unreadable("a message of an unknown action")],
        }
    }

    fn handle_timeout(&mut self, now: Instant) -> Vec<Output> {
        if now < self.deadline {
            return vec![];
        }
        match self.phase {
            Phase::Ended => vec![],
            Phase::Subscribing => self.close(CloseReason::NeverConnected),
            Phase::Pinged => self.close(CloseReason::Silent),
            Phase::Open => {
                self.pings += 1;
                self.phase = Phase::Pinged;
                self.deadline = now + PONG_WITHIN;
                let token = self.token.expose_secret();
                let ping = json!({"action": "ping", "auth_token": token, "request_id": self.ping_id()});
                vec![Output::Send(ping.to_string())]
            }
        }
    }

    fn next_deadline(&self) -> Option<Instant> {
        (self.phase != Phase::Ended).then_some(self.deadline)
    }

    /// It knows none; the WebSocket's own will do.
    fn farewell(&self) -> Option<&'static str> {
        None
    }
}

/// The refusals that end a session, by their words (§2.2): the rest is of one subscription only.
fn grave(said: &str) -> Option<fn(String) -> CloseReason> {
    let said = said.to_lowercase();
    if said.contains("rate limit") {
        Some(CloseReason::RateLimited)
    } else if said.contains("unauthorized") {
        Some(CloseReason::AccountRefused)
    } else if said.contains("token") {
        Some(CloseReason::TokenRefused)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);
    const TOKEN: &str = "5f2b8c0d";

    fn machine(now: Instant) -> Blackhole {
        let subscription =
            |binding: &str| json!({"account_id": "aa", "auth_token": TOKEN, "binding": binding});
        let mut machine = Blackhole::new(&["a", "b", "c"].map(subscription), &TOKEN.into(), now);
        assert_eq!(machine.begin().len(), 4);
        machine
    }

    fn granted(number: u32) -> String {
        json!({"action": "reply", "request_id": format!("r{number}"), "status": "success", "data": {}})
            .to_string()
    }

    fn refused(number: u32, error: &str) -> String {
        let data = json!({"errors": [error]});
        json!({"action": "reply", "request_id": format!("r{number}"), "status": "error", "data": data})
            .to_string()
    }

    fn subscribed(now: Instant) -> Blackhole {
        let mut machine = machine(now);
        for number in 1..=3 {
            machine.handle_text(&granted(number), now);
        }
        machine
    }

    #[test]
    fn one_binding_a_request_and_subscribed_only_when_all_are_granted() {
        let now = Instant::now();
        let subscription = json!({"account_id": "aa", "auth_token": TOKEN, "binding": "b"});
        let mut one = Blackhole::new(&[subscription], &TOKEN.into(), now);
        let request = r#"{"action":"subscribe","auth_token":"5f2b8c0d","data":{"account_id":"aa","binding":"b"},"request_id":"r1"}"#;
        assert_eq!(one.begin(), [Output::Opened, Output::Send(request.into())]);

        let mut machine = machine(now);
        assert_eq!(machine.handle_text(&granted(2), now), [Output::Heard]);
        assert_eq!(machine.handle_text(&granted(2), now), [Output::Heard]);
        assert_eq!(machine.handle_text(&granted(1), now), [Output::Heard]);
        // Without its request id, a reply is known by the binding.
        let listed =
            json!({"action": "reply", "status": "success", "data": {"subscribed": ["c"]}}).to_string();
        assert_eq!(machine.handle_text(&listed, now), [Output::Heard, Output::Subscribed]);
    }

    #[test]
    fn refusals_that_end_it_name_the_cause_and_hide_the_token() {
        let now = Instant::now();
        for (error, expected) in [
            (
                "failed to authenticate token 5f2b8c0d",
                CloseReason::TokenRefused("failed to authenticate token …".into()),
            ),
            (
                "authentication token required",
                CloseReason::TokenRefused("authentication token required".into()),
            ),
            ("unauthorized account id", CloseReason::AccountRefused("unauthorized account id".into())),
            (
                "rate limiting threshold hit for token",
                CloseReason::RateLimited("rate limiting threshold hit for token".into()),
            ),
        ] {
            let mut machine = machine(now);
            assert_eq!(machine.handle_text(&refused(1, error), now), [Output::Close(expected)], "{error}");
            assert_eq!((machine.next_deadline(), machine.handle_text(&granted(1), now)), (None, vec![]));
        }
    }

    #[test]
    fn a_refused_binding_is_a_complaint_and_three_are_the_end() {
        let now = Instant::now();
        let mut machine = machine(now);
        let complaint = Output::Complaint("event x not supported".into());
        for number in [1, 2] {
            let outputs = machine.handle_text(&refused(number, "event x not supported"), now);
            assert_eq!(outputs, std::slice::from_ref(&complaint));
        }
        let end = CloseReason::SubscriptionsRefused("event x not supported".into());
        let outputs = machine.handle_text(&refused(3, "event x not supported"), now);
        assert_eq!(outputs, [Output::Close(end)]);

        let mut machine = self::machine(now);
        machine.handle_text(&refused(1, "event x not supported"), now);
        machine.handle_text(&granted(2), now);
        assert_eq!(machine.handle_text(&granted(3), now), [Output::Heard]);
        assert_eq!(machine.next_deadline(), Some(now + PING_EVERY));
    }

    #[test]
    fn it_pings_and_a_missing_answer_ends_it() {
        let start = Instant::now();
        let mut machine = subscribed(start);
        for beat in 1..50_u32 {
            let at = start + SECOND * 20 * beat;
            assert_eq!(machine.next_deadline(), Some(at));
            let ping = format!(r#"{{"action":"ping","auth_token":"5f2b8c0d","request_id":"p{beat}"}}"#);
            assert_eq!(machine.handle_timeout(at), [Output::Send(ping)]);
            let pong = json!({"action": "reply", "request_id": format!("p{beat}"), "status": "success",
                              "data": {"response": "pong"}});
            assert_eq!(machine.handle_text(&pong.to_string(), at), [Output::Heard]);
        }
        let at = start + SECOND * 1000;
        machine.handle_timeout(at);
        let stale = r#"{"action":"reply","request_id":"p1","status":"success"}"#;
        machine.handle_text(stale, at + SECOND);
        assert_eq!(machine.handle_timeout(at + SECOND * 9), []);
        assert_eq!(machine.handle_timeout(at + SECOND * 10), [Output::Close(CloseReason::Silent)]);
    }

    #[test]
    fn unanswered_subscriptions_are_given_ten_seconds() {
        let start = Instant::now();
        let mut machine = machine(start);
        machine.handle_text(&granted(1), start);
        assert_eq!(machine.handle_timeout(start + SECOND * 9), []);
        let end = [Output::Close(CloseReason::NeverConnected)];
        assert_eq!(machine.handle_timeout(start + SECOND * 10), end);
    }

    #[test]
    fn events_keep_their_envelope_and_oddities_are_told() {
        let now = Instant::now();
        let mut machine = subscribed(now);
        let event = json!({"action": "event", "name": "CHANNEL_CREATE", "data": {"call_id": "a"}});
        let expected = Output::Event { name: "CHANNEL_CREATE".into(), payload: event.clone() };
        assert_eq!(machine.handle_text(&event.to_string(), now), [expected]);
        for odd in ["", "[]", "{", "42[\"x\"]", "{}", "{\"action\":7}", "{\"action\":\"x\"}"] {
            let outputs = machine.handle_text(odd, now);
            assert!(matches!(outputs[..], [Output::Unreadable(_)]), "{odd}: {outputs:?}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic_or_answer_after_the_end(
            texts in prop::collection::vec(prop_oneof![
                any::<String>(),
                "[{\"action:replyvnt},\\[\\] 0-9]{0,40}",
                (0_u32..5).prop_map(granted),
                (0_u32..5, "(token|rate limit|unauthorized|x)").prop_map(|(number, error)| refused(number, &error)),
            ], 0..20),
            pause in 0_u64..30,
        ) {
            let mut now = Instant::now();
            let mut machine = machine(now);
            let mut ended = false;
            for text in texts {
                now += SECOND * u32::try_from(pause).expect("it is small");
                let outputs: Vec<Output> =
                    machine.handle_timeout(now).into_iter().chain(machine.handle_text(&text, now)).collect();
                prop_assert!(!ended || outputs.is_empty());
                ended |= outputs.iter().any(|output| matches!(output, Output::Close(_)));
                prop_assert_eq!(machine.next_deadline().is_none(), ended);
            }
        }
    }
}
