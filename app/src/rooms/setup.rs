use leptos::prelude::*;

use super::parts::{Field, field};
use super::{Bad, LEAST_PASSWORD, Room};

/// `/setup?key=…`: the first admin, by the link that the first start prints.
#[derive(Debug, Clone, Default)]
pub struct Setup {
    /// The link's key; `None`: it was used, or was never given.
    pub key: Option<String>,
    pub name: String,
    pub name_bad: Option<Bad>,
    pub password_bad: Option<Bad>,
    pub again_bad: Option<Bad>,
}

impl Room {
    pub fn setup(&self, setup: &Setup) -> String {
        let (door, account) = (&self.words().door, &self.words().account);
        let Some(key) = &setup.key else {
            let gone = view! {
                <p class="lead">{door.setup_gone_why}</p>
                <a class="btn primary" href="/login">{door.to_sign_in}</a>
            };
            return self.door(door.setup_gone, gone.into_any());
        };
        let hint = (account.password_hint)(LEAST_PASSWORD);
        let name = Field {
            name: "name",
            label: door.name,
            value: &setup.name,
            autocomplete: "username",
            hint: Some(door.setup_name_hint),
            bad: setup.name_bad,
            autofocus: true,
            longest: 64,
            ..Field::default()
        };
        let form = view! {
            <p class="lead">{door.setup_lead}</p>
            <form method="post" action="/setup" class="form">
                <input type="hidden" name="key" value=key.clone()/>
                {field(self, name)}
                {self.new_password(door.password, &hint, setup.password_bad, setup.again_bad)}
                <button class="btn primary" type="submit">{door.setup_do}</button>
            </form>
        };
        self.door(door.setup_title, form.into_any())
    }

    /// A password to be chosen, twice.
    pub(super) fn new_password(
        &self,
        label: &str,
        hint: &str,
        bad: Option<Bad>,
        again_bad: Option<Bad>,
    ) -> AnyView {
        let first = Field {
            name: "password",
            label,
            kind: "password",
            autocomplete: "new-password",
            hint: Some(hint),
            bad,
            longest: 1024,
            ..Field::default()
        };
        let again = Field {
            name: "again",
            label: self.words().account.password_again,
            kind: "password",
            autocomplete: "new-password",
            bad: again_bad,
            longest: 1024,
            ..Field::default()
        };
        view! {
            {field(self, first)}
            {field(self, again)}
        }
        .into_any()
    }
}
