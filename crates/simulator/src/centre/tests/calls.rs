//! The legs of each kind of call, in the order KAZOO reports them (`protocols.md` §1.6 and the scenarios).

use super::{centre, drawn, legs, pass};
use crate::centre::{Centre, CommandError, LegEvent, Side, Status};
use crate::options::Load;

/// Plays a story line by line and returns its events.
fn told(centre: &mut Centre, story: &str) -> Vec<LegEvent> {
    centre.tell(crate::story::Story::parse(story).unwrap());
    let until = centre.now().after(3600.0);
    let effects = centre.advance(until);
    let mishap = effects.iter().find(|effect| matches!(effect, crate::centre::Effect::Mishap(_)));
    assert!(mishap.is_none(), "{mishap:?}");
    legs(effects)
}

#[test]
fn the_second_agent_answers() {
    let mut centre = centre(Load::Quiet);
    let events = told(
        &mut centre,
        "00:00 call A from 0987654321 to \"Bán hàng\"
         00:03 ring A 1001
         00:18 miss A
         00:20 ring A 1002
         00:24 answer A
         02:13 hang-up A by agent",
    );
    assert_eq!(
        drawn(&events),
        [
            "A CREATE",
            "A ANSWER",
            "B1 CREATE",
            "B1 DESTROY NO_ANSWER",
            "B2 CREATE",
            "B2 ANSWER",
            "B2 DESTROY NORMAL_CLEARING",
            "A DESTROY NORMAL_CLEARING",
        ]
    );
    let member = super::super::identity::md5_hex(&events[0].leg.id);
    let expected = format!("{member}-{}-", centre.agent(0).id);
    assert!(events[2].leg.id.starts_with(&expected), "{}", events[2].leg.id);
    assert_eq!(events[7].leg.other_leg.as_deref(), Some(events[5].leg.id.as_str()));

    let record = centre.history().next_back().unwrap();
    let stat = record.stat.as_ref().unwrap();
    assert_eq!((stat.wait_seconds(), stat.talk_seconds()), (Some(24), Some(109)));
    assert_eq!(stat.misses.len(), 1);
    assert_eq!(stat.hung_up_by, Some(Side::Agent));
    assert_eq!(record.outcome.word(), "SUCCESS");
    assert!(record.recording().is_some());
}

#[test]
fn a_caller_gives_up_while_a_phone_rings() {
    let mut centre = centre(Load::Quiet);
    let story = "00:00 call A from 0933555666 to 1\n00:02 ring A 1001\n00:11 abandon A";
    let events = told(&mut centre, story);
    let expected =
        ["A CREATE", "A ANSWER", "B1 CREATE", "B1 DESTROY ORIGINATOR_CANCEL", "A DESTROY NORMAL_CLEARING"];
    assert_eq!(drawn(&events), expected);
    assert_eq!(centre.counters().abandoned_total(), 1);
    assert_eq!(centre.counters().handled, 0);
    assert_eq!(centre.history().next_back().unwrap().outcome.word(), "IVR");
}

#[test]
fn two_phones_ring_and_one_loses_the_race() {
    let mut centre = centre(Load::Quiet);
    let story =
        "00:00 call A from 0933555666 to 1\n00:02 ring A 1001\n00:02 ring A 1002\n00:05 answer A 1002";
    let events = told(&mut centre, story);
    let expected = ["A CREATE", "A ANSWER", "B1 CREATE", "B2 CREATE", "B1 DESTROY LOSE_RACE", "B2 ANSWER"];
    assert_eq!(drawn(&events), expected);
    assert_eq!(centre.agent(0).status, Status::Ready);
    assert_eq!(centre.agent(1).status, Status::Connected);
}

#[test]
fn the_far_end_is_busy() {
    let mut centre = centre(Load::Quiet);
    let events =
        told(&mut centre, "00:00 outbound C \"Hồng Nhung\" to 0909000111\n00:02 ring C\n00:08 busy C");
    let expected = ["A CREATE", "B1 CREATE", "B1 DESTROY USER_BUSY", "A DESTROY USER_BUSY"];
    assert_eq!(drawn(&events), expected);
    let record = centre.history().next_back().unwrap();
    assert_eq!((record.outcome.word(), record.billing_seconds, record.recording()), ("BUSY", 0, None));
}

#[test]
fn a_customer_answers_an_agent() {
    let mut centre = centre(Load::Quiet);
    let events = told(&mut centre, "00:00 outbound C 1001 to 0909000111\n00:06 answer C\n00:46 hang-up C");
    let expected = [
        "A CREATE",
        "B1 CREATE",
        "B1 ANSWER",
        "A ANSWER",
        "B1 DESTROY NORMAL_CLEARING",
        "A DESTROY NORMAL_CLEARING",
    ];
    assert_eq!(drawn(&events), expected);
    assert_eq!(events[1].leg.variables["Resource-ID"], "9d7f0c");
    assert_eq!(events[1].leg.variables["Bridge-ID"], events[0].leg.id);
    assert_eq!(centre.agent(0).status, Status::Ready);
}

#[test]
fn colleagues_talk() {
    let mut centre = centre(Load::Quiet);
    let events = told(&mut centre, "00:00 internal D 1001 to 1002\n00:01 ring D\n00:05 answer D");
    assert_eq!(drawn(&events), ["A CREATE", "B1 CREATE", "B1 ANSWER", "A ANSWER"]);
    assert!(events.iter().all(|event| event.leg.variables["Authorizing-Type"] == "device"));
    assert_eq!(events[1].leg.variables["Owner-ID"], centre.agent(1).id);
    assert_eq!(centre.agent(0).status, Status::Outbound);
    assert_eq!(centre.agent(1).status, Status::Outbound);
}

#[test]
fn click_to_call_rings_the_agents_own_phone_first() {
    let mut centre = centre(Load::Quiet);
    centre.click_to_call(0, "0909000111").unwrap();
    let events = pass(&mut centre, 8.0);
    assert_eq!(drawn(&events), ["A CREATE", "A ANSWER", "B1 CREATE"]);
    assert!(pass(&mut centre, 1200.0).len() >= 2, "the call goes on to its end");

    centre.register_phone(0, false);
    assert!(matches!(centre.click_to_call(0, "0909000111"), Err(CommandError::Impossible(_))));
}

#[test]
fn a_held_call_waits_for_its_script() {
    let mut centre = centre(Load::Quiet);
    let key = centre.call_queue(0, "0912345678", true, true);
    assert_eq!(pass(&mut centre, 3600.0).len(), 2);
    assert_eq!(centre.leave_unanswered(key, None).unwrap_err().to_string(), "no phone rings for this call");
    centre.answer(key, None).unwrap();
    assert!(centre.answer(key, None).is_err());
    centre.end_call(key, Side::Caller).unwrap();
    assert_eq!(centre.end_call(key, Side::Caller).unwrap_err().to_string(), "the call has ended");
}
