//! A bounded outlet of raw traffic, for `callboard check` and `callboard capture`.
//!
//! What goes through it holds no secret by construction: of a request only its method, its path and the few parameters
//! of [`SHOWN`] are taken, never a header, a hash or a body; of an answer the token, the signature of a link, and
//! whatever repeats our own secrets are taken out before it enters. It never waits: what does not fit is counted.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use tokio::sync::mpsc;
use tokio::time::Instant;
use url::Url;

/// Parameters of a query that say something and are nobody's secret.
const SHOWN: [&str; 5] = ["created_from", "created_to", "limit", "page", "media"];

/// Bytes of an answer that are kept; what is longer is cut, and is then no JSON any more.
const BODY_LIMIT: usize = 4 * 1024 * 1024;

/// Shorter ones would be found in every number.
const SHORTEST_SECRET: usize = 4;

/// The sending end; cheap to clone.
#[derive(Debug, Clone)]
pub struct Tap {
    sender: mpsc::Sender<Tapped>,
    lost: Arc<AtomicU64>,
}

/// One piece of traffic.
#[derive(Debug, Clone, PartialEq)]
pub enum Tapped {
    Rest(RestExchange),
    Feed(FeedMessage),
    FeedState(FeedState),
}

/// A request and what came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct RestExchange {
    pub method: String,
    /// Without the prefix of `base_url`: `/oapi/v1/call/dashboard`. A dialled number is shown as `:number`.
    pub path: String,
    /// Only what [`SHOWN`] names.
    pub query: Vec<(String, String)>,
    pub sent_at: Instant,
    /// When the last byte came, or the request failed.
    pub ended_at: Instant,
    /// `None` when no answer came; then `failure` says why.
    pub status: Option<u16>,
    pub failure: Option<String>,
    /// The answer's `Date` header as it was written.
    pub date: Option<String>,
    /// At most [`BODY_LIMIT`] bytes, scrubbed.
    pub body: String,
}

/// An event of the feed, as its dialect delivered it.
#[derive(Debug, Clone, PartialEq)]
pub struct FeedMessage {
    pub at: Instant,
    /// The socket's name for it.
    pub name: String,
    pub payload: Value,
}

/// What became of the feed's connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedState {
    pub at: Instant,
    pub state: String,
}

impl Tap {
    /// At most `capacity` pieces wait for the receiver.
    pub fn new(capacity: usize) -> (Self, mpsc::Receiver<Tapped>) {
        let (sender, receiver) = mpsc::channel(capacity.max(1));
        (Self { sender, lost: Arc::default() }, receiver)
    }

    /// Pieces that did not fit.
    pub fn lost(&self) -> u64 {
        self.lost.load(Ordering::Relaxed)
    }

    /// An event of the feed. KAZOO repeats the token in the `cause` of an `auth_failure` (`protocols.md` §2.3).
    pub fn feed(&self, name: &str, payload: &Value) {
        let mut payload = payload.clone();
        if name == "auth_failure"
            && let Some(fields) = payload.as_object_mut()
        {
            fields.remove("cause");
        }
        self.offer(Tapped::Feed(FeedMessage { at: Instant::now(), name: name.into(), payload }));
    }

    /// A word about the feed's connection.
    pub fn feed_state(&self, state: impl Into<String>) {
        self.offer(Tapped::FeedState(FeedState { at: Instant::now(), state: state.into() }));
    }

    fn offer(&self, piece: Tapped) {
        if let Err(mpsc::error::TrySendError::Full(_)) = self.sender.try_send(piece) {
            self.lost.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// A request under way; it goes into the tap when it is dropped, whatever became of it.
pub(crate) struct Note {
    tap: Tap,
    exchange: RestExchange,
    /// What must not be in the answer: the application's secret, and the hashes made with it.
    hidden: [SecretString; 2],
}

impl Note {
    /// `prefix`: the path of the base URL.
    pub fn new(
        tap: &Tap,
        method: &str,
        url: &Url,
        prefix: &str,
        secret: &SecretString,
        hash: String,
    ) -> Self {
        let path = url.path().strip_prefix(prefix.trim_end_matches('/')).unwrap_or(url.path());
        let path = match path.split_once("/click-to-call/") {
            Some((before, _number)) => format!("{before}/click-to-call/:number"),
            None => path.to_owned(),
        };
        let query = url.query_pairs().into_owned().filter(|(key, _)| SHOWN.contains(&key.as_str()));
        let now = Instant::now();
        Self {
            tap: tap.clone(),
            hidden: [secret.clone(), hash.into()],
            exchange: RestExchange {
                method: method.into(),
                path,
                query: query.collect(),
                sent_at: now,
                ended_at: now,
                status: None,
                failure: None,
                date: None,
                body: String::new(),
            },
        }
    }

    pub fn answered(&mut self, status: u16, date: Option<&str>) {
        self.exchange.status = Some(status);
        self.exchange.date = date.map(str::to_owned);
        self.exchange.ended_at = Instant::now();
    }

    pub fn failed(&mut self, failure: impl ToString) {
        self.exchange.failure = Some(failure.to_string());
        self.exchange.ended_at = Instant::now();
    }

    pub fn heard(&mut self, body: &[u8]) {
        self.exchange.ended_at = Instant::now();
        let body = String::from_utf8_lossy(&body[..body.len().min(BODY_LIMIT)]).into_owned();
        self.exchange.body = match self.exchange.path.rsplit('/').next() {
            Some("auth_token") => without_token(&body),
            Some("play_recording") => without_signature(&body),
            _ => body,
        };
        for secret in &self.hidden {
            self.exchange.body = without(&self.exchange.body, secret.expose_secret());
        }
    }
}

impl Drop for Note {
    fn drop(&mut self) {
        self.tap.offer(Tapped::Rest(self.exchange.clone()));
    }
}

/// Every text of a token's answer but its expiry; an answer that is no JSON is left out whole.
fn without_token(body: &str) -> String {
    fn scrub(value: &mut Value, under: &str) {
        match value {
            Value::Object(fields) => fields.iter_mut().for_each(|(key, value)| scrub(value, key)),
            Value::Array(items) => items.iter_mut().for_each(|item| scrub(item, under)),
            Value::String(text) if !under.to_lowercase().contains("expire") => *text = "scrubbed".into(),
            _ => {}
        }
    }
    match serde_json::from_str::<Value>(body) {
        Ok(mut answer) => {
            scrub(&mut answer, "");
            answer.to_string()
        }
        Err(_) => String::new(),
    }
}

/// Links without their query, which is what opens them.
fn without_signature(body: &str) -> String {
    body.split_inclusive(['"', ' ', '\n'])
        .map(|part| match (part.contains("://"), part.split_once('?')) {
            (true, Some((link, _))) if part.ends_with('"') => format!("{link}\""),
            (true, Some((link, _))) => link.to_owned(),
            _ => part.to_owned(),
        })
        .collect()
}

/// The text without a secret that stands in it as a word of its own.
fn without(text: &str, secret: &str) -> String {
    if secret.len() < SHORTEST_SECRET {
        return text.to_owned();
    }
    let mut cleaned = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(secret) {
        let (before, after) = (&rest[..at], &rest[at + secret.len()..]);
        let in_a_word = before.chars().next_back().is_some_and(char::is_alphanumeric)
            || after.chars().next().is_some_and(char::is_alphanumeric);
        cleaned.push_str(before);
        cleaned.push_str(if in_a_word { secret } else { "scrubbed" });
        rest = after;
    }
    cleaned + rest
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn note(tap: &Tap, path: &str) -> Note {
        let url = format!("http://h/prefix/oapi/v1{path}");
        let url = Url::parse(&url).expect("a URL");
        Note::new(tap, "GET", &url, "/prefix", &"s3cr3t".to_owned().into(), "ab12hash".into())
    }

    fn tapped(path: &str, body: &str) -> RestExchange {
        let (tap, mut received) = Tap::new(4);
        let mut note = note(&tap, path);
        note.answered(200, Some("Fri, 20 Nov 2026 08:00:30 GMT"));
        note.heard(body.as_bytes());
        drop(note);
        match received.try_recv() {
            Ok(Tapped::Rest(exchange)) => exchange,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn of_a_request_only_the_harmless_parameters_are_seen() {
        let exchange = tapped(
            "/call/histories?appId=654&created_from=2026&limit=100&hash=ab12hash&domain=acme&email=a%40b",
            "[]",
        );
        assert_eq!(exchange.path, "/oapi/v1/call/histories");
        assert_eq!(exchange.query, [("created_from".into(), "2026".into()), ("limit".into(), "100".into())]);
        let dialled = tapped("/call/click-to-call/0912345678?sipUser=u&sipPassword=p", "");
        assert_eq!((dialled.path.as_str(), dialled.query.len()), ("/oapi/v1/call/click-to-call/:number", 0));
    }

    #[test]
    fn tokens_signatures_and_our_own_secrets_do_not_enter() {
        let token = tapped("/voice/auth_token", "{\"data\":{\"value\":\"5f2b\",\"expire\":\"2026-11-20\"}}");
        assert_eq!(token.body, "{\"data\":{\"expire\":\"2026-11-20\",\"value\":\"scrubbed\"}}");
        assert_eq!(tapped("/voice/auth_token", "5f2b8c0d").body, "");
        let link = "{\"media\":\"https://abs1/a%40b.mp3?AWSAccessKeyId=K&Signature=S%3D\",\"x\":1}";
        assert_eq!(
            tapped("/call/play_recording", link).body,
            "{\"media\":\"https://abs1/a%40b.mp3\",\"x\":1}"
        );
        let echo = tapped("/queues", "{\"error\":\"s3cr3t or ab12hash, not xs3cr3t\"}");
        assert_eq!(echo.body, "{\"error\":\"scrubbed or scrubbed, not xs3cr3t\"}");
    }

    #[test]
    fn an_auth_failures_cause_is_the_token() {
        let (tap, mut received) = Tap::new(4);
        tap.feed("auth_failure", &json!({"message": "invalid auth token", "cause": "5f2b"}));
        let Ok(Tapped::Feed(message)) = received.try_recv() else { panic!("a message") };
        assert_eq!(message.payload, json!({"message": "invalid auth token"}));
    }

    #[test]
    fn it_never_waits_and_counts_what_does_not_fit() {
        let (tap, received) = Tap::new(2);
        for _ in 0..5 {
            tap.feed_state("connected");
        }
        assert_eq!(tap.lost(), 3);
        drop(received);
        tap.feed_state("nobody listens: no loss");
        assert_eq!(tap.lost(), 3);
    }
}
