//! A number with everything that makes it, as pages and the API show it.

use std::collections::BTreeMap;

use app::explained::{Definition, Drill, DrillRow, Recount, Role, RoleCount, Spoken, Unit, Why};
use kpi::{Kpi, Left, Millis, Scope, Span, Subject};
use wire::Window;

use super::desk::Desk;
use crate::history::kept;
use crate::live::Sight;

/// One number: whose, and which of its windows was asked for.
#[derive(Debug, Clone)]
pub struct Question {
    pub kpi: Kpi,
    pub scope: Scope,
    pub window: Option<Window>,
    /// Rows to show; the counts are of all.
    pub limit: usize,
    /// For whom.
    pub sight: Sight,
}

pub fn drill(desk: &Desk<'_>, span: Span, question: &Question) -> Drill {
    let Question { kpi, scope, window, limit, sight } = question;
    let figure = desk.figure(*kpi, scope, span);
    let rows = desk.drill(*kpi, scope, span);
    let mut counts: BTreeMap<(Role, Why), u32> = BTreeMap::new();
    for row in &rows {
        *counts.entry(role(row)).or_default() += 1;
    }
    let as_of = if span.until <= desk.now { span.until - 1 } else { desk.now };
    Drill {
        definition: definition(desk, *kpi, scope),
        window: window.filter(|_| !kpi.is_of_an_instant()),
        from: span.from,
        until: span.until,
        as_of,
        part: figure.part,
        of: figure.of,
        mixed_targets: figure.mixed_targets,
        recount: recount(*kpi, &rows),
        counts: counts.into_iter().map(|((role, why), count)| RoleCount { role, why, count }).collect(),
        total: u32::try_from(rows.len()).unwrap_or(u32::MAX),
        rows: rows.iter().rev().take(*limit).map(|one| row(desk, one, sight)).collect(),
        // An agent has no balance.
        unmatched: desk.balance(&Scope { agent: None, ..scope.clone() }, span).remainder,
        csv: Some(csv_path(*kpi, scope, span, desk.now)),
    }
}

/// What a number means, by the rules now in force.
pub fn definition(desk: &Desk<'_>, kpi: Kpi, scope: &Scope) -> Definition {
    told(kpi::definition(kpi, desk.rules, scope, desk.now))
}

/// A meaning, as far as pages tell it.
pub fn told(definition: kpi::Definition) -> Definition {
    let kpi::Definition { id, version, name, formula, unit, .. } = definition;
    Definition {
        id: id.to_owned(),
        version,
        name: spoken(name),
        formula: spoken(formula),
        unit: match unit {
            kpi::Unit::Share => Unit::Share,
            kpi::Unit::Mean => Unit::Mean,
            kpi::Unit::Percentile => Unit::Percentile,
            kpi::Unit::Longest => Unit::Longest,
            kpi::Unit::Count => Unit::Count,
        },
    }
}

/// One row, with names instead of ids, as this sight has it.
pub fn row(desk: &Desk<'_>, row: &kpi::DrillRow<'_>, sight: &Sight) -> DrillRow {
    let (role, why) = role(row);
    let mut shown = DrillRow {
        key: row.call().map(|call| call.key.to_string()),
        at: row.at,
        queue: None,
        number: row.call().and_then(|call| number(call, sight)),
        agent: None,
        waited: None,
        talked: None,
        role,
        why,
    };
    let agent = |id: &kpi::Text| sight.name(&desk.names.agent(id));
    match row.subject {
        Subject::Call(call) => {
            let seen = kept::seen(call, sight);
            shown.queue = seen.queue().map(|id| desk.names.queue(id).to_string());
            shown.agent = seen.agent.map(agent);
            shown.talked = if seen.is_cut { seen.talked } else { call.talked };
        }
        Subject::Passage { call, index } => {
            let Some(passage) = call.passages.get(index) else { return shown };
            shown.queue = passage.queue.as_ref().map(|id| desk.names.queue(id).to_string());
            let left = passage.left.as_ref().filter(|left| left.at() <= desk.now);
            shown.waited = Some((left.map_or(desk.now, Left::at) - passage.entered).max(0));
            if let Some(Left::Answered { agent: who, talked, .. }) = left {
                shown.agent = who.as_ref().map(agent);
                shown.talked = *talked;
            }
        }
        Subject::Miss { call, index } => {
            let Some(miss) = call.misses.get(index) else { return shown };
            shown.queue = miss.queue.as_ref().map(|id| desk.names.queue(id).to_string());
            shown.agent = Some(agent(&miss.agent));
        }
        Subject::Stint(stint) => {
            shown.agent = Some(agent(&stint.agent));
            shown.talked = Some(row.value);
        }
    }
    shown
}

/// The far party's number.
pub fn number(call: &kpi::Call, sight: &Sight) -> Option<String> {
    Some(sight.number(call.number.as_deref()?, own_agent(call, sight)))
}

/// Who talked on the call, as far as this sight asks: the one it belongs to if they were among several.
pub fn own_agent<'a>(call: &'a kpi::Call, sight: &Sight) -> Option<&'a str> {
    let picked_up = call.passages.iter().filter_map(|passage| match &passage.left {
        Some(Left::Answered { agent, .. }) => agent.as_deref(),
        _ => None,
    });
    let mut talked = call.agent.as_deref().into_iter().chain(picked_up);
    talked.find(|agent| sight.is_whole(Some(agent)))
}

/// The number once more, from nothing but the rows.
pub fn recount(kpi: Kpi, rows: &[kpi::DrillRow<'_>]) -> Recount {
    let counted: Vec<_> = rows.iter().filter(|row| !matches!(row.role, kpi::Role::LeftOut(_))).collect();
    let of = counted.iter().map(|row| row.of).sum();
    let part = match kpi.unit() {
        kpi::Unit::Percentile => {
            let mut values: Vec<i64> = counted.iter().map(|row| row.part).collect();
            values.sort_unstable();
            let rank = (values.len() * 9).div_ceil(10);
            rank.checked_sub(1).map_or(0, |place| values[place])
        }
        kpi::Unit::Longest => counted.iter().map(|row| row.part).max().unwrap_or(0),
        _ => counted.iter().map(|row| row.part).sum(),
    };
    Recount { part, of }
}

fn role(row: &kpi::DrillRow<'_>) -> (Role, Why) {
    match row.role {
        kpi::Role::Counted => (Role::Counted, counted(row)),
        kpi::Role::Against(reason) => (Role::Against, why(reason)),
        kpi::Role::LeftOut(reason) => (Role::LeftOut, why(reason)),
    }
}

/// What made a row count: the number itself says it, but for an agent's time.
fn counted(row: &kpi::DrillRow<'_>) -> Why {
    row.stint().map_or(Why::Counted, |stint| match stint.state {
        kpi::State::OnCall => Why::OnCall,
        kpi::State::WrapUp => Why::WrapUp,
        _ => Why::Counted,
    })
}

fn why(why: kpi::Why) -> Why {
    match why {
        kpi::Why::Answered => Why::Answered,
        kpi::Why::AnsweredLate => Why::AnsweredLate,
        kpi::Why::Abandoned => Why::Abandoned,
        kpi::Why::AbandonedLate => Why::AbandonedLate,
        kpi::Why::ShortAbandon => Why::ShortAbandon,
        kpi::Why::EarlyAbandon => Why::EarlyAbandon,
        kpi::Why::FlowedOut => Why::FlowedOut,
        kpi::Why::FlowedOutLate => Why::FlowedOutLate,
        kpi::Why::UnknownEnd => Why::UnknownEnd,
        kpi::Why::UnknownEndLate => Why::UnknownEndLate,
        kpi::Why::Waits => Why::Waits,
        kpi::Why::WaitsPastTarget => Why::WaitsPastTarget,
        kpi::Why::TransferredIn => Why::TransferredIn,
        kpi::Why::TalkGoesOn => Why::TalkGoesOn,
        kpi::Why::TalkUnknown => Why::TalkUnknown,
        kpi::Why::Internal => Why::Internal,
        kpi::Why::SameCaller => Why::SameCaller,
        kpi::Why::Available => Why::Available,
        kpi::Why::Ringing => Why::Ringing,
        kpi::Why::Paused => Why::Paused,
        kpi::Why::NotSignedIn => Why::NotSignedIn,
        kpi::Why::WindowTooShort => Why::WindowTooShort,
    }
}

fn spoken([vi, en]: [String; 2]) -> Spoken {
    Spoken { vi, en }
}

/// The same list as CSV, of the same moment.
fn csv_path(kpi: Kpi, scope: &Scope, span: Span, now: Millis) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("from", &span.from.to_string()).append_pair("to", &span.until.to_string());
    query.append_pair("at", &now.to_string());
    for (name, id) in [("queue", &scope.queue), ("agent", &scope.agent)] {
        if let Some(id) = id {
            query.append_pair(name, id);
        }
    }
    format!("/api/v1/kpis/{}/calls.csv?{}", kpi.id(), query.finish())
}
