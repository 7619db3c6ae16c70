use leptos::prelude::*;
use wire::{AgentState, CallState};

use super::call_cells::queue_name;
use super::{AgentGlyph, Fragment};
use crate::format::{duration, percent_encoded, phone};
use crate::i18n::words;
use crate::own_call::{Asked, Current, Progress, current};
use crate::state::live::use_live;
use crate::ui::{part, text};

/// One's own call, followed on the board from ring to end, and below it the same caller's earlier calls.
#[component]
pub fn CurrentCall() -> impl IntoView {
    let live = use_live();
    let words = words();
    let me = use_context::<crate::Me>().unwrap_or_default().agent;
    let asked = RwSignal::new(None::<Asked>);
    #[cfg(feature = "hydrate")]
    listen(live, asked);
    let shown = Memo::new(move |before: Option<&Option<Current>>| {
        live.model.version.track();
        let (before, now) = (before.and_then(Option::as_ref), live.clock.now.get());
        live.model.with_board(|board| {
            asked.with(|asked| current(before, asked.as_ref(), me.as_deref(), &board.calls, now))
        })
    });
    let progress = Memo::new(move |_| shown.with(|shown| shown.as_ref().map(|shown| shown.progress)));
    let of = move |read: fn(&Current) -> Option<String>| {
        text(move || shown.with(|shown| shown.as_ref().and_then(read).unwrap_or_default()))
    };
    let head = move || match progress.get() {
        None => words.dial.idle,
        Some(Progress::Asking) => words.dial.calling,
        Some(Progress::OwnPhoneRings) => words.dial.your_phone_rings,
        Some(Progress::TheirPhoneRings) => words.dial.their_phone_rings,
        Some(Progress::CallerRings) => words.dial.caller_rings,
        Some(Progress::Talking { .. }) => words.dial.talking,
        Some(Progress::Ended { outcome, .. }) => match outcome {
            None | Some(wire::Outcome::Answered) => words.dial.ended,
            Some(outcome) => (words.outcome)(outcome),
        },
        Some(Progress::NeverSeen) => words.dial.never_seen,
    };
    let why = move || match progress.get() {
        None => words.dial.idle_why,
        Some(Progress::OwnPhoneRings) => words.dial.your_phone_rings_why,
        Some(Progress::NeverSeen) => words.dial.never_seen_why,
        _ => "",
    };
    let time = move || match progress.get() {
        Some(Progress::Talking { since }) => duration(live.pushed.now.get() - since),
        Some(Progress::Ended { talked: Some(talked), .. }) => duration(talked),
        _ => String::new(),
    };
    let queue = move || {
        let id = shown.with(|shown| shown.as_ref().and_then(|shown| shown.queue.clone()));
        id.and_then(|id| queue_name(live, &id)).unwrap_or_default()
    };
    let waited = move || {
        let waited = shown.with(|shown| shown.as_ref().and_then(|shown| shown.waited));
        waited.map(|waited| format!("{} {}", words.dial.waited, duration(waited))).unwrap_or_default()
    };
    let call = Memo::new(move |_| shown.with(|shown| shown.as_ref().and_then(|shown| shown.call.clone())));
    view! {
        <section class="current" aria-label=words.dial.current>
            <div class="lead" data-call-state=move || name(progress.get())>
                <p class="cap">
                    <span class="state">
                        <AgentGlyph state=Signal::derive(move || glyph(progress.get()))/>
                        <span role="status">{text(head)}</span>
                    </span>
                    <span>{text(queue)}</span>
                    <span class="num">{text(waited)}</span>
                </p>
                <p class="big phone num">{of(|shown| shown.number.as_deref().map(phone))}</p>
                <p class="t num">{text(time)}</p>
                <p class="muted why">{text(why)}</p>
            </div>
            {part(move || {
                call.get().map(|id| {
                    let url = format!("/fragments/caller?call={}", percent_encoded(&id, ""));
                    view! { <Fragment class="earlier" url drawn=String::new() again=0/> }.into_any()
                })
            })}
        </section>
    }
    .into_any()
}

fn glyph(progress: Option<Progress>) -> AgentState {
    match progress {
        Some(Progress::OwnPhoneRings | Progress::TheirPhoneRings | Progress::CallerRings) => {
            AgentState::Ringing
        }
        Some(Progress::Talking { .. }) => AgentState::OnCall,
        Some(Progress::NeverSeen) => AgentState::Unknown,
        None | Some(Progress::Asking | Progress::Ended { .. }) => AgentState::Offline,
    }
}

fn name(progress: Option<Progress>) -> &'static str {
    match progress {
        None => "idle",
        Some(Progress::Asking) => "asking",
        Some(Progress::OwnPhoneRings) => "own-phone-rings",
        Some(Progress::TheirPhoneRings) => "their-phone-rings",
        Some(Progress::CallerRings) => "caller-rings",
        Some(Progress::Talking { .. }) => super::call_state_name(CallState::Talking),
        Some(Progress::Ended { .. }) => super::call_state_name(CallState::Ended),
        Some(Progress::NeverSeen) => "never-seen",
    }
}

/// What `public/dial.js` writes on its form, now and whenever it says so.
#[cfg(feature = "hydrate")]
fn listen(live: crate::state::Live, asked: RwSignal<Option<Asked>>) {
    let read = move || {
        let form = document().query_selector(".dialer").ok()??;
        let is_placed = match form.get_attribute("data-state")?.as_str() {
            "placed" => true,
            "asking" => false,
            _ => return None,
        };
        let at: i64 = form.get_attribute("data-at")?.parse().ok()?;
        Some(Asked { is_placed, number: form.get_attribute("data-called")?, at: live.clock.at(at) })
    };
    asked.set(read());
    let told = window_event_listener_untyped("dialled", move |_| asked.set(read()));
    on_cleanup(move || told.remove());
}
