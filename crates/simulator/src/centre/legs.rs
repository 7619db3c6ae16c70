//! Making, answering and ending legs, and saying so.

use std::collections::BTreeMap;

use super::agent::AgentIndex;
use super::call::{Call, CallKey, Kind, Stage};
use super::leg::{Cause, Direction, EventName, Leg, LegEvent};
use super::state::{Centre, Effect};

impl Centre {
    /// A new call whose first leg arrives at the switch now.
    pub(super) fn begin_call(&mut self, kind: Kind, held: bool, leg: Leg) -> CallKey {
        self.last_key += 1;
        let key = self.last_key;
        let call = Call {
            key,
            kind,
            stage: Stage::Arriving,
            held,
            started: self.now,
            caller_number: leg.caller_number.clone(),
            called_number: leg.dialled.clone(),
            queue: None,
            agent: leg.agent,
            other_agent: None,
            legs: vec![leg],
            stat: None,
            talk_began: None,
            first_talk_began: None,
            earlier_stats: Vec::new(),
            consultation: None,
            consulted_for: None,
            interaction_id: format!("{}-{}", self.now.gregorian_seconds(), self.ids.hex(8)),
        };
        self.calls.insert(key, call);
        self.say(key, 0, EventName::Create);
        key
    }

    /// Adds a leg the switch originates, and returns its index.
    pub(super) fn add_leg(&mut self, call: CallKey, leg: Leg) -> usize {
        let Some(known) = self.calls.get_mut(&call) else { return 0 };
        known.legs.push(leg);
        let index = known.legs.len() - 1;
        self.say(call, index, EventName::Create);
        index
    }

    pub(super) fn answer_leg(&mut self, call: CallKey, leg: usize) {
        let now = self.now;
        if let Some(leg) = self.leg_mut(call, leg).filter(|leg| leg.is_live()) {
            leg.answered = Some(now);
        }
        self.say(call, leg, EventName::Answer);
    }

    /// Ends a leg; one that has ended already stays as it is.
    pub(super) fn end_leg(&mut self, call: CallKey, leg: usize, cause: Cause) {
        let now = self.now;
        match self.leg_mut(call, leg).filter(|leg| leg.is_live()) {
            Some(live) => live.ended = Some((now, cause)),
            None => return,
        }
        self.say(call, leg, EventName::Destroy);
    }

    pub(super) fn leg_mut(&mut self, call: CallKey, leg: usize) -> Option<&mut Leg> {
        self.calls.get_mut(&call)?.legs.get_mut(leg)
    }

    /// A leg as it is when it begins; `Account-ID` is on every one, which is what subscriptions filter by.
    pub(super) fn new_leg(
        &self,
        id: String,
        direction: Direction,
        caller_number: String,
        dialled: String,
    ) -> Leg {
        Leg {
            id,
            direction,
            caller_number,
            dialled,
            agent: None,
            created: self.now,
            answered: None,
            ended: None,
            callee_number: None,
            other_leg: None,
            variables: BTreeMap::from([("Account-ID", self.account_id.clone())]),
            member_call_id: None,
            replaced_by: None,
            transfer_history: None,
        }
    }

    /// A leg that is an agent's own phone.
    pub(super) fn device_leg(
        &self,
        id: String,
        direction: Direction,
        agent: AgentIndex,
        dialled: String,
    ) -> Leg {
        let owner = &self.agents[agent];
        let mut leg = self.new_leg(id, direction, owner.extension.clone(), dialled);
        leg.agent = Some(agent);
        leg.variables.extend([
            ("Authorizing-ID", owner.device_id.clone()),
            ("Authorizing-Type", "device".to_owned()),
            ("Owner-ID", owner.id.clone()),
            ("Username", owner.sip_user.clone()),
            ("Realm", self.realm.clone()),
        ]);
        leg
    }

    fn say(&mut self, call: CallKey, leg: usize, name: EventName) {
        self.events_emitted += 1;
        let Some(call) = self.calls.get(&call) else { return };
        let event = LegEvent {
            name,
            at: self.now,
            number: self.events_emitted,
            leg: call.legs[leg].clone(),
            interaction_id: call.interaction_id.clone(),
        };
        self.effects.push(Effect::Leg(Box::new(event)));
    }
}
