//! `GET /settings/displays`, `POST /settings/displays/{id}` and `…/identify|reload|revoke`: the fleet.

use ::access::{Did, Entry, Id, ScreenProfile};
use app::rooms::{Display, Displays, Heard, Said};
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::response::Response;

use super::Order;
use super::forms::{Form, SaidQuery, boards};
use super::visitor::{Visitor, done};
use super::wall::BEAT_SECONDS;
use crate::app_state::AppState;
use crate::clock;
use crate::error::AppError;

/// A screen that was not heard of for three beats is not online.
const ONLINE: wire::Millis = 3 * BEAT_SECONDS as wire::Millis * 1000;

pub async fn show(
    State(state): State<AppState>,
    Query(asked): Query<SaidQuery>,
    visitor: Visitor,
) -> Response {
    let whose = asked.whose().and_then(|id| state.access.display(id));
    let page = Displays {
        displays: displays(&state),
        boards: boards(&state),
        said: asked.said().zip(whose.map(|display| display.name)),
    };
    visitor.see(|room| room.displays(&page))
}

/// Another name, board or profile, each written down for itself. The screen goes to a new board at once.
pub async fn change(
    State(state): State<AppState>,
    Path(id): Path<i64>,
    visitor: Visitor,
    body: Bytes,
) -> Result<Response, AppError> {
    let display = found(&state, id)?;
    let form = Form::read(&body);
    let (by, now) = (visitor.by(), clock::now());
    let (board, profile) = placed(&state, &form)?;
    let name = form.text("name");
    if name != display.name {
        state.access.rename_display(display.id, name, &by, now).await?;
    }
    if board != display.board {
        state.access.set_board(display.id, &board, &by, now).await?;
    }
    if profile != display.profile {
        state.access.set_profile(display.id, profile, &by, now).await?;
    }
    if board != display.board || profile != display.profile {
        state.house.orders.give(display.id, Order::Reload);
    }
    Ok(done("/settings/displays", Said::DisplayChanged, Some(display.id)))
}

pub async fn identify(
    State(state): State<AppState>,
    Path(id): Path<i64>,
    visitor: Visitor,
) -> Result<Response, AppError> {
    let name = found(&state, id)?.name;
    order(&state, &visitor, id, Order::Identify(name), "identify").await?;
    Ok(done("/settings/displays", Said::Identifying, Some(Id(id))))
}

pub async fn reload(
    State(state): State<AppState>,
    Path(id): Path<i64>,
    visitor: Visitor,
) -> Result<Response, AppError> {
    order(&state, &visitor, id, Order::Reload, "reload").await?;
    Ok(done("/settings/displays", Said::Reloading, Some(Id(id))))
}

pub async fn revoke(
    State(state): State<AppState>,
    Path(id): Path<i64>,
    visitor: Visitor,
) -> Result<Response, AppError> {
    let display = found(&state, id)?;
    state.access.revoke_display(display.id, &visitor.by(), clock::now()).await?;
    Ok(done("/settings/displays", Said::DisplayRevoked, Some(display.id)))
}

/// The board and profile that a form names.
pub(super) fn placed(state: &AppState, form: &Form) -> Result<(String, ScreenProfile), AppError> {
    let board = form.text("board");
    let known = boards(state).into_iter().any(|known| known.id == board);
    let profile =
        form.text("profile").parse().map_err(|_| AppError::BadRequest("there is no such profile".into()))?;
    if known { Ok((board.to_owned(), profile)) } else { Err(AppError::NoSuchBoard(board.to_owned())) }
}

async fn order(
    state: &AppState,
    visitor: &Visitor,
    id: i64,
    order: Order,
    word: &str,
) -> Result<(), AppError> {
    let display = found(state, id)?;
    let entry = Entry {
        at: clock::now(),
        by: visitor.by(),
        did: Did::DisplayOrdered,
        to: display.name,
        detail: word.to_owned(),
    };
    state.access.audit(entry).await?;
    state.house.orders.give(display.id, order);
    Ok(())
}

fn found(state: &AppState, id: i64) -> Result<::access::Display, AppError> {
    state.access.display(Id(id)).filter(|display| display.revoked_at.is_none()).ok_or(AppError::NoSuchHolder)
}

fn displays(state: &AppState) -> Vec<Display> {
    let now = clock::now();
    let all = state.access.displays();
    let hanging = all.into_iter().filter(|display| display.revoked_at.is_none());
    let rows = hanging.map(|display| Display {
        id: display.id.to_string(),
        name: display.name,
        board: display.board,
        is_desk: display.profile == ScreenProfile::Desk,
        is_online: display.seen_at.is_some_and(|at| now - at < ONLINE) && display.state.is_some(),
        last_seen: display.seen_at,
        heard: display.state.map(|state| Heard {
            version: state.version,
            resolution: state.resolution,
            last_frame: state.last_frame_at,
            uptime: state.up_since.map_or(0, |since| (now - since).max(0)),
            address: state.address,
        }),
    });
    rows.collect()
}
