//! `POST /api/v1/calls` from a click to the ring of a phone in the simulated centre, which counts its rings.

use access::{AuditFilter, Device, Did, Rights, Role};
use reqwest::{RequestBuilder, Response, StatusCode};
use secrecy::ExposeSecret;
use serde_json::{Value, json};
use server::config::Config;
use simulator::{Dialect, Load, Options};

use crate::support::secrets::Secret;
use crate::support::{TestServer, filled_in, until};

/// Sealing needs one.
const KEY: &str = "3f1c9b0a7d5e42868a1f0c2b4d6e8f9001122334455667788990a0b0c0d0e0f1";
const NUMBER: &str = "0901 234 567";

async fn quiet(change: impl FnOnce(&mut Config)) -> TestServer {
    let options = Options { load: Load::Quiet, history_delay: 0, ..Options::default() };
    let server = TestServer::start_with(options, |config| {
        config.dial.key = KEY.to_owned().into();
        change(config);
    })
    .await;
    server.ready().await;
    server
}

fn asks(server: &TestServer, secret: &Secret, body: &Value) -> RequestBuilder {
    let (name, value) = secret.header().expect("a secret");
    let request = server.plain().post(server.url("/api/v1/calls")).header(name, value);
    // A browser says where a cookie's post comes from.
    request.header("origin", server.url("")).json(body)
}

async fn call(server: &TestServer, secret: &Secret, body: Value) -> (StatusCode, Value) {
    read(asks(server, secret, &body).send().await.expect("an answer")).await
}

async fn read(answer: Response) -> (StatusCode, Value) {
    (answer.status(), answer.json().await.expect("JSON"))
}

fn dials(number: &str) -> Value {
    json!({ "number": number })
}

fn refusal((status, body): (StatusCode, Value)) -> (StatusCode, String) {
    (status, body["error"].as_str().unwrap_or_default().to_owned())
}

fn of(status: StatusCode, code: &str) -> (StatusCode, String) {
    (status, code.to_owned())
}

/// How often this phone was made to ring by a click.
async fn rings(server: &TestServer, sip_user: &str) -> u64 {
    let state = server.control_state().await;
    let agents = state["agents"].as_array().expect("agents");
    let owner = agents.iter().find(|agent| agent["sip_user"] == sip_user).expect("somebody's phone");
    owner["clicks"].as_u64().expect("a count")
}

/// The phone of the settings.
fn shared(server: &TestServer) -> String {
    server.simulator.credentials().sip_user.clone()
}

/// Some other agent: id, SIP user and SIP password.
async fn another(server: &TestServer) -> (String, Device) {
    let state = server.control_state().await;
    let agent = &state["agents"].as_array().expect("agents")[3];
    let text = |key: &str| agent[key].as_str().expect("text").to_owned();
    let password = format!("sip-{}", text("username"));
    (text("id"), Device { user: text("sip_user"), password: password.into() })
}

/// Until the call is in the history.
async fn is_kept(server: &TestServer, call: &str) {
    until("it is in the store", || async {
        let page: Value = server.get("/api/v1/calls?limit=50").await.json().await.ok()?;
        page["rows"].as_array()?.iter().any(|row| row["id"] == call).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_call_rings_the_phone_and_shows_on_the_board() {
    let server = quiet(|_| {}).await;
    let mut viewer = server.viewer("").await;
    let agent = server.session(Role::Agent).await;
    let (status, body) = call(&server, &agent, dials("+84 901 234 567")).await;
    assert_eq!((status, body), (StatusCode::ACCEPTED, json!({ "number": "0901234567" })));
    let dialled = |board: &wire::Board| {
        let ours = |call: &&wire::CallRow| call.number.as_deref() == Some("0901234567");
        board.calls.iter().find(ours).map(|call| call.direction)
    };
    assert_eq!(viewer.until("the call is on the board", dialled).await, wire::Direction::Outbound);
    assert_eq!(rings(&server, &shared(&server)).await, 1);

    let entries = server.access.audit_entries(&AuditFilter::default(), 50).await.expect("the audit");
    let told: Vec<_> = entries
        .iter()
        .rev()
        .map(|written| &written.entry)
        .filter(|entry| matches!(entry.did, Did::CallStarted | Did::CallAnswered))
        .map(|entry| (entry.did, entry.to.as_str(), entry.detail.as_str()))
        .collect();
    let expected =
        [(Did::CallStarted, "•••• 567", "shared phone"), (Did::CallAnswered, "•••• 567", "the phone rings")];
    assert_eq!(told, expected);
    server.stop().await;
}

#[tokio::test]
async fn forty_impatient_clicks_are_one_call() {
    let server = quiet(|config| config.dial.calls_per_minute = 1).await;
    let agent = server.session(Role::Agent).await;
    let body = dials(NUMBER);
    let clicks =
        (0..40).map(|_| async { asks(&server, &agent, &body).send().await.expect("an answer").status() });
    for status in futures_util::future::join_all(clicks).await {
        assert_eq!(status, StatusCode::ACCEPTED, "each is answered as the first");
    }
    assert_eq!(
        call(&server, &agent, dials("0084 901234567")).await.0,
        StatusCode::ACCEPTED,
        "the same number"
    );
    assert_eq!(rings(&server, &shared(&server)).await, 1);
    server.stop().await;
}

#[tokio::test]
async fn a_time_out_is_told_and_rings_once() {
    let server = quiet(|_| {}).await;
    let phone = shared(&server);
    server.control(&format!("/phones/{phone}"), json!({ "hangs": true })).await;
    let agent = server.session(Role::Agent).await;
    let timed_out = of(StatusCode::GATEWAY_TIMEOUT, "upstream_timed_out");
    let (first, second) =
        tokio::join!(call(&server, &agent, dials(NUMBER)), call(&server, &agent, dials(NUMBER)));
    assert!(first.1["message"].as_str().is_some_and(|text| text.contains("may ring all the same")));
    assert_eq!((refusal(first), refusal(second)), (timed_out.clone(), timed_out.clone()));
    assert_eq!(refusal(call(&server, &agent, dials(NUMBER)).await), timed_out, "and right after it");
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    assert_eq!(rings(&server, &phone).await, 1, "nothing was tried again");
    server.stop().await;
}

#[tokio::test]
async fn a_phone_that_is_offline_may_be_tried_again_at_once() {
    let server = quiet(|_| {}).await;
    let phone = shared(&server);
    let agent = server.session(Role::Agent).await;
    server.control(&format!("/phones/{phone}"), json!({ "registered": false })).await;
    let offline = call(&server, &agent, dials(NUMBER)).await;
    assert_eq!(refusal(offline), of(StatusCode::CONFLICT, "phone_offline"));
    server.control(&format!("/phones/{phone}"), json!({ "registered": true })).await;
    assert_eq!(call(&server, &agent, dials(NUMBER)).await.0, StatusCode::ACCEPTED);
    assert_eq!(rings(&server, &phone).await, 1);
    server.stop().await;
}

#[tokio::test]
async fn one_may_call_so_often_in_a_minute_each_for_oneself() {
    let server = quiet(|config| config.dial.calls_per_minute = 2).await;
    let (lan, binh) = (server.session(Role::Agent).await, server.session(Role::Agent).await);
    for number in ["0901234561", "0901234562"] {
        assert_eq!(call(&server, &lan, dials(number)).await.0, StatusCode::ACCEPTED);
    }
    let refused = asks(&server, &lan, &dials("0901234563")).send().await.expect("an answer");
    let wait: u64 = refused.headers()["retry-after"].to_str().expect("text").parse().expect("seconds");
    assert!((1..=60).contains(&wait), "{wait}");
    assert_eq!(refusal(read(refused).await), of(StatusCode::TOO_MANY_REQUESTS, "calling_too_often"));
    assert_eq!(call(&server, &binh, dials("0901234563")).await.0, StatusCode::ACCEPTED, "somebody else may");
    assert_eq!(rings(&server, &shared(&server)).await, 3);
    server.stop().await;
}

#[tokio::test]
async fn numbers_that_may_be_meant_otherwise_are_asked_about_first() {
    let server = quiet(|_| {}).await;
    let agent = server.session(Role::Agent).await;
    for (number, reason) in [
        ("113", "emergency"),
        ("1900 1234", "premium"),
        ("+1 415 555 1234", "international"),
        ("0901234567 / 0912345678", "two_numbers"),
        ("09012345678901", "long"),
        ("38221234", "short"),
    ] {
        let (status, body) = call(&server, &agent, dials(number)).await;
        let said = (status, body["error"].as_str(), body["reason"].as_str());
        assert_eq!(said, (StatusCode::UNPROCESSABLE_ENTITY, Some("confirm_first"), Some(reason)), "{number}");
        assert!(body["number"].is_string(), "{body}");
    }
    assert_eq!(rings(&server, &shared(&server)).await, 0, "asking rings nobody");
    let extension = server.board().await.agents[1].extensions.first().cloned().expect("an extension");
    assert_eq!(call(&server, &agent, dials(&extension)).await.0, StatusCode::ACCEPTED, "a colleague's");
    let confirmed = json!({ "number": "0901234567 / 0912345678", "confirmed": true });
    let (status, body) = call(&server, &agent, confirmed).await;
    assert_eq!(
        (status, body),
        (StatusCode::ACCEPTED, json!({ "number": "0901234567" })),
        "the first of them"
    );
    assert_eq!(rings(&server, &shared(&server)).await, 2);
    for (body, code) in [
        (dials("Lan"), "bad_number"),
        (dials("*21*0901234567#"), "bad_number"),
        (json!({}), "bad_request"),
        (json!({ "number": NUMBER, "call": "x" }), "bad_request"),
        (json!({ "nubmer": NUMBER }), "bad_request"),
    ] {
        assert_eq!(refusal(call(&server, &agent, body).await), of(StatusCode::BAD_REQUEST, code));
    }
    server.stop().await;
}

#[tokio::test]
async fn an_agents_own_phone_rings_also_for_a_program_that_works_for_them() {
    let server = quiet(|_| {}).await;
    let (id, device) = another(&server).await;
    let rights = Rights { agent: Some(id.clone()), ..Rights::of(Role::Agent) };
    let (person, program) = (server.holder(rights).await, server.agent_token(&id).await);
    let me = |secret: &Secret| {
        let (name, value) = secret.header().expect("a secret");
        server.plain().get(server.url("/api/v1/me")).header(name, value).send()
    };
    let phone = async |secret: &Secret| read(me(secret).await.expect("an answer")).await.1["phone"].clone();
    assert_eq!(phone(&person).await, "shared");

    server.set_phone(&person, &device, KEY).await;
    until("the server knows the phone", || async { (phone(&person).await == "own").then_some(()) }).await;
    assert_eq!(phone(&program).await, "own");
    assert_eq!(call(&server, &person, dials("0901234561")).await.0, StatusCode::ACCEPTED);
    assert_eq!(call(&server, &program, dials("0901234562")).await.0, StatusCode::ACCEPTED);
    assert_eq!((rings(&server, &device.user).await, rings(&server, &shared(&server)).await), (2, 0));

    // AntRing answers a wrong password as it answers a phone that is off: both are said.
    let wrong = Device { password: "guess".to_owned().into(), ..device.clone() };
    server.set_phone(&person, &wrong, KEY).await;
    let refused = until("the wrong password is in use", || async {
        let answer = call(&server, &person, dials("0901234563")).await;
        (answer.0 != StatusCode::ACCEPTED).then_some(answer)
    });
    let refused = refused.await;
    assert!(
        refused.1["message"].as_str().is_some_and(|text| text.contains("SIP user and password")),
        "{refused:?}"
    );
    assert_eq!(refusal(refused), of(StatusCode::CONFLICT, "phone_offline"));

    // Sealed by a key that is not the server's: no phone, and nobody else's rings instead.
    let other_key = KEY.replace('0', "a");
    server.set_phone(&person, &device, &other_key).await;
    until("the server cannot open it", || async { (phone(&person).await == "none").then_some(()) }).await;
    let refused = call(&server, &person, dials("0901234564")).await;
    assert_eq!(refusal(refused), of(StatusCode::SERVICE_UNAVAILABLE, "not_configured"));
    assert_eq!(rings(&server, &shared(&server)).await, 0);
    server.stop().await;
}

#[tokio::test]
async fn a_lost_caller_is_called_back_by_an_agent_who_does_not_learn_the_number() {
    let server = quiet(|_| {}).await;
    let (id, _) = another(&server).await;
    let agent = server.agent_token(&id).await;
    let lost = server.held_call("1", "0912345678").await;
    let waiting = call(&server, &agent, json!({ "call": lost })).await;
    assert_eq!(refusal(waiting), of(StatusCode::NOT_FOUND, "call_unknown"), "nobody's call back yet");
    server.drive(&lost, "abandon", json!({})).await;
    let answer = until("the lost caller may be called back", || async {
        let answer = call(&server, &agent, json!({ "call": lost })).await;
        (answer.0 != StatusCode::NOT_FOUND).then_some(answer)
    });
    assert_eq!(answer.await, (StatusCode::ACCEPTED, json!({ "number": "•••• 678" })));
    let state = server.control_state().await;
    let dialled = state["calls"].as_array().expect("calls").iter().any(|call| call["called"] == "0912345678");
    assert!(dialled, "AntRing got the whole number: {}", state["calls"]);

    let spoken = server.held_call("1", "0912345679").await;
    let (others, _) = server.agent_of("Bán hàng").await;
    server.drive(&spoken, "answer", json!({ "agent": others })).await;
    server.drive(&spoken, "hang-up", json!({ "by": "caller" })).await;
    is_kept(&server, &spoken).await;
    let foreign = call(&server, &agent, json!({ "call": spoken })).await;
    assert_eq!(refusal(foreign), of(StatusCode::NOT_FOUND, "call_unknown"), "a colleague's call");
    let supervisor = Secret::Bearer(server.bearer());
    let answer = call(&server, &supervisor, json!({ "call": spoken })).await;
    assert_eq!(answer, (StatusCode::ACCEPTED, json!({ "number": "0912345679" })));
    let unknown = call(&server, &supervisor, json!({ "call": "nobody" })).await;
    assert_eq!(refusal(unknown), of(StatusCode::NOT_FOUND, "call_unknown"));
    server.stop().await;
}

#[tokio::test]
async fn an_agent_calls_back_whom_they_spoke_with() {
    let server = quiet(|_| {}).await;
    let (id, username) = server.agent_of("Bán hàng").await;
    let agent = server.agent_token(&id).await;
    let own = server.held_call("Bán hàng", "0912345670").await;
    server.drive(&own, "answer", json!({ "agent": username })).await;
    let asked = json!({ "call": own });
    let answer = until("their own call is known", || async {
        let answer = call(&server, &agent, asked.clone()).await;
        (answer.0 != StatusCode::NOT_FOUND).then_some(answer)
    });
    assert_eq!(answer.await, (StatusCode::ACCEPTED, json!({ "number": "0912345670" })));
    server.drive(&own, "hang-up", json!({ "by": "caller" })).await;
    is_kept(&server, &own).await;
    let again = call(&server, &agent, asked).await;
    assert_eq!(again, (StatusCode::ACCEPTED, json!({ "number": "0912345670" })));
    server.stop().await;
}

#[tokio::test]
async fn no_phone_at_all_and_another_sites_page_ring_nobody() {
    let server = quiet(|config| config.dial.sip_user.clear()).await;
    let agent = server.session(Role::Agent).await;
    let refused = call(&server, &agent, dials(NUMBER)).await;
    assert_eq!(refusal(refused), of(StatusCode::SERVICE_UNAVAILABLE, "not_configured"));
    server.stop().await;

    let server = TestServer::start(Dialect::SocketIo09).await;
    server.ready().await;
    let (name, value) = server.session(Role::Agent).await.header().expect("a secret");
    let foreign = server.plain().post(server.url("/api/v1/calls")).header(name, value);
    let answer = foreign.header("origin", "https://evil.example").json(&dials(NUMBER)).send().await;
    let refused = read(answer.expect("an answer")).await;
    assert_eq!(refusal(refused), of(StatusCode::FORBIDDEN, "foreign_origin"));
    assert_eq!(rings(&server, &shared(&server)).await, 0);
    server.stop().await;
}

#[tokio::test]
async fn a_phone_is_set_by_its_user_or_an_admin_and_shown_to_neither() {
    let server = quiet(|_| {}).await;
    let (_, device) = another(&server).await;
    let (person, admin) = (server.session(Role::Agent).await, server.session(Role::Admin).await);
    let of_person = format!("/settings/users/{}", server.id_of(&person));
    let send = |who: &Secret, path: &str, user: &str| {
        let (name, value) = who.header().expect("a secret");
        let request =
            server.plain().post(server.url(path)).header(name, value).header("origin", server.url(""));
        let fields = [("sip_user", user), ("sip_password", device.password.expose_secret())];
        filled_in(request, &fields).send()
    };
    let send = async |who: &Secret, path: &str, user: &str| send(who, path, user).await.expect("an answer");
    let see = async |who: &Secret, path: &str| {
        let (name, value) = who.header().expect("a secret");
        let page = server.plain().get(server.url(path)).header(name, value).send().await.expect("an answer");
        page.text().await.expect("a page")
    };
    let rung = async || rings(&server, &device.user).await;

    assert_eq!(send(&person, "/account/phone", "two words").await.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let set = send(&person, "/account/phone", &device.user).await;
    assert_eq!(set.headers()["location"], "/account?said=phone-set");
    assert_eq!(call(&server, &person, dials("0901234561")).await.0, StatusCode::ACCEPTED);
    assert_eq!(rung().await, 1);
    assert_eq!(send(&person, "/account/phone/remove", "").await.status(), StatusCode::SEE_OTHER);
    assert_eq!(call(&server, &person, dials("0901234562")).await.0, StatusCode::ACCEPTED);
    assert_eq!((rung().await, rings(&server, &shared(&server)).await), (1, 1), "the shared one again");

    let set = send(&admin, &format!("{of_person}/phone"), &device.user).await;
    assert_eq!(set.status(), StatusCode::SEE_OTHER);
    assert_eq!(call(&server, &person, dials("0901234563")).await.0, StatusCode::ACCEPTED);
    assert_eq!(rung().await, 2);
    for (who, path) in [(&person, "/account"), (&admin, of_person.as_str())] {
        let page = see(who, path).await;
        assert!(page.contains(&format!("{}/phone/remove", path)), "{path} tells that it is set");
        assert!(!page.contains(&device.user) && !page.contains(device.password.expose_secret()), "{path}");
    }
    let others = send(&person, &format!("{of_person}/phone"), &device.user).await;
    assert_eq!(others.status(), StatusCode::FORBIDDEN, "an agent sets nobody else's");
    server.stop().await;
}
