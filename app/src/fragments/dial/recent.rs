use leptos::prelude::*;
use wire::Millis;

use super::{Reader, Row};
use crate::components::call_cells::direction_icon;
use crate::format::{duration, percent_encoded, phone};
use crate::ui::Icon;

/// One's own last calls, each with a way to call back.
pub fn recent(reader: &Reader, rows: &[Row], now: Millis) -> String {
    let words = reader.lang.dial();
    let none = rows.is_empty().then(|| {
        view! { <p class="none-yet"><b>{words.no_recent}</b> " " {words.no_recent_why}</p> }
    });
    let lines = rows.iter().map(|row| line(reader, row, now)).collect_view();
    view! {
        <div class="pane-head"><h2>{words.recent}</h2></div>
        <ol class="callbacks">{lines}</ol>
        {none}
    }
    .into_any()
    .to_html()
}

fn line(reader: &Reader, row: &Row, now: Millis) -> AnyView {
    let (words, general) = (reader.lang.dial(), reader.lang.words());
    let number = row.number.as_deref().map_or_else(|| reader.words().drill.unknown_number.to_owned(), phone);
    let how = (reader.lang.history().result)(row.result).to_owned();
    let talked = row.talked.filter(|talked| *talked > 0).map(duration);
    let why: Vec<String> = [Some(how), row.queue.clone(), talked].into_iter().flatten().collect();
    let call = row.can_call.then(|| {
        let href = format!("/dial?call={}", percent_encoded(&row.key, ""));
        let says = (words.call_back)(&number);
        view! {
            <a class="btn" href=href data-dial=row.key.clone() aria-label=says>
                <Icon name="phone"/>
                {words.call}
            </a>
        }
    });
    view! {
        <li data-recent=row.key.clone()>
            <span class="num1 phone num">
                <svg class="icon" role="img" aria-label=(general.direction)(row.direction)>
                    <use href=direction_icon(row.direction)></use>
                </svg>
                {number.clone()}
            </span>
            <span class="why">{why.join(" · ")}</span>
            <time class="when num">{reader.when(row.at, now)}</time>
            {call}
        </li>
    }
    .into_any()
}
