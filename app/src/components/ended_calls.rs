use leptos::prelude::*;
use wire::CallRow;

use super::call_cells::{agent_name, number, or_dash, outcome_icon, queue_name};
use crate::format::clock_minutes;
use crate::i18n::words;
use crate::state::live::use_live;
use crate::ui::{IntoPart, each, part, text};

/// Calls that ended a moment ago, told quietly: what became of them, with whom.
#[component]
pub fn EndedCalls() -> impl IntoView {
    let words = words();
    let model = use_live().model;
    view! {
        <section class="ended" aria-label=words.board.ended>
            <div class="pane-head">
                <h2>{words.board.ended}</h2>
            </div>
            <ul>
                {each(model.ended_calls, move |id| model.calls.get(&id).map(|call| view! { <Row call/> }).into_part())}
            </ul>
            {part(move || {
                model
                    .ended_calls
                    .with(Vec::is_empty)
                    .then(|| view! { <p class="none-yet">{words.board.no_ended}</p> })
            })}
        </section>
    }
    .into_any()
}

#[component]
fn Row(call: ArcRwSignal<CallRow>) -> impl IntoView {
    let live = use_live();
    let words = words();
    let call = RwSignal::from(call);
    let id = call.with_untracked(|call| call.id.clone());
    let outcome = move || call.with(|call| call.outcome);
    let time = move || call.with(|call| clock_minutes(call.since, live.model.utc_offset_seconds.get()));
    let whom = move || {
        call.with(|call| {
            let queue = call.queue.as_ref().and_then(|id| queue_name(live, id));
            let agent = call.agent.as_ref().and_then(|id| agent_name(live, id));
            [queue, agent].into_iter().flatten().collect::<Vec<_>>().join(" · ")
        })
    };
    // What was spoken, or how long the caller had waited in vain.
    let length = move || {
        or_dash(call.with(|call| {
            call.talked.filter(|talked| *talked > 0).or(call.waited).filter(|length| *length > 0)
        }))
    };
    view! {
        <li data-call=id data-state="ended">
            <svg class="icon" aria-hidden="true">
                <use href=text(move || format!("#i-{}", outcome_icon(outcome())))></use>
            </svg>
            <span class="phone num">{text(move || call.with(number))}</span>
            <span class="num length">{length}</span>
            <span class="how">
                {text(move || (words.outcome)(outcome().unwrap_or(wire::Outcome::Unknown)))}
            </span>
            <span class="whom">{whom}</span>
            <time class="num">{time}</time>
        </li>
    }
    .into_any()
}
