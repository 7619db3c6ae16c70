use leptos::prelude::*;
use wire::Freshness;

use crate::format::{age, age_short, clock_minutes};
use crate::i18n::words;
use crate::state::live::{Link, use_live};
use crate::ui::AgeMark;

/// How old the board is: "Trực tiếp 3 s".
#[component]
pub fn LiveAge() -> impl IntoView {
    let live = use_live();
    let words = words();
    // What was then is no news, however fresh it was.
    let freshness =
        Memo::new(move |_| if live.past.get() { Freshness::Stale } else { live.polled.freshness.get() });
    let text = Memo::new(move |_| {
        if live.past.get() {
            let time = clock_minutes(live.clock.now.get(), live.model.utc_offset_seconds.get());
            return (words.replay.as_of)(&time);
        }
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
