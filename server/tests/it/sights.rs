//! What somebody may see, everywhere at once: queues that are not theirs, numbers that are masked, and the one number
//! that is asked for.

use access::{AuditFilter, Did, Rights, Role};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use simulator::{Dialect, Load, Options};
use wire::CallState;

use crate::support::secrets::Secret;
use crate::support::{TestServer, Viewer, in_path, until};

const THEIRS: &str = "0912345678";
const OTHERS: &str = "0987654321";

async fn server() -> TestServer {
    let options =
        Options { dialect: Dialect::SocketIo4, load: Load::Quiet, history_delay: 0, ..Options::default() };
    let server = TestServer::start_with(options, |_| {}).await;
    server.ready().await;
    server
}

async fn ask(server: &TestServer, secret: &Secret, method: Method, path: &str) -> (StatusCode, String) {
    let (name, value) = secret.header().expect("a secret");
    let asked = server.plain().request(method, server.url(path)).header(name, value);
    let answer = asked.header("sec-fetch-site", "same-origin").send().await.expect("an answer");
    (answer.status(), answer.text().await.expect("text"))
}

async fn get(server: &TestServer, secret: &Secret, path: &str) -> (StatusCode, String) {
    ask(server, secret, Method::GET, path).await
}

#[tokio::test]
async fn a_supervisor_of_one_queue_meets_no_other_anywhere() {
    let server = server().await;
    let theirs = server.held_call("Bán hàng", THEIRS).await;
    let others = server.held_call("Kỹ thuật", OTHERS).await;
    server.viewer("").await.until_call(&others, "it waits", |call| call.queue.is_some()).await;
    let queues = Some([String::from("bán hàng")].into());
    let secret = server.holder(Rights { queues, ..Rights::of(Role::Supervisor) }).await;

    let mut viewer = Viewer::as_holder(&server, "", &secret).await;
    let call = viewer.until_call(&theirs, "theirs waits", |call| call.state == CallState::Waiting).await;
    assert_eq!(call.number.as_deref(), Some(THEIRS));
    let board = viewer.board.clone().expect("a board");
    assert_eq!(board.queues.iter().map(|queue| &*queue.name).collect::<Vec<_>>(), ["Bán hàng"]);
    let theirs_alone = |agent: &wire::AgentRow| agent.queues.iter().all(|queue| *queue == board.queues[0].id);
    assert!(!board.agents.is_empty() && board.agents.iter().all(theirs_alone), "{:?}", board.agents);
    assert_eq!(board.today, wire::Today::default(), "AntRing counts all queues together");

    // Both are over, and kept.
    for call in [&theirs, &others] {
        server.drive(call, "abandon", json!({})).await;
    }
    until("both are kept", || async {
        let csv = server.get("/api/v1/calls.csv").await.text().await.ok()?;
        (csv.contains(THEIRS) && csv.contains(OTHERS)).then_some(())
    })
    .await;
    until("the list has theirs", || async {
        let (_, list) = get(&server, &secret, "/api/v1/kpis/offered/calls?window=day").await;
        list.contains(THEIRS).then_some(())
    })
    .await;
    let (id, path) = (board.queues[0].id.clone(), in_path(&others));
    for path in [
        "/api/v1/board/all",
        "/api/v1/calls",
        "/api/v1/calls.csv",
        "/api/v1/kpis",
        "/api/v1/kpis/offered/calls?window=day",
        "/api/v1/kpis/offered/calls.csv?window=day",
        "/api/v1/kpis/missed/calls?window=day",
        "/api/v1/board/all/repairs",
        "/api/v1/trend",
        "/api/v1/report",
        "/fragments/drill?drill=offered&window=day",
        "/fragments/drill?drill=calls&window=day",
        "/?drill=calls&window=day",
        "/calls",
        "/calls?drill=calls",
        "/fragments/calls",
        "/fragments/calls/filters",
        "/fragments/calls/totals",
        &format!("/fragments/calls?call={path}"),
    ] {
        let (status, body) = get(&server, &secret, path).await;
        assert!(status.is_success(), "{path}: {status} {body}");
        assert!(!body.contains(OTHERS) && !body.contains(&others), "{path}: {body}");
        assert!(!body.contains("Kỹ thuật"), "{path}: {body}");
    }
    for path in [
        format!("/api/v1/calls/{path}/explain"),
        format!("/recordings/{path}"),
        String::from("/api/v1/calls?queue=K%E1%BB%B9%20thu%E1%BA%ADt"),
        String::from("/api/v1/report?queue=K%E1%BB%B9%20thu%E1%BA%ADt"),
    ] {
        let (status, body) = get(&server, &secret, &path).await;
        assert!(status.is_client_error(), "{path}: {status} {body}");
    }
    // The same numbers as a supervisor of all gets for this queue.
    let (_, own) = get(&server, &secret, "/api/v1/kpis/offered?window=day").await;
    let all = server.get(&format!("/api/v1/kpis/offered?window=day&queue={id}")).await;
    let all: Value = all.json().await.expect("JSON");
    let own: Value = serde_json::from_str(&own).expect("JSON");
    assert_eq!((&own["part"], &own["total"]), (&all["part"], &all["total"]));
    assert_eq!(own["part"], 1);
    server.stop().await;
}

#[tokio::test]
async fn a_masked_number_is_told_to_who_may_ask_and_written_down() {
    let server = server().await;
    let call = server.held_call("Bán hàng", THEIRS).await;
    server.viewer("").await.until_call(&call, "it waits", |call| call.queue.is_some()).await;
    let rights = Rights { masked: true, ..Rights::of(Role::Supervisor) };
    let asks = server.holder(Rights { may_reveal: true, ..rights.clone() }).await;
    let may_not = server.holder(rights).await;
    let path = format!("/api/v1/calls/{}/reveal", in_path(&call));

    for secret in [&asks, &may_not] {
        let (_, board) = get(&server, secret, "/api/v1/board/all").await;
        assert!(board.contains("•••• 678") && !board.contains(THEIRS), "{board}");
        let (status, body) = get(&server, secret, "/api/v1/calls?number=0912").await;
        assert_eq!(status, 403, "digit by digit it would be told: {body}");
    }
    assert_eq!(ask(&server, &may_not, Method::POST, &path).await.0, 403);
    assert_eq!(revealed(&server).await, 0);
    let (status, body) = ask(&server, &asks, Method::POST, &path).await;
    assert_eq!((status.as_u16(), body.contains(THEIRS)), (200, true), "{body}");
    assert_eq!(revealed(&server).await, 1);
    let (_, list) = get(&server, &asks, "/fragments/drill?drill=waiting").await;
    assert!(list.contains("/reveal") && !list.contains(THEIRS), "{list}");
    let (_, list) = get(&server, &may_not, "/fragments/drill?drill=waiting").await;
    assert!(list.contains("•••• 678") && !list.contains("/reveal"), "{list}");
    assert_eq!(ask(&server, &asks, Method::POST, "/api/v1/calls/nobody/reveal").await.0, 404);
    server.stop().await;
}

async fn revealed(server: &TestServer) -> usize {
    let filter = AuditFilter { did: Some(Did::NumberRevealed), ..AuditFilter::default() };
    let entries = server.access.audit_entries(&filter, 10).await.expect("the audit");
    assert!(
        entries.iter().all(|written| !format!("{written:?}").contains(THEIRS)),
        "never the number itself"
    );
    entries.len()
}

#[tokio::test]
async fn an_agent_sees_their_own_call_whole_from_the_first_ring_and_no_other() {
    let server = server().await;
    let theirs = server.held_call("Bán hàng", THEIRS).await;
    let others = server.held_call("Bán hàng", OTHERS).await;
    let (id, username) = server.agent_of("Bán hàng").await;
    let mut viewer = Viewer::as_holder(&server, "", &server.agent_token(&id).await).await;
    let waits = viewer.until_call(&theirs, "it waits", |call| call.state == CallState::Waiting).await;
    assert_eq!(waits.number.as_deref(), Some("•••• 678"));
    server.drive(&theirs, "ring", json!({ "agent": username })).await;
    let rings = viewer.until_call(&theirs, "it rings", |call| call.agent.is_some()).await;
    assert_eq!((rings.agent.as_deref(), rings.number.as_deref()), (Some(&*id), Some(THEIRS)));
    server.drive(&theirs, "answer", json!({ "agent": username })).await;
    viewer.until_call(&theirs, "they talk", |call| call.state == CallState::Talking).await;
    server.drive(&others, "abandon", json!({})).await;
    viewer.until_call(&others, "the other is over", |call| call.state == CallState::Ended).await;
    let (_, now) = get(&server, &server.agent_token(&id).await, "/api/v1/board/all").await;
    assert!(now.contains(THEIRS) && !now.contains(OTHERS), "{now}");
    assert!(viewer.texts.iter().all(|text| !text.contains(OTHERS)));
    server.stop().await;
}
