use leptos::prelude::*;

use super::flag;

use crate::i18n::words;

/// How bad a number is, held against its target.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    #[default]
    Normal,
    Late,
    Breach,
}

impl Level {
    /// The value of `data-level`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Late => "late",
            Self::Breach => "breach",
        }
    }
}

/// ▲ near the limit, ■ past it, nothing otherwise.
#[component]
pub fn LevelGlyph(#[prop(into)] level: Signal<Level>) -> impl IntoView {
    let words = words();
    move || {
        let level = level.get();
        let says = match level {
            Level::Normal => return None,
            Level::Late => words.kpi.near,
            Level::Breach => words.kpi.over,
        };
        Some(view! {
            <svg class="glyph" data-level=level.name() role="img" aria-label=says>
                <use href=format!("#g-{}", level.name())></use>
            </svg>
        })
    }
}

/// A number in running text that turns amber near its limit and inverse past it.
#[component]
pub fn Marked(#[prop(into)] text: Signal<String>, #[prop(into)] level: Signal<Level>) -> impl IntoView {
    view! {
        <span class="mark" data-level=flag(move || level.get().name())>
            {text}
        </span>
    }
    .into_any()
}
