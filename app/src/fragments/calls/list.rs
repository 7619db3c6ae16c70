use leptos::prelude::*;

use super::CallsReader;
use super::address::given;
use super::opened::opened;
use super::row::row;
use crate::calls::{CallsList, CallsPage, PAGE_ROWS};
use crate::components::no_scroll;
use crate::format::integer;
use crate::ui::Icon;

/// Calls are told by their date too when they are of more than one day.
const ONE_DAY: wire::Millis = 25 * 3_600_000;

/// A page of the history, and the call that is open in it.
pub fn list(reader: &CallsReader, list: &CallsList) -> AnyView {
    let words = reader.words();
    let calls = &list.calls;
    let dated = calls.to - calls.from > ONE_DAY;
    let open = list.opened.as_deref();
    let is_listed = open.is_some_and(|open| calls.rows.iter().any(|call| call.id.as_ref() == Some(&open.id)));
    let missing = given(&reader.address.call).filter(|_| open.is_none()).map(|_| {
        view! { <p class="notice" role="status">{words.gone}</p> }
    });
    let alone = open.filter(|_| !is_listed).map(|open| {
        view! { <section class="opened-alone" aria-label=words.opened>{opened(reader, open)}</section> }
    });
    let rows = calls.rows.iter().map(|call| {
        let here = open.filter(|open| call.id.as_ref() == Some(&open.id));
        let below = here.map(|open| {
            view! {
                <tr class="open">
                    <td colspan="9">{opened(reader, open)}</td>
                </tr>
            }
        });
        view! {
            {row(reader, call, dated, here.is_some())}
            {below}
        }
    });
    view! {
        {missing}
        {alone}
        {listed(reader, list)}
        {if calls.rows.is_empty() {
            nothing(reader)
        } else {
            view! {
                <div class="scroll">
                    <table class="table history">
                        <caption class="sr">{words.head}</caption>
                        {heads(reader)}
                        <tbody>{rows.collect_view()}</tbody>
                    </table>
                </div>
            }
            .into_any()
        }}
        {pager(reader, calls)}
    }
    .into_any()
}

/// How many there are, and what may still be missing.
fn listed(reader: &CallsReader, list: &CallsList) -> AnyView {
    let words = reader.words();
    let total = integer(list.calls.total, reader.lang.words());
    let said = if list.calls.total_is_exact { (words.listed)(&total) } else { (words.listed_more)(&total) };
    let reading = list.reading.as_ref().map(|reading| {
        let said = (reader.lang.explained().trend.reading)(reading.days_done, reading.days, reading.in_vain);
        view! { <span class="reading">{said}</span> }
    });
    view! {
        <p class="listed" role="status" data-total=list.calls.total>
            <span>{said}</span>
            {reading}
        </p>
    }
    .into_any()
}

fn nothing(reader: &CallsReader) -> AnyView {
    let words = reader.words();
    let (what, why) = match reader.address.is_narrowed() {
        true => (words.none_found, words.none_found_why),
        false => (words.none, words.none_why),
    };
    view! {
        <div class="notice">
            <p>{what}</p>
            <p class="muted">{why}</p>
        </div>
    }
    .into_any()
}

fn heads(reader: &CallsReader) -> AnyView {
    let words = reader.words();
    let sorted = |by: &'static str, label: &'static str, class: &'static str| {
        let (now, ascending) = reader.address.sort();
        let (is_now, mark) = (now == by, if ascending { "ascending" } else { "descending" });
        // The largest first, then the other way round.
        let next = if is_now && !ascending { by.to_owned() } else { format!("-{by}") };
        let href = reader.address.but(|address| address.sort = (next != "-started").then(|| next.clone()));
        view! {
            <th scope="col" class=class aria-sort={is_now.then_some(mark)}>
                <a id=format!("sort-{by}") href={href} {..no_scroll()}>
                    {label}
                    <Icon name="chev"/>
                </a>
            </th>
        }
    };
    view! {
        <thead>
            <tr>
                {sorted("started", words.time, "")}
                <th scope="col">
                    <span class="sr">{words.direction_head}</span>
                </th>
                <th scope="col">{words.number}</th>
                <th scope="col">{words.queue}</th>
                <th scope="col">{words.agent}</th>
                {sorted("waited", words.waited, "n")}
                {sorted("talked", words.talked, "n")}
                <th scope="col">{words.result_head}</th>
                <th scope="col" class="n">
                    <span class="sr">{words.actions}</span>
                </th>
            </tr>
        </thead>
    }
    .into_any()
}

fn pager(reader: &CallsReader, calls: &CallsPage) -> AnyView {
    let words = reader.words();
    let page = reader.address.page();
    let to = |page: u32| reader.address.but(|address| address.page = (page > 1).then(|| page.to_string()));
    let has_older =
        page.saturating_mul(PAGE_ROWS) < calls.total || !calls.total_is_exact && !calls.rows.is_empty();
    let pages = calls.total.div_ceil(PAGE_ROWS);
    let number = |number| integer(number, reader.lang.words());
    let of = (pages > 1).then(|| {
        let pages = if calls.total_is_exact { number(pages) } else { format!("{}+", number(pages)) };
        view! { <span class="muted num">{(words.page)(&number(page), &pages)}</span> }
    });
    view! {
        <nav class="pager" aria-label=words.pages>
            {(page > 1).then(|| view! { <a class="btn" id="newer" rel="prev" href=to(page - 1)>{words.newer}</a> })}
            {of}
            {has_older.then(|| view! { <a class="btn" id="older" rel="next" href=to(page + 1)>{words.older}</a> })}
        </nav>
    }
    .into_any()
}
