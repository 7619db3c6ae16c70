//! The browser's one copy of a board: a plain [`Board`], the order of its rows, and one signal a row.
//!
//! A frame changes the plain board first; then the signals of the rows it touched are set, if they differ. So a
//! call that changes repaints one row, and memory is what is on the screen.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use leptos::prelude::*;
use wire::{AgentRow, AgentState, Board, CallRow, CallState, Change, Frame, Millis, Position, QueueRow};
use wire::{Drift, Figure, Gap, SourceRow, Targets, Today, Totals};

use crate::format::rfc3339;

/// Rows of one kind: their order, and a signal each.
pub struct Rows<Row: Send + Sync + 'static> {
    pub order: RwSignal<Vec<String>>,
    rows: StoredValue<HashMap<String, ArcRwSignal<Row>>>,
}

impl<Row: Send + Sync + 'static> Clone for Rows<Row> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<Row: Send + Sync + 'static> Copy for Rows<Row> {}

impl<Row: Clone + PartialEq + Send + Sync + 'static> Rows<Row> {
    fn new() -> Self {
        Self { order: RwSignal::new(Vec::new()), rows: StoredValue::new(HashMap::new()) }
    }

    /// The row's signal. Looking it up does not subscribe to anything.
    pub fn get(&self, id: &str) -> Option<ArcRwSignal<Row>> {
        self.rows.with_value(|rows| rows.get(id).cloned())
    }

    fn put(&self, id: &str, row: &Row) {
        match self.get(id) {
            Some(signal) => set_if_different(&signal, row),
            None => self.rows.update_value(|rows| {
                rows.insert(id.to_owned(), ArcRwSignal::new(row.clone()));
            }),
        }
    }

    /// Keeps exactly these rows, in this order.
    fn arrange(&self, order: Vec<String>) {
        let differs = self.order.with_untracked(|old| *old != order);
        if differs {
            self.rows.update_value(|rows| {
                let kept: BTreeSet<&str> = order.iter().map(String::as_str).collect();
                rows.retain(|id, _| kept.contains(id.as_str()));
            });
            self.order.set(order);
        }
    }
}

/// A queue, and the agents free to answer it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueView {
    pub row: QueueRow,
    pub free: u32,
}

/// What became of a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// The board is now what the frame says.
    Applied,
    /// Seen before, or nothing to apply.
    Passed,
    /// Something was missed: only a snapshot can help.
    Gap,
}

#[derive(Clone, Copy)]
pub struct Model {
    board: StoredValue<Board>,
    position: StoredValue<Option<Position>>,
    pub agents: Rows<AgentRow>,
    pub queues: Rows<QueueView>,
    pub calls: Rows<CallRow>,
    /// Calls going on, by their start.
    pub live_calls: RwSignal<Vec<String>>,
    /// Calls that ended a moment ago, the latest first.
    pub ended_calls: RwSignal<Vec<String>>,
    pub sources: RwSignal<Vec<SourceRow>>,
    pub drift: RwSignal<Drift>,
    pub gaps: RwSignal<Vec<Gap>>,
    pub totals: RwSignal<Totals>,
    pub today: RwSignal<Today>,
    pub figures: RwSignal<Vec<Figure>>,
    pub targets: RwSignal<Targets>,
    pub name: RwSignal<String>,
    pub utc_offset_seconds: RwSignal<i32>,
    /// The server's time of the last frame; none before the first.
    pub last_frame: RwSignal<Option<Millis>>,
    /// Counts frames that changed something, for what is derived from the whole board.
    pub version: RwSignal<u64>,
}

impl Model {
    pub fn new(utc_offset_seconds: i32) -> Self {
        Self {
            board: StoredValue::new(Board::empty("all", "")),
            position: StoredValue::new(None),
            agents: Rows::new(),
            queues: Rows::new(),
            calls: Rows::new(),
            live_calls: RwSignal::new(Vec::new()),
            ended_calls: RwSignal::new(Vec::new()),
            sources: RwSignal::new(Vec::new()),
            drift: RwSignal::new(Drift::default()),
            gaps: RwSignal::new(Vec::new()),
            totals: RwSignal::new(Totals::default()),
            today: RwSignal::new(Today::default()),
            figures: RwSignal::new(Vec::new()),
            targets: RwSignal::new(Targets::default()),
            name: RwSignal::new(String::new()),
            utc_offset_seconds: RwSignal::new(utc_offset_seconds),
            last_frame: RwSignal::new(None),
            version: RwSignal::new(0),
        }
    }

    /// Looks at the whole board without subscribing; track [`Model::version`] to look again.
    pub fn with_board<Seen>(&self, look: impl FnOnce(&Board) -> Seen) -> Seen {
        self.board.with_value(look)
    }

    pub fn position(&self) -> Option<Position> {
        self.position.get_value()
    }

    /// Forgets the place in the stream, so that the next connection begins with a snapshot.
    pub fn forget_position(&self) {
        self.position.set_value(None);
    }

    /// Takes one frame: the only way anything on a page changes.
    pub fn take(&self, frame: Frame) -> Taken {
        let (Frame::Snapshot { at, .. } | Frame::Delta { at, .. } | Frame::Notice { at, .. }) = &frame;
        let at = rfc3339(at);
        let taken = match frame {
            Frame::Snapshot { epoch, seq, board, .. } => {
                self.position.set_value(Some(Position { epoch, seq }));
                self.board.set_value(board);
                self.show_all();
                Taken::Applied
            }
            Frame::Delta { epoch, seq, changes, .. } => {
                let place = self.position.with_value(|at| next(at.as_ref(), &epoch, seq));
                if place == Taken::Applied {
                    self.board.update_value(|board| {
                        for change in &changes {
                            board.apply(change);
                        }
                    });
                    self.position.set_value(Some(Position { epoch, seq }));
                    self.show(&changes);
                }
                place
            }
            Frame::Notice { .. } => Taken::Passed,
        };
        if taken != Taken::Gap && at.is_some() {
            self.last_frame.set(at);
        }
        taken
    }

    fn show_all(&self) {
        self.board.with_value(|board| {
            for agent in &board.agents {
                self.agents.put(&agent.id, agent);
            }
            for call in &board.calls {
                self.calls.put(&call.id, call);
            }
            self.show_queues(board);
            self.agents.arrange(board.agents.iter().map(|row| row.id.clone()).collect());
            self.queues.arrange(board.queues.iter().map(|row| row.id.clone()).collect());
            self.arrange_calls(board);
            self.show_trust(board);
            set_if_different(&self.targets.into(), &board.targets);
            set_if_different(&self.name.into(), &board.name);
            set_if_different(&self.utc_offset_seconds.into(), &board.utc_offset_seconds);
            self.show_totals(board);
        });
    }

    fn show(&self, changes: &[Change]) {
        let touched = Touched::by(changes);
        self.board.with_value(|board| {
            for agent in board.agents.iter().filter(|row| touched.agents.contains(row.id.as_str())) {
                self.agents.put(&agent.id, agent);
            }
            for call in board.calls.iter().filter(|row| touched.calls.contains(row.id.as_str())) {
                self.calls.put(&call.id, call);
            }
            if touched.agent_list || touched.queue_list || !touched.agents.is_empty() || touched.queue {
                self.show_queues(board);
            }
            if touched.agent_list {
                self.agents.arrange(board.agents.iter().map(|row| row.id.clone()).collect());
            }
            if touched.queue_list {
                self.queues.arrange(board.queues.iter().map(|row| row.id.clone()).collect());
            }
            if touched.call_list || !touched.calls.is_empty() {
                self.arrange_calls(board);
            }
            self.show_trust(board);
            self.show_totals(board);
        });
    }

    fn show_trust(&self, board: &Board) {
        set_if_different(&self.sources.into(), &board.sources);
        set_if_different(&self.drift.into(), &board.drift);
        set_if_different(&self.gaps.into(), &board.gaps);
        set_if_different(&self.today.into(), &board.today);
        set_if_different(&self.figures.into(), &board.figures);
    }

    fn show_queues(&self, board: &Board) {
        let mut free: BTreeMap<&str, u32> = BTreeMap::new();
        for agent in board.agents.iter().filter(|agent| agent.state == AgentState::Available) {
            for queue in &agent.queues {
                *free.entry(queue).or_default() += 1;
            }
        }
        for row in &board.queues {
            let free = free.get(row.id.as_str()).copied().unwrap_or_default();
            self.queues.put(&row.id, &QueueView { row: row.clone(), free });
        }
    }

    fn arrange_calls(&self, board: &Board) {
        self.calls.arrange(board.calls.iter().map(|row| row.id.clone()).collect());
        let (ended, live): (Vec<&CallRow>, Vec<&CallRow>) =
            board.calls.iter().partition(|row| row.state == CallState::Ended);
        let ids = |rows: &[&CallRow]| rows.iter().map(|row| row.id.clone()).collect::<Vec<_>>();
        set_if_different(&self.live_calls.into(), &ids(&live));
        let mut ended = ended;
        ended.sort_by(|one, other| (other.since, &other.id).cmp(&(one.since, &one.id)));
        set_if_different(&self.ended_calls.into(), &ids(&ended));
    }

    fn show_totals(&self, board: &Board) {
        set_if_different(&self.totals.into(), &Totals::of(board));
        self.version.update(|version| *version += 1);
    }
}

/// Whether a delta follows on what is known.
fn next(position: Option<&Position>, epoch: &str, seq: u64) -> Taken {
    match position {
        Some(position) if position.epoch == epoch => match seq.checked_sub(position.seq) {
            Some(1) => Taken::Applied,
            None | Some(0) => Taken::Passed,
            Some(_) => Taken::Gap,
        },
        _ => Taken::Gap,
    }
}

/// The ids that a frame speaks of, and whether a list of rows may have changed with it.
#[derive(Default)]
struct Touched<'a> {
    agents: BTreeSet<&'a str>,
    calls: BTreeSet<&'a str>,
    queue: bool,
    agent_list: bool,
    queue_list: bool,
    call_list: bool,
}

impl<'a> Touched<'a> {
    fn by(changes: &'a [Change]) -> Self {
        let mut touched = Self::default();
        for change in changes {
            match change {
                Change::Agent(now) => _ = touched.agents.insert(&now.id),
                Change::AgentRow(row) => {
                    touched.agents.insert(&row.id);
                    touched.agent_list = true;
                }
                Change::AgentGone(_) => touched.agent_list = true,
                Change::Queue(_) => touched.queue = true,
                Change::QueueRow(_) | Change::QueueGone(_) => touched.queue_list = true,
                Change::Call(now) => _ = touched.calls.insert(&now.id),
                Change::CallRow(row) => {
                    touched.calls.insert(&row.id);
                    touched.call_list = true;
                }
                Change::CallGone(_) => touched.call_list = true,
                Change::Source(_)
                | Change::Today(_)
                | Change::Figures(_)
                | Change::Drift(_)
                | Change::Gaps(_) => {}
            }
        }
        touched
    }
}

fn set_if_different<Value: Clone + PartialEq + Send + Sync + 'static>(
    signal: &ArcRwSignal<Value>,
    value: &Value,
) {
    if signal.with_untracked(|old| old != value) {
        signal.set(value.clone());
    }
}

#[cfg(test)]
mod tests;
