//! `GET|POST /pair`: a supervisor types or scans a screen's code, and says what the screen shall be.

use ::access::{Grant, PairingError, Placed, ScreenProfile};
use app::rooms::{Bad, Pair, PairStep};
use axum::Extension;
use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;

use super::displays::placed;
use super::forms::{Fault, Form, boards, pairing_fault};
use super::visitor::Visitor;
use crate::app_state::AppState;
use crate::clock;
use crate::error::AppError;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    code: Option<String>,
    /// The id of a screen that was just paired.
    paired: Option<i64>,
}

pub async fn show(
    State(state): State<AppState>,
    Extension(grant): Extension<Grant>,
    Query(asked): Query<Asked>,
    visitor: Visitor,
) -> Result<Response, AppError> {
    let paired = asked.paired.and_then(|id| state.access.display(::access::Id(id)));
    if let Some(display) = paired {
        return Ok(see(&state, &visitor, PairStep::Done { name: display.name }));
    }
    let Some(code) = asked.code else {
        return Ok(see(&state, &visitor, PairStep::Code { typed: String::new(), bad: None }));
    };
    let now = clock::now();
    // What cannot be a code at all is no guess, and is not counted as one.
    if code.chars().filter(char::is_ascii_alphabetic).count() != 8 {
        return Ok(see(&state, &visitor, PairStep::Code { typed: code, bad: Some(Bad::CodeForm) }));
    }
    match state.access.look_at_code(&code, &grant.who, visitor.address, now).await {
        Ok(waiting) => {
            let step = PairStep::Approve {
                code: waiting.code,
                address: waiting.address.to_string(),
                asked_at: waiting.begun_at,
                name: String::new(),
                name_bad: None,
                board: "all".into(),
                is_desk: false,
            };
            Ok(see(&state, &visitor, step))
        }
        Err(error) => refused(&state, &visitor, code, error),
    }
}

pub async fn approve(
    State(state): State<AppState>,
    Extension(grant): Extension<Grant>,
    visitor: Visitor,
    body: Bytes,
) -> Result<Response, AppError> {
    let form = Form::read(&body);
    let code = form.text("code").to_owned();
    let (board, profile) = placed(&state, &form)?;
    let screen = Placed { name: form.text("name").to_owned(), board, profile };
    let now = clock::now();
    match state.access.approve_pairing(&code, &grant.who, visitor.address, &screen, now).await {
        Ok(display) => Ok(Redirect::to(&format!("/pair?paired={}", display.id)).into_response()),
        Err(PairingError::Access(::access::AccessError::NameUnfit)) => {
            let waiting = state.access.look_at_code(&code, &grant.who, visitor.address, now).await;
            let waiting = match waiting {
                Ok(waiting) => waiting,
                Err(error) => return refused(&state, &visitor, code, error),
            };
            let step = PairStep::Approve {
                code: waiting.code,
                address: waiting.address.to_string(),
                asked_at: waiting.begun_at,
                name: screen.name,
                name_bad: Some(Bad::NameForm),
                board: screen.board,
                is_desk: screen.profile == ScreenProfile::Desk,
            };
            Ok(see(&state, &visitor, step))
        }
        Err(error) => refused(&state, &visitor, code, error),
    }
}

fn refused(
    state: &AppState,
    visitor: &Visitor,
    typed: String,
    error: PairingError,
) -> Result<Response, AppError> {
    let (Fault::Code(bad) | Fault::Name(bad) | Fault::Role(bad) | Fault::Current(bad) | Fault::Password(bad)) =
        pairing_fault(error)?;
    Ok(see(state, visitor, PairStep::Code { typed, bad: Some(bad) }))
}

fn see(state: &AppState, visitor: &Visitor, step: PairStep) -> Response {
    let page = Pair { step, boards: boards(state) };
    visitor.see(|room| room.pair(&page))
}
