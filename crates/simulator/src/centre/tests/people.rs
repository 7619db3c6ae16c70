//! Agents: who is offered what, and what they do between calls.

use super::{centre, pass};
use crate::centre::{Break, Side, Status};
use crate::options::Load;

#[test]
fn the_longest_idle_agent_is_offered_first() {
    let mut centre = centre(Load::Quiet);
    for agent in 0..centre.agents().len() {
        let seconds = if agent == 11 { 0.0 } else { 1.0 };
        pass(&mut centre, seconds);
        centre.order_status(agent, Status::Ready, Break { reason: None, seconds: None }).unwrap();
    }
    let queue = centre.agent(11).queues[0];
    // Everybody before has been ready for longer, so they are sent home.
    for agent in 0..11 {
        centre.order_status(agent, Status::LoggedOut, Break { reason: None, seconds: None }).unwrap();
    }
    assert_eq!(centre.longest_idle(queue), Some(11));
    centre.register_phone(11, false);
    assert_ne!(centre.longest_idle(queue), Some(11));
}

#[test]
fn after_call_work_ends_by_itself() {
    let mut centre = centre(Load::Quiet);
    let key = centre.call_queue(0, "0912345678", true, true);
    centre.answer(key, Some(0)).unwrap();
    centre.end_call(key, Side::Caller).unwrap();
    assert_eq!((centre.agent(0).status, centre.agent(0).wrapup_seconds), (Status::Wrapup, 20));
    pass(&mut centre, 19.9);
    assert_eq!(centre.agent(0).status, Status::Wrapup);
    pass(&mut centre, 0.2);
    assert_eq!(centre.agent(0).status, Status::Ready);
}

#[test]
fn a_break_asked_for_during_a_call_begins_when_it_ends() {
    let mut centre = centre(Load::Quiet);
    let key = centre.call_queue(0, "0912345678", true, true);
    centre.answer(key, Some(0)).unwrap();
    let lunch = Break { reason: Some("Nghỉ trưa".to_owned()), seconds: Some(1800) };
    centre.order_status(0, Status::Paused, lunch.clone()).unwrap();
    assert_eq!(centre.agent(0).status, Status::Connected);
    centre.end_call(key, Side::Caller).unwrap();
    assert_eq!((centre.agent(0).status, &centre.agent(0).pause), (Status::Paused, &Some(lunch)));
    assert!(centre.order_status(0, Status::Connected, Break { reason: None, seconds: None }).is_err());
}

#[test]
fn a_call_made_during_a_break_does_not_end_the_break() {
    let mut centre = centre(Load::Quiet);
    let lunch = Break { reason: Some("Nghỉ trưa".to_owned()), seconds: None };
    centre.order_status(0, Status::Paused, lunch.clone()).unwrap();
    let key = centre.call_customer(0, "0909000111", true).unwrap();
    assert_eq!(centre.agent(0).status, Status::Outbound);
    centre.end_call(key, Side::Agent).unwrap();
    assert_eq!((centre.agent(0).status, &centre.agent(0).pause), (Status::Paused, &Some(lunch)));
}

#[test]
fn people_are_found_by_what_they_are_called() {
    let centre = centre(Load::Quiet);
    for name in
        ["nhungnth", "1001", "Nguyễn Thị Hồng Nhung", "hong nhung", "user_nhungnth", &centre.agent(0).id]
    {
        assert_eq!(centre.find_agent(name), Ok(0), "{name}");
    }
    assert!(centre.find_agent("Nguyễn").is_err(), "two people have that name");
    assert_eq!(centre.find_queue("ban hang"), Ok(0));
    assert_eq!(centre.find_queue("2"), Ok(1));
    assert_eq!(centre.find_queue("Nhà bếp").unwrap_err().to_string(), "there is no queue \"Nhà bếp\" here");
}
