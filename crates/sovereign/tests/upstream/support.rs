//! Fixtures, a client of any server, and a simulated Sovereign.

use std::path::PathBuf;
use std::sync::Once;
use std::time::Duration;

use serde_json::{Value, json};
use simulator::{Load, Options, Simulator, SovereignOptions};
use sovereign::{Client, ClientSettings};
use tokio::time::Instant;
use url::Url;

pub const KEY: &str = "fl_live_5ecr3tOfTheTests";

pub fn text(fixture: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(fixture);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

pub fn json(fixture: &str) -> Value {
    serde_json::from_str(&text(fixture)).unwrap_or_else(|error| panic!("{fixture}: {error}"))
}

pub fn client(base_url: &str, settings: ClientSettings) -> Client {
    install_crypto();
    Client::new(Url::parse(base_url).expect("a URL"), KEY.into(), settings).expect("a client")
}

pub fn install_crypto() {
    static INSTALLED: Once = Once::new();
    INSTALLED.call_once(|| {
        rustls::crypto::ring::default_provider().install_default().expect("it is the first");
    });
}

/// A simulated Sovereign, its client, and its control API.
pub struct Upstream {
    pub simulator: Simulator,
    pub client: Client,
    http: reqwest::Client,
}

impl Upstream {
    /// Quiet; the client keeps no limits of its own.
    pub async fn quiet() -> Self {
        Self::with(|_| {}, |_| {}).await
    }

    pub async fn with(
        change: impl FnOnce(&mut SovereignOptions),
        change_client: impl FnOnce(&mut ClientSettings),
    ) -> Self {
        install_crypto();
        let mut sovereign = SovereignOptions { report_seconds: 0.05, ..SovereignOptions::default() };
        sovereign.credentials.api_key = KEY.to_owned();
        change(&mut sovereign);
        let options = Options { load: Load::Quiet, sovereign: Some(sovereign), ..Options::default() };
        let simulator = Simulator::start(options).await.expect("it starts");
        let mut settings = ClientSettings {
            requests_per_minute: None,
            commands_per_minute: None,
            ..ClientSettings::default()
        };
        change_client(&mut settings);
        let client = client(&simulator.sovereign_url().expect("it was asked for"), settings);
        let http = reqwest::Client::builder().no_proxy().timeout(Duration::from_secs(10)).build();
        Self { simulator, client, http: http.expect("a client") }
    }

    /// Orders something of Sovereign's control API that must succeed.
    pub async fn order(&self, path: &str, body: Value) -> Value {
        let url = self.simulator.sovereign_url().expect("it was asked for");
        let url = format!("{}/control/{path}", url.trim_end_matches("/api/v1"));
        let answer = self.http.post(url).json(&body).send().await.expect("an answer");
        let status = answer.status();
        let answer: Value = answer.json().await.expect("JSON");
        assert!(status.is_success(), "{path}: {status} {answer}");
        answer
    }

    /// A held call in progress, by REST's id.
    pub async fn live_call(&self, customer: &str) -> String {
        let call = self.order("calls", json!({ "customer": customer, "hold": true })).await;
        let id = call["id"].as_str().expect("an id").to_owned();
        self.drive(&id, "answer", json!({})).await;
        id
    }

    pub async fn drive(&self, id: &str, verb: &str, body: Value) -> Value {
        self.order(&format!("calls/{}/{verb}", id.replace('+', "%2B")), body).await
    }

    /// What Sovereign itself knows.
    pub async fn truth(&self) -> Value {
        let url = self.simulator.sovereign_url().expect("it was asked for");
        self.look(&format!("{}/control/state", url.trim_end_matches("/api/v1"))).await
    }

    /// What the AntRing centre knows.
    pub async fn centre(&self) -> Value {
        self.look(&format!("{}/control/state", self.simulator.rest_url())).await
    }

    async fn look(&self, url: &str) -> Value {
        self.http.get(url).send().await.expect("an answer").json().await.expect("JSON")
    }
}

/// Waits until something is there, as long as a busy machine may need.
pub async fn eventually<T>(mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let give_up = Instant::now() + Duration::from_secs(20);
    loop {
        if let Some(found) = look().await {
            return found;
        }
        assert!(Instant::now() < give_up, "it never came to be");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}
