use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::here::{going, here};
use super::{AgentsTable, CallsTable, QueuesTable, Tab, no_scroll};
use crate::i18n::words;
use crate::state::live::use_live;
use crate::ui::{flag, text};

/// All three lists are in the page; one is shown. Without scripts they stand below each other.
#[component]
pub fn BoardTabs() -> impl IntoView {
    let live = use_live();
    let words = words();
    let query = use_query_map();
    let open = Memo::new(move |_| query.with(|query| Tab::of(query.get_str("tab"))));
    let at = Memo::new(move |_| query.with(|query| query.get("row")));
    let count = move |tab| match tab {
        Tab::Queues => live.model.queues.order.with(Vec::len),
        Tab::Agents => live.model.agents.order.with(Vec::len),
        Tab::Calls => live.model.live_calls.with(Vec::len),
    };
    let here = here();
    let href = move |tab: Tab| here.but(&[("tab", Some(tab.name())), ("row", None)]);
    let go = going();
    let walk = move |event: KeyboardEvent| {
        let step = match event.key().as_str() {
            "ArrowRight" => 1,
            "ArrowLeft" => Tab::ALL.len() - 1,
            _ => return,
        };
        event.prevent_default();
        let place = Tab::ALL.iter().position(|tab| *tab == open.get_untracked()).unwrap_or_default();
        let tab = Tab::ALL[(place + step) % Tab::ALL.len()];
        go(&untrack(|| href(tab)));
        super::focus(&format!("tab-{}", tab.name()));
    };
    show_chosen_row(at);
    view! {
        <div class="tabs" role="tablist" aria-label=words.board.tabs on:keydown=walk>
            {Tab::ALL
                .into_iter()
                .map(|tab| {
                    let chosen = move || open.get() == tab;
                    view! {
                        <a
                            id=format!("tab-{}", tab.name())
                            role="tab"
                            href=text(move || href(tab))
                            {..no_scroll()}
                            aria-selected=flag(move || if chosen() { "true" } else { "false" })
                            aria-controls=format!("panel-{}", tab.name())
                            tabindex=flag(move || if chosen() { "0" } else { "-1" })
                        >
                            {tab.title(words)}
                            <span class="n num">{text(move || count(tab).to_string())}</span>
                        </a>
                    }
                })
                .collect_view()}
        </div>
        <div class="panels">
            {Tab::ALL
                .into_iter()
                .map(|tab| {
                    view! {
                        <section
                            class="panel"
                            role="tabpanel"
                            id=format!("panel-{}", tab.name())
                            aria-labelledby=format!("tab-{}", tab.name())
                            data-shown=flag(move || (open.get() == tab).then_some(""))
                            tabindex="0"
                        >
                            {match tab {
                                Tab::Queues => view! { <QueuesTable at/> }.into_any(),
                                Tab::Agents => view! { <AgentsTable at/> }.into_any(),
                                Tab::Calls => view! { <CallsTable at/> }.into_any(),
                            }}
                        </section>
                    }
                })
                .collect_view()}
        </div>
    }
    .into_any()
}

/// A row named in the URL as `&row=` is brought into view.
fn show_chosen_row(at: Memo<Option<String>>) {
    Effect::new(move |_| {
        if at.with(Option::is_some) {
            request_animation_frame(|| {
                if let Ok(Some(row)) = document().query_selector(".panel[data-shown] tr[aria-current]") {
                    row.scroll_into_view_with_bool(false);
                }
            });
        }
    });
}
