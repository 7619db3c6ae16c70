//! Socket.IO 0.9 as a state machine without a socket: text and the time in, outputs and the next deadline out.
//!
//! KAZOO 3.x kills the session for anything it does not expect (`protocols.md` §2.2): so this sends subscriptions,
//! heartbeats and a farewell, and never an acknowledgement.

use std::fmt;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::Instant;

use super::frame09::{Frame, frames};

/// The server beats every 5 s; after this much silence it is dead (§2.2).
const SILENCE_LIMIT: Duration = Duration::from_secs(20);

/// After the upgrade, the server's `1::` comes at once.
const CONNECT_LIMIT: Duration = Duration::from_secs(10);

/// The farewell, for when the owner wants no more.
pub const DISCONNECT: &str = "0::";

/// One connection, from the upgrade to its end.
pub struct SocketIo09 {
    phase: Phase,
    subscriptions: Vec<String>,
    deadline: Instant,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Connecting,
    Open,
    Ended,
}

/// What to do.
#[derive(Clone, PartialEq)]
pub enum Output {
    /// Send this text frame. It may hold the token.
    Send(String),
    /// The server accepted the connection.
    Opened,
    /// All subscriptions precede this in the outputs.
    Subscribed,
    /// A sign of life.
    Heard,
    Event {
        name: String,
        payload: Value,
    },
    /// What is wrong with a message, without its contents.
    Unreadable(&'static str),
    /// Close the socket. Nothing follows.
    Close(CloseReason),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CloseReason {
    /// `0::`.
    ServerClosed,
    /// `7`: the server's reason.
    ServerRefused(String),
    /// Neither event nor heartbeat for 20 s.
    Silent,
    /// The socket opened, but `1::` never came.
    NeverConnected,
}

impl SocketIo09 {
    /// `subscriptions` are the arguments of the `subscribe` messages, one message each: KAZOO takes one binding a
    /// message (§2.3). `now` is when the socket opened.
    pub fn new(subscriptions: &[Value], now: Instant) -> Self {
        let message = |arguments| format!("5:::{}", json!({ "name": "subscribe", "args": [arguments] }));
        Self {
            phase: Phase::Connecting,
            subscriptions: subscriptions.iter().map(message).collect(),
            deadline: now + CONNECT_LIMIT,
        }
    }

    /// One text message of the socket, which may hold several frames.
    pub fn handle_text(&mut self, text: &str, now: Instant) -> Vec<Output> {
        let mut outputs = Vec::new();
        for frame in frames(text) {
            if self.phase == Phase::Ended {
                break;
            }
            self.handle_frame(frame, &mut outputs);
        }
        if self.phase == Phase::Open {
            self.deadline = now + SILENCE_LIMIT;
        }
        outputs
    }

    /// To be called at [`next_deadline`](Self::next_deadline). Too early a call does nothing.
    pub fn handle_timeout(&mut self, now: Instant) -> Vec<Output> {
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

    /// When to call [`handle_timeout`](Self::handle_timeout); `None` after the end.
    pub fn next_deadline(&self) -> Option<Instant> {
        (self.phase != Phase::Ended).then_some(self.deadline)
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
            Frame::Error(reason) => self.close(CloseReason::ServerRefused(reason), outputs),
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

/// Frames to send are not printed, for the token in them.
impl fmt::Debug for Output {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Send(frame) => write!(formatter, "Send({} bytes)", frame.len()),
            Self::Opened => formatter.write_str("Opened"),
            Self::Subscribed => formatter.write_str("Subscribed"),
            Self::Heard => formatter.write_str("Heard"),
            Self::Event { name, .. } => write!(formatter, "Event({name})"),
            Self::Unreadable(what) => write!(formatter, "Unreadable({what})"),
            Self::Close(reason) => write!(formatter, "Close({reason:?})"),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn opened(now: Instant) -> SocketIo09 {
        let mut machine = SocketIo09::new(&[json!({"binding": "b"})], now);
        machine.handle_text("1::", now);
        machine
    }

    #[test]
    fn it_subscribes_once_when_the_server_accepts() {
        let now = Instant::now();
        let mut machine = SocketIo09::new(&[json!({"binding": "a"}), json!({"binding": "b"})], now);
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
    fn a_socket_that_says_nothing_is_given_ten_seconds() {
        let start = Instant::now();
        let mut machine = SocketIo09::new(&[], start);
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

    #[test]
    fn printing_an_output_shows_no_token() {
        let sent = Output::Send("5:::{\"auth_token\":\"5f2b8c0d\"}".into());
        assert!(!format!("{sent:?}").contains("5f2b8c0d"));
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
            let mut machine = SocketIo09::new(&[json!({})], now);
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
