use leptos::prelude::*;

use super::parts::{Field, field, glyph_level, said};
use super::{Bad, Room, Said};
use crate::ui::Icon;

/// `/login`.
#[derive(Debug, Clone, Default)]
pub struct Login {
    /// Where to go on from here: a path of this site.
    pub next: String,
    pub name: String,
    pub bad: Option<Bad>,
    /// What the company's sign-in is called, where one is set up.
    pub sso: Option<String>,
    pub sso_problem: Option<SsoProblem>,
    pub said: Option<Said>,
}

/// Why the company's sign-in did not lead in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SsoProblem {
    Failed,
    /// None of their groups has a role here.
    NoRole,
}

impl Room {
    pub fn login(&self, login: &Login) -> String {
        let door = &self.words().door;
        // A name that was not found is not told from a password that is wrong, so the fault is under both.
        let name = Field {
            name: "name",
            label: door.name,
            value: &login.name,
            autocomplete: "username",
            autofocus: login.name.is_empty(),
            longest: 128,
            ..Field::default()
        };
        let password = Field {
            name: "password",
            label: door.password,
            kind: "password",
            autocomplete: "current-password",
            bad: login.bad,
            autofocus: !login.name.is_empty(),
            longest: 1024,
            ..Field::default()
        };
        let sso = login.sso.as_ref().map(|provider| {
            let href = format!("/login/oidc?next={}", crate::format::percent_encoded(&login.next, "/"));
            view! {
                <p class="or">
                    <span>{door.or}</span>
                </p>
                <a class="btn" href=href rel="nofollow">{(door.with)(provider)}</a>
            }
        });
        let problem = login.sso_problem.map(|problem| {
            let why = match problem {
                SsoProblem::Failed => door.sso_failed,
                SsoProblem::NoRole => door.sso_no_role,
            };
            view! {
                <p class="error" role="alert">
                    {glyph_level("breach")}
                    <span>{why}</span>
                </p>
            }
        });
        let form = view! {
            {said(self, &login.said.map(|said| (said, String::new())), None)}
            {problem}
            <form method="post" action="/login" class="form">
                <input type="hidden" name="next" value=login.next.clone()/>
                {field(self, name)}
                {field(self, password)}
                <button class="btn primary" type="submit">{door.sign_in}</button>
            </form>
            {sso}
            <p class="alt">
                <Icon name="tv"/>
                <span>
                    {door.wall} " " <a href="/wall">{door.wall_pair}</a>
                </span>
            </p>
        };
        self.door(door.title, form.into_any())
    }
}
