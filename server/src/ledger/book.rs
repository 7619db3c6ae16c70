//! The calls of a stretch of time, each once, whoever told of it: the feed, the history, or both.

use std::collections::{BTreeSet, HashMap};

use antring::CallRecord;
use kpi::{Call, Join, Left, Millis, Text};

use super::history;
use super::join;
use super::names::Names;
use super::passages;
use super::seen::SeenCall;

#[derive(Debug, Default)]
pub struct Book {
    calls: Vec<Call>,
    /// Each call's place by its key. Looked up, never iterated, like the legs.
    place: HashMap<Text, usize>,
    key_of_leg: HashMap<Text, Text>,
    /// Differs from what is kept.
    dirty: BTreeSet<Text>,
    /// Kept, and no longer a call of its own.
    removed: BTreeSet<Text>,
}

/// What is to be kept.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unkept {
    pub calls: Vec<Call>,
    pub removed: Vec<Text>,
}

/// What became of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Read {
    /// Its call was known already, from the feed or from an earlier reading.
    Joined(Join),
    /// Nobody had told of the call.
    New,
    /// The call goes on, as the record or the feed says: it will be told once it is over.
    NotYet,
}

impl Book {
    pub fn of(kept: Vec<Call>) -> Self {
        let mut book = Self::default();
        kept.into_iter().for_each(|call| book.insert(call));
        book
    }

    pub fn calls(&self) -> &[Call] {
        &self.calls
    }

    pub fn call(&self, key: &str) -> Option<&Call> {
        self.place.get(key).map(|place| &self.calls[*place])
    }

    /// The call of any leg.
    pub fn call_of_leg(&self, leg: &str) -> Option<&Call> {
        self.call(self.key_of_leg.get(leg)?)
    }

    /// Takes in a call as the floor has it now. True when it was news.
    pub fn see(&mut self, seen: &SeenCall) -> bool {
        // Calls that turned out to be this one: their first leg is among its legs.
        let mut others: Vec<Text> = Vec::new();
        for leg in &seen.legs {
            let key = self.key_of_leg.get(leg).filter(|key| **key != seen.id && seen.legs.contains(key));
            others.extend(key.filter(|key| !others.contains(key)).cloned());
        }
        let own = self.call(&seen.id).or_else(|| others.iter().find_map(|key| self.call(key)));
        let call = passages::fold(own, seen);
        let is_news = self.call(&call.key) != Some(&call);
        for other in others.into_iter().filter(|other| *other != call.key) {
            self.remove(&other);
        }
        if is_news {
            self.put(call);
        }
        is_news
    }

    /// Takes in a record of the history. Reading it again changes nothing.
    pub fn read(&mut self, record: &CallRecord, names: &Names) -> Read {
        let Some(told) = history::call(record, names) else { return Read::NotYet };
        let (mut found, how) = self.known(record, &told);
        if found.iter().any(|key| self.call(key).is_some_and(|call| call.ended.is_none())) {
            return Read::NotYet;
        }
        // Two calls of the feed that one record speaks of are one.
        let seen_first = |key: &Text| {
            self.call(key).map(|call| (call.join == Join::HistoryOnly, call.started, call.key.clone()))
        };
        found.sort_by_key(seen_first);
        let Some(first) = found.first().and_then(|key| self.call(key)).cloned() else {
            self.put(told);
            return Read::New;
        };
        let mut joined = match first.join {
            Join::HistoryOnly => Call { key: first.key.clone(), ..told },
            _ => join::join(&first, &told, how),
        };
        for other in found.iter().skip(1) {
            if let Some(other) = self.call(other) {
                joined.legs.extend(
                    other.legs.iter().filter(|leg| !joined.legs.contains(leg)).cloned().collect::<Vec<_>>(),
                );
            }
            self.remove(other);
        }
        let how = joined.join;
        if joined != first {
            self.put(joined);
        }
        Read::Joined(how)
    }

    /// Calls that the record is of, and how that is known: by the recording's name, by a queue's row, or by a likeness
    /// that only one call has.
    fn known(&self, record: &CallRecord, told: &Call) -> (Vec<Text>, Join) {
        let mut keys: Vec<Text> = Vec::new();
        let mut add = |key: Option<&Text>| {
            if let Some(key) = key.filter(|key| !keys.contains(key)) {
                keys.push(key.clone());
            }
        };
        let recorded = record.leg_of_recording().and_then(|leg| self.key_of_leg.get(leg.as_str()));
        let how = if recorded.is_some() { Join::ByRecording } else { Join::ByQueue };
        add(recorded);
        told.legs.iter().for_each(|leg| add(self.key_of_leg.get(leg)));
        if !keys.is_empty() {
            return (keys, how);
        }
        // Queues name the caller's leg as the feed does: another leg is another call.
        if record.queue.iter().any(|stat| stat.call_id.is_some()) {
            return (keys, how);
        }
        let mut alike = self.calls.iter().filter(|call| join::may_be(call, told));
        if let (Some(only), None) = (alike.next(), alike.next()) {
            keys.push(only.key.clone());
        }
        (keys, Join::Soft)
    }

    /// Nobody has told how these went on; they ended at that time at the latest.
    pub fn lose(&mut self, keys: &[Text], at: Millis) {
        for key in keys {
            let Some(mut call) = self.call(key).filter(|call| call.ended.is_none()).cloned() else {
                continue;
            };
            call.ended = Some(at.max(call.started));
            call.result = kpi::CallResult::Unknown;
            for passage in &mut call.passages {
                passage.left.get_or_insert(Left::Unknown { at: at.max(passage.entered) });
            }
            self.put(call);
        }
    }

    /// What is to be kept, at most so many calls; whoever keeps it gives it back if that fails.
    pub fn take_unkept(&mut self, most: usize) -> Unkept {
        let keys: Vec<Text> = self.dirty.iter().take(most).cloned().collect();
        keys.iter().for_each(|key| {
            self.dirty.remove(key);
        });
        Unkept {
            calls: keys.iter().filter_map(|key| self.call(key).cloned()).collect(),
            removed: std::mem::take(&mut self.removed).into_iter().collect(),
        }
    }

    pub fn has_unkept(&self) -> bool {
        !self.dirty.is_empty() || !self.removed.is_empty()
    }

    pub fn give_back(&mut self, unkept: Unkept) {
        for call in unkept.calls {
            if self.place.contains_key(&call.key) {
                self.dirty.insert(call.key);
            }
        }
        self.removed.extend(unkept.removed.into_iter().filter(|key| !self.place.contains_key(key)));
    }

    /// Forgets calls that were over before, and are kept.
    pub fn forget_before(&mut self, at: Millis) {
        let is_over = |call: &Call| {
            call.ended.is_some_and(|ended| ended < at)
                && call
                    .passages
                    .iter()
                    .all(|passage| passage.left.as_ref().is_some_and(|left| left.at() < at))
        };
        let gone: Vec<Text> = self
            .calls
            .iter()
            .filter(|call| is_over(call) && !self.dirty.contains(&call.key))
            .map(|call| call.key.clone())
            .collect();
        gone.iter().for_each(|key| drop(self.take(key)));
    }

    fn put(&mut self, call: Call) {
        self.dirty.insert(call.key.clone());
        self.removed.remove(&call.key);
        self.insert(call);
    }

    fn insert(&mut self, call: Call) {
        for leg in call.legs.iter().chain([&call.key]) {
            self.key_of_leg.insert(leg.clone(), call.key.clone());
        }
        match self.place.get(&call.key) {
            Some(place) => self.calls[*place] = call,
            None => {
                self.place.insert(call.key.clone(), self.calls.len());
                self.calls.push(call);
            }
        }
    }

    fn remove(&mut self, key: &Text) {
        if self.take(key).is_some() {
            self.dirty.remove(key);
            self.removed.insert(key.clone());
        }
    }

    fn take(&mut self, key: &Text) -> Option<Call> {
        let place = self.place.remove(key)?;
        let call = self.calls.swap_remove(place);
        if let Some(moved) = self.calls.get(place) {
            self.place.insert(moved.key.clone(), place);
        }
        for leg in call.legs.iter().chain([&call.key]) {
            if self.key_of_leg.get(leg) == Some(key) {
                self.key_of_leg.remove(leg);
            }
        }
        Some(call)
    }
}

#[cfg(test)]
mod tests;
