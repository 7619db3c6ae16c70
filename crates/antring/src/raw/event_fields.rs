//! One channel event's fields by canonical names, whichever of the three key styles it came in
//! (`protocols.md` §1.5: AntRing's flat keys, KAZOO 3.x, KAZOO 4.x).

use std::collections::BTreeMap;

use floor::Text;
use serde_json::Value;

use super::text;
use super::watch::looked;

/// Keys in lower case with `_` for `-`; custom channel variables under `ccv.`.
#[derive(Debug)]
pub struct EventFields<'a> {
    fields: BTreeMap<String, &'a Value>,
    envelope_name: Option<Text>,
}

impl<'a> EventFields<'a> {
    /// Takes a bare event, or one in KAZOO 4's envelope (`{"action":"event","name":…,"data":{…}}`).
    /// `None` unless it is an object.
    pub fn of(payload: &'a Value) -> Option<Self> {
        let outer = payload.as_object()?;
        let inner = outer.get("data").and_then(Value::as_object);
        let mut fields = BTreeMap::new();
        for (key, value) in inner.unwrap_or(outer) {
            let key = canonical(key);
            match value {
                Value::Object(variables) if is_channel_variables(&key) => {
                    for (name, value) in variables {
                        fields.insert(format!("ccv.{}", canonical(name)), value);
                    }
                }
                _ => {
                    fields.insert(key, value);
                }
            }
        }
        let envelope_name = inner.and_then(|_| outer.get("name")).and_then(text);
        Some(Self { fields, envelope_name })
    }

    /// The first of `names` that says something.
    pub fn text(&self, names: &[&str]) -> Option<Text> {
        looked(names);
        names.iter().find_map(|name| text(self.fields.get(*name)?))
    }

    pub fn value(&self, names: &[&str]) -> Option<&'a Value> {
        looked(names);
        names.iter().find_map(|name| self.fields.get(*name)).copied().filter(|value| !value.is_null())
    }

    /// The user part of the first of `names` that is an address (`02873019555@acme.sip.example`).
    pub fn user_of(&self, names: &[&str]) -> Option<Text> {
        names.iter().find_map(|name| {
            let address = self.text(&[name])?;
            let user = address.split('@').next()?.trim_start_matches("sip:");
            (!user.is_empty()).then(|| user.into())
        })
    }

    /// `event_name`, else the envelope's name.
    pub fn name(&self) -> Option<Text> {
        self.text(&["event_name"]).or_else(|| self.envelope_name.clone())
    }
}

pub(crate) fn canonical(key: &str) -> String {
    key.to_lowercase().replace('-', "_")
}

pub(crate) fn is_channel_variables(canonical_key: &str) -> bool {
    matches!(canonical_key, "custom_channel_vars" | "channel_vars" | "ccvs")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn three_styles_read_alike() {
        let styles = [
            json!({"call_id": "c", "Timestamp": 1, "queue_id": "q"}),
            json!({"Call-ID": "c", "Timestamp": 1, "Custom-Channel-Vars": {"Queue-ID": "q"}}),
            json!({"action": "event", "name": "CHANNEL_CREATE",
                   "data": {"call_id": "c", "timestamp": 1, "custom_channel_vars": {"queue_id": "q"}}}),
        ];
        for style in &styles {
            let fields = EventFields::of(style).expect("an object");
            assert_eq!(fields.text(&["call_id"]).as_deref(), Some("c"), "{style}");
            assert_eq!(fields.text(&["ccv.queue_id", "queue_id"]).as_deref(), Some("q"), "{style}");
            assert_eq!(fields.value(&["timestamp"]), Some(&json!(1)), "{style}");
        }
    }

    #[test]
    fn the_user_part_of_an_address() {
        let event = json!({"To": "02873019555@acme.sip.example", "From": "sip:8002@x", "Request": "@realm"});
        let fields = EventFields::of(&event).expect("an object");
        assert_eq!(fields.user_of(&["request", "to"]).as_deref(), Some("02873019555"));
        assert_eq!(fields.user_of(&["from"]).as_deref(), Some("8002"));
    }

    #[test]
    fn only_objects_are_events() {
        for other in [json!([]), json!("text"), json!(null), json!(5)] {
            assert!(EventFields::of(&other).is_none(), "{other}");
        }
    }
}
