//! The media server: one request for a part of a recording, wherever the link leads within the settings.

use std::error::Error;
use std::sync::Arc;

use antring::ExtraCa;
use axum::http::{StatusCode, header};
use reqwest::dns::Resolve;
use reqwest::{Response, Url};

use super::addresses::{NotPublic, PublicNames};
use super::asked::Asked;
use super::hosts::{self, Hosts};
use super::links::Link;
use crate::clock;
use crate::config::AntRing;
use crate::error::AppError;

/// A storage may move a bucket; it does not send anybody round and round.
const MOST_REDIRECTS: usize = 3;
const CONNECTED_WITHIN: std::time::Duration = std::time::Duration::from_secs(5);

#[derive(Debug, Clone)]
pub struct Media {
    http: reqwest::Client,
    hosts: Hosts,
}

impl Media {
    /// # Errors
    /// When no HTTP client can be made (no TLS on this machine).
    pub fn new(
        settings: &AntRing,
        extra_ca: Option<&ExtraCa>,
        names: Arc<dyn Resolve>,
    ) -> Result<Self, reqwest::Error> {
        // Settings with an unknown network do not start.
        let private = hosts::networks(&settings.media_networks).unwrap_or_default();
        let http = reqwest::Client::builder()
            .user_agent(concat!("callboard/", env!("CARGO_PKG_VERSION")))
            .tls_certs_merge(extra_ca.into_iter().flat_map(ExtraCa::for_requests))
            .dns_resolver(PublicNames::new(names, private))
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .no_proxy()
            .no_gzip()
            // A connection each: whoever stops listening closes it, and nobody waits behind somebody else's pause.
            .http1_only()
            .connect_timeout(clock::lasting(CONNECTED_WITHIN))
            // Between two pieces; a long call takes as long as it takes.
            .read_timeout(clock::lasting(settings.media_timeout.unsigned_abs()))
            .build()?;
        Ok(Self { http, hosts: Hosts::new(settings) })
    }

    /// Asks where the link leads, and where that leads. The answer's head is here, its body is still to come.
    pub async fn get(&self, link: &Link, asked: &Asked) -> Result<Response, AppError> {
        // Parsing changes nothing that may stand in an address: `%40`, `%3D` and `+` stay as they are spelled.
        let mut url = Url::parse(link.expose()).map_err(|_| unreadable())?;
        for _ in 0..=MOST_REDIRECTS {
            self.hosts.allow(&url)?;
            // Identity: a compressed reply would lose its length and its ranges.
            let request = self.http.get(url.clone()).header(header::ACCEPT_ENCODING, "identity");
            let answer =
                request.headers(asked.headers().clone()).send().await.map_err(|error| trouble(&error))?;
            let Some(to) = redirected_to(&answer) else { return Ok(answer) };
            url = url.join(to).map_err(|_| unreadable())?;
        }
        Err(AppError::Upstream("its media server leads from one address to the next without end".into()))
    }
}

/// Whether the link is no good, as opposed to what it leads to.
pub fn refuses(answer: &Response) -> bool {
    matches!(answer.status(), StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN | StatusCode::GONE)
}

/// An answer that can be passed on, or what it means instead.
pub fn judge(answer: Response, link: &Link) -> Result<Response, AppError> {
    let is_plain = |coding: &header::HeaderValue| coding.as_bytes().eq_ignore_ascii_case(b"identity");
    match answer.status() {
        StatusCode::OK | StatusCode::PARTIAL_CONTENT
            if !answer.headers().get(header::CONTENT_ENCODING).is_none_or(is_plain) =>
        {
            Err(AppError::Upstream("its media server compresses what must not be compressed".into()))
        }
        StatusCode::OK
        | StatusCode::PARTIAL_CONTENT
        | StatusCode::NOT_MODIFIED
        | StatusCode::RANGE_NOT_SATISFIABLE => Ok(answer),
        StatusCode::NOT_FOUND | StatusCode::GONE => Err(link.missing()),
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
            Err(AppError::Upstream("its media server refuses the link that AntRing has just made".into()))
        }
        StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS => Err(AppError::UpstreamBusy),
        status => Err(AppError::Upstream(format!("its media server answered {}", status.as_u16()))),
    }
}

fn redirected_to(answer: &Response) -> Option<&str> {
    let is_one = matches!(answer.status().as_u16(), 301 | 302 | 303 | 307 | 308);
    answer.headers().get(header::LOCATION).filter(|_| is_one)?.to_str().ok()
}

fn unreadable() -> AppError {
    AppError::Upstream("its link to the recording is no address".into())
}

/// Never with the link, which the error knows.
fn trouble(error: &reqwest::Error) -> AppError {
    if error.is_timeout() {
        return AppError::UpstreamTimedOut;
    }
    let mut source = error.source();
    while let Some(cause) = source {
        if cause.is::<NotPublic>() {
            return AppError::Upstream(
                "its media server's name leads to a private address, which antring.media_networks does not list".into(),
            );
        }
        source = cause.source();
    }
    AppError::Upstream("its media server cannot be reached".into())
}
