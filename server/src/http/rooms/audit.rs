//! `GET /settings/audit`, `GET /settings/audit.csv`: who did what.

use ::access::{AuditFilter, Did, Entry, Id, Written};
use app::rooms::{Audit, Deed};
use axum::extract::{Query, State};
use axum::response::Response;
use futures_util::{StreamExt, stream};
use jiff::civil::Date;
use serde::Deserialize;

use super::visitor::Visitor;
use crate::app_state::AppState;
use crate::clock;
use crate::error::AppError;
use crate::http::download;
use crate::ledger::csv;

/// As it stands in the address.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    text: String,
    did: String,
    /// Days, `2026-11-20`, of the site's zone; both are included.
    since: String,
    until: String,
    /// An entry's number: only older ones.
    before: Option<i64>,
}

const A_PAGE: u32 = 50;
/// Entries read at once for a file.
const AT_ONCE: u32 = 1_000;

pub async fn show(
    State(state): State<AppState>,
    Query(asked): Query<Asked>,
    visitor: Visitor,
) -> Result<Response, AppError> {
    let (filter, since_bad, until_bad) = filter(&state, &asked);
    // One more than is shown, to know whether there are older ones.
    let mut written = state.access.audit_entries(&filter, A_PAGE + 1).await?;
    let has_older = written.len() > A_PAGE as usize;
    written.truncate(A_PAGE as usize);
    let page = Audit {
        older: written.last().filter(|_| has_older).map(|last| last.id.0),
        deeds: written.into_iter().map(deed).collect(),
        filter: app::rooms::AuditFilter {
            text: asked.text,
            did: asked.did,
            since: asked.since,
            until: asked.until,
        },
        since_bad,
        until_bad,
        kinds: Did::ALL.into_iter().map(Did::word).collect(),
        is_older: asked.before.is_some(),
        days_kept: state.house.audit_days,
    };
    Ok(visitor.see(|room| room.audit(&page)))
}

/// All of it, the newest first; that it was exported is written down too.
pub async fn csv(
    State(state): State<AppState>,
    Query(asked): Query<Asked>,
    visitor: Visitor,
) -> Result<Response, AppError> {
    let (filter, since_bad, until_bad) = filter(&state, &asked);
    if since_bad || until_bad {
        return Err(AppError::BadRequest("days are written 2026-11-20".into()));
    }
    let entry = Entry {
        at: clock::now(),
        by: visitor.by(),
        did: Did::Exported,
        to: "audit.csv".into(),
        detail: String::new(),
    };
    state.access.audit(entry).await?;
    let columns = ["at", "who", "from", "did", "to", "detail"];
    let header = csv::BYTE_ORDER_MARK.to_owned() + &csv::header(&columns);
    let access = state.access.clone();
    let pages = stream::try_unfold(Some(filter), move |filter| {
        let access = access.clone();
        async move {
            let Some(filter) = filter else { return Ok::<_, AppError>(None) };
            let written = access.audit_entries(&filter, AT_ONCE).await?;
            let last = written.last().map(|last| last.id);
            let lines: String = written.iter().map(line).collect();
            let next = last.map(|last| AuditFilter { before: Some(last), ..filter });
            Ok(Some((lines, next)))
        }
    });
    Ok(download::csv("audit.csv", stream::iter([Ok(header)]).chain(pages)))
}

/// And whether a day cannot be read.
fn filter(state: &AppState, asked: &Asked) -> (AuditFilter, bool, bool) {
    let day = |text: &str, later: i64| -> Result<Option<wire::Millis>, ()> {
        if text.is_empty() {
            return Ok(None);
        }
        let day: Date = text.parse().map_err(|_| ())?;
        let day = day.checked_add(jiff::Span::new().days(later)).map_err(|_| ())?;
        let start = day.to_zoned(state.house.zone().clone()).map_err(|_| ())?;
        Ok(Some(start.timestamp().as_millisecond()))
    };
    let (since, until) = (day(&asked.since, 0), day(&asked.until, 1));
    let filter = AuditFilter {
        from: since.ok().flatten(),
        until: until.ok().flatten(),
        did: asked.did.parse().ok(),
        text: Some(asked.text.trim().to_owned()).filter(|text| !text.is_empty()),
        before: asked.before.map(Id),
    };
    (filter, since.is_err(), until.is_err())
}

fn deed(written: Written) -> Deed {
    let entry = written.entry;
    Deed {
        at: entry.at,
        who: entry.by.who,
        did: entry.did.word(),
        to: entry.to,
        address: entry.by.address,
        detail: entry.detail,
    }
}

fn line(written: &Written) -> String {
    let entry = &written.entry;
    csv::Line::default()
        .text(&clock::rfc3339(entry.at))
        .text(&entry.by.who)
        .text(&entry.by.address)
        .text(entry.did.word())
        .text(&entry.to)
        .text(&entry.detail)
        .end()
}
