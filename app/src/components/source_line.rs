use leptos::prelude::*;
use wire::{Freshness, SourceRow};

use super::TrustLines;
use super::attention::source_name;
use crate::format::{age as age_in_words, age_short};
use crate::i18n::{Words, words};
use crate::state::Age;
use crate::state::live::use_live;
use crate::ui::{AgeMark, each, flag, part};

/// Every source with its age in words, and its problem as one sentence that says what to do.
#[component]
pub fn SourceList() -> impl IntoView {
    let words = words();
    let sources = use_live().model.sources;
    let names = source_names(sources);
    view! {
        <section class="sources" id="sources" aria-label=words.board.sources>
            <div class="pane-head">
                <h2>{words.board.sources}</h2>
            </div>
            <ul>
                {each(names, move |name| {
                        let row = Memo::new(move |_| {
                            sources.with(|rows| rows.iter().find(|row| source_name(row.source) == name).cloned())
                        });
                        view! { <Row row/> }.into_any()
})}
            </ul>
            {part(move || names.with(Vec::is_empty).then(|| view! { <p class="none-yet">{words.link.never_heard}</p> }))}
            <TrustLines/>
        </section>
    }
    .into_any()
}

/// The sources on the board, by name.
pub fn source_names(sources: RwSignal<Vec<SourceRow>>) -> Memo<Vec<String>> {
    Memo::new(move |_| {
        sources.with(|rows| rows.iter().map(|row| source_name(row.source).to_owned()).collect::<Vec<_>>())
    })
}

#[component]
fn Row(row: Memo<Option<SourceRow>>) -> impl IntoView {
    let live = use_live();
    let age = Memo::new(move |_| {
        let (link, last_frame, now) = (live.link.get(), live.model.last_frame.get(), live.clock.now.get());
        row.with(|row| Age::of(row.as_ref(), link, last_frame, now))
    });
    move || {
        row.get().map(|source| {
            let old = Memo::new(move |_| age.get().heard.map(|heard| live.clock.now.get() - heard));
            view! { <SourceLine source age old/> }
        })
    }
}

/// One source. `old` is its age in milliseconds, `None` when it was never heard.
#[component]
pub fn SourceLine(
    source: SourceRow,
    #[prop(into)] age: Signal<Age>,
    #[prop(into)] old: Signal<Option<i64>>,
) -> impl IntoView {
    let words = words();
    let freshness = Signal::derive(move || age.get().freshness);
    let text = Signal::derive(move || age_words(words, freshness.get(), old.get()));
    let problem = source.problem;
    let every = source.every;
    let sentence = move || match (problem, freshness.get()) {
        (Some(problem), _) => Some((words.problem)(problem).to_owned()),
        (None, Freshness::Live) => None,
        (None, _) => Some((words.attention.source_every)(&age_in_words(every.into(), words))),
    };
    view! {
        <li
            class="source"
            data-source=source_name(source.source)
            data-age=flag(move || crate::ui::age_name(freshness.get()))
            data-problem=problem.map(|_| "")
        >
            <span class="source-name">{(words.source)(source.source)}</span>
            <AgeMark freshness text/>
            {part(move || sentence().map(|sentence| view! { <p class="why">{sentence}</p> }))}
        </li>
    }
    .into_any()
}

/// An age as its freshness calls for: "3 s", "12 s trễ", "cũ 3′ 08″", "chưa có số liệu".
pub fn age_words(words: &Words, freshness: Freshness, old: Option<i64>) -> String {
    match (freshness, old) {
        (_, None) => words.link.no_data.to_owned(),
        (Freshness::Live, Some(old)) => age_in_words(old, words),
        (Freshness::Late, Some(old)) => (words.link.late)(&age_short(old)),
        (Freshness::Stale | Freshness::Unknown, Some(old)) => (words.link.old)(&age_short(old)),
    }
}
