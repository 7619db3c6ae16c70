use leptos::prelude::*;

/// A small picture from the sprite, by its name without `i-`. It says nothing to a screen reader: words do.
#[component]
pub fn Icon(name: &'static str) -> impl IntoView {
    view! {
        <svg class="icon" aria-hidden="true">
            <use href=format!("#i-{name}")></use>
        </svg>
    }
    .into_any()
}
