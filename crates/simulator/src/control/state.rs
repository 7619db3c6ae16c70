//! `GET /control/state`: what is true in the centre, whatever the feed and REST say about it.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use serde_json::{Value, json};

use crate::centre::{Agent, Call, Centre, Leg, Queue, StatStatus};
use crate::live::Live;
use crate::moment::Moment;
use crate::rest::iso;

pub async fn state(State(live): State<Arc<Live>>) -> Json<Value> {
    let credentials = &live.options.credentials;
    let mut state = live.look(|centre| {
        let counters = centre.counters().clone();
        json!({
            "now": iso(centre.now()),
            "agents": centre.agents().iter().map(|agent| agent_state(centre, agent)).collect::<Vec<_>>(),
            "queues": centre.queues().iter().enumerate().map(|queue| queue_state(centre, queue)).collect::<Vec<_>>(),
            "calls": centre.live_calls().map(|call| call_state(centre, call)).collect::<Vec<_>>(),
            "counters": {
                "received": counters.received,
                "offered": counters.offered,
                "handled": counters.handled,
                "abandoned": counters.abandoned_total(),
                "avg_waiting": counters.average_wait_seconds(),
                "max_waiting": counters.longest_wait_seconds,
                "avg_talking": counters.average_talk_seconds(),
            },
            "events_emitted": centre.events_emitted(),
            "history_rows": centre.history().len(),
            "calls_per_minute": centre.calls_per_minute(),
        })
    });
    state["feed_clients"] = json!(live.feed.clients());
    state["feed_bindings"] = json!(live.feed.bindings());
    state["faults"] = json!(live.faults.now());
    state["credentials"] = json!({
        "app_id": credentials.app_id,
        "app_secret": credentials.app_secret,
        "account_id": credentials.account_id,
        "domain": credentials.domain,
        "email": credentials.email,
        "sip_user": credentials.sip_user,
        "sip_password": credentials.sip_password,
    });
    Json(state)
}

pub fn call_state(centre: &Centre, call: &Call) -> Value {
    let username = |agent: Option<usize>| agent.map(|agent| centre.agent(agent).username.clone());
    let id = |agent: Option<usize>| agent.map(|agent| centre.agent(agent).id.clone());
    let other_call = |key: Option<u64>| key.and_then(|key| centre.call(key)).map(|call| call.id().to_owned());
    let ringing = call.ringing();
    json!({
        "call_id": call.id(),
        "kind": call.kind.word(),
        "state": if ringing.is_empty() { call.stage.word() } else { "ringing" },
        "held": call.held,
        "started": iso(call.started),
        "caller": call.caller_number,
        "called": call.called_number,
        "queue": call.queue.map(|queue| centre.queues()[queue].name.clone()),
        "queue_id": call.queue.map(|queue| centre.queues()[queue].id.clone()),
        "entered": call.stat.as_ref().map(|stat| iso(stat.entered)),
        "agent": username(call.agent),
        "agent_id": id(call.agent),
        "other_agent": username(call.other_agent),
        "other_agent_id": id(call.other_agent),
        "ringing": ringing.iter().map(|(_, agent)| username(Some(*agent))).collect::<Vec<_>>(),
        "ringing_ids": ringing.iter().map(|(_, agent)| id(Some(*agent))).collect::<Vec<_>>(),
        "consultation": other_call(call.consultation),
        "consulted_for": other_call(call.consulted_for),
        "talk_began": call.talk_began.map(iso),
        "legs": call.legs.iter().map(|leg| leg_state(centre, leg)).collect::<Vec<_>>(),
    })
}

fn leg_state(centre: &Centre, leg: &Leg) -> Value {
    json!({
        "call_id": leg.id,
        "direction": leg.direction.word(),
        "agent": leg.agent.map(|agent| centre.agent(agent).username.clone()),
        "agent_id": leg.agent.map(|agent| centre.agent(agent).id.clone()),
        "created": iso(leg.created),
        "answered": leg.answered.map(iso),
        "ended": leg.ended.map(|(at, _)| iso(at)),
        "cause": leg.ended.map(|(_, cause)| cause.word()),
    })
}

fn agent_state(centre: &Centre, agent: &Agent) -> Value {
    json!({
        "id": agent.id,
        "username": agent.username,
        "name": agent.name,
        "extension": agent.extension,
        "status": agent.status.word(),
        "since": iso(agent.since),
        "queue_ids": agent.queues.iter().map(|queue| centre.queues()[*queue].id.clone()).collect::<Vec<_>>(),
        "reason": agent.pause.as_ref().and_then(|pause| pause.reason.clone()),
        "queues": agent.queues.iter().map(|queue| centre.queues()[*queue].name.clone()).collect::<Vec<_>>(),
        "call_id": agent.call.and_then(|call| centre.call(call)).map(|call| call.id().to_owned()),
        "sip_user": agent.sip_user,
        "registered": agent.registered,
        "clicks": agent.clicks,
    })
}

fn queue_state(centre: &Centre, (number, queue): (usize, &Queue)) -> Value {
    let waiting = centre
        .live_calls()
        .filter_map(|call| call.stat.as_ref())
        .filter(|stat| stat.queue == number && stat.status == StatStatus::Waiting);
    let entered: Vec<Moment> = waiting.clone().map(|stat| stat.entered).collect();
    json!({
        "id": queue.id,
        "name": queue.name,
        "did_number": queue.did_number,
        "wrapup_seconds": queue.wrapup_seconds,
        "waiting": waiting.map(|stat| stat.call_id.clone()).collect::<Vec<_>>(),
        "longest_waiting_since": entered.into_iter().min().map(iso),
    })
}
