//! One small GET, to see who is there.

use std::time::Duration;

use reqwest::header::{CACHE_CONTROL, HeaderValue, SET_COOKIE};
use reqwest::redirect::Policy;
use url::Url;

use super::{EventServer, SessionEnd};
use crate::{ExtraCa, RestError};

const TIME_LIMIT: Duration = Duration::from_secs(10);

/// The answers that count are one short line.
const BODY_LIMIT: usize = 4096;

pub(super) struct Probed {
    pub status: u16,
    pub cookies: Vec<HeaderValue>,
    /// Its first few kilobytes.
    pub body: String,
}

/// Whatever status comes is an answer; only the network makes it fail.
pub(super) async fn probe(server: &EventServer, url: Url) -> Result<Probed, SessionEnd> {
    let client = reqwest::Client::builder()
        .user_agent(concat!("callboard/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(TIME_LIMIT)
        .timeout(TIME_LIMIT)
        .redirect(Policy::none())
        .tls_certs_merge(server.extra_ca.iter().flat_map(ExtraCa::for_requests))
        .build()
        .map_err(RestError::from)?;
    let request = client.get(url).header(CACHE_CONTROL, "no-cache");
    let mut response = request.send().await.map_err(RestError::from)?;
    let status = response.status().as_u16();
    let cookies = response.headers().get_all(SET_COOKIE).iter().cloned().collect();
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(RestError::from)? {
        body.extend_from_slice(&chunk);
        if body.len() > BODY_LIMIT {
            break;
        }
    }
    Ok(Probed { status, cookies, body: String::from_utf8_lossy(&body).into_owned() })
}
