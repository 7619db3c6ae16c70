use crate::ui::{part, text};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::Recording;
use super::call_cells::DirectionMark;
use super::no_scroll;
use crate::calls::{CallResult, CallsPage, PastCall};
use crate::format::{clock_minutes, date, duration, integer, percent_encoded, phone, short_name};
use crate::i18n::words;
use crate::state::live::use_live;
use crate::ui::Icon;

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
                    {calls.rows.into_iter().map(|call| view! { <Row call open page/> }).collect_view()}
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

#[component]
fn Row(call: PastCall, open: Memo<Option<String>>, page: u32) -> impl IntoView {
    let live = use_live();
    let words = words();
    let offset = live.model.utc_offset_seconds;
    let id = call.id.clone().unwrap_or_default();
    let chosen = {
        let id = id.clone();
        Memo::new(move |_| !id.is_empty() && open.with(|open| open.as_deref() == Some(&id)))
    };
    let seconds = |time: Option<u32>| time.map_or_else(dash, |time| duration(i64::from(time) * 1000));
    let icon = if call.result == CallResult::Answered { "check" } else { "x" };
    let number = call.number.as_deref().map_or_else(|| words.board.unknown_number.to_owned(), phone);
    let listens = call.has_recording && !id.is_empty();
    let href = format!("/calls?page={page}&open={}", percent_encoded(&id, ""));
    let shut = format!("/calls?page={page}");
    let heading = format!("{} · {number}", clock_minutes(call.started, offset.get_untracked()));
    let total = duration(i64::from(call.waited.unwrap_or(0) + call.talked.unwrap_or(0)) * 1000);
    let summary = (words.calls.summary)((words.direction)(call.direction), &total);
    view! {
        <tr data-call=id.clone() data-state="ended" aria-current=move || chosen.get().then_some("true")>
            <td class="num">{text(move || clock_minutes(call.started, offset.get()))}</td>
            <td><DirectionMark direction=call.direction/></td>
            <th scope="row" class="phone num">
                {number}
                {call.name.map(|name| view! { <span class="muted">" "{name}</span> })}
            </th>
            <td class="muted">{call.queue.unwrap_or_else(dash)}</td>
            <td class="name">{call.agent.map_or_else(dash, |agent| short_name(&agent).to_owned())}</td>
            <td class="n num">{seconds(call.waited)}</td>
            <td class="n num">{seconds(call.talked)}</td>
            <td>
                <span class="result">
                    <Icon name=icon/>
                    {(words.result)(call.result)}
                </span>
            </td>
            <td class="n last">
                {listens
                    .then(|| {
                        let label = move || if chosen.get() { words.calls.close } else { words.calls.listen };
                        let to = move || if chosen.get() { shut.clone() } else { href.clone() };
                        view! {
                            <a class="btn small" href=to aria-expanded=move || chosen.get().to_string() {..no_scroll()}>
                                <Icon name="wave"/>
                                {label}
                            </a>
                        }
                    })}
            </td>
        </tr>
        {part(move || {
            let (id, heading, summary) = (id.clone(), heading.clone(), summary.clone());
            chosen
                .get()
                .then(|| {
                    view! {
                        <tr class="open">
                            <td colspan="9">
                                <div class="opened">
                                    <div class="opened-head">
                                        <h2>{heading}</h2>
                                        <span class="faint">{summary}</span>
                                    </div>
                                    {if listens {
                                        view! { <Recording id/> }.into_any()
                                    } else {
                                        view! { <p class="muted">{words.calls.no_recording}</p> }.into_any()
                                    }}
                                </div>
                            </td>
                        </tr>
                    }
                })
        })}
    }
    .into_any()
}

fn dash() -> String {
    "–".to_owned()
}
