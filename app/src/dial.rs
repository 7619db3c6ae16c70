//! Click to call: what `POST /api/v1/calls` is asked and answers, and where a call that one placed stands.

use serde::{Deserialize, Serialize};
use wire::{CallRow, CallState, Millis};

use crate::format::dialable;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DialRequest {
    pub number: String,
}

/// The body of every refusal: `{"error": code, "message": sentence}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DialRefusal {
    pub error: DialProblem,
    #[serde(default)]
    pub message: String,
}

/// Why no phone rang.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DialProblem {
    /// 409: the own phone is not registered.
    PhoneOffline,
    /// 400
    BadNumber,
    /// 503
    NotConfigured,
    /// 504 or 503: AntRing did not answer; the phone may ring all the same.
    #[serde(alias = "upstream_timed_out", alias = "upstream_busy")]
    UpstreamSilent,
    /// The browser could not reach the server at all.
    Offline,
    #[serde(other)]
    Failed,
}

/// Where a call that was placed from this page stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Placed {
    /// AntRing took it: one's own phone rings, and the board does not know the call yet.
    OwnPhoneRings,
    /// The board sees it.
    TheirPhoneRings,
    Talking {
        since: Millis,
    },
    Ended {
        talked: Option<Millis>,
    },
}

/// A call shown on the board this much before the click is an older one to the same number.
const EARLIER: Millis = 5_000;

/// Finds the call placed at `at` to `number` among the board's calls: the latest to that number.
pub fn placed<'a>(number: &str, at: Millis, calls: &'a [CallRow]) -> Option<&'a CallRow> {
    let number = dialable(number)?;
    calls.iter().rev().find(|call| {
        call.started >= at - EARLIER
            && call.number.as_deref().and_then(dialable).is_some_and(|other| other == number)
    })
}

/// How far that call is.
pub fn progress(call: Option<&CallRow>) -> Placed {
    match call {
        None => Placed::OwnPhoneRings,
        Some(call) => match call.state {
            CallState::Arriving => Placed::OwnPhoneRings,
            CallState::Waiting | CallState::Ringing => Placed::TheirPhoneRings,
            CallState::Talking => Placed::Talking { since: call.since },
            CallState::Ended => Placed::Ended { talked: call.talked },
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use wire::Direction;

    fn call(number: &str, started: Millis, state: CallState) -> CallRow {
        CallRow {
            id: format!("call-{started}"),
            legs: Vec::new(),
            direction: Direction::Outbound,
            number: Some(number.to_owned()),
            line: None,
            started,
            state,
            since: started,
            queue: None,
            agent: None,
            unplaced: false,
            outcome: None,
            waited: None,
            talked: None,
            missed: 0,
        }
    }

    #[test]
    fn the_latest_call_to_the_number_is_the_one_just_placed() {
        let calls = [
            call("0901234567", 10_000, CallState::Ended),
            call("0912000000", 100_500, CallState::Ringing),
            call("+84901234567", 101_000, CallState::Ringing),
        ];
        assert_eq!(placed("0901 234 567", 100_000, &calls).map(|call| call.started), Some(101_000));
        assert_eq!(placed("0901 234 567", 200_000, &calls), None);
    }

    #[test]
    fn a_placed_call_walks_from_ringing_to_its_end() {
        let at = |state| progress(Some(&call("0901234567", 7, state)));
        assert_eq!(progress(None), Placed::OwnPhoneRings);
        assert_eq!(at(CallState::Ringing), Placed::TheirPhoneRings);
        assert_eq!(at(CallState::Talking), Placed::Talking { since: 7 });
        assert_eq!(at(CallState::Ended), Placed::Ended { talked: None });
    }

    #[test]
    fn a_refusal_in_a_newer_word_is_still_a_refusal() {
        let refusal: DialRefusal =
            serde_json::from_str(r#"{"error":"moon_phase","message":"…"}"#).expect("JSON");
        assert_eq!(refusal.error, DialProblem::Failed);
        let refusal: DialRefusal = serde_json::from_str(r#"{"error":"phone_offline"}"#).expect("JSON");
        assert_eq!(refusal.error, DialProblem::PhoneOffline);
        let refusal: DialRefusal = serde_json::from_str(r#"{"error":"upstream_timed_out"}"#).expect("JSON");
        assert_eq!(refusal.error, DialProblem::UpstreamSilent);
    }
}
