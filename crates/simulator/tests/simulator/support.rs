//! A small client for the tests: REST with hashes, the control API, and the feed.

#![expect(
    clippy::unwrap_used,
    reason = "helpers of tests, which the lint's exemption for tests does not reach"
)]

use std::time::Duration;

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use simulator::{Credentials, Load, Options, Simulator};

pub struct Centre {
    pub simulator: Simulator,
    pub http: reqwest::Client,
}

impl Centre {
    /// A quiet centre: nothing happens but what the test orders.
    pub async fn quiet() -> Self {
        Self::with(|_| {}).await
    }

    pub async fn with(change: impl FnOnce(&mut Options)) -> Self {
        rustls::crypto::ring::default_provider().install_default().ok();
        let mut options = Options { load: Load::Quiet, history_delay: 0, ..Options::default() };
        change(&mut options);
        let http = reqwest::Client::builder().timeout(Duration::from_secs(10)).no_proxy().build().unwrap();
        Self { simulator: Simulator::start(options).await.unwrap(), http }
    }

    pub fn credentials(&self) -> &Credentials {
        self.simulator.credentials()
    }

    pub async fn control(&self, method: Method, path: &str, body: Value) -> (StatusCode, Value) {
        let url = format!("{}/control/{path}", self.simulator.rest_url());
        let mut request = self.http.request(method, url);
        if !body.is_null() {
            request = request.json(&body);
        }
        let answer = request.send().await.unwrap();
        let status = answer.status();
        (status, answer.json().await.unwrap_or(Value::Null))
    }

    /// Orders something that must succeed.
    pub async fn order(&self, path: &str, body: Value) -> Value {
        let (status, answer) = self.control(Method::POST, path, body).await;
        assert!(status.is_success(), "{path}: {status} {answer}");
        answer
    }

    pub async fn state(&self) -> Value {
        self.control(Method::GET, "state", Value::Null).await.1
    }

    /// A held caller waiting in a queue.
    pub async fn caller(&self, queue: &str, number: &str) -> String {
        let call = self.order("calls", json!({ "queue": queue, "caller": number, "hold": true })).await;
        call["call_id"].as_str().unwrap().to_owned()
    }

    pub async fn drive(&self, call: &str, verb: &str, body: Value) -> Value {
        self.order(&format!("calls/{call}/{verb}"), body).await
    }

    /// A GET of one of the endpoints that name the company.
    pub async fn company(&self, path: &str) -> Value {
        let Credentials { app_id, app_secret, domain, email, .. } = self.credentials();
        let query = [
            ("appId", app_id.clone()),
            ("domain", domain.clone()),
            ("email", email.clone()),
            ("hash", hash(&[app_id, domain, email, app_secret])),
        ];
        let (status, body) = self.get(path, &query).await;
        assert_eq!(status, StatusCode::OK, "{body}");
        body
    }

    pub async fn get(&self, path: &str, query: &[(&str, String)]) -> (StatusCode, Value) {
        let url = format!("{}/oapi/v1/{path}", self.simulator.rest_url());
        let answer = self.http.get(url).query(query).send().await.unwrap();
        let status = answer.status();
        (status, answer.json().await.unwrap_or(Value::Null))
    }

    pub async fn token(&self) -> String {
        let Credentials { app_id, app_secret, .. } = self.credentials();
        let request = self.http.post(format!("{}/oapi/v1/voice/auth_token", self.simulator.rest_url()));
        let request =
            request.header("x-auth-app-id", app_id).header("x-auth-app-hash", hash(&[app_id, app_secret]));
        let answer: Value = request.send().await.unwrap().json().await.unwrap();
        answer["value"].as_str().unwrap().to_owned()
    }
}

pub fn hash(parts: &[&str]) -> String {
    hex::encode(Sha256::digest(parts.concat()))
}

pub fn status_of(dashboard: &Value, username: &str) -> Option<String> {
    let rows = dashboard["agent"]["status_details"].as_array().unwrap();
    let row = rows.iter().find(|row| row["username"] == username)?;
    row["status"].as_str().map(str::to_owned)
}
