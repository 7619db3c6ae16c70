//! `POST /calls/filters`, `POST /calls/filters/{id}/remove`: the questions to the call list that somebody keeps. Both lead
//! back to the list that was asked for, and say what was done by a word in its address.

use ::access::{AccessError, Grant, Id, Kind};
use app::fragments::calls::CallsAddress;
use axum::Extension;
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::Uri;
use axum::response::Redirect;

use super::rooms::forms::Form;
use crate::app_state::AppState;
use crate::error::AppError;

pub async fn keep(
    State(state): State<AppState>,
    Extension(grant): Extension<Grant>,
    body: Bytes,
) -> Result<Redirect, AppError> {
    let (form, user) = (Form::read(&body), user(&grant)?);
    let asked = asked(&form);
    let kept = state.access.save_filter(user, form.text("name"), &asked.query()).await;
    back(asked, kept, "saved")
}

pub async fn remove(
    State(state): State<AppState>,
    Extension(grant): Extension<Grant>,
    Path(id): Path<i64>,
    body: Bytes,
) -> Result<Redirect, AppError> {
    let removed = state.access.forget_filter(user(&grant)?, Id(id)).await;
    back(asked(&Form::read(&body)), removed, "removed")
}

/// A program has no page.
fn user(grant: &Grant) -> Result<Id, AppError> {
    if grant.who.kind == Kind::User { Ok(grant.who.id) } else { Err(AppError::NotAllowed) }
}

/// What `/calls` can ask for, and nothing else that a form may hold.
fn asked(form: &Form) -> CallsAddress {
    let uri = format!("/calls?{}", form.raw("query")).parse::<Uri>();
    let read = uri.ok().and_then(|uri| Query::<CallsAddress>::try_from_uri(&uri).ok());
    read.map(|Query(address)| address.asked()).unwrap_or_default()
}

fn back(asked: CallsAddress, done: Result<(), AccessError>, said: &str) -> Result<Redirect, AppError> {
    let said = match done {
        Ok(()) => said,
        Err(AccessError::FilterNameUnfit) => "name-unfit",
        Err(AccessError::TooManyFilters) => "too-many",
        // Another tab was faster.
        Err(AccessError::Unknown) => "removed",
        Err(error) => return Err(error.into()),
    };
    Ok(Redirect::to(&CallsAddress { said: Some(said.to_owned()), ..asked }.href()))
}
