use leptos::prelude::*;

use super::parts::{Field, Select, check, field, roles, said, select, shown_once};
use super::{Bad, Choice, Role, Room, Said};

/// `/settings/users`.
#[derive(Debug, Clone)]
pub struct Users {
    pub users: Vec<User>,
    /// What an account can be bound to.
    pub queues: Vec<Choice>,
    pub agents: Vec<Choice>,
    /// The form for another one, as it was sent when it could not be taken.
    pub form: UserForm,
    /// A first password that was just made, with whose it is. It is shown once.
    pub first_password: Option<(String, String)>,
    pub said: Option<(Said, String)>,
    /// The id of a removed user, who can be brought back.
    pub undo: Option<String>,
}

/// A row.
#[derive(Debug, Clone)]
pub struct User {
    pub id: String,
    pub name: String,
    pub role: Role,
    /// Names of queues, for a supervisor of some; `None`: all.
    pub queues: Option<Vec<String>>,
    pub agent: Option<String>,
    pub last_seen: Option<wire::Millis>,
    /// The company's sign-in keeps their role.
    pub by_sso: bool,
    pub must_change_password: bool,
    pub is_you: bool,
}

/// What a form says of an account.
#[derive(Debug, Clone)]
pub struct UserForm {
    pub name: String,
    pub role: Role,
    /// Ids of the queues a supervisor is limited to; empty: none chosen, which means all.
    pub queues: Vec<String>,
    pub agent: Option<String>,
    /// Sees customers' numbers masked.
    pub masked: bool,
    /// May ask for one masked number at a time.
    pub may_reveal: bool,
    pub name_bad: Option<Bad>,
    pub role_bad: Option<Bad>,
}

impl Default for UserForm {
    fn default() -> Self {
        Self {
            name: String::new(),
            role: Role::Supervisor,
            queues: Vec::new(),
            agent: None,
            masked: false,
            may_reveal: false,
            name_bad: None,
            role_bad: None,
        }
    }
}

/// Whom a person can be.
const PEOPLE: [Role; 3] = [Role::Admin, Role::Supervisor, Role::Agent];

impl Room {
    pub fn users(&self, page: &Users) -> String {
        let users = &self.words().users;
        let body = view! {
            <p class="lead">{users.lead}</p>
            {said(self, &page.said, page.undo.as_ref().map(|id| format!("/settings/users/{id}/restore")))}
            {page
                .first_password
                .as_ref()
                .map(|(name, secret)| {
                    shown_once(self, &(users.first_password)(name), secret, users.first_password_why)
                })}
            <div class="scroll">
                <table class="table cards">
                    <thead>
                        <tr>
                            <th scope="col">{users.name}</th>
                            <th scope="col">{users.role}</th>
                            <th scope="col">{users.sees}</th>
                            <th scope="col">{users.last_seen}</th>
                            <th scope="col">
                                <span class="sr">{self.words().common.actions}</span>
                            </th>
                        </tr>
                    </thead>
                    <tbody>{page.users.iter().map(|user| self.user_row(user)).collect_view()}</tbody>
                </table>
            </div>
            <section class="add">
                <h2>{users.add}</h2>
                <form method="post" action="/settings/users" class="form">
                    {self.user_fields(&page.form, &page.queues, &page.agents, true)}
                    <button class="btn primary" type="submit">{users.add}</button>
                    <p class="faint">{users.add_hint}</p>
                </form>
            </section>
        };
        self.desk(users.title, body.into_any())
    }

    fn user_row(&self, user: &User) -> AnyView {
        let words = self.words();
        let users = &words.users;
        let sees = match (user.role, &user.agent) {
            (Role::Agent, Some(agent)) => agent.clone(),
            (Role::Agent, None) => users.agent_none.to_owned(),
            _ => self.queues(user.queues.as_deref()),
        };
        let last_seen = user.last_seen.map_or_else(|| words.common.never.to_owned(), |at| self.when(at));
        let notes = [
            user.is_you.then_some(users.is_you),
            user.by_sso.then_some(users.by_sso),
            user.must_change_password.then_some(users.must_change),
        ];
        let notes: Vec<&str> = notes.into_iter().flatten().collect();
        view! {
            <tr>
                <th scope="row" class="name">
                    {user.name.clone()}
                    {(!notes.is_empty()).then(|| view! { <small>{notes.join(", ")}</small> })}
                </th>
                <td data-label=users.role>{(words.role)(user.role)}</td>
                <td data-label=users.sees class="wraps">{sees}</td>
                <td data-label=users.last_seen class="num">{last_seen}</td>
                <td class="acts">
                    <a class="btn small" href=format!("/settings/users/{}", user.id) aria-label=format!("{}: {}", words.common.change, user.name)>
                        {words.common.change}
                    </a>
                </td>
            </tr>
        }
        .into_any()
    }

    /// Name, role, and what the role is bound to.
    pub(super) fn user_fields(
        &self,
        form: &UserForm,
        queues: &[Choice],
        agents: &[Choice],
        is_new: bool,
    ) -> AnyView {
        let users = &self.words().users;
        let name = Field {
            name: "name",
            label: users.name,
            value: &form.name,
            bad: form.name_bad,
            longest: 64,
            ..Field::default()
        };
        let agent = Select {
            name: "agent",
            label: users.agent,
            choices: agents,
            chosen: form.agent.as_deref(),
            none: Some(users.agent_none),
            hint: Some(users.agent_hint),
            bad: None,
        };
        let boxes = queues.iter().map(|queue| {
            let checked = form.queues.contains(&queue.id);
            view! {
                <label class="check">
                    <input type="checkbox" name="queue" value=queue.id.clone() checked=checked/>
                    <span>{queue.name.clone()}</span>
                </label>
            }
        });
        view! {
            {is_new.then(|| field(self, name))}
            {roles(self, users.role, &PEOPLE, form.role, form.role_bad)}
            <fieldset class="field of-supervisor">
                <legend>{users.queues}</legend>
                <div class="checks">{boxes.collect_view()}</div>
                <p class="hint">{users.queues_hint}</p>
                {check("masked", users.masked, users.masked_hint, form.masked)}
                {check("may_reveal", users.may_reveal, users.may_reveal_hint, form.may_reveal)}
            </fieldset>
            <div class="of-agent">{select(self, agent)}</div>
        }
        .into_any()
    }
}
