//! What the floor can say for itself, as JSON: how a call came to be what it is, and where its sources disagree.
//!
//! Words here are codes for people who look into a fault; pages show none of them.

use std::collections::BTreeMap;

use floor::{
    About, Cause, Counter, Explanation, Fact, Floor, HangupCause, KnownBy, LegId, LegSide, Outcome, Unjoined,
    What,
};
use serde::Serialize;
use serde_json::{Value, json};
use wire::Millis;

use super::sight::Sight;
use crate::clock;

/// `GET /api/v1/calls/{id}/explain`.
#[derive(Debug, Serialize)]
pub struct CallAccount {
    pub call_id: String,
    pub legs: Vec<String>,
    /// In the order in which they were learnt.
    pub facts: Vec<Value>,
    /// Facts that were not kept.
    pub more: u32,
}

/// `GET /api/v1/board/{id}/repairs`.
#[derive(Debug, Serialize)]
pub struct TrustAccount {
    /// Differences that stand now.
    pub unmatched: Vec<Value>,
    /// By cause, since the server started.
    pub repaired: BTreeMap<&'static str, u64>,
    /// Events that changed nothing, since the server started: duplicates, and ends of calls that were never seen.
    pub refused: u64,
    /// When the day's counters were last seen to begin anew.
    pub counters_began: Option<String>,
}

/// `None` when nobody remembers the call, or this sight does not reach it.
pub fn of_call(floor: &Floor, leg: &LegId, sight: &Sight) -> Option<CallAccount> {
    let explanation = floor.explain(leg)?;
    if !reaches(floor, &explanation, sight) {
        return None;
    }
    Some(CallAccount {
        call_id: explanation.call.to_string(),
        legs: explanation.legs.iter().map(ToString::to_string).collect(),
        facts: explanation.facts.iter().map(fact).collect(),
        more: explanation.more,
    })
}

/// By the queue that it is in, or by those that its facts name.
fn reaches(floor: &Floor, explanation: &Explanation, sight: &Sight) -> bool {
    let queue = floor.call(&explanation.call).and_then(|call| call.queue.as_ref());
    let named = explanation.facts.iter().filter_map(|fact| match &fact.what {
        What::QueueNamed { queue, .. } => Some(queue),
        _ => None,
    });
    sight.scope.has_any(named.chain(queue).map(|queue| queue.as_str()))
}

pub fn of_trust(floor: &Floor, sight: &Sight) -> TrustAccount {
    let in_sight = |is_about: &About| match is_about {
        About::Agent(agent) => sight.scope.has_any(floor.queues_of(agent).iter().map(|queue| queue.as_str())),
        About::Call(call) => {
            let queue = floor.call(call).and_then(|call| call.queue.as_ref());
            sight.scope.has(queue.map(|queue| queue.as_str()))
        }
        About::Counter(_) => sight.scope.queues().is_none(),
    };
    let unmatched = floor.unmatched().filter(|mismatch| in_sight(&mismatch.about)).map(|mismatch| {
        json!({
            "about": about(&mismatch.about),
            "cause": mismatch.cause.code(),
            "since": time(mismatch.since),
            "polls": mismatch.polls,
        })
    });
    let count = |cause: Cause| floor.repairs().get(&cause).copied().unwrap_or_default();
    TrustAccount {
        unmatched: unmatched.collect(),
        repaired: Cause::ALL.into_iter().map(|cause| (cause.code(), count(cause))).collect(),
        refused: floor.refused(),
        counters_began: floor.today_began_at().map(time),
    }
}

/// What a difference or a repair is about, by kind and id.
pub fn about(about: &About) -> Value {
    match about {
        About::Agent(agent) => json!({ "agent": agent.as_str() }),
        About::Call(call) => json!({ "call": call.as_str() }),
        About::Counter(counter) => json!({
            "counter": match counter {
                Counter::Received => "received",
                Counter::Handled => "handled",
                Counter::Abandoned => "abandoned",
            }
        }),
    }
}

fn fact(fact: &Fact) -> Value {
    let mut value = what(&fact.what);
    value["at"] = json!(time(fact.at));
    if fact.happened != fact.at {
        value["happened_at"] = json!(time(fact.happened));
    }
    if let Some(leg) = &fact.leg {
        value["leg"] = json!(leg.as_str());
    }
    value
}

fn what(what: &What) -> Value {
    match what {
        What::Created => json!({ "fact": "created" }),
        What::Answered => json!({ "fact": "answered" }),
        What::Destroyed { cause, side, by } => {
            let side = side.map(|side| match side {
                LegSide::Inbound => "arrived-at-switch",
                LegSide::Outbound => "made-by-switch",
            });
            json!({ "fact": "destroyed", "cause": hangup_cause(*cause), "side": side, "by": known_by(*by) })
        }
        What::Joined { rule, to } => json!({
            "fact": "joined",
            "to": to.as_str(),
            // As `protocols.md` §1.6 numbers them.
            "rule": rule.number(),
            "link": match rule {
                floor::Rule::Interaction => "interaction-id",
                floor::Rule::Member => "member-call-id",
                floor::Rule::Digest => "digest-in-the-legs-id",
                floor::Rule::Bridge => "bridge-id",
                floor::Rule::OtherLeg => "other-leg-call-id",
                floor::Rule::Transfer => "transfer",
                floor::Rule::Soft => "same-number-same-time",
            },
        }),
        What::Unjoined { from, why } => json!({
            "fact": "unjoined",
            "from": from.as_str(),
            "why": match why {
                Unjoined::RealLink => "a-real-link-leads-elsewhere",
                Unjoined::NoOverlap => "the-caller-had-left",
                Unjoined::RealAgentLeg => "the-call-got-its-real-leg",
                Unjoined::OtherAgent => "the-agent-is-on-another-call",
            },
        }),
        What::AgentKnown { agent, by } => {
            json!({ "fact": "agent-known", "agent": agent.as_str(), "by": known_by(*by) })
        }
        What::QueueNamed { queue, by } => {
            json!({ "fact": "queue-named", "queue": queue.as_str(), "by": known_by(*by) })
        }
        What::ListedWaiting => json!({ "fact": "listed-waiting" }),
        What::ListedTalking { agent } => {
            json!({ "fact": "listed-talking", "agent": agent.as_ref().map(|agent| agent.as_str()) })
        }
        What::NotListed { times } => json!({ "fact": "not-listed", "times": times }),
        What::StatusContradicts { agent, times } => {
            json!({ "fact": "status-contradicts", "agent": agent.as_str(), "times": times })
        }
        What::Repaired(cause) => json!({ "fact": "repaired", "cause": cause.code() }),
        What::Ended { outcome, by } => {
            json!({ "fact": "ended", "outcome": outcome_word(*outcome), "by": known_by(*by) })
        }
        What::Reopened => json!({ "fact": "reopened" }),
        What::Duplicate => json!({ "fact": "duplicate" }),
    }
}

fn known_by(by: KnownBy) -> &'static str {
    match by {
        KnownBy::Event => "event",
        KnownBy::Directory => "directory",
        KnownBy::Poll => "dashboard",
        KnownBy::OnlyQueue => "agents-only-queue",
        KnownBy::Record => "history",
        KnownBy::Legs => "other-legs",
        KnownBy::Silence => "silence",
    }
}

fn hangup_cause(cause: HangupCause) -> &'static str {
    match cause {
        HangupCause::Normal => "normal",
        HangupCause::OriginatorCancelled => "originator-cancelled",
        HangupCause::Busy => "busy",
        HangupCause::NoAnswer => "no-answer",
        HangupCause::AnsweredElsewhere => "answered-elsewhere",
        HangupCause::Transferred => "transferred",
        HangupCause::Unreachable => "unreachable",
        HangupCause::Network => "network",
        HangupCause::Unknown => "unknown",
    }
}

fn outcome_word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Answered => "answered",
        Outcome::Abandoned => "abandoned",
        Outcome::LeftEarly => "left-early",
        Outcome::Busy => "busy",
        Outcome::NoAnswer => "no-answer",
        Outcome::Failed => "failed",
        Outcome::Unknown => "unknown",
    }
}

fn time(at: Millis) -> String {
    clock::rfc3339(at)
}
