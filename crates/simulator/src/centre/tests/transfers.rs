//! Calls that are handed on: their legs, who is busy meanwhile, and what the queues count.

use super::{centre, drawn, legs, pass};
use crate::centre::{Centre, Effect, LegEvent, Side, StatStatus, Status};
use crate::options::Load;
use crate::story::Story;

/// Plays the lines that are due within `seconds`.
fn told(centre: &mut Centre, story: &str, seconds: f64) -> Vec<LegEvent> {
    centre.tell(Story::parse(story).unwrap());
    let until = centre.now().after(seconds);
    let effects = centre.advance(until);
    let mishap = effects.iter().find(|effect| matches!(effect, Effect::Mishap(_)));
    assert!(mishap.is_none(), "{mishap:?}");
    legs(effects)
}

#[test]
fn a_blind_transfer_to_a_colleague() {
    let mut centre = centre(Load::Quiet);
    let story = "00:00 call A from 0912345678 to 1\n00:05 answer A 1001\n00:35 transfer A to agent 1002";
    let mut events = told(&mut centre, story, 36.0);
    assert_eq!(centre.agent(0).status, Status::Wrapup);
    assert_eq!(centre.agent(1).status, Status::Outbound);
    let call = centre.live_calls().next().unwrap();
    assert_eq!((call.stage.word(), call.ringing().len(), call.stat.is_none()), ("transferring", 1, true));
    assert_eq!(centre.counters().finished, 1);
    events.extend(told(&mut centre, "00:04 answer A\n00:34 hang-up A", 60.0));
    assert_eq!(
        drawn(&events),
        [
            "A CREATE",
            "A ANSWER",
            "B1 CREATE",
            "B1 ANSWER",
            "B1 DESTROY BLIND_TRANSFER",
            "B2 CREATE",
            "B2 ANSWER",
            "B2 DESTROY NORMAL_CLEARING",
            "A DESTROY NORMAL_CLEARING",
        ]
    );
    let (a_leg, agent_leg, target) = (&events[0].leg, &events[2].leg, &events[5].leg);
    assert_eq!(target.variables["Bridge-ID"], a_leg.id);
    assert_eq!(target.other_leg.as_ref(), Some(&a_leg.id));
    let history = events[8].leg.transfer_history.as_ref().unwrap();
    assert!(history.contains(&format!(":{}:bl_xfer:1002/", agent_leg.id)), "{history}");
    assert_eq!(events[8].leg.other_leg.as_ref(), Some(&target.id));
    assert_eq!(centre.agent(1).status, Status::Ready, "no after-call work after a call from no queue");

    let record = centre.history().next_back().unwrap();
    let stat = record.stat.as_ref().unwrap();
    assert_eq!((stat.status, stat.agent, stat.talk_seconds()), (StatStatus::Processed, Some(0), Some(30)));
    assert_eq!((record.outcome.word(), record.billing_seconds), ("SUCCESS", 65));
}

#[test]
fn a_blind_transfer_to_a_queue() {
    let mut centre = centre(Load::Quiet);
    let story = "00:00 call A from 0912345678 to 1\n00:05 answer A 1001\n00:35 transfer A to queue 2\n\
                 00:40 ring A 1002\n00:50 miss A\n00:55 answer A 1007\n01:25 hang-up A";
    let events = told(&mut centre, story, 100.0);
    assert_eq!(
        drawn(&events)[4..8],
        ["B1 DESTROY BLIND_TRANSFER", "B2 CREATE", "B2 DESTROY NO_ANSWER", "B3 CREATE"]
    );
    let last = &events.last().unwrap().leg;
    assert_eq!(last.variables["Queue-ID"], centre.queues()[1].id);
    let record = centre.history().next_back().unwrap();
    let (first, second) = (&record.earlier_stats[0], record.stat.as_ref().unwrap());
    assert_eq!((first.queue, first.agent, second.queue, second.agent), (0, Some(0), 1, Some(6)));
    assert_eq!((second.wait_seconds(), second.misses.len()), (Some(20), 1));
    let counters = centre.counters();
    assert_eq!((counters.received, counters.handled, counters.finished), (2, 2, 2));
}

#[test]
fn an_attended_transfer() {
    let mut centre = centre(Load::Quiet);
    let story = "00:00 call A from 0912345678 to 1\n00:05 answer A 1001\n00:20 consult B of A with 1002\n\
                 00:21 ring B\n00:25 answer B";
    let mut events = told(&mut centre, story, 30.0);
    assert_eq!(centre.live_calls().count(), 2);
    assert_eq!((centre.agent(0).status, centre.agent(1).status), (Status::Connected, Status::Outbound));
    events.extend(told(&mut centre, "00:00 complete A", 1.0));
    assert_eq!(centre.live_calls().count(), 1, "the consultation is part of the call now");
    assert_eq!((centre.agent(0).status, centre.agent(1).status), (Status::Wrapup, Status::Outbound));
    assert_eq!(centre.live_calls().next().unwrap().agent, Some(1));
    events.extend(told(&mut centre, "00:10 hang-up A", 20.0));
    assert_eq!(
        drawn(&events)[4..],
        [
            "B2 CREATE",
            "B3 CREATE",
            "B3 ANSWER",
            "B2 ANSWER",
            "B2 DESTROY ATTENDED_TRANSFER",
            "B1 DESTROY ATTENDED_TRANSFER",
            "B3 DESTROY NORMAL_CLEARING",
            "A DESTROY NORMAL_CLEARING",
        ]
    );
    let (a_leg, colleague) = (&events[0].leg.id, &events[5].leg.id);
    assert_eq!(events[8].leg.replaced_by.as_ref(), Some(a_leg));
    assert_eq!(events[9].leg.replaced_by.as_ref(), Some(colleague));
    assert_eq!(events[10].leg.other_leg.as_ref(), Some(a_leg));
    assert_eq!(events[11].leg.other_leg.as_ref(), Some(colleague));
    assert_eq!(centre.history().len(), 1);
    assert!(centre.agents().iter().all(|agent| agent.call.is_none()));
}

#[test]
fn a_consultation_ends_alone_or_with_its_call() {
    let mut centre = centre(Load::Quiet);
    let story = "00:00 call A from 0912345678 to 1\n00:05 answer A 1001\n00:10 consult B of A with 1002\n\
                 00:12 answer B\n00:20 hang-up B\n00:25 consult C of A with 1003\n00:26 ring C";
    told(&mut centre, story, 21.0);
    assert_eq!((centre.agent(0).status, centre.agent(1).status), (Status::Connected, Status::Ready));
    pass(&mut centre, 10.0);
    assert_eq!(centre.agent(2).status, Status::Outbound);
    let key = centre.live_calls().next().unwrap().key;
    assert!(centre.complete_transfer(key).is_err(), "nobody has answered");
    assert!(centre.transfer_to_queue(key, 1).is_err(), "the agent consults somebody");
    centre.end_call(key, Side::Caller).unwrap();
    assert_eq!(centre.live_calls().count(), 0);
    assert_eq!((centre.agent(0).status, centre.agent(2).status), (Status::Wrapup, Status::Ready));
}

#[test]
fn everybody_rings_and_one_wins() {
    let mut centre = centre(Load::Quiet);
    let events =
        told(&mut centre, "00:00 call A from 0912345678 to 1\n00:02 ring-all A\n00:05 answer A 1011", 10.0);
    let serving = centre.agents().iter().filter(|agent| agent.queues.contains(&0)).count();
    assert!(serving > 3);
    let count = |word: &str| drawn(&events).iter().filter(|line| line.ends_with(word)).count();
    assert_eq!((count("CREATE"), count("LOSE_RACE"), count("ANSWER")), (serving + 1, serving - 1, 2));
    assert_eq!(centre.agents().iter().filter(|agent| agent.status == Status::Connected).count(), 1);
    assert_eq!(centre.counters().offered, 1);
}

#[test]
fn a_busy_day_has_some_of_everything() {
    let mut centre = centre(Load::CallsPerMinute(20.0));
    let mut events = pass(&mut centre, 3600.0);
    centre.set_load(0.0);
    events.extend(pass(&mut centre, 3600.0));
    let drawn = drawn(&events);
    for cause in ["BLIND_TRANSFER", "ATTENDED_TRANSFER", "LOSE_RACE"] {
        let share = drawn.iter().filter(|line| line.ends_with(cause)).count();
        assert!((5..400).contains(&share), "{share} {cause}");
    }
    assert_eq!(centre.live_calls().count(), 0, "every call ends");
    let counters = centre.counters();
    assert_eq!(counters.received, counters.handled + counters.abandoned_total());
    assert_eq!(counters.handled, counters.finished);
}
