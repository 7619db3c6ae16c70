//! Service level: who was answered in time, of whom.
//!
//! A caller counts at one event: the answer, the abandon, or the moment their wait crosses the target, whichever comes
//! first. So the live figure knows at once what can no longer be met, and never drops later "for no reason"; and a slot
//! that is over never changes.

use crate::passages::{How, Stood};
use crate::verdict::{Role, Verdict};
use crate::{Millis, Rule, Variant, Why};

pub(crate) fn judge(variant: Variant, stood: &Stood<'_>, rule: &Rule, now: Millis) -> Option<Verdict> {
    let wait = stood.wait();
    let is_late = wait > rule.target();
    // SL-4 knows answers only: somebody who waits is no event to it.
    let crosses = is_late && variant != Variant::Sl4;
    let at = match stood.how {
        // The target itself is still in time, the next millisecond is not.
        _ if crosses => stood.passage.entered + rule.target() + 1,
        How::Waits => now,
        _ => stood.until,
    };
    let role = if stood.passage.transferred_in && !rule.include_transfers_in {
        Role::LeftOut(Why::TransferredIn)
    } else if crosses {
        Role::Against(late(stood.how))
    } else if variant == Variant::Sl4 {
        answered_only(stood.how, is_late)
    } else {
        in_time(variant, stood, rule)
    };
    Some(Verdict { at, role, value: wait })
}

/// What has crossed the target stays counted, however it ends.
fn late(how: How) -> Why {
    match how {
        How::Waits => Why::WaitsPastTarget,
        How::Answered => Why::AnsweredLate,
        How::Abandoned => Why::AbandonedLate,
        How::FlowedOut => Why::FlowedOutLate,
        How::Unknown => Why::UnknownEndLate,
    }
}

fn answered_only(how: How, is_late: bool) -> Role {
    match how {
        How::Answered if is_late => Role::Against(Why::AnsweredLate),
        How::Answered => Role::Counted,
        How::Abandoned => Role::LeftOut(Why::Abandoned),
        How::FlowedOut => Role::LeftOut(Why::FlowedOut),
        How::Unknown => Role::LeftOut(Why::UnknownEnd),
        How::Waits => Role::LeftOut(Why::Waits),
    }
}

/// Of a wait that is over, or goes on, within the target.
fn in_time(variant: Variant, stood: &Stood<'_>, rule: &Rule) -> Role {
    match stood.how {
        How::Answered => Role::Counted,
        How::Abandoned => match variant {
            Variant::Sl1 => Role::Against(Why::Abandoned),
            Variant::Sl2 if stood.is_short_abandon(rule) => Role::LeftOut(Why::ShortAbandon),
            Variant::Sl2 => Role::Against(Why::Abandoned),
            Variant::Sl3 => Role::LeftOut(Why::EarlyAbandon),
            Variant::Sl4 => Role::LeftOut(Why::Abandoned),
            Variant::Sl5 => Role::Counted,
        },
        How::FlowedOut if rule.include_flow_outs => Role::Against(Why::FlowedOut),
        How::FlowedOut => Role::LeftOut(Why::FlowedOut),
        How::Unknown => Role::LeftOut(Why::UnknownEnd),
        How::Waits => Role::LeftOut(Why::Waits),
    }
}
