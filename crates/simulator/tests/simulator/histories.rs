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
