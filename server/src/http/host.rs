//! Requests must name this server by a name that is its own. Otherwise any web page could point a name of its own at
//! this machine and read the board through its visitor's browser (DNS rebinding).

use std::net::IpAddr;

use axum::extract::{Request, State};
use axum::http::header;
use axum::middleware::Next;
use axum::response::Response;

use crate::app_state::AppState;
use crate::error::AppError;

pub async fn known(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Result<Response, AppError> {
    let host = request.headers().get(header::HOST).and_then(|host| host.to_str().ok());
    if host.is_some_and(|host| is_ours(host, state.public_host.as_deref())) {
        Ok(next.run(request).await)
    } else {
        Err(AppError::UnknownHost)
    }
}

fn is_ours(host: &str, public_host: Option<&str>) -> bool {
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    let address = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
    name.eq_ignore_ascii_case("localhost")
        || address.is_ok_and(|address| address.is_loopback())
        || public_host.is_some_and(|public_host| name.eq_ignore_ascii_case(public_host))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_names_are_answered() {
        for host in [
            "127.0.0.1:8080",
            "localhost",
            "LOCALHOST:3000",
            "[::1]:8080",
            "board.example:443",
            "board.example",
        ] {
            assert!(is_ours(host, Some("board.example")), "{host}");
        }
        for host in
            ["evil.example:8080", "127.0.0.1.evil.example", "10.0.0.1:8080", "", "localhost.evil.example"]
        {
            assert!(!is_ours(host, Some("board.example")), "{host}");
        }
    }
}
