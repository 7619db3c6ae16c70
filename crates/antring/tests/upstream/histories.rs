//! The call history: pages, windows, seams, and which hash it wants (`protocols.md` §1.4, 1 and 5–8).

use antring::hash::{self, HistoryHash, HistoryQuery};
use antring::{CallRecord, ClientSettings, HistoryHashSetting, RestError};
use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::{Value, json};

use crate::support::{Seen, account, client, settings, upstream};

const DAY: i64 = 24 * 3600 * 1000;
const FROM: i64 = 1_770_000_000_000;

/// A company's history, kept by a server that wants one order of the hash, and paging or none.
#[derive(Clone, Copy)]
struct History {
    order: HistoryHash,
    paging: bool,
    /// One call every so many seconds, from `FROM` on.
    every_seconds: i64,
    calls: i64,
}

impl History {
    fn answer(&self, seen: &Seen) -> Response {
        let (from, to) = (param(seen, "created_from"), param(seen, "created_to"));
        let paging = seen.param("limit").zip(seen.param("page"));
        let query = HistoryQuery { from: &from, to: &to, paging };
        let right = hash::history(&account(), self.order, query);
        if seen.param("hash") != Some(right.as_str()) || paging.is_some() != self.paging {
            return (StatusCode::BAD_REQUEST, "{\"error\":\"invalid hash\"}").into_response();
        }
        let (from, to) = (millis(&from), millis(&to));
        if to - from > 31 * DAY {
            return (StatusCode::BAD_REQUEST, "{\"error\":\"range\"}").into_response();
        }
        let within = (0..self.calls)
            .map(|call| FROM + call * self.every_seconds * 1000)
            .filter(|started| (from..=to).contains(started));
        let (limit, page) = paging.map_or((20, 1), |(limit, page)| (number(limit), number(page)));
        // Newest first, as such lists are.
        let rows: Vec<Value> = within.rev().skip(limit * (page - 1)).take(limit).map(row).collect();
        Json(rows).into_response()
    }
}

fn row(started: i64) -> Value {
    json!({"unix_timestamp": started / 1000, "caller": {"number": "0987654321"}, "callee": {"number": "0287"},
           "direction": "to_ab", "status_detail": "SUCCESS", "duration_seconds": 5})
}

fn param(seen: &Seen, name: &str) -> String {
    seen.param(name).unwrap_or_else(|| panic!("{name} is missing")).to_owned()
}

fn number(text: &str) -> usize {
    text.parse().expect("a number")
}

fn millis(text: &str) -> i64 {
    text.parse::<jiff::Timestamp>().expect("a time").as_millisecond()
}

fn is_every_call_once(records: &[CallRecord], history: History) -> bool {
    let started: Vec<i64> = records.iter().map(|record| record.started).collect();
    let expected: Vec<i64> =
        (0..history.calls).map(|call| FROM + call * history.every_seconds * 1000).collect();
    started == expected
}

#[tokio::test]
async fn pages_until_one_is_short() {
    let history = History { order: HistoryHash::AppIdFirst, paging: true, every_seconds: 60, calls: 250 };
    let (url, log) = upstream(move |seen| history.answer(seen)).await;
    let records = client(&url, settings()).histories(FROM, FROM + DAY).await.expect("records");
    assert!(is_every_call_once(&records, history));
    let seen = log.all();
    assert_eq!(seen.iter().map(|seen| param(seen, "page")).collect::<Vec<_>>(), ["1", "2", "3"]);
    assert!(seen.iter().all(|seen| param(seen, "limit") == "100"));
    assert_eq!(param(&seen[0], "created_from"), "2026-02-02T02:40:00.000Z");
}

#[tokio::test]
async fn ninety_days_in_windows_without_doubles_at_the_seams() {
    let history =
        History { order: HistoryHash::AppIdFirst, paging: true, every_seconds: 3600, calls: 24 * 90 };
    let (url, log) = upstream(move |seen| history.answer(seen)).await;
    let records = client(&url, settings()).histories(FROM, FROM + 90 * DAY).await.expect("records");
    assert!(is_every_call_once(&records, history));
    for seen in log.all() {
        assert!(
            millis(&param(&seen, "created_to")) - millis(&param(&seen, "created_from")) <= 30 * DAY + 1000
        );
    }
}

#[tokio::test]
async fn each_variant_of_the_hash_is_found_once_and_kept() {
    for (order, paging, tries) in [
        (HistoryHash::AppIdFirst, true, 0),
        (HistoryHash::DatesFirst, true, 2),
        (HistoryHash::AppIdFirst, false, 3),
        (HistoryHash::DatesFirst, false, 4),
    ] {
        let history = History { order, paging, every_seconds: 60, calls: 15 };
        let (url, log) = upstream(move |seen| history.answer(seen)).await;
        let client = client(&url, settings());
        for _ in 0..2 {
            let records = client.histories(FROM, FROM + DAY).await.expect("records");
            assert!(is_every_call_once(&records, history), "{order:?} {paging}");
        }
        let refused = if tries == 0 { 0 } else { 1 };
        assert_eq!(log.all().len(), refused + tries + 2, "{order:?} {paging}");
    }
}

#[tokio::test]
async fn without_paging_a_full_answer_is_halved() {
    let history = History { order: HistoryHash::DatesFirst, paging: false, every_seconds: 60, calls: 500 };
    let (url, log) = upstream(move |seen| history.answer(seen)).await;
    let records = client(&url, settings()).histories(FROM, FROM + DAY).await.expect("records");
    assert!(is_every_call_once(&records, history));
    assert!(log.all().len() < 150, "{}", log.all().len());
}

#[tokio::test]
async fn refused_by_all_it_stops_asking_for_a_while() {
    let (url, log) = upstream(|_| (StatusCode::FORBIDDEN, "no")).await;
    let client = client(&url, settings());
    for _ in 0..3 {
        let failure = client.histories(FROM, FROM + DAY).await;
        assert!(matches!(failure, Err(RestError::Rejected { status: 403, .. })));
    }
    assert_eq!(log.all().len(), 1 + 4 + 1 + 1);
}

#[tokio::test]
async fn faults_quotas_and_a_fixed_order_do_not_probe() {
    for status in [StatusCode::SERVICE_UNAVAILABLE, StatusCode::INTERNAL_SERVER_ERROR, StatusCode::NOT_FOUND]
    {
        let (url, log) = upstream(move |_| status).await;
        assert!(client(&url, settings()).histories(FROM, FROM + DAY).await.is_err());
        log.only();
    }
    let (url, log) = upstream(|_| StatusCode::BAD_REQUEST).await;
    let fixed = ClientSettings { history_hash: HistoryHashSetting::DatesFirst, ..settings() };
    assert!(client(&url, fixed).histories(FROM, FROM + DAY).await.is_err());
    log.only();
}

#[tokio::test]
async fn a_bad_span_is_not_taken_for_a_bad_hash() {
    let history = History { order: HistoryHash::AppIdFirst, paging: true, every_seconds: 60, calls: 1 };
    // This one allows a week only.
    let (url, log) = upstream(move |seen| {
        let span = millis(&param(seen, "created_to")) - millis(&param(seen, "created_from"));
        if span > 7 * DAY { StatusCode::BAD_REQUEST.into_response() } else { history.answer(seen) }
    })
    .await;
    let client = client(&url, settings());
    let failure = client.histories(FROM, FROM + 20 * DAY).await;
    assert!(matches!(failure, Err(RestError::Rejected { status: 400, .. })));
    assert_eq!(log.all().len(), 2);
    assert_eq!(client.histories(FROM, FROM + DAY).await.expect("records").len(), 1);
}

#[tokio::test]
async fn a_server_that_ignores_the_page_ends_too() {
    let rows: Vec<Value> = (0..100).map(|call| row(FROM + call * 1000)).collect();
    let (url, log) = upstream(move |_| Json(rows.clone())).await;
    let records = client(&url, settings()).histories(FROM, FROM + DAY).await.expect("records");
    assert_eq!((records.len(), log.all().len()), (100, 2));
}

#[tokio::test]
async fn a_declared_total_saves_a_request() {
    let rows: Vec<Value> = (0..100).map(|call| row(FROM + call * 1000)).collect();
    let (url, log) = upstream(move |_| Json(json!({"total": 100, "data": rows}))).await;
    let records = client(&url, settings()).histories(FROM, FROM + DAY).await.expect("records");
    assert_eq!((records.len(), log.all().len()), (100, 1));
}

#[tokio::test]
async fn an_empty_span_asks_nothing() {
    let (url, log) = upstream(|_| StatusCode::OK).await;
    assert_eq!(client(&url, settings()).histories(FROM, FROM).await, Ok(vec![]));
    assert!(log.all().is_empty());
}
