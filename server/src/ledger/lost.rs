//! Lost callers, with names instead of ids, as a sight has them (`docs/lost-callers.md`).

use app::explained::Recount;
use app::lost::{LostCaller, LostCallers, LostState, Spoken, Talk, Try};
use kpi::{Call, Millis, Scope, Span};

use super::desk::Desk;
use super::drill;
use crate::live::Sight;

/// How far back a list may begin: its facts are read from there up to now.
pub const LONGEST: Millis = 31 * 24 * 3_600_000;

/// Losses of the span. The desk's facts reach to now.
pub fn lost(desk: &Desk<'_>, span: Span, scope: &Scope, sight: &Sight) -> LostCallers {
    let lost = desk.lost_callers(scope, span);
    let (closed, of) = lost.recovered();
    let open = lost.callers.iter().filter(|caller| caller.is_open());
    LostCallers {
        from: span.from,
        until: span.until,
        as_of: desk.now,
        recovered: Recount { part: closed.into(), of: of.into() },
        anonymous: lost.anonymous,
        oldest: open.map(|caller| caller.first.at).min(),
        deaf: None,
        callers: lost.callers.iter().map(|caller| row(desk, caller, sight)).collect(),
    }
}

fn row(desk: &Desk<'_>, caller: &kpi::LostCaller<'_>, sight: &Sight) -> LostCaller {
    let last = caller.last;
    LostCaller {
        call: last.call.key.to_string(),
        first_call: caller.first.call.key.to_string(),
        number: drill::number(last.call, sight).unwrap_or_default(),
        queue: last.queue.map(|queue| desk.names.queue(queue).to_string()),
        waited: last.waited,
        attempts: caller.attempts,
        first_lost: caller.first.at,
        last_lost: last.at,
        state: match &caller.state {
            kpi::LostState::Open { tried, last_try, waits } => LostState::Open {
                tried: *tried,
                last_try: last_try.map(|last| Try {
                    at: last.at,
                    agent: agent(desk, last.call, last.call.agent.as_ref(), sight),
                    goes_on: last.goes_on,
                }),
                waits: *waits,
            },
            kpi::LostState::Closed(closing) => LostState::Closed { talk: talk(desk, closing, sight) },
        },
        closed_before: caller.closed_before.as_ref().map(|before| talk(desk, before, sight)),
    }
}

fn talk(desk: &Desk<'_>, talk: &kpi::Talk<'_>, sight: &Sight) -> Talk {
    Talk {
        at: talk.at,
        agent: agent(desk, talk.call, talk.agent, sight),
        how: match talk.how {
            kpi::Spoken::CalledBack => Spoken::CalledBack,
            kpi::Spoken::CalledAgain => Spoken::CalledAgain,
        },
        goes_on: talk.goes_on,
    }
}

/// That a caller was reached is told to whoever saw them lost; who took them in a queue that is out of sight is not.
fn agent(desk: &Desk<'_>, call: &Call, agent: Option<&kpi::Text>, sight: &Sight) -> Option<String> {
    let elsewhere = !call.passages.is_empty() && !sight.scope.has_call(call);
    agent.filter(|_| !elsewhere).map(|agent| sight.name(&desk.names.agent(agent)))
}
