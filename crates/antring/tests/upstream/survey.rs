//! The survey over everything recorded: what the documents show holds nothing unknown.

use std::collections::BTreeSet;

use antring::survey::{Container, Endpoint, EventSurvey, KeyStyle};

use crate::support::{json, json_lines};

#[test]
fn no_fixture_holds_an_unknown_name() {
    for (fixture, endpoint) in [
        ("agents.json", Endpoint::Agents),
        ("variants/agents_dotted_key.json", Endpoint::Agents),
        ("queues.json", Endpoint::Queues),
        ("variants/queues_no_id_enveloped.json", Endpoint::Queues),
        ("auth_token.json", Endpoint::AuthToken),
        ("variants/auth_token_expire_iso.json", Endpoint::AuthToken),
        ("dashboard.json", Endpoint::Dashboard),
        ("dashboard_busy.json", Endpoint::Dashboard),
        ("histories_page1.json", Endpoint::Histories),
        ("variants/histories_en_doc_no_queue_stat.json", Endpoint::Histories),
        ("variants/histories_page1_envelope.json", Endpoint::Histories),
        ("play_recording.json", Endpoint::PlayRecording),
    ] {
        let survey = endpoint.survey(&json(fixture));
        assert_eq!(survey.unknown, BTreeSet::new(), "{fixture}");
        assert_ne!(survey.container, Container::Neither, "{fixture}");
        assert!(!survey.found.is_empty(), "{fixture}");
    }
}

#[test]
fn the_english_documents_lack_the_queue_rows() {
    let survey = Endpoint::Histories.survey(&json("variants/histories_en_doc_no_queue_stat.json"));
    assert_eq!(survey.missing, ["queue_stat"]);
}

#[test]
fn recorded_events_by_their_key_style() {
    for (fixture, style) in [
        ("scenarios/agent_outbound_busy.kazoo3.ndjson", KeyStyle::Kazoo3),
        ("scenarios/queue_call_answered_second_agent.kazoo3.ndjson", KeyStyle::Kazoo3),
        ("scenarios/queue_call_answered_second_agent.kazoo4.ndjson", KeyStyle::Kazoo4),
    ] {
        for event in json_lines(fixture) {
            let survey = EventSurvey::of(&event).expect("an object");
            assert_eq!((survey.style, survey.unknown), (style, BTreeSet::new()), "{fixture}: {event}");
        }
    }
    for fixture in ["channel_create.json", "channel_answer.json", "channel_destroy.json"] {
        let survey = EventSurvey::of(&json(fixture)).expect("an object");
        assert_eq!((survey.style, survey.unknown), (KeyStyle::Flat, BTreeSet::new()), "{fixture}");
    }
}
