//! `GET /login/oidc`, `…/callback`, `…/out`: the company's sign-in. The way there, the way back, and letting go.

use ::access::{AccessError, By, Did, Entry};
use axum::Extension;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::{AppendHeaders, Html, IntoResponse, Redirect, Response};
use oidc::OidcError;
use secrecy::ExposeSecret;
use serde::Deserialize;

use super::preferences::local_path;
use crate::access::{ClientAddress, Cookies, cookie};
use crate::app_state::AppState;
use crate::clock;
use crate::error::AppError;

/// The browser that comes back must be the one that left. Only our own way back reads it, so no `__Host-`: that prefix
/// wants every path.
const LEFT: &str = "callboard_oidc";
const WAY_BACK: &str = "/login/oidc/callback";
const AWAY_SECONDS: u32 = 600;

#[derive(Debug, Deserialize)]
pub struct Leaving {
    #[serde(default)]
    next: Option<String>,
}

pub async fn leave(
    State(state): State<AppState>,
    Query(Leaving { next }): Query<Leaving>,
    Extension(cookies): Extension<Cookies>,
) -> Response {
    let Some(provider) = &state.oidc else { return to_login("failed") };
    match provider.begin(&local_path(next), clock::now()).await {
        Ok(begun) => {
            let cookie = left(begun.browser.expose_secret(), AWAY_SECONDS, cookies);
            (AppendHeaders([cookie]), Redirect::to(&begun.url)).into_response()
        }
        Err(error) => failed(&error),
    }
}

/// What the provider sends a browser back with; also its own errors, of which only that there is one matters.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Back {
    code: String,
    state: String,
}

pub async fn come_back(
    State(state): State<AppState>,
    Query(back): Query<Back>,
    Extension(ClientAddress(address)): Extension<ClientAddress>,
    Extension(cookies): Extension<Cookies>,
    headers: HeaderMap,
) -> Result<Response, AppError> {
    let Some(provider) = &state.oidc else { return Ok(to_login("failed")) };
    let browser = cookie::named(&headers, LEFT).unwrap_or_default();
    let now = clock::now();
    let came = match provider.finish(&back.code, &back.state, browser, now).await {
        Ok(came) => came,
        Err(OidcError::NoRole { issuer, subject }) => {
            state.access.oidc_refused(&issuer, &subject, address, now).await?;
            let entry = Entry {
                at: now,
                by: By::nobody(address),
                did: Did::SignInFailed,
                to: subject,
                detail: "single sign-on: no group gives a role".into(),
            };
            state.access.audit(entry).await?;
            return Ok(to_login("no-role"));
        }
        Err(error) => return Ok(failed(&error)),
    };
    let signed_in = match state.access.oidc_sign_in(&came.person, address, now).await {
        Ok(signed_in) => signed_in,
        // Removed here.
        Err(AccessError::Unknown) => return Ok(to_login("no-role")),
        Err(error) => return Err(error.into()),
    };
    // The one they had, of another person say, ends: nobody is two.
    if let Some(before) = cookies.read(&headers) {
        state.access.sign_out(before, address, now).await?;
    }
    let session = cookies.set(signed_in.secret.expose_secret(), state.house.session);
    Ok((AppendHeaders([session, left("", 0, cookies)]), Redirect::to(&came.next)).into_response())
}

/// On to the provider's own page for signing out, for whoever has signed out here.
pub async fn out(State(state): State<AppState>) -> Response {
    let page = match (&state.oidc, state.oidc_back.as_deref()) {
        (Some(provider), Some(back_to)) => provider.sign_out_url(back_to, clock::now()).await,
        _ => None,
    };
    Redirect::to(page.as_ref().map_or("/login?said=signed-out", |page| page.as_str())).into_response()
}

/// Whoever came by the provider leaves there too, or the next at this machine would be let in as them. Not by a redirect:
/// this answers a form, and our policy lets no form lead to another site.
pub fn let_go() -> Response {
    let on = [(header::REFRESH, "0; url=/login/oidc/out"), (header::CACHE_CONTROL, "no-store")];
    let page = "<!doctype html><html lang=\"vi\"><title>Callboard</title><a href=\"/login/oidc/out\">Đăng xuất · Sign out</a></html>";
    (on, Html(page)).into_response()
}

fn failed(error: &OidcError) -> Response {
    match error {
        OidcError::Provider(_) => tracing::warn!(%error, "single sign-on failed"),
        OidcError::NotBegun | OidcError::NoRole { .. } => {
            tracing::debug!(%error, "single sign-on was refused")
        }
    }
    to_login("failed")
}

fn to_login(why: &str) -> Response {
    Redirect::to(&format!("/login?sso={why}")).into_response()
}

fn left(secret: &str, seconds: u32, cookies: Cookies) -> (HeaderName, HeaderValue) {
    let secure = if cookies.is_secure() { "; Secure" } else { "" };
    let cookie =
        format!("{LEFT}={secret}; Path={WAY_BACK}; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
    let mut cookie = HeaderValue::try_from(cookie).unwrap_or(HeaderValue::from_static(""));
    cookie.set_sensitive(true);
    (header::SET_COOKIE, cookie)
}
