//! Attacks that every web application meets, each held against the real server. Each test fails without its guard.

use access::Role;
use reqwest::StatusCode;
use serde_json::json;
use simulator::{Dialect, Load, Options};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Error, Message};

use crate::support::secrets::Secret;
use crate::support::{TestServer, until};

async fn start() -> TestServer {
    let server = TestServer::start(Dialect::SocketIo09).await;
    server.ready().await;
    server
}

/// What a page of another site can make a browser send: a simple form, with its cookies.
#[tokio::test]
async fn a_forged_form_rings_no_phone() {
    let server = start().await;
    let session = server.session(Role::Supervisor).await;
    let calls = async || server.control_state().await["calls"].as_array().map(Vec::len);
    let order = |headers: &[(&str, &str)]| {
        let mut order = server.plain().post(server.url("/api/v1/calls")).header("cookie", session.cookie());
        for (name, value) in headers {
            order = order.header(*name, *value);
        }
        order.json(&json!({ "number": "0901234567" })).send()
    };
    for forged in [
        &[("origin", "https://evil.example"), ("sec-fetch-site", "cross-site")][..],
        &[("origin", "https://evil.example")],
        &[("sec-fetch-site", "cross-site")],
        &[("sec-fetch-site", "same-site")],
        &[("origin", "null")],
        &[],
    ] {
        assert_eq!(order(forged).await.expect("an answer").status(), StatusCode::FORBIDDEN, "{forged:?}");
    }
    assert_eq!(calls().await, Some(0));
    let own = order(&[("origin", &server.url("")), ("sec-fetch-site", "same-origin")]).await;
    assert_eq!(own.expect("an answer").status(), StatusCode::ACCEPTED, "our own page may");
    server.stop().await;
}

#[tokio::test]
async fn another_sites_page_hears_no_live_stream_with_its_visitors_cookie() {
    let server = start().await;
    let session = server.session(Role::Supervisor).await;
    let handshake = async |origin: &str| {
        let mut request = format!("ws://{}/live", server.address).into_client_request().expect("a request");
        request.headers_mut().insert("cookie", session.cookie().parse().expect("a header"));
        request.headers_mut().insert("origin", origin.parse().expect("a header"));
        match connect_async(request).await {
            Ok(_) => 101,
            Err(Error::Http(answer)) => answer.status().as_u16(),
            Err(error) => panic!("{error}"),
        }
    };
    let own = server.url("");
    let foreign = [
        "https://evil.example",
        "null",
        "http://127.0.0.1",
        &own.replace("http:", "https:"),
        &format!("{own}.evil.example"),
    ];
    for origin in foreign {
        assert_eq!(handshake(origin).await, 403, "{origin}");
    }
    assert_eq!(handshake(&own).await, 101);
    server.stop().await;
}

/// Whoever can plant a cookie in a browser must gain nothing when its owner signs in.
#[tokio::test]
async fn a_secret_from_before_the_sign_in_opens_nothing() {
    let server = start().await;
    let planted = server.session(Role::Agent).await;
    let made_up = Secret::Cookie("cbs_0123456789abcdefghijklmnopqrstuvwxyz0123456".into());
    let (name, password) = server.new_supervisor().await;
    for before in [&planted, &made_up] {
        let answer = sign_in(&server, &name, &password, Some(before)).await;
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        let cookie = answer.headers()["set-cookie"].to_str().expect("text").to_owned();
        assert!(cookie.ends_with("; HttpOnly; SameSite=Lax; Secure"), "{cookie}");
        let secret = cookie.split(['=', ';']).nth(1).expect("a secret").to_owned();
        assert_ne!(secret, before.text(), "a new secret");
        let opens = async |secret: &Secret| {
            let asked = server.plain().get(server.url("/api/v1/journal")).header("cookie", secret.cookie());
            asked.send().await.expect("an answer").status().as_u16()
        };
        assert_eq!(opens(before).await, 401, "the old one opens nothing");
        assert_eq!(opens(&Secret::Cookie(secret)).await, 200);
    }
    server.stop().await;
}

#[tokio::test]
async fn guessing_a_password_waits_longer_and_longer() {
    let server = start().await;
    let (name, password) = server.new_supervisor().await;
    let mut guesses = 0;
    let seconds = loop {
        let answer = sign_in(&server, &name, &format!("guess number {guesses}"), None).await;
        assert!(!answer.headers().contains_key("set-cookie"));
        match answer.status() {
            StatusCode::UNPROCESSABLE_ENTITY => guesses += 1,
            status => {
                assert_eq!(status, StatusCode::TOO_MANY_REQUESTS);
                break answer.headers()["retry-after"]
                    .to_str()
                    .expect("text")
                    .parse::<u64>()
                    .expect("seconds");
            }
        }
        assert!(guesses < 12, "so many guesses are free");
    };
    assert!(seconds >= 1);
    let right = sign_in(&server, &name, &password, None).await;
    assert_eq!(right.status(), StatusCode::TOO_MANY_REQUESTS, "the right one waits too, and tells nothing");
    tokio::time::sleep(std::time::Duration::from_secs(seconds + 1)).await;
    assert_eq!(sign_in(&server, &name, &password, None).await.status(), StatusCode::SEE_OTHER);
    server.stop().await;
}

async fn sign_in(
    server: &TestServer,
    name: &str,
    password: &str,
    with: Option<&Secret>,
) -> reqwest::Response {
    let mut asked = server.plain().post(server.url("/login")).header("origin", server.url(""));
    if let Some(with) = with {
        asked = asked.header("cookie", with.cookie());
    }
    let form = url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs([("name", name), ("password", password), ("next", "/calls")])
        .finish();
    let asked = asked.header("content-type", "application/x-www-form-urlencoded").body(form);
    asked.send().await.expect("an answer")
}

#[tokio::test]
async fn no_path_leads_out_of_the_built_files() {
    let server = start().await;
    // A client would tidy the path up; what an attacker sends is not tidy.
    for path in [
        "/pkg/../hash.txt",
        "/pkg/..%2f..%2fhash.txt",
        "/pkg/%2e%2e/%2e%2e/etc/passwd",
        "/fonts/..%5c..%5cetc/passwd",
        "/fonts//etc/passwd",
        "/pkg/%2fetc%2fpasswd",
        "/recordings/..%2f..%2fetc%2fpasswd",
        "/pkg/callboard%00.css",
    ] {
        let host = server.address;
        let asked = format!("GET {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
        let answer = raw(&server, &asked).await;
        let status = answer.split(' ').nth(1).unwrap_or_default().to_owned();
        assert!(["303", "400", "401", "404"].contains(&status.as_str()), "{path}: {answer}");
        assert!(!answer.contains("root:"), "{path}: {answer}");
    }
    server.stop().await;
}

#[tokio::test]
async fn nothing_that_is_asked_becomes_a_header() {
    let server = start().await;
    for path in [
        "/preferences?lang=en&back=%2fx%0d%0aset-cookie:%20planted=1",
        "/preferences?lang=en%0d%0aset-cookie:%20planted=1&back=/",
        "/preferences?lang=en&back=//evil.example",
        "/preferences?lang=en&back=/%5cevil.example",
        "/calls%0d%0aset-cookie:%20planted=1",
        "/api/v1/kpis/calls%0d%0aplanted:1/calls.csv",
        "/recordings/a%0d%0aplanted:1",
    ] {
        for answer in [
            server.plain().get(server.url(path)).send().await,
            server.client().get(server.url(path)).send().await,
        ] {
            let answer = answer.expect("an answer");
            let headers = answer.headers();
            assert!(!headers.contains_key("planted"), "{path}: {headers:?}");
            let cookies = headers.get_all("set-cookie").iter();
            let mut cookies = cookies.map(|cookie| cookie.to_str().expect("text"));
            assert!(cookies.all(|cookie| !cookie.starts_with("planted")), "{path}");
            let to = headers.get("location").and_then(|to| to.to_str().ok()).unwrap_or("/");
            assert!(to.starts_with('/') && !to.starts_with("//") && !to.contains('\\'), "{path}: {to}");
        }
    }
    server.stop().await;
}

#[tokio::test]
async fn what_is_too_large_is_refused_before_it_is_read() {
    let server = start().await;
    let order = |bytes: usize| {
        let body = json!({ "number": "0".repeat(bytes) }).to_string();
        server
            .client()
            .post(server.url("/api/v1/calls"))
            .header("content-type", "application/json")
            .body(body)
            .send()
    };
    assert_eq!(
        order(30_000).await.expect("an answer").status(),
        StatusCode::BAD_REQUEST,
        "it is read, and no number"
    );
    assert_eq!(order(70_000).await.expect("an answer").status(), StatusCode::PAYLOAD_TOO_LARGE);
    // One that does not say how long it is.
    let endless = format!(
        "POST /api/v1/calls HTTP/1.1\r\nhost: {}\r\nauthorization: Bearer {}\r\ncontent-type: application/json\r\n\
         transfer-encoding: chunked\r\n\r\n{}",
        server.address,
        server.bearer(),
        "8000\r\n".to_owned()
            + &"0".repeat(0x8000)
            + "\r\n8000\r\n"
            + &"0".repeat(0x8000)
            + "\r\n1\r\n0\r\n0\r\n\r\n",
    );
    assert!(raw(&server, &endless).await.starts_with("HTTP/1.1 413"));
    let address = server.get(&format!("/api/v1/calls?number={}", "0".repeat(9_000))).await;
    assert_eq!(address.status(), StatusCode::URI_TOO_LONG);
    let headers =
        server.client().get(server.url("/healthz")).header("x-filler", "x".repeat(40_000)).send().await;
    assert_eq!(headers.expect("an answer").status(), StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE);
    // A viewer has nothing to say; one that says much is cut off.
    let mut viewer = server.viewer("").await;
    viewer.until("a board", |_| Some(())).await;
    viewer.say(Message::Text("x".repeat(5_000).into())).await;
    while viewer.next().await {}
    server.stop().await;
}

#[tokio::test]
async fn one_user_holds_so_many_streams_and_no_more() {
    let options = Options { load: Load::Quiet, ..Options::default() };
    let server = TestServer::start_with(options, |config| config.server.streams_per_user = 3).await;
    server.ready().await;
    let mut held = Vec::new();
    for _ in 0..2 {
        held.push(server.viewer("").await);
    }
    let events = server.get("/api/v1/board/all/events").await;
    assert_eq!(events.status(), 200);
    let upgrade = |secret: String| {
        let upgrade =
            server.plain().get(server.url("/live")).header("authorization", format!("Bearer {secret}"));
        let upgrade = upgrade.header("connection", "upgrade").header("upgrade", "websocket");
        upgrade
            .header("sec-websocket-version", "13")
            .header("sec-websocket-key", "AAAAAAAAAAAAAAAAAAAAAA==")
            .send()
    };
    let fourth = upgrade(server.bearer()).await.expect("an answer");
    assert_eq!(fourth.status(), StatusCode::TOO_MANY_REQUESTS);
    let other = server.token(Role::Supervisor).await;
    assert_eq!(upgrade(other.text()).await.expect("an answer").status(), 101, "others have their own");
    held.pop();
    until("one that ended made room", || async {
        (upgrade(server.bearer()).await.ok()?.status() == 101).then_some(())
    })
    .await;
    server.stop().await;
}

#[tokio::test]
async fn every_answer_carries_the_headers() {
    let server = start().await;
    let paths = [
        "/",
        "/wall",
        "/api/v1/board/all",
        "/healthz",
        "/nothing-here",
        "/favicon.svg",
        "/preferences?lang=en",
    ];
    for path in paths {
        for answer in
            [server.get(path).await, server.plain().get(server.url(path)).send().await.expect("an answer")]
        {
            let header = |name: &str| {
                let value = answer.headers().get(name).unwrap_or_else(|| panic!("{path} has no {name}"));
                value.to_str().expect("text").to_owned()
            };
            assert_eq!(header("x-content-type-options"), "nosniff");
            assert_eq!(header("x-frame-options"), "DENY");
            assert_eq!(header("referrer-policy"), "same-origin");
            assert_eq!(header("cross-origin-opener-policy"), "same-origin");
            assert_eq!(header("cross-origin-resource-policy"), "same-origin");
            assert!(header("permissions-policy").contains("camera=()"));
            let policy = header("content-security-policy");
            assert!(
                policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
                "{policy}"
            );
            assert!(policy.contains("base-uri 'none'") && !policy.contains("unsafe-inline"), "{policy}");
            assert!(!header("cache-control").is_empty());
            assert!(!answer.headers().contains_key("access-control-allow-origin"));
            assert!(
                !answer.headers().contains_key("strict-transport-security"),
                "plain HTTP promises nothing"
            );
        }
    }
    server.stop().await;
    let options = Options { load: Load::Quiet, ..Options::default() };
    let url = "https://board.example".parse().expect("a URL");
    let server = TestServer::start_with(options, |config| config.server.public_url = Some(url)).await;
    let promised = server.get("/healthz").await.headers()["strict-transport-security"].clone();
    assert_eq!(promised, "max-age=31536000; includeSubDomains");
    server.stop().await;
}

#[tokio::test]
async fn each_page_has_its_own_nonce_and_nothing_inline_without_it() {
    let server = start().await;
    let mut seen = std::collections::BTreeSet::new();
    for path in ["/", "/wall", "/calls", "/dial", "/"] {
        let page = server.get(path).await;
        let policy = page.headers()["content-security-policy"].to_str().expect("text").to_owned();
        let nonce = policy
            .split("'nonce-")
            .nth(1)
            .and_then(|rest| rest.split('\'').next())
            .expect("a nonce")
            .to_owned();
        assert!(nonce.len() >= 22, "128 bits: {nonce}");
        let html = page.text().await.expect("HTML");
        for tag in html.split("<script").skip(1).chain(html.split("<style").skip(1)) {
            let tag = tag.split('>').next().unwrap_or_default();
            assert!(tag.contains(&format!("nonce=\"{nonce}\"")), "{path}: <…{tag}>");
        }
        assert!(!html.contains(" style=\"") && !html.contains(" onclick="), "{path}: refused by the policy");
        assert!(seen.insert(nonce), "never twice the same");
    }
    server.stop().await;
}

#[tokio::test]
async fn a_page_of_nobody_leads_to_the_sign_in_and_back() {
    let server = start().await;
    let to = async |path: &str, secret: Option<&Secret>| {
        let mut asked = server.plain().get(server.url(path)).header("accept", "text/html");
        if let Some((name, value)) = secret.and_then(|secret| secret.header()) {
            asked = asked.header(name, value);
        }
        let answer = asked.send().await.expect("an answer");
        assert_eq!(answer.status(), StatusCode::SEE_OTHER, "{path}");
        answer.headers()["location"].to_str().expect("text").to_owned()
    };
    assert_eq!(to("/", None).await, "/login");
    assert_eq!(
        to("/calls?page=2&queue=a%26b", None).await,
        "/login?next=%2Fcalls%3Fpage%3D2%26queue%3Da%2526b"
    );
    assert_eq!(
        to("//evil.example", None).await,
        "/login?next=%2F%2Fevil.example",
        "checked where it is used"
    );
    assert_eq!(to("/", Some(&server.session(Role::Agent).await)).await, "/dial");
    assert_eq!(to("/", Some(&server.display().await)).await, "/wall");
    assert_eq!(to("/", Some(&server.first_password().await)).await, "/account");
    server.stop().await;
}

#[tokio::test]
async fn methods_that_nobody_needs_are_refused() {
    let server = start().await;
    for method in ["TRACE", "PUT", "DELETE", "CONNECT"] {
        let method = reqwest::Method::from_bytes(method.as_bytes()).expect("a method");
        let answer = server.client().request(method.clone(), server.url("/api/v1/board/all")).send().await;
        let refused = answer.map_or(true, |answer| answer.status().is_client_error());
        assert!(refused, "{method}");
    }
    server.stop().await;
}

/// Sends these bytes, and reads all that comes.
async fn raw(server: &TestServer, request: &str) -> String {
    let mut stream = tokio::net::TcpStream::connect(server.address).await.expect("a connection");
    // The server may answer and close before it has read everything.
    let _ = stream.write_all(request.as_bytes()).await;
    let mut answer = Vec::new();
    let reading = stream.read_to_end(&mut answer);
    let _ = tokio::time::timeout(std::time::Duration::from_secs(2), reading).await;
    String::from_utf8_lossy(&answer).into_owned()
}
