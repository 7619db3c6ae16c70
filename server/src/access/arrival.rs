//! The first thing that happens to every request: is it to us, from us, of a size that we take, and who asks?

use std::net::{IpAddr, SocketAddr};

use ::access::Grant;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use super::cookie::Cookies;
use super::site;
use crate::app_state::AppState;
use crate::clock;
use crate::error::AppError;

/// Where a request comes from, behind trusted proxies. Handlers take it as `Extension<ClientAddress>`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientAddress(pub IpAddr);

/// An address of a page of ours with its filters is a few hundred bytes.
const LONGEST_ADDRESS: usize = 8 * 1024;
/// Browsers send one or two thousand.
const MOST_HEADER_BYTES: usize = 32 * 1024;

/// How a request showed who it is from.
enum Shown {
    /// A program put it there itself.
    Bearer(Option<Grant>),
    /// The browser put it there, whoever's page asked.
    Cookie(Option<Grant>),
}

/// Puts `Extension<Grant>` into a request whose secret is good, `Extension<ClientAddress>` and `Extension<Cookies>` into
/// each.
pub async fn receive(
    State(state): State<AppState>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    mut request: Request,
    next: Next,
) -> Response {
    if let Some(status) = too_large(&request) {
        return status.into_response();
    }
    let (headers, peer) = (request.headers(), peer.ip());
    if !site::host_of(headers).is_some_and(|host| state.site.goes_by(host)) {
        return AppError::UnknownHost.into_response();
    }
    if state.site.is_foreign(headers, peer) {
        return AppError::ForeignOrigin.into_response();
    }
    let cookies = Cookies::on(state.site.is_secure(headers, peer));
    let shown = shown(&state, cookies, headers);
    if changes_something(request.method()) && !is_of_our_page(headers, &shown) {
        return AppError::ForeignOrigin.into_response();
    }
    let address = ClientAddress(state.site.proxies.client(peer, headers));
    let (Shown::Bearer(grant) | Shown::Cookie(grant)) = shown;
    let extensions = request.extensions_mut();
    extensions.insert(address);
    extensions.insert(cookies);
    if let Some(grant) = grant {
        extensions.insert(grant);
    }
    next.run(request).await
}

/// Who sends an `Authorization` is asked for nothing else: a wrong token is not made good by a cookie.
fn shown(state: &AppState, cookies: Cookies, headers: &HeaderMap) -> Shown {
    let grant = |secret: &str, kinds: [&str; 2]| {
        let is_of_kind = kinds.iter().any(|kind| secret.starts_with(kind));
        if is_of_kind { state.access.grant(secret, clock::now()) } else { None }
    };
    match headers.get(header::AUTHORIZATION) {
        Some(authorization) => {
            let secret = authorization.to_str().ok().and_then(bearer);
            Shown::Bearer(secret.and_then(|secret| grant(secret, ["cbt_", "cbd_"])))
        }
        None => Shown::Cookie(cookies.read(headers).and_then(|secret| grant(secret, ["cbs_", "cbd_"]))),
    }
}

fn bearer(authorization: &str) -> Option<&str> {
    let (scheme, secret) = authorization.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| secret.trim())
}

fn changes_something(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
}

/// Another site's page can make a browser post, with its cookies, but cannot hide that it did: every browser says where a
/// post comes from, by `Sec-Fetch-Site` or by `Origin` (which was held against our own already). One that says neither,
/// and has a cookie, is not believed.
fn is_of_our_page(headers: &HeaderMap, shown: &Shown) -> bool {
    let mut from = headers.get_all("sec-fetch-site").iter();
    match (from.next(), shown) {
        (Some(first), _) => {
            [first].into_iter().chain(from).all(|from| matches!(from.as_bytes(), b"same-origin" | b"none"))
        }
        (None, Shown::Bearer(_) | Shown::Cookie(None)) => true,
        (None, Shown::Cookie(Some(_))) => headers.contains_key(header::ORIGIN),
    }
}

fn too_large(request: &Request) -> Option<StatusCode> {
    let address = request.uri().path_and_query().map_or(0, |asked| asked.as_str().len());
    let headers: usize =
        request.headers().iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    if address > LONGEST_ADDRESS {
        Some(StatusCode::URI_TOO_LONG)
    } else if headers > MOST_HEADER_BYTES {
        Some(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE)
    } else {
        None
    }
}
