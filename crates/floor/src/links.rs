//! Which legs belong together (`protocols.md` §1.6).
//!
//! Legs are joined by the first link that hits. A link may name a leg that has not been seen yet: it is kept, and
//! joins the two when that leg comes. Two calls that turn out to be one are merged at any later time; the caller's
//! leg, or the phone that dialled, gives the merged call its name.

use crate::leg::By;
use crate::{Call, Changes, Digest, Floor, Leg, LegEvent, LegId, LegSide, Millis, Text};

/// Legs without any link are taken for one call when they begin this close together and name the same number.
const SOFT_LINK: Millis = 5_000;

/// What a leg is, or says it belongs to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Link {
    Digest(Digest),
    Leg(LegId),
    Interaction(Text),
}

/// Whether an event's leg was made by a queue to ring an agent: only such legs name the caller's.
pub(crate) fn is_offer(event: &LegEvent) -> bool {
    event.links.member.is_some() || event.links.member_digest.is_some()
}

/// The links of an event in the order in which they are trusted.
pub(crate) fn links(event: &LegEvent) -> impl Iterator<Item = Link> {
    let links = &event.links;
    // A caller's own leg may carry a bridge of another call, and an agent's leg inherits it; only other legs that
    // the switch makes are joined by it.
    let bridged = event.side == Some(LegSide::Outbound) && !is_offer(event);
    let leg = |leg: &Option<LegId>| leg.clone().filter(|leg| *leg != event.leg).map(Link::Leg);
    let in_order = [
        links.interaction.clone().map(Link::Interaction),
        leg(&links.member),
        links.member_digest.filter(|digest| *digest != event.digest).map(Link::Digest),
        leg(&links.bridge).filter(|_| bridged),
        leg(&links.other_leg),
    ];
    in_order.into_iter().flatten()
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

    /// The call that an event's links lead to, and whether all of them are known. One that only polls had ended is
    /// under way after all.
    fn follow(&mut self, event: &LegEvent) -> (Option<LegId>, bool) {
        let (mut found, mut all_known, mut ended) = (None, true, false);
        for link in links(event) {
            match self.call_named(&link) {
                Some(call) if call.is_live() || call.ended_by == By::Polls => {
                    if found.is_none() {
                        ended = !call.is_live();
                        found = Some(call.id.clone());
                    }
                }
                _ => all_known = false,
            }
        }
        if ended && let Some(call) = found.as_ref().and_then(|id| self.calls.get_mut(id)) {
            call.reopen();
        }
        (found, all_known)
    }

    /// The end of the call that a queue's offer was made for, once it is over.
    pub(crate) fn offer_came_too_late(&self, event: &LegEvent) -> Option<Millis> {
        let mut links = links(event).filter(|_| is_offer(event));
        links.find_map(|link| self.call_named(&link).filter(|call| call.ended_by != By::Polls)?.closed_at)
    }

    /// Remembers what a leg is linked to, for legs that come later.
    fn remember_links(&mut self, call_id: &LegId, event: &LegEvent) {
        for link in links(event) {
            if self.call_named(&link).is_some_and(Call::is_live) {
                continue;
            }
            let leg = self.calls.get_mut(call_id).and_then(|call| call.leg_mut(&event.leg));
            if let Some(leg) = leg {
                leg.named.insert(link.clone());
                self.leg_of_link.insert(link, event.leg.clone());
            }
        }
    }

    /// Nothing leads to a leg that has left the board.
    pub(crate) fn forget_links(&mut self, leg: Leg) {
        for link in leg.named.into_iter().chain([Link::Digest(leg.digest)]) {
            if self.leg_of_link.get(&link) == Some(&leg.id) {
                self.leg_of_link.remove(&link);
            }
        }
    }

    /// Puts a new leg into the calls it belongs to, or into one of its own.
    pub(crate) fn place_leg(&mut self, leg: Leg, event: &LegEvent, changes: &mut Changes) -> LegId {
        let (linked, all_known) = self.follow(event);
        // Legs that came before this one and named it.
        let named = [Link::Leg(leg.id.clone()), Link::Digest(leg.digest)];
        let waiting = named.map(|link| self.live_call_named(&link));
        let mut calls: Vec<LegId> = linked.into_iter().chain(waiting.into_iter().flatten()).collect();
        let mut leg = leg;
        if calls.is_empty() && links(event).next().is_none() {
            calls.extend(self.call_softly_linked_to(&leg));
            leg.soft = !calls.is_empty();
        }
        let (id, digest) = (leg.id.clone(), leg.digest);
        let first = calls.first().and_then(|call| self.calls.get_mut(call));
        let mut call_id = match first {
            Some(call) if begins(call.first_leg()) <= begins(&leg) => {
                call.legs.push(leg);
                call.id.clone()
            }
            _ => {
                self.calls.insert(id.clone(), Call::new(leg));
                id.clone()
            }
        };
        self.call_of_leg.insert(id.clone(), call_id.clone());
        self.leg_of_link.insert(Link::Digest(digest), id);
        for other in calls {
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
        let (call_id, joined) = match linked {
            Some(other) if other != call_id => {
                let moved = self.take_soft_leg(&call_id, &event.leg, &other, changes);
                (if moved { other } else { self.merge(call_id, other, changes) }, true)
            }
            _ => (call_id, false),
        };
        if !all_known {
            self.remember_links(&call_id, event);
        }
        (call_id, joined)
    }

    /// With the seven documented keys alone nothing ties two legs: the same number at the same time, from
    /// opposite sides, must do.
    fn call_softly_linked_to(&self, leg: &Leg) -> Option<LegId> {
        if leg.side != Some(LegSide::Outbound) {
            return None;
        }
        let same = |one: &Option<Text>, other: &Option<Text>| one.is_some() && one == other;
        let apart = |call: &Call| (leg.created_at - call.first_leg().created_at).abs();
        let alike = |call: &&Call| {
            let first = call.first_leg();
            apart(call) <= SOFT_LINK
                && call.is_live()
                && first.side == Some(LegSide::Inbound)
                && (same(&first.destination, &leg.destination)
                    || same(&first.caller_number, &leg.caller_number))
                && call.answered_at().is_none()
        };
        let nearest = self.calls.values().filter(alike).min_by_key(|call| apart(call));
        nearest.map(|call| call.id.clone())
    }

    /// A guessed link gives way to a real one: only the leg moves. False when the leg was no guess.
    fn take_soft_leg(&mut self, from: &LegId, leg_id: &LegId, to: &LegId, changes: &mut Changes) -> bool {
        let Some(call) = self.calls.get_mut(from) else { return false };
        // The first leg names its call and was guessed of nothing.
        let soft = call.legs.iter().skip(1).position(|leg| leg.id == *leg_id && leg.soft);
        let Some(at) = soft.map(|after_first| after_first + 1) else { return false };
        let mut leg = call.legs.remove(at);
        leg.soft = false;
        self.unlist(&leg);
        if let Some(call) = self.calls.get_mut(to) {
            call.legs.push(leg);
        }
        self.call_of_leg.insert(leg_id.clone(), to.clone());
        let now = self.now;
        self.settle(from, now, changes);
        true
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
            self.unlist(leg);
        }
        changes.queues.extend(gone.queue.clone());
        changes.calls.insert(goes);
        if let Some(call) = self.calls.get_mut(&stays) {
            call.absorb(gone);
        }
        stays
    }

    /// Takes a leg off its agent's list. Settling its call puts it back where it is still live.
    pub(crate) fn unlist(&mut self, leg: &Leg) {
        if let Some(agent) = leg.agent.as_ref().and_then(|agent| self.agents.get_mut(agent)) {
            agent.legs.retain(|(_, other)| *other != leg.id);
        }
    }
}

/// Callers and phones that dial begin a call; of two, the earlier.
fn begins(leg: &Leg) -> (bool, Millis) {
    (leg.side != Some(LegSide::Inbound), leg.created_at)
}
