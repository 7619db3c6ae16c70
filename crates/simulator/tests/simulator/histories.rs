//! `/call/histories`: hashes, limits, pages and rows.

use reqwest::StatusCode;
use serde_json::{Value, json};
use simulator::{Credentials, HistoryHash, Load};

use crate::support::{Centre, hash};

const FROM: &str = "2026-11-01T00:00:00.000Z";

#[tokio::test]
async fn rows_have_the_fixtures_keys_and_come_newest_first() {
    let centre = Centre::with(|options| options.load = Load::Demo).await;
    let (from, to) = last_days(7);
    let rows = ask(&centre, &from, &to, Some("100"), Some("1")).await.1;
    let rows = rows.as_array().unwrap();
    assert_eq!(rows.len(), 100);
    let fixture: Value = serde_json::from_str(include_str!("../fixtures/histories_page1.json")).unwrap();
    let keys = |row: &Value| row.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert!(rows.iter().all(|row| keys(row) == keys(&fixture[0])));
    let answered = rows.iter().find(|row| row["queue_stat"][0]["status"] == "processed").unwrap();
    assert_eq!(keys(&answered["queue_stat"][0]), keys(&fixture[0]["queue_stat"][0]));
    let expected = format!("call_recording_{}.mp3", answered["queue_stat"][0]["call_id"].as_str().unwrap());
    assert_eq!(answered["recording"], expected);
    let second = ask(&centre, &from, &to, Some("100"), Some("2")).await.1;
    assert_ne!(second[0], rows[0]);
    let ended =
        |row: &Value| row["unix_timestamp"].as_i64().unwrap() + row["duration_seconds"].as_i64().unwrap();
    assert!(ended(&second[0]) <= ended(&rows[99]) + 1);
    assert_eq!(ask(&centre, &from, &to, None, None).await.1.as_array().unwrap().len(), 20);
}

#[tokio::test]
async fn limits_dates_and_spans_are_checked() {
    let centre = Centre::quiet().await;
    for (from, to, limit, page) in [
        (FROM, "2026-11-20T00:00:00.000Z", Some("101"), Some("1")),
        (FROM, "2026-11-20T00:00:00.000Z", Some("0"), Some("1")),
        (FROM, "2026-11-20T00:00:00.000Z", Some("20"), Some("0")),
        (FROM, "2026-12-03T00:00:00.000Z", None, None),
        (FROM, "2026-10-20T00:00:00.000Z", None, None),
        (FROM, "yesterday", None, None),
    ] {
        let (status, body) = ask(&centre, from, to, limit, page).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{from} {to} {limit:?} {page:?}: {body}");
    }
    assert_eq!(ask(&centre, FROM, "2026-12-02T00:00:00.000Z", None, None).await.0, StatusCode::OK);
}

#[tokio::test]
async fn the_order_of_the_hash_is_a_switch() {
    let centre = Centre::with(|options| options.history_hash = HistoryHash::DatesFirst).await;
    let Credentials { app_id, app_secret, .. } = centre.credentials().clone();
    let to = "2026-11-20T00:00:00.000Z";
    assert_eq!(ask(&centre, FROM, to, None, None).await.0, StatusCode::BAD_REQUEST);
    let query = |hash: String| {
        [("appId", app_id.clone()), ("created_from", FROM.into()), ("created_to", to.into()), ("hash", hash)]
    };
    let dates_first = hash(&[FROM, to, &app_id, &app_secret]);
    assert_eq!(centre.get("call/histories", &query(dates_first)).await.0, StatusCode::OK);
}

#[tokio::test]
async fn a_row_appears_after_the_delay_and_may_be_wrapped() {
    let centre = Centre::with(|options| {
        options.history_delay = 1;
        options.envelope = true;
    })
    .await;
    let call = centre.caller("Khiếu nại", "0933555666").await;
    centre.drive(&call, "abandon", json!({ "reason": "timeout" })).await;
    let (from, to) = last_days(1);
    assert_eq!(ask(&centre, &from, &to, None, None).await.1["total"], 0);
    tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
    let page = ask(&centre, &from, &to, None, None).await.1;
    assert_eq!((&page["total"], &page["page"], &page["limit"]), (&json!(1), &json!(1), &json!(20)));
    let row = &page["data"][0];
    assert_eq!((&row["status_detail"], &row["direction"]), (&json!("IVR"), &json!("to_ab")));
    assert_eq!(row["recording"], "");
    assert_eq!(row["queue_stat"][0]["abandoned_reason"], "member_timeout");
    assert_eq!(row["caller"], json!({ "number": "0933555666", "type": "realnumber" }));
}

/// The whole past, page by page: each call once, and as many as the centre itself counts.
#[tokio::test]
async fn a_past_is_served_whole_and_quickly() {
    let centre = Centre::with(|options| {
        options.past_days = 10;
        options.past_calls_per_day = 1500.0;
        options.requests_per_second = 0;
        options.speed = 0.01;
    })
    .await;
    let (from, to) = last_days(11);
    let mut rows = Vec::new();
    let began = tokio::time::Instant::now();
    for page in 1.. {
        let (status, answer) = ask(&centre, &from, &to, Some("100"), Some(&page.to_string())).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
        let answer = answer.as_array().unwrap().clone();
        let last = answer.len() < 100;
        rows.extend(answer);
        if last {
            break;
        }
    }
    let (taken, pages) = (began.elapsed(), rows.len() / 100 + 1);
    assert!(rows.len() > 14_000, "{} rows", rows.len());
    assert!(taken.as_millis() / (pages as u128) < 50, "{pages} pages took {taken:?}");
    let stats = || rows.iter().flat_map(|row| row["queue_stat"].as_array().unwrap());
    let ids: std::collections::BTreeSet<&str> = stats().map(|stat| stat["_id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), stats().count(), "no row comes twice");
    let past = centre.control(reqwest::Method::GET, "past", Value::Null).await.1;
    let yesterday = &past["spans"][past["spans"].as_array().unwrap().len() - 2];
    let within = |value: &Value| {
        let span = yesterday["from"].as_i64().unwrap() / 1000..yesterday["until"].as_i64().unwrap() / 1000;
        value.as_i64().is_some_and(|seconds| span.contains(&seconds))
    };
    for (queue, counts) in yesterday["queues"].as_object().unwrap() {
        let of_queue = || stats().filter(|stat| stat["queue_id"] == *queue);
        assert_eq!(counts["offered"], of_queue().filter(|stat| within(&stat["entered_timestamp"])).count());
        let answered = of_queue().filter(|stat| within(&stat["handled_timestamp"]));
        assert_eq!(counts["answered"], answered.clone().count());
        let waited: i64 = answered.map(|stat| stat["wait_time"].as_i64().unwrap()).sum();
        assert_eq!(counts["answered_waited"], waited);
        let lost = of_queue().filter(|stat| within(&stat["abandoned_timestamp"]));
        let hung_up = lost.clone().filter(|stat| stat["abandoned_reason"] == "member_hangup").count();
        assert_eq!(counts["abandoned"], hung_up);
        assert_eq!(counts["flowed_out"], lost.count() - hung_up);
    }
}

/// A range around now, `days` long.
fn last_days(days: i64) -> (String, String) {
    #[expect(clippy::disallowed_methods, reason = "the simulator under test runs in real time")]
    let now = jiff::Timestamp::now();
    let written = |hours: i64| {
        let at = now.as_second() + hours * 3600;
        jiff::Timestamp::from_second(at).unwrap().strftime("%Y-%m-%dT%H:%M:%S.000Z").to_string()
    };
    (written(-24 * days), written(1))
}

async fn ask(
    centre: &Centre,
    from: &str,
    to: &str,
    limit: Option<&str>,
    page: Option<&str>,
) -> (StatusCode, Value) {
    let Credentials { app_id, app_secret, .. } = centre.credentials();
    let hash = hash(&[app_id, from, to, limit.unwrap_or_default(), page.unwrap_or_default(), app_secret]);
    let mut query = vec![("appId", app_id.clone()), ("created_from", from.into()), ("created_to", to.into())];
    query.extend(limit.map(|limit| ("limit", limit.to_owned())));
    query.extend(page.map(|page| ("page", page.to_owned())));
    query.push(("hash", hash));
    centre.get("call/histories", &query).await
}
