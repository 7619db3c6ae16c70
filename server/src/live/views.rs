//! What a board looks like to viewers of one sight, and what changed since the frame before.
//!
//! A view remembers the board as its viewers have it. Only rows that an event touched are made anew, compared, and
//! sent where they differ; the remembered board then takes the very changes that were sent, by the same
//! [`wire::Board::apply`] that browsers use. So snapshot plus deltas is the next snapshot by construction.

use std::collections::BTreeSet;

use floor::{AgentId, Floor, LegId, QueueId};
use wire::{AgentRow, Board, CallRow, Change, QueueRow};

use super::sight::Sight;
use super::stage::{Stage, Touched};
use super::to_wire;

pub struct View {
    pub sight: Sight,
    pub board: Board,
}

impl View {
    /// The board as the stage has it.
    pub fn of(stage: &Stage, sight: Sight) -> Self {
        Self { board: to_wire::board(stage, &sight), sight }
    }

    /// Brings the board up to the stage and returns what viewers must be told.
    pub fn catch_up(&mut self, stage: &Stage, touched: &Touched) -> Vec<Change> {
        let Stage { floor, .. } = stage;
        let mut changes = Vec::new();
        // A viewer's next page or snapshot is soon enough.
        self.board.utc_offset_seconds = stage.utc_offset_seconds;
        let of_queues = self.sight.scope.queues().is_some() && !touched.floor.queues.is_empty();
        if touched.figures || of_queues {
            let mut new = to_wire::figures(stage, &self.sight);
            new.retain(|figure| !self.board.figures.contains(figure));
            changes.extend((!new.is_empty()).then_some(Change::Figures(new)));
        }
        self.queues(stage, &touched.floor.queues, &mut changes);
        let touched = &touched.floor;
        if touched.sources {
            let rows = to_wire::sources(floor, stage.meta.periods);
            changes
                .extend(rows.into_iter().filter(|row| !self.board.sources.contains(row)).map(Change::Source));
        }
        if touched.today {
            let today = to_wire::today(floor, &self.sight);
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

    fn queues(&self, stage: &Stage, touched: &BTreeSet<QueueId>, changes: &mut Vec<Change>) {
        if touched.is_empty() {
            return;
        }
        let numbers = stage.floor.queue_numbers();
        for id in touched {
            let row = numbers.get(id).and_then(|now| to_wire::queue(stage, id, now, &self.sight));
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
        match (to_wire::agent(floor, id, &self.sight), shown) {
            (None, None) => None,
            (None, Some(_)) => Some(Change::AgentGone(id.to_string())),
            (Some(row), Some(shown)) if row == *shown => None,
            (Some(row), Some(shown)) if same_person(&row, shown) => Some(Change::Agent(row.now())),
            (Some(row), _) => Some(Change::AgentRow(row)),
        }
    }

    fn call(&self, floor: &Floor, id: &LegId) -> Option<Change> {
        let shown = self.board.calls.iter().find(|shown| shown.id == id.as_str());
        to_shown(id, to_wire::call(floor, id, &self.sight), shown)
    }
}

/// What a viewer must be told of a call who was shown it like this.
pub(super) fn to_shown(id: &LegId, row: Option<CallRow>, shown: Option<&CallRow>) -> Option<Change> {
    let same_call = |row: &CallRow, shown: &CallRow| {
        // All legs, though viewers seldom look at them: a board is what the floor says, whatever its frames were,
        // or a replay could not show the same.
        row.legs == shown.legs
            && row.direction == shown.direction
            && row.number == shown.number
            && row.line == shown.line
            && row.started == shown.started
    };
    match (row, shown) {
        (None, None) => None,
        (None, Some(_)) => Some(Change::CallGone(id.to_string())),
        (Some(row), Some(shown)) if same_call(&row, shown) => {
            let now = row.now();
            (now != shown.now()).then_some(Change::Call(now))
        }
        (Some(row), _) => Some(Change::CallRow(row)),
    }
}
