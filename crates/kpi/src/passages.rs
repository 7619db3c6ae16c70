//! A way through a queue, as it stood at a moment, and how it counts.

use crate::callers::is_colleague;
use crate::service_level;
use crate::verdict::{Role, Verdict};
use crate::{Call, Kpi, Left, Millis, Passage, Rule, Text, Why};

/// How a caller stood in a queue at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum How {
    Waits,
    Answered,
    Abandoned,
    FlowedOut,
    Unknown,
}

/// One passage with what was known of it then.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stood<'a> {
    pub call: &'a Call,
    pub passage: &'a Passage,
    pub how: How,
    /// When it was over; of one who waits, that moment. Never before the entry.
    pub until: Millis,
    /// Who answered.
    pub agent: Option<&'a Text>,
    pub talked: Option<Millis>,
}

impl<'a> Stood<'a> {
    /// `None` before the caller entered.
    pub fn at(call: &'a Call, passage: &'a Passage, now: Millis) -> Option<Self> {
        if passage.entered > now {
            return None;
        }
        let left = passage.left.as_ref().map(|left| (left, left.at().max(passage.entered)));
        let waits = Self { call, passage, how: How::Waits, until: now, agent: None, talked: None };
        let Some((left, until)) = left.filter(|(_, at)| *at <= now) else { return Some(waits) };
        Some(match left {
            Left::Answered { agent, talked, .. } => {
                Self { how: How::Answered, until, agent: agent.as_ref(), talked: *talked, ..waits }
            }
            Left::Abandoned { .. } => Self { how: How::Abandoned, until, ..waits },
            Left::FlowedOut { .. } => Self { how: How::FlowedOut, until, ..waits },
            Left::Unknown { .. } => Self { how: How::Unknown, until, ..waits },
        })
    }

    /// Milliseconds from queue entry; ringing is part of it.
    pub fn wait(&self) -> Millis {
        self.until - self.passage.entered
    }

    /// A caller who was past the target had meant to call, however the two are set.
    pub fn is_short_abandon(&self, rule: &Rule) -> bool {
        self.how == How::Abandoned && self.wait() < rule.short() && self.wait() <= rule.target()
    }

    fn counted(&self, at: Millis) -> Option<Verdict> {
        Some(Verdict { at, role: Role::Counted, value: self.wait() })
    }

    /// Of a caller who abandoned: counted when they left, unless too soon.
    fn abandoned(&self, rule: &Rule) -> Option<Verdict> {
        let role = match self.is_short_abandon(rule) {
            true => Role::LeftOut(Why::ShortAbandon),
            false => Role::Counted,
        };
        (self.how == How::Abandoned).then_some(Verdict { at: self.until, role, value: self.wait() })
    }

    /// The same of people: a colleague who hangs up is no caller lost.
    fn lost(&self, rule: &Rule) -> Option<Verdict> {
        let verdict = self.abandoned(rule)?;
        let role = if is_colleague(self.call) { Role::LeftOut(Why::Internal) } else { verdict.role };
        Some(Verdict { role, ..verdict })
    }

    /// Among those who entered: the ones that ended like this, of all the others.
    fn share_of_offered(&self, how: How) -> Role {
        if self.how == how { Role::Counted } else { Role::Against(self.why()) }
    }

    fn why(&self) -> Why {
        match self.how {
            How::Waits => Why::Waits,
            How::Answered => Why::Answered,
            How::Abandoned => Why::Abandoned,
            How::FlowedOut => Why::FlowedOut,
            How::Unknown => Why::UnknownEnd,
        }
    }

    /// Talk counts when it is over: until then nobody knows how long it is.
    fn talk(&self, now: Millis) -> Option<Verdict> {
        if self.how != How::Answered {
            return None;
        }
        let goes_on = self.call.ended.is_none_or(|ended| ended > now);
        let (at, role, value) = match self.talked.map(|talked| (self.until + talked.max(0), talked.max(0))) {
            Some((over_at, talked)) if over_at <= now => (over_at, Role::Counted, talked),
            None if !goes_on => (self.until, Role::LeftOut(Why::TalkUnknown), 0),
            _ => (now, Role::LeftOut(Why::TalkGoesOn), 0),
        };
        Some(Verdict { at, role, value })
    }
}

/// How a passage counts for a KPI, by the rule that was in force at its entry; `None`: not at all.
///
/// Volumes count at the entry, also in the two rates, which tell what became of those who entered. All else counts when
/// it happened.
pub(crate) fn judge(kpi: Kpi, stood: &Stood<'_>, rule: &Rule, now: Millis) -> Option<Verdict> {
    let ended_as = |how| (stood.how == how).then_some(stood.until);
    let at_entry = |role| Some(Verdict { at: stood.passage.entered, role, value: stood.wait() });
    match kpi {
        Kpi::ServiceLevel => service_level::judge(rule.variant, stood, rule, now),
        Kpi::Sl1 | Kpi::Sl2 | Kpi::Sl3 | Kpi::Sl4 | Kpi::Sl5 => {
            service_level::judge(kpi.variant()?, stood, rule, now)
        }
        Kpi::Asa | Kpi::AsaP90 | Kpi::Answered => stood.counted(ended_as(How::Answered)?),
        Kpi::Abandoned => stood.counted(ended_as(How::Abandoned)?),
        Kpi::FlowedOut => stood.counted(ended_as(How::FlowedOut)?),
        Kpi::Offered => stood.counted(stood.passage.entered),
        Kpi::Waiting | Kpi::LongestWait => stood.counted(ended_as(How::Waits)?),
        Kpi::AbandonWait => stood.abandoned(rule),
        Kpi::CallersLost => stood.lost(rule),
        Kpi::AbandonRate if stood.is_short_abandon(rule) => at_entry(Role::LeftOut(Why::ShortAbandon)),
        Kpi::AbandonRate => at_entry(stood.share_of_offered(How::Abandoned)),
        Kpi::AnswerRate => at_entry(stood.share_of_offered(How::Answered)),
        Kpi::Talk => stood.talk(now),
        Kpi::Occupancy | Kpi::Missed | Kpi::Calls => None,
    }
}
