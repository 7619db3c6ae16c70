//! A living site is recorded, its recording holds nobody's name, and played again it gives the same board.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use serde_json::{Value, json};
use server::{capture, clock};
use simulator::{Credentials, Dialect, KeyStyle, Load, Options, Simulator};
use tokio::sync::Mutex;
use tokio_util::sync::CancellationToken;
use wire::Board;

use crate::support::{TestServer, client, config_for, until};

const CALLERS: [&str; 4] = ["0912345678", "0987001122", "02838123456", "0903555777"];

fn file(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("callboard-{name}-{}.ndjson", std::process::id()))
}

fn site(dialect: Dialect, keys: KeyStyle) -> Options {
    let credentials = Credentials {
        app_id: "6544646543674".into(),
        app_secret: "s3cr3t-of-the-app".into(),
        sip_password: "s3cr3t-of-the-phone".into(),
        ..Credentials::default()
    };
    Options {
        dialect,
        keys: Some(keys),
        credentials,
        load: Load::Quiet,
        history_delay: 0,
        ..Options::default()
    }
}

/// Records `server`'s site while a small day passes there; the board at the end, and the file's text.
async fn record(server: &TestServer, dialect: Dialect, to: &PathBuf) -> (Board, String) {
    let mut config = config_for(&server.simulator, dialect);
    config.antring.requests_per_second = 100.0;
    let stop = CancellationToken::new();
    let recording = capture::record(&config, Duration::from_secs(60), &stop, clock::now);
    let day = async {
        until("the recorder listens too", || async {
            (server.control_state().await["feed_clients"].as_u64() >= Some(2)).then_some(())
        })
        .await;
        tokio::time::sleep(Duration::from_millis(300)).await;
        server.held_call("Bán hàng", CALLERS[0]).await;
        let talking = server.held_call("Kỹ thuật", CALLERS[1]).await;
        server.drive(&talking, "ring", json!({})).await;
        server.drive(&talking, "answer", json!({})).await;
        let gone = server.held_call("Bán hàng", CALLERS[2]).await;
        server.drive(&gone, "abandon", json!({})).await;
        let (_, username) = server.agent_of("Bán hàng").await;
        let paused = json!({ "status": "paused", "reason": "Nghỉ trưa" });
        server.control(&format!("/agents/{username}/status"), paused).await;
        // Two polls, so that board and recording have seen the end of it.
        tokio::time::sleep(Duration::from_millis(2500)).await;
        let board = server.board().await;
        stop.cancel();
        board
    };
    let (recording, board) = tokio::join!(recording, day);
    let recording = recording.expect("it records");
    assert_eq!(recording.lost, 0);
    assert!(recording.events() >= 8, "{} events", recording.events());
    let written = recording.write(&config, to).expect("a file");
    assert_eq!(written.withheld, 0);
    (board, std::fs::read_to_string(to).expect("the file"))
}

/// What the two boards must have in common: nobody's name, number or time.
fn picture(board: &Board) -> (BTreeMap<String, String>, BTreeMap<String, String>) {
    let calls = board.calls.iter().map(|call| {
        (call.id.clone(), format!("{:?} {:?} {:?} {:?}", call.state, call.direction, call.queue, call.agent))
    });
    let agents =
        board.agents.iter().map(|agent| (agent.id.clone(), format!("{:?} {:?}", agent.state, agent.call)));
    (calls.collect(), agents.collect())
}

/// Everything that belongs to somebody at that site.
async fn private(server: &TestServer) -> Vec<String> {
    let state = server.control_state().await;
    let known = server.simulator.credentials();
    let mut words: Vec<String> = CALLERS.map(ToOwned::to_owned).into();
    words.extend(CALLERS.map(|number| number.trim_start_matches('0').to_owned()));
    for field in [
        &known.app_id,
        &known.app_secret,
        &known.email,
        &known.domain,
        &known.sip_user,
        &known.sip_password,
        &known.account_id,
    ] {
        words.push(field.clone());
    }
    words.push("acme".into());
    for (list, keys) in [("agents", ["name", "username"]), ("queues", ["name", "did_number"])] {
        for row in state[list].as_array().expect("a list") {
            words.extend(keys.iter().filter_map(|key| row[*key].as_str()).map(ToOwned::to_owned));
        }
    }
    assert!(words.len() > 60, "{words:?}");
    words
}

async fn recorded_and_played(dialect: Dialect, keys: KeyStyle, name: &str) {
    let to = file(name);
    let server = TestServer::start_with(site(dialect, keys), |_| {}).await;
    server.ready().await;
    let (board, text) = record(&server, dialect, &to).await;
    for word in private(&server).await {
        assert!(!text.contains(&word), "{word:?} is in the file: {}", line_with(&text, &word));
    }
    assert!(!text.contains("x-auth") && !text.contains("\"hash\""));
    // Hashes are 64 hexadecimal digits; ids and digests have 32.
    let longest = text.split(|letter: char| !letter.is_ascii_hexdigit()).map(str::len).max();
    assert!(longest <= Some(40), "{longest:?}");
    let header: Value = serde_json::from_str(text.lines().next().expect("a header")).expect("JSON");
    assert_eq!(header["callboard_capture"], 1);
    assert_eq!(header["dialect"], dialect.word());
    server.stop().await;

    let options = Options { replay: Some(to.clone()), ..Options::default() };
    let replay = TestServer::start_with_options_of_the_recording(options, dialect).await;
    let expected = picture(&board);
    assert!(expected.0.len() >= 3 && !expected.1.is_empty(), "{expected:?}");
    // An ended call stands for some seconds only: on a slow machine it has gone when the last agent comes.
    let ended = Mutex::new(BTreeMap::new());
    let look = || async {
        let (calls, agents) = picture(&replay.board().await);
        let mut ended = ended.lock().await;
        ended.extend(calls.iter().filter(|(_, call)| call.starts_with("Ended")).map(owned));
        let all: BTreeMap<_, _> = ended.iter().chain(&calls).map(owned).collect();
        (all, agents)
    };
    let shown = until("the replayed board shows the same", || async {
        let shown = look().await;
        (shown == expected).then_some(shown)
    });
    match tokio::time::timeout(Duration::from_secs(19), shown).await {
        Ok(_) => {}
        Err(_) => assert_eq!(look().await, expected),
    }
    replay.stop().await;
    std::fs::remove_file(to).expect("it was there");
}

fn owned((id, call): (&String, &String)) -> (String, String) {
    (id.clone(), call.clone())
}

fn line_with<'a>(text: &'a str, word: &str) -> &'a str {
    let line = text.lines().find(|line| line.contains(word)).unwrap_or_default();
    let at = line.find(word).unwrap_or(0);
    let from = (0..=at.saturating_sub(120)).rev().find(|from| line.is_char_boundary(*from)).unwrap_or(0);
    let to = (at + 120..).find(|to| line.is_char_boundary(*to) || *to >= line.len()).unwrap_or(line.len());
    &line[from..to.min(line.len())]
}

#[tokio::test]
async fn a_kazoo_3_site_is_recorded_and_played_again() {
    recorded_and_played(Dialect::SocketIo09, KeyStyle::Kazoo3, "kazoo3").await;
}

#[tokio::test]
async fn a_gateway_with_flat_keys_is_recorded_and_played_again() {
    recorded_and_played(Dialect::SocketIo4, KeyStyle::Flat, "flat").await;
}

#[tokio::test]
async fn a_kazoo_4_site_is_recorded_and_played_again() {
    recorded_and_played(Dialect::Blackhole, KeyStyle::Kazoo4, "kazoo4").await;
}

#[tokio::test]
async fn an_older_gateway_is_recorded_and_played_again() {
    recorded_and_played(Dialect::SocketIo2, KeyStyle::Kazoo4, "socketio2").await;
}

#[tokio::test]
async fn a_dead_site_is_recorded_too() {
    let to = file("dead");
    let simulator = Simulator::start(site(Dialect::SocketIo09, KeyStyle::Kazoo3)).await.expect("it starts");
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut config = config_for(&simulator, Dialect::SocketIo09);
    config.antring.events_url = "http://127.0.0.1:9".parse().expect("an address");
    let faults = client().post(format!("{}/control/faults", simulator.rest_url()));
    faults.json(&json!({ "rest_status": 500, "path": "/oapi/v1/call" })).send().await.expect("it answers");
    let stop = CancellationToken::new();
    let recording =
        capture::record(&config, Duration::from_secs(2), &stop, clock::now).await.expect("it records");
    recording.write(&config, &to).expect("a file");
    let text = std::fs::read_to_string(&to).expect("the file");
    assert!(text.contains("\"status\":500") && text.contains("refused"), "{text}");
    std::fs::remove_file(to).expect("it was there");
    simulator.stop().await;
}
