//! A call's way as lanes: whose phone did what, when. From the floor as events made it, else from what is kept.

use std::collections::BTreeMap;

use app::calls::{Bar, Doing, Hangup, Lane, Party};
use floor::HangupCause;
use kpi::{Call, Left, Millis, Passage};

use super::kept::named;
use crate::ledger::names::Names;
use crate::live::Sight;

/// A shorter greeting is only the switch taking its time.
const SHORTEST_MENU: Millis = 1_000;

/// What the lanes are drawn with.
pub struct Reader<'a> {
    pub names: &'a Names,
    pub sight: &'a Sight,
    /// What goes on is drawn until here.
    pub until: Millis,
}

impl Reader<'_> {
    /// From the legs that the floor has of it, and the queues that are kept.
    pub fn by_events(&self, floor: &floor::Call, kept: &Call) -> Vec<Lane> {
        let first = floor.first_leg();
        let comes_in = kept.direction == kpi::Direction::Inbound || kept.direction == kpi::Direction::Unknown;
        let missed: Vec<_> = floor.misses().map(|(agent, at, _)| (agent, at)).collect();
        let mut bars: BTreeMap<Party, Vec<Bar>> = BTreeMap::new();
        for leg in floor.legs.iter().filter(|leg| !comes_in || leg.id != first.id) {
            let who = match (&leg.agent, comes_in) {
                (Some(agent), _) => self.agent(agent.as_str()),
                (None, false) => Party::Caller,
                (None, true) if leg.to_carrier => Party::Outside,
                (None, true) => Party::Agent(None),
            };
            let end = leg.ended.map(|(at, _)| at);
            let cause = leg.ended.and_then(|(_, cause)| hangup(cause));
            let rang_until = leg.answered_at.or(end).unwrap_or(self.until);
            let was_missed =
                missed.iter().any(|(agent, at)| leg.agent.as_ref() == Some(*agent) && Some(*at) == end);
            let unanswered = leg.answered_at.is_none() && end.is_some();
            let doing = if was_missed || unanswered { Doing::Missed(cause) } else { Doing::Rings };
            let of_party = bars.entry(who).or_default();
            of_party.push(Bar { from: leg.created_at, until: rang_until, doing });
            if let Some(answered) = leg.answered_at {
                of_party.push(Bar { from: answered, until: end.unwrap_or(self.until), doing: Doing::Talks });
            }
        }
        if let Some((agent, from)) = &floor.handled {
            let until = floor.ended_at.unwrap_or(self.until);
            let talks = Bar { from: *from, until, doing: Doing::Talks };
            bars.entry(self.agent(agent.as_str())).or_default().push(talks);
        }
        if comes_in {
            let talks = talks(bars.values().flatten());
            bars.entry(Party::Caller).or_default().extend(self.caller(kept, talks));
        }
        lanes(bars)
    }

    /// From what is kept: misses have no length, and menus that led to no queue are not known.
    pub fn by_facts(&self, kept: &Call) -> Vec<Lane> {
        let mut bars: BTreeMap<Party, Vec<Bar>> = BTreeMap::new();
        let ended = kept.ended.unwrap_or(self.until);
        for miss in kept.misses.iter().filter(|miss| self.sight.scope.has(miss.queue.as_deref())) {
            let bar = Bar { from: miss.at, until: miss.at, doing: Doing::Missed(None) };
            bars.entry(self.agent(&miss.agent)).or_default().push(bar);
        }
        let mut has_talk = false;
        for passage in self.passages(kept) {
            let Some(Left::Answered { at, agent, talked }) = &passage.left else { continue };
            has_talk = true;
            let until = talked.map_or(ended, |talked| at + talked).min(ended.max(*at));
            let who = agent.as_ref().map_or(Party::Agent(None), |agent| self.agent(agent));
            bars.entry(who).or_default().push(Bar { from: *at, until, doing: Doing::Talks });
        }
        let is_direct = !has_talk && kept.passages.is_empty();
        if let Some(talked) = kept.talked.filter(|_| is_direct) {
            let who = kept.agent.as_ref().map_or(Party::Agent(None), |agent| self.agent(agent));
            let from = (ended - talked).max(kept.started);
            if from > kept.started && kept.direction != kpi::Direction::Inbound {
                let rings = Bar { from: kept.started, until: from, doing: Doing::Rings };
                bars.entry(Party::Caller).or_default().push(rings);
            }
            bars.entry(who).or_default().push(Bar { from, until: ended, doing: Doing::Talks });
        }
        let talks = talks(bars.values().flatten());
        if kept.direction == kpi::Direction::Inbound {
            bars.entry(Party::Caller).or_default().extend(self.caller(kept, talks));
        } else {
            bars.entry(Party::Caller).or_default().extend(talks);
        }
        lanes(bars)
    }

    /// Greeting, waits and talks as the caller went through them.
    fn caller(&self, kept: &Call, talks: Vec<Bar>) -> Vec<Bar> {
        let mut bars = Vec::new();
        let ended = kept.ended.unwrap_or(self.until);
        let passages: Vec<&Passage> = self.passages(kept).collect();
        let heard_until = passages.iter().map(|passage| passage.entered);
        let menu_until = heard_until.chain(talks.iter().map(|talk| talk.from)).min().unwrap_or(ended);
        if menu_until - kept.started >= SHORTEST_MENU {
            bars.push(Bar { from: kept.started, until: menu_until, doing: Doing::Menu });
        }
        for passage in passages {
            let until = passage.left.as_ref().map_or(self.until, Left::at);
            let queue = passage.queue.as_ref().map(|queue| self.names.queue(queue).to_string());
            bars.push(Bar { from: passage.entered, until, doing: Doing::Waits(queue) });
        }
        bars.extend(talks);
        bars
    }

    fn passages<'c>(&self, kept: &'c Call) -> impl Iterator<Item = &'c Passage> {
        kept.passages.iter().filter(|passage| self.sight.scope.has(passage.queue.as_deref()))
    }

    fn agent(&self, id: &str) -> Party {
        Party::Agent(Some(self.sight.name(&named(&id.into(), self.names))))
    }
}

fn talks<'a>(bars: impl Iterator<Item = &'a Bar>) -> Vec<Bar> {
    bars.filter(|bar| bar.doing == Doing::Talks).cloned().collect()
}

/// The far end first, then whoever came first.
fn lanes(bars: BTreeMap<Party, Vec<Bar>>) -> Vec<Lane> {
    let mut lanes: Vec<Lane> = bars
        .into_iter()
        .filter(|(_, bars)| !bars.is_empty())
        .map(|(who, mut bars)| {
            bars.sort_by_key(|bar| (bar.from, bar.until));
            Lane { who, bars }
        })
        .collect();
    lanes.sort_by_key(|lane| (lane.who != Party::Caller, lane.bars.first().map(|bar| bar.from)));
    lanes
}

/// Why the line was cut: by the leg of whoever was at the far end, which decided what became of the call.
pub fn why_ended(floor: &floor::Call) -> Option<Hangup> {
    let far = match floor.direction {
        floor::Direction::Outbound | floor::Direction::Internal => floor.legs.last(),
        floor::Direction::Inbound | floor::Direction::Unknown => floor.legs.first(),
    };
    far?.ended.and_then(|(_, cause)| hangup(cause))
}

fn hangup(cause: HangupCause) -> Option<Hangup> {
    match cause {
        HangupCause::Normal => Some(Hangup::Normal),
        HangupCause::OriginatorCancelled => Some(Hangup::GaveUp),
        HangupCause::Busy => Some(Hangup::Busy),
        HangupCause::NoAnswer => Some(Hangup::NoAnswer),
        HangupCause::AnsweredElsewhere => Some(Hangup::AnsweredElsewhere),
        HangupCause::Transferred => Some(Hangup::Transferred),
        HangupCause::Unreachable => Some(Hangup::Unreachable),
        HangupCause::Network => Some(Hangup::Network),
        HangupCause::Unknown => None,
    }
}

#[cfg(test)]
mod tests {
    use kpi::{CallResult, Direction, Join, Miss};

    use super::*;

    fn names() -> Names {
        let mut names = Names::default();
        names.learn_queue(&"q1".into(), &"Bán hàng".into());
        names.learn_queue(&"q2".into(), &"Kỹ thuật".into());
        names
    }

    /// Ten seconds of menu, twenty in sales where one phone is missed, a talk, then on to support and another talk.
    fn through_two_queues() -> Call {
        let passage = |queue: &str, entered, left| Passage {
            queue: Some(queue.into()),
            entered,
            entered_is_call_start: false,
            transferred_in: queue == "q2",
            left: Some(left),
        };
        let by =
            |agent: &str, at, talked| Left::Answered { at, agent: Some(agent.into()), talked: Some(talked) };
        Call {
            key: "one".into(),
            started: 0,
            ended: Some(200_000),
            direction: Direction::Inbound,
            number: Some("0901234567".into()),
            line: None,
            agent: Some("bình".into()),
            result: CallResult::Answered,
            talked: Some(150_000),
            recording: None,
            legs: vec!["one".into()],
            passages: vec![
                passage("q1", 10_000, by("an", 30_000, 50_000)),
                passage("q2", 80_000, by("bình", 100_000, 100_000)),
            ],
            misses: vec![Miss { agent: "chi".into(), at: 20_000, queue: Some("q1".into()) }],
            join: Join::HistoryOnly,
        }
    }

    fn drawn(lanes: &[Lane]) -> Vec<String> {
        let bar = |bar: &Bar| {
            let what = match &bar.doing {
                Doing::Menu => "menu".to_owned(),
                Doing::Waits(queue) => format!("waits in {}", queue.as_deref().unwrap_or("?")),
                Doing::Rings => "rings".to_owned(),
                Doing::Missed(_) => "missed".to_owned(),
                Doing::Talks => "talks".to_owned(),
            };
            format!("{what} {}-{}", bar.from / 1000, bar.until / 1000)
        };
        let lane = |lane: &Lane| {
            let who = match &lane.who {
                Party::Caller => "caller",
                Party::Agent(name) => name.as_deref().unwrap_or("?"),
                Party::Outside => "outside",
            };
            format!("{who}: {}", lane.bars.iter().map(bar).collect::<Vec<_>>().join(", "))
        };
        lanes.iter().map(lane).collect()
    }

    #[test]
    fn what_is_kept_of_a_call_makes_its_lanes() {
        let names = names();
        let reader = Reader { names: &names, sight: &Sight::everything(), until: 200_000 };
        assert_eq!(
            drawn(&reader.by_facts(&through_two_queues())),
            [
                "caller: menu 0-10, waits in Bán hàng 10-30, talks 30-80, waits in Kỹ thuật 80-100, talks 100-200",
                "chi: missed 20-20",
                "an: talks 30-80",
                "bình: talks 100-200",
            ]
        );
    }

    #[test]
    fn who_has_one_of_its_queues_sees_that_part_alone() {
        let (names, sight) = (names(), Sight::everything().of_queues(["q1"]));
        let reader = Reader { names: &names, sight: &sight, until: 200_000 };
        assert_eq!(
            drawn(&reader.by_facts(&through_two_queues())),
            [
                "caller: menu 0-10, waits in Bán hàng 10-30, talks 30-80",
                "chi: missed 20-20",
                "an: talks 30-80"
            ]
        );
        let row = crate::history::kept::row(&through_two_queues(), &names, &sight);
        assert_eq!((row.queue.as_deref(), row.agent.as_deref()), (Some("Bán hàng"), Some("an")));
        assert_eq!((row.waited, row.talked), (Some(20), Some(50)));
    }
}
