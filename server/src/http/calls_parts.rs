//! `GET /fragments/calls`: the history as HTML, drawn here and put in place by `/calls`. It takes the page's own query,
//! so that its links change one thing alone. A problem is drawn too.

use app::drawn::Drawn;
use app::fragments::calls::{CallsAddress, CallsReader};
use app::{CallsPage, CallsProblem, CallsQuery, Lang, Visit};
use axum::extract::{Query, State};
use axum::http::{HeaderMap, Uri};
use axum::response::IntoResponse;

use super::fragments::{fragment, in_time};
use super::pages::{language, offset_of};
use crate::app_state::AppState;
use crate::error::AppError;
use crate::live::Sight;

pub async fn list(
    State(state): State<AppState>,
    sight: Sight,
    headers: HeaderMap,
    Query(address): Query<CallsAddress>,
) -> Result<impl IntoResponse, AppError> {
    let utc_offset_seconds = offset_of(&state.live.snapshot(sight.clone()).await?);
    let lang = language(&headers).unwrap_or(Lang::Vi);
    let reader = CallsReader { lang, utc_offset_seconds, address };
    Ok(fragment(reader.list(&listed(&state, &sight, &reader.address).await)))
}

/// For the first HTML of `/calls`.
pub async fn drawn(state: &AppState, sight: &Sight, visit: &Visit, uri: &Uri) -> Drawn {
    let Ok(Query(address)) = Query::<CallsAddress>::try_from_uri(uri) else { return Drawn::default() };
    let reader = CallsReader { lang: visit.lang, utc_offset_seconds: visit.utc_offset_seconds, address };
    let calls = in_time(async { reader.list(&listed(state, sight, &reader.address).await) });
    Drawn { calls: calls.await, ..Drawn::default() }
}

async fn listed(state: &AppState, sight: &Sight, address: &CallsAddress) -> Result<CallsPage, CallsProblem> {
    let query = CallsQuery { page: address.page(), ..CallsQuery::default() };
    Ok(state.history.page(query, sight).await?)
}
