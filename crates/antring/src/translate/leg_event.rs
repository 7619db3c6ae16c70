//! One channel event into a [`LegEvent`].

use floor::{AgentId, LegEvent, LegEventKind, LegId, LegSide, Links, Origin, Text};
use serde_json::Value;

use super::hangup_cause;
use super::identity::{AgentLegId, agent_id, digest, queue_id};
use super::transfer_history::transfer_history;
use crate::raw::{EventFields, count, flag};
use crate::time::instant;

/// What a message of the feed was.
#[derive(Debug, Clone, PartialEq)]
pub enum Reading {
    Leg(Box<LegEvent>),
    /// An event of a kind that the floor does not follow (HOLD, BRIDGE, PARK_…).
    OfNoInterest,
    /// What is wrong with it, without its contents.
    Unreadable(&'static str),
}

/// Reads an event in any of the three key styles (`protocols.md` §1.5). `socket_name` is the name that the socket
/// gave it; the event's own name counts more. Only a missing call id or kind makes it unreadable.
pub fn leg_event(socket_name: &str, payload: &Value) -> Reading {
    let Some(fields) = EventFields::of(payload) else { return Reading::Unreadable("not an object") };
    let name = fields.name().unwrap_or_else(|| socket_name.into());
    let Some(call_id) = fields.text(&["call_id", "callid", "uuid", "unique_id"]) else {
        return Reading::Unreadable("no call id");
    };
    let Some(kind) = kind(&name, &fields) else {
        let known = name.to_uppercase();
        let is_other_event = known.starts_with("CHANNEL_") || known.starts_with("PARK_");
        return if is_other_event { Reading::OfNoInterest } else { Reading::Unreadable("no event name") };
    };
    Reading::Leg(Box::new(leg(&call_id, kind, &fields)))
}

fn kind(name: &str, fields: &EventFields<'_>) -> Option<LegEventKind> {
    let name = name.to_uppercase();
    // The name may stand in a routing key: `call.CHANNEL_CREATE.*`.
    if name.contains("CHANNEL_CREATE") {
        Some(LegEventKind::Created)
    } else if name.contains("CHANNEL_ANSWER") {
        Some(LegEventKind::Answered)
    } else if name.contains("CHANNEL_DESTROY") {
        let cause = fields.text(&["hangup_cause", "hangup_code"]).unwrap_or_default();
        let billed_seconds = fields.value(&["billing_seconds"]).and_then(count);
        Some(LegEventKind::Destroyed { cause: hangup_cause(&cause), billed_seconds })
    } else {
        None
    }
}

fn leg(call_id: &Text, kind: LegEventKind, fields: &EventFields<'_>) -> LegEvent {
    let side = side(fields);
    let origin = origin(side, fields);
    let to_carrier = side != Some(LegSide::Inbound)
        && (fields.text(&["ccv.resource_id"]).is_some()
            || fields.value(&["ccv.global_resource"]).is_some_and(flag));
    let own = AgentLegId::read(call_id);
    LegEvent {
        leg: LegId::new(call_id.clone()),
        happened_at: fields.value(&["timestamp", "unix_timestamp", "event_timestamp"]).and_then(instant),
        side,
        origin,
        to_carrier,
        caller_number: fields
            .text(&["caller_id_number", "other_leg_caller_id_number"])
            .or_else(|| fields.user_of(&["from"])),
        caller_name: fields.text(&["caller_id_name", "other_leg_caller_id_name"]),
        destination: fields
            .text(&["destination_number", "callee_id_number", "other_leg_destination_number"])
            .or_else(|| fields.user_of(&["request", "to"])),
        agent: match &own {
            Some(own) => Some(own.agent.clone()),
            None if to_carrier || origin == Origin::Outside => None,
            None => agent_of_device(side, fields),
        },
        queue: fields.text(&["ccv.queue_id", "queue_id"]).map(|queue| queue_id(&queue)),
        links: links(own.as_ref(), fields),
        digest: digest(call_id),
        message: message(call_id, &kind, fields),
        kind,
    }
}

fn side(fields: &EventFields<'_>) -> Option<LegSide> {
    match fields.text(&["direction", "call_direction"])?.to_lowercase().as_str() {
        "inbound" => Some(LegSide::Inbound),
        "outbound" => Some(LegSide::Outbound),
        _ => None,
    }
}

/// Legs that the switch makes inherit these variables, and then they say nothing about the leg itself.
fn origin(side: Option<LegSide>, fields: &EventFields<'_>) -> Origin {
    if side == Some(LegSide::Outbound) {
        return Origin::Unknown;
    }
    let authorizing_type = fields.text(&["ccv.authorizing_type"]).unwrap_or_default().to_lowercase();
    if fields.text(&["ccv.inception"]).is_some() || authorizing_type == "resource" {
        Origin::Outside
    } else if authorizing_type == "device" || authorizing_type == "user" {
        Origin::Device
    } else {
        Origin::Unknown
    }
}

/// The agent whose phone a leg is. A leg that a phone dials belongs to the phone's owner, whatever agent it may
/// reach later; on a leg to a phone, ACDC's own word comes first.
fn agent_of_device(side: Option<LegSide>, fields: &EventFields<'_>) -> Option<AgentId> {
    let names = match side {
        Some(LegSide::Inbound) => ["ccv.owner_id", "ccv.agent_id"],
        _ => ["ccv.agent_id", "ccv.owner_id"],
    };
    fields.text(&names).map(|agent| agent_id(&agent))
}

fn links(own: Option<&AgentLegId>, fields: &EventFields<'_>) -> Links {
    let leg = |names: &[&str]| fields.text(names).map(LegId::new);
    Links {
        interaction: fields.text(&["ccv.call_interaction_id", "call_interaction_id", "interaction_id"]),
        member: leg(&["ccv.member_call_id", "member_call_id"]),
        member_digest: own.map(|own| own.member),
        bridge: leg(&["ccv.bridge_id", "bridge_id"]),
        other_leg: leg(&["other_leg_call_id", "other_leg_unique_id"]),
        replaced_by: leg(&["replaced_by"]),
        transfer_history: fields.value(&["transfer_history"]).map(transfer_history).unwrap_or_default(),
    }
}

/// `Msg-ID` alone is a time in microseconds, and two legs that end together can share it; duplicates are the same
/// event of the same leg with the same number (§1.6).
fn message(call_id: &str, kind: &LegEventKind, fields: &EventFields<'_>) -> Option<Text> {
    let number = fields.text(&["msg_id"])?;
    let event = match kind {
        LegEventKind::Created => "create",
        LegEventKind::Answered => "answer",
        LegEventKind::Destroyed { .. } => "destroy",
    };
    Some(format!("{number}/{event}/{call_id}").into())
}

#[cfg(test)]
mod tests {
    use floor::HangupCause;
    use serde_json::json;

    use super::*;

    #[test]
    fn an_event_without_a_call_id_is_dropped_and_anything_else_is_not() {
        assert_eq!(
            leg_event("CHANNEL_CREATE", &json!({"direction": "inbound"})),
            Reading::Unreadable("no call id")
        );
        assert_eq!(leg_event("CHANNEL_CREATE", &json!("c")), Reading::Unreadable("not an object"));
        assert_eq!(leg_event("hello", &json!({"call_id": "c"})), Reading::Unreadable("no event name"));
        assert_eq!(leg_event("CHANNEL_HOLD", &json!({"call_id": "c"})), Reading::OfNoInterest);
        let bare = read("CHANNEL_CREATE", &json!({"call_id": "c"}));
        assert_eq!((bare.leg.as_str(), bare.side, bare.origin), ("c", None, Origin::Unknown));
    }

    #[test]
    fn the_events_own_name_counts_more_than_the_sockets() {
        let event = json!({"Call-ID": "c", "Event-Name": "CHANNEL_ANSWER"});
        assert_eq!(read("CHANNEL_CREATE", &event).kind, LegEventKind::Answered);
        assert_eq!(read("call.CHANNEL_CREATE.*", &json!({"call_id": "c"})).kind, LegEventKind::Created);
    }

    #[test]
    fn a_destroy_with_only_a_code_still_has_a_cause() {
        let event = json!({"call_id": "c", "hangup_code": "sip:486", "billing_seconds": "0"});
        let expected = LegEventKind::Destroyed { cause: HangupCause::Busy, billed_seconds: Some(0) };
        assert_eq!(read("CHANNEL_DESTROY", &event).kind, expected);
    }

    #[test]
    fn a_callers_leg_is_no_agents_phone_even_when_it_reached_one() {
        let caller = json!({"call_id": "c", "direction": "inbound", "ccvs": {
            "Inception": "0287@carrier", "Agent-ID": "eab4ebf976c53d22d393e94f3ed085dc", "Global-Resource": "true"}});
        let leg = read("CHANNEL_ANSWER", &caller);
        assert_eq!((leg.origin, leg.agent, leg.to_carrier), (Origin::Outside, None, false));
    }

    #[test]
    fn a_leg_to_a_carrier_inherits_its_owner_but_is_not_their_phone() {
        let carrier = json!({"call_id": "c", "direction": "outbound", "ccvs": {
            "Owner-ID": "eab4ebf976c53d22d393e94f3ed085dc", "Authorizing-Type": "device", "Resource-ID": "9d7f0c"}});
        let leg = read("CHANNEL_CREATE", &carrier);
        assert_eq!((leg.to_carrier, leg.agent, leg.origin), (true, None, Origin::Unknown));
    }

    #[test]
    fn two_legs_that_end_together_are_two_messages() {
        let event = |id: &str| json!({"Call-ID": id, "Msg-ID": "1770352485123456"});
        let (one, two) = (read("CHANNEL_DESTROY", &event("a")), read("CHANNEL_DESTROY", &event("b")));
        assert_ne!(one.message, two.message);
        assert_eq!(one.message, read("CHANNEL_DESTROY", &event("a")).message);
    }

    fn read(name: &str, payload: &Value) -> LegEvent {
        match leg_event(name, payload) {
            Reading::Leg(leg) => *leg,
            other => panic!("{other:?}"),
        }
    }
}
