//! What the agent page shows: one's own numbers as a supervisor sees them, one's own calls, and of others' no number.

use reqwest::StatusCode;
use serde_json::{Value, json};
use simulator::{Dialect, Load, Options};

use crate::support::secrets::Secret;
use crate::support::{TestServer, in_path, until};

const THEIRS: &str = "0912345678";
const OTHERS: &str = "0987654321";

async fn get(server: &TestServer, secret: &Secret, path: &str) -> String {
    let (name, value) = secret.header().expect("a secret");
    let answer = server.plain().get(server.url(path)).header(name, value).send().await.expect("an answer");
    assert_eq!(answer.status(), StatusCode::OK, "{path}");
    answer.text().await.expect("text").replace("<!>", "").replace("<!---->", "")
}

/// A server with an agent who has talked to one caller and missed another, who gave up.
async fn with_a_call() -> (TestServer, Secret, String, [String; 2]) {
    let options =
        Options { dialect: Dialect::SocketIo4, load: Load::Quiet, history_delay: 0, ..Options::default() };
    let server = TestServer::start_with(options, |_| {}).await;
    server.ready().await;
    let (id, username) = server.agent_of("Bán hàng").await;
    let theirs = server.held_call("Bán hàng", THEIRS).await;
    server.drive(&theirs, "answer", json!({ "agent": username })).await;
    tokio::time::sleep(std::time::Duration::from_millis(1_200)).await;
    server.drive(&theirs, "hang-up", json!({})).await;
    let others = server.held_call("Bán hàng", OTHERS).await;
    server.drive(&others, "abandon", json!({})).await;
    until("both are kept", || async {
        let csv = server.get("/api/v1/calls.csv").await.text().await.ok()?;
        (csv.contains(THEIRS) && csv.contains(OTHERS)).then_some(())
    })
    .await;
    let secret = server.agent_token(&id).await;
    (server, secret, id, [theirs, others])
}

#[tokio::test]
async fn an_agents_numbers_are_those_that_a_supervisor_sees_of_them() {
    let (server, agent, id, _) = with_a_call().await;
    let calls = until("the call is counted", || async {
        let calls: Value =
            server.get(&format!("/api/v1/kpis/calls?window=day&agent={id}")).await.json().await.ok()?;
        (calls["part"].as_i64()? > 0).then_some(calls)
    })
    .await;
    assert_eq!(calls["part"], 1);
    let figure = |kpi: &'static str| {
        let path = format!("/api/v1/kpis/{kpi}?window=day&agent={id}");
        let server = &server;
        async move { server.get(&path).await.json::<Value>().await.expect("a figure") }
    };
    let (talk, missed) = (figure("talk").await, figure("missed").await);
    let seconds = talk["part"].as_i64().expect("talk") / 1_000;
    assert!(seconds >= 1, "{talk}");
    let html = get(&server, &agent, "/fragments/mine").await;
    let number = |name: &str, value: &str| {
        let is = format!("data-mine=\"{name}\"><b class=\"num\">{value}</b>");
        assert!(html.contains(&is), "{is} is not in {html}");
    };
    number("calls", "1");
    number("talk", &format!("0:{seconds:02}"));
    number("missed", &missed["part"].to_string());
    server.stop().await;
}

#[tokio::test]
async fn an_agent_is_shown_their_own_calls_whole_and_others_masked_or_not_at_all() {
    let (server, agent, _, [theirs, others]) = with_a_call().await;
    let recent = get(&server, &agent, "/fragments/recent").await;
    assert!(recent.contains("0912 345 678") && recent.contains("data-dial"), "{recent}");
    assert!(!recent.contains("321"), "{recent}");

    let own = get(&server, &agent, &format!("/fragments/dialer?call={}", in_path(&theirs))).await;
    assert!(own.contains("value=\"0912 345 678\"") && own.contains("data-ask=\"0912 345 678\""), "{own}");
    let lost = get(&server, &agent, &format!("/fragments/dialer?call={}", in_path(&others))).await;
    assert!(lost.contains("data-ask=\"•••• 321\"") && !lost.contains(OTHERS), "{lost}");
    let nobody = get(&server, &agent, "/fragments/dialer?call=nobody").await;
    assert!(nobody.contains("data-refused=\"call_unknown\"") && !nobody.contains("data-ask"), "{nobody}");

    // A second call of the same person tells of the first.
    let again = server.held_call("Bán hàng", "+84912345678").await;
    let unseen = get(&server, &agent, &format!("/fragments/caller?call={}", in_path(&again))).await;
    assert_eq!(unseen, "", "nobody is told apart whose number is masked");
    let path = format!("/fragments/caller?call={}", in_path(&again));
    let whole = until("a supervisor sees the earlier call", || async {
        let html = server.get(&path).await.text().await.ok()?;
        html.contains("<li>").then_some(html)
    })
    .await;
    assert!(whole.contains("7 ngày") && !whole.contains(OTHERS), "{whole}");

    let page = get(&server, &agent, "/dial").await;
    assert!(page.contains("0912 345 678") && !page.contains(OTHERS) && !page.contains("987654321"), "{page}");
    server.stop().await;
}

#[tokio::test]
async fn whoever_is_no_agent_has_a_number_field_and_no_day_of_their_own() {
    let server = TestServer::start(Dialect::SocketIo4).await;
    server.ready().await;
    let supervisor = Secret::Bearer(server.bearer());
    for path in ["/fragments/mine", "/fragments/recent"] {
        assert_eq!(get(&server, &supervisor, path).await, "", "{path}");
    }
    let page = get(&server, &supervisor, "/dial?number=tel%3A%2B84901234567").await;
    assert!(page.contains("data-ask=\"0901 234 567\""), "{page}");
    server.stop().await;
}
