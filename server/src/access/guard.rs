//! One door: it looks at who asks, and lets in or says why not.

use ::access::{Grant, Role};
use axum::body::{Body, HttpBody};
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::{FromRequestParts, Request};
use axum::handler::Handler;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use futures_util::{StreamExt, stream};

use super::doors::{Door, Kind};
use super::refusal;
use super::whom::Verdict;
use crate::app_state::AppState;
use crate::error::AppError;
use crate::ws;

pub async fn admit<H, T>(door: Door, state: AppState, request: Request, behind: H) -> Response
where
    H: Handler<T, AppState>,
{
    let grant = request.extensions().get::<Grant>().cloned();
    match door.whom.verdict(grant.as_ref().map(|grant| &*grant.who)) {
        Verdict::Welcome => {
            let response = behind.call(request, state).await;
            match grant {
                Some(grant) => until_ended(response, grant),
                None => response,
            }
        }
        verdict => {
            if let Some(who) = grant.as_ref().map(|grant| &grant.who) {
                let (kind, id, role) = (who.kind, who.id, who.role);
                tracing::info!(%kind, %id, %role, method = door.method, path = door.path, "a door was closed to them");
            }
            refuse(door, &state, verdict, grant.map(|grant| grant.who.role), request).await
        }
    }
}

/// What is sent piece by piece (events, a recording, a long list) breaks off when its reader may no longer have it.
fn until_ended(response: Response, grant: Grant) -> Response {
    if response.body().size_hint().exact().is_some() {
        return response;
    }
    response.map(|body| {
        let pieces = (body.into_data_stream(), grant.ended);
        let pieces = stream::unfold(Some(pieces), |pieces| async {
            let (mut pieces, ended) = pieces?;
            tokio::select! {
                biased;
                () = ended.cancelled() => Some((Err(axum::Error::new("no longer allowed")), None)),
                piece = pieces.next() => Some((piece?, Some((pieces, ended)))),
            }
        });
        // Compression asks once more behind the end.
        Body::from_stream(pieces.fuse())
    })
}

async fn refuse(
    door: Door,
    state: &AppState,
    verdict: Verdict,
    role: Option<Role>,
    request: Request,
) -> Response {
    let mut refused = match door.kind {
        Kind::Page => refusal::page(state, verdict, role, request).await,
        Kind::Socket if request.headers().contains_key(header::ORIGIN) => hang_up(request).await,
        Kind::Answer | Kind::Socket | Kind::Files => error(verdict).into_response(),
    };
    refused.headers_mut().insert(REFUSED, HeaderValue::from_static(word(verdict)));
    refused
}

/// Tells that the door itself refused, and not what lies behind it: a way to the sign-in looks like any other.
const REFUSED: HeaderName = HeaderName::from_static("callboard-refused");

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::SignIn => "sign-in-first",
        Verdict::ChangePassword => "change-password-first",
        Verdict::NotForThem | Verdict::Welcome => "not-for-this-role",
    }
}

fn error(verdict: Verdict) -> AppError {
    match verdict {
        Verdict::SignIn => AppError::SignInFirst,
        Verdict::ChangePassword => AppError::ChangePasswordFirst,
        Verdict::NotForThem | Verdict::Welcome => AppError::NotAllowed,
    }
}

/// A page of ours whose reader is no longer signed in: it is told by the close code, and nothing else, because a
/// browser does not show a page the status of a handshake.
async fn hang_up(request: Request) -> Response {
    let (mut parts, _) = request.into_parts();
    match WebSocketUpgrade::from_request_parts(&mut parts, &()).await {
        Ok(upgrade) => upgrade.on_upgrade(ws::hang_up),
        Err(no_socket) => no_socket.into_response(),
    }
}
