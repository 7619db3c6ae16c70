//! `GET /account`, `POST /account/password`, `POST /account/sign-out-everywhere`.

use ::access::{Grant, Kind};
use app::rooms::{Account, Bad, Phone, Said, Session};
use axum::Extension;
use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::response::{AppendHeaders, IntoResponse, Redirect, Response};
use secrecy::ExposeSecret;

use super::forms::{Choices, Fault, Form, SaidQuery, fault};
use super::login::signed_out;
use super::visitor::Visitor;
use crate::app_state::AppState;
use crate::clock;
use crate::error::AppError;

pub async fn show(
    State(state): State<AppState>,
    Extension(grant): Extension<Grant>,
    Query(said): Query<SaidQuery>,
    visitor: Visitor,
) -> Result<Response, AppError> {
    let page = Account { said: said.said(), ..account(&state, &grant).await? };
    Ok(visitor.see(|room| room.account(&page)))
}

/// Programs and screens have nothing of their own to change.
pub fn only_people(grant: &Grant) -> Result<(), AppError> {
    if grant.who.kind == Kind::User { Ok(()) } else { Err(AppError::NotAllowed) }
}

pub async fn change_password(
    State(state): State<AppState>,
    Extension(grant): Extension<Grant>,
    visitor: Visitor,
    body: Bytes,
) -> Result<Response, AppError> {
    only_people(&grant)?;
    let form = Form::read(&body);
    let (current, new) = (form.raw("current"), form.raw("password"));
    let bad = if new == form.raw("again") {
        let changed =
            state.access.change_password(grant.who.id, current, new, visitor.address, clock::now()).await;
        match changed {
            Ok(signed_in) => {
                let cookie = visitor.cookies.set(signed_in.secret.expose_secret(), state.house.session);
                let to = format!("/account?said={}", Said::PasswordChanged.name());
                return Ok((AppendHeaders([cookie]), Redirect::to(&to)).into_response());
            }
            Err(error) => Some(fault(error)?),
        }
    } else {
        None
    };
    let mut page = account(&state, &grant).await?;
    match bad {
        None => page.again_bad = Some(Bad::PasswordsDiffer),
        Some(Fault::Password(bad)) => page.password_bad = Some(bad),
        Some(Fault::Name(bad) | Fault::Role(bad) | Fault::Current(bad) | Fault::Code(bad)) => {
            page.current_bad = Some(bad);
        }
    }
    Ok(visitor.see_mended(|room| room.account(&page)))
}

pub async fn sign_out_everywhere(
    State(state): State<AppState>,
    Extension(grant): Extension<Grant>,
    visitor: Visitor,
) -> Result<Response, AppError> {
    only_people(&grant)?;
    state.access.sign_out_everywhere(grant.who.id, &visitor.by(), clock::now()).await?;
    Ok(signed_out(&visitor, Said::SignedOutEverywhere))
}

/// With a form for a phone that could not be taken.
pub async fn show_phone(
    state: &AppState,
    grant: &Grant,
    visitor: &Visitor,
    phone: Phone,
) -> Result<Response, AppError> {
    let page = Account { phone: Some(phone), ..account(state, grant).await? };
    Ok(visitor.see_mended(|room| room.account(&page)))
}

async fn account(state: &AppState, grant: &Grant) -> Result<Account, AppError> {
    let who = &grant.who;
    let choices = Choices::of(state).await?;
    let user = state.access.user(who.id).filter(|_| who.kind == Kind::User);
    let mut sessions: Vec<Session> = match user {
        None => Vec::new(),
        Some(_) => state
            .access
            .sessions_of(who.id)
            .into_iter()
            .map(|session| Session {
                is_this: grant.session == Some(session.id),
                address: session.address,
                began: session.created_at,
                last_seen: session.used_at,
            })
            .collect(),
    };
    let has_phone = who.kind == Kind::User && !who.must_change_password;
    sessions.sort_by_key(|session| !session.is_this);
    Ok(Account {
        queues: who.queues.as_ref().map(|queues| queues.iter().map(|id| choices.queue_name(id)).collect()),
        agent: who.agent.as_ref().map(|id| choices.agent_name(id)),
        has_password: user.is_some_and(|user| user.has_password()),
        sessions,
        phone: has_phone.then(|| super::phone::of(state, who.id)),
        ..Account::default()
    })
}
