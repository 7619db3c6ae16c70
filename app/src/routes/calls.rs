//! `/calls`: what was, found by filters. The server draws it; here is its frame, which stays live.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::components::here::here;
use crate::components::{Fragment, LinkBanner, PhoneBar, Topbar};
use crate::drawn::drawn;
use crate::i18n::words;
use crate::state::live::use_live;

/// Milliseconds after which totals and list are drawn again.
const AGAIN: i64 = 20_000;

#[component]
pub fn Calls() -> impl IntoView {
    let words = words();
    let here = here();
    let live = use_live();
    let part = move |name: &'static str, without: &'static [&'static str]| {
        Memo::new(move |_| format!("/fragments/calls{name}{}", here.without(without)))
    };
    // What is typed into a form is not drawn over.
    let never = Signal::derive(|| 0);
    let again = Memo::new(move |_| live.clock.now.get() / AGAIN);
    view! {
        <Title text=format!("{} · Callboard", words.page.calls_title)/>
        <div class="page calls">
            <Topbar/>
            <LinkBanner/>
            <main id="main" tabindex="-1">
                <h1 class="sr">{words.page.calls_title}</h1>
                <Fragment
                    class="calls-filters"
                    url=part("/filters", &["page", "call", "drill"])
                    drawn=drawn(|drawn| drawn.filters)
                    again=never
                />
                <Fragment
                    class="calls-totals"
                    url=part("/totals", &["page", "call", "sort", "remove", "said"])
                    drawn=drawn(|drawn| drawn.totals)
                    again
                />
                <Fragment
                    class="calls-list"
                    url=part("", &["remove", "said"])
                    drawn=drawn(|drawn| drawn.calls)
                    again
                />
            </main>
            <PhoneBar/>
        </div>
    }
    .into_any()
}
