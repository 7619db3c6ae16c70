use simulator::Dialect;

use crate::support::TestServer;

#[tokio::test]
async fn the_first_html_has_the_live_numbers() {
    let server = TestServer::start(Dialect::SocketIo09).await;
    server.ready().await;
    let board = server.board().await;
    let page = server.get("/").await;
    let policy = page.headers()["content-security-policy"].to_str().expect("text").to_owned();
    assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{policy}");
    assert_eq!(page.headers()["cache-control"], "no-store");
    let html = page.text().await.expect("HTML");
    assert!(board.agents.iter().all(|agent| html.contains(&agent.name)), "every agent is named");
    assert!(board.queues.iter().all(|queue| html.contains(&queue.name)), "every queue is named");
    server.stop().await;
}

#[tokio::test]
async fn the_wall_shows_queues_and_no_number() {
    let server = TestServer::start(Dialect::SocketIo09).await;
    server.ready().await;
    let call = server.held_call("Bán hàng", "0912345678").await;
    let mut viewer = server.viewer("").await;
    viewer.until_call(&call, "it waits", |call| call.queue.is_some()).await;
    let html = server.get("/wall").await.text().await.expect("HTML");
    assert!(html.contains("Bán hàng"));
    assert!(!html.contains("0912345678") && !html.contains("0912 345 678"));
    let desk = server.get("/").await.text().await.expect("HTML");
    assert!(desk.contains("0912345678"), "a supervisor sees it");
    server.stop().await;
}

#[tokio::test]
async fn languages_and_themes_are_links() {
    let server = TestServer::start(Dialect::SocketIo09).await;
    server.ready().await;
    let answer = server.get("/preferences?lang=en&theme=light&back=/wall").await;
    assert_eq!(answer.status(), 303);
    assert_eq!(answer.headers()["location"], "/wall");
    let cookies: Vec<_> =
        answer.headers().get_all("set-cookie").iter().map(|cookie| cookie.to_str().expect("text")).collect();
    let cookies: Vec<&str> = cookies.iter().filter_map(|cookie| cookie.split(';').next()).collect();
    let page = server
        .client()
        .get(server.url("/"))
        .header("cookie", cookies.join("; "))
        .send()
        .await
        .expect("a page");
    let html = page.text().await.expect("HTML");
    assert!(html.contains("lang=\"en\"") && html.contains("data-theme=\"light\""), "{}", &html[..200]);
    server.stop().await;
}

#[tokio::test]
async fn an_unknown_address_is_not_found() {
    let server = TestServer::start(Dialect::SocketIo09).await;
    assert_eq!(server.get("/nothing-here").await.status(), 404);
    let page = server
        .client()
        .get(server.url("/nothing-here"))
        .header("accept", "text/html")
        .send()
        .await
        .expect("a page");
    assert_eq!(page.status(), 404);
    assert!(page.text().await.expect("HTML").contains("<html"));
    server.stop().await;
}

#[tokio::test]
async fn the_stream_also_comes_as_events() {
    let server = TestServer::start(Dialect::SocketIo09).await;
    server.ready().await;
    let mut events = server.get("/api/v1/board/all/events").await;
    assert_eq!(events.headers()["content-type"], "text/event-stream");
    let mut text = String::new();
    while !text.contains("\n\n") {
        let chunk = events.chunk().await.expect("the stream goes on").expect("it does not end");
        text.push_str(&String::from_utf8_lossy(&chunk));
    }
    let data = text.lines().find_map(|line| line.strip_prefix("data: ")).expect("data");
    let Ok(wire::Frame::Snapshot { epoch, seq, .. }) = wire::Frame::decode(data) else { panic!("{data}") };
    assert!(text.contains(&format!("id: {epoch}:{seq}")), "its id is its place in the stream");
    server.stop().await;
}
