//! One call with all that is known of its way.

use app::calls::{Joined, OpenedCall};
use kpi::{Call, Join, Millis};
use store::CallQuery;

use super::lanes::{Reader, why_ended};
use super::{History, kept};
use crate::clock;
use crate::error::AppError;
use crate::ledger;
use crate::ledger::drill;
use crate::ledger::names::Names;
use crate::live::Sight;
use crate::replay::Replays;

/// When the last of a call's legs has ended, and its end is told.
const SETTLED: Millis = 2_000;

impl History {
    /// The call of this id, or of the leg of this id, as this sight has it; `None` when it has none.
    pub async fn opened(
        &self,
        id: &str,
        sight: &Sight,
        replays: &Replays,
    ) -> Result<Option<OpenedCall>, AppError> {
        let names = self.names().await?;
        let Some(kept) = self.one(id, &names).await? else { return Ok(None) };
        if sight.scope.queues().is_some() && !sight.scope.has_call(&kept) {
            return Ok(None);
        }
        let is_cut = kept::seen(&kept, sight).is_cut;
        // Events do not say which queue rang a phone, so of a call that is cut they are not shown.
        let floor = if is_cut { None } else { self.on_the_floor(&kept, replays).await? };
        let until = kept.ended.unwrap_or_else(clock::now);
        let reader = Reader { names: &names, sight, until };
        let lanes = match &floor {
            Some(floor) => reader.by_events(floor, &kept),
            None => reader.by_facts(&kept),
        };
        let ends = lanes.iter().flat_map(|lane| &lane.bars).map(|bar| bar.until);
        let until = if is_cut { ends.max().unwrap_or(until) } else { until };
        Ok(Some(OpenedCall {
            id: id.to_owned(),
            call: kept::row(&kept, &names, sight),
            line: kept.line.as_deref().map(|line| sight.number(line, drill::own_agent(&kept, sight))),
            until,
            lanes,
            by_events: floor.is_some(),
            hangup: floor.as_deref().and_then(why_ended),
            joined: match kept.join {
                Join::FeedOnly => Joined::EventsOnly,
                Join::HistoryOnly => Joined::HistoryOnly,
                Join::ByQueue => Joined::ByQueue,
                Join::ByRecording => Joined::ByRecording,
                Join::Soft => Joined::ByLikeness,
            },
            is_cut,
        }))
    }

    /// Out of the store, else out of AntRing's history of the last days.
    async fn one(&self, id: &str, names: &Names) -> Result<Option<Call>, AppError> {
        if let Some(call) = self.kept(id).await? {
            return Ok(Some(call));
        }
        let by_leg = CallQuery { key: Some(id.into()), limit: 1, ..CallQuery::default() };
        if let Some(call) = self.ledger.store().calls(&by_leg).await?.into_iter().next() {
            return Ok(Some(call));
        }
        let record = self.find(id).await?;
        Ok(record.and_then(|record| ledger::history::call(&record, names)))
    }

    /// As events made it: from the board while it is there, else from the journal as of its end.
    async fn on_the_floor(
        &self,
        kept: &Call,
        replays: &Replays,
    ) -> Result<Option<Box<floor::Call>>, AppError> {
        if let Some(call) = self.live.call(&kept.key).await? {
            return Ok(Some(call));
        }
        let Some(ended) = kept.ended else { return Ok(None) };
        Ok(replays.call_at(&kept.key, (ended + SETTLED).min(clock::now())).await)
    }
}
