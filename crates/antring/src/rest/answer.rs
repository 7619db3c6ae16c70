//! From a response to a body or a [`RestError`].

use std::time::Duration;

use jiff::fmt::rfc2822;
use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};
use reqwest::{Response, StatusCode};
use secrecy::ExposeSecret;
use serde_json::Value;

use super::Client;
use super::scrub::excerpt;
use crate::RestError;
use crate::tap::Note;

/// Of an error's body no more is read.
const ERROR_BODY_LIMIT: usize = 4 * 1024;

/// What came, and the tap's note of it, which is finished when this is dropped.
pub(super) struct Answered {
    pub response: Response,
    pub note: Option<Note>,
}

impl Client {
    /// The body of a success, as JSON.
    pub(super) async fn json(&self, answered: Answered) -> Result<Value, RestError> {
        let body = self.body(answered).await?;
        if body.trim_ascii().is_empty() {
            return Err(RestError::garbled("it is empty"));
        }
        serde_json::from_slice(&body).map_err(|error| {
            let what = if body.trim_ascii_start().starts_with(b"<") {
                "it is a web page, not JSON".to_owned()
            } else {
                format!("it is no JSON at line {} column {}", error.line(), error.column())
            };
            RestError::Garbled { what }
        })
    }

    /// The body of a success, chunk by chunk up to the limit; whatever is not a success is an error.
    pub(super) async fn body(&self, answered: Answered) -> Result<Vec<u8>, RestError> {
        let Answered { response, mut note } = answered;
        if !response.status().is_success() {
            return Err(self.failure(response, note).await);
        }
        let body = self.success(response).await;
        if let Some(note) = &mut note {
            match &body {
                Ok(body) => note.heard(body),
                Err(error) => note.failed(error),
            }
        }
        body
    }

    async fn success(&self, mut response: Response) -> Result<Vec<u8>, RestError> {
        let limit = self.inner.settings.body_limit;
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await? {
            if body.len() + chunk.len() > limit {
                return Err(RestError::TooLarge { limit: format!("{limit} bytes") });
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    }

    async fn failure(&self, response: Response, mut note: Option<Note>) -> RestError {
        if let Some(retry_after) = quota_refusal(&response) {
            return RestError::Quota { retry_after };
        }
        match response.status() {
            status if status.is_server_error() => RestError::UpstreamFault { status: status.as_u16() },
            status => {
                let body = beginning(response).await;
                note.iter_mut().for_each(|note| note.heard(&body));
                let secret = self.inner.account.app_secret.expose_secret();
                let excerpt = excerpt(&String::from_utf8_lossy(&body), &[secret]);
                RestError::Rejected { status: status.as_u16(), excerpt }
            }
        }
    }
}

/// Whether the answer says that the quota is used up, and for how long, if it says that.
pub(super) fn quota_refusal(response: &Response) -> Option<Option<Duration>> {
    let statuses = [StatusCode::SERVICE_UNAVAILABLE, StatusCode::TOO_MANY_REQUESTS];
    statuses.contains(&response.status()).then(|| retry_after(response.headers()))
}

async fn beginning(mut response: Response) -> Vec<u8> {
    let mut body = Vec::new();
    while let Ok(Some(chunk)) = response.chunk().await {
        body.extend_from_slice(&chunk);
        if body.len() >= ERROR_BODY_LIMIT {
            body.truncate(ERROR_BODY_LIMIT);
            break;
        }
    }
    body
}

/// `Retry-After` in seconds, or as a date, which is counted from the answer's own `Date`.
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = rfc2822::parse(text).ok()?;
    let now = rfc2822::parse(headers.get(DATE)?.to_str().ok()?).ok()?;
    let seconds = until.timestamp().as_second() - now.timestamp().as_second();
    Some(Duration::from_secs(seconds.try_into().unwrap_or(0)))
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;

    use super::*;

    #[test]
    fn retry_after_as_seconds_or_as_a_date() {
        let mut headers = HeaderMap::new();
        assert_eq!(retry_after(&headers), None);
        headers.insert(RETRY_AFTER, HeaderValue::from_static(" 17 "));
        assert_eq!(retry_after(&headers), Some(Duration::from_secs(17)));
        headers.insert(RETRY_AFTER, HeaderValue::from_static("Fri, 20 Nov 2026 08:00:30 GMT"));
        assert_eq!(retry_after(&headers), None);
        headers.insert(DATE, HeaderValue::from_static("Fri, 20 Nov 2026 08:00:00 GMT"));
        assert_eq!(retry_after(&headers), Some(Duration::from_secs(30)));
        headers.insert(RETRY_AFTER, HeaderValue::from_static("soon"));
        assert_eq!(retry_after(&headers), None);
    }
}
