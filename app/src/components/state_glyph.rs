use crate::ui::{flag, text};
use leptos::prelude::*;
use wire::{AgentState, CallState};

/// The value of an agent's `data-state`, and the glyph's name.
pub fn agent_state_name(state: AgentState) -> &'static str {
    match state {
        AgentState::Available => "available",
        AgentState::Ringing => "ringing",
        AgentState::OnCall => "on-call",
        AgentState::WrapUp => "wrap-up",
        AgentState::Paused => "paused",
        AgentState::Offline => "offline",
        AgentState::Unknown => "unknown",
    }
}

/// The value of a call's `data-state`.
pub fn call_state_name(state: CallState) -> &'static str {
    match state {
        CallState::Arriving => "arriving",
        CallState::Waiting => "waiting",
        CallState::Ringing => "ringing",
        CallState::Talking => "talking",
        CallState::Ended => "ended",
    }
}

/// An agent's state as a shape. With `says`, the shape stands alone and is read out; without, a word stands
/// beside it.
#[component]
pub fn AgentGlyph(
    #[prop(into)] state: Signal<AgentState>,
    #[prop(optional)] says: Option<fn(AgentState) -> &'static str>,
) -> impl IntoView {
    let name = move || agent_state_name(state.get());
    view! {
        <svg
            class="glyph"
            data-state=name
            role=says.map(|_| "img")
            aria-hidden=says.is_none().then_some("true")
            aria-label=flag(move || says.map(|says| says(state.get())))
        >
            <use href=text(move || format!("#g-{}", name()))></use>
        </svg>
    }
    .into_any()
}
