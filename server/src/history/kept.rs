//! Calls out of the store as the rows of `/calls`.

use app::{CallResult, CallsPage, PastCall};
use kpi::{Call, Left, Millis, Passage, Text};
use store::{Bookmark, CallQuery, When};
use wire::Direction;

use super::Filter;
use super::search::{self, Search};
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
    let (mut number, mut key, mut about) = (filter.number.as_deref().map(Into::into), None, None);
    match filter.q.as_deref().and_then(|typed| search::read(typed, names, &sight.scope)) {
        Some(Search::Number(typed)) => number = Some(number.unwrap_or(typed)),
        Some(Search::Key(id)) => key = Some(id),
        Some(Search::About(found)) => about = Some(found),
        None => {}
    }
    let agent = match (&number, &sight.numbers) {
        (None, _) | (_, Numbers::Whole) => agent,
        (Some(_), Numbers::Own(own)) if agent.as_ref().is_none_or(|agent| agent == own) => Some(own.clone()),
        (Some(_), _) => return Err(AppError::NumbersHidden),
    };
    Ok(CallQuery {
        // Both ends belong to it, as in AntRing's own windows.
        when: Some(When::Started(kpi::Span { from, until: to.saturating_add(1) })),
        queue: queue.transpose()?,
        agent,
        among: sight.scope.queues().cloned(),
        result: filter.result,
        direction: filter.direction,
        number,
        key,
        about,
        sort: filter.sort,
        ..CallQuery::default()
    })
}

/// One page, in the order asked for.
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
    let counted = u32::try_from(total.calls).unwrap_or(u32::MAX);
    Ok(CallsPage { rows, from, to, total: counted, total_is_exact: total.is_exact })
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
    let number = call.number.as_ref();
    let seen = seen(call, sight);
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
        queue: seen.queue().map(|queue| names.queue(queue).to_string()),
        agent: seen.agent.map(|agent| sight.name(&named(agent, names))),
        waited: seen.waited.map(seconds),
        talked: seen.talked.map(seconds),
        result: match call.result {
            kpi::CallResult::Answered => CallResult::Answered,
            kpi::CallResult::Abandoned => CallResult::Abandoned,
            kpi::CallResult::LeftEarly => CallResult::Ivr,
            kpi::CallResult::Busy => CallResult::Busy,
            kpi::CallResult::NoAnswer => CallResult::Cancelled,
            kpi::CallResult::Failed => CallResult::Failed,
            kpi::CallResult::Live => CallResult::Live,
            kpi::CallResult::Unknown => CallResult::Unknown,
        },
        has_recording: call.recording.is_some(),
    }
}

/// What a sight has of a call: of one that passed through several queues only the passages of its own.
pub struct Seen<'a> {
    /// A caller may have passed through several; the last one decided.
    last: Option<&'a Passage>,
    pub agent: Option<&'a Text>,
    pub waited: Option<Millis>,
    pub talked: Option<Millis>,
    /// Some passages are not this sight's.
    pub is_cut: bool,
}

impl Seen<'_> {
    pub fn queue(&self) -> Option<&Text> {
        self.last?.queue.as_ref()
    }
}

pub fn seen<'a>(call: &'a Call, sight: &Sight) -> Seen<'a> {
    let is_seen = |passage: &&Passage| sight.scope.has(passage.queue.as_deref());
    if call.passages.iter().all(|passage| is_seen(&passage)) {
        let (waited, talked) = (call.last_wait(), call.last_talk());
        return Seen {
            last: call.passages.last(),
            agent: call.agent.as_ref(),
            waited,
            talked,
            is_cut: false,
        };
    }
    let last = call.passages.iter().rfind(is_seen);
    let left = last.and_then(|last| last.left.as_ref());
    Seen {
        last,
        agent: last.and_then(Passage::answered_by),
        waited: last.zip(left).map(|(last, left)| (left.at() - last.entered).max(0)),
        talked: match left {
            Some(Left::Answered { talked, .. }) => *talked,
            _ => None,
        },
        is_cut: true,
    }
}

/// Somebody whom no directory lists goes by what the record calls them.
pub fn named(agent: &Text, names: &Names) -> String {
    if names.knows_agent(agent) || agent.len() >= 32 {
        names.agent(agent).to_string()
    } else {
        agent.to_string()
    }
}

fn seconds(millis: Millis) -> u32 {
    u32::try_from((millis + 500) / 1_000).unwrap_or(0)
}
