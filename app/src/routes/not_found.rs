//! Any other URL.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::components::{PhoneBar, Topbar};
use crate::i18n::words;

#[component]
pub fn NotFound() -> impl IntoView {
    let words = words();
    view! {
        <Title text=format!("{} · Callboard", words.page.lost_title)/>
        <div class="page">
            <Topbar/>
            <main id="main" class="lost" tabindex="-1">
                <h1>{words.page.lost_title}</h1>
                <p>{words.page.lost_why}</p>
                <a class="btn primary" href="/">
                    {words.page.lost_back}
                </a>
            </main>
            <PhoneBar/>
        </div>
    }
    .into_any()
}
