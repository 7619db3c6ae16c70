//! What is true in the simulated centre (`GET /control/state`), held against the board.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::Value;
use wire::{AgentRow, AgentState, Board, CallRow, CallState};

use super::drawing::{Names, agent_state, lower};

/// A time on the board may differ from the centre's by so much: the way of an event through sockets and tasks of a
/// busy machine.
const TIMES_DIFFER_BY: i64 = 1_500;

/// When things happened to a call, by the centre's own clock, in milliseconds.
#[derive(Debug, Default, Clone, Copy)]
pub struct Times {
    entered: Option<i64>,
    talk_began: Option<i64>,
    ended: Option<i64>,
}

/// What was seen of all calls so far.
#[derive(Debug, Default)]
pub struct Chronicle(BTreeMap<String, Times>);

impl Chronicle {
    /// Notes what the centre says now.
    pub fn note(&mut self, state: &Value) {
        for call in rows(state, "calls") {
            let times = self.0.entry(text(call, "call_id")).or_default();
            times.entered = times.entered.or(instant(&call["entered"]));
            times.talk_began = times.talk_began.or(instant(&call["talk_began"]));
        }
        let now = instant(&state["now"]);
        for (id, times) in &mut self.0 {
            if !rows(state, "calls").any(|call| call["call_id"] == id.as_str()) {
                times.ended = times.ended.or(now);
            }
        }
    }
}

/// In what the board contradicts the centre.
pub fn contradictions(board: &Board, state: &Value, chronicle: &Chronicle, names: &Names) -> Vec<String> {
    let mut found = Vec::new();
    let mut compare = |what: String, shown: String, truth: String| {
        if shown != truth {
            found.push(format!("{what} is {truth}, and the board says {shown}"));
        }
    };
    let live: Vec<&CallRow> = board.calls.iter().filter(|row| row.state != CallState::Ended).collect();
    compare("the number of calls".into(), live.len().to_string(), rows(state, "calls").count().to_string());
    for truth in rows(state, "calls") {
        let id = text(truth, "call_id");
        let name = names.call(&id);
        match live.iter().find(|row| row.id == id) {
            Some(row) => compare(name, call_shown(row, truth, names), call_true(truth, names)),
            None => compare(name, "nothing of it".into(), call_true(truth, names)),
        }
    }
    for truth in rows(state, "agents") {
        let row = board.agents.iter().find(|row| row.id == text(truth, "id"));
        let shown = row.map_or_else(|| "nothing".to_owned(), |row| agent_shown(row, names));
        compare(text(truth, "extension"), shown, agent_true(truth, state, names));
    }
    for truth in rows(state, "queues") {
        let row = board.queues.iter().find(|row| row.id == text(truth, "id"));
        let waiting = truth["waiting"].as_array().map_or(0, Vec::len);
        let shown = row.map_or_else(|| "?".to_owned(), |row| row.waiting.to_string());
        compare(format!("waiting in {}", names.queue(&text(truth, "id"))), shown, waiting.to_string());
    }
    for (word, shown) in [
        ("received", board.today.received),
        ("handled", board.today.handled),
        ("abandoned", board.today.abandoned),
    ] {
        let shown = shown.map_or_else(|| "?".to_owned(), |shown| shown.to_string());
        compare(word.into(), shown, state["counters"][word].to_string());
    }
    found.extend(board.calls.iter().flat_map(|row| wrong_times(row, chronicle, names)));
    found
}

/// The ended call's times, where the board says any.
fn wrong_times(row: &CallRow, chronicle: &Chronicle, names: &Names) -> Vec<String> {
    let Some(times) = chronicle.0.get(&row.id) else { return Vec::new() };
    let waited = times.talk_began.or(times.ended).zip(times.entered).map(|(until, from)| until - from);
    let talked = times.ended.zip(times.talk_began).map(|(until, from)| until - from);
    let differ = |(word, shown, truth): (&str, Option<i64>, Option<i64>)| {
        let shown = shown?;
        let near = truth.is_some_and(|truth| (truth - shown).abs() <= TIMES_DIFFER_BY);
        (!near).then(|| format!("{} {word} {truth:?} ms, and the board says {shown} ms", names.call(&row.id)))
    };
    [("waited", row.waited, waited), ("talked", row.talked, talked)].into_iter().filter_map(differ).collect()
}

/// Direction, state, agent, queue and number of a call, as far as both sides say them.
fn call_true(truth: &Value, names: &Names) -> String {
    let kind = text(truth, "kind");
    let state = match truth["state"].as_str().unwrap_or_default() {
        // A phone that dials rings at the far end, or will.
        "dialling" => "ringing",
        "menu" => "arriving",
        state => state,
    };
    let agent = truth["agent"].as_str().or_else(|| truth["ringing"][0].as_str());
    let queue = truth["queue"].as_str().filter(|_| kind == "inbound");
    let number = text(truth, if kind == "inbound" { "caller" } else { "called" });
    in_words(
        &kind,
        state,
        agent.map(|agent| names.agent(agent)),
        queue.map(|queue| names.queue(queue)),
        &number,
    )
}

/// The same of the board's row. Of several phones that ring it names one, and any of them is right.
fn call_shown(row: &CallRow, truth: &Value, names: &Names) -> String {
    let agent = row.agent.as_ref().map(|agent| names.agent(agent));
    let rung = || truth["ringing"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let is_rung = |agent: &String| truth["agent"].is_null() && rung().any(|rung| names.agent(rung) == *agent);
    let agent = match agent {
        Some(agent) if is_rung(&agent) => rung().next().map(|rung| names.agent(rung)),
        agent => agent,
    };
    let queue = row.queue.as_ref().map(|queue| names.queue(queue));
    let number = row.number.as_deref().unwrap_or("?");
    in_words(&lower(row.direction), &lower(row.state), agent, queue, number)
}

fn in_words(kind: &str, state: &str, agent: Option<String>, queue: Option<String>, number: &str) -> String {
    let mut line = format!("{kind} {state}");
    for value in [agent, queue, Some(number.to_owned())].into_iter().flatten() {
        line += &format!(", {value}");
    }
    line
}

/// What an agent does follows from the live legs of their phone, and from their status when there is none.
fn agent_true(truth: &Value, state: &Value, names: &Names) -> String {
    let mut rings = None;
    for call in rows(state, "calls") {
        let own =
            rows(call, "legs").filter(|leg| leg["agent"] == truth["username"] && leg["ended"].is_null());
        for leg in own {
            let id = text(call, "call_id");
            // A phone that dials is busy from the first digit.
            if leg["direction"] == "inbound" || !leg["answered"].is_null() {
                return format!("{}, with {}", agent_state(AgentState::OnCall), names.call(&id));
            }
            rings = Some(format!("{}, with {}", agent_state(AgentState::Ringing), names.call(&id)));
        }
    }
    let by_status = match truth["status"].as_str().unwrap_or_default() {
        "ready" | "logged_in" => AgentState::Available,
        "wrapup" => AgentState::WrapUp,
        "paused" => AgentState::Paused,
        "logged_out" => AgentState::Offline,
        // On a call, and no leg of theirs exists yet.
        _ => AgentState::OnCall,
    };
    rings.unwrap_or_else(|| agent_state(by_status).to_owned())
}

fn agent_shown(row: &AgentRow, names: &Names) -> String {
    let call = row.call.as_ref().map(|call| format!(", with {}", names.call(call)));
    format!("{}{}", agent_state(row.state), call.unwrap_or_default())
}

fn rows<'a>(state: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    state[key].as_array().into_iter().flatten()
}

fn text(row: &Value, key: &str) -> String {
    row[key].as_str().unwrap_or_default().to_owned()
}

fn instant(value: &Value) -> Option<i64> {
    Some(value.as_str()?.parse::<Timestamp>().ok()?.as_millisecond())
}
