//! How a page is refused: by the way to the sign-in, to one's own page, or by a sentence.

use ::access::Role;
use app::Lang;
use axum::extract::Request;
use axum::http::{Method, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};

use super::whom::Verdict;
use crate::http::pages::language;

pub fn page(verdict: Verdict, role: Option<Role>, request: &Request) -> Response {
    match (verdict, role) {
        (Verdict::SignIn, _) => Redirect::to(&sign_in(request)).into_response(),
        (Verdict::ChangePassword, _) => Redirect::to("/account").into_response(),
        (Verdict::NotForThem | Verdict::Welcome, Some(Role::Agent)) if at_the_entrance(request) => {
            Redirect::to("/dial").into_response()
        }
        (Verdict::NotForThem | Verdict::Welcome, Some(Role::Display)) if at_the_entrance(request) => {
            Redirect::to("/wall").into_response()
        }
        (Verdict::NotForThem | Verdict::Welcome, _) => sentence(request),
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

fn sentence(request: &Request) -> Response {
    let words = match language(request.headers()).unwrap_or_default() {
        Lang::Vi => "Trang này không dành cho vai trò của bạn. Hãy hỏi quản trị viên nếu bạn cần.",
        Lang::En => "This page is not for your role. Ask an administrator if you need it.",
    };
    let plain = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
    (StatusCode::FORBIDDEN, plain, words).into_response()
}
