//! Whatever upstream sends, reading it ends in a value or in nothing, never in a panic.

use antring::raw::{declared_total, rows};
use antring::translate::{Reading, agents, call_record, dashboard, leg_event, queues};
use antring::{MediaUrl, time};
use proptest::prelude::*;
use serde_json::{Value, json};

/// Keys that mean something somewhere, so that values land where they are read.
const KEYS: [&str; 30] = [
    "data",
    "agent",
    "queue",
    "status_details",
    "waiting_call_logs",
    "abandoned",
    "abandoned_detail",
    "agent_id",
    "anttel.userId",
    "anttel",
    "userId",
    "id",
    "_id",
    "name",
    "agents",
    "ext",
    "call_id",
    "Call-ID",
    "Event-Name",
    "Custom-Channel-Vars",
    "Timestamp",
    "timestamp",
    "status",
    "handled",
    "avg_waiting",
    "unix_timestamp",
    "queue_stat",
    "misses",
    "recording",
    "caller",
];

fn scalar() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        (0_i64..80_000_000_000).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        "[0-9]{1,18}".prop_map(Value::from),
        "[0-9a-f%é]{0,40}(-[0-9a-f]{32}-[0-9a-f]{8})?".prop_map(Value::from),
        Just(json!("CHANNEL_DESTROY")),
        "call_recording_[%0-9a-fé]{0,9}(.mp3)?".prop_map(Value::from),
    ]
}

fn anything() -> impl Strategy<Value = Value> {
    scalar().prop_recursive(4, 48, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::hash_map(prop::sample::select(&KEYS[..]), inner, 0..8).prop_map(|fields| {
                Value::Object(fields.into_iter().map(|(key, value)| (key.into(), value)).collect())
            }),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn reading_is_total(value in anything(), name in "(CHANNEL_(CREATE|ANSWER|DESTROY|HOLD))?") {
        let _ = (agents(&value), queues(&value), dashboard(&value, 1), rows(&value), declared_total(&value));
        let _ = (time::instant(&value), time::token_use(time::token_expiry(&value, 1), 1));
        let _ = call_record(&value).map(|record| record.result());
        if let Reading::Leg(leg) = leg_event(&name, &value) {
            prop_assert!(!leg.leg.as_str().is_empty());
            prop_assert!(leg.happened_at.is_none_or(|at| at > 0));
        }
    }

    #[test]
    fn links_are_read_or_not(link in prop_oneof![any::<String>(), "https?://[a-z.%é]{0,9}/[ -~]{0,30}(Expires=[0-9]{0,20})?"]) {
        if let Some(media) = MediaUrl::read(&link) {
            prop_assert!(link.contains(media.expose()));
        }
    }
}
