//! `GET|POST /settings/tokens`, `POST /settings/tokens/{id}/revoke`: API keys.

use ::access::{Id, NewToken, Role};
use app::rooms::{Said, Token, Tokens};
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use secrecy::ExposeSecret;

use super::forms::{Fault, Form, SaidQuery, boards, fault};
use super::visitor::{Visitor, done, shown_role};
use crate::app_state::AppState;
use crate::clock;
use crate::error::AppError;

const DAY: wire::Millis = 24 * 60 * 60 * 1000;
/// Longer lives are asked for by leaving the days out.
const MOST_DAYS: i64 = 3_650;

pub async fn show(
    State(state): State<AppState>,
    Query(asked): Query<SaidQuery>,
    visitor: Visitor,
) -> Response {
    let whose = asked.whose().and_then(|id| state.access.tokens().into_iter().find(|token| token.id == id));
    let page = Tokens { said: asked.said().zip(whose.map(|token| token.name)), ..tokens(&state) };
    visitor.see(|room| room.tokens(&page))
}

/// Makes one, which is shown this once.
pub async fn make(
    State(state): State<AppState>,
    visitor: Visitor,
    body: Bytes,
) -> Result<Response, AppError> {
    let form = Form::read(&body);
    let role: Role =
        form.text("role").parse().map_err(|_| AppError::BadRequest("there is no such role".into()))?;
    let now = clock::now();
    let unfit = |what: &str| AppError::BadRequest(format!("{what} is not one of the choices"));
    let days = form.some("days").map(|days| {
        days.parse::<i64>().ok().filter(|days| (1..=MOST_DAYS).contains(days)).ok_or_else(|| unfit("days"))
    });
    let days = days.transpose()?;
    let board = form.some("board");
    if board.as_ref().is_some_and(|id| !boards(&state).iter().any(|board| board.id == *id)) {
        return Err(unfit("board"));
    }
    let new = NewToken {
        name: form.text("name").to_owned(),
        role,
        board,
        queues: None,
        agent: None,
        expires_at: days.map(|days| now + days * DAY),
    };
    match state.access.create_token(new, &visitor.by(), now).await {
        Ok((token, secret)) => {
            let made = Some((token.name, secret.expose_secret().to_owned()));
            let page = Tokens { made, ..tokens(&state) };
            Ok(visitor.see(|room| room.tokens(&page)))
        }
        Err(error) => {
            let (Fault::Name(bad)
            | Fault::Role(bad)
            | Fault::Current(bad)
            | Fault::Password(bad)
            | Fault::Code(bad)) = fault(error)?;
            let page = Tokens {
                name: form.text("name").to_owned(),
                role: shown_role(role),
                name_bad: Some(bad),
                ..tokens(&state)
            };
            Ok(visitor.see_mended(|room| room.tokens(&page)))
        }
    }
}

pub async fn revoke(
    State(state): State<AppState>,
    Path(id): Path<i64>,
    visitor: Visitor,
) -> Result<Response, AppError> {
    state.access.revoke_token(Id(id), &visitor.by(), clock::now()).await?;
    Ok(done("/settings/tokens", Said::TokenRevoked, Some(Id(id))))
}

fn tokens(state: &AppState) -> Tokens {
    let now = clock::now();
    let boards = boards(state);
    let name_of = |id: &String| {
        boards.iter().find(|board| board.id == *id).map_or_else(|| id.clone(), |board| board.name.clone())
    };
    let all = state.access.tokens();
    let open =
        all.iter().filter(|token| token.revoked_at.is_none() && token.expires_at.is_none_or(|at| now < at));
    let rows = open.map(|token| Token {
        id: token.id.to_string(),
        name: token.name.clone(),
        role: shown_role(token.role),
        board: token.board.as_ref().map(name_of),
        made_at: token.created_at,
        last_used: token.used_at,
        expires: token.expires_at,
    });
    Tokens {
        tokens: rows.collect(),
        boards: boards.clone(),
        name: String::new(),
        role: app::rooms::Role::Supervisor,
        name_bad: None,
        made: None,
        said: None,
    }
}
