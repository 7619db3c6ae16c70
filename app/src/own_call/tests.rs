use super::*;

const CLICK: Millis = 100_000;

fn call(id: &str, started: Millis, state: CallState) -> CallRow {
    CallRow {
        id: id.to_owned(),
        legs: vec![id.to_owned()],
        direction: Direction::Outbound,
        number: Some("0901234567".to_owned()),
        line: None,
        started,
        state,
        since: started,
        queue: None,
        agent: Some("an".to_owned()),
        unplaced: false,
        outcome: None,
        waited: None,
        talked: None,
        missed: 0,
    }
}

fn asked(is_placed: bool) -> Asked {
    Asked { is_placed, number: "+84 901 234 567".to_owned(), at: CLICK }
}

/// What the page shows one step after the other, of boards with these calls.
fn walk(asked: &Asked, agent: Option<&str>, boards: &[(Millis, Vec<CallRow>)]) -> Vec<Progress> {
    let mut shown: Option<Current> = None;
    let mut seen = Vec::new();
    for (now, calls) in boards {
        shown = current(shown.as_ref(), Some(asked), agent, calls, *now);
        seen.push(shown.as_ref().map(|shown| shown.progress).expect("something is shown"));
    }
    seen
}

#[test]
fn a_placed_call_is_followed_from_the_own_phone_to_the_end() {
    let two_legs =
        |state| CallRow { legs: vec!["c".to_owned(), "d".to_owned()], ..call("c", CLICK + 900, state) };
    let ended =
        CallRow { talked: Some(49_000), outcome: Some(Outcome::Answered), ..two_legs(CallState::Ended) };
    let earlier = call("old", CLICK - 600_000, CallState::Ended);
    for agent in [Some("an"), None] {
        let steps = walk(
            &asked(true),
            agent,
            &[
                (CLICK + 100, vec![earlier.clone()]),
                (CLICK + 1_000, vec![earlier.clone(), call("c", CLICK + 900, CallState::Ringing)]),
                (CLICK + 4_000, vec![two_legs(CallState::Ringing)]),
                (CLICK + 9_000, vec![two_legs(CallState::Talking)]),
                (CLICK + 60_000, vec![ended.clone()]),
                (CLICK + 90_000, vec![]),
            ],
        );
        let over = Progress::Ended { talked: Some(49_000), outcome: Some(Outcome::Answered) };
        assert_eq!(
            steps,
            [
                Progress::OwnPhoneRings,
                Progress::OwnPhoneRings,
                Progress::TheirPhoneRings,
                Progress::Talking { since: CLICK + 900 },
                over,
                over,
            ]
        );
    }
}

#[test]
fn a_switch_that_rings_the_own_phone_by_its_own_leg_is_followed_too() {
    let alone = |state| CallRow { direction: Direction::Unknown, ..call("a", CLICK, state) };
    let steps = walk(
        &asked(true),
        Some("an"),
        &[
            (CLICK + 500, vec![alone(CallState::Ringing)]),
            (CLICK + 3_000, vec![alone(CallState::Talking)]),
            (
                CLICK + 5_000,
                vec![CallRow { legs: vec!["a".into(), "b".into()], ..call("a", CLICK, CallState::Ringing) }],
            ),
        ],
    );
    assert_eq!(steps, [Progress::OwnPhoneRings, Progress::TheirPhoneRings, Progress::TheirPhoneRings]);
}

#[test]
fn a_call_that_nobody_ever_sees_is_given_up_and_one_that_vanishes_is_over() {
    let steps = walk(&asked(true), Some("an"), &[(CLICK + 59_000, vec![]), (CLICK + 61_000, vec![])]);
    assert_eq!(steps, [Progress::OwnPhoneRings, Progress::NeverSeen]);
    let steps = walk(
        &asked(true),
        Some("an"),
        &[(CLICK, vec![call("c", CLICK, CallState::Talking)]), (CLICK + 1, vec![])],
    );
    assert_eq!(steps[1], Progress::Ended { talked: None, outcome: None });
}

#[test]
fn a_busy_far_end_that_was_over_at_once_is_told() {
    let busy = CallRow { outcome: Some(Outcome::Busy), ..call("c", CLICK + 200, CallState::Ended) };
    let steps = walk(&asked(true), Some("an"), &[(CLICK + 900, vec![busy])]);
    assert_eq!(steps, [Progress::Ended { talked: None, outcome: Some(Outcome::Busy) }]);
}

#[test]
fn a_caller_who_comes_in_is_shown_to_their_agent_alone() {
    let comes = CallRow { direction: Direction::Inbound, ..call("in", CLICK, CallState::Ringing) };
    let shown =
        |agent| current(None, None, agent, std::slice::from_ref(&comes), CLICK).map(|shown| shown.progress);
    assert_eq!(shown(Some("an")), Some(Progress::CallerRings));
    assert_eq!(shown(Some("binh")), None);
    assert_eq!(shown(None), None);
}

#[test]
fn an_unanswered_click_is_no_ringing_phone() {
    let shown = current(None, Some(&asked(false)), Some("an"), &[], CLICK).expect("it is shown");
    assert_eq!((shown.progress, shown.call), (Progress::Asking, None));
}

#[test]
fn a_masked_number_is_known_by_its_end() {
    assert!(is_same("•••• 567", "0901 234 567") && is_same("+84901234567", "0901.234.567"));
    assert!(!is_same("•••• 568", "0901234567") && !is_same("••••", "••••"));
}

#[test]
fn a_phone_that_was_just_picked_up_does_not_talk_to_anybody_yet() {
    let alone = call("c", CLICK, CallState::Talking);
    let steps =
        walk(&asked(true), Some("an"), &[(CLICK + 1_000, vec![alone.clone()]), (CLICK + 4_000, vec![alone])]);
    assert_eq!(steps, [Progress::TheirPhoneRings, Progress::Talking { since: CLICK }]);
}
