//! Socket.IO 0.9 as a state machine without a socket: text and the time in, outputs and the next deadline out.
//!
//! KAZOO 3.x kills the session for anything it does not expect (`protocols.md` §2.2): so this sends subscriptions,
//! heartbeats and a farewell, and never an acknowledgement.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::Instant;

use super::frame09::{Frame, frames};
use super::machine::{CloseReason, Machine, Output};
use super::words::words;

/// KAZOO beats every 5 s, announces a limit of 30 s, and is dead after this much silence (§2.2).
const SILENCE_LIMIT: Duration = Duration::from_secs(20);

/// A server that announces no limit may not beat at all.
const LONGEST_SILENCE: Duration = Duration::from_secs(120);

/// After the upgrade, the server's `1::` comes at once.
const CONNECT_LIMIT: Duration = Duration::from_secs(10);

/// One connection, from the upgrade to its end.
pub struct SocketIo09 {
    phase: Phase,
    subscriptions: Vec<String>,
    silence_limit: Duration,
    deadline: Instant,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Connecting,
    Open,
    Ended,
}

impl SocketIo09 {
    /// `subscriptions` are the arguments of the `subscribe` messages, one message each: KAZOO takes one binding a
    /// message (§2.3). `heartbeat_limit` is what the handshake announced: two thirds of it are waited for, but 20 s
    /// at least and 120 s at most. (Socket.IO's own server of version 0.9 announces 60 s and beats every 25 s.)
    /// `now` is when the socket opened.
    pub fn new(subscriptions: &[Value], heartbeat_limit: Option<Duration>, now: Instant) -> Self {
        let message = |arguments| format!("5:::{}", json!({ "name": "subscribe", "args": [arguments] }));
        Self {
            phase: Phase::Connecting,
            subscriptions: subscriptions.iter().map(message).collect(),
            silence_limit: heartbeat_limit
                .map_or(LONGEST_SILENCE, |limit| limit / 3 * 2)
                .clamp(SILENCE_LIMIT, LONGEST_SILENCE),
            deadline: now + CONNECT_LIMIT,
        }
    }

    fn handle_frame(&mut self, frame: Frame, outputs: &mut Vec<Output>) {
        match frame {
            Frame::Connect if self.phase == Phase::Connecting => self.open(outputs),
            // An event before `1::` shows as well that the connection stands.
            Frame::Event { .. } | Frame::Heartbeat if self.phase == Phase::Connecting => {
                self.open(outputs);
                self.handle_frame(frame, outputs);
            }
            Frame::Heartbeat => outputs.extend([Output::Send("2::".into()), Output::Heard]),
            Frame::Event { name, payload } => outputs.push(Output::Event { name, payload }),
            Frame::Connect | Frame::Nothing => outputs.push(Output::Heard),
            Frame::Unreadable(what) => outputs.push(Output::Unreadable(what)),
            Frame::Disconnect => self.close(CloseReason::ServerClosed, outputs),
            Frame::Error(reason) => self.close(CloseReason::ServerRefused(words(&reason)), outputs),
        }
    }

    /// Subscribes, once a connection: a second time could double every event (§2.3).
    fn open(&mut self, outputs: &mut Vec<Output>) {
        self.phase = Phase::Open;
        outputs.push(Output::Opened);
        outputs.extend(self.subscriptions.drain(..).map(Output::Send));
        outputs.push(Output::Subscribed);
    }

    fn close(&mut self, reason: CloseReason, outputs: &mut Vec<Output>) {
        self.phase = Phase::Ended;
        outputs.push(Output::Close(reason));
    }
}

impl Machine for SocketIo09 {
    /// It may hold several frames.
    fn handle_text(&mut self, text: &str, now: Instant) -> Vec<Output> {
        let mut outputs = Vec::new();
        for frame in frames(text) {
            if self.phase == Phase::Ended {
                break;
            }
            self.handle_frame(frame, &mut outputs);
        }
        if self.phase == Phase::Open {
            self.deadline = now + self.silence_limit;
        }
        outputs
    }

    fn handle_timeout(&mut self, now: Instant) -> Vec<Output> {
        if now < self.deadline || self.phase == Phase::Ended {
            return vec![];
        }
        let reason = match self.phase {
            Phase::Connecting => CloseReason::NeverConnected,
            _ => CloseReason::Silent,
        };
        self.phase = Phase::Ended;
        vec![Output::Close(reason)]
    }

    fn next_deadline(&self) -> Option<Instant> {
        (self.phase != Phase::Ended).then_some(self.deadline)
    }

    fn farewell(&self) -> Option<&'static str> {
        Some("0::")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);
    const KAZOO: Option<Duration> = Some(Duration::from_secs(30));

    fn opened(now: Instant) -> SocketIo09 {
        let mut machine = SocketIo09::new(&[json!({"binding": "b"})], KAZOO, now);
        machine.handle_text("1::", now);
        machine
    }

    #[test]
    fn it_subscribes_once_when_the_server_accepts() {
        let now = Instant::now();
        let mut machine = SocketIo09::new(&[json!({"binding": "a"}), json!({"binding": "b"})], KAZOO, now);
        let expected = [
            Output::Opened,
            Output::Send(r#"5:::{"args":[{"binding":"a"}],"name":"subscribe"}"#.into()),
            Output::Send(r#"5:::{"args":[{"binding":"b"}],"name":"subscribe"}"#.into()),
            Output::Subscribed,
        ];
        assert_eq!(machine.handle_text("1::", now), expected);
        assert_eq!(machine.handle_text("1::", now), [Output::Heard]);
    }

    #[test]
    fn heartbeats_are_answered_and_keep_it_alive() {
        let start = Instant::now();
        let mut machine = opened(start);
        for beat in 1..100 {
            let now = start + SECOND * 5 * beat;
            assert_eq!(machine.handle_timeout(now), []);
            assert_eq!(machine.handle_text("2::", now), [Output::Send("2::".into()), Output::Heard]);
        }
    }

    #[test]
    fn twenty_seconds_of_silence_end_it() {
        let start = Instant::now();
        let mut machine = opened(start);
        assert_eq!(machine.next_deadline(), Some(start + SECOND * 20));
        assert_eq!(machine.handle_timeout(start + SECOND * 19), []);
        assert_eq!(machine.handle_timeout(start + SECOND * 20), [Output::Close(CloseReason::Silent)]);
        assert_eq!((machine.next_deadline(), machine.handle_timeout(start + SECOND * 99)), (None, vec![]));
        assert_eq!(machine.handle_text("2::", start + SECOND * 99), []);
    }

    #[test]
    fn a_server_that_announces_more_is_given_more() {
        let start = Instant::now();
        for (announced, waited) in [(Some(60), 40), (Some(5), 20), (Some(9999), 120), (None, 120)] {
            let mut machine = SocketIo09::new(&[], announced.map(Duration::from_secs), start);
            machine.handle_text("1::", start);
            assert_eq!(machine.next_deadline(), Some(start + SECOND * waited), "{announced:?}");
        }
    }

    #[test]
    fn a_socket_that_says_nothing_is_given_ten_seconds() {
        let start = Instant::now();
        let mut machine = SocketIo09::new(&[], KAZOO, start);
        let end = machine.handle_timeout(start + SECOND * 10);
        assert_eq!(end, [Output::Close(CloseReason::NeverConnected)]);
    }

    #[test]
    fn the_servers_farewell_and_its_refusal() {
        let now = Instant::now();
        assert_eq!(opened(now).handle_text("0::", now), [Output::Close(CloseReason::ServerClosed)]);
        let refused = CloseReason::ServerRefused("1+0".into());
        assert_eq!(opened(now).handle_text("7:::1+0", now), [Output::Close(refused)]);
    }

    #[test]
    fn an_event_with_an_acknowledgement_id_is_never_acknowledged() {
        let now = Instant::now();
        let outputs = opened(now).handle_text("5:1+::{\"name\":\"x\",\"args\":{}}", now);
        assert_eq!(outputs, [Output::Event { name: "x".into(), payload: json!({}) }]);
    }

    #[test]
    fn nothing_follows_a_farewell_in_a_batch() {
        let now = Instant::now();
        let batch = "\u{FFFD}3\u{FFFD}0::\u{FFFD}3\u{FFFD}2::";
        assert_eq!(opened(now).handle_text(batch, now), [Output::Close(CloseReason::ServerClosed)]);
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic_or_answer_after_the_end(
            texts in prop::collection::vec(prop_oneof![
                any::<String>(),
                "[0-9]{0,2}:[0-9+]{0,3}:[a-z/]{0,3}:[ -~]{0,40}",
                "(\u{FFFD}[0-9]{0,3}\u{FFFD}[0-8]::[:a-zễ📞{}\"]{0,9}){0,4}",
            ], 0..20),
            pause in 0_u64..30,
        ) {
            let mut now = Instant::now();
            let mut machine = SocketIo09::new(&[json!({})], KAZOO, now);
            let mut ended = false;
            for text in texts {
                now += SECOND * u32::try_from(pause).expect("it is small");
                let outputs: Vec<Output> =
                    machine.handle_timeout(now).into_iter().chain(machine.handle_text(&text, now)).collect();
                prop_assert!(!ended || outputs.is_empty());
                ended |= outputs.iter().any(|output| matches!(output, Output::Close(_)));
                prop_assert_eq!(machine.next_deadline().is_none(), ended);
                let closes = outputs.iter().filter(|output| matches!(output, Output::Close(_))).count();
                prop_assert!(closes <= 1);
            }
        }
    }
}
