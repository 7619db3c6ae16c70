use leptos::prelude::*;

use super::{Mine, Reader};
use crate::format::duration;

/// One's own day in four numbers.
pub fn mine(reader: &Reader, mine: &Mine) -> String {
    let words = reader.lang.dial();
    let (talk, calls) = mine.talk;
    let average = if calls > 0 { duration(talk / calls) } else { "–".to_owned() };
    let paused = mine.paused.map_or_else(|| "–".to_owned(), |paused| (words.minutes)(paused / 60_000));
    let numbers = [
        ("calls", mine.calls.to_string(), words.calls),
        ("talk", average, words.average),
        ("missed", mine.missed.to_string(), words.missed),
        ("paused", paused, words.paused),
    ];
    let numbers = numbers.map(|(name, value, says)| {
        view! { <span data-mine=name><b class="num">{value}</b> " " {says}</span> }
    });
    view! {
        <section class="mine" aria-label=words.mine>
            {numbers.into_iter().collect_view()}
            <span class="rest">{words.same}</span>
        </section>
    }
    .into_any()
    .to_html()
}
