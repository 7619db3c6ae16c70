use leptos::prelude::*;

use super::parts::{Field, Select, confirm, field, roles, said, select, shown_once};
use super::{Bad, Choice, Role, Room, Said};

/// `/settings/tokens`: what programs hold to read the API.
#[derive(Debug, Clone)]
pub struct Tokens {
    pub tokens: Vec<Token>,
    pub boards: Vec<Choice>,
    /// The form for another one, as it was sent when it could not be taken.
    pub name: String,
    pub role: Role,
    pub name_bad: Option<Bad>,
    /// A token that was just made, with its name. It is shown once.
    pub made: Option<(String, String)>,
    pub said: Option<(Said, String)>,
}

#[derive(Debug, Clone)]
pub struct Token {
    pub id: String,
    pub name: String,
    pub role: Role,
    /// The board that it is bound to, by name.
    pub board: Option<String>,
    pub made_at: wire::Millis,
    pub last_used: Option<wire::Millis>,
    pub expires: Option<wire::Millis>,
}

/// What a program can be.
const PROGRAMS: [Role; 3] = [Role::Supervisor, Role::Display, Role::Metrics];
/// Days after which a token ends by itself.
const LIVES: [u32; 3] = [30, 90, 365];

impl Room {
    pub fn tokens(&self, page: &Tokens) -> String {
        let tokens = &self.words().tokens;
        let list = if page.tokens.is_empty() {
            view! { <p class="muted">{tokens.none}</p> }.into_any()
        } else {
            self.token_list(&page.tokens)
        };
        let body = view! {
            <p class="lead">{tokens.lead}</p>
            {said(self, &page.said, None)}
            {page.made.as_ref().map(|(name, secret)| shown_once(self, &(tokens.shown_once)(name), secret, tokens.shown_once_why))}
            {list}
            <section class="add">
                <h2>{tokens.make}</h2>
                {self.token_form(page)}
            </section>
        };
        self.desk(tokens.title, body.into_any())
    }

    fn token_list(&self, rows: &[Token]) -> AnyView {
        let words = self.words();
        let tokens = &words.tokens;
        let rows = rows.iter().map(|token| {
            let last_used = token.last_used.map_or_else(|| words.common.never.to_owned(), |at| self.when(at));
            let expires = token.expires.map_or_else(|| tokens.expires_never.to_owned(), |at| self.when(at));
            let action = format!("/settings/tokens/{}/revoke", token.id);
            view! {
                <tr>
                    <th scope="row" class="name">{token.name.clone()}</th>
                    <td data-label=tokens.role>{(words.role)(token.role)}</td>
                    <td data-label=tokens.board>{token.board.clone().unwrap_or_else(|| tokens.any_board.to_owned())}</td>
                    <td data-label=tokens.made class="num">{self.when(token.made_at)}</td>
                    <td data-label=tokens.last_used class="num">{last_used}</td>
                    <td data-label=tokens.expires class="num">{expires}</td>
                    <td class="acts">{confirm(action, tokens.revoke, tokens.revoke_why, tokens.revoke_do, &token.name)}</td>
                </tr>
            }
        });
        view! {
            <div class="scroll">
                <table class="table cards">
                    <thead>
                        <tr>
                            <th scope="col">{tokens.name}</th>
                            <th scope="col">{tokens.role}</th>
                            <th scope="col">{tokens.board}</th>
                            <th scope="col">{tokens.made}</th>
                            <th scope="col">{tokens.last_used}</th>
                            <th scope="col">{tokens.expires}</th>
                            <th scope="col">
                                <span class="sr">{words.common.actions}</span>
                            </th>
                        </tr>
                    </thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </div>
        }
        .into_any()
    }

    fn token_form(&self, page: &Tokens) -> AnyView {
        let tokens = &self.words().tokens;
        let name = Field {
            name: "name",
            label: tokens.name,
            value: &page.name,
            hint: Some(tokens.name_hint),
            bad: page.name_bad,
            longest: 64,
            ..Field::default()
        };
        let board = Select {
            name: "board",
            label: tokens.board,
            choices: &page.boards,
            none: Some(tokens.any_board),
            ..Select::default()
        };
        let lives = LIVES.map(|days| Choice { id: days.to_string(), name: (tokens.expires_in_days)(days) });
        let expires = Select {
            name: "days",
            label: tokens.expires,
            choices: &lives,
            chosen: Some("365"),
            none: Some(tokens.expires_never),
            ..Select::default()
        };
        view! {
            <form method="post" action="/settings/tokens" class="form">
                {field(self, name)}
                {roles(self, tokens.role, &PROGRAMS, page.role, None)}
                {select(self, board)}
                {select(self, expires)}
                <button class="btn primary" type="submit">{tokens.make}</button>
            </form>
        }
        .into_any()
    }
}
