use leptos::prelude::*;

use super::CallsReader;
use super::row::row;
use crate::calls::{CallsPage, PAGE_ROWS};

/// A page of the history, the newest call first.
pub fn list(reader: &CallsReader, calls: &CallsPage) -> AnyView {
    let words = reader.words();
    if calls.rows.is_empty() {
        return view! {
            <div class="notice">
                <p>{words.none}</p>
                <p class="muted">{words.none_why}</p>
            </div>
        }
        .into_any();
    }
    view! {
        <div class="scroll" tabindex="0" role="group" aria-label=words.head>
            <table class="table history">
                <caption class="sr">{words.head}</caption>
                <thead>
                    <tr>
                        <th scope="col">{words.time}</th>
                        <th scope="col">
                            <span class="sr">{words.direction_head}</span>
                        </th>
                        <th scope="col">{words.number}</th>
                        <th scope="col">{words.queue}</th>
                        <th scope="col">{words.agent}</th>
                        <th scope="col" class="n">{words.waited}</th>
                        <th scope="col" class="n">{words.talked}</th>
                        <th scope="col">{words.result_head}</th>
                        <th scope="col" class="n">
                            <span class="sr">{words.recording}</span>
                        </th>
                    </tr>
                </thead>
                <tbody>{calls.rows.iter().map(|call| row(reader, call)).collect_view()}</tbody>
            </table>
        </div>
        {pager(reader, calls)}
    }
    .into_any()
}

fn pager(reader: &CallsReader, calls: &CallsPage) -> AnyView {
    let words = reader.words();
    let page = reader.address.page();
    let to = |page: u32| {
        reader.address.but(|address| {
            address.page = (page > 1).then(|| page.to_string());
            address.call = None;
        })
    };
    let has_older = page.saturating_mul(PAGE_ROWS) < calls.total;
    view! {
        <nav class="pager" aria-label=words.pages>
            {(page > 1).then(|| view! { <a class="btn" id="newer" href=to(page - 1)>{words.newer}</a> })}
            {has_older.then(|| view! { <a class="btn" id="older" href=to(page + 1)>{words.older}</a> })}
        </nav>
    }
    .into_any()
}
