//! Random days: a few callers, queues with different rules, and agents, on days of 23, 24 and 25 hours.
//!
//! Times are drawn near everything that matters: targets, short abandons, the borders of the day, and one another.

use jiff::civil::{Date, date};
use kpi::{
    Call, CallResult, Day, Direction, Facts, Join, Left, Millis, Miss, Passage, Rules, Scope, Span, State,
    Stint, Talking, Text,
};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::random_rules::rules;
use crate::facts::{HOUR, MINUTE, SECOND};

pub const QUEUES: [&str; 3] = ["sales", "support", "night"];
pub const AGENTS: [&str; 3] = ["lan", "minh", "hoa"];

/// Numbers as upstream writes them: the first four are one person, the next three are nobody's.
const NUMBERS: [Option<&str>; 10] = [
    Some("0901234567"),
    Some("+84901234567"),
    Some("84901234567"),
    Some("0084 90 123 4567"),
    None,
    Some("anonymous"),
    Some(""),
    Some("0912345678"),
    Some("+4930123456"),
    Some("8401"),
];

const ZONES: [(&str, &str, Date); 8] = [
    ("Europe/Berlin", "00:00", date(2026, 3, 29)),
    ("Europe/Berlin", "06:00", date(2026, 10, 24)),
    ("America/Havana", "00:00", date(2026, 3, 8)),
    ("America/Havana", "00:30", date(2026, 11, 1)),
    ("America/Sao_Paulo", "00:00", date(2018, 11, 4)),
    ("America/Sao_Paulo", "23:30", date(2018, 2, 17)),
    ("Asia/Ho_Chi_Minh", "00:00", date(2026, 11, 20)),
    ("Asia/Ho_Chi_Minh", "06:00", date(2026, 11, 20)),
];

/// A day, what happened around it, and the moment of looking.
#[derive(Debug, Clone)]
pub struct World {
    pub day: Day,
    pub date: Date,
    pub calls: Vec<Call>,
    pub stints: Vec<Stint>,
    pub rules: Rules,
    /// Live calls on which two people speak, and since when.
    pub talking: Talking,
    pub now: Millis,
    /// Any stretch, mostly from one moment of the facts to another.
    pub window: Span,
}

impl World {
    pub fn facts(&self) -> Facts<'_> {
        Facts { calls: &self.calls, stints: &self.stints }
    }

    pub fn day_span(&self) -> Span {
        self.day.span_of(self.date)
    }

    /// The day, the last half hour, and a stretch of its own.
    pub fn windows(&self) -> [Span; 3] {
        [self.day_span(), Span::rolling(self.now, 30 * MINUTE), self.window]
    }

    pub fn scopes() -> Vec<Scope> {
        let both = Scope { queue: Some(QUEUES[0].into()), agent: Some(AGENTS[0].into()), ..Scope::default() };
        let mut scopes = vec![Scope::centre(), both, Scope::agent(AGENTS[0])];
        scopes.extend(QUEUES.map(Scope::queue));
        let some = |queues: &[&str]| Some(queues.iter().map(|queue| Text::from(*queue)).collect());
        scopes.push(Scope { among: some(&QUEUES[..1]), ..Scope::default() });
        scopes.push(Scope { among: some(&QUEUES[..1]), ..Scope::queue(QUEUES[1]) });
        scopes
    }
}

pub fn world() -> impl Strategy<Value = World> {
    let moments = (any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<prop::sample::Index>());
    let nudges = [-1_i64..=1, -1_i64..=1, -1_i64..=1];
    (select(&ZONES), vec(call(), 0..10), vec(stint(), 0..8), rules(), (moments, nudges)).prop_map(
        |((zone, starts_at, date), calls, stints, rules, (moments, nudges))| {
            let day = Day::new(zone, starts_at).expect("a zone and a time");
            let start = day.span_of(date).from;
            let speaks: Vec<Option<Millis>> = calls.iter().map(|call| call.talked).collect();
            let calls: Vec<Call> =
                calls.into_iter().enumerate().map(|(place, call)| call.begin(place, start)).collect();
            let live = calls.iter().zip(speaks).filter(|(call, _)| call.ended.is_none());
            let talking: Talking =
                live.filter_map(|(call, after)| Some((call.key.clone(), call.started + after?))).collect();
            let stints = stints.into_iter().map(|(agent, state, from, length)| Stint {
                agent: AGENTS[agent].into(),
                state,
                from: start + from,
                until: length.map(|length| start + from + length),
            });
            let stints = stints.collect();
            let known = moments_of(&calls, day.span_of(date));
            let pick = |index: prop::sample::Index, nudge| known[index.index(known.len())] + nudge;
            let now = pick(moments.0, nudges[0]);
            let (one, other) = (pick(moments.1, nudges[1]), pick(moments.2, nudges[2]));
            let window = Span { from: one.min(other), until: one.max(other) };
            let rules = rules.on(start);
            World { day, date, calls, stints, rules, talking, now, window }
        },
    )
}

/// Every moment at which something may change, and some at which nothing does.
fn moments_of(calls: &[Call], day: Span) -> Vec<Millis> {
    let mut moments = vec![day.from, day.until, day.from + 12 * HOUR, day.until + 3 * HOUR];
    for passage in calls.iter().flat_map(|call| &call.passages) {
        moments.push(passage.entered);
        moments.extend([10, 20, 60].map(|target| passage.entered + target * SECOND + 1));
        if let Some(left) = &passage.left {
            moments.push(left.at());
            if let Left::Answered { at, talked: Some(talked), .. } = left {
                moments.push(at + talked);
            }
        }
    }
    moments.extend(calls.iter().flat_map(|call| [Some(call.started), call.ended]).flatten());
    moments
}

#[derive(Debug, Clone)]
struct Way {
    queue: Option<usize>,
    gap: Millis,
    wait: Millis,
    end: u8,
    agent: Option<usize>,
    talked: Option<Millis>,
}

#[derive(Debug, Clone)]
struct Told {
    started: Millis,
    direction: Direction,
    number: usize,
    ways: Vec<Way>,
    misses: Vec<(usize, Option<usize>, Millis)>,
    over: bool,
    /// How long two people spoke, or how long after the start they began to while it goes on.
    talked: Option<Millis>,
    is_answered: bool,
    /// Of a call through no queue.
    lasts: Millis,
}

impl Told {
    fn begin(self, place: usize, day: Millis) -> Call {
        let key: Text = format!("call-{place}").into();
        let started = day + self.started;
        let mut clock = started;
        let mut passages: Vec<Passage> = Vec::new();
        let mut agent = None;
        for way in self.ways {
            let entered = clock + way.gap;
            let at = entered + way.wait;
            clock = at.max(entered);
            let by: Option<Text> = way.agent.map(|agent| AGENTS[agent].into());
            let left = match way.end {
                0..=4 => {
                    clock += way.talked.unwrap_or(0);
                    agent = by.clone().or(agent);
                    Some(Left::Answered { at, agent: by, talked: way.talked })
                }
                5..=6 => Some(Left::Abandoned { at }),
                7..=8 => Some(Left::FlowedOut { at }),
                9 => Some(Left::Unknown { at }),
                _ => None,
            };
            let goes_on = matches!(left, Some(Left::Answered { .. } | Left::FlowedOut { .. }));
            passages.push(Passage {
                queue: way.queue.map(|queue| QUEUES[queue].into()),
                entered,
                entered_is_call_start: false,
                transferred_in: !passages.is_empty(),
                left,
            });
            if !goes_on {
                break;
            }
        }
        let is_over = passages.last().map_or(self.over, |last| match &last.left {
            Some(Left::Answered { talked: None, .. }) => self.over,
            Some(_) => true,
            None => false,
        });
        let misses = self.misses.into_iter().map(|(agent, queue, after)| Miss {
            agent: AGENTS[agent].into(),
            at: started + after,
            queue: queue.map(|queue| QUEUES[queue].into()),
        });
        Call {
            legs: vec![key.clone()],
            key,
            started,
            ended: is_over.then_some(if passages.is_empty() { started + self.lasts } else { clock }),
            direction: self.direction,
            number: NUMBERS[self.number].map(Into::into),
            line: None,
            agent,
            result: match (is_over, self.is_answered) {
                (false, _) => CallResult::Live,
                (true, true) => CallResult::Answered,
                (true, false) => CallResult::NoAnswer,
            },
            talked: self.talked.filter(|_| is_over && self.is_answered),
            recording: None,
            passages,
            misses: misses.collect(),
            join: Join::FeedOnly,
        }
    }
}

/// From two hours before the day to some after it, mostly close together, so that half an hour holds several.
fn moment() -> impl Strategy<Value = Millis> {
    prop_oneof![
        6 => 11 * HOUR..12 * HOUR,
        3 => -2 * HOUR..26 * HOUR,
        2 => -2 * MINUTE..2 * MINUTE,
        1 => 23 * HOUR - MINUTE..25 * HOUR,
    ]
}

fn wait() -> impl Strategy<Value = Millis> {
    let edges =
        [0, 1, 2_999, 3_000, 4_999, 5_000, 9_999, 10_000, 10_001, 20_000, 20_001, 59_999, 60_000, 60_001];
    prop_oneof![
        4 => select(edges.to_vec()),
        6 => 0..90 * SECOND,
        1 => 0..3 * HOUR,
        1 => Just(-5 * SECOND),
    ]
}

fn call() -> impl Strategy<Value = Told> {
    let direction = prop_oneof![
        6 => Just(Direction::Inbound),
        2 => Just(Direction::Outbound),
        1 => Just(Direction::Internal),
        1 => Just(Direction::Unknown),
    ];
    let talk = option::weighted(0.8, 0..20 * MINUTE);
    let agent = option::weighted(0.9, 0..AGENTS.len());
    let queue = option::weighted(0.9, 0..QUEUES.len());
    let way = (queue, 0..5 * SECOND, wait(), 0..12_u8, agent, talk);
    let way =
        way.prop_map(|(queue, gap, wait, end, agent, talked)| Way { queue, gap, wait, end, agent, talked });
    let miss = (0..AGENTS.len(), option::of(0..QUEUES.len()), 0..MINUTE);
    let whole =
        (any::<bool>(), option::weighted(0.7, 0..5 * MINUTE), prop::bool::weighted(0.7), 0..10 * MINUTE);
    let told = (moment(), direction, 0..NUMBERS.len(), vec(way, 0..4), vec(miss, 0..3), whole);
    told.prop_map(|(started, direction, number, ways, misses, (over, talked, is_answered, lasts))| Told {
        started,
        direction,
        number,
        ways,
        misses,
        over,
        talked,
        is_answered,
        lasts,
    })
}

/// On whole minutes, so that they can be counted minute by minute.
fn stint() -> impl Strategy<Value = (usize, State, Millis, Option<Millis>)> {
    let states = [
        State::Available,
        State::OnCall,
        State::WrapUp,
        State::Ringing,
        State::Paused,
        State::Offline,
        State::Unknown,
    ];
    let from = (-120..26 * 60_i64).prop_map(|minutes| minutes * MINUTE);
    let length = option::weighted(0.9, (0..180_i64).prop_map(|minutes| minutes * MINUTE));
    (0..AGENTS.len(), select(states.to_vec()), from, length)
}
