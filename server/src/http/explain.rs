//! `GET /api/v1/calls/{id}/explain`: the facts that made a call, in order, with the rule that joined its legs.
//! `GET /api/v1/board/{id}/repairs`: where events and dashboard disagree, and what was repaired.

use axum::Json;
use axum::extract::{Path, State};
use serde::Serialize;
use wire::Window;

use crate::app_state::AppState;
use crate::error::AppError;
use crate::ledger::report::Sums;
use crate::live::{CallAccount, Sight, TrustAccount};

/// Where sources disagree, and whether all who came in today went out or are still there.
#[derive(Debug, Serialize)]
pub struct Reconciled {
    #[serde(flatten)]
    trust: TrustAccount,
    /// Of the operational day: what it leaves over is shown as unmatched.
    balance: Sums,
}

/// The id may be any leg's.
pub async fn call(
    State(state): State<AppState>,
    sight: Sight,
    Path(id): Path<String>,
) -> Result<Json<CallAccount>, AppError> {
    state.live.explain(&id, sight).await?.map(Json).ok_or(AppError::CallUnknown)
}

pub async fn repairs(
    State(state): State<AppState>,
    sight: Sight,
    Path(id): Path<String>,
) -> Result<Json<Reconciled>, AppError> {
    if id != "all" {
        return Err(AppError::NoSuchBoard(id));
    }
    let scope = sight.scope.of_numbers();
    let balance = state.ledger.look(move |desk| desk.balance(&scope, desk.window(Window::Day)).into());
    Ok(Json(Reconciled { trust: state.live.trust(sight).await?, balance: balance.await? }))
}
