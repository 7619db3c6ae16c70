//! `callboard check` against sites that are set up wrongly, each in its own way: the report names the cause.

use std::net::SocketAddr;
use std::time::Duration;

use access::{By, Device, Key, Rights, Role};
use axum::Router;
use axum::body::Bytes;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::IntoResponse;
use serde_json::Value;
use server::clock;
use server::config::{ClickToCallParams, Config, EventsDialect, HistoryHash};
use server::doctor::{Finding, Report, Verdict, check};
use simulator::{Credentials, Dialect, HistoryHash as SiteHash, Load, Options, Simulator};
use tokio::net::TcpListener;

use crate::support::{client, config_for};

const SECRET: &str = "s3cr3t-of-the-app";
const LISTEN: Duration = Duration::from_secs(4);

/// A site with a past and so many calls that some come and go while it is listened to.
fn busy() -> Options {
    let credentials = Credentials {
        app_secret: SECRET.into(),
        sip_password: "s3cr3t-of-the-phone".into(),
        ..Credentials::default()
    };
    Options { load: Load::Demo, seed: 7, credentials, ..Options::default() }
}

async fn site(options: Options) -> (Simulator, Config) {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let dialect = options.dialect;
    let simulator = Simulator::start(options).await.expect("the simulator starts");
    // Calls come faster than in a demo, from now on.
    let load = client().post(format!("{}/control/load", simulator.rest_url()));
    load.json(&serde_json::json!({ "calls_per_minute": 240 })).send().await.expect("it answers");
    let mut config = config_for(&simulator, dialect);
    config.server.data_dir = std::env::temp_dir();
    (simulator, config)
}

async fn examine(options: Options, change: impl FnOnce(&mut Config)) -> Report {
    let (simulator, mut config) = site(options).await;
    change(&mut config);
    let report = check(&config, LISTEN, clock::now).await.expect("it runs to its end");
    simulator.stop().await;
    proper(&report);
    report
}

/// What holds for every report.
fn proper(report: &Report) {
    let printed = format!("{report}\n{}", serde_json::to_string(report).expect("JSON"));
    assert!(!printed.contains("s3cr3t"), "{printed}");
    assert!(report.to_string().lines().all(|line| line.chars().count() <= 100), "{report}");
    for row in report.rows.iter().filter(|row| row.verdict == Verdict::Fail) {
        assert!(row.advice.is_some(), "{row:?}");
    }
}

fn row<'a>(report: &'a Report, what: &str) -> &'a Finding {
    report.rows.iter().find(|row| row.what == what).unwrap_or_else(|| panic!("no row {what}:\n{report}"))
}

#[track_caller]
fn names(report: &Report, what: &str, verdict: Verdict, words: &[&str]) {
    let row = row(report, what);
    let text = format!("{} {}", row.seen, row.advice.as_deref().unwrap_or_default());
    assert_eq!(row.verdict, verdict, "{report}");
    for word in words {
        assert!(text.contains(word), "{word:?} is not in {text:?}\n{report}");
    }
}

#[tokio::test]
async fn a_right_site_passes() {
    let report = examine(busy(), |_| {}).await;
    assert!(report.ok, "{report}");
    for row in &report.rows {
        assert!(row.verdict <= Verdict::Guess, "{}\n{report}", row.what);
    }
    for what in [
        "settings",
        "AntRing",
        "token",
        "dashboard",
        "queues",
        "agents",
        "histories",
        "play_recording",
        "event dialect",
        "events",
        "clocks",
        "ids",
        "storage",
    ] {
        assert_eq!(row(&report, what).verdict, Verdict::Ok, "{what}\n{report}");
    }
    names(&report, "token", Verdict::Ok, &["valid for 3", "seconds from now"]);
    names(&report, "events", Verdict::Ok, &["keys: kazoo3"]);
    names(&report, "histories", Verdict::Ok, &["a bare array", "app id first, with paging"]);
}

#[tokio::test]
async fn another_right_site_shows_its_own_ways() {
    let options = Options {
        dialect: Dialect::SocketIo4,
        envelope: true,
        expire: simulator::ExpireStyle::Gregorian,
        history_hash: SiteHash::DatesFirst,
        capital_agent_ids: true,
        ..busy()
    };
    let report = examine(options, |config| config.antring.events_dialect = EventsDialect::Auto).await;
    assert!(report.ok, "{report}");
    names(&report, "token", Verdict::Ok, &["gregorian"]);
    names(&report, "queues", Verdict::Ok, &["under `data`"]);
    names(&report, "histories", Verdict::Ok, &["dates first, with paging"]);
    names(&report, "event dialect", Verdict::Ok, &["socketio4"]);
    names(&report, "events", Verdict::Ok, &["keys: flat"]);
    names(&report, "ids", Verdict::Ok, &["letter case"]);
}

#[tokio::test]
async fn a_wrong_secret() {
    let report = examine(busy(), |config| config.antring.app_secret = "s3cr3t-but-wrong".into()).await;
    names(&report, "token", Verdict::Fail, &["app_id or antring.app_secret is wrong"]);
    names(&report, "AntRing", Verdict::Ok, &["answers"]);
    assert!(!report.ok);
}

#[tokio::test]
async fn a_wrong_account_id_is_a_silent_feed_while_calls_run() {
    let report = examine(busy(), |config| config.antring.account_id = "bb".repeat(16)).await;
    names(&report, "events", Verdict::Fail, &["no event", "the dashboard shows calls", "account_id"]);
    assert_eq!(report.failures(), 1, "{report}");
}

#[tokio::test]
async fn a_wrong_domain_or_email() {
    let report = examine(busy(), |config| config.antring.domain = "acne.antbuddy.com".into()).await;
    names(&report, "dashboard", Verdict::Fail, &["domain or antring.email is wrong", "the secret is right"]);
    names(&report, "token", Verdict::Ok, &[]);
    let report = examine(busy(), |config| config.antring.email = "nobody@acme.example".into()).await;
    names(&report, "agents", Verdict::Fail, &["domain or antring.email is wrong"]);
}

#[tokio::test]
async fn an_events_port_where_nothing_or_something_else_listens() {
    let report = examine(busy(), |config| {
        config.antring.events_url = "http://127.0.0.1:9".parse().expect("an address");
    })
    .await;
    names(&report, "event dialect", Verdict::Fail, &["127.0.0.1:9", "refused", "port in antring.events_url"]);
    let report = examine(busy(), |config| config.antring.events_url = config.antring.base_url.clone()).await;
    names(&report, "event dialect", Verdict::Fail, &["something else", "antring.events_url"]);
}

#[tokio::test]
async fn a_dialect_that_is_not_the_sites() {
    let report = examine(busy(), |config| config.antring.events_dialect = EventsDialect::SocketIo4).await;
    names(&report, "event dialect", Verdict::Fail, &["answers in socketio09", "set antring.events_dialect"]);
    // It goes on in the one that answers.
    names(&report, "events", Verdict::Ok, &["kazoo3"]);
}

#[tokio::test]
async fn a_history_hash_contrary_to_the_sites() {
    let options = Options { history_hash: SiteHash::DatesFirst, ..busy() };
    let report = examine(options, |config| config.antring.history_hash = HistoryHash::AppIdFirst).await;
    names(
        &report,
        "histories",
        Verdict::Fail,
        &["history_hash", "\"dates_first\"", "dates first, with paging"],
    );
    // With the way that works, the rest of the history is examined all the same.
    names(&report, "play_recording", Verdict::Ok, &[]);
}

#[tokio::test]
async fn a_clock_ten_minutes_off() {
    // An idle agent's row tells the dashboard's time, so some must be idle.
    let (simulator, config) = site(Options { agents: 80, ..busy() }).await;
    let ahead = || clock::now() + 600_000;
    let report = check(&config, LISTEN, ahead).await.expect("it runs to its end");
    proper(&report);
    names(&report, "clocks", Verdict::Fail, &["web server +600 s", "this machine's clock is wrong"]);
    names(&report, "clocks", Verdict::Fail, &["event stamps +60", "dashboard stamps +60"]);
    simulator.stop().await;
}

#[tokio::test]
async fn a_recording_host_that_is_not_allowed() {
    let report =
        examine(busy(), |config| config.antring.media_hosts = vec!["abs1.antbuddy.com".into()]).await;
    names(&report, "play_recording", Verdict::Fail, &["127.0.0.1", "antring.media_hosts"]);
    assert_eq!(report.failures(), 1, "{report}");
}

#[tokio::test]
async fn agents_ids_that_do_not_match() {
    let (simulator, mut config) = site(busy()).await;
    let proxy = with_other_agent_ids(simulator.rest_url().to_owned()).await;
    config.antring.base_url = format!("http://{proxy}").parse().expect("an address");
    let report = check(&config, LISTEN, clock::now).await.expect("it runs to its end");
    proper(&report);
    names(&report, "ids", Verdict::Fail, &["unknown to /agents", "anttel.userId"]);
    simulator.stop().await;
}

/// Stands before the simulator and gives every agent of the directory another id, as a site would that lists its
/// users instead of its phones.
async fn with_other_agent_ids(upstream: String) -> SocketAddr {
    let router = Router::new().fallback(move |request: Request| {
        let upstream = upstream.clone();
        async move {
            let (head, body) = request.into_parts();
            let body = axum::body::to_bytes(body, 1 << 20).await.expect("a small body");
            let url = format!("{upstream}{}", head.uri);
            let answer = client().request(head.method, url).headers(head.headers).body(body).send().await;
            let answer = answer.expect("the simulator answers");
            let status = StatusCode::from_u16(answer.status().as_u16()).expect("a status");
            let mut body = answer.bytes().await.expect("an answer");
            if head.uri.path().ends_with("/agents") {
                let mut agents: Value = serde_json::from_slice(&body).expect("JSON");
                for (number, agent) in agents.as_array_mut().expect("a list").iter_mut().enumerate() {
                    agent["anttel"]["userId"] = format!("user-{number}").into();
                }
                body = Bytes::from(agents.to_string());
            }
            (status, body).into_response()
        }
    });
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("it is bound");
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

#[tokio::test]
async fn missing_settings_are_named_and_nobody_is_asked() {
    let mut config = Config::default();
    config.server.data_dir = std::env::temp_dir();
    config.antring.click_to_call_params = ClickToCallParams::Query;
    let report = check(&config, LISTEN, clock::now).await.expect("it runs to its end");
    proper(&report);
    names(&report, "settings", Verdict::Fail, &["antring.app_id", "antring.account_id"]);
    names(
        &report,
        "click to call",
        Verdict::Guess,
        &["not tried", "in the query", "dial.sip_user is not set"],
    );
    assert!(report.rows.iter().all(|row| row.what != "token"), "{report}");
}

#[tokio::test]
async fn an_unknown_host_a_closed_port_and_a_silent_one_are_told_apart() {
    for (base_url, words) in [
        ("http://no-such-host.invalid", "host name"),
        ("http://127.0.0.1:9", "nothing listens"),
        ("https://127.0.0.1:9", "nothing listens"),
    ] {
        let report =
            examine(busy(), |config| config.antring.base_url = base_url.parse().expect("a URL")).await;
        names(&report, "AntRing", Verdict::Fail, &[words]);
    }
    let report = examine(busy(), |config| {
        let plain = config.antring.base_url.as_str().replace("http:", "https:");
        config.antring.base_url = plain.parse().expect("a URL");
    })
    .await;
    names(&report, "AntRing", Verdict::Fail, &["TLS", "antring.ca_file"]);
}

#[tokio::test]
async fn a_key_that_opens_no_phone_is_named() {
    let key = "3f1c9b0a7d5e42868a1f0c2b4d6e8f9001122334455667788990a0b0c0d0e0f1";
    let directory = crate::support::own_directory();
    let access = crate::support::secrets::accounts(&directory).await;
    let (_, lan) = crate::support::secrets::person(&access, Rights::of(Role::Agent)).await;
    let device = Device { user: "user_lan".into(), password: "s3cr3t-of-lan".into() };
    let sealed_by = Key::read(key).expect("a key");
    access.set_phone(lan, &device, &sealed_by, &By::command_line("test"), 0).await.expect("a phone");
    let with = async |key: &str| {
        let mut config = Config::default();
        config.server.data_dir = directory.clone();
        config.dial.key = key.to_owned().into();
        let report = check(&config, LISTEN, clock::now).await.expect("it runs to its end");
        proper(&report);
        row(&report, "own phones").clone()
    };
    assert_eq!(with(key).await.verdict, Verdict::Ok);
    for (wrong, said) in [(key.replace('0', "f"), "does not open 1 of 1"), (String::new(), "is not set")] {
        let told = with(&wrong).await;
        assert_eq!(told.verdict, Verdict::Fail);
        assert!(told.seen.contains(said), "{told:?}");
        assert!(told.advice.is_some_and(|advice| advice.contains("nothing is lost")));
    }
    assert_eq!(with(key).await.verdict, Verdict::Ok, "looking with another key destroyed nothing");
    crate::support::remove(&directory);
}
