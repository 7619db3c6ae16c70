//! What a delivery is answered with, with status 200.

use serde_json::{Value, json};

use super::{Told, Webhook};

impl Webhook {
    /// The answer that changes nothing: the default assistant takes the call, and a tool gives nothing. A wallboard
    /// never refuses a call and never makes up a result. Upstream ignores the answer to all other kinds.
    pub fn answer(&self) -> Value {
        match &self.told {
            Told::ToolCalls(tools) => {
                let ids = tools.iter().filter_map(|tool| tool.id.as_deref());
                let results: Vec<Value> = ids.map(|id| json!({ "tool_call_id": id, "result": {} })).collect();
                json!({ "results": results })
            }
            _ => json!({}),
        }
    }
}
