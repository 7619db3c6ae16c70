//! The television's side: `GET /wall` before it is paired, `POST /wall/poll|again|beat`.
//!
//! The secret that a screen is given with its code is the one it keeps (`access`): so its cookie is set once, opens
//! nothing at first, and is good from the moment that a supervisor says yes.

use std::time::Duration;

use ::access::{DisplayState, Grant, Kind, PairingError, Polled};
use app::rooms::Pairing;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{AppendHeaders, IntoResponse, Response};
use axum::{Extension, Json};
use secrecy::ExposeSecret;
use serde::Deserialize;
use serde_json::json;

use super::Order;
use super::visitor::Visitor;
use crate::access::{ClientAddress, cookie};
use crate::app_state::AppState;
use crate::clock;
use crate::error::AppError;
use crate::http::pages;
use crate::http::sight::OwnAgent;
use crate::live::Sight;

/// A screen asks again at least this often; the answer waits so long for an order.
pub const BEAT_SECONDS: u64 = 10;
/// Browsers keep no cookie longer than 400 days (RFC 6265bis), so each beat sets it anew.
const COOKIE: Duration = Duration::from_hours(400 * 24);
/// Which code belongs to the secret, so that a page that is loaded again shows the same. Everybody in the room reads it.
const CODE_COOKIE: &str = "callboard_code";

/// The board, for whom may see it; for nobody the way to pair this screen.
pub async fn show(
    State(state): State<AppState>,
    visitor: Visitor,
    sight: Sight,
    request: Request,
) -> Result<Response, AppError> {
    if visitor.grant.is_some() {
        return pages::wall(State(state), sight, OwnAgent(None), request).await;
    }
    let now = clock::now();
    let origin = visitor.origin();
    if let Some((code, expires)) = still_waiting(&state, &visitor, now) {
        let page = Pairing { code: Some(code), expires, origin };
        return Ok(visitor.see(|room| room.pairing(&page)));
    }
    match state.access.begin_pairing(visitor.address, now) {
        Ok(begun) => {
            let seconds = (begun.expires_at - now).max(0) / 1000;
            let shown = code_cookie(&format!("{}.{}", begun.code, begun.expires_at), seconds);
            let cookies = [visitor.cookies.set(begun.secret.expose_secret(), COOKIE), shown];
            let page = Pairing { code: Some(begun.code), expires: begun.expires_at, origin };
            Ok((AppendHeaders(cookies), visitor.see(|room| room.pairing(&page))).into_response())
        }
        Err(PairingError::Wait { .. } | PairingError::Wrong) => {
            let page = Pairing { code: None, expires: now, origin };
            Ok(visitor.see(|room| room.pairing(&page)))
        }
        Err(PairingError::Access(error)) => Err(error.into()),
    }
}

/// How the code that this screen shows stands.
pub async fn poll(State(state): State<AppState>, visitor: Visitor) -> Response {
    let Some(secret) = secret_of(&visitor) else {
        return Json(json!({ "state": "expired" })).into_response();
    };
    let answer = match state.access.poll_pairing(secret, clock::now()) {
        Polled::Waiting | Polled::TooFast => json!({ "state": "waiting" }),
        Polled::Expired => json!({ "state": "expired" }),
        Polled::Approved { secret } => json!({ "state": "approved", "secret": secret.expose_secret() }),
    };
    Json(answer).into_response()
}

#[derive(Debug, Deserialize)]
pub struct Kept {
    secret: String,
}

/// A screen that has lost its cookie shows the copy it kept.
pub async fn again(
    State(state): State<AppState>,
    visitor: Visitor,
    Json(kept): Json<Kept>,
) -> Result<Response, AppError> {
    let is_display = |grant: &Grant| grant.who.kind == Kind::Display;
    if !kept.secret.starts_with("cbd_")
        || !state.access.grant(&kept.secret, clock::now()).is_some_and(|grant| is_display(&grant))
    {
        return Err(AppError::SignInFirst);
    }
    Ok((AppendHeaders([visitor.cookies.set(&kept.secret, COOKIE)]), Json(json!({}))).into_response())
}

/// What a screen says of itself.
#[derive(Debug, Deserialize)]
pub struct Beat {
    version: String,
    resolution: String,
    /// Milliseconds since its last frame.
    frame_age: Option<i64>,
    /// Milliseconds since it was loaded.
    uptime: i64,
    /// It holds its second copy.
    has_copy: bool,
}

/// A page that was just opened has no frame yet, and has soon.
const BEFORE_A_FRAME: Duration = Duration::from_secs(2);

/// Longest of what a screen says of itself, in characters.
const LONGEST: usize = 40;

/// Takes in how a screen is; answers when there is an order for it, or after [`BEAT_SECONDS`].
pub async fn beat(
    State(state): State<AppState>,
    Extension(grant): Extension<Grant>,
    Extension(ClientAddress(address)): Extension<ClientAddress>,
    visitor: Visitor,
    Json(beat): Json<Beat>,
) -> Result<Response, AppError> {
    let id = grant.who.id;
    if grant.who.kind != Kind::Display {
        return Err(AppError::NotAllowed);
    }
    let now = clock::now();
    let short = |text: String| text.chars().filter(|letter| !letter.is_control()).take(LONGEST).collect();
    let before = |age: i64| now.saturating_sub(age.max(0));
    let said = DisplayState {
        version: short(beat.version),
        resolution: short(beat.resolution),
        last_frame_at: beat.frame_age.map(before),
        up_since: Some(before(beat.uptime)),
        address: address.to_string(),
    };
    state.access.seen(id, said, now);
    let patience = if beat.frame_age.is_some() { Duration::from_secs(BEAT_SECONDS) } else { BEFORE_A_FRAME };
    let orders = tokio::select! {
        orders = state.house.orders.next(id) => orders,
        // Another board or profile, or revoked: it asks again, and is told by what it may.
        () = grant.ended.cancelled() => vec![Order::Reload],
        () = state.shutdown.cancelled() => Vec::new(),
        () = tokio::time::sleep(patience) => Vec::new(),
    };
    let orders: Vec<_> = orders
        .into_iter()
        .map(|order| match order {
            Order::Identify(name) => json!({ "order": "identify", "name": name }),
            Order::Reload => json!({ "order": "reload" }),
        })
        .collect();
    let secret = secret_of(&visitor);
    let copy = secret.filter(|_| !beat.has_copy && !grant.ended.is_cancelled());
    let answer = Json(json!({ "orders": orders, "secret": copy, "version": VERSION }));
    // Not when it has just ended: a cookie that opens nothing is of no use.
    let cookie =
        secret.filter(|_| !grant.ended.is_cancelled()).map(|secret| visitor.cookies.set(secret, COOKIE));
    Ok((AppendHeaders(cookie), answer).into_response())
}

/// Of the pages that this server serves.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The screen's own secret, good or not yet.
fn secret_of(visitor: &Visitor) -> Option<&str> {
    visitor.cookies.read(&visitor.headers).filter(|secret| secret.starts_with("cbd_"))
}

/// The code that this browser shows already, if it is good still.
fn still_waiting(state: &AppState, visitor: &Visitor, now: wire::Millis) -> Option<(String, wire::Millis)> {
    let secret = secret_of(visitor)?;
    let (code, expires) = cookie::named(&visitor.headers, CODE_COOKIE)?.split_once('.')?;
    let is_code = code.len() == 9 && code.chars().all(|letter| letter == '-' || letter.is_ascii_uppercase());
    let expires = expires.parse().ok().filter(|expires| now < *expires)?;
    let waits = matches!(state.access.poll_pairing(secret, now), Polled::Waiting | Polled::TooFast);
    (is_code && waits).then(|| (code.to_owned(), expires))
}

fn code_cookie(value: &str, seconds: i64) -> (HeaderName, HeaderValue) {
    let cookie = format!("{CODE_COOKIE}={value}; Path=/wall; Max-Age={seconds}; HttpOnly; SameSite=Lax");
    // Letters, digits, a dash and a dot.
    (header::SET_COOKIE, HeaderValue::try_from(cookie).unwrap_or(HeaderValue::from_static("")))
}
