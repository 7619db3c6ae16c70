//! Whole days: the demo's past, load, and that a seed decides everything.

use std::collections::BTreeSet;

use super::{NOON, centre, legs, pass};
use crate::centre::{Centre, EventName, StatStatus};
use crate::moment::Moment;
use crate::options::{Load, Options};

/// A line per event: enough to tell two days apart.
fn transcript(mut centre: Centre, steps: &[f64]) -> Vec<String> {
    let mut lines = Vec::new();
    for seconds in steps {
        let events = pass(&mut centre, *seconds);
        lines.extend(
            events
                .iter()
                .map(|event| format!("{} {} {}", event.at.unix_millis(), event.name.word(), event.leg.id)),
        );
    }
    lines
}

#[test]
fn a_seed_decides_everything_however_time_is_cut() {
    let coarse = transcript(centre(Load::Demo), &[600.0]);
    let fine = transcript(centre(Load::Demo), &[0.5; 1200]);
    assert!(coarse.len() > 100);
    assert_eq!(coarse, fine);
    let other = Centre::open(&Options { seed: 7, ..Options::default() }, NOON);
    assert_ne!(coarse, transcript(other, &[600.0]));
}

#[test]
fn a_restarted_centre_behaves_alike_but_does_not_repeat_ids() {
    let opened = |now| {
        let mut centre =
            Centre::open(&Options { load: Load::CallsPerMinute(10.0), ..Options::default() }, now);
        pass(&mut centre, 300.0)
    };
    let (first, again) = (opened(NOON), opened(NOON.after(100.0)));
    let callers = |events: &[crate::centre::LegEvent]| -> Vec<String> {
        events.iter().map(|event| event.leg.caller_number.clone()).collect()
    };
    assert_eq!(callers(&first), callers(&again));
    assert!(first.iter().all(|event| again.iter().all(|other| event.leg.id != other.leg.id)));
}

#[test]
fn a_demo_has_a_plausible_day_behind_it() {
    for hour in [-11, -10, -6, -3, 0, 1, 2, 3, 6, 12] {
        let now = NOON.after(f64::from(hour) * 3600.0);
        let mut centre = Centre::open(&Options::default(), now);
        let rows = centre.history().len();
        let days: BTreeSet<i64> = centre.history().map(|record| record.started.day_in_vietnam()).collect();
        assert!((400..3000).contains(&rows), "{rows} rows at {hour}");
        assert!(days.len() >= 3, "{days:?}");
        assert!(centre.live_calls().count() >= 3, "calls are under way");
        let on_calls = centre.agents().iter().filter(|agent| agent.status.is_on_a_call()).count();
        assert!(on_calls >= 3, "{on_calls} agents on calls at {hour}");
        let counters = centre.counters().clone();
        assert!(counters.received >= counters.handled && counters.handled > 20, "{counters:?}");
        assert!((1..120).contains(&counters.average_wait_seconds()), "{counters:?}");
        assert!((60..300).contains(&counters.average_talk_seconds()), "{counters:?}");
        assert_eq!(centre.events_emitted(), 0, "the past is not sent");
    }
}

#[test]
fn counters_agree_with_the_history() {
    let mut centre = centre(Load::Demo);
    let today = centre.now().day_in_vietnam();
    let stats = |centre: &Centre, status| {
        let finished = centre.history().filter_map(|record| record.stat.clone());
        let live = centre.live_calls().filter_map(|call| call.stat.clone());
        finished
            .chain(live)
            .filter(|stat| stat.status == status && stat.entered.day_in_vietnam() == today)
            .count()
    };
    let count = |status| stats(&centre, status) as u64;
    let (processed, handled) = (count(StatStatus::Processed), count(StatStatus::Handled));
    let (abandoned, waiting) = (count(StatStatus::Abandoned), count(StatStatus::Waiting));
    let counters = centre.counters();
    assert_eq!(counters.received, processed + handled + abandoned + waiting);
    assert_eq!(counters.handled, processed + handled);
    assert_eq!(counters.abandoned_total(), abandoned);
}

#[test]
fn legs_are_created_answered_and_destroyed_once_in_order() {
    let mut centre = centre(Load::CallsPerMinute(30.0));
    let mut events = pass(&mut centre, 3600.0);
    centre.set_load(0.0);
    events.extend(pass(&mut centre, 3600.0));
    assert_eq!(centre.live_calls().count(), 0, "every call ends");
    let ids: BTreeSet<&str> = events.iter().map(|event| event.leg.id.as_str()).collect();
    for id in ids {
        let names: Vec<EventName> =
            events.iter().filter(|event| event.leg.id == id).map(|event| event.name).collect();
        let complete = matches!(
            names[..],
            [EventName::Create, EventName::Destroy]
                | [EventName::Create, EventName::Answer, EventName::Destroy]
        );
        assert!(complete, "{id}: {names:?}");
    }
    assert!(centre.agents().iter().all(|agent| agent.call.is_none()));
}

#[test]
fn five_hundred_agents_carry_twenty_events_a_second() {
    let load = Load::CallsPerMinute(20.0 * 60.0 / 7.0);
    let options = Options { agents: 500, queues: 50, load, ..Options::default() };
    let mut centre = Centre::open(&options, NOON);
    pass(&mut centre, 300.0);
    let events = pass(&mut centre, 300.0).len();
    assert!((15..30).contains(&(events / 300)), "{} events a second", events / 300);
    let counters = centre.counters();
    assert!(counters.handled * 10 > counters.received * 8, "{counters:?}");
}

#[test]
fn twenty_eight_agents_keep_up_with_the_same_load() {
    let mut centre = centre(Load::CallsPerMinute(170.0));
    pass(&mut centre, 600.0);
    let counters = centre.counters();
    assert!(counters.handled * 10 > counters.received * 7, "{counters:?}");
}

#[test]
fn a_burst_is_whole_calls_at_one_moment() {
    let mut centre = centre(Load::Quiet);
    centre.burst(1000);
    let now = centre.now();
    let events = legs(centre.advance(now));
    assert!((1000..1010).contains(&events.len()), "{}", events.len());
    assert!(events.iter().all(|event| event.at == now));
    assert_eq!(centre.live_calls().count(), 0);
}

#[test]
fn midnight_starts_the_counters_again() {
    let evening = Moment::from_unix_seconds(1_770_397_199); // 2026-02-06T23:59:59+07:00
    let mut centre = Centre::open(&Options { load: Load::Quiet, ..Options::default() }, evening);
    let key = centre.call_queue(0, "0912345678", true, true);
    assert_eq!(centre.counters().received, 1);
    pass(&mut centre, 2.0);
    assert_eq!(centre.counters().received, 0);
    centre.answer(key, None).unwrap();
    assert_eq!(centre.counters().handled, 1);
}
