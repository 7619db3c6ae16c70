//! The board against the centre's own word.
//!
//! Compared is what somebody could know:
//! * every agent's state, unless it changed after the last poll in a way that no channel event tells of (a break, the
//!   end of wrap-up), or their phone was answered and that event was lost: the dashboard says "outbound" of a phone that
//!   a colleague rings and of one that talks;
//! * every queue's call, both ways: is it there, where does it stand, with whom, and in which queue, unless it entered
//!   after the last poll: only later events and polls name the queue, and a caller who was handed on stands nowhere
//!   until then;
//! * no live call on the board that the centre does not have, unless it is a caller of no agent and no queue whose own
//!   end was lost;
//! * a call of no queue that the board lacks, if any event of one of its legs came through. REST does not tell of such
//!   calls at all, so one whose events were all lost is counted as unknowable, and so is one that was handed on to a
//!   phone whose events were all lost. Its state is not compared: an
//!   arriving caller is taken for a waiting one until a poll denies it.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use wire::{AgentState, Board, CallRow, CallState, Millis};

/// The floor believes no poll against an event that is less than this older, in milliseconds.
const IN_FLIGHT: Millis = 2_000;
/// The centre's clock is started a moment after the server's, and runs as many times as fast; in milliseconds.
const CLOCKS_APART: Millis = 1_000;

/// What is true in the centre at one moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Truth {
    agents: BTreeMap<String, TrueAgent>,
    calls: BTreeMap<String, TrueCall>,
}

#[derive(Debug, Clone, PartialEq)]
struct TrueAgent {
    name: String,
    status: String,
    since: Millis,
    /// The phone rings. Where no queue rings it, the status is that of a call already.
    is_rung: bool,
    /// The live leg of their phone.
    leg: Option<String>,
}

#[derive(Debug, Clone, PartialEq)]
struct TrueCall {
    kind: String,
    state: String,
    /// The queue's id, for a call that is in it.
    queue: Option<String>,
    /// Who talks on it, or whose phones ring for it.
    agents: BTreeSet<String>,
    legs: Vec<String>,
    /// Of these, the ones that go on.
    live: BTreeSet<String>,
    entered: Option<Millis>,
    /// When it last changed.
    changed: Millis,
}

/// One thing that the board and the centre say differently.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Difference {
    pub about: String,
    pub on_the_board: String,
    pub in_truth: String,
}

#[derive(Debug, Clone, Default)]
pub struct Comparison {
    pub differences: BTreeSet<Difference>,
    /// Calls that the board lacks, or still has, and nobody could have told it of.
    pub unknowable: BTreeSet<String>,
}

/// What the server had been told when it made its board.
pub struct Told<'a> {
    /// When the dashboard was last asked.
    pub polled_at: Millis,
    /// Legs of which an event came through.
    pub legs: &'a BTreeSet<String>,
    /// Legs whose answer came through.
    pub answers: &'a BTreeSet<String>,
    /// Legs whose end came through.
    pub ends: &'a BTreeSet<String>,
    /// Without a feed, nothing that changed since the last poll can be known.
    pub by_feed: bool,
}

impl Truth {
    /// Reads `/control/state`.
    pub fn read(state: &Value) -> Self {
        let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
        let by_key = |values: &Value, key: &str| -> BTreeMap<String, String> {
            list(values).iter().map(|row| (text(&row[key]), text(&row["id"]))).collect()
        };
        let agent_ids = by_key(&state["agents"], "username");
        let queue_ids = by_key(&state["queues"], "name");
        let calls: BTreeMap<String, TrueCall> = list(&state["calls"])
            .iter()
            .map(|call| (text(&call["call_id"]), true_call(call, &agent_ids, &queue_ids)))
            .collect();
        let agents = list(&state["agents"])
            .iter()
            .map(|agent| {
                let call = calls.get(&text(&agent["call_id"]));
                let id = text(&agent["id"]);
                let is_rung = call.is_some_and(|call| call.state == "ringing" && call.agents.contains(&id));
                let agent = TrueAgent {
                    name: text(&agent["username"]),
                    status: text(&agent["status"]),
                    since: moment(&agent["since"]).expect("an agent's status began some time"),
                    is_rung,
                    leg: live_leg(state, &id),
                };
                (id, agent)
            })
            .collect();
        Self { agents, calls }
    }

    pub fn calls(&self) -> usize {
        self.calls.len()
    }

    /// Compares a board with the truth from before and after it; what moved meanwhile is left out.
    pub fn compare(&self, board: &Board, after: &Self, told: &Told<'_>) -> Comparison {
        let mut comparison = Comparison::default();
        for (id, agent) in &self.agents {
            if after.agents.get(id) == Some(agent) && !agent.is_beyond_knowledge(told) {
                comparison.differences.extend(agent.differs(id, board, told));
            }
        }
        let on_board = self.calls_on(board);
        for (id, call) in &self.calls {
            if after.calls.get(id) != Some(call)
                || (!told.by_feed && call.changed >= told.polled_at - CLOCKS_APART)
            {
                continue;
            }
            match on_board.get(id.as_str()).map(Vec::as_slice) {
                Some([row]) => comparison.differences.extend(call.differs(id, row, told)),
                Some(rows) => {
                    let ids: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
                    comparison.add(format!("call {id}"), format!("{} calls: {ids:?}", rows.len()), call);
                }
                None if call.is_handed_on_unheard(told) => drop(comparison.unknowable.insert(id.clone())),
                None if call.queue.is_some() || call.legs.iter().any(|leg| told.legs.contains(leg)) => {
                    comparison.add(format!("call {id}"), "not there".to_owned(), call);
                }
                None => {
                    comparison.unknowable.insert(id.clone());
                }
            }
        }
        let known: BTreeSet<&String> =
            self.calls.values().chain(after.calls.values()).flat_map(|call| &call.legs).collect();
        for row in live(board) {
            if row.legs.iter().chain([&row.id]).any(|leg| known.contains(leg)) {
                continue;
            }
            let in_a_queue = row.queue.is_some() && row.state != CallState::Arriving;
            if !in_a_queue && row.agent.is_none() && !told.ends.contains(&row.id) {
                comparison.unknowable.insert(row.id.clone());
            } else {
                comparison.differences.insert(Difference {
                    about: format!("call {}", row.id),
                    on_the_board: said(row),
                    in_truth: "over".to_owned(),
                });
            }
        }
        comparison
    }

    /// The board's live calls by the true call that they are.
    fn calls_on<'a>(&self, board: &'a Board) -> BTreeMap<&str, Vec<&'a CallRow>> {
        let call_of: BTreeMap<&String, &str> = self
            .calls
            .iter()
            .flat_map(|(id, call)| call.legs.iter().map(move |leg| (leg, id.as_str())))
            .collect();
        let mut found: BTreeMap<&str, Vec<&CallRow>> = BTreeMap::new();
        for row in live(board) {
            if let Some(call) = row.legs.iter().chain([&row.id]).find_map(|leg| call_of.get(leg)) {
                found.entry(call).or_default().push(row);
            }
        }
        found
    }
}

impl Comparison {
    fn add(&mut self, about: String, on_the_board: String, call: &TrueCall) {
        self.differences.insert(Difference { about, on_the_board, in_truth: call.said() });
    }
}

impl TrueAgent {
    /// Only polls tell of it, and none has been asked since.
    fn is_beyond_knowledge(&self, told: &Told<'_>) -> bool {
        let by_events = matches!(self.status.as_str(), "connecting" | "connected" | "outbound");
        self.since >= told.polled_at - CLOCKS_APART && !(by_events && told.by_feed)
    }

    fn is_known_to_talk(&self, told: &Told<'_>) -> bool {
        self.leg.as_ref().is_none_or(|leg| told.answers.contains(leg))
    }

    fn differs(&self, id: &str, board: &Board, told: &Told<'_>) -> Option<Difference> {
        let shown = board.agents.iter().find(|row| row.id == id).map(|row| row.state);
        let expected: &[AgentState] = match self.status.as_str() {
            "ready" | "logged_in" => &[AgentState::Available],
            "connecting" => &[AgentState::Ringing],
            // The dashboard says "outbound" of whoever a colleague rings; the legs know better.
            "outbound" if self.is_rung || !self.is_known_to_talk(told) => {
                &[AgentState::OnCall, AgentState::Ringing]
            }
            "connected" | "outbound" => &[AgentState::OnCall],
            "wrapup" => &[AgentState::WrapUp],
            "paused" => &[AgentState::Paused],
            "logged_out" => &[AgentState::Offline],
            other => panic!("the simulator has a new status: {other}"),
        };
        if shown.is_some_and(|shown| expected.contains(&shown)) {
            return None;
        }
        Some(Difference {
            about: format!("agent {}", self.name),
            on_the_board: format!("{shown:?}"),
            in_truth: self.status.clone(),
        })
    }
}

impl TrueCall {
    /// An agent handed it on to a phone that no queue rings, and no event of that phone came through: the dashboard
    /// lists the call no more, and names none with an agent who is "outbound".
    fn is_handed_on_unheard(&self, told: &Told<'_>) -> bool {
        let phones = || self.legs.iter().skip(1);
        self.queue.is_none()
            && phones().any(|leg| !self.live.contains(leg))
            && !phones().any(|leg| self.live.contains(leg) && told.legs.contains(leg))
    }

    fn differs(&self, id: &str, row: &CallRow, told: &Told<'_>) -> Option<Difference> {
        let expected = match self.state.as_str() {
            _ if self.queue.is_none() => return None,
            "waiting" => CallState::Waiting,
            "ringing" => CallState::Ringing,
            "talking" => CallState::Talking,
            other => panic!("a call cannot be {other} in a queue"),
        };
        let with = match &row.agent {
            Some(agent) => self.agents.contains(agent),
            None => expected == CallState::Waiting,
        };
        let unpolled = self.entered >= Some(told.polled_at - CLOCKS_APART - IN_FLIGHT);
        // Handed on since the last poll: it stands nowhere yet, or with an agent of whom only polls had told.
        let agent_unheard = row.state == CallState::Talking && row.legs.len() == 1;
        let handed_on =
            unpolled && self.legs.len() > 1 && (row.state == CallState::Arriving || agent_unheard);
        let just_entered = unpolled && row.queue.is_none();
        let placed = row.state == expected && with && (row.queue == self.queue || just_entered);
        let same = row.id == id && (placed || handed_on);
        (!same).then(|| Difference {
            about: format!("call {id}"),
            on_the_board: said(row),
            in_truth: self.said(),
        })
    }

    fn said(&self) -> String {
        let Self { kind, state, queue, agents, .. } = self;
        format!("{kind} {state}, queue {queue:?}, with {agents:?}, legs {:?}", self.legs)
    }
}

fn said(row: &CallRow) -> String {
    let CallRow { id, direction, state, queue, agent, legs, .. } = row;
    format!("{id}: {direction:?} {state:?}, queue {queue:?}, with {agent:?}, legs {legs:?}")
}

fn live(board: &Board) -> impl Iterator<Item = &CallRow> {
    board.calls.iter().filter(|row| row.state != CallState::Ended)
}

/// The leg of an agent's phone that lives.
fn live_leg(state: &Value, agent: &str) -> Option<String> {
    let legs = state["calls"].as_array()?.iter().filter_map(|call| call["legs"].as_array()).flatten();
    let mut theirs = legs.filter(|leg| leg["agent_id"] == agent && leg["ended"].is_null());
    theirs.next_back().map(|leg| text(&leg["call_id"]))
}

fn true_call(
    call: &Value,
    agent_ids: &BTreeMap<String, String>,
    queue_ids: &BTreeMap<String, String>,
) -> TrueCall {
    let agent = |value: &Value| value.as_str().map(|username| agent_ids[username].clone());
    let ringing: BTreeSet<String> =
        call["ringing"].as_array().into_iter().flatten().filter_map(agent).collect();
    let rings = text(&call["state"]) == "ringing";
    let legs = call["legs"].as_array().cloned().unwrap_or_default();
    let times = legs.iter().flat_map(|leg| ["created", "answered", "ended"].map(|key| moment(&leg[key])));
    let own_times = ["started", "entered", "talk_began"].map(|key| moment(&call[key]));
    TrueCall {
        kind: text(&call["kind"]),
        state: text(&call["state"]),
        queue: call["entered"].as_str().and_then(|_| queue_ids.get(call["queue"].as_str()?).cloned()),
        agents: if rings { ringing } else { agent(&call["agent"]).into_iter().collect() },
        legs: legs.iter().map(|leg| text(&leg["call_id"])).collect(),
        live: legs.iter().filter(|leg| leg["ended"].is_null()).map(|leg| text(&leg["call_id"])).collect(),
        entered: moment(&call["entered"]),
        changed: times.chain(own_times).flatten().max().unwrap_or_default(),
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// Milliseconds of an ISO 8601 instant.
fn moment(value: &Value) -> Option<Millis> {
    value.as_str()?.parse::<jiff::Timestamp>().ok().map(jiff::Timestamp::as_millisecond)
}
