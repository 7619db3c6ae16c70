//! A board as text that is the same wherever the same happened: calls by the story's letters, agents by extension,
//! queues by position, and of times only whether they are known.

use std::collections::BTreeMap;

use wire::{AgentState, Board, CallRow, CallState, Share};

/// What the ids of one centre stand for.
#[derive(Debug, Default, Clone)]
pub struct Names {
    /// Call-ID → letter.
    pub calls: BTreeMap<String, String>,
    /// Agent id, and user name → extension.
    pub agents: BTreeMap<String, String>,
    /// Queue id, and name → "queue 1".
    pub queues: BTreeMap<String, String>,
}

impl Names {
    fn of(known: &BTreeMap<String, String>, id: &str) -> String {
        known.get(id).cloned().unwrap_or_else(|| format!("unknown <{id}>"))
    }

    pub fn call(&self, id: &str) -> String {
        Self::of(&self.calls, id)
    }

    pub fn agent(&self, id: &str) -> String {
        Self::of(&self.agents, id)
    }

    pub fn queue(&self, id: &str) -> String {
        Self::of(&self.queues, id)
    }
}

/// Calls; agents who do, or missed, anything; queues where anything is or was; the day; what is doubted or wrong.
pub fn draw(board: &Board, names: &Names) -> Vec<String> {
    let mut calls: Vec<String> = board.calls.iter().map(|row| call(row, names)).collect();
    calls.sort();
    let mut agents: Vec<String> = board
        .agents
        .iter()
        .filter(|row| row.state != AgentState::Available || row.missed > 0)
        .map(|row| {
            let mut line = format!("{}: {}", names.agent(&row.id), agent_state(row.state));
            for (word, value) in [
                ("with ", row.call.as_ref().map(|call| names.call(call))),
                ("for ", row.queue.as_ref().map(|queue| names.queue(queue))),
            ] {
                line += &value.map(|value| format!(", {word}{value}")).unwrap_or_default();
            }
            line + &missed(row.missed)
        })
        .collect();
    agents.sort();
    let others = board.agents.len() - agents.len();
    agents.push(format!("{others} others available"));
    let mut queues: Vec<String> = board
        .queues
        .iter()
        .map(|row| {
            let mut line = names.queue(&row.id);
            line += &format!(": {} waiting", row.waiting);
            if row.ringing > 0 {
                line += &format!(", {} ringing", row.ringing);
            }
            // While somebody waits, time alone moves them: past the target is late, past the short limit is no short abandon.
            if row.waiting > 0 {
                return line;
            }
            line + &share("service", row.service) + &share("abandoned", row.abandoned)
        })
        .filter(|line| !line.ends_with(": 0 waiting"))
        .collect();
    queues.sort();
    let today = &board.today;
    let number = |count: Option<u32>| count.map_or_else(|| "?".to_owned(), |count| count.to_string());
    let day = format!(
        "today: {} received, {} handled, {} abandoned",
        number(today.received),
        number(today.handled),
        number(today.abandoned)
    );
    let troubled =
        board.sources.iter().filter_map(|row| Some(format!("{:?}: {:?}", row.source, row.problem?)));
    let drift = &board.drift;
    let doubted = (drift.unmatched > 0 || drift.repaired > 0)
        .then(|| format!("{} unmatched, {} repaired", drift.unmatched, drift.repaired));
    let gaps = (!board.gaps.is_empty()).then(|| format!("{} gaps", board.gaps.len()));
    let whole = calls.into_iter().chain(agents).chain(queues).chain([day]);
    whole.chain(doubted).chain(gaps).chain(troubled).collect()
}

fn call(row: &CallRow, names: &Names) -> String {
    let mut line = format!("{}: {} {}", names.call(&row.id), lower(row.direction), lower(row.state));
    if row.state == CallState::Ended {
        line += &format!(" {}", row.outcome.map_or_else(|| "?".to_owned(), lower));
    }
    let agent = row.agent.as_ref().map(|agent| names.agent(agent));
    let queue = row.queue.as_ref().map(|queue| names.queue(queue));
    for value in [agent, queue, row.unplaced.then(|| "unplaced".to_owned()), row.number.clone()] {
        line += &value.map(|value| format!(", {value}")).unwrap_or_default();
    }
    line += &row.line.as_ref().map(|line| format!(" on {line}")).unwrap_or_default();
    for (word, time) in [("waited", row.waited), ("talked", row.talked)] {
        line += &time.map(|_| format!(", {word}")).unwrap_or_default();
    }
    line + &missed(row.missed)
}

fn missed(offers: u32) -> String {
    if offers == 0 { String::new() } else { format!(", missed {offers}") }
}

pub fn agent_state(state: AgentState) -> &'static str {
    match state {
        AgentState::Available => "available",
        AgentState::Ringing => "ringing",
        AgentState::OnCall => "on a call",
        AgentState::WrapUp => "wrap-up",
        AgentState::Paused => "paused",
        AgentState::Offline => "offline",
        AgentState::Unknown => "unknown",
    }
}

fn share(word: &str, share: Share) -> String {
    if share.of == 0 { String::new() } else { format!(", {word} {}/{}", share.part, share.of) }
}

/// The words of the wire are one word each, or two that are read apart: `LeftEarly`.
pub fn lower(word: impl std::fmt::Debug) -> String {
    let mut text = String::new();
    for character in format!("{word:?}").chars() {
        if character.is_uppercase() && !text.is_empty() {
            text.push(' ');
        }
        text.extend(character.to_lowercase());
    }
    text
}
