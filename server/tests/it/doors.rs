//! Every door is opened as each who may ask, over real HTTP and real sockets, and opens as `docs/access.md` says.

use std::collections::BTreeMap;

use access::Role;
use reqwest::{Method, RequestBuilder, StatusCode};
use server::access::{Door, Kind};
use simulator::Dialect;
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;

use crate::support::secrets::Secret;
use crate::support::{TestServer, say};

/// The columns of the table.
const COLUMNS: [&str; 7] = ["admin", "supervisor", "agent", "display", "metrics", "first password", "nobody"];

/// Of each door, what opens it, by the table for people.
fn documented() -> BTreeMap<String, Vec<&'static str>> {
    let text = include_str!("../../../docs/access.md");
    let rows = text.lines().filter_map(|line| line.strip_prefix("| `")?.split_once("` | "));
    let opens = |cells: &str| {
        let cells: Vec<&str> = cells.trim_end_matches(" |").split(" | ").collect();
        assert_eq!(cells.len(), COLUMNS.len(), "{cells:?}");
        assert!(cells.iter().all(|cell| ["✓", "–"].contains(cell)), "{cells:?}");
        COLUMNS.into_iter().zip(cells).filter(|(_, cell)| *cell == "✓").map(|(column, _)| column).collect()
    };
    rows.map(|(door, cells)| (door.to_owned(), opens(cells))).collect()
}

fn locked() -> BTreeMap<String, Vec<&'static str>> {
    let opens = |door: &Door| {
        let role = |column: &&str| match column.parse::<Role>() {
            Ok(role) => door.whom.admits(role),
            Err(_) if *column == "first password" => door.whom.admits_first_password(),
            Err(_) => door.whom.admits_nobody(),
        };
        COLUMNS.into_iter().filter(role).collect()
    };
    let table = server::access::table();
    let doors: BTreeMap<_, _> = table.iter().map(|door| (name(door), opens(door))).collect();
    assert_eq!(doors.len(), table.len(), "no door has two locks");
    doors
}

fn name(door: &Door) -> String {
    format!("{} {}", door.method, door.path)
}

#[test]
fn the_table_for_people_is_the_routers() {
    let (documented, locked) = (documented(), locked());
    for (door, opens) in &locked {
        let said = documented.get(door);
        assert_eq!(said, Some(opens), "{door}: docs/access.md and server/src/router.rs differ");
    }
    let gone: Vec<_> = documented.keys().filter(|door| !locked.contains_key(*door)).collect();
    assert!(gone.is_empty(), "docs/access.md has doors that are none: {gone:?}");
}

/// Who asks: a column of the table, and what they show.
async fn askers(server: &TestServer) -> Vec<(&'static str, &'static str, Secret)> {
    let made_up = |purpose: &str| format!("{purpose}0123456789abcdefghijklmnopqrstuvwxyz0123456");
    // All at once: each waits until the server has heard of it.
    let (admin, supervisor, agent, display, first_password, expired, revoked, ended) = tokio::join!(
        server.session(Role::Admin),
        server.session(Role::Supervisor),
        server.session(Role::Agent),
        server.display(),
        server.first_password(),
        server.expired_token(),
        server.revoked_token(),
        server.ended_session(),
    );
    let (supervisors, agents, displays, metrics) = tokio::join!(
        server.token(Role::Supervisor),
        server.token(Role::Agent),
        server.token(Role::Display),
        server.token(Role::Metrics),
    );
    vec![
        ("nobody", "a token in a cookie", supervisors.as_cookie()),
        ("nobody", "a session as a bearer's", admin.as_bearer()),
        ("admin", "an admin", admin),
        ("supervisor", "a supervisor", supervisor),
        ("supervisor", "a supervisor's token", supervisors),
        ("agent", "an agent", agent),
        ("agent", "an agent's token", agents),
        ("display", "a television", display),
        ("display", "a display's token", displays),
        ("metrics", "a metrics token", metrics),
        ("first password", "a first password", first_password),
        ("nobody", "nobody", Secret::None),
        ("nobody", "a made-up token", Secret::Bearer(made_up("cbt_"))),
        ("nobody", "a made-up session", Secret::Cookie(made_up("cbs_"))),
        ("nobody", "an expired token", expired),
        ("nobody", "a revoked token", revoked),
        ("nobody", "a session that was signed out", ended),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_door_opens_for_whom_it_should_and_for_nobody_else() {
    let server = TestServer::start(Dialect::SocketIo09).await;
    server.ready().await;
    let documented = documented();
    let mut wrong = Vec::new();
    let (mut opened, mut refused) = (0, 0);
    let table = server::access::table();
    // What a form does may end the session that sent it, so each form is sent with sessions of its own.
    let (looks, changes): (Vec<Door>, Vec<Door>) = table.into_iter().partition(|door| door.method != "POST");
    let mut visits: Vec<(Vec<Door>, Vec<_>)> = vec![(looks, askers(&server).await)];
    for door in changes {
        visits.push((vec![door], askers(&server).await));
    }
    for (doors, askers) in &visits {
        for door in doors {
            let opens = &documented[&name(door)];
            for (column, asker, secret) in askers {
                let should = opens.contains(column);
                let did = match door.kind {
                    Kind::Socket => knock_at_socket(&server, door, secret).await,
                    Kind::Page | Kind::Answer | Kind::Files => knock(&server, door, secret).await,
                };
                let is_right = match (&did, should) {
                    (Knock::Opened, true) => true,
                    (Knock::Refused(how), false) => how.is_empty(),
                    _ => false,
                };
                *if should { &mut opened } else { &mut refused } += 1;
                if !is_right {
                    wrong.push(format!("{} as {asker}: {did:?}, and it should {should}", name(door)));
                }
            }
        }
    }
    say(&format!("doors: {opened} times opened, {refused} times refused"));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_door_opens_for_another_sites_page() {
    let server = TestServer::start(Dialect::SocketIo09).await;
    server.ready().await;
    let (token, session) = (server.token(Role::Supervisor).await, server.session(Role::Admin).await);
    let mut wrong = Vec::new();
    for door in server::access::table() {
        for foreign in ["https://evil.example", "null", "http://127.0.0.1:1", "http://localhost"] {
            for secret in [&token, &session, &Secret::None] {
                let answer = asked(&server, &door, secret).header("origin", foreign).send().await;
                let answer = answer.expect("an answer");
                if answer.status() != StatusCode::FORBIDDEN || !is(answer, "foreign_origin").await {
                    wrong.push(format!("{} from {foreign}", name(&door)));
                }
            }
        }
        // A browser always says one or the other of a form that it sends.
        if door.method == "POST" {
            for site in ["cross-site", "same-site"] {
                let answer = asked(&server, &door, &session).header("sec-fetch-site", site).send().await;
                if answer.expect("an answer").status() != StatusCode::FORBIDDEN {
                    wrong.push(format!("{} of a {site} page", name(&door)));
                }
            }
            let silent = server.plain().post(server.url(&example(&door))).header("cookie", session.cookie());
            if silent.send().await.expect("an answer").status() != StatusCode::FORBIDDEN {
                wrong.push(format!("{} with a cookie, and not a word where from", name(&door)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    server.stop().await;
}

#[derive(Debug)]
enum Knock {
    Opened,
    /// And what is wrong with how.
    Refused(String),
}

async fn knock(server: &TestServer, door: &Door, secret: &Secret) -> Knock {
    let answer = asked(server, door, secret).send().await.expect("an answer");
    if !answer.headers().contains_key("callboard-refused") {
        return Knock::Opened;
    }
    let location = answer.headers().get("location").and_then(|to| to.to_str().ok()).unwrap_or_default();
    let is_right = match (door.kind, answer.status()) {
        (Kind::Page, StatusCode::SEE_OTHER) => {
            ["/login", "/account", "/dial", "/wall"].iter().any(|to| location.starts_with(to))
        }
        (Kind::Page, status) => status == StatusCode::FORBIDDEN,
        (_, StatusCode::UNAUTHORIZED) => answer.headers().contains_key("www-authenticate"),
        (_, status) => status == StatusCode::FORBIDDEN,
    };
    let status = answer.status();
    Knock::Refused(if is_right { String::new() } else { format!("{status} {location}") })
}

/// A websocket is opened as a program does, and as a page of ours does.
async fn knock_at_socket(server: &TestServer, door: &Door, secret: &Secret) -> Knock {
    let as_a_program = handshake(server, door, secret, None).await;
    let as_a_page = handshake(server, door, secret, Some(server.url(""))).await;
    match (as_a_program, as_a_page) {
        (Ok(Some(first)), Ok(Some(second))) if first.contains("snapshot") && second.contains("snapshot") => {
            Knock::Opened
        }
        (Err(401 | 403), Ok(None)) => Knock::Refused(String::new()),
        (program, page) => Knock::Refused(format!("{program:?} {page:?}")),
    }
}

/// The first frame; `None` when the page is hung up on with its own code; the handshake's status otherwise.
async fn handshake(
    server: &TestServer,
    door: &Door,
    secret: &Secret,
    origin: Option<String>,
) -> Result<Option<String>, u16> {
    let mut request =
        format!("ws://{}{}", server.address, example(door)).into_client_request().expect("a request");
    if let Some((name, value)) = secret.header() {
        request.headers_mut().insert(name, value.parse().expect("a header"));
    }
    if let Some(origin) = origin {
        request.headers_mut().insert("origin", origin.parse().expect("a header"));
    }
    let mut socket = match connect_async(request).await {
        Ok((socket, _)) => socket,
        Err(tokio_tungstenite::tungstenite::Error::Http(answer)) => return Err(answer.status().as_u16()),
        Err(error) => panic!("{error}"),
    };
    loop {
        match futures_util::StreamExt::next(&mut socket).await {
            Some(Ok(Message::Text(text))) => return Ok(Some(text.as_str().to_owned())),
            Some(Ok(Message::Close(Some(frame)))) if u16::from(frame.code) == wire::close::SIGNED_OUT => {
                return Ok(None);
            }
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
            other => panic!("{other:?}"),
        }
    }
}

/// As a browser asks from a page of ours, where the secret is a cookie.
fn asked(server: &TestServer, door: &Door, secret: &Secret) -> RequestBuilder {
    let method = match door.method {
        "POST" => Method::POST,
        "HEAD" => Method::HEAD,
        _ => Method::GET,
    };
    let accept = if door.kind == Kind::Page { "text/html" } else { "*/*" };
    let mut asked = server.plain().request(method, server.url(&example(door))).header("accept", accept);
    if let Some((name, value)) = secret.header() {
        asked = asked.header(name, value);
    }
    if door.method == "POST" && matches!(secret, Secret::Cookie(_)) {
        asked = asked.header("sec-fetch-site", "same-origin");
    }
    asked
}

/// An address behind the door.
fn example(door: &Door) -> String {
    match door.path {
        server::access::doors::ANYTHING_ELSE => "/nothing-here".to_owned(),
        "/api/v1/board/{id}" => "/api/v1/board/all".to_owned(),
        "/api/v1/board/{id}/events" => "/api/v1/board/all/events".to_owned(),
        "/pkg" | "/fonts" => format!("{}/nothing-here", door.path),
        path => {
            let parts = path.split('/').map(|part| if part.starts_with('{') { "1" } else { part });
            parts.collect::<Vec<_>>().join("/")
        }
    }
}

async fn is(answer: reqwest::Response, code: &str) -> bool {
    answer.text().await.is_ok_and(|text| text.is_empty() || text.contains(code))
}
