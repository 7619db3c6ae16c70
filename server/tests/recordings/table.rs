//! The table: what is asked, what must come, what came. Each row talks to the real server over a real socket.

use std::time::{Duration, Instant};

use access::{Did, Rights, Role};
use jiff::SignedDuration;
use reqwest::Method;
use serde_json::{Value, json};

use crate::stage::{Stage, by, header, is_sound, talked, told};
use crate::support::{in_path, say, until};

/// How late a recording may come here; the first rows must be through by then.
const LATE: Duration = Duration::from_secs(25);
const HUGE: u64 = 300_000_000;

#[derive(Default)]
struct Table(Vec<(String, String, String)>);

impl Table {
    fn row(&mut self, asked: &str, expected: &str, seen: impl Into<String>) {
        self.0.push((asked.into(), expected.into(), seen.into()));
    }

    fn judge(self) {
        say("\n| # | what | expected | seen | |\n|---|---|---|---|---|");
        for (number, (asked, expected, seen)) in self.0.iter().enumerate() {
            let verdict = if expected == seen { "ok" } else { "DIFFERS" };
            say(&format!("| {} | {asked} | {expected} | {seen} | {verdict} |", number + 1));
        }
        let wrong: Vec<_> = self.0.iter().filter(|(_, expected, seen)| expected != seen).collect();
        assert!(wrong.is_empty(), "{} of {} rows differ: {wrong:#?}", wrong.len(), self.0.len());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_case_of_a_recording() {
    let stage = Stage::open(|config| {
        config.antring.media_timeout = SignedDuration::from_secs(2);
        config.store.late_records = LATE.try_into().expect("short");
    })
    .await;
    let ended = Instant::now();
    let mut table = Table::default();
    while_it_is_fresh(&stage, &mut table).await;
    ranges(&stage, &mut table).await;
    conditions(&stage, &mut table).await;
    heads(&stage, &mut table).await;
    poor_storages(&stage, &mut table).await;
    expired_links(&stage, &mut table).await;
    broken_bodies(&stage, &mut table).await;
    redirects(&stage, &mut table).await;
    listeners(&stage, &mut table).await;
    rights_and_audit(&stage, &mut table).await;
    spelling(&stage, &mut table).await;
    tokio::time::sleep(LATE.saturating_sub(ended.elapsed())).await;
    when_it_is_old(&stage, &mut table).await;
    stage.server.stop().await;
    table.judge();
}

async fn while_it_is_fresh(stage: &Stage, table: &mut Table) {
    stage.order(json!({ "status": 404 })).await;
    table.row("no object yet, just ended", "404 recording_not_ready, again in 30 s", told(stage.get()).await);
    stage.order(json!({})).await;
    let live = stage.server.held_call(crate::stage::QUEUE, "0987654321").await;
    let lasting = || stage.request(Method::GET, &in_path(&live));
    let seen = until("the call is known", || async {
        Some(told(lasting()).await).filter(|seen| !seen.contains("no_recording"))
    });
    table.row("a call that lasts", "404 recording_not_ready, again in 30 s", seen.await);
    stage.server.drive(&live, "abandon", json!({})).await;
    let seen = until("its end is known", || async {
        Some(told(lasting()).await).filter(|seen| !seen.contains("not_ready"))
    });
    table.row("a caller who gave up", "404 no_recording", seen.await);
    table.row(
        "a call that nobody knows",
        "404 no_recording",
        told(stage.request(Method::GET, "nobody")).await,
    );
}

async fn ranges(stage: &Stage, table: &mut Table) {
    stage.order(json!({ "bytes": 100_000 })).await;
    table.row("the whole", "200, 100000 right bytes", told(stage.get()).await);
    for (range, expected) in [
        ("bytes=0-0", "206 bytes 0-0/100000, 1 right bytes"),
        ("bytes=100-199", "206 bytes 100-199/100000, 100 right bytes"),
        ("bytes=99990-", "206 bytes 99990-99999/100000, 10 right bytes"),
        ("bytes=99000-200000", "206 bytes 99000-99999/100000, 1000 right bytes"),
        ("bytes=-500", "206 bytes 99500-99999/100000, 500 right bytes"),
        ("bytes=-200000", "206 bytes 0-99999/100000, 100000 right bytes"),
        ("bytes=100000-", "416 bytes */100000, no body"),
        ("bytes=-0", "416 bytes */100000, no body"),
        ("bytes=5-2", "200, 100000 right bytes"),
        ("bytes=0-1,5-9", "200, 100000 right bytes"),
        ("bytes=a-b", "200, 100000 right bytes"),
        ("lines=0-1", "200, 100000 right bytes"),
    ] {
        table.row(&format!("`Range: {range}`"), expected, told(stage.range(range)).await);
    }
}

async fn conditions(stage: &Stage, table: &mut Table) {
    let first = stage.range("bytes=0-0").send().await.expect("an answer");
    let (tag, date) =
        (header(&first, "etag").expect("a tag"), header(&first, "last-modified").expect("a date"));
    let part = "206 bytes 5-9/100000, 5 right bytes";
    let ranged = || stage.range("bytes=5-9");
    table.row("`If-Range`, same tag", part, told(ranged().header("if-range", &tag)).await);
    table.row("`If-Range`, same date", part, told(ranged().header("if-range", &date)).await);
    let changed = told(ranged().header("if-range", "\"other\"")).await;
    table.row("`If-Range`, tag changed", "200, 100000 right bytes", changed);
    table.row(
        "`If-None-Match`, same tag",
        "304, no body",
        told(stage.get().header("if-none-match", &tag)).await,
    );
    let other = told(stage.get().header("if-none-match", "\"other\"")).await;
    table.row("`If-None-Match`, another tag", "200, 100000 right bytes", other);
    let since = told(stage.get().header("if-modified-since", &date)).await;
    table.row("`If-Modified-Since`, same date", "304, no body", since);
}

async fn heads(stage: &Stage, table: &mut Table) {
    let head = async || {
        let answer = stage.request(Method::HEAD, &stage.call).send().await.expect("an answer");
        let told =
            ["content-length", "accept-ranges"].map(|name| header(&answer, name).unwrap_or("-".into()));
        format!("{} {}", answer.status().as_u16(), told.join(" "))
    };
    table.row("`HEAD`", "200 100000 bytes", head().await);
    let asked = stage.asked().await.pop().expect("a request");
    let upstream = format!(
        "{} {}",
        asked["line"].as_str().unwrap_or("").split('/').next().unwrap_or(""),
        asked["range"]
    );
    table.row("… which the storage sees as", "GET  \"bytes=0-0\"", upstream);
    stage.order(json!({ "bytes": 100_000, "no_ranges": true })).await;
    table.row("`HEAD`, storage without ranges", "200 100000 -", head().await);
    stage.order(json!({ "bytes": 0 })).await;
    table.row("`HEAD` of an empty file", "200 0 -", head().await);
}

async fn poor_storages(stage: &Stage, table: &mut Table) {
    let ordered = async |order: Value, request: reqwest::RequestBuilder| {
        stage.order(order).await;
        told(request).await
    };
    let whole = "200, 100000 right bytes";
    let seen = ordered(json!({ "bytes": 100_000, "no_ranges": true }), stage.range("bytes=5-9")).await;
    table.row("a range of a storage without ranges", whole, seen);
    for kind in ["application/octet-stream", "text/html"] {
        stage.order(json!({ "content_type": kind })).await;
        let answer = stage.get().send().await.expect("an answer");
        let told = ["content-type", "x-content-type-options", "content-security-policy"];
        let told = told.map(|name| header(&answer, name).unwrap_or("-".into())).join(" · ");
        table.row(&format!("said to be {kind}"), "audio/mpeg · nosniff · sandbox; default-src 'none'", told);
    }
    for (status, expected) in [
        (500, "502 upstream"),
        (503, "503 upstream_busy, again in 60 s"),
        (403, "502 upstream"),
        (418, "502 upstream"),
    ] {
        let seen = ordered(json!({ "status": status }), stage.get()).await;
        table.row(&format!("the storage answers {status}, again and again"), expected, seen);
    }
    let seen = ordered(json!({ "delay_ms": 8_000 }), stage.get()).await;
    table.row("a storage that is silent", "504 upstream_timed_out", seen);
    let began = Instant::now();
    let seen = ordered(json!({ "bytes": 100_000, "bytes_per_second": 25_000 }), stage.get()).await;
    let was_slow = began.elapsed() > Duration::from_millis(3_900);
    table.row(
        "a slow storage, 4 s for a timeout of 2 s",
        &format!("{whole}, slowly"),
        if was_slow { format!("{seen}, slowly") } else { seen },
    );
}

async fn expired_links(stage: &Stage, table: &mut Table) {
    stage.order(json!({ "bytes": 100_000 })).await;
    told(stage.range("bytes=0-9")).await;
    let before = (stage.links().await, stage.asked().await.len());
    stage.order(json!({ "bytes": 100_000, "expire": true })).await;
    let seen = told(stage.range("bytes=50000-50009")).await;
    table.row("the link expired before a seek", "206 bytes 50000-50009/100000, 10 right bytes", seen);
    let statuses: Vec<String> =
        stage.asked().await[before.1..].iter().map(|asked| asked["status"].to_string()).collect();
    table.row("… for which the storage was asked", "403 206", statuses.join(" "));
    table.row("… and AntRing", "1 time", format!("{} time", stage.links().await - before.0));

    stage.order(json!({ "bytes": 100_000, "expire": true })).await;
    let before = stage.links().await;
    let all: Vec<_> = (0..4).map(|_| tokio::spawn(told(stage.range("bytes=7-9")))).collect();
    let mut right = 0;
    for one in all {
        right += usize::from(one.await.expect("it ends") == "206 bytes 7-9/100000, 3 right bytes");
    }
    let seen = format!("{right} of 4, {} link", stage.links().await - before);
    table.row("the link expired under four listeners", "4 of 4, 1 link", seen);

    stage.order(json!({ "expire": true, "life_seconds": 0 })).await;
    let before = stage.asked().await.len();
    table.row("every link expired when it was made", "502 upstream", told(stage.get()).await);
    let tries = stage.asked().await.len() - before;
    table.row("… for which the storage was asked", "2 times", format!("{tries} times"));
}

async fn broken_bodies(stage: &Stage, table: &mut Table) {
    let whole = "200, 1000000 right bytes";
    stage.order(json!({ "bytes": 1_000_000, "break_after": 300_000, "times": 1 })).await;
    table.row("the connection breaks in the middle", whole, told(stage.get()).await);
    stage.order(json!({ "bytes": 1_000_000, "break_after": 100_000, "times": 4 })).await;
    table.row("it breaks four times", whole, told(stage.get()).await);
    let last = stage.asked().await.pop().expect("a request");
    let asked = last["range"].as_str().unwrap_or("-").to_owned();
    let goes_on = asked.starts_with("bytes=") && asked.ends_with("-999999") && last["if_range"].is_string();
    table.row("… the rest is asked for by `If-Range`", "true", goes_on.to_string());
    let from = told_range(stage, "bytes=10-").await;
    table.row("a range breaks in the middle", "206 bytes 10-999999/1000000, 999990 right bytes", from);
    stage.order(json!({ "bytes": 1_000_000, "stall_after": 300_000, "times": 1 })).await;
    table.row("it falls silent in the middle", whole, told(stage.get()).await);

    // The link expires and the connection breaks, both while it is played.
    stage
        .order(
            json!({ "bytes": 1_000_000, "break_after": 600_000, "times": 1, "bytes_per_second": 1_000_000 }),
        )
        .await;
    let before = stage.asked().await.len();
    let playing = tokio::spawn(told(stage.get()));
    until("it plays", || async { (stage.asked().await.len() > before).then_some(()) }).await;
    let mut playing_still = json!({ "bytes": 1_000_000, "expire": true });
    stage.order(playing_still.take()).await;
    table.row("the link expires while it plays and breaks", whole, playing.await.expect("it ends"));
    let statuses: Vec<String> =
        stage.asked().await[before..].iter().map(|asked| asked["status"].to_string()).collect();
    table.row("… for which the storage was asked", "200 403 206", statuses.join(" "));

    stage
        .order(
            json!({ "bytes": 1_000_000, "break_after": 600_000, "times": 1, "bytes_per_second": 1_000_000 }),
        )
        .await;
    let before = stage.asked().await.len();
    let playing = tokio::spawn(told(stage.get()));
    until("it plays", || async { (stage.asked().await.len() > before).then_some(()) }).await;
    stage.order(json!({ "bytes": 1_000_000, "etag": "\"another\"" })).await;
    table.row("another file lies there when it breaks", "200, broken off", playing.await.expect("it ends"));
    stage.order(json!({ "bytes": 1_000_000, "break_after": 300_000, "no_ranges": true })).await;
    table.row("it breaks, and the storage has no ranges", "200, broken off", told(stage.get()).await);
}

async fn told_range(stage: &Stage, range: &str) -> String {
    stage.order(json!({ "bytes": 1_000_000, "break_after": 300_000, "times": 1 })).await;
    told(stage.range(range)).await
}

async fn redirects(stage: &Stage, table: &mut Table) {
    let trap = tokio::net::TcpListener::bind("127.0.0.9:0").await.expect("a port");
    let at_the_trap = format!("http://{}/recording", trap.local_addr().expect("it is bound"));
    for (to, times, what, expected) in [
        ("self", 3, "led on three times", "200, 100000 right bytes"),
        ("self", 4, "led on a fourth time", "502 upstream"),
        ("http://169.254.169.254/latest/meta-data", 1, "led to the cloud's own address", "502 upstream"),
        ("http://[::ffff:127.0.0.1]/", 1, "led to an address in other clothes", "502 upstream"),
        ("https://evil.example/recording", 1, "led to a host that is not listed", "502 upstream"),
        ("file:///etc/passwd", 1, "led to a file", "502 upstream"),
        (at_the_trap.as_str(), 1, "led to another private address", "502 upstream"),
    ] {
        stage.order(json!({ "bytes": 100_000, "redirect": to, "times": times })).await;
        table.row(what, expected, told(stage.get()).await);
    }
    let called = tokio::time::timeout(Duration::from_millis(300), trap.accept()).await.is_ok();
    table.row("… where nobody called", "true", (!called).to_string());
}

async fn listeners(stage: &Stage, table: &mut Table) {
    stage.order(json!({ "bytes": HUGE })).await;
    let end = "206 bytes 299999900-299999999/300000000, 100 right bytes";
    table.row("the end of a file of 300 MB", end, told(stage.range("bytes=-100")).await);
    let mut playing = stage.get().send().await.expect("an answer");
    let first = playing.chunk().await.expect("sound").expect("sound");
    assert!(is_sound(0, &first));
    drop(playing);
    let sent = until("the storage learns that its client has left", || async {
        let last = stage.asked().await.pop()?;
        (last["end"] == "left").then(|| last["sent"].as_u64()).flatten()
    });
    let few = sent.await < HUGE / 4;
    table.row("a listener leaves, and the storage is left", "true", few.to_string());
}

async fn rights_and_audit(stage: &Stage, table: &mut Table) {
    stage.order(json!({ "bytes": 1_000 })).await;
    let agent = stage.server.session(Role::Agent).await;
    table.row("an agent", "403 not_allowed", told(by(stage, &agent)).await);
    let queues =
        |name: &str| Rights { queues: Some([name.to_owned()].into()), ..Rights::of(Role::Supervisor) };
    let elsewhere = stage.server.holder(queues("Kỹ thuật")).await;
    table.row("a supervisor of another queue", "403 not_allowed", told(by(stage, &elsewhere)).await);
    let here = stage.server.holder(queues(crate::stage::QUEUE)).await;
    table.row("a supervisor of its queue", "200, 1000 right bytes", told(by(stage, &here)).await);
    let television = stage.server.display().await;
    table.row("a television", "403 not_allowed", told(by(stage, &television)).await);
    let nobody = stage.server.url(&format!("/recordings/{}", stage.call));
    table.row("nobody", "401 sign_in_first", told(stage.server.plain().get(nobody)).await);

    let somebody = stage.server.session(Role::Supervisor).await;
    let written =
        async || (stage.written(Did::RecordingPlayed).await, stage.written(Did::RecordingDownloaded).await);
    let before = written().await;
    for range in ["bytes=0-0", "bytes=10-", "bytes=5-9"] {
        told(by(stage, &somebody).header("range", range)).await;
    }
    let saved = by(stage, &somebody).query(&[("download", "")]).send().await.expect("an answer");
    let disposition = header(&saved, "content-disposition").unwrap_or_default();
    let again = by(stage, &somebody).query(&[("download", "")]).send().await.expect("an answer");
    drop((saved, again));
    let after = written().await;
    let seen = format!("{} played, {} downloaded", after.0 - before.0, after.1 - before.1);
    table.row("three parts played and two downloads, in the log", "1 played, 2 downloaded", seen);
    let is_file = disposition.starts_with("attachment; filename=\"") && disposition.ends_with(".mp3\"");
    table.row("… a download is a file", "true", is_file.to_string());
    stage.order(json!({ "status": 500 })).await;
    let stranger = stage.server.session(Role::Supervisor).await;
    told(by(stage, &stranger)).await;
    table.row("what could not be heard is not written down", "0", (written().await.0 - after.0).to_string());
}

async fn spelling(stage: &Stage, table: &mut Table) {
    // A link's query as a storage may spell it; what is decoded, sorted or encoded again fails its signature.
    let more = "z=a+b&a=%2Bc%20d%3D&empty=&tilde=~&upper=%2f%2F";
    stage.order(json!({ "bytes": 100_000, "query": more, "expire": true })).await;
    table.row("a link with `%40`, `+` and `%3D`", "200, 100000 right bytes", told(stage.get()).await);
    let asked = stage.asked().await.pop().expect("a request");
    let line = asked["line"].as_str().expect("a line").to_owned();
    say(&format!("\nthe request line at the storage, byte for byte:\n{line}"));
    let is_whole =
        line.contains("%40") && line.contains("%3D&") && line.ends_with(&format!("&{more} HTTP/1.1"));
    table.row(
        "… its request line at the storage",
        "as AntRing spelled it",
        if is_whole { "as AntRing spelled it" } else { "changed" },
    );
    table.row("… and no compression", "\"identity\"", asked["accept_encoding"].to_string());
    let answer = stage.get().send().await.expect("an answer");
    let tells = answer.headers().values().any(|value| {
        let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
        value.contains("Signature") || value.contains("nkrecord") || value.contains("AWSAccessKeyId")
    });
    table.row("a browser is told the link", "false", tells.to_string());
}

async fn when_it_is_old(stage: &Stage, table: &mut Table) {
    for (status, what) in [(404, "no object, long ago"), (410, "gone, long ago")] {
        stage.order(json!({ "status": status, "expire": true })).await;
        table.row(what, "410 recording_expired", told(stage.get()).await);
    }
    stage.order(json!({ "expire": true })).await;
    // The cached link is refused, and AntRing gives no other.
    let fault = |answer: Value| json!({ "rest_status": answer, "path": "/oapi/v1/call/play_recording" });
    stage.server.control("/faults", fault(json!(400))).await;
    table.row("AntRing gives no link, long ago", "410 recording_expired", told(stage.get()).await);
    let fresh = talked_without_link(stage).await;
    table.row("AntRing gives no link, just ended", "404 recording_not_ready, again in 30 s", fresh);
    stage.server.control("/faults", fault(json!("html"))).await;
    table.row("AntRing answers with a page", "502 upstream", told(stage.get()).await);
    stage.server.control("/faults", fault(json!("hang"))).await;
    table.row("AntRing is silent", "504 upstream_timed_out", told(stage.get()).await);
    stage.server.control("/faults", json!({ "clear": true })).await;
}

/// A call that ended now, while no links are given.
async fn talked_without_link(stage: &Stage) -> String {
    stage.server.control("/faults", json!({ "clear": true })).await;
    let call = talked(&stage.server).await;
    let fault = json!({ "rest_status": 400, "path": "/oapi/v1/call/play_recording" });
    stage.server.control("/faults", fault).await;
    stage.order(json!({ "expire": true })).await;
    told(stage.request(Method::GET, &call)).await
}
