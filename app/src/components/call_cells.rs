//! What several lists say about a call.

use leptos::prelude::*;
use wire::{CallRow, CallState, Direction, Millis, Outcome};

use crate::format::{duration, phone, short_name};
use crate::i18n::words;
use crate::state::Live;
use crate::ui::{flag, text};

/// The queue's name, if the board knows the queue.
pub fn queue_name(live: Live, id: &str) -> Option<String> {
    live.model.queues.get(id).map(|queue| queue.with(|queue| queue.row.name.clone()))
}

/// The agent's short name, if the board knows the agent.
pub fn agent_name(live: Live, id: &str) -> Option<String> {
    live.model.agents.get(id).map(|agent| agent.with(|agent| short_name(&agent.name).to_owned()))
}

/// The far party's number, grouped; a surface that masks numbers shows the mask.
pub fn number(call: &CallRow) -> String {
    call.number.as_deref().map_or_else(|| words().board.unknown_number.to_owned(), phone)
}

/// How long the caller waited, or waits still.
pub fn waited(call: &CallRow, now: Millis) -> Option<Millis> {
    match call.state {
        CallState::Waiting => Some(now - call.since),
        CallState::Ringing if call.direction == Direction::Inbound => Some(now - call.since),
        _ => call.waited,
    }
}

/// How long two people spoke, or speak still.
pub fn talked(call: &CallRow, now: Millis) -> Option<Millis> {
    match call.state {
        CallState::Talking => Some(now - call.since),
        _ => call.talked,
    }
}

/// A duration, or a quiet dash.
pub fn or_dash(time: Option<Millis>) -> String {
    time.map_or_else(|| "–".to_owned(), duration)
}

/// Its place in the sprite.
pub fn direction_icon(direction: Direction) -> &'static str {
    match direction {
        Direction::Inbound => "#i-in",
        Direction::Outbound => "#i-out",
        Direction::Internal => "#i-around",
        Direction::Unknown => "#g-unknown",
    }
}

/// The arrow of a call's direction, read out in words.
#[component]
pub fn DirectionMark(direction: Direction) -> impl IntoView {
    view! {
        <span class="dir">
            <svg class="icon" role="img" aria-label=(words().direction)(direction)>
                <use href=direction_icon(direction)></use>
            </svg>
        </span>
    }
    .into_any()
}

/// A call's state: shape and word.
#[component]
pub fn CallStateMark(#[prop(into)] state: Signal<CallState>) -> impl IntoView {
    let words = words();
    let glyph = move || match state.get() {
        CallState::Arriving => ("offline", "#g-offline"),
        CallState::Waiting => ("unknown", "#i-clock"),
        CallState::Ringing => ("ringing", "#g-ringing"),
        CallState::Talking => ("on-call", "#g-on-call"),
        CallState::Ended => ("offline", "#i-check"),
    };
    view! {
        <span class="state">
            <svg class="glyph" aria-hidden="true" data-state=flag(move || glyph().0)>
                <use href=text(move || glyph().1)></use>
            </svg>
            {text(move || (words.call_state)(state.get()))}
        </span>
    }
    .into_any()
}

/// How a call ended: ✓ for a talk, ✕ for anything else.
pub fn outcome_icon(outcome: Option<Outcome>) -> &'static str {
    match outcome {
        Some(Outcome::Answered) => "check",
        _ => "x",
    }
}
