//! Whatever is ordered, in whatever order, the centre stays consistent.

use std::collections::BTreeMap;

use super::{NOON, legs, pass};
use crate::centre::{AbandonReason, Break, CallKey, Centre, Chance, EventName, LegEvent, Side, Status};
use crate::options::{Load, Options};

const STATUSES: [Status; 6] =
    [Status::Ready, Status::Paused, Status::LoggedOut, Status::LoggedIn, Status::Wrapup, Status::Connected];

#[test]
fn random_orders_leave_no_loose_ends() {
    let mut talks = 0;
    for seed in 0..150 {
        let mut chance = Chance::from_seed(seed);
        let load = if seed % 2 == 0 { Load::Quiet } else { Load::CallsPerMinute(40.0) };
        let options = Options { load, seed, agents: 6, queues: 2, ..Options::default() };
        let mut centre = Centre::open(&options, NOON);
        let mut events = Vec::new();
        let mut keys = Vec::new();
        for _ in 0..150 {
            order_something(&mut centre, &mut chance, &mut keys);
            let seconds = chance.exponential(3.0);
            events.extend(pass(&mut centre, seconds));
            assert_consistent(&centre);
        }
        centre.set_load(0.0);
        events.extend(pass(&mut centre, 3600.0));
        for key in keys {
            // Held calls wait for ever; the others have ended by now.
            centre.end_call(key, Side::Caller).ok();
        }
        let now = centre.now();
        events.extend(legs(centre.advance(now)));
        assert_eq!(centre.live_calls().count(), 0, "seed {seed}");
        assert!(centre.agents().iter().all(|agent| agent.call.is_none() && !agent.status.is_on_a_call()));
        assert_lives(&events);
        talks += centre.history().filter(|record| record.recorded).count();
    }
    assert!(talks > 2000, "{talks} conversations are too few to prove anything");
}

fn order_something(centre: &mut Centre, chance: &mut Chance, keys: &mut Vec<CallKey>) {
    let agent = chance.whole(0, 5) as usize;
    let other = chance.whole(0, 5) as usize;
    let held = chance.happens(0.5);
    let named = chance.happens(0.5).then_some(agent);
    let call = if keys.is_empty() { 0 } else { *chance.pick(keys) };
    // An order that cannot be carried out is refused, which is as good as any other outcome here.
    match chance.whole(0, 18) {
        0 | 1 => keys.push(centre.call_queue(chance.whole(0, 1) as usize, "0912345678", held, !held)),
        2 => keys.extend(centre.call_customer(agent, "0909000111", held)),
        3 => keys.extend(centre.call_colleague(agent, other, held)),
        4 => keys.extend(centre.click_to_call(agent, "0909000111")),
        5 => drop(centre.ring_agent(call, named)),
        6 => drop(centre.answer(call, named)),
        7 => drop(centre.leave_unanswered(call, named)),
        8 => drop(centre.end_call(call, if held { Side::Agent } else { Side::Caller })),
        9 => drop(centre.give_up_waiting(call, AbandonReason::Timeout)),
        10 => drop(centre.refuse_busy(call)),
        11 => drop(centre.put_into_queue(call)),
        12 => centre.register_phone(agent, held),
        13 => drop(centre.transfer_to_agent(call, agent)),
        14 => drop(centre.transfer_to_queue(call, chance.whole(0, 1) as usize)),
        15 => keys.extend(centre.consult(call, other)),
        16 => drop(centre.complete_transfer(call)),
        17 => drop(centre.ring_all(call, &[])),
        _ => {
            let pause = Break { reason: None, seconds: held.then_some(5) };
            drop(centre.order_status(agent, *chance.pick(&STATUSES), pause));
        }
    }
}

/// Agents and calls hold each other.
fn assert_consistent(centre: &Centre) {
    for agent in centre.agents() {
        assert_eq!(agent.status.is_on_a_call(), agent.call.is_some(), "{agent:?}");
        if let Some(call) = agent.call {
            let call = centre.call(call).expect("an agent holds a call that is over");
            assert!(call.legs.iter().any(|leg| leg.ended.is_none()));
        }
    }
}

/// Every leg was created once, answered at most once, and destroyed once, in this order.
fn assert_lives(events: &[LegEvent]) {
    let mut lives: BTreeMap<&str, Vec<EventName>> = BTreeMap::new();
    for event in events {
        lives.entry(&event.leg.id).or_default().push(event.name);
    }
    for (id, life) in lives {
        use EventName::{Answer, Create, Destroy};
        assert!(matches!(life[..], [Create, Destroy] | [Create, Answer, Destroy]), "{id}: {life:?}");
    }
}
