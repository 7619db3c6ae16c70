use leptos::prelude::*;
use wire::{CallRow, CallState};

use super::call_cells::{
    CallStateMark, DirectionMark, agent_name, number, or_dash, queue_name, talked, waited,
};
use super::call_state_name;
use super::kpis::wait_level;
use crate::format::clock;
use crate::i18n::words;
use crate::state::live::use_live;
use crate::ui::{IntoPart, Level, Marked, each, flag, part, text};

/// Calls going on, the longest first.
#[component]
pub fn CallsTable(at: Memo<Option<String>>) -> impl IntoView {
    let words = words();
    let model = use_live().model;
    view! {
        <table class="table live-calls">
            <caption class="sr">{words.board.calls}</caption>
            <thead>
                <tr>
                    <th scope="col">{words.board.state}</th>
                    <th scope="col">
                        <span class="sr">{words.board.direction}</span>
                    </th>
                    <th scope="col">{words.board.number}</th>
                    <th scope="col">{words.board.queue}</th>
                    <th scope="col">{words.board.agent}</th>
                    <th scope="col" class="n">{words.board.waited}</th>
                    <th scope="col" class="n">{words.board.talk}</th>
                    <th scope="col" class="n wide-only">{words.board.started}</th>
                </tr>
            </thead>
            <tbody>
                {each(model.live_calls, move |id| model.calls.get(&id).map(|call| view! { <Row call at/> }).into_part())}
            </tbody>
        </table>
        {part(move || {
            model.live_calls.with(Vec::is_empty).then(|| view! { <p class="none-yet">{words.board.no_calls}</p> })
        })}
    }
    .into_any()
}

#[component]
fn Row(call: ArcRwSignal<CallRow>, at: Memo<Option<String>>) -> impl IntoView {
    let live = use_live();
    let call = RwSignal::from(call);
    let id = call.with_untracked(|call| call.id.clone());
    let state = Memo::new(move |_| call.with(|call| call.state));
    let wait = Memo::new(move |_| call.with(|call| waited(call, live.polled.now.get())));
    let level = Memo::new(move |_| match (state.get(), wait.get()) {
        (CallState::Waiting | CallState::Ringing, Some(wait)) if live.polled.age.get().runs() => {
            live.model.targets.with(|targets| wait_level(wait, targets))
        }
        _ => Level::Normal,
    });
    let wait_text = Memo::new(move |_| or_dash(wait.get()));
    let talk = move || or_dash(call.with(|call| talked(call, live.pushed.now.get())));
    let started = move || call.with(|call| clock(call.started, live.model.utc_offset_seconds.get()));
    let chosen = {
        let id = id.clone();
        move || at.with(|at| at.as_deref() == Some(&id)).then_some("true")
    };
    view! {
        <tr data-call=id data-state=flag(move || call_state_name(state.get())) aria-current=chosen>
            <td class="keep"><CallStateMark state/></td>
            <td>{part(move || Some(view! { <DirectionMark direction=call.with(|call| call.direction)/> }))}</td>
            <th scope="row" class="phone num">{text(move || call.with(number))}</th>
            <td class="muted">
                {text(move || call.with(|call| call.queue.as_ref().and_then(|id| queue_name(live, id))).unwrap_or_else(dash))}
            </td>
            <td>
                {text(move || call.with(|call| call.agent.as_ref().and_then(|id| agent_name(live, id))).unwrap_or_else(dash))}
            </td>
            <td class="n num"><Marked text=wait_text level/></td>
            <td class="n num">{talk}</td>
            <td class="n num faint wide-only">{started}</td>
        </tr>
    }
    .into_any()
}

fn dash() -> String {
    "–".to_owned()
}
