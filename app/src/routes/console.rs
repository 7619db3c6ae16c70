//! `/`: a supervisor's desk.

use leptos::prelude::*;
use leptos_meta::Title;

use crate::components::{
    AttentionList, BoardTabs, DayBar, DrillPanel, EndedCalls, FirstRun, KeyNumbers, LinkBanner, PhoneBar,
    ReplayBanner, SourceList, Topbar, TrendPane,
};
use crate::format::clock_minutes;
use crate::i18n::words;
use crate::state::live::use_live;
use crate::ui::{flag, part};

#[component]
pub fn Console() -> impl IntoView {
    let live = use_live();
    let words = words();
    let empty = Memo::new(move |_| live.model.agents.order.with(Vec::is_empty));
    let query = leptos_router::hooks::use_query_map();
    let drilled = Memo::new(move |_| query.with(|query| query.get_str("drill").is_some()));
    let title = Memo::new(move |_| {
        let page = if live.past.get() {
            (words.replay.title)(&clock_minutes(live.clock.now.get(), live.model.utc_offset_seconds.get()))
        } else {
            words.page.board_title.to_owned()
        };
        format!("{page} · Callboard")
    });
    Effect::new(move |_| document().set_title(&title.get()));
    let old = Memo::new(move |_| !live.polled.age.get().runs());
    view! {
        // As text: the head is written when the signals of the page are gone. In the browser it follows the clock.
        <Title text=title.get_untracked()/>
        <div class="console" data-drill=flag(move || drilled.get().then_some("")) data-past=flag(move || live.past.get().then_some("")) data-empty=flag(move || empty.get().then_some("")) data-age=flag(move || old.get().then_some("stale"))>
            <Topbar/>
            <ReplayBanner/>
            <LinkBanner/>
            {part(move || {
                (!empty.get())
                    .then(|| view! { <aside class="now" aria-label=words.attention.head><AttentionList/></aside> })
            })}
            <main id="main" tabindex="-1">
                <h1 class="sr">{words.page.board_title}</h1>
                <KeyNumbers/>
                {part(move || match empty.get() {
                    // A moment that cannot be shown is no first run; the banner says why.
                    true if live.past.get() => ().into_any(),
                    true => view! { <FirstRun/> }.into_any(),
                    false => view! { <BoardTabs/><TrendPane/> }.into_any(),
                })}
            </main>
            <aside class="side" tabindex="0" aria-label=words.board.sources>
                <SourceList/>
                {part(move || (!empty.get()).then(|| view! { <EndedCalls/> }))}
            </aside>
            <DrillPanel/>
            {part(move || (!empty.get() || live.past.get()).then(|| view! { <DayBar/> }))}
            <PhoneBar/>
        </div>
    }
    .into_any()
}
