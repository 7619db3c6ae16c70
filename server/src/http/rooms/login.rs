//! `GET|POST /login`, `POST /logout`.

use ::access::{Kind, Role, SignInError};
use app::rooms::{Bad, Login, Said, SsoProblem};
use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use secrecy::ExposeSecret;
use serde::Deserialize;

use super::forms::Form;
use super::visitor::Visitor;
use crate::app_state::AppState;
use crate::clock;
use crate::error::AppError;
use crate::http::oidc;
use crate::http::preferences::local_path;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    next: Option<String>,
    said: Option<String>,
    /// Why the company's sign-in led back here: `failed` or `no-role`.
    sso: Option<String>,
}

pub async fn show(State(state): State<AppState>, Query(asked): Query<Asked>, visitor: Visitor) -> Response {
    let next = local_path(asked.next);
    if let Some(who) = visitor.who().filter(|who| who.role != Role::Display) {
        return Redirect::to(if who.must_change_password { "/account" } else { &next }).into_response();
    }
    let page = Login {
        next,
        sso: sso(&state),
        sso_problem: match asked.sso.as_deref() {
            Some("failed") => Some(SsoProblem::Failed),
            Some("no-role") => Some(SsoProblem::NoRole),
            _ => None,
        },
        said: asked.said.as_deref().and_then(Said::from_name),
        ..Login::default()
    };
    visitor.see(|room| room.login(&page))
}

pub async fn sign_in(
    State(state): State<AppState>,
    visitor: Visitor,
    body: Bytes,
) -> Result<Response, AppError> {
    let form = Form::read(&body);
    let name = form.text("name");
    let next = local_path(form.some("next"));
    let tried = state.access.sign_in(name, form.raw("password"), visitor.address, clock::now()).await;
    let bad = match tried {
        Ok(signed_in) => {
            // Whoever this browser was before is signed out: a session that somebody planted is nobody's then.
            if let Some(before) = visitor.cookies.read(&visitor.headers) {
                state.access.sign_out(before, visitor.address, clock::now()).await?;
            }
            let cookie = visitor.cookies.set(signed_in.secret.expose_secret(), state.house.session);
            let next = if signed_in.must_change() { "/account" } else { &next };
            return Ok((AppendHeaders([cookie]), Redirect::to(next)).into_response());
        }
        Err(SignInError::Wrong) => Bad::SignIn,
        Err(SignInError::Wait { seconds }) => Bad::Wait(seconds),
        Err(SignInError::Access(error)) => return Err(error.into()),
    };
    let wait = if let Bad::Wait(seconds) = bad { Some(seconds) } else { None };
    let page = Login { next, name: name.to_owned(), bad: Some(bad), sso: sso(&state), ..Login::default() };
    let answer = match wait {
        None => visitor.see_mended(|room| room.login(&page)),
        Some(seconds) => {
            let page = visitor.see_as(StatusCode::TOO_MANY_REQUESTS, |room| room.login(&page));
            ([(header::RETRY_AFTER, HeaderValue::from(seconds))], page).into_response()
        }
    };
    Ok(answer)
}

pub async fn sign_out(State(state): State<AppState>, visitor: Visitor) -> Result<Response, AppError> {
    if let Some(secret) = visitor.cookies.read(&visitor.headers) {
        state.access.sign_out(secret, visitor.address, clock::now()).await?;
    }
    let user = visitor.who().filter(|who| who.kind == Kind::User).and_then(|who| state.access.user(who.id));
    if state.oidc.is_some() && user.is_some_and(|user| user.subject.is_some()) {
        return Ok((AppendHeaders([visitor.cookies.clear()]), oidc::let_go()).into_response());
    }
    Ok(signed_out(&visitor, Said::SignedOut))
}

/// The cookie is taken away, and with it what the browser kept of pages.
pub(super) fn signed_out(visitor: &Visitor, said: Said) -> Response {
    let to = Redirect::to(&format!("/login?said={}", said.name()));
    (AppendHeaders([visitor.cookies.clear()]), to).into_response()
}

/// What the company's sign-in is called, where one is set up.
fn sso(state: &AppState) -> Option<String> {
    state.house.sso.as_deref().map(str::to_owned)
}
