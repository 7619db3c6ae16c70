use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::{LiveAge, MyLine, Preferences};
use crate::i18n::words;
use crate::state::live::use_live;
use crate::ui::{Icon, flag, part, text};

/// Logo, pages, the board's age, language and theme: the same on every desk page.
#[component]
pub fn Topbar() -> impl IntoView {
    let words = words();
    let path = use_location().pathname;
    let name = use_live().model.name;
    let me = use_context::<crate::Me>().unwrap_or_default();
    let pages =
        [("/", words.page.nav_board), ("/calls", words.page.nav_calls), ("/dial", words.page.nav_dial)];
    view! {
        <a class="skip" href="#main" rel="external">
            {words.page.skip}
        </a>
        <header class="topbar">
            <a class="home" href="/" aria-label=words.page.logo>
                <svg class="mark-logo" aria-hidden="true">
                    <use href="#i-logo"></use>
                </svg>
            </a>
            <span class="board-name">{text(move || name.get())}</span>
            {(!me.only_dials).then(|| view! { <nav aria-label=words.page.nav>
                {pages
                    .into_iter()
                    .map(|(href, name)| {
                        view! {
                            <a href=href aria-current=flag(move || path.with(|path| path == href).then_some("page"))>
                                {name}
                            </a>
                        }
                    })
                    .collect_view()}
                <a class="to-wall" href="/wall">
                    <Icon name="tv"/>
                    {words.page.nav_wall}
                </a>
            </nav> }.into_any())}
            {part(move || {
                let agent = me.agent.clone().filter(|_| path.with(|path| path == "/dial"));
                agent.map(|agent| view! { <MyLine agent/> }.into_any())
            })}
            <div class="rest">
                <LiveAge/>
                <Preferences/>
                <a class="btn quiet small" href="/account" rel="external">
                    {me.name}
                </a>
            </div>
        </header>
    }
    .into_any()
}
