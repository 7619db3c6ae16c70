//! Channel events as JSON, in the three spellings clients may meet (`protocols.md` §1.5).

use serde_json::{Map, Value, json};

use crate::centre::{EventName, Leg, LegEvent};
use crate::moment::Moment;
use crate::options::KeyStyle;

const MEDIA_SERVER: &str = "fs1.example";
const SWITCH: &str = "172.16.0.204:11000";
const PROXY_ADDRESS: &str = "172.16.0.10";

/// Keys of KAZOO 3's event header, which its successor strips or moves into the envelope.
const HEADER_KEYS: [&str; 6] = ["Event-Category", "Event-Name", "App-Name", "App-Version", "Node", "Msg-ID"];

/// How a feed spells its events.
#[derive(Clone, Debug)]
pub struct Spelling {
    pub style: KeyStyle,
    /// Puts KAZOO 4's envelope around the event, as a gateway does that forwards Blackhole's messages whole.
    pub enveloped: bool,
    pub account_id: String,
    /// The SIP realm of the account's phones.
    pub realm: String,
}

impl Spelling {
    /// The event as an object: the payload of its Socket.IO event, or Blackhole's `data`. `stamp` is what the
    /// switch writes for the time of the event.
    pub fn payload(&self, event: &LegEvent, stamp: Moment) -> Value {
        let name = event.name.word();
        let spelled = match self.style {
            KeyStyle::Flat => flat(event, stamp),
            KeyStyle::Kazoo3 => Value::Object(kazoo3(event, stamp, &self.realm)),
            KeyStyle::Kazoo4 => kazoo4(event, stamp, &self.realm),
        };
        if self.enveloped {
            envelope(&self.account_id, name, &event.leg.id, &format!("call.{name}.*"), spelled)
        } else {
            spelled
        }
    }
}

/// A Blackhole message for one subscription. `binding` is what the client subscribed with.
pub fn envelope(account_id: &str, name: &str, call_id: &str, binding: &str, event: Value) -> Value {
    let family = binding.strip_prefix("call.").unwrap_or(binding);
    let escaped_id = call_id.replace('.', "%2E");
    json!({
        "action": "event",
        "subscribed_key": binding,
        "subscription_key": format!("call.{account_id}.{family}"),
        "name": name,
        "routing_key": format!("call.{account_id}.{name}.{escaped_id}"),
        "data": event,
    })
}

/// The seven documented keys, and no others.
fn flat(event: &LegEvent, stamp: Moment) -> Value {
    let leg = &event.leg;
    let mut object = json!({
        "call_id": leg.id,
        "caller_id_number": leg.caller_number,
        "destination_number": leg.callee_number.as_ref().unwrap_or(&leg.dialled),
        "direction": leg.direction.word(),
        "Timestamp": stamp.gregorian_seconds(),
    });
    if let (Some((ended, cause)), EventName::Destroy) = (leg.ended, event.name) {
        object["duration"] = json!(ended.seconds_since(leg.created));
        object["hangup_cause"] = json!(cause.word());
    }
    object
}

fn kazoo3(event: &LegEvent, stamp: Moment, realm: &str) -> Map<String, Value> {
    let leg = &event.leg;
    let dialled = format!("{}@{realm}", leg.dialled);
    let mut object = Map::new();
    let mut put = |key: &str, value: Value| object.insert(key.to_owned(), value);
    put("Event-Category", json!("call_event"));
    put("Event-Name", json!(event.name.word()));
    put("App-Name", json!("ecallmgr"));
    put("App-Version", json!("0.8.0"));
    put("Node", json!("ecallmgr@kz1.example"));
    put("Msg-ID", json!((stamp.unix_millis() * 1000 + (event.number % 1000) as i64).to_string()));
    put("Timestamp", json!(stamp.gregorian_seconds()));
    put("Call-ID", json!(leg.id));
    put("Call-Direction", json!(leg.direction.word()));
    put("Caller-ID-Number", json!(leg.caller_number));
    put("Caller-ID-Name", json!(leg.caller_number));
    put("Request", json!(dialled));
    put("To", json!(dialled));
    put("To-Uri", json!(dialled));
    put("From", json!(format!("{}@{realm}", leg.caller_number)));
    put("From-Uri", json!(format!("{}@{PROXY_ADDRESS}", leg.caller_number)));
    put("From-Tag", json!("l530ecbu2f"));
    put("Media-Server", json!(MEDIA_SERVER));
    put("Switch-URI", json!(format!("sip:{SWITCH}")));
    put("Switch-URL", json!(format!("sip:mod_sofia@{SWITCH}")));
    put("Presence-ID", json!(dialled));
    put("Disposition", json!(disposition(event.name)));
    put("Custom-Channel-Vars", json!(leg.variables));
    put("Custom-SIP-Headers", json!({}));
    if let Some(callee) = &leg.callee_number {
        put("Callee-ID-Number", json!(callee));
        put("Callee-ID-Name", json!(callee));
    }
    if let Some(other) = &leg.other_leg {
        put("Other-Leg-Call-ID", json!(other));
    }
    if let Some(other) = &leg.replaced_by {
        put("Replaced-By", json!(other));
    }
    if let Some(history) = &leg.transfer_history {
        put("Transfer-History", json!(history));
    }
    if event.name == EventName::Destroy {
        object.extend(ending(leg));
    }
    object
}

const fn disposition(name: EventName) -> &'static str {
    match name {
        EventName::Create => "DELAYED NEGOTIATION",
        EventName::Answer => "EARLY MEDIA",
        EventName::Destroy => "ANSWER",
    }
}

/// What DESTROY adds. KAZOO sends the durations as strings.
fn ending(leg: &Leg) -> Map<String, Value> {
    let Some((ended, cause)) = leg.ended else { return Map::new() };
    let billing = leg.answered.map_or(0, |at| ended.seconds_since(at));
    // The fixtures count ringing on legs the switch dialled, and none on those it answered itself.
    let rings = leg.member_call_id.is_some();
    let ringing = if rings { leg.answered.unwrap_or(ended).seconds_since(leg.created) } else { 0 };
    Map::from_iter([
        ("Duration-Seconds".to_owned(), json!(ended.seconds_since(leg.created).to_string())),
        ("Billing-Seconds".to_owned(), json!(billing.to_string())),
        ("Ringing-Seconds".to_owned(), json!(ringing.to_string())),
        ("Hangup-Cause".to_owned(), json!(cause.word())),
        ("Hangup-Code".to_owned(), json!(cause.sip_code())),
        ("User-Agent".to_owned(), json!("SIP.js/0.6.4")),
    ])
}

/// KAZOO 4's event: KAZOO 3's in lower case with underscores, without the header.
fn kazoo4(event: &LegEvent, stamp: Moment, realm: &str) -> Value {
    let mut object = lowered(
        kazoo3(event, stamp, realm).into_iter().filter(|(key, _)| !HEADER_KEYS.contains(&key.as_str())),
    );
    if let Some(Value::Object(variables)) = object.remove("custom_channel_vars") {
        let mut variables = lowered(variables);
        variables.insert("call_interaction_id".to_owned(), json!(event.interaction_id));
        if let Some(member) = &event.leg.member_call_id {
            variables.insert("member_call_id".to_owned(), json!(member));
        }
        object.insert("custom_channel_vars".to_owned(), Value::Object(variables));
    }
    object.insert("custom_application_vars".to_owned(), json!({}));
    object.insert("channel_state".to_owned(), json!(channel_state(event.name)));
    Value::Object(object)
}

const fn channel_state(name: EventName) -> &'static str {
    match name {
        EventName::Create => "INIT",
        EventName::Answer => "EXECUTE",
        EventName::Destroy => "REPORTING",
    }
}

fn lowered(entries: impl IntoIterator<Item = (String, Value)>) -> Map<String, Value> {
    entries.into_iter().map(|(key, value)| (key.to_lowercase().replace('-', "_"), value)).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::centre::{Centre, Effect};
    use crate::options::{Load, Options};
    use crate::story::Story;

    const ANSWERED: &str = "00:00 call A from 0987654321 to 1\n00:03 ring A 1001\n00:18 miss A\n\
                            00:20 ring A 1002\n00:24 answer A\n02:13 hang-up A";
    const ABANDONED: &str = "00:00 call A from 0933555666 to 1\n00:03 ring A 1001\n00:12 abandon A";
    const BUSY: &str = "00:00 outbound A 1001 to 0909000111\n00:02 ring A\n00:08 busy A";

    #[test]
    fn kazoo3_events_have_the_shape_of_the_scenarios() {
        for (story, fixture) in [
            (ANSWERED, include_str!("../../tests/fixtures/queue_call_answered_second_agent.kazoo3.ndjson")),
            (ABANDONED, include_str!("../../tests/fixtures/queue_call_abandoned.kazoo3.ndjson")),
            (BUSY, include_str!("../../tests/fixtures/agent_outbound_busy.kazoo3.ndjson")),
        ] {
            assert_shapes(story, KeyStyle::Kazoo3, fixture);
        }
    }

    #[test]
    fn kazoo4_events_have_the_shape_of_the_scenario() {
        let fixture = include_str!("../../tests/fixtures/queue_call_answered_second_agent.kazoo4.ndjson");
        assert_shapes(ANSWERED, KeyStyle::Kazoo4, fixture);
    }

    #[test]
    fn flat_events_have_the_documented_keys_alone() {
        let events = told(ANSWERED, KeyStyle::Flat);
        let documented = ["Timestamp", "call_id", "caller_id_number", "destination_number", "direction"];
        let create: Vec<&String> = events[0].as_object().unwrap().keys().collect();
        assert_eq!(create, documented);
        let destroy = events.last().unwrap();
        assert_eq!(
            (&destroy["duration"], &destroy["hangup_cause"]),
            (&json!(133), &json!("NORMAL_CLEARING"))
        );
    }

    fn assert_shapes(story: &str, style: KeyStyle, fixture: &str) {
        let events = told(story, style);
        assert_eq!(events.len(), fixture.lines().count());
        for (number, (event, line)) in events.iter().zip(fixture.lines()).enumerate() {
            let expected: Value = serde_json::from_str(line).unwrap();
            assert_eq!(shape(event), shape(&expected), "event {number}");
        }
    }

    /// Every path with the kind of its value; the values of words, which must agree, in full.
    fn shape(value: &Value) -> BTreeMap<String, String> {
        const WORDS: [&str; 7] = [
            "Event-Name",
            "name",
            "Hangup-Cause",
            "hangup_cause",
            "Hangup-Code",
            "Disposition",
            "channel_state",
        ];
        let mut shape = BTreeMap::new();
        for (key, value) in value.as_object().unwrap() {
            match value {
                Value::Object(_) => {
                    shape.extend(
                        self::shape(value).into_iter().map(|(inner, kind)| (format!("{key}.{inner}"), kind)),
                    );
                }
                Value::String(word) if WORDS.contains(&key.as_str()) => {
                    drop(shape.insert(key.clone(), word.clone()))
                }
                Value::String(_) => drop(shape.insert(key.clone(), "text".to_owned())),
                other => drop(
                    shape.insert(key.clone(), if other.is_number() { "number" } else { "other" }.to_owned()),
                ),
            }
        }
        shape
    }

    fn told(story: &str, style: KeyStyle) -> Vec<Value> {
        let now = Moment::from_unix_seconds(1_770_352_473);
        let mut centre = Centre::open(&Options { load: Load::Quiet, ..Options::default() }, now);
        centre.tell(Story::parse(story).unwrap());
        let spelling = Spelling {
            style,
            enveloped: style == KeyStyle::Kazoo4,
            account_id: "aa00bb11cc22dd33ee44ff5566778899".to_owned(),
            realm: "acme.sip.example".to_owned(),
        };
        let spelled = |effect| match effect {
            Effect::Leg(event) => spelling.payload(&event, event.at),
            other => panic!("{other:?}"),
        };
        centre.advance(now.after(600.0)).into_iter().map(spelled).collect()
    }
}
