//! One message of the feed.

use std::collections::BTreeSet;
use std::fmt;

use serde_json::{Value, json};

use super::documented::{CHANNEL_VARIABLES, MAPS, OF_EVENTS};
use crate::raw::{canonical, is_channel_variables, watched};
use crate::translate::leg_event;

/// How a payload spells its keys (`protocols.md` §1.5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum KeyStyle {
    /// AntRing's documented flat keys: `call_id`, `destination_number`.
    Flat,
    /// `Call-ID`, `Custom-Channel-Vars`.
    Kazoo3,
    /// `call_id` beside `custom_channel_vars`, usually in an envelope.
    Kazoo4,
    /// Both spellings in one payload.
    Mixed,
}

/// What was seen. Names only, never values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventSurvey {
    pub style: KeyStyle,
    /// In KAZOO 4's envelope.
    pub enveloped: bool,
    /// Names that neither the parser nor the documents know.
    pub unknown: BTreeSet<String>,
}

impl EventSurvey {
    /// `None` unless the payload is an object.
    pub fn of(payload: &Value) -> Option<Self> {
        let outer = payload.as_object()?;
        let inner = outer.get("data").and_then(Value::as_object);
        let fields = inner.unwrap_or(outer);
        let known = vocabulary();
        let is_known = |name: &str| known.contains(name) || OF_EVENTS.contains(&name);
        let mut unknown = BTreeSet::new();
        let (mut capitals, mut lower, mut variables) = (false, false, false);
        for (key, value) in fields {
            let name = canonical(key);
            // `Timestamp` has a capital among the flat keys too.
            capitals |= key.contains('-');
            lower |= key.contains('_');
            match value {
                Value::Object(channel) if is_channel_variables(&name) => {
                    variables = true;
                    let strange = channel.keys().map(|key| canonical(key)).filter(|name| {
                        !CHANNEL_VARIABLES.contains(&name.as_str()) && !known.contains(&format!("ccv.{name}"))
                    });
                    unknown.extend(strange.map(|name| format!("{key}.{name}")));
                }
                _ if MAPS.contains(&name.as_str()) || is_known(&name) => {}
                _ => {
                    unknown.insert(key.clone());
                }
            }
        }
        let style = match (capitals, lower) {
            (true, true) => KeyStyle::Mixed,
            (true, false) => KeyStyle::Kazoo3,
            (false, _) if variables || inner.is_some() => KeyStyle::Kazoo4,
            (false, _) => KeyStyle::Flat,
        };
        Some(Self { style, enveloped: inner.is_some(), unknown })
    }
}

/// What the parser looks for in an event that has nothing but its id.
fn vocabulary() -> BTreeSet<String> {
    watched(|| {
        for name in ["CHANNEL_CREATE", "CHANNEL_DESTROY"] {
            leg_event(name, &json!({"call_id": "c"}));
            leg_event(name, &json!({"call_id": "c", "call_direction": "inbound"}));
            leg_event(name, &json!({"call_id": "c", "call_direction": "outbound"}));
        }
        leg_event("", &json!({}));
    })
}

impl fmt::Display for KeyStyle {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Flat => "flat",
            Self::Kazoo3 => "kazoo3",
            Self::Kazoo4 => "kazoo4",
            Self::Mixed => "mixed",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn style(payload: Value) -> KeyStyle {
        EventSurvey::of(&payload).expect("an object").style
    }

    #[test]
    fn key_styles() {
        assert_eq!(style(json!({"call_id": "c", "caller_id_number": "1", "Timestamp": 1})), KeyStyle::Flat);
        assert_eq!(
            style(json!({"Call-ID": "c", "Timestamp": 1, "Custom-Channel-Vars": {}})),
            KeyStyle::Kazoo3
        );
        let four = json!({"action": "event", "data": {"call_id": "c", "custom_channel_vars": {}}});
        assert_eq!(style(four), KeyStyle::Kazoo4);
        assert_eq!(style(json!({"call_id": "c", "custom_channel_vars": {}})), KeyStyle::Kazoo4);
        assert_eq!(style(json!({"Call-ID": "c", "caller_id_number": "1"})), KeyStyle::Mixed);
        assert_eq!(EventSurvey::of(&json!("text")), None);
    }

    #[test]
    fn only_names_that_nobody_knows_are_unknown() {
        let event = json!({"Call-ID": "c", "Other-Leg-Unique-ID": "d", "User-Agent": "x", "Mood": 1,
            "Custom-SIP-Headers": {"X-Foo": 1}, "Custom-Channel-Vars": {"Queue-ID": "q", "Branch": 2}});
        let survey = EventSurvey::of(&event).expect("an object");
        let unknown: Vec<&str> = survey.unknown.iter().map(String::as_str).collect();
        assert_eq!(unknown, ["Custom-Channel-Vars.branch", "Mood"]);
    }
}
