use leptos::prelude::*;
use wire::{AgentState, Millis};

use super::AgentGlyph;
use super::dialing::Dialing;
use crate::dial::{Placed, placed, progress};
use crate::format::{duration, phone};
use crate::i18n::words;
use crate::state::live::use_live;
use crate::ui::part;

/// A call that never showed on the board is given up after this.
const NEVER_SEEN: Millis = 60_000;

/// The call placed from this page, followed on the board from ring to end.
#[component]
pub fn PlacedCall(dialing: RwSignal<Dialing>) -> impl IntoView {
    let words = words();
    view! {
        <section class="current" aria-label=words.dial.current aria-live="polite">
            {part(move || match dialing.get() {
                Dialing::Placed { number, at } => view! { <Followed number at/> }.into_any(),
                Dialing::Sending => view! { <Idle head=words.dial.calling/> }.into_any(),
                Dialing::Idle | Dialing::Refused(_) => view! { <Idle head=words.dial.idle/> }.into_any(),
            })}
        </section>
    }
    .into_any()
}

#[component]
fn Idle(head: &'static str) -> impl IntoView {
    view! {
        <div class="lead" data-call-state="idle">
            <p class="cap">{head}</p>
            <p class="muted">{words().dial.idle_why}</p>
        </div>
    }
    .into_any()
}

/// What was last seen of the call, and which call of the board it is.
#[derive(Clone, PartialEq)]
struct Seen {
    placed: Placed,
    call: Option<String>,
}

#[component]
fn Followed(number: String, at: Millis) -> impl IntoView {
    let live = use_live();
    let words = words();
    let shown = phone(&number);
    let seen = Memo::new(move |before: Option<&Seen>| {
        live.model.version.track();
        let followed = before.and_then(|before| before.call.clone());
        let found = live.model.with_board(|board| {
            let call = match &followed {
                Some(id) => board.calls.iter().find(|call| call.id == *id),
                None => placed(&number, at, &board.calls),
            };
            call.map(|call| Seen { placed: progress(Some(call)), call: Some(call.id.clone()) })
        });
        match (found, before) {
            (Some(seen), _) => seen,
            (None, Some(before)) if matches!(before.placed, Placed::Ended { .. }) => before.clone(),
            // It left the board before its end was seen, or never came.
            (None, _) if followed.is_some() || live.clock.now.get() - at > NEVER_SEEN => {
                Seen { placed: Placed::Ended { talked: None }, call: followed }
            }
            (None, _) => Seen { placed: Placed::OwnPhoneRings, call: None },
        }
    });
    let placed = Memo::new(move |_| seen.with(|seen| seen.placed));
    let (glyph, name) = (move || glyph(placed.get()), move || name(placed.get()));
    let head = move || match placed.get() {
        Placed::OwnPhoneRings => words.dial.your_phone_rings,
        Placed::TheirPhoneRings => words.dial.their_phone_rings,
        Placed::Talking { .. } => words.dial.talking,
        Placed::Ended { .. } => words.dial.ended,
    };
    let time = move || match placed.get() {
        Placed::Talking { since } => duration(live.pushed.now.get() - since),
        Placed::Ended { talked: Some(talked) } => duration(talked),
        _ => String::new(),
    };
    let why = move || (placed.get() == Placed::OwnPhoneRings).then_some(words.dial.your_phone_rings_why);
    view! {
        <div class="lead" data-call-state=name>
            <p class="cap">
                <span class="state">
                    <AgentGlyph state=Signal::derive(glyph)/>
                    <span>{head}</span>
                </span>
            </p>
            <p class="big phone num">{shown}</p>
            <p class="t num" aria-live="off">{time}</p>
            <p class="muted why">{why}</p>
        </div>
    }
    .into_any()
}

fn glyph(placed: Placed) -> AgentState {
    match placed {
        Placed::OwnPhoneRings | Placed::TheirPhoneRings => AgentState::Ringing,
        Placed::Talking { .. } => AgentState::OnCall,
        Placed::Ended { .. } => AgentState::Offline,
    }
}

fn name(placed: Placed) -> &'static str {
    match placed {
        Placed::OwnPhoneRings => "own-phone-rings",
        Placed::TheirPhoneRings => "their-phone-rings",
        Placed::Talking { .. } => "talking",
        Placed::Ended { .. } => "ended",
    }
}
