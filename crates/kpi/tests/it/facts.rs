//! Facts in short: a caller who entered a queue then, and what became of them.

use kpi::{Call, CallResult, Direction, Facts, Figure, Join, Kpi, Left, Millis, Passage, Rules, Scope, Span};

/// 2026-11-20 08:00 in Vietnam.
pub const MORNING: Millis = 1_795_136_400_000;
pub const SECOND: Millis = 1_000;
pub const MINUTE: Millis = 60 * SECOND;
pub const HOUR: Millis = 60 * MINUTE;

/// The two hours from [`MORNING`] on.
pub const SHIFT: Span = Span { from: MORNING, until: MORNING + 2 * HOUR };

/// A call without any passage, live.
pub fn call(key: &str, started: Millis) -> Call {
    Call {
        key: key.into(),
        started,
        ended: None,
        direction: Direction::Inbound,
        number: Some(format!("09{key:0>8}").into()),
        line: None,
        agent: None,
        result: CallResult::Live,
        talked: None,
        recording: None,
        legs: vec![key.into()],
        passages: Vec::new(),
        misses: Vec::new(),
        join: Join::FeedOnly,
    }
}

pub fn passage(queue: &str, entered: Millis, left: Option<Left>) -> Passage {
    let queue = Some(queue.into());
    Passage { queue, entered, entered_is_call_start: false, transferred_in: false, left }
}

/// A call that came in, entered the queue `sales` at once, and left it so.
pub fn caller(key: &str, entered: Millis, left: Option<Left>) -> Call {
    Call { passages: vec![passage("sales", entered, left)], ..call(key, entered) }
}

pub fn answered(at: Millis) -> Option<Left> {
    Some(Left::Answered { at, agent: Some("lan".into()), talked: None })
}

pub fn abandoned(at: Millis) -> Option<Left> {
    Some(Left::Abandoned { at })
}

pub fn flowed_out(at: Millis) -> Option<Left> {
    Some(Left::FlowedOut { at })
}

pub fn unknown(at: Millis) -> Option<Left> {
    Some(Left::Unknown { at })
}

/// The pair of the whole centre.
pub fn pair(kpi: Kpi, calls: &[Call], span: Span, rules: &Rules, now: Millis) -> (i64, i64) {
    let Figure { part, of, .. } =
        kpi::figure(kpi, &Facts { calls, stints: &[] }, &Scope::centre(), span, rules, now);
    (part, of)
}

/// The same over [`SHIFT`], seen at its end.
pub fn whole(kpi: Kpi, calls: &[Call]) -> (i64, i64) {
    pair(kpi, calls, SHIFT, &Rules::default(), SHIFT.until)
}
