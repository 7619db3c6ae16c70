//! Fixtures, an account, and a scripted HTTP server on a port of its own.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, Once};
use std::time::Duration;

use antring::{Account, Client, ClientSettings};
use axum::Router;
use axum::body::Bytes;
use axum::extract::Request;
use axum::http::{HeaderMap, Method};
use axum::response::{IntoResponse, Response};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::time::Instant;
use url::Url;

pub const SECRET: &str = "s3cr3t-of-the-app";

pub fn account() -> Account {
    Account {
        app_id: "6544646543674".into(),
        app_secret: SECRET.into(),
        account_id: "aa00bb11cc22dd33ee44ff5566778899".into(),
        domain: "acme.antbuddy.com".into(),
        email: "ops@acme.example".into(),
    }
}

/// Without a pace, so that tests do not wait.
pub fn settings() -> ClientSettings {
    ClientSettings { requests_per_second: None, ..ClientSettings::default() }
}

pub fn client(base_url: &Url, settings: ClientSettings) -> Client {
    install_crypto();
    Client::new(base_url.clone(), account(), settings).expect("a client")
}

pub fn install_crypto() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        rustls::crypto::ring::default_provider().install_default().expect("it is the first");
    });
}

pub fn text(fixture: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(fixture);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

pub fn json(fixture: &str) -> Value {
    serde_json::from_str(&text(fixture)).unwrap_or_else(|error| panic!("{fixture}: {error}"))
}

pub fn json_lines(fixture: &str) -> Vec<Value> {
    text(fixture).lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}

/// Serves on a free port of the loopback for as long as the test lives.
pub async fn serve(router: Router) -> Url {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("it is bound");
    tokio::spawn(async move { axum::serve(listener, router).await });
    Url::parse(&format!("http://{address}")).expect("a URL")
}

/// A port where nobody listens.
pub async fn refusing() -> Url {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("it is bound");
    Url::parse(&format!("http://{address}")).expect("a URL")
}

/// Waits until something is so, as long as a busy machine may need.
pub async fn eventually(is_so: impl Fn() -> bool) {
    let give_up = Instant::now() + Duration::from_secs(10);
    while !is_so() {
        assert!(Instant::now() < give_up, "it never came to be");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

/// The text frames that a server got, in order.
#[derive(Debug, Clone, Default)]
pub struct Frames(Arc<Mutex<Vec<String>>>);

impl Frames {
    pub fn push(&self, text: &str) {
        self.0.lock().expect("no test panicked").push(text.to_owned());
    }

    pub fn all(&self) -> Vec<String> {
        self.0.lock().expect("no test panicked").clone()
    }
}

/// One request, as the server saw it.
#[derive(Debug, Clone)]
pub struct Seen {
    pub method: Method,
    /// Still percent-encoded.
    pub path: String,
    /// Decoded.
    pub query: Vec<(String, String)>,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Seen {
    pub fn param(&self, name: &str) -> Option<&str> {
        self.query.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

/// What was asked, in order.
#[derive(Debug, Clone, Default)]
pub struct Log(Arc<Mutex<Vec<Seen>>>);

impl Log {
    pub fn all(&self) -> Vec<Seen> {
        self.0.lock().expect("no test panicked").clone()
    }

    pub fn only(&self) -> Seen {
        let all = self.all();
        assert_eq!(all.len(), 1, "one request: {all:?}");
        all[0].clone()
    }
}

/// A server that answers every request by `answer`, and what it was asked.
pub async fn upstream<A>(answer: impl Fn(&Seen) -> A + Clone + Send + Sync + 'static) -> (Url, Log)
where
    A: IntoResponse,
{
    let log = Log::default();
    let seen_by = log.clone();
    let router = Router::new().fallback(move |request: Request| {
        let (answer, log) = (answer.clone(), seen_by.clone());
        async move {
            let seen = see(request).await;
            log.0.lock().expect("no test panicked").push(seen.clone());
            let response: Response = answer(&seen).into_response();
            response
        }
    });
    (serve(router).await, log)
}

async fn see(request: Request) -> Seen {
    let (head, body) = request.into_parts();
    let full =
        Url::parse("http://upstream").and_then(|base| base.join(&head.uri.to_string())).expect("a URL");
    Seen {
        method: head.method,
        path: head.uri.path().to_owned(),
        query: full.query_pairs().into_owned().collect(),
        headers: head.headers,
        body: axum::body::to_bytes(body, 1 << 20).await.expect("a small body"),
    }
}
