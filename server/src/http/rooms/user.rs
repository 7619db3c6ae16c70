//! `GET|POST /settings/users/{id}` and `POST …/password|remove|restore`: one account.

use ::access::{AccessError, Id, Role, User};
use app::rooms::{Phone, Said, UserForm, UserPage, Users};
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::response::{IntoResponse, Redirect, Response};

use super::forms::{Choices, Fault, Form, fault};
use super::users::{rights, row, sent, users};
use super::visitor::{Visitor, done};
use crate::app_state::AppState;
use crate::error::AppError;
use crate::{clock, first_password};

pub async fn show(
    State(state): State<AppState>,
    Path(id): Path<i64>,
    visitor: Visitor,
) -> Result<Response, AppError> {
    let user = found(&state, id)?;
    let page = page(&state, &user, sent(&user.rights), &visitor).await?;
    Ok(visitor.see(|room| room.user(&page)))
}

pub async fn change(
    State(state): State<AppState>,
    Path(id): Path<i64>,
    visitor: Visitor,
    body: Bytes,
) -> Result<Response, AppError> {
    let user = found(&state, id)?;
    let rights = rights(&Form::read(&body))?;
    match state.access.change_user(user.id, rights.clone(), &visitor.by(), clock::now()).await {
        Ok(()) => Ok(done("/settings/users", Said::UserChanged, Some(user.id))),
        Err(error) => {
            let mut form = sent(&rights);
            match fault(error)? {
                Fault::Role(bad)
                | Fault::Name(bad)
                | Fault::Current(bad)
                | Fault::Password(bad)
                | Fault::Code(bad) => form.role_bad = Some(bad),
            }
            let page = page(&state, &user, form, &visitor).await?;
            Ok(visitor.see_mended(|room| room.user(&page)))
        }
    }
}

/// A new first password in place of a forgotten one, shown this once.
pub async fn reset_password(
    State(state): State<AppState>,
    Path(id): Path<i64>,
    visitor: Visitor,
) -> Result<Response, AppError> {
    let user = found(&state, id)?;
    if !user.has_password() {
        return Err(AppError::BadRequest("this account has no password here".into()));
    }
    let password = first_password::make();
    state.access.set_password(user.id, &password, &visitor.by(), clock::now()).await?;
    let choices = Choices::of(&state).await?;
    let page = Users { first_password: Some((user.name, password)), ..users(&state, choices, &visitor) };
    Ok(visitor.see(|room| room.users(&page)))
}

pub async fn remove(
    State(state): State<AppState>,
    Path(id): Path<i64>,
    visitor: Visitor,
) -> Result<Response, AppError> {
    let user = found(&state, id)?;
    match state.access.remove_user(user.id, &visitor.by(), clock::now()).await {
        Ok(()) => Ok(done("/settings/users", Said::UserRemoved, Some(user.id))),
        // The page itself says so, and has no such button.
        Err(AccessError::LastAdmin) => Ok(Redirect::to(&format!("/settings/users/{id}")).into_response()),
        Err(error) => Err(error.into()),
    }
}

pub async fn restore(
    State(state): State<AppState>,
    Path(id): Path<i64>,
    visitor: Visitor,
) -> Result<Response, AppError> {
    match state.access.restore_user(Id(id), &visitor.by(), clock::now()).await {
        Ok(()) => Ok(done("/settings/users", Said::UserRestored, Some(Id(id)))),
        Err(AccessError::NameTaken) => {
            let choices = Choices::of(&state).await?;
            let name = state.access.user(Id(id)).map(|user| user.name).unwrap_or_default();
            let form = UserForm { name, name_bad: Some(app::rooms::Bad::NameTaken), ..UserForm::default() };
            let page = Users { form, ..users(&state, choices, &visitor) };
            Ok(visitor.see_mended(|room| room.users(&page)))
        }
        Err(error) => Err(error.into()),
    }
}

/// With a form for a phone that could not be taken.
pub async fn show_phone(
    state: &AppState,
    user: &User,
    visitor: &Visitor,
    phone: Phone,
) -> Result<Response, AppError> {
    let page = UserPage { phone, ..page(state, user, sent(&user.rights), visitor).await? };
    Ok(visitor.see_mended(|room| room.user(&page)))
}

pub fn found(state: &AppState, id: i64) -> Result<User, AppError> {
    state.access.user(Id(id)).filter(|user| user.removed_at.is_none()).ok_or(AppError::NoSuchHolder)
}

async fn page(
    state: &AppState,
    user: &User,
    mut form: UserForm,
    visitor: &Visitor,
) -> Result<UserPage, AppError> {
    let choices = Choices::of(state).await?.with(&mut form, &state.history.names().await?);
    let all = state.access.users();
    let mut admins = all.iter().filter(|user| user.removed_at.is_none() && user.rights.role == Role::Admin);
    let is_last_admin = user.rights.role == Role::Admin && admins.all(|admin| admin.id == user.id);
    Ok(UserPage {
        user: row(user, &choices, visitor.grant.as_ref()),
        form,
        queues: choices.queues,
        agents: choices.agents,
        is_last_admin,
        phone: super::phone::of(state, user.id),
    })
}
