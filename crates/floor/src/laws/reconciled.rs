//! Laws of what is told twice, by the feed and by the dashboard.

use std::collections::BTreeMap;

use proptest::collection::vec;
use proptest::prelude::*;

use super::truth::{self, Job, START, agent_id};
use crate::{
    AgentState, CallState, Event, Floor, Happening, LegId, Millis, Outcome, Settings, Source, SourceReport,
    Status,
};

const POLL_EVERY: Millis = 5_000;
/// An answer of the dashboard is on its way for so long.
const ANSWER_TAKES: Millis = 300;

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// Nothing lost: no difference survives two polls, and nothing is repaired.
    #[test]
    fn a_healthy_day_needs_no_repair(jobs in truth::jobs(), delays in vec(0..900_i64, 16)) {
        let events = truth::feed(&jobs).into_iter().enumerate();
        let events = events.map(|(number, (at, event))| {
            truth::heard(at + delays[number % delays.len()], &event)
        });
        let until = jobs.iter().map(|job| job.ends).max().unwrap_or(START) + 20_000;
        let mut floor = opened();
        for event in with_polls(&jobs, events.collect(), until) {
            floor.apply(event.clone());
            let lasting = floor.unmatched().find(|mismatch| mismatch.polls > 1);
            prop_assert!(lasting.is_none(), "{lasting:?} after {event:?}");
            prop_assert!(floor.repaired() == 0, "{:?} by {event:?}", floor.repairs());
        }
        prop_assert_eq!(floor.unmatched().next(), None);
        prop_assert!(floor.calls().all(|call| !call.is_live()), "a call hangs");
    }

    /// Whatever was lost, after two truthful polls agents and queue calls are as they are.
    #[test]
    fn two_polls_put_a_lossy_day_right(
        jobs in truth::jobs(),
        lost in vec(prop::bool::weighted(0.2), 64),
        moment in 90_000..240_000_i64,
    ) {
        let stops = START + moment;
        let events = truth::feed(&jobs).into_iter().enumerate().filter(|(number, (at, _))| {
            // What this site's dashboard is like is learnt from calls of which nothing was lost.
            let learning = *at < START + 75_000;
            *at <= stops && (learning || !lost[number % lost.len()])
        });
        let events = events.map(|(_, (at, event))| truth::heard(at + 50, &event)).collect();
        let mut floor = opened();
        for event in with_polls(&jobs, events, stops) {
            floor.apply(event);
        }
        for asked_at in [stops + 3_000, stops + 8_000] {
            let dashboard = truth::dashboard(&jobs, stops, asked_at);
            let what = Happening::Dashboard(Box::new(dashboard));
            floor.apply(Event { at: asked_at + ANSWER_TAKES, what });
        }
        let (drawn, true_one) = (drawn(&floor), drawn_from(&jobs, stops));
        prop_assert_eq!(drawn, true_one, "at {} s\n{:#?}", moment / 1000, floor.repairs());
    }

    /// Disorder within three seconds and duplicates change nothing of a finished day but times: each call's legs,
    /// direction, agent, queue and outcome are the same. (Not so where a leg's whole life fits into the disorder: an
    /// answer that comes after its leg's end is refused, unless that end tells of billed time.)
    #[test]
    fn disorder_and_duplicates_change_no_finished_call(
        jobs in truth::jobs(),
        delays in vec(0..3_000_i64, 32),
        twice in vec(prop::bool::weighted(0.2), 17),
    ) {
        let feed = truth::feed(&jobs);
        let mut in_order = opened();
        feed.iter().for_each(|(at, event)| { in_order.apply(truth::heard(*at, event)); });
        let mut shuffled: Vec<Event> = Vec::new();
        for (number, (at, event)) in feed.iter().enumerate() {
            shuffled.push(truth::heard(at + delays[number % delays.len()], event));
            if twice[number % twice.len()] {
                shuffled.push(truth::heard(at + delays[(number + 7) % delays.len()], event));
            }
        }
        shuffled.sort_by_key(|event| event.at);
        let mut floor = opened();
        shuffled.into_iter().for_each(|event| { floor.apply(event); });
        prop_assert_eq!(finished(&in_order), finished(&floor));
    }
}

fn opened() -> Floor {
    let mut floor = Floor::new(Settings::default());
    for what in truth::directory() {
        floor.apply(Event { at: START, what });
    }
    floor.apply(Event { at: START, what: Happening::Source(Source::Events, SourceReport::Connected) });
    floor
}

/// The events with a poll every five seconds and a tick every second, all by their arrival.
fn with_polls(jobs: &[Job], mut day: Vec<Event>, until: Millis) -> Vec<Event> {
    let mut at = START + 500;
    while at <= until {
        let what = Happening::Dashboard(Box::new(truth::dashboard(jobs, at, at)));
        day.push(Event { at: at + ANSWER_TAKES, what });
        at += POLL_EVERY;
    }
    day.extend(
        (0..=(until - START) / 1000).map(|second| Event { at: START + second * 1000, what: Happening::Tick }),
    );
    day.sort_by_key(|event| event.at);
    day
}

type Drawn = (BTreeMap<String, AgentState>, BTreeMap<LegId, (CallState, Option<String>)>);

/// Agents' states, and every live queue call with its agent.
fn drawn(floor: &Floor) -> Drawn {
    let agents = floor.agents().map(|agent| (agent.id.to_string(), floor.doing(agent).state));
    let calls = floor.calls().filter(|call| call.is_live() && call.queue_knows());
    let calls =
        calls.map(|call| (call.id.clone(), (call.state(), call.agent().map(|agent| agent.to_string()))));
    (agents.collect(), calls.collect())
}

fn drawn_from(jobs: &[Job], at: Millis) -> Drawn {
    let statuses = truth::statuses(jobs, at);
    let agents = statuses.iter().map(|(agent, status, _, _)| {
        let state = match status {
            Status::Ringing => AgentState::Ringing,
            Status::Connected | Status::Outbound => AgentState::OnCall,
            Status::WrapUp => AgentState::WrapUp,
            _ => AgentState::Available,
        };
        (agent_id(*agent).to_string(), state)
    });
    let rung = |job: &Job| {
        statuses.iter().any(|(_, status, _, call)| *status == Status::Ringing && *call == Some(job.call()))
    };
    let calls = jobs.iter().filter(|job| job.waits(at) || job.talks(at)).map(|job| {
        let agent = Some(agent_id(job.agent).to_string());
        let standing = match (job.talks(at), rung(job)) {
            (true, _) => (CallState::Talking, agent),
            (false, true) => (CallState::Ringing, agent),
            (false, false) => (CallState::Waiting, None),
        };
        (job.call(), standing)
    });
    (agents.collect(), calls.collect())
}

/// What a finished day leaves: legs, direction, agent, queue, outcome.
fn finished(floor: &Floor) -> BTreeMap<LegId, (Vec<LegId>, String, Option<Outcome>)> {
    let call = |call: &crate::Call| {
        let mut legs: Vec<LegId> = call.legs.iter().map(|leg| leg.id.clone()).collect();
        legs.sort();
        let rest = format!("{:?} {:?} {:?}", call.direction, call.agent(), call.queue);
        (call.id.clone(), (legs, rest, call.outcome))
    };
    floor.calls().map(call).collect()
}
