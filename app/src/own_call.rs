//! One's own call, as the agent page follows it on the board: from the click to the end.

use wire::{CallRow, CallState, Direction, Millis, Outcome};

use crate::format::dialable;

/// What this page has asked for last; `public/dial.js` asks, and tells of it on its form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The server has taken it; before that it is under way.
    pub is_placed: bool,
    /// As the server shows it to this page: it may be masked.
    pub number: String,
    /// When it was clicked, by the server's clock.
    pub at: Millis,
}

/// How far the call is that the page shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// The server has not answered the click yet.
    Asking,
    /// AntRing took it: one's own phone rings first.
    OwnPhoneRings,
    TheirPhoneRings,
    /// A caller, and one's own phone rings.
    CallerRings,
    Talking {
        since: Millis,
    },
    Ended {
        talked: Option<Millis>,
        outcome: Option<Outcome>,
    },
    /// Placed, and never on the board.
    NeverSeen,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Current {
    pub progress: Progress,
    /// The call's id, once the board shows it.
    pub call: Option<String>,
    pub number: Option<String>,
    pub queue: Option<String>,
    pub waited: Option<Millis>,
    pub started: Millis,
}

/// A call that began this much before the click is an earlier one; clocks and the feed differ by less.
const EARLIER: Millis = 5_000;
/// The leg to the far end comes this much after one's own phone was picked up.
const DIALS: Millis = 3_000;
/// A placed call that does not come to the board within this never will.
const NEVER_SEEN: Millis = 60_000;

/// The call to show at `now`, after what was shown `before`: the agent's own call that goes on, else the one just
/// asked for, else the last one, which is over. Whoever is no agent on the board is known by the number they asked for.
pub fn current(
    before: Option<&Current>,
    asked: Option<&Asked>,
    agent: Option<&str>,
    calls: &[CallRow],
    now: Millis,
) -> Option<Current> {
    let is_own = |call: &&CallRow| agent.is_some() && call.agent.as_deref() == agent;
    let is_asked = |call: &&CallRow| {
        asked.is_some_and(|asked| {
            call.started >= asked.at - EARLIER
                && call.direction != Direction::Inbound
                && call.number.as_deref().is_some_and(|number| is_same(number, &asked.number))
        })
    };
    let lives = |call: &&CallRow| call.state != CallState::Ended;
    let latest = |found: &mut dyn Iterator<Item = &CallRow>| found.max_by_key(|call| call.started).cloned();
    let live = latest(&mut calls.iter().filter(lives).filter(is_own))
        .or_else(|| latest(&mut calls.iter().filter(lives).filter(is_asked)));
    let fresh = asked.filter(|asked| {
        before.is_none_or(|shown| shown.call.is_none() || shown.started < asked.at - EARLIER)
    });
    // It may have ended before it was ever seen to live.
    let over = || {
        let asked = fresh?;
        let since_click = |call: &&CallRow| call.started >= asked.at - EARLIER;
        latest(&mut calls.iter().filter(since_click).filter(|call| is_own(call) || is_asked(call)))
    };
    if let Some(call) = live.or_else(over) {
        return Some(of(&call, asked.filter(|_| is_asked(&&call)), now));
    }
    if let Some(asked) = fresh {
        let progress = match asked.is_placed {
            false => Progress::Asking,
            true if now - asked.at > NEVER_SEEN => Progress::NeverSeen,
            true => Progress::OwnPhoneRings,
        };
        let number = Some(asked.number.clone()).filter(|number| !number.is_empty());
        return Some(Current { progress, call: None, number, queue: None, waited: None, started: asked.at });
    }
    let shown = before?;
    let id = shown.call.as_ref()?;
    match (calls.iter().find(|call| call.id == *id), shown.progress) {
        (Some(call), _) => Some(Current { number: shown.number.clone(), ..of(call, None, now) }),
        (None, Progress::Ended { .. }) => Some(shown.clone()),
        // It left the board before its end was seen.
        (None, _) => {
            Some(Current { progress: Progress::Ended { talked: None, outcome: None }, ..shown.clone() })
        }
    }
}

fn of(call: &CallRow, asked: Option<&Asked>, now: Millis) -> Current {
    // The switch may ring the own phone by a leg of its own, before it dials.
    let is_alone = call.legs.len() < 2;
    let progress = match (call.state, call.direction) {
        (CallState::Ended, _) => Progress::Ended { talked: call.talked, outcome: call.outcome },
        (CallState::Ringing, Direction::Inbound) => Progress::CallerRings,
        (CallState::Talking, Direction::Unknown) if is_alone => Progress::TheirPhoneRings,
        (CallState::Talking, Direction::Outbound)
            if is_alone && asked.is_some() && now - call.since < DIALS =>
        {
            Progress::TheirPhoneRings
        }
        (CallState::Talking, _) => Progress::Talking { since: call.since },
        (CallState::Ringing, Direction::Unknown) => Progress::OwnPhoneRings,
        (CallState::Arriving, _) => Progress::OwnPhoneRings,
        (CallState::Ringing | CallState::Waiting, _) if is_alone && asked.is_some() => {
            Progress::OwnPhoneRings
        }
        (CallState::Ringing | CallState::Waiting, _) => Progress::TheirPhoneRings,
    };
    let whole = |number: &String| !number.contains('•');
    let known = asked.map(|asked| asked.number.clone()).filter(whole);
    let number = call.number.clone().filter(whole).or(known).or_else(|| call.number.clone());
    Current {
        progress,
        call: Some(call.id.clone()),
        number,
        queue: call.queue.clone(),
        waited: call.waited,
        started: call.started,
    }
}

/// One number, however it is written; of a masked one its last three digits decide.
fn is_same(one: &str, other: &str) -> bool {
    match (dialable(one), dialable(other)) {
        (Some(one), Some(other)) => one == other,
        _ => {
            let end =
                |number: &str| number.chars().rev().filter(char::is_ascii_digit).take(3).collect::<String>();
            !end(one).is_empty() && end(one) == end(other)
        }
    }
}

#[cfg(test)]
mod tests;
