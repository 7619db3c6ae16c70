//! What the forms and lists of rooms are made of.

use leptos::prelude::*;

use super::{Bad, Choice, Role, Room, Said};
use crate::ui::Icon;

/// A text field with its label, what helps, and what is wrong with it.
#[derive(Clone, Copy, Default)]
pub struct Field<'a> {
    /// Its name in the form, and its id.
    pub name: &'static str,
    pub label: &'a str,
    pub value: &'a str,
    /// "password", "date"; empty: text.
    pub kind: &'static str,
    pub autocomplete: &'static str,
    pub hint: Option<&'a str>,
    pub bad: Option<Bad>,
    pub optional: bool,
    pub autofocus: bool,
    /// Most characters; 0: as many as the server takes.
    pub longest: usize,
}

pub fn field(room: &Room, field: Field<'_>) -> AnyView {
    let Field { name, label, value, kind, autocomplete, hint, bad, optional, autofocus, longest } = field;
    let kind = if kind.is_empty() { "text" } else { kind };
    let door = &room.words().door;
    view! {
        <div class="field">
            <label for=name>{label.to_owned()}</label>
            <div class="held">
                <input
                    class="input"
                    id=name
                    name=name
                    r#type=kind
                    value=value.to_owned()
                    autocomplete=if autocomplete.is_empty() { "off" } else { autocomplete }
                    autocapitalize="none"
                    spellcheck="false"
                    required=!optional
                    autofocus=autofocus
                    maxlength=(longest > 0).then(|| longest.to_string())
                    aria-invalid=bad.map(|_| "true")
                    aria-describedby=described(name, hint, bad)
                />
                {(kind == "password")
                    .then(|| {
                        view! {
                            <button type="button" class="btn quiet small show" hidden data-show=name data-hide=door.hide>
                                {door.show}
                            </button>
                        }
                    })}
            </div>
            {hint_or_bad(room, name, hint, bad)}
        </div>
    }
    .into_any()
}

fn hint_or_bad(room: &Room, name: &str, hint: Option<&str>, bad: Option<Bad>) -> AnyView {
    match (bad, hint) {
        (Some(bad), _) => view! {
            <p class="error" id=format!("{name}-bad") role="alert">
                {glyph_level("breach")}
                <span>{(room.words().bad)(bad)}</span>
            </p>
        }
        .into_any(),
        (None, Some(hint)) => {
            view! { <p class="hint" id=format!("{name}-hint")>{hint.to_owned()}</p> }.into_any()
        }
        (None, None) => ().into_any(),
    }
}

/// A list of which one is chosen.
#[derive(Clone, Copy, Default)]
pub struct Select<'a> {
    /// Its name in the form, and its id.
    pub name: &'static str,
    pub label: &'a str,
    pub choices: &'a [Choice],
    pub chosen: Option<&'a str>,
    /// What stands above the choices, for none of them.
    pub none: Option<&'a str>,
    pub hint: Option<&'a str>,
    pub bad: Option<Bad>,
}

pub fn select(room: &Room, select: Select<'_>) -> AnyView {
    let Select { name, label, choices, chosen, none, hint, bad } = select;
    let options = choices.iter().map(|choice| {
        let selected = chosen == Some(choice.id.as_str());
        view! { <option value=choice.id.clone() selected=selected>{choice.name.clone()}</option> }
    });
    view! {
        <div class="field">
            <label for=name>{label.to_owned()}</label>
            <select class="input" id=name name=name aria-describedby=described(name, hint, bad) aria-invalid=bad.map(|_| "true")>
                {none.map(|none| view! { <option value="">{none.to_owned()}</option> })}
                {options.collect_view()}
            </select>
            {hint_or_bad(room, name, hint, bad)}
        </div>
    }
    .into_any()
}

fn described(name: &str, hint: Option<&str>, bad: Option<Bad>) -> Option<String> {
    match (bad, hint) {
        (Some(_), _) => Some(format!("{name}-bad")),
        (None, Some(_)) => Some(format!("{name}-hint")),
        (None, None) => None,
    }
}

/// One of a few, each with what it means.
pub fn roles(room: &Room, legend: &str, among: &[Role], chosen: Role, bad: Option<Bad>) -> AnyView {
    let words = room.words();
    let rows = among.iter().map(|role| {
        radio("role", role.name(), (words.role)(*role), (words.role_may)(*role), *role == chosen)
    });
    view! {
        <fieldset class="field choices">
            <legend>{legend.to_owned()}</legend>
            {rows.collect_view()}
            {hint_or_bad(room, "role", None, bad)}
        </fieldset>
    }
    .into_any()
}

pub fn radio(name: &'static str, value: &str, label: &str, why: &str, chosen: bool) -> AnyView {
    view! {
        <label class="choice-row">
            <input type="radio" name=name value=value.to_owned() checked=chosen/>
            <span>
                <b>{label.to_owned()}</b>
                " "
                <small>{why.to_owned()}</small>
            </span>
        </label>
    }
    .into_any()
}

/// Yes or no, with what yes means.
pub fn check(name: &'static str, label: &str, why: &str, checked: bool) -> AnyView {
    view! {
        <label class="check">
            <input type="checkbox" name=name value="yes" checked=checked/>
            <span>
                {label.to_owned()} " "
                <small>{why.to_owned()}</small>
            </span>
        </label>
    }
    .into_any()
}

/// Something that should not happen by one slip of the hand: the button shows what follows, and a second one.
pub fn confirm(action: String, ask: &str, why: &str, yes: &str, whose: &str) -> AnyView {
    view! {
        <details class="confirm">
            <summary class="btn small" aria-label=format!("{ask}: {whose}")>{ask.to_owned()}</summary>
            <form method="post" action=action>
                <p>{why.to_owned()}</p>
                <button class="btn small primary" type="submit">{yes.to_owned()}</button>
            </form>
        </details>
    }
    .into_any()
}

/// A form of one button.
pub fn button(action: String, label: &str, whose: &str) -> AnyView {
    view! {
        <form method="post" action=action>
            <button class="btn small" type="submit" aria-label=format!("{label}: {whose}")>{label.to_owned()}</button>
        </form>
    }
    .into_any()
}

/// What was done by the form that led here; with a way back where there is one.
pub fn said(room: &Room, said: &Option<(Said, String)>, undo: Option<String>) -> AnyView {
    let Some((what, whose)) = said else { return ().into_any() };
    view! {
        <div class="said" role="status">
            <Icon name="check"/>
            <span>{(room.words().said)(*what, whose)}</span>
            {undo
                .map(|action| {
                    view! {
                        <form method="post" action=action>
                            <button class="btn small" type="submit">{room.words().common.undo}</button>
                        </form>
                    }
                })}
        </div>
    }
    .into_any()
}

/// A secret that is shown now and never again.
pub fn shown_once(room: &Room, title: &str, secret: &str, why: &str) -> AnyView {
    let common = &room.words().common;
    view! {
        <section class="once" role="status" aria-label=title.to_owned()>
            <h2>{title.to_owned()}</h2>
            <p class="secret">
                <code id="secret" tabindex="0">{secret.to_owned()}</code>
                <button type="button" class="btn small" hidden data-copy="secret" data-copied=common.copied>{common.copy}</button>
            </p>
            <p class="muted">{why.to_owned()}</p>
        </section>
    }
    .into_any()
}

/// A shape of the sprite, whose word stands beside it.
pub fn glyph(state: &'static str) -> AnyView {
    view! {
        <svg class="glyph" data-state=state aria-hidden="true">
            <use href=format!("#g-{state}")></use>
        </svg>
    }
    .into_any()
}

pub fn glyph_level(level: &'static str) -> AnyView {
    view! {
        <svg class="glyph" data-level=level aria-hidden="true">
            <use href=format!("#g-{level}")></use>
        </svg>
    }
    .into_any()
}
