use leptos::prelude::*;

use super::parts::{Field, field};
use super::{Bad, Choice, Room};
use crate::ui::Icon;

/// `/pair`: a supervisor types or scans the code that a screen shows.
#[derive(Debug, Clone)]
pub struct Pair {
    pub step: PairStep,
    pub boards: Vec<Choice>,
}

#[derive(Debug, Clone)]
pub enum PairStep {
    /// Which screen? The code as it was typed, and what is wrong with it.
    Code { typed: String, bad: Option<Bad> },
    /// It waits: what shall it be?
    Approve {
        code: String,
        /// From where it asked, and when.
        address: String,
        asked_at: wire::Millis,
        name: String,
        name_bad: Option<Bad>,
        board: String,
        is_desk: bool,
    },
    /// It has its board now.
    Done { name: String },
}

impl Room {
    pub fn pair(&self, page: &Pair) -> String {
        let body = match &page.step {
            PairStep::Code { typed, bad } => self.pair_code(typed, *bad),
            PairStep::Approve { code, address, asked_at, name, name_bad, board, is_desk } => {
                let asked = (self.words().pairing.address)(address, &self.ago(*asked_at));
                let field = Field {
                    name: "name",
                    label: self.words().pairing.name,
                    value: name,
                    hint: Some(self.words().pairing.name_hint),
                    bad: *name_bad,
                    autofocus: true,
                    longest: 64,
                    ..Field::default()
                };
                self.pair_approve(code, asked, self.screen_fields(field, "", &page.boards, board, *is_desk))
            }
            PairStep::Done { name } => self.pair_done(name),
        };
        self.desk(self.words().pairing.title, body)
    }

    fn pair_code(&self, typed: &str, bad: Option<Bad>) -> AnyView {
        let pairing = &self.words().pairing;
        let code = Field {
            name: "code",
            label: pairing.code,
            value: typed,
            hint: Some(pairing.code_hint),
            bad,
            autofocus: true,
            longest: 16,
            ..Field::default()
        };
        view! {
            <p class="lead">{pairing.lead}</p>
            <form method="get" action="/pair" class="form code-form">
                {field(self, code)}
                <button class="btn primary" type="submit">{pairing.next}</button>
            </form>
        }
        .into_any()
    }

    fn pair_approve(&self, code: &str, asked: String, fields: AnyView) -> AnyView {
        let pairing = &self.words().pairing;
        view! {
            <p class="lead">{pairing.found}</p>
            <p class="code">{code.to_owned()}</p>
            <p class="muted">{asked} ". " {pairing.compare}</p>
            <form method="post" action="/pair" class="form">
                <input type="hidden" name="code" value=code.to_owned()/>
                {fields}
                <div class="buttons">
                    <button class="btn primary" type="submit">{pairing.approve}</button>
                    <a class="btn quiet" href="/pair">{pairing.other_code}</a>
                </div>
            </form>
        }
        .into_any()
    }

    fn pair_done(&self, name: &str) -> AnyView {
        let pairing = &self.words().pairing;
        view! {
            <p class="lead done" role="status">
                <Icon name="check"/>
                {(pairing.done)(name)}
            </p>
            <p class="muted">{pairing.done_why}</p>
            <div class="buttons">
                <a class="btn primary" href="/settings/displays">{pairing.to_fleet}</a>
                <a class="btn" href="/pair">{pairing.another}</a>
            </div>
        }
        .into_any()
    }
}
