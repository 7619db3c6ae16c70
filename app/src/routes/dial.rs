//! `/dial`: an agent's own page: click to call, the own call, whom to call back. What only lists is drawn by the server
//! (`fragments::dial`); what the number field does is `public/dial.js`.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::components::{CurrentCall, Fragment, LinkBanner, PhoneBar, Topbar};
use crate::drawn::drawn;
use crate::i18n::words;
use crate::state::live::use_live;

/// Milliseconds after which lists are drawn again, though nothing was seen to change.
const AGAIN: i64 = 20_000;

#[component]
pub fn Dial() -> impl IntoView {
    let words = words();
    let live = use_live();
    let me = use_context::<crate::Me>().unwrap_or_default().agent;
    let query = use_query_map();
    let dialer =
        Memo::new(move |_| format!("/fragments/dialer{}", query.with(|query| query.to_query_string())));
    // Another state of one's own is another call, another number or another break.
    let again = Memo::new(move |_| {
        live.model.agents.order.track();
        let since =
            me.as_ref().and_then(|me| live.model.agents.get(me)).and_then(|row| row.with(|row| row.since));
        live.clock.now.get() / AGAIN + since.unwrap_or_default()
    });
    view! {
        <Title text=format!("{} · Callboard", words.page.dial_title)/>
        <div class="page dial">
            <Topbar/>
            <LinkBanner/>
            <main id="main" class="dial-body" tabindex="-1">
                <h1 class="sr">{words.page.dial_title}</h1>
                <div class="dial-left">
                    <Fragment class="dialer-drawn" url=dialer drawn=drawn(|drawn| drawn.dialer) again=0/>
                    <Fragment class="lost" url="/fragments/lost" drawn=drawn(|drawn| drawn.lost) again/>
                    <Fragment class="recent" url="/fragments/recent" drawn=drawn(|drawn| drawn.recent) again/>
                </div>
                <CurrentCall/>
            </main>
            <Fragment class="mine-drawn" url="/fragments/mine" drawn=drawn(|drawn| drawn.mine) again/>
            <PhoneBar/>
        </div>
    }
    .into_any()
}
