//! An agent's own day, and one caller's earlier calls: what the agent page shows. The figures are the desk's own, so a
//! supervisor who asks for this agent gets the same.

use app::fragments::dial::{Mine, Row};
use kpi::{Call, Caller, Kpi, Millis, Role, Scope, Span, Text, Why};

use super::desk::Desk;
use super::drill;
use super::names::Names;
use crate::history::kept;
use crate::live::Sight;

/// The agent's figures of the span; `scope` names the agent.
pub fn day(desk: &Desk<'_>, span: Span, scope: &Scope) -> Mine {
    let figure = |kpi| desk.figure(kpi, scope, span);
    let talk = figure(Kpi::Talk);
    Mine {
        calls: figure(Kpi::Calls).part,
        talk: (talk.part, talk.of),
        missed: figure(Kpi::Missed).part,
        paused: paused(desk, span, scope),
    }
}

/// Their breaks, as the list behind the occupancy leaves them out.
fn paused(desk: &Desk<'_>, span: Span, scope: &Scope) -> Option<Millis> {
    let rows = desk.drill(Kpi::Occupancy, scope, span);
    let is = |why| rows.iter().filter(move |row| row.role == Role::LeftOut(why));
    if is(Why::WindowTooShort).next().is_some() {
        return None;
    }
    Some(is(Why::Paused).map(|row| row.value).sum())
}

/// The last calls that the agent talked on or made, newest first.
pub fn recent(desk: &Desk<'_>, span: Span, agent: &Text, sight: &Sight, most: usize) -> Vec<Row> {
    let own = |call: &&Call| {
        let talked = call.passages.iter().any(|passage| passage.answered_by() == Some(agent));
        talked || call.agent.as_ref() == Some(agent)
    };
    let over = |call: &&Call| call.ended.is_some() && call.started >= span.from && call.started < span.until;
    let mut calls: Vec<&Call> = desk.calls.iter().filter(own).filter(over).collect();
    calls.sort_by_key(|call| std::cmp::Reverse(call.started));
    calls.into_iter().take(most).map(|call| row(call, desk.names, sight)).collect()
}

/// How often the far party of `number` called in these calls, and their calls but for the one with this key, newest first.
pub fn earlier(calls: &[Call], key: &str, number: &str, names: &Names, sight: &Sight) -> (usize, Vec<Row>) {
    let who = kpi::caller(Some(number));
    let same = |call: &&Call| who != Caller::Anonymous && kpi::caller(call.number.as_deref()) == who;
    let mut calls: Vec<&Call> = calls.iter().filter(same).collect();
    calls.sort_by_key(|call| std::cmp::Reverse(call.started));
    let called = calls.iter().filter(|call| call.direction == kpi::Direction::Inbound).count();
    let others =
        calls.into_iter().filter(|call| &*call.key != key && !call.legs.iter().any(|leg| &**leg == key));
    (called, others.map(|call| row(call, names, sight)).collect())
}

fn row(call: &Call, names: &Names, sight: &Sight) -> Row {
    let told = kept::row(call, names, sight);
    let can_call = told.id.is_some() && told.number.is_some() && drill::own_agent(call, sight).is_some();
    Row {
        key: call.key.to_string(),
        at: call.started,
        direction: told.direction,
        number: told.number,
        queue: told.queue,
        agent: told.agent,
        result: told.result,
        talked: call.talked,
        can_call,
    }
}
