//! `POST /api/v1/calls/{id}/reveal`: the number of one call in full, for who sees it masked and may ask. It is written
//! down before it is told.

use ::access::Did;
use axum::Json;
use axum::extract::{Path, State};
use serde::Serialize;

use super::doer::Doer;
use crate::app_state::AppState;
use crate::dial::whole_number;
use crate::error::AppError;
use crate::live::Sight;

#[derive(Debug, Serialize)]
pub struct Revealed {
    call_id: String,
    number: String,
}

pub async fn reveal(
    State(state): State<AppState>,
    doer: Doer,
    sight: Sight,
    Path(id): Path<String>,
) -> Result<Json<Revealed>, AppError> {
    if !doer.grant.who.may_reveal {
        return Err(AppError::NotAllowed);
    }
    let number = whole_number(&state, &id, &sight).await?.ok_or(AppError::CallUnknown)?;
    doer.does(Did::NumberRevealed, &id, &Sight::masked().number(&number, None)).await?;
    Ok(Json(Revealed { call_id: id, number }))
}
