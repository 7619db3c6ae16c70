//! The same numbers once more, by the definitions' words and without the crate's functions: whole sets, not verdicts.

use std::collections::BTreeSet;

use kpi::{
    Call, Direction, Kpi, Left, Millis, Miss, Passage, Rule, Rules, Scope, Span, State, Stint, Text, Variant,
};

use crate::facts::MINUTE;

/// A caller's way through a queue, with its call and its rule.
#[derive(Clone, Copy)]
pub struct Way<'a> {
    pub call: &'a Call,
    pub passage: &'a Passage,
    pub rule: &'a Rule,
}

/// Of the queue that is asked for, and of those that are seen at all.
fn of_queues(scope: &Scope, queue: &Option<Text>) -> bool {
    let asked = scope.queue.is_none() || scope.queue == *queue;
    asked && scope.among.iter().all(|among| queue.iter().any(|queue| among.contains(queue)))
}

/// All ways of the scope.
pub fn ways<'a>(calls: &'a [Call], scope: &Scope, rules: &'a Rules, now: Millis) -> Vec<Way<'a>> {
    let mut ways = Vec::new();
    for call in calls {
        for passage in &call.passages {
            let of_queue = of_queues(scope, &passage.queue);
            let way = Way { call, passage, rule: rules.at(passage.queue.as_deref(), passage.entered) };
            let of_agent = scope.agent.is_none()
                || matches!(&passage.left, Some(Left::Answered { agent, .. })
                    if *agent == scope.agent && way.left_at() <= now);
            if of_queue && of_agent {
                ways.push(way);
            }
        }
    }
    ways
}

impl Way<'_> {
    /// Far in the future while nobody knows.
    pub fn left_at(&self) -> Millis {
        self.passage.left.as_ref().map_or(Millis::MAX, |left| left.at().max(self.passage.entered))
    }

    fn is(&self, how: fn(&Left) -> bool, by: Millis) -> bool {
        self.left_at() <= by && self.passage.left.as_ref().is_some_and(how)
    }

    pub fn wait(&self) -> Millis {
        self.left_at() - self.passage.entered
    }

    pub fn waits_at(&self, at: Millis) -> bool {
        self.passage.entered <= at && self.left_at() > at
    }

    fn crosses_at(&self) -> Millis {
        self.passage.entered + self.rule.target() + 1
    }
}

pub fn answered(left: &Left) -> bool {
    matches!(left, Left::Answered { .. })
}

pub fn abandoned(left: &Left) -> bool {
    matches!(left, Left::Abandoned { .. })
}

fn flowed_out(left: &Left) -> bool {
    matches!(left, Left::FlowedOut { .. })
}

pub fn unknown(left: &Left) -> bool {
    matches!(left, Left::Unknown { .. })
}

/// How many of these have this.
fn count<'a>(ways: &[Way<'a>], has: impl Fn(&Way<'a>) -> bool) -> i64 {
    ways.iter().filter(|way| has(way)).count() as i64
}

/// What is made of passages.
pub fn of_ways(kpi: Kpi, ways: &[Way<'_>], span: Span, now: Millis) -> (i64, i64) {
    let in_span = |at: Millis| span.from <= at && at < span.until && at <= now;
    let left_in_span = |way: &Way<'_>, how| way.is(how, now) && in_span(way.left_at());
    let entered_in_span = |way: &Way<'_>| in_span(way.passage.entered);
    // "Abandons under 5 s": of those who had not yet waited past the target.
    let is_short = |way: &Way<'_>| {
        way.is(abandoned, now)
            && way.wait() < i64::from(way.rule.short_seconds) * 1_000
            && way.wait() <= way.rule.target()
    };
    let answers: Vec<Millis> = ways.iter().filter(|way| left_in_span(way, answered)).map(Way::wait).collect();
    match kpi {
        Kpi::ServiceLevel => {
            let of_variant = |variant| {
                let ways: Vec<_> = ways.iter().filter(|way| way.rule.variant == variant).copied().collect();
                service_level(variant, &ways, in_span, now)
            };
            Variant::ALL.map(of_variant).iter().fold((0, 0), |sum, each| (sum.0 + each.0, sum.1 + each.1))
        }
        Kpi::Sl1 => service_level(Variant::Sl1, ways, in_span, now),
        Kpi::Sl2 => service_level(Variant::Sl2, ways, in_span, now),
        Kpi::Sl3 => service_level(Variant::Sl3, ways, in_span, now),
        Kpi::Sl4 => service_level(Variant::Sl4, ways, in_span, now),
        Kpi::Sl5 => service_level(Variant::Sl5, ways, in_span, now),
        Kpi::Asa => (answers.iter().sum(), answers.len() as i64),
        Kpi::AsaP90 => (nearest_rank_90(answers.clone()), answers.len() as i64),
        Kpi::AbandonRate => {
            let offered = count(ways, entered_in_span);
            let lost = count(ways, |way| entered_in_span(way) && way.is(abandoned, now));
            let short = count(ways, |way| entered_in_span(way) && is_short(way));
            (lost - short, offered - short)
        }
        Kpi::AnswerRate => {
            let answered = count(ways, |way| entered_in_span(way) && way.is(answered, now));
            (answered, count(ways, entered_in_span))
        }
        Kpi::AbandonWait => {
            let long = ways.iter().filter(|way| left_in_span(way, abandoned) && !is_short(way));
            let waits: Vec<Millis> = long.map(Way::wait).collect();
            (waits.iter().sum(), waits.len() as i64)
        }
        Kpi::Talk => {
            let talks = ways.iter().filter_map(|way| match &way.passage.left {
                Some(Left::Answered { talked: Some(talked), .. }) if in_span(way.left_at() + talked) => {
                    Some(*talked)
                }
                _ => None,
            });
            let talks: Vec<Millis> = talks.collect();
            (talks.iter().sum(), talks.len() as i64)
        }
        Kpi::Offered => (count(ways, entered_in_span), 0),
        Kpi::Answered => (answers.len() as i64, 0),
        Kpi::Abandoned => (count(ways, |way| left_in_span(way, abandoned)), 0),
        Kpi::FlowedOut => (count(ways, |way| left_in_span(way, flowed_out)), 0),
        Kpi::CallersLost => {
            let lost = ways.iter().filter(|way| left_in_span(way, abandoned) && !is_short(way));
            let lost = lost.filter(|way| !is_of_the_house(way.call));
            let people: BTreeSet<String> = lost.map(|way| person(way.call)).collect();
            (people.len() as i64, 0)
        }
        Kpi::Waiting | Kpi::LongestWait => {
            let at = now.min(span.until - 1);
            let waiting: Vec<_> = ways.iter().filter(|way| at >= span.from && way.waits_at(at)).collect();
            let longest = waiting.iter().map(|way| at - way.passage.entered).max().unwrap_or(0);
            if kpi == Kpi::Waiting { (waiting.len() as i64, 0) } else { (longest, waiting.len() as i64) }
        }
        Kpi::Occupancy | Kpi::Missed | Kpi::Calls => unreachable!("not made of passages"),
    }
}

/// Each caller counts at the answer, the abandon or the crossing of the target, whichever comes first.
fn service_level(
    variant: Variant,
    ways: &[Way<'_>],
    in_span: impl Fn(Millis) -> bool,
    now: Millis,
) -> (i64, i64) {
    let ways: Vec<_> =
        ways.iter().filter(|way| way.rule.include_transfers_in || !way.passage.transferred_in).collect();
    let all = |has: &dyn Fn(&Way<'_>) -> bool| ways.iter().filter(|way| has(way)).count() as i64;
    let ended_first =
        |way: &Way<'_>, how| way.is(how, now) && way.left_at() < way.crosses_at() && in_span(way.left_at());
    let in_time = all(&|way| ended_first(way, answered));
    if variant == Variant::Sl4 {
        return (in_time, all(&|way| way.is(answered, now) && in_span(way.left_at())));
    }
    let gave_up = all(&|way| ended_first(way, abandoned));
    let gave_up_at_once =
        all(&|way| ended_first(way, abandoned) && way.wait() < i64::from(way.rule.short_seconds) * 1_000);
    let crossed = all(&|way| way.left_at() >= way.crosses_at() && in_span(way.crosses_at()));
    let flowed_out = all(&|way| way.rule.include_flow_outs && ended_first(way, flowed_out));
    let events = in_time + gave_up + crossed + flowed_out;
    match variant {
        Variant::Sl1 => (in_time, events),
        Variant::Sl2 => (in_time, events - gave_up_at_once),
        Variant::Sl3 => (in_time, events - gave_up),
        Variant::Sl4 => unreachable!("answered above"),
        Variant::Sl5 => (in_time + gave_up, events),
    }
}

/// The smallest value that at least nine tenths do not exceed.
fn nearest_rank_90(mut values: Vec<Millis>) -> Millis {
    values.sort_unstable();
    let enough =
        |value: &&Millis| values.iter().filter(|other| *other <= value).count() * 10 >= values.len() * 9;
    values.iter().find(enough).copied().unwrap_or(0)
}

/// Said to be, or called by so few digits that it is an extension.
pub fn is_of_the_house(call: &Call) -> bool {
    let digits = call.number.iter().flat_map(|number| number.chars()).filter(char::is_ascii_digit).count();
    call.direction == Direction::Internal || (1..7).contains(&digits)
}

/// By the last nine digits, which is what all ways of writing a number here have in common.
pub fn person(call: &Call) -> String {
    let digits: String =
        call.number.iter().flat_map(|number| number.chars()).filter(char::is_ascii_digit).collect();
    match digits.len() {
        0 => format!("nobody on {}", call.key),
        length => digits[length.saturating_sub(9)..].to_owned(),
    }
}

pub fn of_calls(calls: &[&Call], span: Span, rules: &Rules, now: Millis) -> (i64, i64) {
    let began = |call: &&&Call| span.from <= call.started && call.started < span.until && call.started <= now;
    let counts = |call: &&&Call| rules.include_internal || call.direction != Direction::Internal;
    (calls.iter().filter(began).filter(counts).count() as i64, 0)
}

/// Calls of the scope: of a queue that they have entered, of an agent who talked last or answered in a queue.
pub fn calls_of<'a>(calls: &'a [Call], scope: &Scope, now: Millis) -> Vec<&'a Call> {
    let everybody = |call: &&Call| {
        let queues: BTreeSet<_> = call
            .passages
            .iter()
            .filter(|passage| passage.entered <= now)
            .map(|passage| &passage.queue)
            .collect();
        let answers = call.passages.iter().filter_map(|passage| match &passage.left {
            Some(Left::Answered { at, agent, .. }) if (*at).max(passage.entered) <= now => Some(agent),
            _ => None,
        });
        let agents: BTreeSet<_> = answers.chain([&call.agent]).collect();
        (scope.queue.is_none() && scope.among.is_none() || queues.iter().any(|queue| of_queues(scope, queue)))
            && (scope.agent.is_none() || agents.contains(&scope.agent))
    };
    calls.iter().filter(everybody).collect()
}

pub fn of_misses<'a>(
    misses: impl Iterator<Item = &'a Miss>,
    scope: &Scope,
    span: Span,
    now: Millis,
) -> (i64, i64) {
    let counts = |miss: &&Miss| {
        (scope.agent.is_none() || scope.agent.as_ref() == Some(&miss.agent))
            && of_queues(scope, &miss.queue)
            && (span.from..span.until).contains(&miss.at)
            && miss.at <= now
    };
    (misses.filter(counts).count() as i64, 0)
}

/// Minute by minute; stints, window and the end of `now`'s millisecond lie on whole minutes.
pub fn of_stints<'a>(
    stints: impl Iterator<Item = &'a Stint>,
    scope: &Scope,
    span: Span,
    now: Millis,
) -> (i64, i64) {
    let until = span.until.min(now + 1);
    if until - span.from < 30 * MINUTE || scope.queue.is_some() || scope.among.is_some() {
        return (0, 0);
    }
    let (mut busy, mut free) = (0, 0);
    for stint in stints.filter(|stint| scope.agent.is_none() || scope.agent.as_ref() == Some(&stint.agent)) {
        let mut minute = span.from;
        while minute < until {
            if stint.from <= minute && stint.until.is_none_or(|over| minute < over) {
                match stint.state {
                    State::OnCall | State::WrapUp => busy += MINUTE,
                    State::Available => free += MINUTE,
                    _ => {}
                }
            }
            minute += MINUTE;
        }
    }
    (busy, busy + free)
}
