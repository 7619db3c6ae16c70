//! A board: everything one viewer sees, and the only way it changes.

use serde::{Deserialize, Serialize};

use crate::figures::Figure;
use crate::rows::{AgentNow, AgentRow, CallNow, CallRow, QueueNow, QueueRow, SourceRow, Today};
use crate::trust::{Drift, Gap};

/// What the numbers are held against. A number without a target is never coloured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Targets {
    /// Callers waiting at once, at most.
    pub waiting: u32,
    /// Seconds a caller should wait at most.
    pub wait_seconds: u32,
    /// Service level: this share of callers, in percent …
    pub service_percent: u32,
    /// … answered within this many seconds.
    pub service_seconds: u32,
    /// … counted by this of the five definitions, SL-1 to SL-5.
    #[serde(default = "usual_variant")]
    pub service_variant: u8,
    /// Agents available, at least.
    pub available: u32,
    /// Abandoned of received, in percent, at most.
    pub abandoned_percent: u32,
    /// Minutes of talk after which a call is long.
    pub talk_minutes: u32,
}

fn usual_variant() -> u8 {
    2
}

impl Default for Targets {
    /// 80/20, three waiting for at most a minute: the field's customary start, for each site to set its own.
    fn default() -> Self {
        Self {
            waiting: 3,
            wait_seconds: 60,
            service_percent: 80,
            service_seconds: 20,
            service_variant: usual_variant(),
            available: 3,
            abandoned_percent: 5,
            talk_minutes: 10,
        }
    }
}

/// All rows of one board, agents and queues in the order they are shown in, calls by their start.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Board {
    pub id: String,
    pub name: String,
    /// Seconds to add to UTC for this site's wall clock.
    pub utc_offset_seconds: i32,
    pub targets: Targets,
    pub today: Today,
    /// The numbers of all queues together, by KPI and window.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub figures: Vec<Figure>,
    pub sources: Vec<SourceRow>,
    #[serde(default)]
    pub drift: Drift,
    /// The latest times without events, oldest first.
    #[serde(default)]
    pub gaps: Vec<Gap>,
    pub queues: Vec<QueueRow>,
    pub agents: Vec<AgentRow>,
    pub calls: Vec<CallRow>,
}

/// One thing that changed since the frame before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    Agent(AgentNow),
    /// An agent who is new, or whose name, extensions or queues changed.
    AgentRow(AgentRow),
    AgentGone(String),
    Queue(QueueNow),
    QueueRow(QueueRow),
    QueueGone(String),
    Call(CallNow),
    CallRow(CallRow),
    CallGone(String),
    Source(SourceRow),
    Today(Today),
    /// Those that changed.
    Figures(Vec<Figure>),
    Drift(Drift),
    /// All of them anew: they are few and change seldom.
    Gaps(Vec<Gap>),
}

impl Board {
    /// A board on which nothing is known yet.
    pub fn empty(id: &str, name: &str) -> Self {
        Self {
            id: id.to_owned(),
            name: name.to_owned(),
            utc_offset_seconds: 0,
            targets: Targets::default(),
            today: Today::default(),
            figures: Vec::new(),
            sources: Vec::new(),
            drift: Drift::default(),
            gaps: Vec::new(),
            queues: Vec::new(),
            agents: Vec::new(),
            calls: Vec::new(),
        }
    }

    /// Applies one change. Total: a change about a row that is not here changes nothing.
    pub fn apply(&mut self, change: &Change) {
        match change {
            Change::Agent(now) => with(&mut self.agents, |row| row.id == now.id, |row| row.set(now)),
            Change::AgentRow(row) => put(&mut self.agents, row, agent_order),
            Change::AgentGone(id) => self.agents.retain(|row| row.id != *id),
            Change::Queue(now) => with(&mut self.queues, |row| row.id == now.id, |row| row.set(now)),
            Change::QueueRow(row) => put(&mut self.queues, row, queue_order),
            Change::QueueGone(id) => self.queues.retain(|row| row.id != *id),
            Change::Call(now) => with(&mut self.calls, |row| row.id == now.id, |row| row.set(now)),
            Change::CallRow(row) => put(&mut self.calls, row, call_order),
            Change::CallGone(id) => self.calls.retain(|row| row.id != *id),
            Change::Source(row) => put(&mut self.sources, row, |row| row.source),
            Change::Today(today) => self.today = today.clone(),
            Change::Figures(figures) => {
                figures.iter().for_each(|row| put(&mut self.figures, row, figure_order))
            }
            Change::Drift(drift) => self.drift = *drift,
            Change::Gaps(gaps) => self.gaps.clone_from(gaps),
        }
    }

    /// Puts the rows into the order that [`Board::apply`] keeps.
    pub fn sort(&mut self) {
        self.agents.sort_by_cached_key(agent_order);
        self.queues.sort_by_cached_key(queue_order);
        self.calls.sort_by_cached_key(call_order);
        self.sources.sort_by_key(|row| row.source);
    }
}

// The orders are total (the id comes last), so that server and browser never disagree on a tie.

fn agent_order(row: &AgentRow) -> (String, String) {
    (given_name(&row.name), row.id.clone())
}

fn queue_order(row: &QueueRow) -> (String, String) {
    (row.name.clone(), row.id.clone())
}

fn call_order(row: &CallRow) -> (i64, String) {
    (row.started, row.id.clone())
}

fn figure_order(row: &Figure) -> (String, crate::Window) {
    (row.kpi.clone(), row.window)
}

/// Vietnamese names are sorted by the last word, then by the rest.
fn given_name(name: &str) -> String {
    match name.rsplit_once(' ') {
        Some((rest, given)) => format!("{given} {rest}"),
        None => name.to_owned(),
    }
}

fn with<Row>(rows: &mut [Row], is_it: impl Fn(&Row) -> bool, change: impl FnOnce(&mut Row)) {
    if let Some(row) = rows.iter_mut().find(|row| is_it(row)) {
        change(row);
    }
}

/// Replaces the row of the same identity, or inserts it where the order has it.
fn put<Row: Clone + Identity, Key: Ord>(rows: &mut Vec<Row>, row: &Row, order: impl Fn(&Row) -> Key) {
    rows.retain(|other| !other.same(row));
    let key = order(row);
    let place = rows.partition_point(|other| order(other) < key);
    rows.insert(place, row.clone());
}

trait Identity {
    fn same(&self, other: &Self) -> bool;
}

impl Identity for AgentRow {
    fn same(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Identity for QueueRow {
    fn same(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Identity for CallRow {
    fn same(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Identity for Figure {
    fn same(&self, other: &Self) -> bool {
        self.kpi == other.kpi && self.window == other.window
    }
}

impl Identity for SourceRow {
    fn same(&self, other: &Self) -> bool {
        self.source == other.source
    }
}
