use leptos::prelude::*;

use super::{Earlier, Reader};
use crate::format::{duration, short_name};

/// What the present caller's earlier calls were: when, with whom, what became of them.
pub fn earlier(reader: &Reader, earlier: &Earlier) -> String {
    let words = reader.lang.dial();
    let rows = earlier.rows.iter().map(|row| {
        let who = row.agent.as_deref().map(|agent| short_name(agent).to_owned());
        let how: Vec<String> =
            [Some((reader.lang.history().result)(row.result).to_owned()), row.queue.clone()]
                .into_iter()
                .flatten()
                .collect();
        view! {
            <li>
                <time class="num">{reader.day_and_clock(row.at)}</time>
                <b>{who.unwrap_or_else(|| words.nobody.to_owned())}</b>
                <span>{how.join(" · ")}</span>
                <span class="num">{row.talked.filter(|talked| *talked > 0).map(duration)}</span>
            </li>
        }
    });
    let none = earlier.rows.is_empty().then(|| view! { <p class="none-yet">{words.none_earlier}</p> });
    let times = match earlier.called {
        0 => words.week.to_owned(),
        called => (words.times)(called),
    };
    view! {
        <div class="pane-head">
            <h2>{words.earlier}</h2>
            <span class="rest">{times}</span>
        </div>
        <ol class="past">{rows.collect_view()}</ol>
        {none}
    }
    .into_any()
    .to_html()
}
