use super::part;
use leptos::prelude::*;

use super::flag;
use wire::Freshness;

use super::age_name;

/// An age that looks as old as it is.
#[component]
pub fn AgeMark(
    #[prop(into)] freshness: Signal<Freshness>,
    #[prop(into)] text: Signal<String>,
) -> impl IntoView {
    let icon = move || match freshness.get() {
        Freshness::Live => Some("#i-live"),
        Freshness::Late | Freshness::Stale => Some("#i-clock"),
        Freshness::Unknown => None,
    };
    view! {
        <span class="age" data-age=flag(move || age_name(freshness.get()))>
            {part(move || icon().map(|href| view! { <svg class="icon" aria-hidden="true"><use href=href></use></svg> }))}
            <span class="num">{text}</span>
        </span>
    }
    .into_any()
}
