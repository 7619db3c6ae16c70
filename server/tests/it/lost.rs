//! Lost callers over real sockets: who gives up is on the list until somebody speaks to them, and only there for who may
//! see them.

use access::{Rights, Role};
use jiff::SignedDuration;
use reqwest::StatusCode;
use serde_json::{Value, json};
use simulator::{Dialect, Load, Options};

use crate::support::secrets::Secret;
use crate::support::{TestServer, until};

const NUMBER: &str = "0912345678";
const OTHERS: &str = "0987654321";

/// Everybody who gives up counts, however soon: nobody waits five seconds here.
async fn server() -> TestServer {
    let options =
        Options { dialect: Dialect::SocketIo4, load: Load::Quiet, history_delay: 0, ..Options::default() };
    let server = TestServer::start_with(options, |config| {
        config.kpi.short_abandon_seconds = 0;
        config.store.history_every = SignedDuration::from_secs(1);
    });
    let server = server.await;
    server.ready().await;
    server
}

async fn gives_up(server: &TestServer, queue: &str, number: &str) -> String {
    let call = server.held_call(queue, number).await;
    server.viewer("").await.until_call(&call, "it waits", |row| row.queue.is_some()).await;
    server.drive(&call, "abandon", json!({})).await;
    call
}

async fn get(server: &TestServer, secret: &Secret, path: &str) -> (StatusCode, String) {
    let (name, value) = secret.header().expect("a secret");
    let asked = server.plain().get(server.url(path)).header(name, value);
    let answer = asked.header("sec-fetch-site", "same-origin").send().await.expect("an answer");
    (answer.status(), answer.text().await.expect("text"))
}

async fn lost(server: &TestServer) -> Value {
    server.get("/api/v1/lost").await.json().await.expect("JSON")
}

/// The one row, once it is as wanted.
async fn until_row(server: &TestServer, what: &str, is_so: impl Fn(&Value) -> bool) -> Value {
    until(what, || async {
        let list = lost(server).await;
        let rows = list["callers"].as_array()?;
        (rows.len() == 1 && is_so(&rows[0])).then(|| rows[0].clone())
    })
    .await
}

#[tokio::test]
async fn a_lost_caller_is_listed_called_back_closed_and_lost_again() {
    let server = server().await;
    let first = gives_up(&server, "Bán hàng", NUMBER).await;
    let row = until_row(&server, "they are on the list", |row| row["state"] == "open").await;
    assert_eq!(
        (&row["number"], &row["queue"], &row["attempts"]),
        (&json!(NUMBER), &json!("Bán hàng"), &json!(1))
    );
    assert_eq!((&row["call"], &row["tried"], &row["waits"]), (&json!(first), &json!(0), &json!(false)));

    // The same person, written otherwise, is the same row.
    gives_up(&server, "Bán hàng", "+84912345678").await;
    let row = until_row(&server, "it is one row", |row| row["attempts"] == 2).await;
    assert_eq!(row["first_call"], json!(first));

    // Somebody calls back, and nobody picks up.
    let (agent, username) = server.agent_of("Kỹ thuật").await;
    let call =
        server.control("/outbound", json!({ "agent": username, "number": NUMBER, "hold": true })).await;
    let call = call["call_id"].as_str().expect("a call").to_owned();
    let row = until_row(&server, "it rings", |row| row["last_try"]["goes_on"] == true).await;
    assert!(row["last_try"]["agent"].is_string(), "{row}");
    server.drive(&call, "hang-up", json!({ "by": "agent" })).await;
    let row = until_row(&server, "nobody picked up", |row| row["last_try"]["goes_on"] == false).await;
    assert_eq!((&row["state"], &row["tried"]), (&json!("open"), &json!(1)));

    // Again, and they speak: closed while they still do.
    let call = server.control("/outbound", json!({ "agent": agent, "number": NUMBER, "hold": true })).await;
    let call = call["call_id"].as_str().expect("a call").to_owned();
    server.drive(&call, "answer", json!({})).await;
    let row = until_row(&server, "they speak", |row| row["talk"]["goes_on"] == true).await;
    assert_eq!((&row["state"], &row["talk"]["how"]), (&json!("closed"), &json!("called-back")));
    server.drive(&call, "hang-up", json!({ "by": "caller" })).await;
    let row = until_row(&server, "the talk is over", |row| row["talk"]["goes_on"] == false).await;
    assert!(row["talk"]["agent"].is_string(), "{row}");
    assert_eq!(lost(&server).await["recovered"], json!({ "part": 1, "of": 1 }));

    // Lost again: the row is open, counts anew, and says that it had been closed.
    let again = gives_up(&server, "Kỹ thuật", NUMBER).await;
    let row = until_row(&server, "they are lost again", |row| row["state"] == "open").await;
    assert_eq!(
        (&row["attempts"], &row["call"], &row["queue"]),
        (&json!(1), &json!(again), &json!("Kỹ thuật"))
    );
    assert_eq!(row["closed_before"]["how"], "called-back");

    // They call again, and another agent takes the call.
    let call = server.held_call("Bán hàng", NUMBER).await;
    until_row(&server, "they wait again", |row| row["waits"] == true).await;
    let (agent, _) = server.agent_of("Bán hàng").await;
    server.drive(&call, "ring", json!({ "agent": agent })).await;
    server.drive(&call, "answer", json!({ "agent": agent })).await;
    let row = until_row(&server, "they were answered", |row| row["state"] == "closed").await;
    assert_eq!(row["talk"]["how"], "called-again");
    // The list has as many rows as the tile says.
    let tile: Value = server.get("/api/v1/kpis/callers-lost?window=day").await.json().await.expect("JSON");
    assert_eq!(tile["part"], 1);
    server.stop().await;
}

#[tokio::test]
async fn a_restart_keeps_who_is_to_be_called_and_who_was_reached() {
    let mut server = server().await;
    gives_up(&server, "Bán hàng", NUMBER).await;
    gives_up(&server, "Bán hàng", OTHERS).await;
    // A talk counts from after the loss: not in the same millisecond.
    until("both are on the list", || async {
        (lost(&server).await["callers"].as_array()?.len() == 2).then_some(())
    })
    .await;
    let (agent, _) = server.agent_of("Bán hàng").await;
    let call = server.control("/outbound", json!({ "agent": agent, "number": OTHERS, "hold": true })).await;
    let call = call["call_id"].as_str().expect("a call").to_owned();
    server.drive(&call, "answer", json!({})).await;
    let states = |list: &Value| {
        let rows = list["callers"].as_array()?.clone();
        Some(rows.iter().map(|row| (row["number"].clone(), row["state"].clone())).collect::<Vec<_>>())
    };
    let wanted = [(json!(NUMBER), json!("open")), (json!(OTHERS), json!("closed"))];
    let reached = || async { (states(&lost(&server).await)? == wanted).then_some(()) };
    until("one is reached", reached).await;
    server.restart().await;
    server.ready().await;
    // A talk that goes on over the restart is one as soon as the floor is there again.
    until("all is as it was", || async { (states(&lost(&server).await)? == wanted).then_some(()) }).await;
    server.stop().await;
}

#[tokio::test]
async fn who_may_not_see_a_number_or_a_queue_does_not_by_this_list() {
    let server = server().await;
    gives_up(&server, "Bán hàng", NUMBER).await;
    gives_up(&server, "Kỹ thuật", OTHERS).await;
    gives_up(&server, "Kỹ thuật", "anonymous").await;
    until("both are on the list", || async {
        let list = lost(&server).await;
        (list["callers"].as_array()?.len() == 2 && list["anonymous"] == 1).then_some(())
    })
    .await;
    let (agent, _) = server.agent_of("Bán hàng").await;
    let agent = server.agent_token(&agent).await;
    for path in ["/api/v1/lost", "/fragments/lost", "/fragments/lost?place=calls"] {
        let (status, body) = get(&server, &agent, path).await;
        assert_eq!(status, 200, "{path}: {body}");
        assert!(
            body.contains("•••• 678") && body.contains("•••• 321"),
            "every queue's, masked: {path}: {body}"
        );
        assert!(!body.contains(NUMBER) && !body.contains(OTHERS), "{path}: {body}");
    }
    assert_eq!(get(&server, &agent, "/api/v1/lost.csv").await.0, 403, "files are for who leads");

    let queues = Some([String::from("bán hàng")].into());
    let theirs = server.holder(Rights { queues, ..Rights::of(Role::Supervisor) }).await;
    for path in ["/api/v1/lost", "/api/v1/lost.csv", "/fragments/lost?place=calls"] {
        let (status, body) = get(&server, &theirs, path).await;
        assert_eq!(status, 200, "{path}: {body}");
        let number = if path.starts_with("/fragments") { "0912 345 678" } else { NUMBER };
        assert!(body.contains(number) && body.contains("Bán hàng"), "{path}: {body}");
        assert!(
            !body.contains("Kỹ thuật") && !body.contains(OTHERS) && !body.contains("321"),
            "{path}: {body}"
        );
    }
    let (_, list) = get(&server, &theirs, "/api/v1/lost").await;
    let list: Value = serde_json::from_str(&list).expect("JSON");
    assert_eq!(list["anonymous"], 0, "that one was in another queue");
    let (status, _) = get(&server, &theirs, "/api/v1/lost?queue=K%E1%BB%B9%20thu%E1%BA%ADt").await;
    assert_eq!(status, 400);
    assert_eq!(get(&server, &server.display().await, "/fragments/lost").await.0, 403);
    server.stop().await;
}

#[tokio::test]
async fn a_list_of_nobody_says_so_and_a_senseless_time_is_refused() {
    let server = server().await;
    let (_, fresh) = get(&server, &server.session(Role::Supervisor).await, "/fragments/lost").await;
    assert!(fresh.contains("Chưa lỡ khách nào") && !fresh.contains("callbacks-old"), "{fresh}");
    assert!(lost(&server).await["deaf"].is_null());
    for path in ["/api/v1/lost?from=2020-01-01", "/api/v1/lost?from=2026-11-20&to=2026-11-20"] {
        assert_eq!(server.get(path).await.status(), 400, "{path}");
    }
    server.stop().await;
}
