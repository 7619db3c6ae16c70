//! What clients ask for, and how they are answered.

use serde_json::{Value, json};

/// Call events of KAZOO 4 that can be subscribed to; `PARK_*` besides.
const CALL_EVENTS: [&str; 7] = [
    "*",
    "CHANNEL_CREATE",
    "CHANNEL_ANSWER",
    "CHANNEL_DESTROY",
    "CHANNEL_HOLD",
    "CHANNEL_UNHOLD",
    "CHANNEL_BRIDGE",
];

/// A client's message.
#[derive(Debug, PartialEq, Eq)]
pub struct Request {
    pub action: String,
    pub request_id: Option<String>,
    pub auth_token: Option<String>,
    pub account_id: Option<String>,
    /// From `binding` and `bindings` together: builds differ in which they know.
    pub bindings: Vec<String>,
}

impl Request {
    /// `None` when the text is no JSON object.
    pub fn parse(text: &str) -> Option<Self> {
        let message: Value = serde_json::from_str(text).ok().filter(Value::is_object)?;
        let text = |value: &Value| value.as_str().filter(|text| !text.is_empty()).map(str::to_owned);
        let empty = json!({});
        let order = message.get("data").unwrap_or(&empty);
        let mut bindings: Vec<String> = order.get("binding").and_then(text).into_iter().collect();
        if let Some(several) = order.get("bindings").and_then(Value::as_array) {
            bindings.extend(several.iter().filter_map(text));
        }
        Some(Self {
            action: message.get("action").and_then(text).unwrap_or_default(),
            request_id: message.get("request_id").and_then(text),
            auth_token: message.get("auth_token").and_then(text),
            account_id: order.get("account_id").and_then(text),
            bindings,
        })
    }

    /// The names of what a (un)subscription lacks.
    pub fn missing_keys(&self) -> Vec<&'static str> {
        let account = self.account_id.is_none().then_some("account_id");
        let binding = self.bindings.is_empty().then_some("binding");
        account.into_iter().chain(binding).collect()
    }

    /// Words of the first binding that no such server can deliver.
    pub fn unsupported_event(&self) -> Option<&str> {
        let supported = |binding: &str| {
            let event = binding.strip_prefix("call.").map(|rest| rest.split('.').next().unwrap_or(rest));
            event.is_some_and(|event| CALL_EVENTS.contains(&event) || event.starts_with("PARK_"))
        };
        self.bindings.iter().map(String::as_str).find(|binding| !supported(binding))
    }
}

pub fn success(request_id: Option<&str>, about: Value) -> String {
    reply(request_id, "success", about)
}

pub fn refusal(request_id: Option<&str>, reason: &str) -> String {
    reply(request_id, "error", json!({ "errors": [reason] }))
}

fn reply(request_id: Option<&str>, status: &str, about: Value) -> String {
    let mut reply = json!({ "action": "reply", "status": status, "data": about });
    if let Some(id) = request_id {
        reply["request_id"] = json!(id);
    }
    reply.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TRACE: &str = include_str!("../../../tests/fixtures/kazoo4_plain_ws.txt");

    #[test]
    fn the_traces_messages_are_understood_and_answered() {
        let sent: Vec<&str> = TRACE.lines().filter_map(|line| line.strip_prefix("> ")).collect();
        let subscribe = Request::parse(sent[0]).unwrap();
        assert_eq!((subscribe.action.as_str(), subscribe.missing_keys().len()), ("subscribe", 0));
        assert_eq!(subscribe.bindings, ["call.CHANNEL_CREATE.*"]);
        assert_eq!(Request::parse(sent[1]).unwrap().action, "ping");

        let read = |text: &str| serde_json::from_str::<Value>(text).unwrap();
        let heard: Vec<Value> = TRACE.lines().filter_map(|line| line.strip_prefix("< ")).map(read).collect();
        assert_eq!(read(&success(Some("r1"), json!({ "subscribed": subscribe.bindings }))), heard[0]);
        assert_eq!(read(&refusal(Some("r2"), "failed to authenticate token <jwt>")), heard[1]);
        assert_eq!(read(&success(Some("p1"), json!({ "response": "pong" }))), heard[3]);
    }

    #[test]
    fn one_binding_or_several_and_what_is_missing() {
        let several = Request::parse(
            r#"{"action":"subscribe","data":{"account_id":"a","bindings":["call.CHANNEL_CREATE.*","doc_edited.*"]}}"#,
        )
        .unwrap();
        assert_eq!(several.unsupported_event(), Some("doc_edited.*"));
        let empty = Request::parse(r#"{"action":"subscribe"}"#).unwrap();
        assert_eq!(empty.missing_keys(), ["account_id", "binding"]);
        assert_eq!(Request::parse("[]"), None);
        assert_eq!(Request::parse("hello"), None);
    }
}
