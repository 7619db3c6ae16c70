//! Socket.IO 1 and 2 (Engine.IO 3) as a state machine without a socket.
//!
//! Here the client pings and the server answers (`protocols.md` §2.2), the namespace is joined unasked, and nothing
//! is ever acknowledged.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::Instant;

use super::machine::{CloseReason, Machine, Output};
use super::words::message_of;

/// For the greeting and the unasked `40`, which come at once.
const CONNECT_LIMIT: Duration = Duration::from_secs(10);

/// What the greeting may ask for: less would be a hot loop, more a dead feed that looks alive. The defaults of
/// `socket.io` 2 are 25 s and 5 s.
const PING_EVERY: Limits = Limits { least: 100, usual: 25_000, most: 60_000 };
const PONG_WITHIN: Limits = Limits { least: 1_000, usual: 5_000, most: 60_000 };

/// Milliseconds.
struct Limits {
    least: u64,
    usual: u64,
    most: u64,
}

/// One connection, from the upgrade to its end.
pub struct SocketIo2 {
    phase: Phase,
    subscriptions: Vec<String>,
    /// Until when `40` must have come; counts only before.
    join_until: Instant,
    ping_every: Duration,
    pong_within: Duration,
    /// Before the greeting there is nothing to ping.
    heartbeat: Option<Heartbeat>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Greeting,
    Joining,
    Open,
    Ended,
}

#[derive(Debug, Clone, Copy)]
enum Heartbeat {
    PingAt(Instant),
    PongUntil(Instant),
}

impl SocketIo2 {
    /// `subscriptions` are the arguments of the `subscribe` messages, one message each. `now` is when the socket
    /// opened.
    pub fn new(subscriptions: &[Value], now: Instant) -> Self {
        let message = |arguments| format!("42{}", json!(["subscribe", arguments]));
        Self {
            phase: Phase::Greeting,
            subscriptions: subscriptions.iter().map(message).collect(),
            join_until: now + CONNECT_LIMIT,
            ping_every: Duration::from_millis(PING_EVERY.usual),
            pong_within: Duration::from_millis(PONG_WITHIN.usual),
            heartbeat: None,
        }
    }

    fn greeting(&mut self, greeting: &str, now: Instant) -> Vec<Output> {
        let Ok(greeting @ Value::Object(_)) = serde_json::from_str(greeting) else {
            return self.close(CloseReason::WrongDialect("its greeting is not Engine.IO's"));
        };
        self.ping_every = PING_EVERY.of(&greeting["pingInterval"]);
        self.pong_within = PONG_WITHIN.of(&greeting["pingTimeout"]);
        self.heartbeat = Some(Heartbeat::PingAt(now + self.ping_every));
        self.phase = Phase::Joining;
        vec![Output::Heard]
    }

    /// A Socket.IO packet, in an Engine.IO message.
    fn message(&mut self, packet: &str) -> Vec<Output> {
        let mut rest = packet.chars();
        let kind = rest.next();
        let (is_ours, data) = namespace(rest.as_str());
        match kind {
            // Binary events and acknowledgements; the attachments follow as binary messages.
            Some('3' | '5' | '6') => vec![Output::Heard],
            Some('0' | '1' | '2' | '4') if !is_ours => vec![Output::Heard],
            Some('0') if self.phase == Phase::Joining => self.join(),
            Some('0') => vec![Output::Heard],
            Some('1') => self.close(CloseReason::ServerClosed),
            Some('2') => self.event(data),
            Some('4') => self.error(data),
            _ => vec![Output::Unreadable("a packet of an unknown type")],
        }
    }

    fn event(&mut self, data: &str) -> Vec<Output> {
        let json = data.trim_start_matches(|character: char| character.is_ascii_digit());
        let Ok(Value::Array(parts)) = serde_json::from_str(json) else {
            return vec![Output::Unreadable("an event that is no JSON array")];
        };
        let mut parts = parts.into_iter();
        let Some(Value::String(name)) = parts.next() else {
            return vec![Output::Unreadable("an event without a name")];
        };
        let event = Output::Event { name, payload: parts.next().unwrap_or(Value::Null) };
        // An event before `40` shows as well that the namespace is joined.
        let mut outputs = if self.phase == Phase::Joining { self.join() } else { vec![] };
        outputs.push(event);
        outputs
    }

    /// Before the namespace is joined, a gateway refuses the connection by it; later it refuses one message.
    fn error(&mut self, data: &str) -> Vec<Output> {
        let said = serde_json::from_str(data).unwrap_or_else(|_| Value::from(data));
        let said = message_of(&said);
        match self.phase {
            Phase::Open => vec![Output::Complaint(said)],
            _ => self.close(CloseReason::TokenRefused(said)),
        }
    }

    /// Subscribes, once a connection.
    fn join(&mut self) -> Vec<Output> {
        self.phase = Phase::Open;
        let mut outputs = vec![Output::Opened];
        outputs.extend(self.subscriptions.drain(..).map(Output::Send));
        outputs.push(Output::Subscribed);
        outputs
    }

    fn close(&mut self, reason: CloseReason) -> Vec<Output> {
        self.phase = Phase::Ended;
        vec![Output::Close(reason)]
    }
}

impl Machine for SocketIo2 {
    fn handle_text(&mut self, text: &str, now: Instant) -> Vec<Output> {
        let mut rest = text.chars();
        let kind = rest.next();
        let data = rest.as_str();
        match (self.phase, kind) {
            (Phase::Ended, _) => vec![],
            (Phase::Greeting, Some('0')) => self.greeting(data, now),
            (Phase::Greeting, _) => vec![Output::Unreadable("a packet before the greeting")],
            (_, Some('1')) => self.close(CloseReason::ServerClosed),
            (_, Some('3')) => {
                self.heartbeat = Some(Heartbeat::PingAt(now + self.ping_every));
                vec![Output::Heard]
            }
            (_, Some('4')) => self.message(data),
            // A greeting again, a ping of the server's, an upgrade, a packet without meaning.
            (_, Some('0' | '2' | '5' | '6')) => vec![Output::Heard],
            _ => vec![Output::Unreadable("a packet of an unknown type")],
        }
    }

    fn handle_binary(&mut self) -> Vec<Output> {
        if self.phase == Phase::Ended { vec![] } else { vec![Output::Heard] }
    }

    fn handle_timeout(&mut self, now: Instant) -> Vec<Output> {
        if self.phase == Phase::Greeting && now >= self.join_until {
            return self.close(CloseReason::NeverConnected);
        }
        // A server of Socket.IO 4 would wait for us to ask.
        if self.phase == Phase::Joining && now >= self.join_until {
            return self.close(CloseReason::WrongDialect("it does not join unasked, as Socket.IO 2 does"));
        }
        match self.heartbeat {
            _ if self.phase == Phase::Ended => vec![],
            Some(Heartbeat::PongUntil(until)) if now >= until => self.close(CloseReason::Silent),
            Some(Heartbeat::PingAt(at)) if now >= at => {
                self.heartbeat = Some(Heartbeat::PongUntil(now + self.pong_within));
                vec![Output::Send("2".into())]
            }
            _ => vec![],
        }
    }

    fn next_deadline(&self) -> Option<Instant> {
        let heartbeat = self.heartbeat.map(|heartbeat| match heartbeat {
            Heartbeat::PingAt(at) | Heartbeat::PongUntil(at) => at,
        });
        match self.phase {
            Phase::Greeting => Some(self.join_until),
            Phase::Joining => Some(heartbeat.map_or(self.join_until, |at| at.min(self.join_until))),
            Phase::Open => heartbeat,
            Phase::Ended => None,
        }
    }

    fn farewell(&self) -> Option<&'static str> {
        Some("41")
    }
}

impl Limits {
    fn of(&self, told: &Value) -> Duration {
        let milliseconds = told.as_f64().filter(|told| *told > 0.0).map_or(self.usual, |told| told as u64);
        Duration::from_millis(milliseconds.clamp(self.least, self.most))
    }
}

/// Whether a packet is of the root namespace, and what follows the namespace's name (`/chat,…`).
fn namespace(packet: &str) -> (bool, &str) {
    if !packet.starts_with('/') {
        return (true, packet);
    }
    let (name, data) = packet.split_once(',').unwrap_or((packet, ""));
    let path = name.split('?').next().unwrap_or_default();
    (path == "/", data)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);
    const GREETING: &str =
        r#"0{"sid":"lv_VI97HAXpY6yYWAAAC","upgrades":[],"pingInterval":25000,"pingTimeout":5000}"#;

    fn opened(now: Instant) -> SocketIo2 {
        let mut machine = SocketIo2::new(&[json!({"binding": "b"})], now);
        machine.handle_text(GREETING, now);
        machine.handle_text("40", now);
        machine
    }

    #[test]
    fn it_subscribes_once_when_the_namespace_is_joined() {
        let now = Instant::now();
        let mut machine = SocketIo2::new(&[json!({"binding": "a"}), json!({"binding": "b"})], now);
        assert_eq!(machine.handle_text(GREETING, now), [Output::Heard]);
        assert_eq!(machine.handle_text("40/chat", now), [Output::Heard]);
        let expected = [
            Output::Opened,
            Output::Send(r#"42["subscribe",{"binding":"a"}]"#.into()),
            Output::Send(r#"42["subscribe",{"binding":"b"}]"#.into()),
            Output::Subscribed,
        ];
        assert_eq!(machine.handle_text("40", now), expected);
        assert_eq!(machine.handle_text("40/", now), [Output::Heard]);
    }

    #[test]
    fn it_pings_and_a_missing_answer_ends_it() {
        let start = Instant::now();
        let mut machine = opened(start);
        for beat in 1..100 {
            let at = start + SECOND * 25 * beat;
            assert_eq!(machine.next_deadline(), Some(at));
            assert_eq!(machine.handle_timeout(at - SECOND), []);
            assert_eq!(machine.handle_timeout(at), [Output::Send("2".into())]);
            assert_eq!(machine.handle_timeout(at + SECOND), []);
            assert_eq!(machine.handle_text("3", at), [Output::Heard]);
        }
        let at = start + SECOND * 2500;
        machine.handle_timeout(at);
        // Events are no answer: a gateway's far side may be dead.
        machine.handle_text(r#"42["x",{}]"#, at + SECOND);
        assert_eq!(machine.next_deadline(), Some(at + SECOND * 5));
        assert_eq!(machine.handle_timeout(at + SECOND * 5), [Output::Close(CloseReason::Silent)]);
        assert_eq!((machine.next_deadline(), machine.handle_text("3", at + SECOND * 6)), (None, vec![]));
    }

    #[test]
    fn absurd_ping_times_are_limited() {
        for (told, every, within) in [
            (json!({"pingInterval": 1, "pingTimeout": 1}), 100, 1_000),
            (json!({"pingInterval": 0, "pingTimeout": 0}), 25_000, 5_000),
            (json!({"pingInterval": -5, "pingTimeout": "x"}), 25_000, 5_000),
            (json!({}), 25_000, 5_000),
            (json!({"pingInterval": 1e300, "pingTimeout": u64::MAX}), 60_000, 60_000),
            (json!({"pingInterval": 300, "pingTimeout": 2000}), 300, 2_000),
        ] {
            let start = Instant::now();
            let mut machine = SocketIo2::new(&[], start);
            machine.handle_text(&format!("0{told}"), start);
            machine.handle_text("40", start);
            let ping = start + Duration::from_millis(every);
            assert_eq!(machine.next_deadline(), Some(ping), "{told}");
            machine.handle_timeout(ping);
            assert_eq!(machine.next_deadline(), Some(ping + Duration::from_millis(within)), "{told}");
        }
    }

    #[test]
    fn events_in_every_form_and_what_is_passed_over() {
        let now = Instant::now();
        let mut machine = opened(now);
        let event = |payload: Value| vec![Output::Event { name: "x".into(), payload }];
        for (text, expected) in [
            (r#"42["x",{"a":1},2]"#, event(json!({"a": 1}))),
            (r#"4217["x",{"a":1}]"#, event(json!({"a": 1}))),
            (r#"42/,["x"]"#, event(Value::Null)),
            (r#"42/chat,["x",{}]"#, vec![Output::Heard]),
            (r#"451-["x",{"_placeholder":true,"num":0}]"#, vec![Output::Heard]),
            ("431[]", vec![Output::Heard]),
            ("6", vec![Output::Heard]),
            ("2probe", vec![Output::Heard]),
            ("42{}", vec![Output::Unreadable("an event that is no JSON array")]),
            ("42[", vec![Output::Unreadable("an event that is no JSON array")]),
            ("42[1]", vec![Output::Unreadable("an event without a name")]),
            ("9", vec![Output::Unreadable("a packet of an unknown type")]),
            ("49", vec![Output::Unreadable("a packet of an unknown type")]),
            ("", vec![Output::Unreadable("a packet of an unknown type")]),
            (r#"44"slow down""#, vec![Output::Complaint("slow down".into())]),
        ] {
            assert_eq!(machine.handle_text(text, now), expected, "{text}");
        }
        assert_eq!(machine.handle_binary(), [Output::Heard]);
    }

    #[test]
    fn a_refused_namespace_is_a_refused_token() {
        let now = Instant::now();
        for (refusal, words) in [
            (r#"44"Not authorized""#, "Not authorized"),
            (r#"44{"message":"Not authorized"}"#, "Not authorized"),
            ("44Not authorized", "Not authorized"),
            ("44", "no reason given"),
        ] {
            let mut machine = SocketIo2::new(&[], now);
            machine.handle_text(GREETING, now);
            let refused = CloseReason::TokenRefused(words.into());
            assert_eq!(machine.handle_text(refusal, now), [Output::Close(refused)]);
        }
    }

    #[test]
    fn goodbyes() {
        let now = Instant::now();
        for text in ["41", "1"] {
            assert_eq!(opened(now).handle_text(text, now), [Output::Close(CloseReason::ServerClosed)]);
        }
    }

    #[test]
    fn a_server_that_says_nothing_or_waits_to_be_asked_is_given_ten_seconds() {
        let start = Instant::now();
        let mut machine = SocketIo2::new(&[], start);
        assert_eq!(machine.handle_timeout(start + SECOND * 9), []);
        let never = [Output::Close(CloseReason::NeverConnected)];
        assert_eq!(machine.handle_timeout(start + SECOND * 10), never);

        let mut machine = SocketIo2::new(&[], start);
        machine.handle_text(GREETING, start);
        assert_eq!(machine.next_deadline(), Some(start + SECOND * 10));
        let outputs = machine.handle_timeout(start + SECOND * 10);
        assert!(matches!(outputs[..], [Output::Close(CloseReason::WrongDialect(_))]), "{outputs:?}");
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic_or_answer_after_the_end(
            texts in prop::collection::vec(prop_oneof![
                any::<String>(),
                "[0-6][0-6]?[0-9]{0,2}(/[a-z]{0,3},?)?[\\[\\]{}\",a-z:0-9]{0,20}",
            ], 0..20),
            pause in 0_u64..30,
        ) {
            let mut now = Instant::now();
            let mut machine = SocketIo2::new(&[json!({})], now);
            machine.handle_text(GREETING, now);
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
