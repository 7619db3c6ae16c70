//! The boards that somebody looks at: one for each sight, made when first asked for and dropped when nobody has looked
//! for a while.
//!
//! Agents share the masked board. What differs, the rows of an agent's own calls, is kept for each agent who is
//! connected; their frames are the shared bytes, but for the few that tell of an own call.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use floor::{AgentId, LegId};
use tokio::time::Instant;
use wire::{Board, CallRow, Change, Frame, Position};

use super::sight::{Numbers, Sight};
use super::stage::{Stage, Touched};
use super::to_wire;
use super::views::{View, to_shown};
use crate::hub::{Stream, Subscription};

/// A board nobody looks at is kept so long: who lost the line comes back within it.
const KEPT_UNSEEN: Duration = Duration::from_secs(60);

pub struct Boards {
    /// Two servers never share it.
    epoch: String,
    made: u32,
    shown: BTreeMap<Sight, Shown>,
}

struct Shown {
    view: View,
    stream: Stream,
    looked_at: Instant,
    /// By agent, with those who see the numbers of their own calls.
    own: BTreeMap<Arc<str>, Own>,
}

/// One agent's own calls, as that agent sees them.
struct Own {
    calls: BTreeMap<String, CallRow>,
    /// In step with the shared one.
    stream: Stream,
    looked_at: Instant,
}

impl Boards {
    pub fn new(epoch: String) -> Self {
        Self { epoch, made: 0, shown: BTreeMap::new() }
    }

    pub fn viewers(&self) -> usize {
        self.shown.values().map(Shown::viewers).sum()
    }

    /// How many are being kept up to date, agents' own not counted.
    #[cfg(test)]
    pub fn len(&self) -> usize {
        self.shown.len()
    }

    pub fn subscribe(
        &mut self,
        stage: &Stage,
        sight: &Sight,
        from: Option<Position>,
        at: String,
    ) -> Subscription {
        let (shared, own) = sight.shared();
        let shown = self.shown(stage, shared);
        let Shown { view, stream, own: owns, .. } = shown;
        let Some(agent) = own else {
            return stream.subscribe(from, || (at, view.board.clone()));
        };
        let own = owns.entry(Arc::clone(agent)).or_insert_with(|| Own {
            calls: own_calls(stage, sight, &view.board),
            stream: stream.branch(),
            looked_at: Instant::now(),
        });
        own.looked_at = Instant::now();
        own.stream.subscribe(from, || (at, with_own(&view.board, &own.calls)))
    }

    pub fn snapshot(&mut self, stage: &Stage, sight: &Sight, at: String) -> Frame {
        let (shared, own) = sight.shared();
        let Shown { view, stream, .. } = self.shown(stage, shared);
        let board = match own {
            None => view.board.clone(),
            Some(_) => with_own(&view.board, &own_calls(stage, sight, &view.board)),
        };
        stream.snapshot(at, board)
    }

    /// Brings every board up to the stage and sends what is new on it.
    pub fn catch_up(&mut self, stage: &Stage, touched: &Touched, at: &str) {
        for shown in self.shown.values_mut() {
            shown.catch_up(stage, touched, at);
        }
    }

    /// Says that nothing happened, where nothing was said for so long.
    pub fn beat(&mut self, silent: Duration, at: &str) {
        let streams = self.shown.values_mut().flat_map(|shown| {
            std::iter::once(&mut shown.stream).chain(shown.own.values_mut().map(|own| &mut own.stream))
        });
        for stream in streams.filter(|stream| stream.silent_for() >= silent) {
            stream.notify(at.to_owned(), wire::Notice::Heartbeat);
        }
    }

    /// Drops what nobody has looked at for a while.
    pub fn forget(&mut self, now: Instant) {
        let is_old = |looked_at: Instant| now.saturating_duration_since(looked_at) > KEPT_UNSEEN;
        for shown in self.shown.values_mut() {
            shown.own.retain(|_, own| own.stream.viewers() > 0 || !is_old(own.looked_at));
        }
        self.shown.retain(|_, shown| {
            shown.stream.viewers() > 0 || !shown.own.is_empty() || !is_old(shown.looked_at)
        });
        // From when they are left alone, not from when they were first looked at.
        for shown in self.shown.values_mut() {
            if shown.stream.viewers() > 0 {
                shown.looked_at = now;
            }
            for own in shown.own.values_mut().filter(|own| own.stream.viewers() > 0) {
                own.looked_at = now;
            }
        }
    }

    fn shown(&mut self, stage: &Stage, sight: Sight) -> &mut Shown {
        let (epoch, made) = (&self.epoch, &mut self.made);
        let shown = self.shown.entry(sight).or_insert_with_key(|sight| {
            *made += 1;
            Shown {
                view: View::of(stage, sight.clone()),
                // Who comes from another sight's stream, or from one that was dropped, is not taken for one of this.
                stream: Stream::new(format!("{epoch}.{made}")),
                looked_at: Instant::now(),
                own: BTreeMap::new(),
            }
        });
        shown.looked_at = Instant::now();
        shown
    }
}

impl Shown {
    fn viewers(&self) -> usize {
        self.stream.viewers() + self.own.values().map(|own| own.stream.viewers()).sum::<usize>()
    }

    fn catch_up(&mut self, stage: &Stage, touched: &Touched, at: &str) {
        let changes = self.view.catch_up(stage, touched);
        let mut differing: BTreeMap<Arc<str>, Vec<Change>> = BTreeMap::new();
        // Once for all agents: most touched calls are none of theirs.
        let of = |id| stage.floor.call(id).and_then(floor::Call::agent);
        let talks: Vec<(&LegId, Option<AgentId>)> = match self.own.is_empty() {
            true => Vec::new(),
            false => touched.floor.calls.iter().map(|id| (id, of(id))).collect(),
        };
        for (agent, own) in &mut self.own {
            let sight = Sight { numbers: Numbers::Own(Arc::clone(agent)), ..self.view.sight.clone() };
            let instead = own.catch_up(stage, &talks, &sight, &self.view.board);
            if !instead.is_empty() {
                let told = |change: &&Change| call_of(change).is_none_or(|id| !instead.contains_key(id));
                let others = changes.iter().filter(told).cloned();
                let all = others.chain(instead.values().flatten().cloned()).collect();
                differing.insert(Arc::clone(agent), all);
            }
        }
        if changes.is_empty() && differing.values().all(Vec::is_empty) {
            return;
        }
        let Some(shared) = self.stream.publish(at.to_owned(), changes) else { return };
        for (agent, own) in &mut self.own {
            match differing.remove(agent) {
                None => own.stream.follow(shared.clone()),
                Some(changes) => drop(own.stream.publish(at.to_owned(), changes)),
            }
        }
    }
}

impl Own {
    /// Of each touched call that is the agent's own, or was: what this agent is told instead of what all are.
    fn catch_up(
        &mut self,
        stage: &Stage,
        talks: &[(&LegId, Option<AgentId>)],
        sight: &Sight,
        masked: &Board,
    ) -> BTreeMap<String, Option<Change>> {
        let mut instead = BTreeMap::new();
        for (id, agent) in talks {
            let is_own = sight.is_whole(agent.as_ref().map(AgentId::as_str));
            let now = if is_own { own_call(stage, id, sight) } else { None };
            let before = self.calls.remove(id.as_str());
            let change = match now {
                // They are told what all are.
                None if before.is_none() => continue,
                Some(row) => {
                    self.calls.insert(id.to_string(), row.clone());
                    // Before it was their own they saw it masked: then the whole row is new to them.
                    to_shown(id, Some(row), before.as_ref())
                }
                // It is somebody else's now, or has gone.
                None => {
                    let shared = masked.calls.iter().find(|call| call.id == id.as_str());
                    to_shown(id, shared.cloned(), before.as_ref())
                }
            };
            instead.insert(id.to_string(), change);
        }
        instead
    }
}

/// The row of a call that is this agent's own.
fn own_call(stage: &Stage, id: &LegId, sight: &Sight) -> Option<CallRow> {
    to_wire::call(&stage.floor, id, sight).filter(|row| sight.is_whole(row.agent.as_deref()))
}

fn own_calls(stage: &Stage, sight: &Sight, masked: &Board) -> BTreeMap<String, CallRow> {
    let own = masked.calls.iter().filter(|call| sight.is_whole(call.agent.as_deref()));
    own.filter_map(|call| Some((call.id.clone(), own_call(stage, &call.id.as_str().into(), sight)?)))
        .collect()
}

fn with_own(masked: &Board, own: &BTreeMap<String, CallRow>) -> Board {
    let mut board = masked.clone();
    for call in &mut board.calls {
        if let Some(row) = own.get(&call.id) {
            call.clone_from(row);
        }
    }
    board
}

fn call_of(change: &Change) -> Option<&str> {
    match change {
        Change::Call(now) => Some(&now.id),
        Change::CallRow(row) => Some(&row.id),
        Change::CallGone(id) => Some(id),
        _ => None,
    }
}
