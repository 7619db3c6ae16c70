use leptos::prelude::*;
use wire::{AgentRow, AgentState, Millis};

use super::{AgentGlyph, agent_state_name};
use crate::format::{minutes, seconds, short_name};
use crate::i18n::words;
use crate::ui::{Level, flag, text};

/// One person on the wall: shape, short name, minutes in state. Seconds only while a phone rings.
#[component]
pub fn AgentTile(
    #[prop(into)] agent: Signal<AgentRow>,
    #[prop(into)] now: Signal<Millis>,
    #[prop(into)] level: Signal<Level>,
) -> impl IntoView {
    let words = words();
    let state = Memo::new(move |_| agent.with(|agent| agent.state));
    let id = agent.with_untracked(|agent| agent.id.clone());
    let time = Memo::new(move |_| agent.with(|agent| tile_time(agent, now.get())));
    view! {
        <div
            class="agent"
            data-agent=id
            data-state=flag(move || agent_state_name(state.get()))
            data-level=flag(move || level.get().name())
        >
            <AgentGlyph state says=words.agent_state/>
            <span class="agent-name">{text(move || agent.with(|agent| short_name(&agent.name).to_owned()))}</span>
            <span class="agent-time num">{text(move || time.get())}</span>
        </div>
    }
    .into_any()
}

/// What the tile says of time.
pub fn tile_time(agent: &AgentRow, now: Millis) -> String {
    match (agent.since, agent.state) {
        (None, _) | (_, AgentState::Offline) => String::new(),
        (Some(since), AgentState::Ringing) => seconds(now - since),
        (Some(since), _) => minutes(now - since),
    }
}
