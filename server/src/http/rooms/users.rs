//! `GET|POST /settings/users`: everybody, and another one.

use ::access::{Grant, Kind, NewUser, Rights, Role};
use app::rooms::{Said, UserForm, Users};
use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::response::Response;

use super::forms::{Choices, Fault, Form, SaidQuery, chosen_queues, fault};
use super::visitor::{Visitor, shown_role};
use crate::app_state::AppState;
use crate::error::AppError;
use crate::{clock, first_password};

pub async fn show(
    State(state): State<AppState>,
    Query(asked): Query<SaidQuery>,
    visitor: Visitor,
) -> Result<Response, AppError> {
    let choices = Choices::of(&state).await?;
    let whose = asked.whose().and_then(|id| state.access.user(id));
    let undo = whose
        .as_ref()
        .filter(|user| asked.said() == Some(Said::UserRemoved) && user.removed_at.is_some())
        .map(|user| user.id.to_string());
    let said = asked.said().zip(whose.map(|user| user.name));
    let page = Users { said, undo, ..users(&state, choices, &visitor) };
    Ok(visitor.see(|room| room.users(&page)))
}

/// Adds one, with a first password that is shown this once.
pub async fn add(State(state): State<AppState>, visitor: Visitor, body: Bytes) -> Result<Response, AppError> {
    let choices = Choices::of(&state).await?;
    let form = Form::read(&body);
    let rights = rights(&form)?;
    let password = first_password::make();
    let new = NewUser {
        name: form.text("name").to_owned(),
        rights: rights.clone(),
        password: password.clone().into(),
        must_change_password: true,
    };
    match state.access.add_user(new, &visitor.by(), clock::now()).await {
        Ok(user) => {
            let page =
                Users { first_password: Some((user.name, password)), ..users(&state, choices, &visitor) };
            Ok(visitor.see(|room| room.users(&page)))
        }
        Err(error) => {
            let mut sent = UserForm { name: form.text("name").to_owned(), ..sent(&rights) };
            match fault(error)? {
                Fault::Role(bad) => sent.role_bad = Some(bad),
                Fault::Name(bad) | Fault::Current(bad) | Fault::Password(bad) | Fault::Code(bad) => {
                    sent.name_bad = Some(bad);
                }
            }
            let page = Users { form: sent, ..users(&state, choices, &visitor) };
            Ok(visitor.see_mended(|room| room.users(&page)))
        }
    }
}

/// The page with everybody and an empty form.
pub(super) fn users(state: &AppState, choices: Choices, visitor: &Visitor) -> Users {
    let all = state.access.users();
    let rows = all.iter().filter(|user| user.removed_at.is_none());
    Users {
        users: rows.map(|user| row(user, &choices, visitor.grant.as_ref())).collect(),
        queues: choices.queues,
        agents: choices.agents,
        form: UserForm::default(),
        first_password: None,
        said: None,
        undo: None,
    }
}

pub(super) fn row(user: &::access::User, choices: &Choices, reader: Option<&Grant>) -> app::rooms::User {
    let queues = user.rights.queues.as_ref();
    app::rooms::User {
        id: user.id.to_string(),
        name: user.name.clone(),
        role: shown_role(user.rights.role),
        queues: queues.map(|queues| queues.iter().map(|id| choices.queue_name(id)).collect()),
        agent: user.rights.agent.as_ref().map(|id| choices.agent_name(id)),
        last_seen: user.signed_in_at,
        by_sso: user.subject.is_some(),
        must_change_password: user.must_change_password,
        is_you: reader.is_some_and(|grant| grant.who.kind == Kind::User && grant.who.id == user.id),
    }
}

/// What the form says an account may do. What does not belong to its role is left out.
pub(super) fn rights(form: &Form) -> Result<Rights, AppError> {
    let role: Role =
        form.text("role").parse().map_err(|_| AppError::BadRequest("there is no such role".into()))?;
    let leads = role == Role::Supervisor;
    Ok(Rights {
        role,
        queues: leads.then(|| chosen_queues(form)).flatten(),
        agent: form.some("agent").filter(|_| role == Role::Agent),
        masked: leads && form.is_set("masked"),
        may_reveal: leads && form.is_set("may_reveal"),
    })
}

/// The form as these rights fill it in.
pub(super) fn sent(rights: &Rights) -> UserForm {
    UserForm {
        role: shown_role(rights.role),
        queues: rights.queues.iter().flatten().cloned().collect(),
        agent: rights.agent.clone(),
        masked: rights.masked,
        may_reveal: rights.may_reveal,
        ..UserForm::default()
    }
}
