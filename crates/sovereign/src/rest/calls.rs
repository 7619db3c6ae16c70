//! GET `/calls` and `/calls/{id}` (`protocols.md` §4.2).

use std::collections::BTreeSet;

use floor::{Millis, Text};

use super::Client;
use crate::raw::{rows, total};
use crate::time::written;
use crate::{Call, RestError, Status};

/// Rows of one page; upstream's own default. A thousand are allowed, but their transcripts may be long.
const PAGE: u32 = 100;
const LARGEST_PAGE: u32 = 1000;

/// Which calls. What the dates are compared with is not documented; we take `created_at`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CallsAsked {
    /// REST knows `connecting`, `in-progress`, `ended` and `failed`.
    pub status: Option<Status>,
    pub from: Option<Millis>,
    pub until: Option<Millis>,
}

/// One page, in upstream's order, which is not documented.
#[derive(Debug, Clone, PartialEq)]
pub struct CallsPage {
    pub calls: Vec<Call>,
    /// Rows that were there, also those without an id, which are no calls.
    pub rows: usize,
    /// Calls in all pages, by upstream's word.
    pub total: Option<u64>,
}

/// What several pages gave: each call once, the earliest first.
#[derive(Debug, Clone, PartialEq)]
pub struct Calls {
    pub calls: Vec<Call>,
    /// False when there were more than could be asked for: ask for a shorter time.
    pub is_whole: bool,
}

impl Client {
    /// All pages, until a short one, or until `most` calls were read. A call that moves between pages while they are
    /// read is taken once.
    ///
    /// # Errors
    /// As any request; what was read before is lost with it.
    pub async fn calls(&self, asked: &CallsAsked, most: usize) -> Result<Calls, RestError> {
        let mut seen = BTreeSet::<Text>::new();
        let mut calls = Vec::new();
        let mut offset = 0;
        let is_whole = loop {
            let page = self.calls_page(asked, offset, PAGE).await?;
            let before = calls.len();
            calls.extend(page.calls.into_iter().filter(|call| seen.insert(call.id.clone())));
            offset += page.rows as u64;
            // An upstream that ignores the offset would go on for ever with the same page.
            let is_stuck = calls.len() == before;
            let is_last = page.total.map_or(page.rows < PAGE as usize, |total| offset >= total);
            if page.rows == 0 || is_last || is_stuck {
                break page.rows == 0 || is_last;
            }
            if calls.len() >= most {
                break false;
            }
        };
        calls.sort_by(|one, other| one.began().cmp(&other.began()).then_with(|| one.id.cmp(&other.id)));
        Ok(Calls { calls, is_whole })
    }

    /// One page of at most `limit` rows (1 to 1000).
    ///
    /// # Errors
    /// As any request.
    pub async fn calls_page(
        &self,
        asked: &CallsAsked,
        offset: u64,
        limit: u32,
    ) -> Result<CallsPage, RestError> {
        let mut query =
            vec![("limit", limit.clamp(1, LARGEST_PAGE).to_string()), ("offset", offset.to_string())];
        query.extend(asked.status.as_ref().map(|status| ("status", status.word().to_owned())));
        query.extend(asked.from.and_then(written).map(|at| ("start_date", at)));
        query.extend(asked.until.and_then(written).map(|at| ("end_date", at)));
        let answer = self.get(&["calls"], &query).await?;
        let rows = rows(&answer, &["calls"]).ok_or_else(|| RestError::garbled("it has no list of calls"))?;
        let calls = rows.iter().filter_map(Call::from_row).collect();
        Ok(CallsPage { calls, rows: rows.len(), total: total(&answer) })
    }

    /// One call, which comes bare.
    ///
    /// # Errors
    /// [`RestError::NotFound`] for an id that upstream does not know, a webhook's among them; otherwise as any request.
    pub async fn call(&self, id: &str) -> Result<Call, RestError> {
        let answer = self.get(&["calls", id], &[]).await?;
        let row = answer.get("call").filter(|call| call.is_object()).unwrap_or(&answer);
        Call::from_row(row).ok_or_else(|| RestError::garbled("it has no call with an id"))
    }
}
