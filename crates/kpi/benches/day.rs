//! What a recount costs: of a day of 5,000 calls in 5 queues, as a board does it each second, and of a month.

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use kpi::{
    Asked, Call, CallResult, Direction, Facts, HALF_HOUR, Join, Kpi, Left, Millis, Miss, Passage, Rule,
    Rules, Scope, Span, State, Stint, Talking, balance, drill, figure, figures, lost_callers, series,
};

/// 2026-11-20 00:00 in Vietnam.
const MIDNIGHT: Millis = 1_795_107_600_000;
const SECOND: Millis = 1_000;
const HOUR: Millis = 3_600_000;
const DAY: Millis = 24 * HOUR;
const QUEUES: [&str; 5] = ["5f0a31c2", "5f0a31c3", "5f0a31c4", "5f0a31c5", "5f0a31c6"];
const AGENTS: u64 = 60;

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }

    fn seconds(&mut self, most: u64) -> Millis {
        self.below(most * 1_000) as Millis
    }
}

/// So many calls from 07:00 to 21:00 of each day: nine of ten through a queue, some handed on, some given up.
fn calls(days: i64, of_each: u64) -> Vec<Call> {
    let mut dice = Dice(20_261_120);
    let mut calls = Vec::new();
    for day in 0..days {
        for place in 0..of_each {
            let started = MIDNIGHT + day * DAY + 7 * HOUR + dice.seconds(14 * 3_600);
            calls.push(call(&format!("{day}-{place}"), started, &mut dice));
        }
    }
    calls
}

fn call(key: &str, started: Millis, dice: &mut Dice) -> Call {
    let agent = |dice: &mut Dice| format!("agent-{}", dice.below(AGENTS)).into();
    let mut entered = started + 3 * SECOND;
    let mut passages = Vec::new();
    let mut misses = Vec::new();
    for way in 0..=u64::from(dice.below(8) == 0) {
        let queue = Some(QUEUES[dice.below(5) as usize].into());
        let wait = if dice.below(4) == 0 { dice.seconds(120) } else { dice.seconds(20) };
        let left = match dice.below(100) {
            0..=4 => Left::Abandoned { at: entered + wait },
            5 => Left::Unknown { at: entered + wait },
            6..=9 => Left::FlowedOut { at: entered + wait },
            _ => {
                let talked = Some(30 * SECOND + dice.seconds(400));
                Left::Answered { at: entered + wait, agent: Some(agent(dice)), talked }
            }
        };
        if dice.below(5) == 0 {
            misses.push(Miss { agent: agent(dice), at: entered, queue: queue.clone() });
        }
        let next = entered + wait + SECOND;
        passages.push(Passage {
            queue,
            entered,
            entered_is_call_start: false,
            transferred_in: way > 0,
            left: Some(left),
        });
        entered = next;
    }
    let is_outbound = dice.below(10) == 0;
    Call {
        key: key.into(),
        started,
        ended: Some(entered + 5 * 60 * SECOND),
        direction: if is_outbound { Direction::Outbound } else { Direction::Inbound },
        number: Some(format!("09{:08}", dice.below(100_000_000)).into()),
        line: Some("1900636468".into()),
        agent: Some(agent(dice)),
        result: CallResult::Answered,
        talked: Some(60 * SECOND),
        recording: None,
        legs: vec![key.into()],
        passages: if is_outbound { Vec::new() } else { passages },
        misses,
        join: Join::ByQueue,
    }
}

/// Each agent's day, a change every three minutes.
fn stints(days: i64) -> Vec<Stint> {
    let states = [State::Available, State::Ringing, State::OnCall, State::WrapUp];
    let mut stints = Vec::new();
    for agent in 0..AGENTS {
        for day in 0..days {
            for (place, state) in states.into_iter().cycle().take(160).enumerate() {
                let from = MIDNIGHT + day * DAY + 8 * HOUR + place as Millis * 180 * SECOND;
                let until = Some(from + 180 * SECOND);
                stints.push(Stint { agent: format!("agent-{agent}").into(), state, from, until });
            }
        }
    }
    stints
}

fn rules() -> Rules {
    let slow = Rule { target_seconds: 60, ..Rule::default() };
    Rules::default().with_queue(QUEUES[1], slow).with_queue(QUEUES[3], Rule { short_seconds: 10, ..slow })
}

/// All that boards show: every KPI over both windows, and two of each queue.
fn board(day: Span, now: Millis) -> Vec<Asked> {
    let windows = [Span::rolling(now, HALF_HOUR), day];
    let of_centre =
        Kpi::ALL.into_iter().flat_map(|kpi| windows.map(|span| Asked { kpi, scope: Scope::centre(), span }));
    let of_queues = QUEUES.into_iter().flat_map(|queue| {
        windows.into_iter().flat_map(move |span| {
            [Kpi::ServiceLevel, Kpi::AbandonRate].map(|kpi| Asked { kpi, scope: Scope::queue(queue), span })
        })
    });
    of_centre.chain(of_queues).collect()
}

fn day(criterion: &mut Criterion) {
    let (calls, stints, rules) = (calls(1, 5_000), stints(1), rules());
    let facts = Facts { calls: &calls, stints: &stints };
    let (day, now) = (Span { from: MIDNIGHT, until: MIDNIGHT + DAY }, MIDNIGHT + 17 * HOUR);
    let asked = board(day, now);
    let mut group = criterion.benchmark_group("day of 5,000 calls");
    group.sample_size(30).warm_up_time(std::time::Duration::from_millis(300));
    group.measurement_time(std::time::Duration::from_secs(1));
    group.bench_function(format!("a board's {} figures at once", asked.len()), |bencher| {
        bencher.iter(|| figures(black_box(&asked), &facts, &rules, now));
    });
    group.bench_function(format!("a board's {} figures one by one", asked.len()), |bencher| {
        bencher.iter(|| {
            let one = |asked: &Asked| figure(asked.kpi, &facts, &asked.scope, asked.span, &rules, now);
            black_box(&asked).iter().map(one).collect::<Vec<_>>()
        });
    });
    for kpi in Kpi::ALL {
        group.bench_function(kpi.id(), |bencher| {
            bencher.iter(|| figure(black_box(kpi), &facts, &Scope::centre(), day, &rules, now));
        });
    }
    group.bench_function("balance", |bencher| {
        bencher.iter(|| balance(black_box(&facts), &Scope::centre(), day, now));
    });
    group.bench_function("drill of service-level", |bencher| {
        bencher.iter(|| drill(black_box(Kpi::ServiceLevel), &facts, &Scope::centre(), day, &rules, now));
    });
    group.bench_function("series of service-level by 15 min", |bencher| {
        let quarter = kpi::QUARTER_HOUR;
        let sl = Kpi::ServiceLevel;
        bencher.iter(|| series(black_box(sl), &facts, &Scope::centre(), day, quarter, &rules, now));
    });
    let talking = Talking::new();
    group.bench_function("lost callers", |bencher| {
        bencher.iter(|| lost_callers(black_box(&facts), &talking, &Scope::centre(), day, &rules, now));
    });
    group.finish();
}

fn month(criterion: &mut Criterion) {
    let (calls, stints, rules) = (calls(30, 3_334), stints(30), rules());
    let facts = Facts { calls: &calls, stints: &stints };
    let whole = Span { from: MIDNIGHT, until: MIDNIGHT + 30 * DAY };
    let now = whole.until;
    let days: Vec<Asked> = (whole.slots(DAY))
        .flat_map(|span| Kpi::ALL.map(|kpi| Asked { kpi, scope: Scope::centre(), span }))
        .collect();
    let sums: Vec<Asked> = Kpi::ALL.map(|kpi| Asked { kpi, scope: Scope::centre(), span: whole }).to_vec();
    let mut group = criterion.benchmark_group("30 days of 100,000 calls");
    group.sample_size(10).measurement_time(std::time::Duration::from_secs(2));
    group.bench_function("every figure of the whole", |bencher| {
        bencher.iter(|| figures(black_box(&sums), &facts, &rules, now));
    });
    group.bench_function("every figure of each day", |bencher| {
        bencher.iter(|| figures(black_box(&days), &facts, &rules, now));
    });
    for kpi in [Kpi::ServiceLevel, Kpi::AsaP90, Kpi::CallersLost, Kpi::Occupancy] {
        group.bench_function(kpi.id(), |bencher| {
            bencher.iter(|| figure(black_box(kpi), &facts, &Scope::centre(), whole, &rules, now));
        });
    }
    group.finish();
}

criterion_group!(benches, day, month);
criterion_main!(benches);
