//! Placing a call: what it can come to, and the question to the server.

use leptos::prelude::*;
use wire::Millis;

use crate::dial::DialProblem;
use crate::i18n::Words;
use crate::state::Live;

/// A second click within this is the same click.
#[cfg(feature = "hydrate")]
const ONE_CLICK: Millis = 3_000;

/// Where click to call stands on this page.
#[derive(Debug, Clone, PartialEq)]
pub enum Dialing {
    Idle,
    /// Asked, not answered.
    Sending,
    /// AntRing took it.
    Placed {
        number: String,
        at: Millis,
    },
    Refused(DialProblem),
}

/// What to do about it.
pub fn sentence(words: &'static Words, problem: DialProblem) -> &'static str {
    match problem {
        DialProblem::PhoneOffline => words.dial.phone_offline,
        DialProblem::BadNumber => words.dial.bad_number,
        DialProblem::NotConfigured => words.dial.not_configured,
        DialProblem::UpstreamSilent => words.dial.upstream_silent,
        DialProblem::Offline => words.dial.offline,
        DialProblem::ConfirmFirst
        | DialProblem::CallingTooOften
        | DialProblem::CallUnknown
        | DialProblem::Failed => words.dial.failed,
    }
}

/// Asks for one call, and takes no second click for a while.
#[cfg(feature = "hydrate")]
pub fn place(live: Live, number: String, dialing: RwSignal<Dialing>, guarded: RwSignal<bool>) {
    use crate::dial::{DialRefusal, DialRequest};
    use crate::state::http::{NoAnswer, post};
    use crate::state::socket::local_now;

    let at = live.clock.at(local_now());
    guarded.set(true);
    set_timeout(move || guarded.set(false), std::time::Duration::from_millis(ONE_CLICK.unsigned_abs()));
    dialing.set(Dialing::Sending);
    leptos::task::spawn_local(async move {
        let answer: Result<serde::de::IgnoredAny, _> =
            post("/api/v1/calls", &DialRequest { number: Some(number.clone()), ..DialRequest::default() })
                .await;
        dialing.set(match answer {
            Ok(_) | Err(NoAnswer::Garbled) => Dialing::Placed { number, at },
            Err(NoAnswer::Offline) => Dialing::Refused(DialProblem::Offline),
            Err(NoAnswer::Refused { body }) => Dialing::Refused(
                serde_json::from_str::<DialRefusal>(&body)
                    .map_or(DialProblem::Failed, |refusal| refusal.error),
            ),
        });
    });
}

#[cfg(not(feature = "hydrate"))]
pub fn place(_live: Live, _number: String, _dialing: RwSignal<Dialing>, _guarded: RwSignal<bool>) {}
