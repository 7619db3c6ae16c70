//! Lost callers (`go-beyond.md` 7): who gave up waiting, one row a number, until somebody spoke to them.
//!
//! Lost is what [`Kpi::CallersLost`] counts, so that the list has as many rows as the tile says. A loss is closed by the
//! first talk with the same number that begins after it, whichever way that call went, through any queue or none; a
//! loss after that opens the row again. The rules for people: `docs/lost-callers.md`.

use std::borrow::Borrow;
use std::collections::{BTreeMap, HashMap, HashSet};

use crate::callers::{Caller, caller};
use crate::drill::DrillRow;
use crate::passages::{How as Stands, Stood};
use crate::verdict::Role;
use crate::walk::walk;
use crate::{Call, CallResult, Direction, Facts, Kpi, Left, Millis, Passage, Rules, Scope, Span, Text};

/// Calls on which two people speak now, by key, and since when: the one thing that a call without a queue does not tell
/// of itself before it is over.
pub type Talking = BTreeMap<Text, Millis>;

/// Who was lost in a span.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LostCallers<'a> {
    /// The open ones first, the newest loss first; then the closed ones, the newest talk first.
    pub callers: Vec<LostCaller<'a>>,
    /// Calls without a number that were lost: nobody can be called back, and nobody is merged.
    pub anonymous: u32,
}

/// One number, and how often it was lost since it was last spoken to.
#[derive(Debug, Clone, PartialEq)]
pub struct LostCaller<'a> {
    pub first: Loss<'a>,
    pub last: Loss<'a>,
    pub attempts: u32,
    pub state: LostState<'a>,
    /// They had been lost and spoken to before, within the span: this opened the row again.
    pub closed_before: Option<Talk<'a>>,
}

/// One wait that was given up.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Loss<'a> {
    pub call: &'a Call,
    pub at: Millis,
    /// Milliseconds from queue entry.
    pub waited: Millis,
    pub queue: Option<&'a Text>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum LostState<'a> {
    Open {
        /// Calls to the number since the first loss in which nobody spoke (yet).
        tried: u32,
        last_try: Option<Try<'a>>,
        /// They wait in a queue again at this moment.
        waits: bool,
    },
    Closed(Talk<'a>),
}

/// A call to a lost caller that they did not take, or that still rings.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Try<'a> {
    pub call: &'a Call,
    pub at: Millis,
    pub goes_on: bool,
}

/// Two people spoke.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Talk<'a> {
    pub call: &'a Call,
    /// When they began to.
    pub at: Millis,
    /// Who spoke for us, where it is known.
    pub agent: Option<&'a Text>,
    pub how: Spoken,
    /// They still do.
    pub goes_on: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spoken {
    /// We called.
    CalledBack,
    /// They called again, and were answered.
    CalledAgain,
}

impl LostCallers<'_> {
    /// How many were spoken to, and of how many.
    pub fn recovered(&self) -> (u32, u32) {
        let closed = self.callers.iter().filter(|caller| !caller.is_open()).count();
        (count(closed), count(self.callers.len()))
    }
}

impl LostCaller<'_> {
    pub fn is_open(&self) -> bool {
        matches!(self.state, LostState::Open { .. })
    }
}

/// Who was lost in the span and in the scope, as it stood at `now`. Whoever spoke to them since, spoke to them: the scope
/// does not matter for that, nor does the span's end, so the facts must reach from the span's start to `now`.
pub fn lost_callers<'a, C: Borrow<Call>>(
    facts: &Facts<'a, C>,
    talking: &Talking,
    scope: &Scope,
    span: Span,
    rules: &'a Rules,
    now: Millis,
) -> LostCallers<'a> {
    let mut people: HashMap<String, Vec<Happening<'a>>> = HashMap::new();
    let mut nobodies: HashSet<&'a str> = HashSet::new();
    walk(Kpi::CallersLost, facts, scope, span, rules, now, |row| {
        let (Role::Counted, Some((call, passage))) = (row.role, row.call().zip(row.passage())) else {
            return;
        };
        match caller(call.number.as_deref()) {
            Caller::Known(number) => people.entry(number).or_default().push(lost(&row, call, passage)),
            Caller::Anonymous => drop(nobodies.insert(&call.key)),
        }
    });
    if !people.is_empty() {
        for call in facts.calls.iter().map(Borrow::borrow) {
            let mut happened = since(call, talking, now);
            if happened.peek().is_none() {
                continue;
            }
            if let Caller::Known(number) = caller(call.number.as_deref())
                && let Some(happenings) = people.get_mut(&number)
            {
                happenings.extend(happened);
            }
        }
    }
    let mut callers: Vec<LostCaller<'a>> = people.into_values().filter_map(told).collect();
    callers.sort_by(|one, other| one.place().cmp(&other.place()));
    LostCallers { callers, anonymous: count(nobodies.len()) }
}

/// What makes or ends a row.
enum Happening<'a> {
    Spoken(Talk<'a>),
    Lost(Loss<'a>),
    Tried(Try<'a>),
    Waits(Millis),
}

impl Happening<'_> {
    /// By time. Of one moment the talk was first: whoever hung up then hung up after it.
    fn place(&self) -> (Millis, u8, &str) {
        match self {
            Self::Spoken(talk) => (talk.at, 0, &talk.call.key),
            Self::Lost(loss) => (loss.at, 1, &loss.call.key),
            Self::Tried(tried) => (tried.at, 2, &tried.call.key),
            Self::Waits(now) => (*now, 3, ""),
        }
    }
}

fn lost<'a>(row: &DrillRow<'a>, call: &'a Call, passage: &'a Passage) -> Happening<'a> {
    Happening::Lost(Loss { call, at: row.at, waited: row.value, queue: passage.queue.as_ref() })
}

/// What one call does for a number that was lost before.
fn since<'a>(
    call: &'a Call,
    talking: &Talking,
    now: Millis,
) -> std::iter::Peekable<impl Iterator<Item = Happening<'a>>> {
    let stood = call.passages.iter().filter_map(move |passage| Stood::at(call, passage, now));
    let in_queues = stood.filter_map(move |stood| match stood.how {
        Stands::Answered => {
            let over_at = stood.talked.map(|talked| stood.until + talked.max(0)).or(call.ended);
            Some(Happening::Spoken(Talk { agent: stood.agent, ..talk(call, stood.until, over_at, now) }))
        }
        Stands::Waits => Some(Happening::Waits(now)),
        Stands::Abandoned | Stands::FlowedOut | Stands::Unknown => None,
    });
    in_queues.chain(whole(call, talking, now)).peekable()
}

/// What is known of the call as a whole: that two people spoke, where no queue's answer says so, or that we tried.
fn whole<'a>(call: &'a Call, talking: &Talking, now: Millis) -> Option<Happening<'a>> {
    if call.direction == Direction::Internal || call.started > now {
        return None;
    }
    let answered = |passage: &Passage| match passage.left {
        Some(Left::Answered { at, .. }) => Some(at.max(passage.entered)),
        _ => None,
    };
    if let Some(at) = call.passages.iter().filter_map(answered).min() {
        return if at > now { tried(call, now) } else { None };
    }
    let spoken_at = match (call.ended, call.result) {
        (None, _) => talking.get(&call.key).copied(),
        (Some(ended), CallResult::Answered) => {
            Some(call.talked.map_or(call.started, |talked| (ended - talked).max(call.started)))
        }
        (Some(_), _) => None,
    };
    match spoken_at.filter(|at| *at <= now) {
        Some(at) => {
            let talk = talk(call, at, call.ended, now);
            Some(Happening::Spoken(Talk { agent: call.agent.as_ref(), ..talk }))
        }
        None => tried(call, now),
    }
}

fn tried(call: &Call, now: Millis) -> Option<Happening<'_>> {
    let goes_on = call.ended.is_none_or(|ended| ended > now);
    (call.direction == Direction::Outbound).then_some(Happening::Tried(Try {
        call,
        at: call.started,
        goes_on,
    }))
}

fn talk(call: &Call, at: Millis, over_at: Option<Millis>, now: Millis) -> Talk<'_> {
    let how = if call.direction == Direction::Outbound { Spoken::CalledBack } else { Spoken::CalledAgain };
    Talk { call, at, agent: None, how, goes_on: over_at.is_none_or(|over_at| over_at > now) }
}

/// A number's story, told from its first loss on.
fn told(mut happenings: Vec<Happening<'_>>) -> Option<LostCaller<'_>> {
    happenings.sort_by(|one, other| one.place().cmp(&other.place()));
    let mut row: Option<LostCaller<'_>> = None;
    for happening in happenings {
        match (happening, &mut row) {
            (Happening::Lost(loss), None) => row = Some(LostCaller::lost(loss, None)),
            (Happening::Lost(loss), Some(before)) => match before.state {
                LostState::Closed(talk) => *before = LostCaller::lost(loss, Some(talk)),
                LostState::Open { .. } => {
                    before.last = loss;
                    before.attempts += 1;
                }
            },
            (Happening::Spoken(talk), Some(row)) if row.is_open() => row.state = LostState::Closed(talk),
            (
                Happening::Tried(this),
                Some(LostCaller { state: LostState::Open { tried, last_try, .. }, .. }),
            ) => {
                *tried += 1;
                *last_try = Some(this);
            }
            (Happening::Waits(_), Some(LostCaller { state: LostState::Open { waits, .. }, .. })) => {
                *waits = true
            }
            // Before the first loss, or after the talk that closed the row.
            (Happening::Spoken(_) | Happening::Tried(_) | Happening::Waits(_), _) => {}
        }
    }
    row
}

impl<'a> LostCaller<'a> {
    fn lost(loss: Loss<'a>, closed_before: Option<Talk<'a>>) -> Self {
        let state = LostState::Open { tried: 0, last_try: None, waits: false };
        Self { first: loss, last: loss, attempts: 1, state, closed_before }
    }

    fn place(&self) -> (bool, std::cmp::Reverse<Millis>, &'a str) {
        let newest = match &self.state {
            LostState::Open { .. } => self.last.at,
            LostState::Closed(talk) => talk.at,
        };
        (!self.is_open(), std::cmp::Reverse(newest), &self.last.call.key)
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
