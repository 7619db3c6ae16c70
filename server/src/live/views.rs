//! What a board looks like to viewers of one privacy profile, and what changed since the frame before.
//!
//! A view remembers the board as its viewers have it. Only rows that an event touched are made anew, compared, and
//! sent where they differ; the remembered board then takes the very changes that were sent, by the same
//! [`wire::Board::apply`] that browsers use. So snapshot plus deltas is the next snapshot by construction.

use floor::{AgentId, Changes, Floor, LegId, Periods, QueueId};
use wire::{AgentRow, Board, CallRow, Change, QueueRow};

use super::to_wire::{self, Privacy};

pub struct View {
    pub privacy: Privacy,
    pub board: Board,
}

impl View {
    pub fn new(privacy: Privacy, board: Board) -> Self {
        Self { privacy, board }
    }

    /// Brings the board up to the floor and returns what viewers must be told.
    pub fn catch_up(&mut self, floor: &Floor, touched: &Changes, periods: Periods) -> Vec<Change> {
        let mut changes = Vec::new();
        if touched.sources {
            let rows = to_wire::sources(floor, periods);
            changes
                .extend(rows.into_iter().filter(|row| !self.board.sources.contains(row)).map(Change::Source));
        }
        if touched.today {
            let today = to_wire::today(floor);
            if today != self.board.today {
                changes.push(Change::Today(today));
            }
        }
        if touched.drift {
            let drift = to_wire::drift(floor);
            changes.extend((drift != self.board.drift).then_some(Change::Drift(drift)));
        }
        if touched.gaps {
            let gaps = to_wire::gaps(floor);
            changes.extend((gaps != self.board.gaps).then_some(Change::Gaps(gaps)));
        }
        self.queues(floor, touched, &mut changes);
        for id in &touched.agents {
            changes.extend(self.agent(floor, id));
        }
        for id in &touched.calls {
            changes.extend(self.call(floor, id));
        }
        for change in &changes {
            self.board.apply(change);
        }
        changes
    }

    fn queues(&self, floor: &Floor, touched: &Changes, changes: &mut Vec<Change>) {
        if touched.queues.is_empty() {
            return;
        }
        let numbers = floor.queue_numbers();
        for id in &touched.queues {
            let row = numbers.get(id).and_then(|now| to_wire::queue(floor, id, now));
            changes.extend(self.queue(id, row));
        }
    }

    fn queue(&self, id: &QueueId, row: Option<QueueRow>) -> Option<Change> {
        let shown = self.board.queues.iter().find(|shown| shown.id == id.as_str());
        match (row, shown) {
            (None, None) => None,
            (None, Some(_)) => Some(Change::QueueGone(id.to_string())),
            (Some(row), Some(shown)) if row == *shown => None,
            (Some(row), Some(shown)) if row.name == shown.name => Some(Change::Queue(row.now())),
            (Some(row), _) => Some(Change::QueueRow(row)),
        }
    }

    fn agent(&self, floor: &Floor, id: &AgentId) -> Option<Change> {
        let shown = self.board.agents.iter().find(|shown| shown.id == id.as_str());
        let same_person = |row: &AgentRow, shown: &AgentRow| {
            row.name == shown.name
                && row.username == shown.username
                && row.extensions == shown.extensions
                && row.queues == shown.queues
        };
        match (to_wire::agent(floor, id), shown) {
            (None, None) => None,
            (None, Some(_)) => Some(Change::AgentGone(id.to_string())),
            (Some(row), Some(shown)) if row == *shown => None,
            (Some(row), Some(shown)) if same_person(&row, shown) => Some(Change::Agent(row.now())),
            (Some(row), _) => Some(Change::AgentRow(row)),
        }
    }

    fn call(&self, floor: &Floor, id: &LegId) -> Option<Change> {
        let shown = self.board.calls.iter().find(|shown| shown.id == id.as_str());
        let same_call = |row: &CallRow, shown: &CallRow| {
            // All legs, though viewers seldom look at them: a board is what the floor says, whatever its frames were,
            // or a replay could not show the same.
            row.legs == shown.legs
                && row.direction == shown.direction
                && row.number == shown.number
                && row.line == shown.line
                && row.started == shown.started
        };
        match (to_wire::call(floor, id, self.privacy), shown) {
            (None, None) => None,
            (None, Some(_)) => Some(Change::CallGone(id.to_string())),
            (Some(row), Some(shown)) if same_call(&row, shown) => {
                let now = row.now();
                (now != shown.now()).then_some(Change::Call(now))
            }
            (Some(row), _) => Some(Change::CallRow(row)),
        }
    }
}
