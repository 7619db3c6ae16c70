use leptos::prelude::*;
use wire::Millis;

use super::parts::{Field, confirm, field, glyph_level};
use super::{Bad, Room};

/// The phone that rings when a person calls by a click, as their own page and the admin's show it. What was typed is
/// never shown again.
#[derive(Debug, Clone, Default)]
pub struct Phone {
    pub state: PhoneState,
    /// The settings have a phone for those who have none of their own.
    pub has_shared: bool,
    pub user_bad: Option<Bad>,
    pub password_bad: Option<Bad>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum PhoneState {
    #[default]
    None,
    Set {
        at: Millis,
    },
    /// It was set, and cannot be opened now.
    Locked {
        at: Millis,
    },
    /// The server has no key to seal one with.
    NoKey,
}

impl Room {
    /// `action` is where the form goes; behind it, `/remove` takes the phone away.
    pub(super) fn phone(&self, page: &Phone, action: &str, whose: &str) -> AnyView {
        let words = &self.words().phone;
        let without = if page.has_shared { words.shared } else { words.nothing };
        let told = match page.state {
            PhoneState::None => view! { <p class="muted">{words.none} " " {without}</p> }.into_any(),
            PhoneState::Set { at } => {
                view! { <p class="muted">{(words.set)(&self.when(at))} " " {words.never_shown}</p> }
                    .into_any()
            }
            PhoneState::Locked { at } => view! {
                <p class="error" role="alert">
                    {glyph_level("breach")}
                    <span>{(words.locked)(&self.when(at))}</span>
                </p>
            }
            .into_any(),
            PhoneState::NoKey => view! { <p class="muted">{words.no_key} " " {without}</p> }.into_any(),
        };
        let is_kept = matches!(page.state, PhoneState::Set { .. } | PhoneState::Locked { .. });
        let form = (page.state != PhoneState::NoKey).then(|| self.phone_form(page, action, is_kept));
        view! {
            <section id="phone" class="told-form">
                <h2>{words.title}</h2>
                {told}
                {form}
                {is_kept
                    .then(|| confirm(format!("{action}/remove"), words.remove, words.remove_why, words.remove_do, whose))}
            </section>
        }
        .into_any()
    }

    fn phone_form(&self, page: &Phone, action: &str, is_kept: bool) -> AnyView {
        let words = &self.words().phone;
        let user = Field {
            name: "sip_user",
            label: words.user,
            hint: Some(words.user_hint),
            bad: page.user_bad,
            longest: 128,
            ..Field::default()
        };
        let password = Field {
            name: "sip_password",
            label: words.password,
            kind: "password",
            // A browser that keeps it would offer the person's own password here.
            autocomplete: "new-password",
            bad: page.password_bad,
            longest: 128,
            ..Field::default()
        };
        view! {
            <form method="post" action=action.to_owned() class="form">
                {field(self, user)}
                {field(self, password)}
                <button class="btn primary" type="submit">{if is_kept { words.replace } else { words.save }}</button>
            </form>
        }
        .into_any()
    }
}
