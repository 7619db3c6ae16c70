use leptos::prelude::*;
use wire::{AgentRow, AgentState};

use super::call_cells::{number, queue_name};
use super::{AgentGlyph, agent_state_name};
use crate::format::duration;
use crate::i18n::{Words, words};
use crate::state::Live;
use crate::state::live::use_live;
use crate::ui::{IntoPart, Level, Marked, each, flag, text};

/// Everyone on the board: who, in what state, for how long, on which call.
#[component]
pub fn AgentsTable(at: Memo<Option<String>>) -> impl IntoView {
    let words = words();
    let agents = use_live().model.agents;
    view! {
        <table class="table agents">
            <caption class="sr">{words.board.agents}</caption>
            <thead>
                <tr>
                    <th scope="col">{words.board.name}</th>
                    <th scope="col">{words.board.state}</th>
                    <th scope="col" class="n">{words.board.time_in}</th>
                    <th scope="col">{words.board.queue}</th>
                    <th scope="col">{words.board.number}</th>
                    <th scope="col" class="n wide-only">{words.board.extension}</th>
                </tr>
            </thead>
            <tbody>
                {each(agents.order, move |id| agents.get(&id).map(|agent| view! { <Row agent at/> }).into_part())}
            </tbody>
        </table>
    }
    .into_any()
}

#[component]
fn Row(agent: ArcRwSignal<AgentRow>, at: Memo<Option<String>>) -> impl IntoView {
    let live = use_live();
    let words = words();
    let agent = RwSignal::from(agent);
    let id = agent.with_untracked(|agent| agent.id.clone());
    let state = Memo::new(move |_| agent.with(|agent| agent.state));
    let level = Memo::new(move |_| agent.with(|agent| long_talk(live, agent)));
    let time = Memo::new(move |_| agent.with(|agent| time_in_state(live, agent)));
    let chosen = {
        let id = id.clone();
        move || at.with(|at| at.as_deref() == Some(&id)).then_some("true")
    };
    view! {
        <tr data-agent=id data-state=flag(move || agent_state_name(state.get())) aria-current=chosen>
            <th scope="row" class="name">
                {text(move || agent.with(|agent| agent.name.clone()))}
            </th>
            <td class="keep">
                <span class="state">
                    <AgentGlyph state/>
                    {text(move || agent.with(|agent| state_words(words, agent)))}
                </span>
            </td>
            <td class="n num"><Marked text=time level/></td>
            <td class="muted">{text(move || agent.with(|agent| queues_of(live, agent)))}</td>
            <td class="phone num">{text(move || agent.with(|agent| number_of(live, agent)))}</td>
            <td class="n num faint wide-only">{text(move || agent.with(|agent| agent.extensions.join(", ")))}</td>
        </tr>
    }
    .into_any()
}

/// The state, or why one paused; and how often the phone rang in vain of late.
fn state_words(words: &Words, agent: &AgentRow) -> String {
    let state = match (&agent.reason, agent.state) {
        (Some(reason), AgentState::Paused) => reason,
        (_, state) => (words.agent_state)(state),
    };
    match agent.missed {
        0 => state.to_owned(),
        missed => format!("{state} · {}", (words.trust.missed)(missed)),
    }
}

/// Since when, as a running timer; nothing where upstream does not say, or for those who are not here.
fn time_in_state(live: Live, agent: &AgentRow) -> String {
    match (agent.since, agent.state) {
        (None, _) | (_, AgentState::Offline) => "–".to_owned(),
        (Some(since), _) => duration(live.polled.now.get() - since),
    }
}

/// A talk beyond the target is late.
pub fn long_talk(live: Live, agent: &AgentRow) -> Level {
    let limit = i64::from(live.model.targets.get().talk_minutes) * 60_000;
    match (agent.state, agent.since) {
        (AgentState::OnCall, Some(since)) if live.polled.now.get() - since >= limit => Level::Late,
        _ => Level::Normal,
    }
}

/// The queue of the call at hand, or those the agent serves.
fn queues_of(live: Live, agent: &AgentRow) -> String {
    if let Some(queue) = &agent.queue {
        return queue_name(live, queue).unwrap_or_default();
    }
    match agent.queues.as_slice() {
        [] => "–".to_owned(),
        [one] => queue_name(live, one).unwrap_or_default(),
        several => (words().board.several_queues)(several.len()),
    }
}

fn number_of(live: Live, agent: &AgentRow) -> String {
    let Some(call) = &agent.call else { return String::new() };
    // The call may reach the board a frame later than its agent.
    live.model.calls.order.track();
    live.model.calls.get(call).map(|call| call.with(number)).unwrap_or_default()
}
