//! How a page is refused: by the way to the sign-in, to one's own page, or by a sentence.

use ::access::Role;
use axum::extract::{FromRequestParts, Request};
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};

use super::whom::Verdict;
use crate::app_state::AppState;
use crate::http::rooms::Visitor;

pub async fn page(state: &AppState, verdict: Verdict, role: Option<Role>, request: Request) -> Response {
    match (verdict, role) {
        (Verdict::SignIn, _) => Redirect::to(&sign_in(&request)).into_response(),
        (Verdict::ChangePassword, _) => Redirect::to("/account").into_response(),
        (Verdict::NotForThem | Verdict::Welcome, Some(Role::Agent)) if at_the_entrance(&request) => {
            Redirect::to("/dial").into_response()
        }
        (Verdict::NotForThem | Verdict::Welcome, Some(Role::Display)) if at_the_entrance(&request) => {
            Redirect::to("/wall").into_response()
        }
        (Verdict::NotForThem | Verdict::Welcome, _) => told_why(state, request).await,
    }
}

/// The sign-in, and then back to what was asked for. What a form sent is not kept.
fn sign_in(request: &Request) -> String {
    let asked = request.uri().path_and_query().map_or("/", |asked| asked.as_str());
    match *request.method() {
        Method::GET | Method::HEAD if asked != "/" => {
            let next: String = url::form_urlencoded::byte_serialize(asked.as_bytes()).collect();
            format!("/login?next={next}")
        }
        _ => "/login".to_owned(),
    }
}

fn at_the_entrance(request: &Request) -> bool {
    request.uri().path() == "/" && request.method() == Method::GET
}

async fn told_why(state: &AppState, request: Request) -> Response {
    let (mut parts, _) = request.into_parts();
    match Visitor::from_request_parts(&mut parts, state).await {
        Ok(visitor) => visitor.see_as(StatusCode::FORBIDDEN, |room| room.refused()),
        Err(rejection) => rejection.into_response(),
    }
}
