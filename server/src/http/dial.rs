//! `POST /api/v1/calls`: click to call, by a number or by a call whose far party is called back.

use std::sync::Arc;

use app::dial::{DialRequest, DialTaken};
use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::StatusCode;

use super::doer::Doer;
use crate::app_state::AppState;
use crate::dial::{FarParty, Number, Wanted, far_party, number};
use crate::error::AppError;
use crate::live::Sight;

/// 202: the phone was told to ring, and then to dial. What follows is seen on the board.
pub async fn call(
    State(state): State<AppState>,
    doer: Doer,
    sight: Sight,
    asked: Result<Json<DialRequest>, JsonRejection>,
) -> Result<(StatusCode, Json<DialTaken>), AppError> {
    let Json(asked) = asked.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => AppError::TooLarge,
        _ => AppError::BadRequest(rejection.body_text()),
    })?;
    let who = &doer.grant.who;
    let names = state.history.names().await?;
    let read = |typed: &str| {
        number::read(typed, |number| names.agent_with(number).is_some()).map_err(AppError::BadNumber)
    };
    let (Number { dialled, ask_first }, shown, mut why) = match (&asked.number, &asked.call) {
        (Some(typed), None) => {
            let number = read(typed)?;
            // Whoever typed it knows it.
            let shown = number.dialled.clone();
            (number, shown, String::new())
        }
        (None, Some(call)) => {
            let FarParty { number, shown } = far_party(&state, call, who, &sight).await?;
            if kpi::caller(Some(&number)) == kpi::Caller::Anonymous {
                return Err(AppError::BadNumber(number::BadNumber::Withheld));
            }
            (read(&number)?, shown, format!(", calls back {call}"))
        }
        _ => return Err(AppError::BadRequest("send either a number or a call".into())),
    };
    match ask_first {
        Some(reason) if !asked.confirmed => {
            return Err(AppError::ConfirmFirst { reason, number: shown });
        }
        Some(_) => why.push_str(", confirmed"),
        None => {}
    }
    let wanted = Wanted { who: Arc::clone(who), by: doer.by().clone(), number: dialled, why };
    state.dialler.call(wanted).await?;
    Ok((StatusCode::ACCEPTED, Json(DialTaken { number: shown })))
}
