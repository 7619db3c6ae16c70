use leptos::prelude::*;
use wire::Freshness;

use crate::format::{age, age_short};
use crate::i18n::words;
use crate::state::live::{Link, use_live};
use crate::ui::AgeMark;

/// How old the board is: "Trực tiếp 3 s".
#[component]
pub fn LiveAge() -> impl IntoView {
    let live = use_live();
    let words = words();
    let freshness = live.polled.freshness;
    let text = Memo::new(move |_| {
        let polled = live.polled.age.get();
        let old = polled.heard.map(|heard| live.clock.now.get() - heard).unwrap_or_default();
        match polled.freshness {
            Freshness::Live => format!("{} {}", words.link.live, age(old, words)),
            Freshness::Late => (words.link.late)(&age_short(old)),
            Freshness::Stale if live.link.get() == Link::Lost => words.link.lost.to_owned(),
            Freshness::Stale => (words.link.old)(&age_short(old)),
            Freshness::Unknown => words.link.no_data.to_owned(),
        }
    });
    view! { <AgeMark freshness text/> }.into_any()
}
