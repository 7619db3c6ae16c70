//! A call's ways through queues, as the feed showed them: each copy of a call is folded into what the ledger has of it.
//!
//! There is no hidden state: the call as it was kept is all that the next copy is held against, so a restart that
//! shows some of them again changes nothing.

use kpi::{Call, CallResult, Join, Left, Millis, Miss, Passage, Text};

use super::seen::{SeenCall, SeenTalk, SeenWait};

/// The call as the ledger has it from now on. What AntRing's history has told of a call that is over stands.
pub fn fold(before: Option<&Call>, seen: &SeenCall) -> Call {
    if let Some(told) = before.filter(|call| call.join != Join::FeedOnly && call.ended.is_some()) {
        return told.clone();
    }
    let mut passages = before.map(|call| call.passages.clone()).unwrap_or_default();
    match &seen.wait {
        Some(wait) => follow(&mut passages, wait, seen),
        // It had been taken for waiting, and is in a menu.
        None => passages.clear(),
    }
    tell_talks(&mut passages, seen);
    let misses = seen.misses.iter().map(|(agent, at)| Miss {
        agent: agent.clone(),
        at: *at,
        queue: queue_at(&passages, *at).or_else(|| seen.wait.as_ref()?.queue.clone()),
    });
    Call {
        key: seen.id.clone(),
        started: seen.started,
        ended: seen.ended,
        direction: seen.direction,
        number: seen.number.clone().or_else(|| before?.number.clone()),
        line: seen.line.clone().or_else(|| before?.line.clone()),
        agent: seen.agent.clone().or_else(|| before?.agent.clone()),
        result: seen.result,
        talked: seen.talked,
        recording: before.and_then(|call| call.recording.clone()),
        legs: seen.legs.clone(),
        misses: misses.collect(),
        join: before.map_or(Join::FeedOnly, |call| call.join),
        passages,
    }
}

fn follow(passages: &mut Vec<Passage>, wait: &SeenWait, seen: &SeenCall) {
    if passages.last().is_none_or(|last| is_another(last, wait)) {
        passages.push(Passage {
            queue: wait.queue.clone(),
            entered: wait.since,
            entered_is_call_start: wait.since_call_start,
            transferred_in: wait.again || !passages.is_empty(),
            left: None,
        });
    }
    if handed_on_unanswered(passages, wait)
        && let Some(last) = passages.last_mut()
    {
        let at = wait.picked_up.unwrap_or(seen.at).min(seen.ended.unwrap_or(Millis::MAX)).max(last.entered);
        last.left = Some(Left::FlowedOut { at });
        passages.push(Passage {
            queue: wait.queue.clone(),
            entered: at,
            entered_is_call_start: false,
            transferred_in: true,
            left: None,
        });
    }
    let flowed_in = passages
        .len()
        .checked_sub(2)
        .is_some_and(|before| matches!(passages[before].left, Some(Left::FlowedOut { .. })));
    let Some(last) = passages.last_mut() else { return };
    last.queue = wait.queue.clone().or(last.queue.take());
    if !flowed_in {
        // A poll may know the entry better than the first event did.
        last.entered = wait.since;
        last.entered_is_call_start = wait.since_call_start;
    }
    let agent = last.answered_by().cloned();
    last.left = match (wait.picked_up, seen.ended) {
        (Some(at), _) => Some(Left::Answered { at: at.max(last.entered), agent, talked: None }),
        (None, Some(at)) if wait.left || seen.result == CallResult::Abandoned => {
            Some(Left::Abandoned { at: at.max(last.entered) })
        }
        (None, Some(at)) => Some(Left::Unknown { at: at.max(last.entered) }),
        (None, None) => None,
    };
}

/// The copy tells of a wait after the one that the last passage is of: somebody talked in between.
fn is_another(last: &Passage, wait: &SeenWait) -> bool {
    match &last.left {
        Some(Left::Answered { at, .. }) => {
            wait.again && wait.picked_up != Some(*at) && wait.since >= *at && wait.since > last.entered
        }
        _ => false,
    }
}

/// The caller waits on, in another queue than before. A queue that a transfer carried over from the talk before it, and
/// one that nobody had named, were only not known yet.
fn handed_on_unanswered(passages: &[Passage], wait: &SeenWait) -> bool {
    let Some((last, earlier)) = passages.split_last() else { return false };
    let carried_over = earlier.last().is_some_and(|before| {
        before.queue == last.queue && matches!(before.left, Some(Left::Answered { .. }))
    });
    let is_other = last.queue.is_some() && wait.queue.is_some() && last.queue != wait.queue;
    is_other && last.left.is_none() && !carried_over
}

/// Who talked in each passage, and for how long, once that is over.
fn tell_talks(passages: &mut [Passage], seen: &SeenCall) {
    let entries: Vec<Millis> = passages.iter().map(|passage| passage.entered).collect();
    for (place, passage) in passages.iter_mut().enumerate() {
        let Some(Left::Answered { at, agent, talked }) = &mut passage.left else { continue };
        let Some(talk) = seen.talks.iter().find(|talk| is_of(talk, *at, agent.as_ref())) else { continue };
        *agent = talk.agent.clone().or(agent.take());
        let until = talk.until.or_else(|| entries.get(place + 1).copied()).or(seen.ended);
        *talked = until.map(|until| (until - *at).max(0));
    }
}

fn is_of(talk: &SeenTalk, picked_up: Millis, agent: Option<&Text>) -> bool {
    talk.from == picked_up && (agent.is_none() || talk.agent.is_none() || talk.agent.as_ref() == agent)
}

/// The queue that had the caller then.
fn queue_at(passages: &[Passage], at: Millis) -> Option<Text> {
    let had = |passage: &&Passage| {
        passage.entered <= at && passage.left.as_ref().is_none_or(|left| at <= left.at())
    };
    passages.iter().rfind(had).or(passages.last()).and_then(|passage| passage.queue.clone())
}

#[cfg(test)]
mod tests {
    use kpi::Direction;

    use super::*;

    fn seen(wait: Option<SeenWait>) -> SeenCall {
        SeenCall {
            id: "caller".into(),
            legs: vec!["caller".into()],
            started: 0,
            ended: None,
            direction: Direction::Inbound,
            number: Some("0901234567".into()),
            line: None,
            agent: None,
            result: CallResult::Live,
            talked: None,
            speaks_since: None,
            wait,
            talks: Vec::new(),
            misses: Vec::new(),
            at: 0,
        }
    }

    fn wait(queue: &str, since: Millis) -> SeenWait {
        let queue = (!queue.is_empty()).then(|| queue.into());
        SeenWait { queue, since, since_call_start: false, again: false, picked_up: None, left: false }
    }

    fn talk(agent: &str, from: Millis, until: Option<Millis>) -> SeenTalk {
        SeenTalk { agent: Some(agent.into()), from, until }
    }

    /// Folds one after the other, each twice: the same again changes nothing.
    fn fold_all(copies: &[SeenCall]) -> Call {
        let mut call = None;
        for copy in copies {
            let once = fold(call.as_ref(), copy);
            assert_eq!(fold(Some(&once), copy), once, "the same copy again: {copy:?}");
            call = Some(once);
        }
        call.expect("at least one copy")
    }

    fn drawn(call: &Call) -> Vec<String> {
        let draw = |passage: &Passage| {
            let left = match &passage.left {
                None => "waits".to_owned(),
                Some(Left::Answered { at, agent, talked }) => {
                    format!("answered {at} by {} talked {talked:?}", agent.as_deref().unwrap_or("?"))
                }
                Some(Left::Abandoned { at }) => format!("abandoned {at}"),
                Some(Left::FlowedOut { at }) => format!("flowed out {at}"),
                Some(Left::Unknown { at }) => format!("unknown {at}"),
            };
            let transferred = if passage.transferred_in { " transferred" } else { "" };
            format!("{} {}{transferred}: {left}", passage.queue.as_deref().unwrap_or("?"), passage.entered)
        };
        call.passages.iter().map(draw).collect()
    }

    #[test]
    fn a_caller_waits_is_answered_and_talks() {
        let mut talking = seen(Some(SeenWait { picked_up: Some(9), ..wait("q1", 2) }));
        talking.talks = vec![talk("an", 9, None)];
        let mut over = talking.clone();
        (over.ended, over.result, over.talked) = (Some(50), CallResult::Answered, Some(41));
        over.talks = vec![talk("an", 9, Some(49))];
        let copies = [seen(None), seen(Some(wait("", 2))), seen(Some(wait("q1", 2))), talking, over];
        assert_eq!(drawn(&fold_all(&copies)), ["q1 2: answered 9 by an talked Some(40)"]);
        assert_eq!(drawn(&fold_all(&copies[..3])), ["q1 2: waits"]);
    }

    #[test]
    fn who_was_taken_for_waiting_and_is_in_a_menu_has_no_passage() {
        assert!(fold_all(&[seen(Some(wait("", 2))), seen(None)]).passages.is_empty());
    }

    #[test]
    fn a_caller_gives_up_or_is_lost_from_sight() {
        let mut gone = seen(Some(SeenWait { left: true, ..wait("q1", 2) }));
        (gone.ended, gone.result) = (Some(30), CallResult::Abandoned);
        assert_eq!(drawn(&fold_all(&[seen(Some(wait("q1", 2))), gone])), ["q1 2: abandoned 30"]);
        let mut lost = seen(Some(wait("q1", 2)));
        (lost.ended, lost.result) = (Some(30), CallResult::Unknown);
        let back = seen(Some(wait("q1", 2)));
        assert_eq!(drawn(&fold_all(std::slice::from_ref(&lost))), ["q1 2: unknown 30"]);
        assert_eq!(drawn(&fold_all(&[lost, back])), ["q1 2: waits"], "the polls had been mistaken");
    }

    #[test]
    fn a_transfer_after_a_talk_is_a_second_passage_even_while_its_queue_is_not_named() {
        let mut talking = seen(Some(SeenWait { picked_up: Some(9), ..wait("q1", 2) }));
        talking.talks = vec![talk("an", 9, None)];
        let again = |queue| SeenWait { again: true, ..wait(queue, 20) };
        let mut carried = seen(Some(again("q1")));
        carried.talks = vec![talk("an", 9, Some(20))];
        let named = SeenCall { wait: Some(again("q2")), ..carried.clone() };
        let mut taken = named.clone();
        taken.wait = Some(SeenWait { picked_up: Some(31), ..again("q2") });
        taken.talks.push(talk("bo", 31, None));
        let copies = [talking, carried, named, taken.clone()];
        let passages =
            ["q1 2: answered 9 by an talked Some(11)", "q2 20 transferred: answered 31 by bo talked None"];
        assert_eq!(drawn(&fold_all(&copies)), passages);
        let mut gone = copies[2].clone();
        (gone.ended, gone.result) = (Some(60), CallResult::Answered);
        gone.wait = Some(SeenWait { left: true, ..again("q2") });
        let passages = ["q1 2: answered 9 by an talked Some(11)", "q2 20 transferred: abandoned 60"];
        assert_eq!(
            drawn(&fold_all(&[copies[0].clone(), copies[1].clone(), copies[2].clone(), gone])),
            passages
        );
    }

    #[test]
    fn to_another_queue_without_a_talk_flows_out_of_the_first() {
        let mut other = seen(Some(wait("q2", 2)));
        other.at = 40;
        let mut later = other.clone();
        later.at = 45;
        let call = fold_all(&[seen(Some(wait("q1", 2))), other, later]);
        assert_eq!(drawn(&call), ["q1 2: flowed out 40", "q2 40 transferred: waits"]);
    }

    #[test]
    fn a_miss_belongs_to_the_queue_that_had_the_caller() {
        let mut copy = seen(Some(SeenWait { picked_up: Some(20), ..wait("q1", 2) }));
        copy.misses = vec![("an".into(), 12)];
        let call = fold_all(&[copy]);
        assert_eq!(call.misses, [Miss { agent: "an".into(), at: 12, queue: Some("q1".into()) }]);
    }

    #[test]
    fn what_the_history_told_of_a_call_that_is_over_stands() {
        let mut told = fold_all(&[seen(Some(wait("q1", 2)))]);
        (told.ended, told.join) = (Some(9), Join::ByQueue);
        let mut again = seen(None);
        again.ended = Some(10);
        assert_eq!(fold(Some(&told), &again), told);
    }
}
