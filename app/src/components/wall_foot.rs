use leptos::prelude::*;
use wire::{SourceKind, SourceRow};

use super::attention::source_name;
use super::link_banner::reconnecting;
use super::source_line::age_words;
use crate::i18n::words;
use crate::state::Age;
use crate::state::live::use_live;
use crate::ui::{AgeMark, each, part};

/// The wall's last line: each source's age, and which page of the board this is.
#[component]
pub fn WallFoot(#[prop(into)] page: Signal<usize>, #[prop(into)] pages: Signal<usize>) -> impl IntoView {
    let live = use_live();
    let words = words();
    let model = live.model;
    // A TV shows what is now; whether it is kept is the console's to say.
    let of_now = |row: &&SourceRow| row.source != SourceKind::History;
    let names = Memo::new(move |_| {
        let name = |row: &SourceRow| source_name(row.source).to_owned();
        model.sources.with(|rows| rows.iter().filter(of_now).map(name).collect::<Vec<_>>())
    });
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    view! {
        <footer class="tv-foot">
            {each(names, |name| view! { <FootSource name/> }.into_any())}
            {part(move || {
                let drift = model.drift.get();
                (drift.unmatched > 0)
                    .then(|| view! { <span class="tv-source drift" data-unmatched>{(words.trust.unmatched)(drift.unmatched)}</span> })
            })}
            <span class="pages">
                {part(move || match reconnecting(live) {
                    "" if pages.get() > 1 => view! {
                        <span aria-label=(words.board.page_of)(count(page.get() + 1), count(pages.get()))>
                            {format!("{}/{}", page.get() + 1, pages.get())}
                        </span>
                    }
                    .into_any(),
                    text => text.into_any(),
                })}
            </span>
        </footer>
    }
    .into_any()
}

#[component]
fn FootSource(name: String) -> impl IntoView {
    let live = use_live();
    let words = words();
    let source = {
        let name = name.clone();
        Memo::new(move |_| {
            live.model.sources.with(|rows| rows.iter().find(|row| source_name(row.source) == name).cloned())
        })
    };
    let age = Memo::new(move |_| {
        let (link, last_frame, now) = (live.link.get(), live.model.last_frame.get(), live.clock.now.get());
        source.with(|source| Age::of(source.as_ref(), link, last_frame, now))
    });
    let freshness = Signal::derive(move || age.get().freshness);
    let text = Signal::derive(move || {
        let age = age.get();
        let old = age.heard.map(|heard| live.clock.now.get() - heard);
        let name = source.with(|source| source.as_ref().map_or("", |source| (words.source)(source.source)));
        format!("{name} {}", age_words(words, age.freshness, old))
    });
    view! {
        <span class="tv-source" data-source=name>
            <AgeMark freshness text/>
        </span>
    }
    .into_any()
}
