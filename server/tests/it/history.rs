//! `/calls`: its totals are the board's, its filters find what was, and an open call tells its way.

use access::{Rights, Role};
use jiff::SignedDuration;
use reqwest::header::{CONTENT_TYPE, LOCATION};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use simulator::{Load, Options};

use crate::support::secrets::Secret;
use crate::support::{TestServer, in_path, until};

/// What `/calls` shows of the ledger.
const SHOWN: [&str; 6] = ["calls", "offered", "answered", "abandoned", "flowed-out", "service-level"];

/// A quiet centre whose history is looked at each second.
async fn watched() -> TestServer {
    let options = Options { load: Load::Quiet, history_delay: 0, ..Options::default() };
    let server = TestServer::start_with(options, |config| {
        config.store.history_every = SignedDuration::from_secs(1);
    })
    .await;
    server.ready().await;
    server
}

async fn text(server: &TestServer, secret: &Secret, path: &str) -> (StatusCode, String) {
    let (name, value) = secret.header().expect("a secret");
    let answer = server.plain().get(server.url(path)).header(name, value).send().await.expect("an answer");
    (answer.status(), answer.text().await.expect("text"))
}

async fn html(server: &TestServer, secret: &Secret, path: &str) -> String {
    let (status, body) = text(server, secret, path).await;
    assert!(status.is_success(), "{path}: {status} {body}");
    body.replace("<!>", "").replace("<!---->", "")
}

async fn json_of(server: &TestServer, secret: &Secret, path: &str) -> Value {
    serde_json::from_str(&html(server, secret, path).await).expect("JSON")
}

async fn answered(server: &TestServer, queue: &str, caller: &str) -> String {
    let (agent, _) = server.agent_of(queue).await;
    let call = server.held_call(queue, caller).await;
    server.drive(&call, "ring", json!({ "agent": agent })).await;
    server.drive(&call, "answer", json!({ "agent": agent })).await;
    call
}

async fn abandoned(server: &TestServer, queue: &str, caller: &str) -> String {
    let call = server.held_call(queue, caller).await;
    server.viewer("").await.until_call(&call, "it waits", |row| row.queue.is_some()).await;
    server.drive(&call, "abandon", json!({ "reason": "hangup" })).await;
    call
}

/// What a page draws: each total's two numbers.
fn totals(page: &str) -> Vec<(String, i64, i64)> {
    let attribute = |tag: &str, name: &str| {
        let value = tag.split_once(&format!("{name}=\""))?.1.split_once('"')?.0;
        Some(value.to_owned())
    };
    let tags = page.split("<a ").filter_map(|rest| rest.split_once('>')).map(|(tag, _)| tag);
    let tags = tags.filter(|tag| tag.contains("class=\"total\""));
    tags.map(|tag| {
        let number = |name| attribute(tag, name).and_then(|value| value.parse().ok()).expect("a number");
        (attribute(tag, "data-kpi").expect("an id"), number("data-part"), number("data-of"))
    })
    .collect()
}

/// The same of `/api/v1/kpis`, or of `/api/v1/kpis/{id}` with this query.
async fn asked(server: &TestServer, secret: &Secret, query: &str) -> Vec<(String, i64, i64)> {
    let mut numbers = Vec::new();
    for kpi in SHOWN {
        let one = json_of(server, secret, &format!("/api/v1/kpis/{kpi}?window=day{query}")).await;
        numbers.push((
            kpi.to_owned(),
            one["part"].as_i64().expect("a part"),
            one["of"].as_i64().expect("a whole"),
        ));
    }
    numbers
}

/// The tiles of the board of all queues, today; the board of some queues has none of the day.
async fn tiles(server: &TestServer, secret: &Secret) -> Vec<(String, i64, i64)> {
    let board = json_of(server, secret, "/api/v1/board/all").await;
    let board = board.get("board").cloned().unwrap_or(board);
    let figures = board["figures"].as_array().cloned().unwrap_or_default();
    let tile = |kpi: &str| {
        let tile = figures.iter().find(|figure| figure["kpi"] == kpi && figure["window"] == "day")?;
        Some((kpi.to_owned(), tile["part"].as_i64()?, tile["of"].as_i64()?))
    };
    SHOWN.into_iter().filter_map(tile).collect()
}

async fn offered_today(server: &TestServer, wanted: i64) {
    until("all have entered and left", || async {
        let numbers = totals(&html(server, &admin(server), "/fragments/calls/totals").await);
        let part = |kpi: &str| numbers.iter().find(|number| number.0 == kpi).map(|number| number.1);
        let gone = part("answered")? + part("abandoned")?;
        (part("offered") == Some(wanted) && gone == wanted).then_some(())
    })
    .await;
    // The list reads what is on disk already.
    until("all are kept", || async {
        let list = json_of(server, &admin(server), "/api/v1/calls?window=today").await;
        let over = list["rows"].as_array()?.iter().filter(|row| row["result"] != "live");
        (i64::try_from(over.count()) == Ok(wanted)).then_some(())
    })
    .await;
}

fn admin(server: &TestServer) -> Secret {
    Secret::Bearer(server.bearer())
}

#[tokio::test]
async fn totals_are_those_of_the_board_and_of_the_api() {
    let server = watched().await;
    for (queue, caller) in [("Bán hàng", "0912000001"), ("Kỹ thuật", "0912000002")] {
        let call = answered(&server, queue, caller).await;
        server.drive(&call, "hang-up", json!({ "by": "caller" })).await;
    }
    abandoned(&server, "Bán hàng", "0912000003").await;
    offered_today(&server, 3).await;

    let all = admin(&server);
    until("page, API and board say the same of all queues", || async {
        let page = html(&server, &all, "/calls").await;
        let drawn = totals(&page);
        let same = drawn == asked(&server, &all, "").await && drawn == tiles(&server, &all).await;
        (same && page.contains("data-agrees=\"true\"")).then_some(())
    })
    .await;
    let offered = |numbers: &[(String, i64, i64)]| numbers[1].1;
    let board = server.board().await;
    let sales = board.queues.iter().find(|queue| queue.name == "Bán hàng").expect("it is there").id.clone();

    let of_queue = totals(&html(&server, &all, &format!("/calls?queue={sales}")).await);
    assert_eq!(of_queue, asked(&server, &all, &format!("&queue={sales}")).await);
    assert_eq!(offered(&of_queue), 2);
    let narrowed = html(&server, &all, &format!("/calls?queue={sales}&result=abandoned")).await;
    assert_eq!(totals(&narrowed), of_queue, "numbers do not know results");
    assert!(
        narrowed.contains("class=\"faint wider\"") && narrowed.contains("data-total=\"1\""),
        "{narrowed}"
    );

    let queues = Some([String::from("bán hàng")].into());
    let some = server.holder(Rights { queues, ..Rights::of(Role::Supervisor) }).await;
    let drawn = totals(&html(&server, &some, "/calls").await);
    assert_eq!(drawn, asked(&server, &some, "").await);
    assert_eq!(tiles(&server, &some).await, [], "nothing of the day to differ from");
    assert_eq!(offered(&drawn), 2);
    for path in ["/calls?window=7d", "/calls?window=30d"] {
        assert_eq!(totals(&html(&server, &all, path).await)[1].1, 3, "{path}: day by day, and nothing twice");
    }
    assert_eq!(totals(&html(&server, &all, "/calls?window=yesterday").await)[1].1, 0);
    let drill = html(&server, &all, "/calls?drill=abandoned").await;
    assert!(drill.contains("0912 000 003") && !drill.contains("0912 000 001"), "{drill}");
    server.stop().await;
}

#[tokio::test]
async fn calls_are_found_by_number_name_and_id_sorted_and_paged() {
    let server = watched().await;
    let sold = answered(&server, "Bán hàng", "0912000111").await;
    server.drive(&sold, "hang-up", json!({ "by": "caller" })).await;
    // What is told in one breath has one time.
    tokio::time::sleep(std::time::Duration::from_millis(1_200)).await;
    let lost = abandoned(&server, "Kỹ thuật", "0987000222").await;
    offered_today(&server, 2).await;
    let all = admin(&server);
    let found = |query: String| {
        let (server, all) = (&server, &all);
        async move {
            let list = html(server, all, &format!("/fragments/calls?{query}")).await;
            let rows = list.split("<tr data-call=\"").skip(1);
            let ids = rows.filter_map(|row| Some(row.split_once('"')?.0.to_owned()));
            ids.collect::<Vec<_>>()
        }
    };
    let by = |name: &str| url::form_urlencoded::byte_serialize(name.as_bytes()).collect::<String>();
    for typed in ["0912000111", "+84 912 000 111", "84912000111", "0912", "000111"] {
        assert_eq!(found(format!("q={}", by(typed))).await, [&*sold], "{typed}");
    }
    for typed in ["Kỹ thuật", "ky thuat", "KY THU"] {
        assert_eq!(found(format!("q={}", by(typed))).await, [&*lost], "{typed}");
    }
    assert_eq!(found(format!("q={}", by(&lost))).await, [&*lost], "by its id");
    assert_eq!(found("q=nobody+at+all".into()).await, [""; 0]);
    assert_eq!(found("result=abandoned&direction=inbound".into()).await, [&*lost]);
    assert_eq!(found("window=yesterday".into()).await, [""; 0]);
    let mut both = found("sort=started".into()).await;
    assert_eq!(both, [sold.clone(), lost.clone()]);
    both.reverse();
    assert_eq!(found(String::new()).await, both, "the newest first");
    let agent = json_of(&server, &all, "/api/v1/calls?result=answered").await["rows"][0]["agent"].clone();
    let agent = agent.as_str().expect("a name").to_owned();
    let plain: String = agent.chars().map(plain).collect();
    assert_eq!(found(format!("q={}", by(&plain))).await, [&*sold], "{plain} for {agent}");

    let masked = server.holder(Rights { masked: true, ..Rights::of(Role::Supervisor) }).await;
    let refused = html(&server, &masked, "/fragments/calls?q=0912").await;
    assert!(
        refused.contains("role=\"alert\"") && !refused.contains("data-call"),
        "digit by digit: {refused}"
    );
    let unfit = html(&server, &all, "/fragments/calls?queue=nothing").await;
    assert!(unfit.contains("role=\"alert\""), "{unfit}");
    let csv = html(&server, &all, "/api/v1/calls.csv?window=today&q=ky+thuat").await;
    assert!(csv.contains("0987000222") && !csv.contains("0912000111"), "{csv}");
    server.stop().await;
}

/// One letter without its marks, by Unicode's own tables in the browser's words: those of Vietnamese.
fn plain(letter: char) -> char {
    let pairs =
        [("àáảãạăằắẳẵặâầấẩẫậ", 'a'), ("èéẻẽẹêềếểễệ", 'e'), ("ìíỉĩị", 'i'), ("òóỏõọôồốổỗộơờớởỡợ", 'o')];
    let more = [("ùúủũụưừứửữự", 'u'), ("ỳýỷỹỵ", 'y'), ("đ", 'd')];
    let small = letter.to_lowercase().next().unwrap_or(letter);
    pairs.iter().chain(&more).find(|(marked, _)| marked.contains(small)).map_or(small, |(_, plain)| *plain)
}

#[tokio::test]
async fn an_open_call_tells_who_missed_it_who_took_it_and_how_it_ended() {
    let server = watched().await;
    let state = server.control_state().await;
    let serve = |agent: &&Value| {
        agent["status"] == "ready"
            && agent["queues"].as_array().is_some_and(|queues| queues.iter().any(|queue| queue == "Bán hàng"))
    };
    let serving: Vec<Value> =
        state["agents"].as_array().expect("agents").iter().filter(serve).cloned().collect();
    let [first, second, ..] = &serving[..] else { panic!("two serve it") };
    let call = server.held_call("Bán hàng", "0912000001").await;
    for (agent, then) in [(first, "miss"), (second, "answer")] {
        server.drive(&call, "ring", json!({ "agent": agent["id"] })).await;
        tokio::time::sleep(std::time::Duration::from_millis(1_200)).await;
        server.drive(&call, then, json!({ "agent": agent["id"] })).await;
    }
    tokio::time::sleep(std::time::Duration::from_millis(1_200)).await;
    let all = admin(&server);
    let path = format!("/fragments/calls?call={}", in_path(&call));
    until("it is told while it goes on", || async {
        let live = html(&server, &all, &path).await;
        (live.contains("data-opened") && live.contains("data-leg=\"missed\"")).then_some(())
    })
    .await;
    server.drive(&call, "hang-up", json!({ "by": "caller" })).await;
    let told = until("it is over and in the history", || async {
        let told = html(&server, &all, &path).await;
        (told.contains("class=\"end\"") && told.contains("Khớp với lịch sử AntRing")).then_some(told)
    })
    .await;
    let name = |agent: &Value| app::format::short_name(agent["name"].as_str().expect("a name")).to_owned();
    for part in [
        format!("{}: đổ chuông 0:0", name(first)),
        "không ai nhấc máy".to_owned(),
        format!("{}: nghe máy, nói 0:0", name(second)),
        "Vào hàng đợi Bán hàng, chờ 0:0".to_owned(),
        "Đã nghe: một bên gác máy.".to_owned(),
        "Vẽ theo sự kiện của từng máy.".to_owned(),
    ] {
        assert!(told.contains(&part), "{part} is missing in {told}");
    }
    let queues = Some([String::from("kỹ thuật")].into());
    let other = server.holder(Rights { queues, ..Rights::of(Role::Supervisor) }).await;
    let cut = html(&server, &other, &path).await;
    assert!(!cut.contains("data-opened") && !cut.contains("0912 000 001"), "{cut}");
    server.stop().await;
}

#[tokio::test]
async fn saved_filters_are_kept_for_who_saved_them_and_for_nobody_else() {
    let server = watched().await;
    let (lan, minh) = (server.session(Role::Supervisor).await, server.session(Role::Supervisor).await);
    let post = |secret: Secret, path: String, form: Vec<(&'static str, String)>| {
        let server = &server;
        async move {
            let (name, value) = secret.header().expect("a secret");
            let asked = server.plain().request(Method::POST, server.url(&path)).header(name, value);
            let answer = asked
                .header("sec-fetch-site", "same-origin")
                .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish())
                .send()
                .await
                .expect("an answer");
            let location = answer.headers().get(LOCATION).map(|to| to.to_str().expect("text").to_owned());
            (answer.status(), location.unwrap_or_default())
        }
    };
    let form = |name: &str| {
        vec![
            ("name", name.to_owned()),
            ("query", "result=abandoned&window=7d&evil=%3Cscript%3E&page=4".to_owned()),
        ]
    };
    let (status, to) = post(lan.clone(), "/calls/filters".into(), form("Bỏ cuộc tuần này")).await;
    assert_eq!((status, &*to), (StatusCode::SEE_OTHER, "/calls?window=7d&result=abandoned&said=saved"));
    let theirs = html(&server, &lan, "/fragments/calls/filters").await;
    assert!(
        theirs.contains("Bỏ cuộc tuần này")
            && theirs.contains("href=\"/calls?window=7d&amp;result=abandoned\"")
    );
    let others = html(&server, &minh, "/fragments/calls/filters").await;
    assert!(!others.contains("Bỏ cuộc tuần này"), "{others}");
    let id: String = theirs
        .split_once("remove=")
        .expect("a way to remove it")
        .1
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    let remove = format!("/calls/filters/{id}/remove");
    let (_, to) = post(minh.clone(), remove.clone(), vec![("query", String::new())]).await;
    assert_eq!(to, "/calls?said=removed");
    assert!(
        html(&server, &lan, "/fragments/calls/filters").await.contains("Bỏ cuộc tuần này"),
        "it is not Minh's"
    );
    let (_, to) = post(lan.clone(), "/calls/filters".into(), form("")).await;
    assert!(to.ends_with("said=name-unfit"), "{to}");
    post(lan.clone(), remove, vec![("query", String::new())]).await;
    assert!(!html(&server, &lan, "/fragments/calls/filters").await.contains("Bỏ cuộc tuần này"));
    server.stop().await;
}
