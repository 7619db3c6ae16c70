//! `/dial`: click to call.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::components::dialing::Dialing;
use crate::components::{Dialer, EndedCalls, LinkBanner, PhoneBar, PlacedCall, Topbar};
use crate::i18n::words;

#[component]
pub fn Dial() -> impl IntoView {
    let words = words();
    let first = use_query_map().with_untracked(|query| query.get("number")).unwrap_or_default();
    let dialing = RwSignal::new(Dialing::Idle);
    view! {
        <Title text=format!("{} · Callboard", words.page.dial_title)/>
        <div class="page dial">
            <Topbar/>
            <LinkBanner/>
            <main id="main" class="dial-body" tabindex="-1">
                <h1 class="sr">{words.page.dial_title}</h1>
                <div class="dial-left">
                    <Dialer dialing first/>
                    <EndedCalls/>
                </div>
                <PlacedCall dialing/>
            </main>
            <PhoneBar/>
        </div>
    }
    .into_any()
}
