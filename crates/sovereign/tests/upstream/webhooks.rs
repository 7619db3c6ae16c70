//! Every webhook of the fixtures, to checked values.

use floor::Millis;
use serde_json::json;
use sovereign::webhook::{DeliveryKey, Told, Unreadable, Webhook, read};
use sovereign::{Direction, Phase, Role, Status};

use crate::support::text;

/// 2025-12-13T12:00:00Z, when the examples' call is answered; it ends five minutes later.
const ANSWERED: Millis = 1_765_627_200_000;
const ENDED: Millis = ANSWERED + 300_000;
const REPORTED: Millis = ENDED + 30_000;

fn webhook(fixture: &str) -> Webhook {
    read(text(fixture).as_bytes()).unwrap_or_else(|error| panic!("{fixture}: {error}"))
}

#[test]
fn every_fixture_is_of_the_same_call() {
    for fixture in [
        "status_update_webhook.json",
        "end_of_call_report_webhook.json",
        "variants/assistant_request_webhook.json",
        "variants/end_of_call_report_webhook_full.json",
        "variants/status_update_webhook_ended.json",
        "variants/status_update_webhook_error.json",
        "variants/status_update_webhook_legacy_camelcase.json",
        "variants/tool_calls_webhook.json",
    ] {
        let call = webhook(fixture).call;
        assert_eq!(&*call.id, "5c4d030f-43e3-4e65-899e-8148521e660f", "{fixture}");
        assert_eq!(call.direction, Some(Direction::Inbound), "{fixture}");
        assert_eq!(call.customer.as_deref(), Some("+31612345678"), "{fixture}");
        assert_eq!(call.line.as_deref(), Some("+31850835037"), "{fixture}");
        let name = if fixture.contains("legacy") { "Flireo Demo" } else { "HMS Sovereign Demo" };
        assert_eq!(call.line_name.as_deref(), Some(name), "{fixture}");
    }
}

#[test]
fn status_updates() {
    let live = webhook("status_update_webhook.json");
    assert_eq!((&live.told, &live.call.status), (&Told::StatusUpdate, &Status::InProgress));
    assert_eq!((live.at, live.call.started, live.call.ended), (Some(ANSWERED), Some(ANSWERED), None));
    assert_eq!(live.call.messages, None);

    let ended = webhook("variants/status_update_webhook_ended.json");
    assert_eq!((&ended.told, &ended.call.status), (&Told::StatusUpdate, &Status::Ended));
    assert_eq!((ended.call.started, ended.call.ended, &ended.call.error), (None, Some(ENDED), &None));

    let failed = webhook("variants/status_update_webhook_error.json");
    assert_eq!(failed.call.status, Status::EndedWithError);
    assert_eq!(failed.call.status.phase(), Phase::Failed);
    assert_eq!(failed.call.error.as_deref(), Some("STT connection failed"));
    assert_eq!(failed.call.ended, Some(ENDED));
}

#[test]
fn the_older_spelling_tells_the_same() {
    let old = webhook("variants/status_update_webhook_legacy_camelcase.json");
    let new = webhook("status_update_webhook.json");
    let renamed = sovereign::Call { line_name: new.call.line_name.clone(), ..old.call.clone() };
    assert_eq!(Webhook { call: renamed, ..old }, new);

    let body = r#"{"message":{"type":"tool-calls","call":{"id":"a"},
        "toolCallList":[{"toolCallId":"t","function":{"name":"f"}}]}}"#;
    let Told::ToolCalls(tools) = read(body.as_bytes()).expect("a webhook").told else { panic!("no tools") };
    assert_eq!((tools[0].id.as_deref(), &*tools[0].name), (Some("t"), "f"));
}

#[test]
fn questions_and_their_safe_answers() {
    let request = webhook("variants/assistant_request_webhook.json");
    assert_eq!((&request.told, &request.call.status), (&Told::AssistantRequest, &Status::Ringing));
    assert_eq!(request.call.created, Some(ANSWERED));
    assert_eq!(request.answer(), json!({}));

    let asked = webhook("variants/tool_calls_webhook.json");
    let Told::ToolCalls(tools) = &asked.told else { panic!("{asked:?}") };
    assert_eq!(tools.len(), 1);
    assert_eq!((tools[0].id.as_deref(), &*tools[0].name), (Some("tool_abc123def456"), "lookup_contact"));
    assert_eq!(tools[0].arguments, json!({"query": "John Smith"}));
    assert_eq!(asked.call.status, Status::InProgress);
    assert_eq!(asked.call.started, None, "only a status update tells when talking began");
    assert_eq!(asked.answer(), json!({"results": [{"tool_call_id": "tool_abc123def456", "result": {}}]}));
}

#[test]
fn reports_with_and_without_a_transcript() {
    let report = webhook("end_of_call_report_webhook.json");
    assert_eq!((&report.told, &report.call.status), (&Told::EndOfCallReport, &Status::Ended));
    assert_eq!((report.at, report.call.ended), (Some(REPORTED), None), "a report comes later than the end");
    assert_eq!(report.call.duration, Some(84));
    assert!(report.call.summary.as_deref().is_some_and(|summary| summary.contains("opening hours")));
    assert_eq!(
        serde_json::Value::Object(report.call.analysis.clone()),
        json!({"sentiment": 8, "primary_topic": "Schedule appointment", "question_answered": true,
               "conversation_quality": "Good"})
    );
    assert_eq!((report.call.messages, report.call.recording), (None, None));

    let full = webhook("variants/end_of_call_report_webhook_full.json");
    let messages = full.call.messages.expect("a transcript");
    let turns: Vec<_> = messages.iter().map(|message| (&message.role, &*message.text)).collect();
    assert_eq!(turns, [(&Role::Assistant, "Hello, how can I help you?"), (&Role::User, "When do you open?")]);
    assert_eq!(full.call.recording.expect("a recording").host(), "example.invalid");
    assert_eq!(full.call.assistant_id.as_deref(), Some("17a0cb75-fa09-4bdd-9a44-92a70d829c88"));
    assert_eq!(full.call.assistant_name.as_deref(), Some("Customer Support"));
    assert_eq!(full.metadata.get("crm_id"), Some(&json!("42")));
}

#[test]
fn a_message_is_the_same_however_often_it_comes() {
    let ended = webhook("variants/status_update_webhook_ended.json");
    assert_eq!(ended.key(), webhook("variants/status_update_webhook_ended.json").key());
    let fixtures = [
        "variants/assistant_request_webhook.json",
        "status_update_webhook.json",
        "variants/tool_calls_webhook.json",
        "variants/status_update_webhook_ended.json",
        "variants/status_update_webhook_error.json",
        "end_of_call_report_webhook.json",
    ];
    let mut keys: Vec<DeliveryKey> = fixtures.map(|fixture| webhook(fixture).key()).to_vec();
    keys.sort();
    keys.dedup();
    assert_eq!(keys.len(), fixtures.len(), "different messages differ");
}

#[test]
fn an_unknown_kind_is_kept_and_answered_with_nothing() {
    let body =
        r#"{"message":{"type":"speech-update","call":{"id":"a","type":"web_call","status":"Paused"}}}"#;
    let webhook = read(body.as_bytes()).expect("a webhook");
    assert_eq!(webhook.told, Told::Other("speech-update".into()));
    assert_eq!(webhook.call.status, Status::Other("Paused".into()));
    assert_eq!(webhook.call.direction, Some(Direction::Web));
    assert_eq!(webhook.answer(), json!({}));
}

#[test]
fn what_names_no_call_is_unreadable() {
    for (body, why) in [
        ("", Unreadable::NotJson),
        ("{", Unreadable::NotJson),
        ("{\"test\":true}", Unreadable::NoMessage),
        ("{\"message\":\"hello\"}", Unreadable::NoMessage),
        ("{\"message\":{}}", Unreadable::NoCall),
        ("{\"message\":{\"call\":{\"id\":null}}}", Unreadable::NoCall),
    ] {
        assert_eq!(read(body.as_bytes()), Err(why), "{body}");
    }
}
