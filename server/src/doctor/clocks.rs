//! Four clocks: this machine's, the web server's, KAZOO's in events, and KAZOO's in the dashboard.

use floor::Millis;
use jiff::fmt::rfc2822;
use serde_json::Value;

use super::feed::Heard;
use super::{Patient, Report, signed_seconds};

/// Stamps are whole seconds and answers take their time.
const NOTHING: Millis = 3_000;
/// From here on a token's life and a link's end are misjudged.
const MUCH: Millis = 60_000;

pub(super) fn examine(patient: &mut Patient<'_>, heard: &Heard, report: &mut Report) {
    let web = web_server(patient);
    let dashboard = patient
        .exchanges
        .iter()
        .rev()
        .filter(|seen| seen.exchange.path.ends_with("/call/dashboard"))
        .find_map(|seen| {
            let answer = serde_json::from_str(&seen.exchange.body).ok()?;
            Some(seen.answered_at - estimated_now(&answer)?)
        });
    let told = |what: &str, ahead: Option<Millis>| match ahead {
        Some(ahead) => format!("{what} {}", signed_seconds(ahead)),
        None => format!("{what} not known"),
    };
    let seen = format!(
        "this machine is ahead of: {}, {}, {}",
        told("the web server", web),
        told("event stamps", heard.ahead_of_events),
        told("dashboard stamps", dashboard)
    );
    let far = |ahead: Option<Millis>, limit| ahead.is_some_and(|ahead| ahead.abs() > limit);
    let upstream = [heard.ahead_of_events, dashboard];
    if far(web, MUCH) {
        report.fail(
            "clocks",
            seen,
            "this machine's clock is wrong: let it be set by a time server (timedatectl set-ntp true)",
        );
    } else if far(web, NOTHING) {
        report.warn("clocks", seen, "this machine's clock drifts: let it be set by a time server");
    } else if web.is_none() && upstream.into_iter().any(|ahead| far(ahead, MUCH)) {
        report.warn("clocks", seen, "this machine's clock or AntRing's is wrong: check this one first");
    } else if upstream.into_iter().any(|ahead| far(ahead, MUCH)) {
        report.warn(
            "clocks",
            seen,
            "AntRing's switch keeps another time than its web server: Callboard counts from arrival; tell AntRing",
        );
    } else if web.is_none() {
        report.guess("clocks", seen);
    } else {
        report.ok("clocks", seen);
    }
}

/// The middle of what the `Date` headers say, which are whole seconds, cut off.
fn web_server(patient: &mut Patient<'_>) -> Option<Millis> {
    patient.watch();
    let mut ahead: Vec<Millis> = patient
        .exchanges
        .iter()
        .filter_map(|seen| {
            let date = rfc2822::parse(seen.exchange.date.as_deref()?).ok()?;
            Some(seen.answered_at - date.timestamp().as_millisecond() - 500)
        })
        .collect();
    ahead.sort_unstable();
    ahead.get(ahead.len() / 2).copied()
}

/// An idle agent's row says when it began and for how long it lasts: together, the time of the answer
/// (`protocols.md` §3.2).
fn estimated_now(answer: &Value) -> Option<Millis> {
    let rows =
        antring::raw::field(answer, &["agent.status_details", "data.agent.status_details"])?.as_array()?;
    let mut nows: Vec<Millis> = rows
        .iter()
        .filter_map(|row| {
            let began = antring::time::instant(row.get("start_idle_time")?)?;
            let lasts = antring::raw::number(row.get("idle_time")?)?;
            Some(began + (lasts * 1000.0) as Millis)
        })
        .collect();
    nows.sort_unstable();
    nows.get(nows.len() / 2).copied()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_documents_own_row_tells_when_it_was_asked() {
        // start_idle_time 63936806933 gregorian + 765140 s = 2026-02-06T04:41:13Z.
        let row = json!({"start_idle_time": 63_936_806_933_i64, "idle_time": 765_140});
        let answer = json!({"agent": {"status_details": [row, {"start_idle_time": null, "idle_time": 0}]}});
        assert_eq!(estimated_now(&answer), Some(1_770_352_873_000));
        assert_eq!(estimated_now(&json!({"agent": {}})), None);
    }
}
