//! What one change costs to reach a viewer: the real server, the simulator's traffic, and many viewers on loopback.
//!
//! `cargo bench -p server --bench fan_out` prints one row a case. A delivery is one change reaching one viewer.
//! The age of a frame is measured from the server's own stamp to its arrival in this process, so it includes this
//! process's share of two busy cores; CPU is the server process's alone.

mod running;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use access::{Access, By, NewToken, Role, Rules};
use futures_util::StreamExt;
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use tokio::sync::Mutex;
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;

use crate::running::Running;

/// Viewers, and events a second in the simulated centre (each event changes two to three rows).
const CASES: [(usize, u32); 3] = [(200, 40), (1_000, 40), (4_000, 10)];
const MEASURED: Duration = Duration::from_secs(10);

fn main() {
    // The control API is asked by reqwest, which makes no client without a provider, even for plain HTTP.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    row(&[
        "viewers",
        "changes/s",
        "frames/s",
        "deliveries",
        "µs CPU each",
        "p50 ms",
        "p99 ms",
        "bytes/change",
        "kB/viewer",
    ]);
    for (viewers, events) in CASES {
        runtime.block_on(case(viewers, events));
    }
}

async fn case(viewers: usize, events: u32) {
    let mut simulator =
        Running::start(&["simulator", "--rest-port", "0", "--events-port", "0", "--load", "quiet"], &[]);
    let account: Value = serde_json::from_str(&simulator.first_line()).expect("the simulator's account");
    let text = |key: &str| account[key].as_str().expect("text").to_owned();
    let data_dir = std::env::temp_dir().join(format!("callboard-fan-out-{}-{viewers}", std::process::id()));
    let settings = [
        ("SERVER__LISTEN", "127.0.0.1:0".to_owned()),
        ("SERVER__DATA_DIR", data_dir.to_string_lossy().into_owned()),
        ("ANTRING__BASE_URL", text("rest_url")),
        ("ANTRING__EVENTS_URL", text("events_url")),
        ("ANTRING__EVENTS_DIALECT", "socketio09".to_owned()),
        ("ANTRING__APP_ID", text("app_id")),
        ("ANTRING__APP_SECRET", text("app_secret")),
        ("ANTRING__ACCOUNT_ID", text("account_id")),
        ("ANTRING__DOMAIN", text("domain")),
        ("ANTRING__EMAIL", text("email")),
        ("SERVER__STREAMS_PER_USER", viewers.to_string()),
    ];
    let token = format!("Bearer {}", token(&data_dir).await);
    let mut server = Running::start(&["serve"], &settings);
    let address = server.first_line().rsplit("http://").next().expect("an address").trim().to_owned();
    let empty_kb = server.resident_kb();

    let tally = Arc::new(Tally::default());
    let mut watching = Vec::new();
    for number in 0..viewers {
        let mut request = format!("ws://{address}/live").into_client_request().expect("a request");
        request.headers_mut().insert("authorization", token.parse().expect("a header"));
        let (mut socket, _) = connect_async(request).await.expect("a live stream");
        let tally = tally.clone();
        watching.push(tokio::spawn(async move {
            while let Some(Ok(message)) = socket.next().await {
                if let Message::Text(text) = message {
                    tally.take(number, text.as_str()).await;
                }
            }
        }));
    }
    let per_viewer_kb = (server.resident_kb() - empty_kb) / viewers as f64;

    let control = reqwest::Client::builder().no_proxy().build().expect("a client");
    let load = control.post(format!("{}/control/load", text("rest_url")));
    let answer =
        load.json(&json!({ "events_per_second": events })).send().await.expect("the simulator answers");
    assert!(answer.status().is_success());
    tokio::time::sleep(Duration::from_secs(3)).await;
    tally.reset().await;
    let cpu_before = server.cpu_seconds();
    tokio::time::sleep(MEASURED).await;
    let cpu = server.cpu_seconds() - cpu_before;
    let (frames, changes, bytes) = (tally.frames(), tally.changes(), tally.bytes());
    let deliveries = changes as f64 * frames as f64 / tally.frames_of_first().max(1) as f64;
    let mut ages = tally.ages.lock().await;
    ages.sort_unstable();
    let at =
        |share: f64| ages.get((ages.len() as f64 * share) as usize).copied().unwrap_or_default().to_string();
    let seconds = MEASURED.as_secs_f64();
    row(&[
        &viewers.to_string(),
        &format!("{:.0}", changes as f64 / seconds),
        &format!("{:.0}", tally.frames_of_first() as f64 / seconds),
        &format!("{deliveries:.0}"),
        &format!("{:.2}", cpu * 1e6 / deliveries.max(1.0)),
        &at(0.5),
        &at(0.99),
        &format!("{:.0}", bytes as f64 / changes.max(1) as f64),
        &format!("{per_viewer_kb:.1}"),
    ]);
    watching.iter().for_each(tokio::task::JoinHandle::abort);
}

/// What all viewers show.
async fn token(data_dir: &Path) -> String {
    std::fs::create_dir_all(data_dir).expect("a directory");
    let access = Access::open(&data_dir.join("access.db"), Rules::default()).await.expect("accounts");
    let new = NewToken {
        name: "fan-out".into(),
        role: Role::Supervisor,
        board: None,
        queues: None,
        agent: None,
        expires_at: None,
    };
    let by = By::command_line("bench");
    let (_, secret) = access.create_token(new, &by, server::clock::now()).await.expect("a token");
    secret.expose_secret().to_owned()
}

#[expect(clippy::print_stdout, reason = "a benchmark prints its figures")]
fn row(cells: &[&str]) {
    println!("{}", cells.iter().map(|cell| format!("{cell:>13}")).collect::<String>());
}

/// What all viewers received; changes and bytes are counted by the first alone, since all get the same.
#[derive(Default)]
struct Tally {
    frames: AtomicU64,
    of_first: AtomicU64,
    changes: AtomicU64,
    bytes: AtomicU64,
    /// Milliseconds from the server's stamp to arrival.
    ages: Mutex<Vec<i64>>,
}

impl Tally {
    async fn take(&self, viewer: usize, text: &str) {
        if !text.starts_with("{\"type\":\"delta\"") {
            return;
        }
        self.frames.fetch_add(1, Ordering::Relaxed);
        if viewer.is_multiple_of(50) {
            let at = text.split("\"at\":\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a stamp");
            let at: jiff::Timestamp = at.parse().expect("RFC 3339");
            self.ages.lock().await.push(server::clock::now() - at.as_millisecond());
        }
        if viewer == 0 {
            let frame: Value = serde_json::from_str(text).expect("a frame");
            let changes = frame["changes"].as_array().map_or(0, Vec::len);
            self.of_first.fetch_add(1, Ordering::Relaxed);
            self.changes.fetch_add(changes as u64, Ordering::Relaxed);
            self.bytes.fetch_add(text.len() as u64, Ordering::Relaxed);
        }
    }

    async fn reset(&self) {
        for count in [&self.frames, &self.of_first, &self.changes, &self.bytes] {
            count.store(0, Ordering::Relaxed);
        }
        self.ages.lock().await.clear();
    }

    fn frames(&self) -> u64 {
        self.frames.load(Ordering::Relaxed)
    }

    fn frames_of_first(&self) -> u64 {
        self.of_first.load(Ordering::Relaxed)
    }

    fn changes(&self) -> u64 {
        self.changes.load(Ordering::Relaxed)
    }

    fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }
}
