use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::HistoryRow;
use crate::calls::{CallResult, CallsPage};
use crate::format::{clock_minutes, date, integer};
use crate::i18n::words;
use crate::state::live::use_live;

/// A page of the history: totals, rows, and the opened row with its recording (`?open=`).
#[component]
pub fn HistoryTable(calls: CallsPage, page: u32) -> impl IntoView {
    let words = words();
    let query = use_query_map();
    let open = Memo::new(move |_| query.with(|query| query.get("open")));
    let shown = u32::try_from(calls.rows.len()).unwrap_or(u32::MAX);
    let older = calls.total > (page - 1).saturating_mul(crate::calls::PAGE_ROWS).saturating_add(shown);
    let empty = calls.rows.is_empty();
    view! {
        <Summary calls=calls.clone()/>
        <div class="scroll">
            <table class="table history">
                <caption class="sr">{words.calls.head}</caption>
                <thead>
                    <tr>
                        <th scope="col">{words.calls.time}</th>
                        <th scope="col">
                            <span class="sr">{words.board.direction}</span>
                        </th>
                        <th scope="col">{words.calls.number}</th>
                        <th scope="col">{words.calls.queue}</th>
                        <th scope="col">{words.calls.agent}</th>
                        <th scope="col" class="n">{words.calls.waited}</th>
                        <th scope="col" class="n">{words.calls.talked}</th>
                        <th scope="col">{words.calls.result}</th>
                        <th scope="col" class="n">{words.calls.recording}</th>
                    </tr>
                </thead>
                <tbody>
                    {calls.rows.into_iter().map(|call| view! { <HistoryRow call open page/> }).collect_view()}
                </tbody>
            </table>
        </div>
        {empty
            .then(|| {
                view! {
                    <div class="notice">
                        <p>{words.calls.none}</p>
                        <p class="muted">{words.calls.none_why}</p>
                    </div>
                }
            })}
        <nav class="pager" aria-label=words.calls.head>
            {(page > 1).then(|| view! { <a class="btn" href=format!("/calls?page={}", page - 1)>{words.calls.newer}</a> })}
            {older.then(|| view! { <a class="btn" href=format!("/calls?page={}", page + 1)>{words.calls.older}</a> })}
        </nav>
    }
    .into_any()
}

/// How many calls, and what became of those shown.
#[component]
fn Summary(calls: CallsPage) -> impl IntoView {
    let words = words();
    let offset = use_live().model.utc_offset_seconds.get_untracked();
    let time = |at| format!("{} {}", clock_minutes(at, offset), date(at, offset, words));
    let count = |result: fn(CallResult) -> bool| {
        u32::try_from(calls.rows.iter().filter(|call| result(call.result)).count()).unwrap_or(u32::MAX)
    };
    let answered = count(|result| result == CallResult::Answered);
    let abandoned = count(|result| result == CallResult::Abandoned);
    let other = count(|result| !matches!(result, CallResult::Answered | CallResult::Abandoned));
    let part = usize::try_from(calls.total).is_ok_and(|total| total > calls.rows.len());
    let figures = [
        (calls.total, (words.calls.total)(calls.total)),
        (answered, (words.calls.answered)(answered)),
        (abandoned, (words.calls.abandoned)(abandoned)),
        (other, (words.calls.other)(other)),
    ];
    view! {
        <p class="summary">
            {figures
                .into_iter()
                .map(|(number, of)| view! { <span><b class="num">{integer(number, words)}</b>" "{of}</span> })
                .collect_view()}
            {part.then(|| view! { <span class="faint">{words.calls.on_this_page}</span> })}
            <span class="rest faint">{(words.calls.lead)(&time(calls.from), &time(calls.to))}</span>
        </p>
    }
    .into_any()
}
