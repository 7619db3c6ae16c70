//! `GET|POST /setup`: the first admin, by the link that the first start prints.

use ::access::AccessError;
use app::rooms::{Bad, Setup};
use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use secrecy::ExposeSecret;
use serde::Deserialize;

use super::forms::{Fault, Form, fault};
use super::visitor::Visitor;
use crate::app_state::AppState;
use crate::clock;
use crate::error::AppError;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    key: String,
}

pub async fn show(
    State(state): State<AppState>,
    Query(asked): Query<Asked>,
    visitor: Visitor,
) -> Result<Response, AppError> {
    if !state.access.is_first_admin_link(&asked.key).await? {
        return Ok(gone(&visitor));
    }
    let page = Setup { key: Some(asked.key), ..Setup::default() };
    Ok(visitor.see(|room| room.setup(&page)))
}

pub async fn make(
    State(state): State<AppState>,
    visitor: Visitor,
    body: Bytes,
) -> Result<Response, AppError> {
    let form = Form::read(&body);
    let (name, password) = (form.text("name"), form.raw("password"));
    let mut page = Setup { key: form.some("key"), name: name.to_owned(), ..Setup::default() };
    if password != form.raw("again") {
        page.again_bad = Some(Bad::PasswordsDiffer);
        return Ok(visitor.see_mended(|room| room.setup(&page)));
    }
    let made =
        state.access.set_up_admin(form.text("key"), name, password, visitor.address, clock::now()).await;
    let error = match made {
        Ok(signed_in) => {
            let cookie = visitor.cookies.set(signed_in.secret.expose_secret(), state.house.session);
            return Ok((AppendHeaders([cookie]), Redirect::to("/settings/displays")).into_response());
        }
        Err(AccessError::LinkSpent) => return Ok(gone(&visitor)),
        Err(error) => fault(error)?,
    };
    match error {
        Fault::Password(bad) => page.password_bad = Some(bad),
        Fault::Name(bad) | Fault::Role(bad) | Fault::Current(bad) | Fault::Code(bad) => {
            page.name_bad = Some(bad)
        }
    }
    Ok(visitor.see_mended(|room| room.setup(&page)))
}

fn gone(visitor: &Visitor) -> Response {
    visitor.see_as(StatusCode::GONE, |room| room.setup(&Setup::default()))
}
