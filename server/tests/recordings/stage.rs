//! A server with one recorded call, its storage, and how answers are told.

use std::time::Duration;

use access::{AuditFilter, Did};
use reqwest::{Method, RequestBuilder, Response};
use serde_json::{Value, json};
use server::config::Config;
use simulator::{Load, Options};

use crate::support::secrets::Secret;
use crate::support::{TestServer, in_path, until};

/// What the simulator's recordings are made of.
const CONVERSATION: &[u8] = include_bytes!("../../../crates/simulator/assets/conversation.mp3");
pub const QUEUE: &str = "Bán hàng";

pub struct Stage {
    pub server: TestServer,
    /// Its id, as a segment of a path.
    pub call: String,
}

pub fn quiet() -> Options {
    Options { load: Load::Quiet, history_delay: 0, ..Options::default() }
}

impl Stage {
    pub async fn open(change: impl FnOnce(&mut Config)) -> Self {
        Self::with(TestServer::start_with(quiet(), change).await).await
    }

    pub async fn with(server: TestServer) -> Self {
        server.ready().await;
        let call = talked(&server).await;
        Self { server, call }
    }

    /// The storage behaves like this from now on.
    pub async fn order(&self, order: Value) {
        self.server.control("/media", order).await;
    }

    pub async fn asked(&self) -> Vec<Value> {
        let told = self.server.control_get("/media").await;
        told["requests"].as_array().expect("requests").clone()
    }

    pub async fn links(&self) -> u64 {
        self.server.control_get("/media").await["links"].as_u64().expect("a number")
    }

    pub fn get(&self) -> RequestBuilder {
        self.request(Method::GET, &self.call)
    }

    pub fn range(&self, range: &str) -> RequestBuilder {
        self.get().header("range", range)
    }

    /// `call`: the rest of the path.
    pub fn request(&self, method: Method, call: &str) -> RequestBuilder {
        self.server.client().request(method, self.server.url(&format!("/recordings/{call}")))
    }

    pub async fn written(&self, did: Did) -> usize {
        let filter = AuditFilter { did: Some(did), ..AuditFilter::default() };
        self.server.access.audit_entries(&filter, 100).await.expect("the audit").len()
    }
}

/// A call that somebody talked on, as the server knows it.
pub async fn talked(server: &TestServer) -> String {
    let call = server.held_call(QUEUE, "0912345678").await;
    server.drive(&call, "answer", json!({})).await;
    server
        .viewer("")
        .await
        .until_call(&call, "they talk", |call| call.state == wire::CallState::Talking)
        .await;
    server.drive(&call, "hang-up", json!({})).await;
    let path = in_path(&call);
    // The store hears of its end within a second.
    until("the call has ended for the store too", || async {
        let head = server.client().head(server.url(&format!("/recordings/{path}"))).send().await.ok()?;
        head.status().is_success().then_some(())
    })
    .await;
    path
}

/// With another secret than the supervisor's program.
pub fn by(stage: &Stage, secret: &Secret) -> RequestBuilder {
    let (name, value) = secret.header().expect("a secret");
    let url = stage.server.url(&format!("/recordings/{}", stage.call));
    stage.server.plain().get(url).header(name, value)
}

/// What came, in words: the status, the range, and whether the bytes are those of that place.
pub async fn told(request: RequestBuilder) -> String {
    let answer = request.timeout(Duration::from_secs(60)).send().await.expect("an answer");
    let status = answer.status().as_u16();
    if status >= 400 && status != 416 {
        let again = header(&answer, "retry-after").map(|seconds| format!(", again in {seconds} s"));
        let body: Value = answer.json().await.unwrap_or_default();
        return format!("{status} {}{}", body["error"].as_str().unwrap_or("-"), again.unwrap_or_default());
    }
    let range = header(&answer, "content-range").map(|range| format!(" {range}")).unwrap_or_default();
    let from = range.trim_start_matches(" bytes ").split('-').next().and_then(|from| from.parse().ok());
    let body = match answer.bytes().await {
        Err(_) => "broken off".to_owned(),
        Ok(bytes) if bytes.is_empty() => "no body".to_owned(),
        Ok(bytes) if is_sound(from.unwrap_or(0), &bytes) => format!("{} right bytes", bytes.len()),
        Ok(bytes) => format!("{} WRONG bytes", bytes.len()),
    };
    format!("{status}{range}, {body}")
}

/// Whether these are the recording's bytes from there on.
pub fn is_sound(from: usize, bytes: &[u8]) -> bool {
    bytes.iter().enumerate().all(|(at, byte)| *byte == CONVERSATION[(from + at) % CONVERSATION.len()])
}

pub fn header(answer: &Response, name: &str) -> Option<String> {
    answer.headers().get(name).map(|value| value.to_str().expect("text").to_owned())
}
