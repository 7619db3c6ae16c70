//! `GET /oapi/v1/call/dashboard`: all agents who are logged in, and today's counters.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use serde_json::{Map, Value, json};

use super::error::RestError;
use super::query::Parameters;
use super::stat_row::stat_row;
use crate::centre::{Agent, Centre, StatStatus, Status};
use crate::live::Live;
use crate::stamps::Stamps;

pub async fn dashboard(
    State(live): State<Arc<Live>>,
    Query(parameters): Query<Parameters>,
) -> Result<Json<Value>, RestError> {
    parameters.must_name_the_company(&live.options.credentials)?;
    Ok(Json(live.look(|centre| {
        json!({ "agent": agent_part(centre, &live.stamps), "queue": queue_part(centre, &live.stamps) })
    })))
}

fn agent_part(centre: &Centre, stamps: &Stamps) -> Value {
    let count = |status| centre.agents().iter().filter(|agent| agent.status == status).count();
    let logged_in = centre.agents().iter().filter(|agent| agent.status != Status::LoggedOut);
    json!({
        "ready": count(Status::Ready),
        "logged_out": count(Status::LoggedOut),
        "wrapup": count(Status::Wrapup),
        "logged_in": logged_in.clone().count(),
        "connected": count(Status::Connected),
        "paused": count(Status::Paused),
        // Agents who are logged out are absent.
        "status_details": logged_in.map(|agent| status_row(centre, stamps, agent)).collect::<Vec<_>>(),
    })
}

/// An agent's status record (`protocols.md` §3.2).
fn status_row(centre: &Centre, stamps: &Stamps, agent: &Agent) -> Value {
    let idle_since = (agent.status == Status::Ready).then_some(agent.since);
    let since = stamps.of(agent.since);
    let mut row = json!({
        "timestamp": since.gregorian_seconds(),
        "status": agent.status.word(),
        "id": format!("{}::{}", agent.id, since.gregorian_seconds()),
        "agent_id": agent.id,
        "start_idle_time": idle_since.map(|_| since.gregorian_seconds()),
        "idle_time": idle_since.map_or(0, |since| centre.now().seconds_since(since)),
        "waiting_calls": [],
        "unix_timestamp": since.unix_seconds(),
        "username": agent.username,
        "name": agent.name,
    });
    if agent.status == Status::Wrapup {
        row["wait_time"] = json!(agent.wrapup_seconds);
    }
    if let Some(pause) = &agent.pause {
        if let Some(seconds) = pause.seconds {
            row["pause_time"] = json!(seconds);
        }
        if let Some(reason) = &pause.reason {
            row["pause_alias"] = json!(reason);
        }
    }
    if matches!(agent.status, Status::Connecting | Status::Connected) {
        add_call(centre, stamps, agent, &mut row);
    }
    row
}

fn add_call(centre: &Centre, stamps: &Stamps, agent: &Agent, row: &mut Value) {
    let Some(call) = agent.call.and_then(|call| centre.call(call)) else { return };
    row["call_id"] = json!(call.id());
    row["caller_id_number"] = json!(call.caller_number);
    row["caller_id_name"] = json!(call.caller_number);
    if let Some(queue) = call.queue {
        row["queue_id"] = json!(centre.queues()[queue].id);
    }
    if let (Status::Connecting, Some(stat)) = (agent.status, &call.stat) {
        row["waiting_calls"] = json!([{
            "call_id": stat.call_id,
            "caller_id_number": stat.caller_number,
            "entered_timestamp": stamps.of(stat.entered).unix_seconds(),
        }]);
    }
}

fn queue_part(centre: &mut Centre, stamps: &Stamps) -> Value {
    let counters = centre.counters().clone();
    let rows = |status| -> Vec<Value> {
        let stats = centre.live_calls().filter_map(|call| call.stat.as_ref());
        stats.filter(|stat| stat.status == status).map(|stat| stat_row(centre, stamps, stat)).collect()
    };
    let abandoned: Map<String, Value> =
        counters.abandoned.iter().map(|(reason, count)| (reason.word().to_owned(), json!(count))).collect();
    json!({
        "abandoned": counters.abandoned_total(),
        "abandoned_detail": abandoned,
        "offered": counters.offered,
        "handled": counters.handled,
        "avg_waiting": counters.average_wait_seconds(),
        "max_waiting": counters.longest_wait_seconds,
        "avg_talking": counters.average_talk_seconds(),
        "abandoned_calls": counters.abandoned_total(),
        "received": counters.received,
        "status_details": rows(StatStatus::Handled),
        "waiting_call_logs": rows(StatStatus::Waiting),
    })
}
