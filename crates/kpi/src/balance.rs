//! What came in is what went out and what is still there.

use std::borrow::Borrow;

use crate::passages::{How, Stood};
use crate::{Call, Facts, Millis, Scope, Span};

/// `offered = answered + abandoned + flowed_out + (waiting_now − waiting_at_start) + remainder`, always.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Balance {
    /// Entered within the span.
    pub offered: i64,
    /// Answered within it, whenever they entered; so with the next two.
    pub answered: i64,
    pub abandoned: i64,
    pub flowed_out: i64,
    /// Waiting when it began, and at its end or now.
    pub waiting_at_start: i64,
    pub waiting_now: i64,
    /// Gone, and nobody told how: shown as unmatched.
    pub remainder: i64,
}

/// The balance of the whole centre or of a queue. An agent has none that means anything.
pub fn balance<C: Borrow<Call>>(facts: &Facts<'_, C>, scope: &Scope, span: Span, now: Millis) -> Balance {
    let mut balance = Balance::default();
    let Some(end) = span.instant(now) else { return balance };
    for call in facts.calls.iter().map(Borrow::borrow) {
        for passage in &call.passages {
            let Some(stood) = Stood::at(call, passage, end) else { continue };
            if !scope.has_passage(passage, stood.agent) {
                continue;
            }
            balance.offered += i64::from(span.contains(passage.entered));
            let ended = stood.how != How::Waits;
            balance.waiting_at_start +=
                i64::from(passage.entered < span.from && !(ended && stood.until < span.from));
            balance.waiting_now += i64::from(!ended);
            if ended && span.contains(stood.until) {
                match stood.how {
                    How::Answered => balance.answered += 1,
                    How::Abandoned => balance.abandoned += 1,
                    How::FlowedOut => balance.flowed_out += 1,
                    How::Waits | How::Unknown => {}
                }
            }
        }
    }
    let gone = balance.answered + balance.abandoned + balance.flowed_out;
    balance.remainder = balance.offered - gone - (balance.waiting_now - balance.waiting_at_start);
    balance
}
