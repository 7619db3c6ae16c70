use leptos::prelude::*;

use super::parts::{Field, field, said};
use super::{Bad, LEAST_PASSWORD, Phone, Room, Said};
use crate::visit::Theme;

/// `/account`: what everybody may set for themselves.
#[derive(Debug, Clone, Default)]
pub struct Account {
    /// Names of the queues that they see; `None`: all.
    pub queues: Option<Vec<String>>,
    /// The agent that they are on the telephone.
    pub agent: Option<String>,
    /// They have a password here; otherwise the company's sign-in knows them.
    pub has_password: bool,
    /// Where they are signed in, this one first; empty where that is not known.
    pub sessions: Vec<Session>,
    /// `None`: whoever looks has none, because they are no person, or must change their password first.
    pub phone: Option<Phone>,
    pub current_bad: Option<Bad>,
    pub password_bad: Option<Bad>,
    pub again_bad: Option<Bad>,
    pub said: Option<Said>,
}

#[derive(Debug, Clone)]
pub struct Session {
    pub address: String,
    pub began: wire::Millis,
    pub last_seen: wire::Millis,
    pub is_this: bool,
}

impl Room {
    pub fn account(&self, page: &Account) -> String {
        let words = self.words();
        let account = &words.account;
        let Some(me) = &self.me else { return String::new() };
        let first = me.must_change_password;
        let body = view! {
            {first.then(|| view! { <p class="notice-line" role="status">{account.must_change}</p> })}
            {said(self, &page.said.map(|said| (said, String::new())), None)}
            <div class="columns">
                <div class="stack">
                    <section>
                        <h2>{account.password}</h2>
                        {self.password_form(page)}
                    </section>
                    {page.phone.as_ref().map(|phone| self.phone(phone, "/account/phone", &me.name))}
                </div>
                <div class="stack">
                    <section>
                        <h2>{me.name.clone()}</h2>
                        <dl class="facts">
                            <div>
                                <dt>{account.role}</dt>
                                <dd>{(words.role)(me.role)}</dd>
                            </div>
                            <div>
                                <dt>{account.sees}</dt>
                                <dd>{self.queues(page.queues.as_deref())}</dd>
                            </div>
                            {page
                                .agent
                                .clone()
                                .map(|agent| {
                                    view! {
                                        <div>
                                            <dt>{account.agent}</dt>
                                            <dd>{agent}</dd>
                                        </div>
                                    }
                                })}
                        </dl>
                    </section>
                    <section>
                        <h2>{account.look}</h2>
                        <dl class="facts">
                            <div>
                                <dt>{account.language}</dt>
                                <dd class="pair-of">{self.languages()}</dd>
                            </div>
                            <div>
                                <dt>{account.theme}</dt>
                                <dd class="pair-of">{self.themes()}</dd>
                            </div>
                        </dl>
                    </section>
                    <section>
                        <h2>{account.sessions}</h2>
                        {self.sessions(page)}
                    </section>
                </div>
            </div>
        };
        self.desk(account.title, body.into_any())
    }

    fn password_form(&self, page: &Account) -> AnyView {
        let account = &self.words().account;
        if !page.has_password {
            return view! { <p class="muted">{account.password_elsewhere}</p> }.into_any();
        }
        let current = Field {
            name: "current",
            label: account.password_current,
            kind: "password",
            autocomplete: "current-password",
            bad: page.current_bad,
            longest: 1024,
            ..Field::default()
        };
        let hint = (account.password_hint)(LEAST_PASSWORD);
        let name = self.me.as_ref().map(|me| me.name.clone());
        view! {
            <form method="post" action="/account/password" class="form">
                // For password managers: whose password it is.
                <input type="hidden" name="username" autocomplete="username" value=name/>
                {field(self, current)}
                {self.new_password(account.password_new, &hint, page.password_bad, page.again_bad)}
                <button class="btn primary" type="submit">{account.password_do}</button>
            </form>
        }
        .into_any()
    }

    fn sessions(&self, page: &Account) -> AnyView {
        let account = &self.words().account;
        let rows = page.sessions.iter().map(|session| {
            let when =
                if session.is_this { account.this_session.to_owned() } else { self.ago(session.last_seen) };
            view! {
                <li>
                    <span class="num">{(account.session)(&session.address, &self.when(session.began))}</span>
                    <span class="muted num">{when}</span>
                </li>
            }
        });
        view! {
            <ul class="sessions">{rows.collect_view()}</ul>
            <div class="buttons">
                <form method="post" action="/logout">
                    <button class="btn" type="submit">{account.sign_out}</button>
                </form>
                <form method="post" action="/account/sign-out-everywhere">
                    <button class="btn quiet" type="submit">{account.sign_out_everywhere}</button>
                </form>
            </div>
            <p class="faint">{account.sign_out_everywhere_why}</p>
        }
        .into_any()
    }

    /// Names of queues, or that they are all.
    pub(super) fn queues(&self, queues: Option<&[String]>) -> String {
        match queues {
            None => self.words().common.all_queues.to_owned(),
            Some([]) => self.words().users.no_queues.to_owned(),
            Some(queues) => queues.join(", "),
        }
    }

    fn themes(&self) -> AnyView {
        let account = &self.words().account;
        [(Theme::Dark, account.dark), (Theme::Light, account.light)]
            .into_iter()
            .map(|(theme, name)| {
                if theme == self.theme {
                    view! { <b>{name}</b> }.into_any()
                } else {
                    view! { <a rel="nofollow" href=self.with("theme", theme.name())>{name}</a> }.into_any()
                }
            })
            .collect_view()
            .into_any()
    }
}
