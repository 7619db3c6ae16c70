//! The call history, the order of its hash, and one recording.

use antring::hash::HistoryHash as Order;
use antring::survey::Endpoint;
use antring::{CallRecord, Client, HistoryHashSetting, HistoryVariant, RestError};

use super::company::Company;
use super::{Patient, Report, shape};
use crate::config::{AntRing, HistoryHash};

const DAY: i64 = 24 * 3600 * 1000;
/// What a full page holds (`protocols.md` §1.4, 8).
const PAGE: usize = 100;

/// The rows of one page; `None` when the history cannot be had.
pub(super) async fn examine(
    patient: &mut Patient<'_>,
    company: &Company,
    report: &mut Report,
) -> Option<Vec<CallRecord>> {
    if !company.secret_is_right {
        report.fail("histories", "not asked", "first mend the secret: without it every hash is refused");
        return None;
    }
    let now = (patient.now)();
    let (from, to) = (now - DAY, now);
    let setting = patient.config.antring.history_hash;
    let mut client = patient.client.clone();
    let mut outcome = client.history_page(from, to, 1).await;
    let mut contradicts = false;
    if setting != HistoryHash::Auto
        && matches!(outcome, Err(RestError::Rejected { status: 400 | 401 | 403, .. }))
    {
        let other = client.with_history_hash(HistoryHashSetting::Auto);
        let found = other.history_page(from, to, 1).await;
        if found.is_ok() {
            (client, outcome, contradicts) = (other, found, true);
        }
    }
    let records = match outcome {
        Ok(records) => records,
        Err(error) => {
            report.fail("histories", error.to_string(), advice(&error));
            return None;
        }
    };
    let way = way(client.history_variant());
    let survey = patient.survey("/call/histories", Endpoint::Histories);
    let rows = survey.as_ref().map_or(records.len(), |survey| survey.rows);
    let shape = survey
        .as_ref()
        .map_or(String::new(), |survey| shape(survey, "calls in the last 24 hours' first page"));
    let seen = format!("{shape}; hash: {way}{}", paging(&client, rows, &records, from, to).await);
    let strange = survey.is_some_and(|survey| !survey.missing.is_empty() || !survey.unknown.is_empty());
    if contradicts {
        let word = setting_word(client.history_variant().order);
        report.fail(
            "histories",
            seen,
            format!(
                "antring.history_hash is {:?} in the settings, and this site refuses that: set it to \"{word}\" or \"auto\"",
                setting.word()
            ),
        );
    } else if strange || rows == 0 {
        report.guess("histories", seen);
    } else {
        report.ok("histories", seen);
    }
    recording(patient, &client, &records, report).await;
    Some(records)
}

/// Whether a second page brings other calls than the first.
async fn paging(client: &Client, rows: usize, first: &[CallRecord], from: i64, to: i64) -> String {
    if !client.history_variant().paging {
        return "; this site takes no limit and page: long spans are halved instead".into();
    }
    if rows < PAGE {
        return "; one page is all".into();
    }
    match client.history_page(from, to, 2).await {
        Ok(second) if second.iter().any(|record| !first.contains(record)) => "; paging works".into(),
        Ok(second) if second.is_empty() => "; the second page is empty".into(),
        Ok(_) => "; the second page repeats the first: paging is ignored".into(),
        Err(error) => format!("; the second page failed: {error}"),
    }
}

async fn recording(patient: &mut Patient<'_>, client: &Client, records: &[CallRecord], report: &mut Report) {
    let Some(name) = records.iter().find_map(|record| record.recording.as_deref()) else {
        report.guess("play_recording", "not tried: no call of the first page has a recording");
        return;
    };
    let antring: &AntRing = &patient.config.antring;
    match client.play_recording(name).await {
        Ok(link) => {
            let scheme = if link.is_https() { "https" } else { "http" };
            let life = link
                .expires_at()
                .map_or("no end".to_owned(), |at| format!("{} s", (at - (patient.now)()) / 1000));
            let seen = format!("a link to {} over {scheme}, valid for {life}", link.host());
            if antring.media_hosts.iter().any(|host| host.eq_ignore_ascii_case(link.host())) {
                report.ok("play_recording", seen);
            } else {
                report.fail(
                    "play_recording",
                    format!("{seen}; antring.media_hosts does not allow that host"),
                    format!(
                        "add \"{}\" to antring.media_hosts, if it is your provider's; until then no recording plays",
                        link.host()
                    ),
                );
            }
        }
        Err(error) => report.warn(
            "play_recording",
            error.to_string(),
            "recordings will not play; the board works without",
        ),
    }
}

fn way(variant: HistoryVariant) -> &'static str {
    match (variant.order, variant.paging) {
        (Order::AppIdFirst, true) => "app id first, with paging",
        (Order::AppIdFirst, false) => "app id first, without paging",
        (Order::DatesFirst, true) => "dates first, with paging",
        (Order::DatesFirst, false) => "dates first, without paging",
    }
}

fn setting_word(order: Order) -> &'static str {
    match order {
        Order::AppIdFirst => "app_id_first",
        Order::DatesFirst => "dates_first",
    }
}

fn advice(error: &RestError) -> &'static str {
    match error {
        RestError::Rejected { status: 400 | 401 | 403, .. } => {
            "every documented hash is refused although the secret is right: tell us, and ask AntRing for the order"
        }
        RestError::Quota { .. } => {
            "the quota is used up: lower antring.requests_per_second, or ask again later"
        }
        _ => "ask again later; the live board works without the history",
    }
}
