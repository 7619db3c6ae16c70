use leptos::prelude::*;
use wire::SourceKind;

use super::attention::source_name;
use super::link_banner::reconnecting;
use super::source_line::age_words;
use crate::i18n::words;
use crate::state::Age;
use crate::state::live::use_live;
use crate::ui::AgeMark;

/// The wall's last line: each source's age, and which page of the board this is.
#[component]
pub fn WallFoot(#[prop(into)] page: Signal<usize>, #[prop(into)] pages: Signal<usize>) -> impl IntoView {
    let live = use_live();
    let words = words();
    let model = live.model;
    let kinds =
        Memo::new(move |_| model.sources.with(|rows| rows.iter().map(|row| row.source).collect::<Vec<_>>()));
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    view! {
        <footer class="tv-foot">
            <For each=move || kinds.get() key=|kind| *kind let:kind>
                <FootSource kind/>
            </For>
            <span class="pages">
                {move || match reconnecting(live) {
                    "" if pages.get() > 1 => view! {
                        <span aria-label=(words.board.page_of)(count(page.get() + 1), count(pages.get()))>
                            {format!("{}/{}", page.get() + 1, pages.get())}
                        </span>
                    }
                    .into_any(),
                    text => text.into_any(),
                }}
            </span>
        </footer>
    }
    .into_any()
}

#[component]
fn FootSource(kind: SourceKind) -> impl IntoView {
    let live = use_live();
    let words = words();
    let age = Memo::new(move |_| {
        let (link, last_frame, now) = (live.link.get(), live.model.last_frame.get(), live.clock.now.get());
        live.model
            .sources
            .with(|rows| Age::of(rows.iter().find(|row| row.source == kind), link, last_frame, now))
    });
    let freshness = Signal::derive(move || age.get().freshness);
    let text = Signal::derive(move || {
        let age = age.get();
        let old = age.heard.map(|heard| live.clock.now.get() - heard);
        format!("{} {}", (words.source)(kind), age_words(words, age.freshness, old))
    });
    view! {
        <span class="tv-source" data-source=source_name(kind)>
            <AgeMark freshness text/>
        </span>
    }
    .into_any()
}
