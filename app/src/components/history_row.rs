use leptos::prelude::*;

use super::call_cells::DirectionMark;
use super::{Recording, no_scroll};
use crate::calls::{CallResult, PastCall};
use crate::format::{clock_minutes, duration, percent_encoded, phone, short_name};
use crate::i18n::words;
use crate::state::live::use_live;
use crate::ui::{Icon, flag, part, text};

/// A call of the history; opened (`?open=`), a second row below it plays its recording or says why not.
#[component]
pub fn HistoryRow(call: PastCall, open: Memo<Option<String>>, page: u32) -> impl IntoView {
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
        <tr data-call=id.clone() data-state="ended" aria-current=flag(move || chosen.get().then_some("true"))>
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
                            <a class="btn small" href=to aria-expanded=text(move || chosen.get().to_string()) {..no_scroll()}>
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
