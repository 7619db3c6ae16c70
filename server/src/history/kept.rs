//! Calls out of the store as the rows of `/calls`.

use app::{CallResult, CallsPage, PastCall};
use kpi::{Call, Millis};
use store::{Bookmark, CallQuery, When};
use wire::Direction;

use super::Filter;
use crate::error::AppError;
use crate::ledger::names::Names;
use crate::ledger::{LedgerHandle, drill, join};
use crate::live::{Numbers, Sight};

/// Rows of one question to the store while a list is exported.
const EXPORTED_AT_ONCE: usize = 1_000;

/// The question as the store understands it.
///
/// # Errors
/// Somebody or something that there is not, or a search for numbers by one who must not see them: it would tell them
/// digit by digit. An agent finds the numbers of their own calls.
pub fn query(
    filter: &Filter,
    from: Millis,
    to: Millis,
    names: &Names,
    sight: &Sight,
) -> Result<CallQuery, AppError> {
    let unknown = |what: &str, id: &str| AppError::BadRequest(format!("there is no {what} {id:?}"));
    let queue = filter.queue.as_deref().map(|queue| {
        let known = names.queue_called(queue).filter(|queue| sight.scope.has(Some(queue)));
        known.cloned().ok_or_else(|| unknown("queue", queue))
    });
    let agent = filter.agent.as_deref().map(|agent| {
        let known = names.knows_agent(agent).then(|| agent.into());
        known.or_else(|| names.agent_with(agent).cloned()).ok_or_else(|| unknown("agent", agent))
    });
    let agent = agent.transpose()?;
    let agent = match (&filter.number, &sight.numbers) {
        (None, _) | (_, Numbers::Whole) => agent,
        (Some(_), Numbers::Own(own)) if agent.as_ref().is_none_or(|agent| agent == own) => Some(own.clone()),
        (Some(_), _) => return Err(AppError::NumbersHidden),
    };
    Ok(CallQuery {
        // Both ends belong to it, as in AntRing's own windows.
        when: Some(When::Started(kpi::Span { from, until: to + 1 })),
        queue: queue.transpose()?,
        agent,
        among: sight.scope.queues().cloned(),
        result: filter.result,
        direction: filter.direction,
        number: filter.number.as_deref().map(Into::into),
        ..CallQuery::default()
    })
}

/// One page, the newest call first.
pub async fn page(
    ledger: &LedgerHandle,
    names: &Names,
    query: CallQuery,
    sight: &Sight,
    (page, limit): (usize, usize),
    (from, to): (Millis, Millis),
) -> Result<CallsPage, AppError> {
    let query = CallQuery { limit, offset: (page - 1).saturating_mul(limit), ..query };
    let store = ledger.store();
    let (total, calls) = tokio::try_join!(store.count(&query), store.calls(&query))?;
    let rows = calls.iter().map(|call| row(call, names, sight)).collect();
    Ok(CallsPage { rows, from, to, total: u32::try_from(total.calls).unwrap_or(u32::MAX) })
}

/// The next rows of a list that is exported, and where it goes on; without that they are the last.
pub async fn export(
    ledger: &LedgerHandle,
    query: &CallQuery,
    behind: Option<Bookmark>,
) -> Result<(Vec<Call>, Option<Bookmark>), AppError> {
    let query = CallQuery { limit: EXPORTED_AT_ONCE, ..query.clone() };
    Ok(ledger.store().calls_behind(&query, behind).await?)
}

/// As this sight has it.
pub fn row(call: &Call, names: &Names, sight: &Sight) -> PastCall {
    // A caller may have passed through several queues; the last one decided.
    let last = call.passages.last();
    let number = call.number.as_ref();
    PastCall {
        id: join::is_real(&call.key).then(|| call.key.to_string()),
        started: call.started,
        direction: match call.direction {
            kpi::Direction::Inbound => Direction::Inbound,
            kpi::Direction::Outbound => Direction::Outbound,
            kpi::Direction::Internal => Direction::Internal,
            kpi::Direction::Unknown => Direction::Unknown,
        },
        number: drill::number(call, sight),
        name: number.and_then(|number| names.agent_with(number)).map(|agent| sight.name(&names.agent(agent))),
        queue: last.and_then(|last| last.queue.as_ref()).map(|queue| names.queue(queue).to_string()),
        agent: call.agent.as_ref().map(|agent| sight.name(&named(agent, names))),
        waited: call.last_wait().map(seconds),
        talked: call.last_talk().map(seconds),
        result: match call.result {
            kpi::CallResult::Answered => CallResult::Answered,
            kpi::CallResult::Abandoned => CallResult::Abandoned,
            kpi::CallResult::LeftEarly => CallResult::Ivr,
            kpi::CallResult::Busy => CallResult::Busy,
            kpi::CallResult::NoAnswer => CallResult::Cancelled,
            kpi::CallResult::Failed => CallResult::Failed,
            kpi::CallResult::Live | kpi::CallResult::Unknown => CallResult::Unknown,
        },
        has_recording: call.recording.is_some(),
    }
}

/// Somebody whom no directory lists goes by what the record calls them.
fn named(agent: &kpi::Text, names: &Names) -> String {
    if names.knows_agent(agent) || agent.len() >= 32 {
        names.agent(agent).to_string()
    } else {
        agent.to_string()
    }
}

fn seconds(millis: Millis) -> u32 {
    u32::try_from((millis + 500) / 1_000).unwrap_or(0)
}
