//! Building and sending requests.

use reqwest::header::{CONTENT_TYPE, DATE, HeaderValue};
use reqwest::{Method, Request, RequestBuilder};
use serde_json::Value;
use tokio::time::Instant;
use url::Url;

use super::Client;
use super::answer::{Answered, quota_refusal};
use super::pace::{HeldFor, Turn};
use crate::tap::{Note, Tap};
use crate::{RestError, hash};

impl Client {
    /// GET of an endpoint that is asked for a whole company: `appId, domain, email, hash` (`protocols.md` §1.2,
    /// 5–7).
    pub(super) async fn company(&self, path: &[&str]) -> Result<Value, RestError> {
        let account = &self.inner.account;
        let hash = hash::company(account);
        let query = [
            ("appId", account.app_id.as_str()),
            ("domain", &account.domain),
            ("email", &account.email),
            ("hash", &hash),
        ];
        self.json(self.get(path, &query).await?).await
    }

    /// GET with a query, whose values are encoded here, after they were hashed.
    pub(super) async fn get(&self, path: &[&str], query: &[(&str, &str)]) -> Result<Answered, RestError> {
        let mut url = self.url(path)?;
        url.query_pairs_mut().extend_pairs(query);
        let turn = self.turn().await?;
        self.send(self.request(Method::GET, url), turn).await
    }

    /// Waits for a request's turn, but not longer than an answer may take.
    pub(super) async fn turn(&self) -> Result<Turn<'_>, RestError> {
        if self.background {
            return Ok(self.inner.pace.background_turn().await);
        }
        Ok(self.inner.pace.turn(self.inner.settings.timeout).await?)
    }

    /// Sends it, and lets the others know whether the quota held.
    pub(super) async fn send(&self, request: RequestBuilder, turn: Turn<'_>) -> Result<Answered, RestError> {
        let request = request.build()?;
        let mut note = self.inner.settings.tap.as_ref().map(|tap| self.note(tap, &request));
        let response = match self.inner.http.execute(request).await.map_err(RestError::from) {
            Ok(response) => response,
            Err(error) => {
                note.iter_mut().for_each(|note| note.failed(&error));
                return Err(error);
            }
        };
        if let Some(note) = &mut note {
            let date = response.headers().get(DATE).and_then(|date| date.to_str().ok());
            note.answered(response.status().as_u16(), date);
        }
        match quota_refusal(&response) {
            Some(retry_after) => turn.refused(Instant::now(), retry_after),
            None => turn.passed(),
        }
        Ok(Answered { response, note })
    }

    fn note(&self, tap: &Tap, request: &Request) -> Note {
        let hash =
            request.url().query_pairs().find(|(key, _)| key == "hash").map(|(_, hash)| hash.into_owned());
        let hash = hash.unwrap_or_else(|| hash::header(&self.inner.account));
        let secret = &self.inner.account.app_secret;
        Note::new(tap, request.method().as_str(), request.url(), self.inner.base_url.path(), secret, hash)
    }

    /// POST with the application's headers (§1.2, 1 and 2), not yet sent.
    pub(super) fn post(&self, url: Url) -> RequestBuilder {
        let account = &self.inner.account;
        let mut hash = HeaderValue::try_from(hash::header(account)).unwrap_or(HeaderValue::from_static(""));
        hash.set_sensitive(true);
        self.request(Method::POST, url)
            .header("x-auth-app-id", &account.app_id)
            .header("x-auth-app-hash", hash)
    }

    /// The endpoint's URL; each segment is percent-encoded.
    pub(super) fn url(&self, path: &[&str]) -> Result<Url, RestError> {
        let mut url = self.inner.base_url.clone();
        url.path_segments_mut()
            .map_err(|()| RestError::Unsendable("the base URL can carry no path"))?
            .pop_if_empty()
            .extend(["oapi", "v1"])
            .extend(path);
        Ok(url)
    }

    /// The documents list a content type on GETs too (§1.1).
    fn request(&self, method: Method, url: Url) -> RequestBuilder {
        self.inner.http.request(method, url).header(CONTENT_TYPE, "application/json")
    }
}

impl From<HeldFor> for RestError {
    fn from(HeldFor(rest): HeldFor) -> Self {
        Self::Quota { retry_after: Some(rest) }
    }
}
