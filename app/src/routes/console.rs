//! `/`: a supervisor's desk.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::components::{
    AttentionList, BoardTabs, EndedCalls, FirstRun, KeyNumbers, LinkBanner, PhoneBar, SourceList, Topbar,
};
use crate::i18n::words;
use crate::state::live::use_live;
use crate::ui::{flag, part};

#[component]
pub fn Console() -> impl IntoView {
    let live = use_live();
    let words = words();
    let empty = Memo::new(move |_| live.model.agents.order.with(Vec::is_empty));
    let old = Memo::new(move |_| !live.polled.age.get().runs());
    view! {
        <Title text=format!("{} · Callboard", words.page.board_title)/>
        <div class="console" data-empty=flag(move || empty.get().then_some("")) data-age=flag(move || old.get().then_some("stale"))>
            <Topbar/>
            <LinkBanner/>
            {part(move || {
                (!empty.get())
                    .then(|| view! { <aside class="now" aria-label=words.attention.head><AttentionList/></aside> })
            })}
            <main id="main" tabindex="-1">
                <h1 class="sr">{words.page.board_title}</h1>
                <KeyNumbers/>
                {part(move || match empty.get() {
                    true => view! { <FirstRun/> }.into_any(),
                    false => view! { <BoardTabs/> }.into_any(),
                })}
            </main>
            <aside class="side" tabindex="0" aria-label=words.board.sources>
                <SourceList/>
                {part(move || (!empty.get()).then(|| view! { <EndedCalls/> }))}
            </aside>
            <PhoneBar/>
        </div>
    }
    .into_any()
}
