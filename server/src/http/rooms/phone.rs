//! `POST /account/phone[/remove]` and `POST /settings/users/{id}/phone[/remove]`: a person's own phone for calls by a
//! click, set by themselves or by an admin.

use ::access::{AccessError, Device, Grant, Id};
use app::rooms::{Bad, Phone, PhoneState, Said};
use axum::Extension;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::Response;

use super::forms::Form;
use super::visitor::{Visitor, done};
use super::{account, user};
use crate::app_state::AppState;
use crate::clock;
use crate::error::AppError;

pub async fn set_own(
    State(state): State<AppState>,
    Extension(grant): Extension<Grant>,
    visitor: Visitor,
    body: Bytes,
) -> Result<Response, AppError> {
    account::only_people(&grant)?;
    match set(&state, grant.who.id, &visitor, &body).await? {
        None => Ok(done("/account", Said::PhoneSet, None)),
        Some(phone) => account::show_phone(&state, &grant, &visitor, phone).await,
    }
}

pub async fn remove_own(
    State(state): State<AppState>,
    Extension(grant): Extension<Grant>,
    visitor: Visitor,
) -> Result<Response, AppError> {
    account::only_people(&grant)?;
    state.access.remove_phone(grant.who.id, &visitor.by(), clock::now()).await?;
    Ok(done("/account", Said::PhoneRemoved, None))
}

pub async fn set_of_user(
    State(state): State<AppState>,
    Path(id): Path<i64>,
    visitor: Visitor,
    body: Bytes,
) -> Result<Response, AppError> {
    let user = user::found(&state, id)?;
    match set(&state, user.id, &visitor, &body).await? {
        None => Ok(done("/settings/users", Said::PhoneSet, Some(user.id))),
        Some(phone) => user::show_phone(&state, &user, &visitor, phone).await,
    }
}

pub async fn remove_of_user(
    State(state): State<AppState>,
    Path(id): Path<i64>,
    visitor: Visitor,
) -> Result<Response, AppError> {
    let user = user::found(&state, id)?;
    state.access.remove_phone(user.id, &visitor.by(), clock::now()).await?;
    Ok(done("/settings/users", Said::PhoneRemoved, Some(user.id)))
}

/// What a page may say of a person's phone.
pub fn of(state: &AppState, user: Id) -> Phone {
    let phones = &state.dialler.phones;
    let kept = state.access.phone_state(user, phones.key());
    let state = match kept {
        ::access::PhoneState::None if phones.key().is_none() => PhoneState::NoKey,
        ::access::PhoneState::None => PhoneState::None,
        ::access::PhoneState::Set { at } => PhoneState::Set { at },
        ::access::PhoneState::Locked { at } => PhoneState::Locked { at },
    };
    Phone { state, has_shared: phones.has_shared(), ..Phone::default() }
}

/// `None`: it is set. Else the form with what is wrong; what was typed is not sent back.
async fn set(state: &AppState, user: Id, visitor: &Visitor, body: &[u8]) -> Result<Option<Phone>, AppError> {
    let key = state.dialler.phones.key().ok_or_else(|| {
        AppError::Unfit("this server has no key to seal a phone with: set [dial] key".into())
    })?;
    let form = Form::read(body);
    let device = Device { user: form.text("sip_user").to_owned(), password: form.raw("sip_password").into() };
    match state.access.set_phone(user, &device, key, &visitor.by(), clock::now()).await {
        Ok(()) => Ok(None),
        Err(AccessError::SipUserUnfit) => {
            Ok(Some(Phone { user_bad: Some(Bad::SipUserForm), ..of(state, user) }))
        }
        Err(AccessError::SipPasswordUnfit) => {
            Ok(Some(Phone { password_bad: Some(Bad::SipPasswordForm), ..of(state, user) }))
        }
        Err(error) => Err(error.into()),
    }
}
