//! From a response to JSON or a [`RestError`].

use std::time::Duration;

use jiff::fmt::rfc2822;
use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};
use reqwest::{Response, StatusCode};
use secrecy::ExposeSecret;
use serde_json::Value;

use super::Client;
use super::scrub::scrubbed;
use crate::RestError;
use crate::raw::said;

/// Of an error's body no more is read.
const ERROR_BODY_LIMIT: usize = 16 * 1024;

impl Client {
    /// The body of a success; whatever is not a success is an error.
    pub(super) async fn json(&self, response: Response) -> Result<Value, RestError> {
        if !response.status().is_success() {
            return Err(self.failure(response).await);
        }
        let body = self.body(response).await?;
        serde_json::from_slice(&body).map_err(|error| {
            RestError::garbled(if body.trim_ascii().is_empty() {
                "it is empty".to_owned()
            } else if body.trim_ascii_start().starts_with(b"<") {
                "it is a web page, not JSON".to_owned()
            } else {
                format!("it is no JSON at line {} column {}", error.line(), error.column())
            })
        })
    }

    async fn body(&self, mut response: Response) -> Result<Vec<u8>, RestError> {
        let limit = self.inner.settings.body_limit;
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await? {
            if body.len() + chunk.len() > limit {
                return Err(RestError::TooLarge { limit });
            }
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    }

    async fn failure(&self, response: Response) -> RestError {
        let status = response.status();
        if status == StatusCode::TOO_MANY_REQUESTS {
            return RestError::Quota { retry_after: retry_after(response.headers()) };
        }
        if status.is_server_error() {
            return RestError::UpstreamFault { status: status.as_u16() };
        }
        let body = beginning(response).await;
        let said = said(&serde_json::from_slice(&body).unwrap_or_default());
        let said = scrubbed(said, self.inner.key.expose_secret());
        match status {
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => RestError::KeyRefused { said },
            StatusCode::PAYMENT_REQUIRED => RestError::NoCredit { said },
            StatusCode::NOT_FOUND => RestError::NotFound { said },
            status => RestError::Rejected { status: status.as_u16(), said },
        }
    }
}

async fn beginning(mut response: Response) -> Vec<u8> {
    let mut body = Vec::new();
    while let Ok(Some(chunk)) = response.chunk().await {
        body.extend_from_slice(&chunk);
        if body.len() >= ERROR_BODY_LIMIT {
            break;
        }
    }
    body
}

/// `Retry-After` in seconds; the only form that is documented (`protocols.md` §4.1).
pub(super) fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    number(headers, RETRY_AFTER.as_str()).map(Duration::from_secs)
}

/// How long until the budget is new, when the answer says that nothing is left of it: another program may use the
/// same key. `X-RateLimit-Reset` is unix seconds, counted from the answer's own `Date`.
pub(super) fn used_up_for(headers: &HeaderMap) -> Option<Duration> {
    number(headers, "x-ratelimit-remaining").filter(|left| *left == 0)?;
    let date = rfc2822::parse(headers.get(DATE)?.to_str().ok()?).ok()?.timestamp().as_second();
    let reset = i64::try_from(number(headers, "x-ratelimit-reset")?).ok()?;
    let seconds = u64::try_from(reset.checked_sub(date)?).ok()?;
    (1..=60).contains(&seconds).then(|| Duration::from_secs(seconds))
}

fn number(headers: &HeaderMap, name: &str) -> Option<u64> {
    headers.get(name)?.to_str().ok()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;

    use super::*;

    fn headers(pairs: [(&'static str, &'static str); 3]) -> HeaderMap {
        pairs
            .into_iter()
            .map(|(name, value)| (name.parse().expect("a name"), HeaderValue::from_static(value)))
            .collect()
    }

    #[test]
    fn the_budget_is_new_at_the_reset() {
        let date = ("date", "Fri, 20 Nov 2026 08:00:00 GMT"); // 1795161600
        let left =
            |left, reset| headers([date, ("x-ratelimit-remaining", left), ("x-ratelimit-reset", reset)]);
        assert_eq!(used_up_for(&left("0", "1795161645")), Some(Duration::from_secs(45)));
        assert_eq!(used_up_for(&left("1", "1795161645")), None);
        assert_eq!(used_up_for(&left("0", "1795161600")), None);
        assert_eq!(used_up_for(&left("0", "1702479600")), None, "a clock that is off by years says nothing");
        assert_eq!(used_up_for(&left("0", "9999999999999999999999")), None);
    }
}
