//! The event feed: which dialect answers, and whether anything comes.

use std::collections::BTreeSet;
use std::time::Duration;

use antring::AuthToken;
use antring::feed::{Dialect, EventServer, FeedEvent, SessionEnd, detect_dialect, run_session};
use antring::survey::EventSurvey;
use floor::{Dashboard, LegId, Millis};
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until, timeout};

use super::company::Company;
use super::{Patient, Report, unknown};
use crate::run::account;

/// For detecting; each probe has a limit of its own.
const DETECT_WITHIN: Duration = Duration::from_secs(25);

/// What listening brought.
#[derive(Default)]
pub(super) struct Heard {
    /// How far this machine's clock is ahead of the stamps: the smallest of all events, which came the fastest.
    pub ahead_of_events: Option<Millis>,
    legs: usize,
    connected: bool,
    subscribed: bool,
    complaints: Vec<String>,
    unreadable: usize,
    end: Option<SessionEnd>,
}

pub(super) async fn examine(
    patient: &mut Patient<'_>,
    token: Option<&AuthToken>,
    company: &Company,
    listen: Duration,
    report: &mut Report,
) -> Heard {
    let server = EventServer {
        extra_ca: patient.config.antring.extra_ca().ok().flatten(),
        tap: Some(patient.tap.clone()),
        ..EventServer::new(patient.config.antring.events_url.clone())
    };
    let Some(dialect) = dialect(patient, &server, report).await else { return Heard::default() };
    let Some(token) = token else {
        report.fail(
            "events",
            "not listened to: without a token nobody is subscribed",
            "first mend the token",
        );
        return Heard::default();
    };
    let (heard, calls) = listen_to(patient, dialect, &server, token, company, listen).await;
    patient.watch();
    tell(patient, &heard, &calls, listen, report);
    heard
}

/// The dialect to listen in: the one that answers.
async fn dialect(patient: &Patient<'_>, server: &EventServer, report: &mut Report) -> Option<Dialect> {
    let fixed = patient.config.antring.events_dialect.fixed();
    let found = timeout(DETECT_WITHIN, detect_dialect(server)).await.unwrap_or(Err(SessionEnd::TimedOut));
    let place = format!(
        "{}:{}",
        server.url.host_str().unwrap_or_default(),
        server.url.port_or_known_default().unwrap_or_default()
    );
    match (found, fixed) {
        (Ok(found), Some(fixed)) if found != fixed => {
            report.fail(
                "event dialect",
                format!("{place} answers in {}; the settings say {}", found.name(), fixed.name()),
                format!("set antring.events_dialect to \"{}\" or \"auto\"", found.name()),
            );
            Some(found)
        }
        (Ok(found), _) => {
            report.ok("event dialect", format!("{place} answers in {}", found.name()));
            Some(found)
        }
        (Err(end), _) => {
            report.fail("event dialect", format!("{place}: {end}"), advice(&end, server.url.scheme()));
            None
        }
    }
}

fn advice(end: &SessionEnd, scheme: &str) -> &'static str {
    match end {
        SessionEnd::HostNotFound => "check the host name in antring.events_url",
        SessionEnd::Refused => {
            "nothing listens there: check the port in antring.events_url (AntRing documents 5557), and the firewall"
        }
        SessionEnd::Untrusted(_) => {
            "for a company's own authority set antring.ca_file, else check the host in antring.events_url"
        }
        SessionEnd::TimedOut => "no answer: check the port in antring.events_url and the firewall",
        SessionEnd::WrongDialect(_) | SessionEnd::Rejected { .. } => {
            "something else than an event server answers there: check host and port in antring.events_url"
        }
        _ if matches!(scheme, "https" | "wss") => {
            "check that antring.events_url speaks TLS; for a company's own certificates set antring.ca_file"
        }
        _ => "check antring.events_url: whatever listens there hangs up",
    }
}

/// What the dashboard showed of calls while the feed was listened to.
struct Calls {
    most: usize,
    /// Calls came, moved or ended: events should have told of it.
    moved: bool,
}

async fn listen_to(
    patient: &Patient<'_>,
    dialect: Dialect,
    server: &EventServer,
    token: &AuthToken,
    company: &Company,
    listen: Duration,
) -> (Heard, Calls) {
    let until = Instant::now() + listen;
    let (sender, mut events) = mpsc::channel(8192);
    let account = account(patient.config);
    let mut heard = Heard::default();
    let listening = async {
        let session = run_session(dialect, server, &account, &token.value, sender);
        let taking = async {
            while let Some(event) = events.recv().await {
                heard.take(event, (patient.now)());
            }
        };
        tokio::select! {
            (end, ()) = async { tokio::join!(session, taking) } => heard.end = Some(end),
            () = sleep_until(until) => {}
        }
    };
    let watching = watch_calls(patient, company.dashboard.as_ref(), until);
    let ((), calls) = tokio::join!(listening, watching);
    (heard, calls)
}

/// Asks the dashboard as often as the server would, so that silence can be told from quiet.
async fn watch_calls(patient: &Patient<'_>, first: Option<&Dashboard>, until: Instant) -> Calls {
    let picture = |dashboard: &Dashboard| {
        let ids = |calls: &[floor::QueuedCall]| {
            calls.iter().map(|call| call.call.clone()).collect::<BTreeSet<LegId>>()
        };
        (ids(&dashboard.waiting), ids(&dashboard.talking), dashboard.counters.received)
    };
    let count = |dashboard: &Dashboard| dashboard.waiting.len() + dashboard.talking.len();
    let Some(first) = first else {
        sleep_until(until).await;
        return Calls { most: 0, moved: false };
    };
    let mut calls = Calls { most: count(first), moved: false };
    // What changes from here on: before this answer, nobody listened.
    let mut before = None;
    let every = crate::upstream::every(patient.config);
    let mut next = Instant::now() + Duration::from_millis(500);
    while next < until {
        sleep_until(next).await;
        if let Ok(dashboard) = patient.client.dashboard((patient.now)()).await {
            calls.most = calls.most.max(count(&dashboard));
            let now = picture(&dashboard);
            calls.moved |= before.as_ref().is_some_and(|before| *before != now);
            before = Some(now);
        }
        next = Instant::now() + every;
    }
    sleep_until(until).await;
    calls
}

impl Heard {
    fn take(&mut self, event: FeedEvent, now: Millis) {
        match event {
            FeedEvent::Connected => self.connected = true,
            FeedEvent::Subscribed => self.subscribed = true,
            FeedEvent::Leg(leg) => {
                self.legs += 1;
                // Stamps are whole seconds, cut off.
                let ahead = leg.happened_at.map(|at| now - at - 500);
                self.ahead_of_events =
                    self.ahead_of_events.into_iter().chain(ahead).min_by_key(|ahead| ahead.abs());
            }
            FeedEvent::Complaint(words) => self.complaints.push(words),
            FeedEvent::Unreadable(_) => self.unreadable += 1,
            _ => {}
        }
    }
}

fn tell(patient: &Patient<'_>, heard: &Heard, calls: &Calls, listen: Duration, report: &mut Report) {
    let seconds = listen.as_secs();
    if let Some(end) = &heard.end {
        let advice = match end {
            SessionEnd::TokenRefused(_) => {
                "the event server refuses a fresh token: is it the same account's? If it stays, ask AntRing"
            }
            end => advice(end, patient.config.antring.events_url.scheme()),
        };
        report.fail("events", format!("the connection ended: {end}"), advice);
        return;
    }
    if !heard.connected || !heard.subscribed {
        report.fail("events", format!("not subscribed within {seconds} s"), "check antring.events_url");
        return;
    }
    if let Some(words) = heard.complaints.first() {
        report.fail(
            "events",
            format!("the event server complains: {words}"),
            "check antring.account_id; ask AntRing",
        );
        return;
    }
    if heard.legs == 0 {
        silence(calls, seconds, report);
        return;
    }
    let surveys: Vec<EventSurvey> =
        patient.messages.iter().filter_map(|message| EventSurvey::of(&message.payload)).collect();
    let styles: BTreeSet<String> = surveys.iter().map(|survey| survey.style.to_string()).collect();
    let strange: BTreeSet<String> = surveys.iter().flat_map(|survey| survey.unknown.clone()).collect();
    let mut seen = format!(
        "{} events in {seconds} s, keys: {}{}",
        heard.legs,
        styles.into_iter().collect::<Vec<_>>().join(" and "),
        unknown(&strange)
    );
    if heard.unreadable > 0 {
        seen.push_str(&format!("; {} could not be read", heard.unreadable));
        report.warn(
            "events",
            seen,
            "run `callboard capture` and send us the file: it holds no secret and no number",
        );
    } else if strange.is_empty() {
        report.ok("events", seen);
    } else {
        report.guess("events", seen);
    }
}

/// Upstream takes a foreign account id without a word and is then silent (`protocols.md` §2.3).
fn silence(calls: &Calls, seconds: u64, report: &mut Report) {
    let seen = format!("connected and subscribed, but no event in {seconds} s");
    let advice = "antring.account_id is most likely wrong: AntRing does not refuse a foreign one, it only stays silent; ask \
                  AntRing for KAZOO's account id";
    if calls.moved {
        report.fail(
            "events",
            format!("{seen}, while the dashboard shows calls come and go ({} at once)", calls.most),
            advice,
        );
    } else if calls.most > 0 {
        let seen = format!("{seen}, while the dashboard shows {} calls, none of which moved", calls.most);
        report.warn("events", seen, format!("listen longer (--listen 2m); if it stays silent: {advice}"));
    } else {
        report.guess(
            "events",
            format!("{seen}; nor does the dashboard show a call: make one, and check again"),
        );
    }
}
