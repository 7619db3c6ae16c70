//! GET `/oapi/v1/call/histories`: the calls of a span of time, page by page.

use std::collections::HashSet;

use floor::{Millis, Text};
use serde_json::Value;
use tokio::time::Instant;

use super::Client;
use super::history_probe::{HistoryVariant, VARIANTS, is_refusal};
use crate::hash::{self, HistoryQuery};
use crate::raw::{declared_total, rows};
use crate::{CallRecord, RestError, time, translate};

/// The most that one page may hold (`protocols.md` §1.4, 8).
const LIMIT: usize = 100;

/// What a page holds when none is asked for.
const UNPAGED_LIMIT: usize = 20;

/// Pages of one call of [`Client::histories`], over all windows: a hundred thousand calls.
const PAGE_CAP: u32 = 1000;

const SECOND: Millis = 1000;
const DAY: Millis = 24 * 3600 * SECOND;

/// 31 days are allowed (§1.4, 5).
const WINDOW: Millis = 30 * DAY;

impl Client {
    /// All calls that took place from `from` to `to`, oldest first, each once. Spans over 30 days are asked for in
    /// windows that overlap by a second, because whether the bounds belong to a window is not documented (§1.4, 6).
    ///
    /// # Errors
    /// Nothing is returned in part: a failed page fails the whole. [`RestError::TooLarge`] asks for a shorter span.
    pub async fn histories(&self, from: Millis, to: Millis) -> Result<Vec<CallRecord>, RestError> {
        let mut gathered = Gathered::default();
        let mut variant = self.inner.history_probe.variant();
        for window in windows(from, to) {
            let mut outcome = self.window(variant, window, &mut gathered).await;
            if let Err(failure) = &outcome
                && let Some(winner) = self.probe(variant, failure, window).await?
            {
                variant = winner;
                outcome = self.window(variant, window, &mut gathered).await;
            }
            outcome?;
        }
        if gathered.unreadable > 0 {
            tracing::warn!(rows = gathered.unreadable, "Call history rows without a time were left out.");
        }
        let mut records = gathered.records;
        records.sort_by_key(|record| record.started);
        Ok(records)
    }

    /// One page of a span of at most 30 days, counted from 1, as upstream gives it: enough to see what its rows are
    /// like. A refused way to ask is probed as in [`Client::histories`].
    pub async fn history_page(
        &self,
        from: Millis,
        to: Millis,
        page: u32,
    ) -> Result<Vec<CallRecord>, RestError> {
        let window = Window { from, to };
        let variant = self.inner.history_probe.variant();
        let mut outcome = self.page(variant, window, page).await;
        if let Err(failure) = &outcome
            && let Some(winner) = self.probe(variant, failure, window).await?
        {
            outcome = self.page(winner, window, page).await;
        }
        Ok(page_rows(&outcome?)?.iter().filter_map(translate::call_record).collect())
    }

    async fn window(
        &self,
        variant: HistoryVariant,
        window: Window,
        gathered: &mut Gathered,
    ) -> Result<(), RestError> {
        if variant.paging {
            self.pages(variant, window, gathered).await
        } else {
            self.halves(variant, window, gathered).await
        }
    }

    /// Page after page, until one is short, the declared total is reached, or a page brings nothing new (a server
    /// that ignores `page`).
    async fn pages(
        &self,
        variant: HistoryVariant,
        window: Window,
        gathered: &mut Gathered,
    ) -> Result<(), RestError> {
        let mut seen = 0;
        for page in 1.. {
            gathered.count_page()?;
            let answer = self.page(variant, window, page).await?;
            let rows = page_rows(&answer)?;
            let news = gathered.take(rows);
            seen += rows.len();
            let total_reached = declared_total(&answer).is_some_and(|total| seen >= total as usize);
            if rows.len() < LIMIT || total_reached || news == 0 {
                break;
            }
        }
        Ok(())
    }

    /// Without paging only the first rows of a span can be had: a span that fills its answer is halved.
    async fn halves(
        &self,
        variant: HistoryVariant,
        window: Window,
        gathered: &mut Gathered,
    ) -> Result<(), RestError> {
        let mut spans = vec![window];
        while let Some(span) = spans.pop() {
            gathered.count_page()?;
            let answer = self.page(variant, span, 1).await?;
            let rows = page_rows(&answer)?;
            gathered.take(rows);
            let more = declared_total(&answer)
                .map_or(rows.len() >= UNPAGED_LIMIT, |total| rows.len() < total as usize);
            if more && let Some(halves) = span.halved() {
                spans.extend(halves);
            }
        }
        Ok(())
    }

    async fn page(&self, variant: HistoryVariant, window: Window, page: u32) -> Result<Value, RestError> {
        let unwritable = || RestError::Unsendable("the span of time is outside the calendar");
        let from = time::written(window.from).ok_or_else(unwritable)?;
        let to = time::written(window.to).ok_or_else(unwritable)?;
        let (limit, page) = (LIMIT.to_string(), page.to_string());
        let paging = variant.paging.then_some((limit.as_str(), page.as_str()));
        let account = &self.inner.account;
        let hash = hash::history(account, variant.order, HistoryQuery { from: &from, to: &to, paging });
        let mut query =
            vec![("appId", account.app_id.as_str()), ("created_from", &from), ("created_to", &to)];
        if let Some((limit, page)) = paging {
            query.extend([("limit", limit), ("page", page)]);
        }
        query.push(("hash", &hash));
        self.json(self.get(&["call", "histories"], &query).await?).await
    }

    /// Tries every way to ask, on one day, because a refusal can also mean a bad span (§1.4, 1). `None` when the
    /// way that was refused is right after all, or all are refused.
    async fn probe(
        &self,
        refused: HistoryVariant,
        failure: &RestError,
        window: Window,
    ) -> Result<Option<HistoryVariant>, RestError> {
        if !self.inner.history_probe.may_begin(failure, Instant::now()) {
            return Ok(None);
        }
        let day = Window { from: window.from, to: window.to.min(window.from + DAY) };
        for variant in VARIANTS {
            match self.page(variant, day, 1).await {
                Ok(_) => {
                    self.inner.history_probe.ended(Some(variant), Instant::now());
                    return Ok((variant != refused).then_some(variant));
                }
                Err(failure) if is_refusal(&failure) => {}
                Err(failure) => return Err(failure),
            }
        }
        self.inner.history_probe.ended(None, Instant::now());
        Ok(None)
    }
}

fn page_rows(answer: &Value) -> Result<&[Value], RestError> {
    rows(answer).ok_or_else(|| RestError::garbled("the answer holds no list of calls"))
}

/// Both ends as they are sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Window {
    from: Millis,
    to: Millis,
}

impl Window {
    /// `None` when it is too short to halve.
    fn halved(self) -> Option<[Self; 2]> {
        if self.to - self.from < 4 * SECOND {
            return None;
        }
        // Whole seconds: that is what the rows are stamped with.
        let middle = (self.from + (self.to - self.from) / 2) / SECOND * SECOND;
        Some([Self { from: self.from, to: middle }, Self { from: middle - SECOND, to: self.to }])
    }
}

/// Windows of at most 30 days, the later ones beginning a second early.
fn windows(from: Millis, to: Millis) -> Vec<Window> {
    let mut windows = Vec::new();
    let mut start = from;
    while start < to {
        let end = to.min(start + WINDOW);
        let overlap = if windows.is_empty() { 0 } else { SECOND };
        windows.push(Window { from: start - overlap, to: end });
        start = end;
    }
    windows
}

/// What makes two rows the same call (§1.4, 6).
type Identity = (Millis, Option<Text>, Option<Text>, Option<u32>, Option<Text>);

#[derive(Debug, Default)]
struct Gathered {
    records: Vec<CallRecord>,
    known: HashSet<Identity>,
    unreadable: usize,
    pages: u32,
}

impl Gathered {
    fn count_page(&mut self) -> Result<(), RestError> {
        self.pages += 1;
        if self.pages > PAGE_CAP {
            return Err(RestError::TooLarge { limit: format!("{PAGE_CAP} pages") });
        }
        Ok(())
    }

    /// How many of the rows were new.
    fn take(&mut self, rows: &[Value]) -> usize {
        let before = self.records.len();
        for row in rows {
            match translate::call_record(row) {
                Some(record) if self.known.insert(identity(&record)) => self.records.push(record),
                Some(_) => {}
                None => self.unreadable += 1,
            }
        }
        self.records.len() - before
    }
}

fn identity(record: &CallRecord) -> Identity {
    (
        record.started,
        record.caller.number.clone(),
        record.callee.number.clone(),
        record.duration_seconds,
        record.recording.clone(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_spans_become_overlapping_windows() {
        let whole = windows(0, 70 * DAY);
        let expected = [
            Window { from: 0, to: 30 * DAY },
            Window { from: 30 * DAY - SECOND, to: 60 * DAY },
            Window { from: 60 * DAY - SECOND, to: 70 * DAY },
        ];
        assert_eq!(whole, expected);
        assert_eq!(windows(5, 5), []);
        assert_eq!(windows(9, 5), []);
        assert_eq!(windows(0, 30 * DAY).len(), 1);
    }

    #[test]
    fn halves_overlap_and_end() {
        let window = Window { from: 0, to: 10 * SECOND };
        let halves = [Window { from: 0, to: 5 * SECOND }, Window { from: 4 * SECOND, to: 10 * SECOND }];
        assert_eq!(window.halved(), Some(halves));
        let mut spans = vec![Window { from: 500, to: DAY }];
        let mut steps = 0;
        while let Some(span) = spans.pop() {
            steps += 1;
            spans.extend(span.halved().into_iter().flatten());
            assert!(steps < 200_000, "it must end");
        }
    }
}
