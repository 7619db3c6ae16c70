//! Agents' stretches of time in one state, from what the floor saw of them.
//!
//! Between calls only the dashboard knows what an agent does. While it is silent, and while this server is down, the
//! state is unknown: nobody is credited with having been available.

use std::collections::BTreeMap;

use kpi::{Millis, State, Stint, Text};

use super::seen::SeenAgent;

/// A dashboard's word about the time before it was first heard is believed this far back.
const BEFORE_OUR_TIME: Millis = 24 * 3_600_000;

#[derive(Debug, Default)]
pub struct Stints {
    all: Vec<Stint>,
    /// Each agent's present one, as a place in `all`.
    open: BTreeMap<Text, usize>,
    /// What was last said of each agent, and since when that is so.
    told: BTreeMap<Text, (State, Option<Millis>)>,
    /// Nobody knows since then.
    blind_since: Option<Millis>,
    /// Places in `all` that differ from what is kept.
    changed: Vec<usize>,
}

impl Stints {
    /// As they were kept. What was open was last known to be so at `kept_until`; the time since then is unknown.
    pub fn of(kept: Vec<Stint>, kept_until: Millis) -> Self {
        let mut stints = Self { blind_since: Some(kept_until), ..Self::default() };
        for stint in kept {
            let agent = stint.agent.clone();
            let is_open = stint.until.is_none();
            stints.all.push(stint);
            let place = stints.all.len() - 1;
            // Two open ones of an agent would be a mistake of an earlier time: the later begins where the earlier ends.
            if is_open && let Some(earlier) = stints.open.insert(agent, place) {
                let from = stints.all[place].from;
                stints.close(earlier, from);
            }
        }
        for agent in stints.open.keys().cloned().collect::<Vec<_>>() {
            stints.turn(&agent, State::Unknown, kept_until);
        }
        stints
    }

    pub fn all(&self) -> &[Stint] {
        &self.all
    }

    /// What the floor has of an agent now.
    pub fn agent(&mut self, seen: &SeenAgent) {
        self.told.insert(seen.id.clone(), (seen.state, seen.since));
        if self.blind_since.is_some() {
            return;
        }
        let since = seen.since.unwrap_or(seen.at).clamp(seen.at - BEFORE_OUR_TIME, seen.at);
        self.turn(&seen.id, seen.state, since);
    }

    /// Whether the dashboard may be believed now.
    pub fn dashboard(&mut self, heard_at: Option<Millis>, is_fresh: bool, at: Millis) {
        match (is_fresh, self.blind_since) {
            (false, None) => {
                let since = heard_at.unwrap_or(at).min(at);
                self.blind_since = Some(since);
                for agent in self.open.keys().cloned().collect::<Vec<_>>() {
                    self.turn(&agent, State::Unknown, since);
                }
            }
            (true, Some(blind_since)) => {
                self.blind_since = None;
                for (agent, (state, since)) in self.told.clone() {
                    // A state that began meanwhile is known from its beginning, an older one only from now on.
                    let known = since.filter(|since| *since > blind_since || !self.open.contains_key(&agent));
                    let since = known.unwrap_or(at).clamp(at - BEFORE_OUR_TIME, at);
                    self.turn(&agent, state, since);
                }
            }
            _ => {}
        }
    }

    /// The stints that changed since this was last asked for.
    pub fn take_changed(&mut self) -> Vec<Stint> {
        let mut places = std::mem::take(&mut self.changed);
        places.sort_unstable();
        places.dedup();
        places.into_iter().filter_map(|place| self.all.get(place).cloned()).collect()
    }

    /// Forgets what ended before; nothing may be left to keep.
    pub fn forget_before(&mut self, at: Millis) {
        if self.changed.is_empty() {
            self.all.retain(|stint| stint.until.is_none_or(|until| until >= at));
            self.open.clear();
            for (place, stint) in self.all.iter().enumerate().filter(|(_, stint)| stint.until.is_none()) {
                self.open.insert(stint.agent.clone(), place);
            }
        }
    }

    fn turn(&mut self, agent: &Text, state: State, since: Millis) {
        let Some(place) = self.open.get(agent).copied() else {
            self.begin(agent, state, since);
            return;
        };
        let open = &mut self.all[place];
        if open.state == state {
            return;
        }
        if since <= open.from {
            // It was something else all along.
            open.state = state;
            self.changed.push(place);
            return;
        }
        self.close(place, since);
        self.begin(agent, state, since);
    }

    fn begin(&mut self, agent: &Text, state: State, from: Millis) {
        self.all.push(Stint { agent: agent.clone(), state, from, until: None });
        self.open.insert(agent.clone(), self.all.len() - 1);
        self.changed.push(self.all.len() - 1);
    }

    fn close(&mut self, place: usize, at: Millis) {
        let stint = &mut self.all[place];
        stint.until = Some(at.max(stint.from));
        self.changed.push(place);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn an(state: State, since: Option<Millis>, at: Millis) -> SeenAgent {
        SeenAgent {
            id: "an".into(),
            name: "An".into(),
            username: None,
            extensions: Vec::new(),
            state,
            since,
            at,
        }
    }

    fn drawn(stints: &Stints) -> Vec<(State, Millis, Option<Millis>)> {
        stints.all().iter().map(|stint| (stint.state, stint.from, stint.until)).collect()
    }

    #[test]
    fn states_follow_one_another_without_a_hole_and_the_same_again_is_no_news() {
        let mut stints = Stints::default();
        for _ in 0..2 {
            stints.agent(&an(State::Available, Some(10), 12));
        }
        stints.agent(&an(State::OnCall, Some(20), 20));
        assert_eq!(stints.take_changed().len(), 2);
        for _ in 0..2 {
            stints.agent(&an(State::WrapUp, Some(15), 30));
        }
        let states = [(State::Available, 10, Some(20)), (State::WrapUp, 20, None)];
        assert_eq!(
            drawn(&stints),
            states,
            "a word about the past corrects the present one, not those before"
        );
        assert_eq!(stints.take_changed().len(), 1);
    }

    #[test]
    fn an_outage_of_the_dashboard_is_unknown_time() {
        let mut stints = Stints::default();
        stints.agent(&an(State::Available, Some(10), 10));
        stints.dashboard(Some(50), false, 90);
        stints.agent(&an(State::OnCall, Some(70), 95));
        stints.dashboard(Some(100), true, 100);
        let on_call =
            [(State::Available, 10, Some(50)), (State::Unknown, 50, Some(70)), (State::OnCall, 70, None)];
        assert_eq!(drawn(&stints), on_call);
        stints.dashboard(Some(100), false, 130);
        stints.dashboard(Some(140), true, 140);
        assert_eq!(
            stints.all()[3..],
            [
                Stint { agent: "an".into(), state: State::Unknown, from: 100, until: Some(140) },
                Stint { agent: "an".into(), state: State::OnCall, from: 140, until: None },
            ]
        );
    }

    #[test]
    fn the_time_this_server_was_down_is_unknown() {
        let open = Stint { agent: "an".into(), state: State::Available, from: 10, until: None };
        let mut stints = Stints::of(vec![open], 60);
        stints.agent(&an(State::Available, Some(10), 200));
        stints.dashboard(Some(200), true, 200);
        let states = [
            (State::Available, 10, Some(60)),
            (State::Unknown, 60, Some(200)),
            (State::Available, 200, None),
        ];
        assert_eq!(drawn(&stints), states);
        assert_eq!(stints.take_changed().len(), 3);
        stints.forget_before(100);
        assert_eq!(drawn(&stints).len(), 2);
        stints.agent(&an(State::Paused, Some(300), 300));
        assert_eq!(drawn(&stints).last(), Some(&(State::Paused, 300, None)));
    }
}
