//! Draws a floor: one line for each call, agent and queue, then the day's counters and what went wrong.

use floor::{About, AgentState, Call, Floor, Gap, Millis, Mismatch, Queue, QueueNow, Source};

use super::script::{START, Script};

pub fn draw(script: &Script) -> String {
    let floor = &script.floor;
    let mut lines: Vec<String> = Vec::new();
    lines.extend(floor.calls().map(call));
    lines.extend(floor.agents().map(|agent| self::agent(floor, agent)));
    let numbers = floor.queue_numbers();
    lines.extend(floor.queues().map(|queue| self::queue(queue, &numbers[&queue.id])));
    let today = floor.today();
    let counters = [("received", today.received), ("handled", today.handled), ("abandoned", today.abandoned)];
    let counters: Vec<String> =
        counters.iter().filter_map(|(name, count)| Some(format!("{name} {}", (*count)?))).collect();
    if !counters.is_empty() {
        let began = floor.today_began_at().map(|at| format!(", since {}", seconds(at)));
        lines.push(format!("today: {}{}", counters.join(", "), began.unwrap_or_default()));
    }
    for (name, source) in [("events", Source::Events), ("dashboard", Source::Dashboard)] {
        if let Some(trouble) = floor.source(source).trouble {
            lines.push(format!("{name}: {trouble:?}"));
        }
    }
    lines.extend(floor.gaps().map(gap));
    lines.extend(floor.unmatched().map(mismatch));
    if floor.refused() > 0 {
        lines.push(format!("refused {}", floor.refused()));
    }
    let repairs: Vec<String> =
        floor.repairs().iter().map(|(cause, count)| format!("{} {count}", cause.code())).collect();
    if !repairs.is_empty() {
        lines.push(format!("repaired: {}", repairs.join(", ")));
    }
    lines.iter().map(|line| format!("| {line}\n")).collect()
}

fn gap(gap: &Gap) -> String {
    let until = gap.until.map_or("now".to_owned(), seconds);
    format!("gap {} to {until}{}", seconds(gap.from), if gap.filled { ", filled" } else { "" })
}

fn mismatch(mismatch: &Mismatch) -> String {
    let about = match &mismatch.about {
        About::Agent(agent) => format!("agent {agent}"),
        About::Call(call) => format!("call {call}"),
        About::Counter(counter) => format!("counter {counter:?}").to_lowercase(),
    };
    let (code, since) = (mismatch.cause.code(), seconds(mismatch.since));
    format!("unmatched {about}: {code} since {since}, {} polls", mismatch.polls)
}

fn call(call: &Call) -> String {
    let state = format!("{:?}", call.state()).to_lowercase();
    let mut line = format!("call {}: {:?} {state} since {}", call.id, call.direction, seconds(call.since()));
    if let Some(agent) = call.agent() {
        line += &format!(", {agent}");
    }
    if let Some(queue) = &call.queue {
        line += &format!(", for {queue}");
    }
    if let Some(number) = call.number() {
        line += &format!(", number {number}");
    }
    if let Some(outcome) = call.outcome {
        line += &format!(", {outcome:?}");
    }
    for (name, time) in [("waited", call.waited()), ("talked", call.talked())] {
        if let Some(time) = time {
            line += &format!(", {name} {}", short(time));
        }
    }
    let legs: Vec<&str> = call.legs.iter().map(|leg| leg.id.as_str()).collect();
    format!("{line} [{}]", legs.join(" "))
}

fn agent(floor: &Floor, agent: &floor::Agent) -> String {
    let doing = floor.doing(agent);
    let state = match doing.state {
        AgentState::Available => "available",
        AgentState::Ringing => "ringing",
        AgentState::OnCall => "on call",
        AgentState::WrapUp => "wrap-up",
        AgentState::Paused => "paused",
        AgentState::Offline => "offline",
        AgentState::Unknown => "unknown",
    };
    let mut line = format!("{}: {state}", agent.name);
    if let Some(since) = doing.since {
        line += &format!(" since {}", seconds(since));
    }
    for (name, value) in [
        ("", doing.reason.as_deref()),
        ("call ", doing.call.as_ref().map(|call| call.as_str())),
        ("for ", doing.queue.as_ref().map(|queue| queue.as_str())),
    ] {
        line += &value.map(|value| format!(", {name}{value}")).unwrap_or_default();
    }
    if agent.missed() > 0 {
        line += &format!(", missed {}", agent.missed());
    }
    line
}

fn queue(queue: &Queue, now: &QueueNow) -> String {
    let mut line = format!("{}: {} waiting", queue.name, now.waiting);
    if now.ringing > 0 {
        line += &format!(", {} ringing", now.ringing);
    }
    if let Some(oldest) = now.oldest {
        let from = if now.oldest_from_call_start { " (call start)" } else { "" };
        line += &format!(", oldest {}{from}", seconds(oldest));
    }
    for (name, share) in [("service", now.service), ("abandoned", now.abandoned)] {
        if share.of > 0 {
            line += &format!(", {name} {}/{}", share.part, share.of);
        }
    }
    line
}

pub fn seconds(at: Millis) -> String {
    short(at - START)
}

fn short(time: Millis) -> String {
    format!("{}", time as f64 / 1000.0)
}
