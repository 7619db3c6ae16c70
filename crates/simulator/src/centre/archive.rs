//! Finished calls in the order in which they ended, found by the time they began without looking at all.

use std::collections::VecDeque;

use super::history::CallRecord;
use crate::moment::Moment;

/// So many calls at most; the oldest are forgotten first. A call takes some 700 bytes, with its strings.
#[derive(Debug)]
pub struct Archive {
    records: VecDeque<CallRecord>,
    most: usize,
    /// Length of the longest call ever put in, in milliseconds: who began in a span has ended so soon after it.
    longest: i64,
}

impl Archive {
    pub fn of_at_most(most: usize) -> Self {
        Self { records: VecDeque::new(), most, longest: 0 }
    }

    /// Calls must be put in as they end.
    pub fn put(&mut self, record: CallRecord) {
        if self.records.len() >= self.most {
            self.records.pop_front();
        }
        self.longest = self.longest.max(record.ended.unix_millis() - record.started.unix_millis());
        self.records.push_back(record);
    }

    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &CallRecord> + ExactSizeIterator {
        self.records.iter()
    }

    /// Calls that began from `from` to `to`, both included, and have ended by `ended_by`.
    pub fn began_between(&self, from: Moment, to: Moment, ended_by: Moment) -> Found<'_> {
        let later = |moment: Moment| Moment::from_unix_millis(moment.unix_millis() + self.longest);
        let shown = self.ended_by(ended_by);
        // Whoever ended before `from` began before it, and so on; only near the ends does each have to be looked at.
        let first = self.records.partition_point(|record| record.ended < from).min(shown);
        let all_from = self.records.partition_point(|record| record.ended < later(from)).clamp(first, shown);
        let last = self.ended_by(later(to)).clamp(all_from, shown);
        let all_to = self.ended_by(to).clamp(all_from, last);
        let began = |index: &usize| (from..=to).contains(&self.records[*index].started);
        Found {
            records: &self.records,
            early: (first..all_from).filter(began).collect(),
            all: all_from..all_to,
            late: (all_to..last).filter(began).collect(),
        }
    }

    fn ended_by(&self, moment: Moment) -> usize {
        self.records.partition_point(|record| record.ended <= moment)
    }
}

/// What was found, counted and cut into pages without being copied.
#[derive(Debug)]
pub struct Found<'a> {
    records: &'a VecDeque<CallRecord>,
    early: Vec<usize>,
    /// Between the two: every one of them.
    all: std::ops::Range<usize>,
    late: Vec<usize>,
}

impl<'a> Found<'a> {
    pub fn len(&self) -> usize {
        self.early.len() + self.all.len() + self.late.len()
    }

    /// So many of them, those that ended last first, after leaving out `skipped`.
    pub fn newest_first(&self, skipped: usize, limit: usize) -> impl Iterator<Item = &'a CallRecord> {
        let left = self.len().saturating_sub(skipped);
        let page = left.saturating_sub(limit)..left;
        page.rev().map(|place| &self.records[self.index(place)])
    }

    fn index(&self, place: usize) -> usize {
        let (early, all) = (self.early.len(), self.all.len());
        if place < early {
            self.early[place]
        } else if place < early + all {
            self.all.start + (place - early)
        } else {
            self.late[place - early - all]
        }
    }
}
