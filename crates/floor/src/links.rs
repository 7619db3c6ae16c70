//! Which legs belong together (`protocols.md` §1.6).
//!
//! Legs are joined by the first link that hits. A link may name a leg that has not been seen yet: it is kept, and
//! joins the two when that leg comes. Two calls that turn out to be one are merged at any later time; the caller's
//! leg, or the phone that dialled, gives the merged call its name.

use crate::explain::{Rule, What};
use crate::leg::By;
use crate::{Call, Changes, Digest, Floor, Leg, LegEvent, LegId, LegSide, Millis, Origin, Text};

/// What a leg is, or says it belongs to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) enum Link {
    Digest(Digest),
    Leg(LegId),
    Interaction(Text),
}

/// Whether an event's leg was made by a queue to ring an agent: only such legs name the caller's.
pub(crate) fn is_offer(event: &LegEvent) -> bool {
    event.links.member.is_some() || event.links.member_digest.is_some()
}

/// The links of an event in the order in which they are trusted, and the rule that each falls under.
pub(crate) fn links(event: &LegEvent) -> impl Iterator<Item = (Rule, Link)> {
    let links = &event.links;
    // A caller's own leg may carry a bridge of another call, and an agent's leg inherits it; only other legs that
    // the switch makes are joined by it.
    let bridged = event.side == Some(LegSide::Outbound) && !is_offer(event);
    let leg = |leg: &Option<LegId>| leg.clone().filter(|leg| *leg != event.leg).map(Link::Leg);
    let in_order = [
        (Rule::Interaction, links.interaction.clone().map(Link::Interaction)),
        (Rule::Member, leg(&links.member)),
        (Rule::Digest, links.member_digest.filter(|digest| *digest != event.digest).map(Link::Digest)),
        (Rule::Bridge, leg(&links.bridge).filter(|_| bridged)),
        (Rule::OtherLeg, leg(&links.other_leg)),
        (Rule::Transfer, leg(&links.replaced_by)),
    ];
    let history = links.transfer_history.iter().filter(|leg| **leg != event.leg).cloned();
    let history = history.map(|leg| (Rule::Transfer, Link::Leg(leg)));
    in_order.into_iter().filter_map(|(rule, link)| Some((rule, link?))).chain(history)
}

impl Floor {
    /// The call that a link leads to, live or ended.
    fn call_named(&self, link: &Link) -> Option<&Call> {
        let leg = match link {
            Link::Leg(leg) if self.call_of_leg.contains_key(leg) => leg,
            link => self.leg_of_link.get(link)?,
        };
        self.call_of(leg)
    }

    pub(crate) fn live_call_named(&self, link: &Link) -> Option<LegId> {
        self.call_named(link).filter(|call| call.is_live()).map(|call| call.id.clone())
    }

    /// The call that an event's links lead to, by which rule, and whether all of them are known. One that only polls
    /// had ended is under way after all.
    fn follow(&mut self, event: &LegEvent) -> (Option<(LegId, Rule)>, bool) {
        let (mut found, mut all_known, mut ended) = (None::<(LegId, Rule)>, true, false);
        let own = self.call_of_leg.get(&event.leg);
        for (rule, link) in links(event) {
            match self.call_named(&link) {
                Some(call) if call.is_live() || call.ended_by == By::Polls => {
                    // A leg that was handed over is still bridged to its old call, and says where it goes on.
                    let leads_on = rule == Rule::Transfer && Some(&call.id) != own;
                    let stays = |(found, _): &(LegId, Rule)| leads_on && Some(found) == own;
                    if found.as_ref().is_none_or(stays) {
                        ended = !call.is_live();
                        found = Some((call.id.clone(), rule));
                    }
                }
                _ => all_known = false,
            }
        }
        let now = self.now;
        if ended && let Some(call) = found.as_ref().and_then(|(id, _)| self.calls.get_mut(id)) {
            call.reopen();
            call.facts.note(now, now, None, What::Reopened);
        }
        (found, all_known)
    }

    /// The end of the call that a queue's offer was made for, once it is over.
    pub(crate) fn offer_came_too_late(&self, event: &LegEvent) -> Option<Millis> {
        let mut links = links(event).filter(|_| is_offer(event));
        links
            .find_map(|(_, link)| self.call_named(&link).filter(|call| call.ended_by != By::Polls)?.closed_at)
    }

    /// Remembers what a leg is linked to, for legs that come later.
    fn remember_links(&mut self, call_id: &LegId, event: &LegEvent) {
        for (rule, link) in links(event) {
            if self.call_named(&link).is_some_and(Call::is_live) {
                continue;
            }
            let leg = self.calls.get_mut(call_id).and_then(|call| call.leg_mut(&event.leg));
            if let Some(leg) = leg {
                leg.named.insert(link.clone(), rule);
                self.leg_of_link.insert(link, event.leg.clone());
            }
        }
    }

    /// The rule by which the leg that named this link did.
    fn rule_of(&self, link: &Link) -> Rule {
        let by = self.leg_of_link.get(link);
        let by = by.and_then(|leg| self.call_of(leg)?.leg(leg)?.named.get(link));
        by.copied().unwrap_or(Rule::Digest)
    }

    /// Nothing leads to a leg that has left the board.
    pub(crate) fn forget_links(&mut self, leg: &Leg) {
        for link in leg.named.keys().chain([&Link::Digest(leg.digest)]) {
            if self.leg_of_link.get(link) == Some(&leg.id) {
                self.leg_of_link.remove(link);
            }
        }
    }

    /// Puts a new leg into the calls it belongs to, or into one of its own. `told` is what its event said, and when
    /// that happened.
    pub(crate) fn place_leg(
        &mut self,
        leg: Leg,
        event: &LegEvent,
        told: (Millis, What),
        changes: &mut Changes,
    ) -> LegId {
        let (linked, all_known) = self.follow(event);
        // Legs that came before this one and named it.
        let named = [Link::Leg(leg.id.clone()), Link::Digest(leg.digest)];
        let waiting = named.map(|link| Some((self.live_call_named(&link)?, self.rule_of(&link))));
        let mut calls: Vec<(LegId, Rule)> = linked.into_iter().chain(waiting.into_iter().flatten()).collect();
        let mut leg = leg;
        if calls.is_empty() && links(event).next().is_none() {
            calls.extend(self.call_softly_linked_to(&leg).map(|call| (call, Rule::Soft)));
            leg.soft = !calls.is_empty();
        }
        let (id, digest, now) = (leg.id.clone(), leg.digest, self.now);
        let first = calls.first().and_then(|(call, _)| self.calls.get_mut(call));
        let mut call_id = match first {
            Some(call) if begins(call.first_leg()) <= begins(&leg) => {
                call.legs.push(leg);
                call.seen_in_feed = true;
                call.id.clone()
            }
            _ => {
                self.calls.insert(id.clone(), Call::new(leg));
                id.clone()
            }
        };
        let (happened, what) = told;
        if let Some(call) = self.calls.get_mut(&call_id) {
            call.facts.note(now, happened, Some(&id), what);
            for (to, rule) in &calls {
                call.facts.note(now, now, Some(&id), What::Joined { rule: *rule, to: to.clone() });
            }
        }
        self.call_of_leg.insert(id.clone(), call_id.clone());
        self.moved(&id, changes);
        self.leg_of_link.insert(Link::Digest(digest), id);
        for (other, _) in calls {
            call_id = self.merge(call_id, other, changes);
        }
        if !all_known {
            self.remember_links(&call_id, event);
        }
        call_id
    }

    /// Later events of a leg may carry links that its first did not. Returns the leg's call, and whether anything
    /// was joined.
    pub(crate) fn follow_links(
        &mut self,
        call_id: LegId,
        event: &LegEvent,
        changes: &mut Changes,
    ) -> (LegId, bool) {
        let (linked, all_known) = self.follow(event);
        let elsewhere = linked.filter(|(other, _)| *other != call_id);
        let elsewhere = elsewhere.or_else(|| Some((self.handed_over_with(&call_id, event)?, Rule::Transfer)));
        let (call_id, joined) = match elsewhere {
            Some((other, rule)) => {
                let moved = self.take_soft_leg(&call_id, &event.leg, &other, changes);
                self.note(&other, Some(&event.leg), self.now, What::Joined { rule, to: other.clone() });
                (if moved { other } else { self.merge(call_id, other, changes) }, true)
            }
            None => (call_id, false),
        };
        if !all_known {
            self.remember_links(&call_id, event);
        }
        (call_id, joined)
    }

    /// Makes one call of two and returns its id. The one that a caller or a dialling phone began stays.
    pub(crate) fn merge(&mut self, one: LegId, other: LegId, changes: &mut Changes) -> LegId {
        if one == other {
            return one;
        }
        let first = |id: &LegId| self.calls.get(id).map(|call| begins(call.first_leg()));
        let (stays, goes) = match (first(&one), first(&other)) {
            (_, None) => return one,
            (None, _) => return other,
            (one_begins, other_begins) if one_begins <= other_begins => (one, other),
            _ => (other, one),
        };
        let Some(gone) = self.calls.remove(&goes) else { return stays };
        for leg in &gone.legs {
            self.call_of_leg.insert(leg.id.clone(), stays.clone());
            self.moved(&leg.id, changes);
            self.unlist(leg);
        }
        changes.queues.extend(gone.queue.clone());
        changes.calls.insert(goes);
        if let Some(call) = self.calls.get_mut(&stays) {
            call.absorb(gone);
        }
        stays
    }

    /// A leg's call has another id now, or none: whoever the dashboard reports on it looks different.
    pub(crate) fn moved(&self, leg: &LegId, changes: &mut Changes) {
        if !self.reporting.is_empty()
            && let Some(agents) = self.reporting.get(leg)
        {
            changes.agents.extend(agents.iter().cloned());
        }
    }

    /// Takes a leg off its agent's list. Settling its call puts it back where it is still live.
    pub(crate) fn unlist(&mut self, leg: &Leg) {
        if let Some(agent) = leg.agent.as_ref().and_then(|agent| self.agents.get_mut(agent)) {
            agent.legs.retain(|(_, other)| *other != leg.id);
        }
    }
}

/// Callers begin a call, else phones that dial; of two, the earlier. A consultation that ends in a transfer is thus
/// named by its caller.
fn begins(leg: &Leg) -> (bool, bool, Millis) {
    let arrives = leg.side == Some(LegSide::Inbound);
    let dialled = arrives && (leg.origin == Origin::Device || leg.agent.is_some());
    (!arrives, dialled, leg.created_at)
}
