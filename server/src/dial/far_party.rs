//! Whom a call back would reach: the far party of a call on the board or of one that is kept. Agents may call back those
//! they spoke with, and callers who gave up in a queue; their numbers are not told by it.

use access::{Role, Who};
use kpi::{Direction, Left};

use crate::app_state::AppState;
use crate::error::AppError;
use crate::ledger::drill;
use crate::live::{Numbers, Sight};

pub struct FarParty {
    /// Whole: it never leaves the server but for AntRing.
    pub number: String,
    /// As this sight has it.
    pub shown: String,
}

/// # Errors
/// There is no such call, or it is none of those that the asker may call back; that is not told apart.
pub async fn far_party(state: &AppState, call: &str, who: &Who, sight: &Sight) -> Result<FarParty, AppError> {
    if who.role != Role::Agent {
        let number = whole_number(state, call, sight).await?.ok_or(AppError::CallUnknown)?;
        let shown = sight.number(&number, None);
        return Ok(FarParty { number, shown });
    }
    if let Some(own) = own_call(state, call, who, sight).await? {
        return Ok(own);
    }
    let reached = state.history.reached(call, sight).await?.ok_or(AppError::CallUnknown)?;
    let own = as_agent(who, sight).and_then(|own| drill::own_agent(&reached, &own).map(ToOwned::to_owned));
    match &reached.number {
        Some(number) if own.is_some() || was_lost(&reached) => {
            Ok(FarParty { number: number.to_string(), shown: sight.number(number, own.as_deref()) })
        }
        _ => Err(AppError::CallUnknown),
    }
}

/// The whole number of a call on the board, or of one that is kept; `None` where this sight does not reach.
pub async fn whole_number(state: &AppState, call: &str, sight: &Sight) -> Result<Option<String>, AppError> {
    if let Some(number) = state.live.number(call, sight.clone()).await? {
        return Ok(Some(number));
    }
    let reached = state.history.reached(call, sight).await?;
    Ok(reached.and_then(|call| call.number).map(|number| number.to_string()))
}

/// One on the board that the agent talks on.
async fn own_call(
    state: &AppState,
    call: &str,
    who: &Who,
    sight: &Sight,
) -> Result<Option<FarParty>, AppError> {
    let Some(own) = as_agent(who, sight) else { return Ok(None) };
    let wire::Frame::Snapshot { board, .. } = state.live.snapshot(own.clone()).await? else {
        return Ok(None);
    };
    let is_it = |row: &&wire::CallRow| row.id == call || row.legs.iter().any(|leg| leg == call);
    let is_own = |row: &&wire::CallRow| row.agent.as_deref().is_some_and(|agent| own.is_whole(Some(agent)));
    let Some(row) = board.calls.iter().find(is_it).filter(is_own) else { return Ok(None) };
    let number = state.live.number(&row.id, own).await?;
    let shown = |number: &str| sight.number(number, row.agent.as_deref());
    Ok(number.map(|number| FarParty { shown: shown(&number), number }))
}

/// A caller who gave up in a queue: whoever answers for them may be anybody.
fn was_lost(call: &kpi::Call) -> bool {
    let gave_up = |passage: &kpi::Passage| matches!(passage.left, Some(Left::Abandoned { .. }));
    call.direction == Direction::Inbound && call.passages.iter().any(gave_up)
}

/// What they would see were their numbers not masked: whose calls are their own stays true.
fn as_agent(who: &Who, sight: &Sight) -> Option<Sight> {
    match &sight.numbers {
        Numbers::Own(_) => Some(sight.clone()),
        Numbers::Whole | Numbers::Masked => {
            let agent = who.agent.as_deref()?.to_lowercase();
            Some(Sight { numbers: Numbers::Own(agent.into()), ..sight.clone() })
        }
    }
}
