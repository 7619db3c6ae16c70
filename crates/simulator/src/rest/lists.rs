//! `GET /oapi/v1/queues` and `GET /oapi/v1/agents`.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use serde_json::{Value, json};

use super::error::RestError;
use super::query::Parameters;
use crate::live::Live;

pub async fn queues(
    State(live): State<Arc<Live>>,
    Query(parameters): Query<Parameters>,
) -> Result<Json<Value>, RestError> {
    parameters.must_name_the_company(&live.options.credentials)?;
    let spelled = |id: &str| if live.options.capital_agent_ids { capitalised(id) } else { id.to_owned() };
    let rows = live.look(|centre| {
        let members = |queue: usize| -> Vec<String> {
            let serving = centre.agents().iter().filter(|agent| agent.queues.contains(&queue));
            serving.map(|agent| spelled(&agent.id)).collect()
        };
        let row = |(number, queue): (usize, &crate::centre::Queue)| {
            json!({ "_id": queue.id, "name": queue.name, "agents": members(number) })
        };
        centre.queues().iter().enumerate().map(row).collect()
    });
    Ok(Json(enveloped(live.options.envelope, rows)))
}

pub async fn agents(
    State(live): State<Arc<Live>>,
    Query(parameters): Query<Parameters>,
) -> Result<Json<Value>, RestError> {
    parameters.must_name_the_company(&live.options.credentials)?;
    let row = |agent: &crate::centre::Agent| {
        json!({
            "anttel": { "userId": agent.id },
            "username": agent.username,
            "name": agent.name,
            "ext": [agent.extension],
        })
    };
    let rows = live.look(|centre| centre.agents().iter().map(row).collect());
    Ok(Json(enveloped(live.options.envelope, rows)))
}

fn enveloped(envelope: bool, rows: Vec<Value>) -> Value {
    if envelope { json!({ "total": rows.len(), "data": rows }) } else { Value::Array(rows) }
}

/// The documentation's `Eab4…` beside `eab4…` (`protocols.md` §1.4 no. 18).
fn capitalised(id: &str) -> String {
    let mut letters = id.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
