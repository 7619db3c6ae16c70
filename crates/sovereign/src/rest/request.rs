//! Building and sending requests.

use reqwest::{RequestBuilder, Response, StatusCode};
use serde_json::Value;
use tokio::time::Instant;
use url::Url;

use super::Client;
use super::answer::{retry_after, used_up_for};
use super::pace::Asker;
use crate::RestError;

impl Client {
    pub(super) async fn get(&self, path: &[&str], query: &[(&str, String)]) -> Result<Value, RestError> {
        let mut url = self.url(path)?;
        if !query.is_empty() {
            url.query_pairs_mut().extend_pairs(query);
        }
        let response = self.send(self.inner.http.get(url), Asker::Poll).await?;
        self.json(response).await
    }

    /// Once, for somebody who waits: a second one would say or dial it twice.
    pub(super) async fn post(&self, url: Url, body: &Value) -> Result<Response, RestError> {
        self.send(self.inner.http.post(url).json(body), Asker::Person).await
    }

    async fn send(&self, request: RequestBuilder, asker: Asker) -> Result<Response, RestError> {
        let turn = self.inner.pace.turn(asker, self.inner.settings.timeout).await?;
        let response = request.send().await?;
        let headers = response.headers();
        let is_command = response.url().path().ends_with("/control");
        match (response.status(), used_up_for(headers)) {
            // Commands have a limit of their own for each call; it does not close the gate for all.
            (StatusCode::TOO_MANY_REQUESTS, _) if !is_command => {
                turn.refused(Instant::now(), retry_after(headers));
            }
            (_, Some(wait)) if !is_command => turn.refused(Instant::now(), Some(wait)),
            _ => turn.passed(),
        }
        Ok(response)
    }

    /// The endpoint's URL. `+` in ids becomes `%2B`, which proxies leave alone (`protocols.md` §4.1).
    pub(super) fn url(&self, path: &[&str]) -> Result<Url, RestError> {
        let mut url = self.inner.base_url.clone();
        let mut whole = url.path().trim_end_matches('/').to_owned();
        for segment in path {
            if matches!(*segment, "" | "." | "..") {
                return Err(RestError::Unsendable("this is no call's id"));
            }
            whole.push('/');
            whole.extend(url::form_urlencoded::byte_serialize(segment.as_bytes()).map(|part| match part {
                "+" => "%20",
                part => part,
            }));
        }
        url.set_path(&whole);
        Ok(url)
    }
}
