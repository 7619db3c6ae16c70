//! Click to call: what `POST /api/v1/calls` is asked and answers, and where a call that one placed stands.

use serde::{Deserialize, Serialize};
use wire::{CallRow, CallState, Millis};

use crate::format::dialable;

/// `{"number": "0901 234 567"}` as a person typed it, or `{"call": "…"}`: the far party of that call, whose number the
/// one who asks need not know.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DialRequest {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<String>,
    /// The person was asked and wants it so: without it, some numbers are answered with [`DialProblem::ConfirmFirst`].
    #[serde(default)]
    pub confirmed: bool,
}

/// The answer to a call that was placed: 202.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DialTaken {
    /// What is dialled, as far as the one who asked may see it.
    pub number: String,
}

/// The body of every refusal: `{"error": code, "message": sentence}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DialRefusal {
    pub error: DialProblem,
    #[serde(default)]
    pub message: String,
}

/// The body of a [`DialProblem::ConfirmFirst`] tells besides what would be dialled, and why that is asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DialQuestion {
    pub reason: DialReason,
    /// As far as the one who asked may see it.
    pub number: String,
}

/// Why a person is asked before a number is dialled. The first that fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DialReason {
    /// Police, fire, ambulance, or like them.
    Emergency,
    /// 1900…: dear.
    Premium,
    /// Abroad, or a number that can only be one without its prefix.
    International,
    /// What was typed holds two numbers; the first would be dialled.
    TwoNumbers,
    /// Longer than numbers are.
    Long,
    /// Shorter than numbers are, and no colleague's extension: the area code may be missing.
    Short,
    #[serde(other)]
    Other,
}

/// Why no phone rang.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DialProblem {
    /// 409: the own phone is not registered.
    PhoneOffline,
    /// 400
    BadNumber,
    /// 422: see [`DialQuestion`].
    ConfirmFirst,
    /// 429: the header `Retry-After` says for how many seconds.
    CallingTooOften,
    /// 404: there is no such call, or it is none that the one who asks may call back.
    CallUnknown,
    /// 503: there is no phone to ring for the one who asks.
    NotConfigured,
    /// 504 or 503: AntRing did not answer; the phone may ring all the same.
    #[serde(alias = "upstream_timed_out", alias = "upstream_busy")]
    UpstreamSilent,
    /// The browser could not reach the server at all.
    Offline,
    #[serde(other)]
    Failed,
}

/// `GET /api/v1/me`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    pub name: String,
    pub role: String,
    /// AntRing's id of the agent they are.
    pub agent: Option<String>,
    pub phone: Phone,
}

/// Which phone rings when they call by a click.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phone {
    Own,
    /// The one of the settings.
    Shared,
    /// None is set, or what is set cannot be opened.
    None,
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
    fn a_question_tells_what_would_be_dialled_and_why() {
        let body = r#"{"error":"confirm_first","reason":"two_numbers","number":"•••• 567","message":"…"}"#;
        let refusal: DialRefusal = serde_json::from_str(body).expect("JSON");
        assert_eq!(refusal.error, DialProblem::ConfirmFirst);
        let question: DialQuestion = serde_json::from_str(body).expect("JSON");
        assert_eq!((question.reason, question.number.as_str()), (DialReason::TwoNumbers, "•••• 567"));
        let newer: DialReason = serde_json::from_str(r#""full_moon""#).expect("JSON");
        assert_eq!(newer, DialReason::Other);
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
