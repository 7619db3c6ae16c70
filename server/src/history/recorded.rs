//! Which recording a call has, and who may hear it.

use antring::CallRecord;
use kpi::{Call, CallResult, Join, Text};
use wire::Millis;

use super::{DAY, History, page};
use crate::clock;
use crate::error::AppError;
use crate::ledger::drill;
use crate::live::{self, Numbers, Sight};

/// AntRing's record of a call bears the time of its beginning, by another clock.
const AROUND: Millis = 60_000;
/// So far back AntRing is asked for a call that nobody here knows.
const LOOKED_BACK: Millis = 7 * DAY;

/// What is known of a call's recording.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// For `play_recording`; `None` when no record names one (yet).
    pub name: Option<Text>,
    /// `None` while the call lasts.
    pub ended: Option<Millis>,
    /// Somebody talked on it, or that is not known: there may be something to record.
    pub may_have_one: bool,
}

impl History {
    /// `None` when nobody knows the call.
    pub async fn recorded(&self, call_id: &str) -> Result<Option<Recorded>, AppError> {
        if let Some(call) = self.kept(call_id).await? {
            let mut recorded = Recorded::of(&call);
            if recorded.name.is_none() && recorded.may_have_one && is_unread(&call) {
                recorded.name = self.record_of(&call).await?.and_then(|record| record.recording);
            }
            return Ok(Some(recorded));
        }
        if self.live.explain(call_id, Sight::everything()).await?.is_some() {
            return Ok(Some(Recorded { name: None, ended: None, may_have_one: true }));
        }
        Ok(self.find(call_id).await?.as_ref().map(Recorded::told))
    }

    /// Whether this sight reaches the call; an agent's only where they talked on it, a wall's never.
    pub async fn may_hear(&self, call_id: &str, sight: &Sight) -> Result<bool, AppError> {
        let is_agents = matches!(sight.numbers, Numbers::Own(_));
        if sight.names == live::Names::Short {
            return Ok(false);
        }
        if !is_agents && sight.scope.queues().is_none() {
            return Ok(true);
        }
        if let Some(call) = self.kept(call_id).await? {
            let talked = drill::own_agent(&call, sight).is_some();
            return Ok(sight.scope.has_call(&call) && (talked || !is_agents));
        }
        let Some(record) = self.find(call_id).await? else { return Ok(false) };
        let talked = page::is_whole(sight, &record, &self.board().await?);
        Ok(page::reaches(sight, &record) && (talked || !is_agents))
    }

    /// The kept call of this id, where this sight reaches it.
    pub async fn reached(&self, call_id: &str, sight: &Sight) -> Result<Option<Call>, AppError> {
        Ok(self.kept(call_id).await?.filter(|call| sight.scope.has_call(call)))
    }

    pub(super) async fn kept(&self, call_id: &str) -> Result<Option<Call>, AppError> {
        Ok(self.ledger.store().calls_by_key(&[call_id.into()]).await?.into_iter().next())
    }

    /// AntRing's record of a call that only the feed has told of so far.
    async fn record_of(&self, call: &Call) -> Result<Option<CallRecord>, AppError> {
        let records = self.records(call.started - AROUND, call.started + AROUND).await?;
        let is_its = |record: &&CallRecord| {
            let leg = record.call_id.as_ref().map(|id| id.as_str());
            leg.is_some_and(|leg| *leg == *call.key || call.legs.iter().any(|known| **known == *leg))
        };
        Ok(records.iter().find(is_its).cloned())
    }

    /// The call's record in AntRing's own history of the last days, while that has not been read into the store.
    pub(super) async fn find(&self, call_id: &str) -> Result<Option<CallRecord>, AppError> {
        let now = clock::now();
        if self.is_kept(now - LOOKED_BACK) {
            return Ok(None);
        }
        // Most who ask have just seen the list of the last day.
        for back in [DAY, LOOKED_BACK] {
            let records = self.records(now - back, now).await?;
            let is_it =
                |record: &&CallRecord| record.call_id.as_ref().is_some_and(|id| id.as_str() == call_id);
            if let Some(record) = records.iter().find(is_it) {
                return Ok(Some(record.clone()));
            }
        }
        Ok(None)
    }
}

/// Ended, and no record has been joined to it.
fn is_unread(call: &Call) -> bool {
    call.join == Join::FeedOnly && call.ended.is_some()
}

impl Recorded {
    fn of(call: &Call) -> Self {
        let may_have_one =
            matches!(call.result, CallResult::Answered | CallResult::Live | CallResult::Unknown);
        // One that was lost sight of is not believed to last for ever.
        let ended = call.ended.or_else(|| (call.result != CallResult::Live).then_some(call.started));
        Self { name: call.recording.clone(), ended, may_have_one }
    }

    fn told(record: &CallRecord) -> Self {
        let lasted = Millis::from(record.duration_seconds.unwrap_or_default()) * 1_000;
        let may_have_one = record.result() == antring::CallResult::Answered;
        Self { name: record.recording.clone(), ended: Some(record.started + lasted), may_have_one }
    }
}
