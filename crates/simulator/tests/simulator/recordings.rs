//! From a finished call to its sound.

use reqwest::{Method, Response, StatusCode};
use serde_json::{Value, json};
use simulator::Credentials;

use crate::support::{Centre, hash};

#[tokio::test]
async fn a_recording_plays_in_whole_and_in_parts() {
    let centre = Centre::quiet().await;
    let name = recorded(&centre).await;
    let url = link(&centre, &name).await;
    assert!(url.contains("%40") && url.contains("&Signature=") && url.ends_with("%3D"), "{url}");

    let whole = centre.http.get(&url).send().await.unwrap();
    assert_eq!((whole.status(), header(&whole, "content-type")), (StatusCode::OK, "audio/mpeg".to_owned()));
    let (tag, modified) = (header(&whole, "etag"), header(&whole, "last-modified"));
    let bytes = whole.bytes().await.unwrap();
    assert_eq!(bytes[..2], [0xff, 0xf3], "an MPEG frame");

    let part =
        centre.http.get(&url).header("range", "bytes=108-215").header("if-range", &tag).send().await.unwrap();
    assert_eq!(part.status(), StatusCode::PARTIAL_CONTENT);
    assert_eq!(header(&part, "content-range"), format!("bytes 108-215/{}", bytes.len()));
    assert_eq!(part.bytes().await.unwrap(), bytes[108..216]);

    let changed = centre.http.get(&url).header("range", "bytes=0-1").header("if-range", "\"other\"");
    assert_eq!(changed.send().await.unwrap().status(), StatusCode::OK);
    let same = centre.http.get(&url).header("range", "bytes=0-1").header("if-range", modified);
    assert_eq!(same.send().await.unwrap().status(), StatusCode::PARTIAL_CONTENT);
    let beyond = centre.http.get(&url).header("range", "bytes=99999999-").send().await.unwrap();
    assert_eq!(beyond.status(), StatusCode::RANGE_NOT_SATISFIABLE);
    assert_eq!(header(&beyond, "content-range"), format!("bytes */{}", bytes.len()));
    assert_eq!(centre.http.head(&url).send().await.unwrap().status(), StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn a_link_must_stay_as_it_is_and_does_not_live_for_ever() {
    let centre = Centre::with(|options| options.recording_seconds = 1).await;
    let url = link(&centre, &recorded(&centre).await).await;
    for changed in [
        url.replace("%40", "@"),
        url.replace("%3D", "="),
        format!("{url}0"),
        url.replace("Expires=", "Expires=1"),
    ] {
        let refused = centre.http.get(&changed).send().await.unwrap();
        assert_eq!(refused.status(), StatusCode::FORBIDDEN, "{changed}");
    }
    tokio::time::sleep(std::time::Duration::from_millis(2100)).await;
    let expired = centre.http.get(&url).send().await.unwrap();
    assert_eq!(expired.status(), StatusCode::FORBIDDEN);
    assert!(expired.text().await.unwrap().contains("Request has expired"));

    let missing = centre.http.get(link(&centre, "call_recording_nobody.mp3").await).send().await.unwrap();
    assert_eq!(
        (missing.status(), header(&missing, "content-type")),
        (StatusCode::NOT_FOUND, "application/xml".to_owned())
    );
}

/// The name of a recording of a call that took place just now.
async fn recorded(centre: &Centre) -> String {
    let call = centre.caller("1", "0912345678").await;
    centre.drive(&call, "answer", json!({})).await;
    centre.drive(&call, "hang-up", json!({})).await;
    format!("call_recording_{call}.mp3")
}

async fn link(centre: &Centre, media: &str) -> String {
    let Credentials { app_id, app_secret, .. } = centre.credentials();
    let hash = hash(&[app_id, media, app_secret]);
    let query = [("appId", app_id.clone()), ("media", media.to_owned()), ("hash", hash)];
    let (status, answer): (StatusCode, Value) = centre.get("call/play_recording", &query).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    answer["media"].as_str().unwrap().to_owned()
}

fn header(answer: &Response, name: &str) -> String {
    answer.headers()[name].to_str().unwrap().to_owned()
}

#[tokio::test]
async fn other_verbs_are_not_signed_for() {
    let centre = Centre::quiet().await;
    let url = link(&centre, &recorded(&centre).await).await;
    let answer = centre.http.request(Method::PUT, &url).send().await.unwrap();
    assert!(answer.status().is_client_error());
}

#[tokio::test]
async fn the_storage_misbehaves_as_ordered_and_tells_what_it_was_asked() {
    let centre = Centre::quiet().await;
    let name = recorded(&centre).await;
    let order = async |order: Value| centre.order("media", order).await;
    let get = async |url: &str| centre.http.get(url).send().await.unwrap();

    let before = link(&centre, &name).await;
    order(json!({ "expire": true, "query": "x=a+b%2Bc" })).await;
    assert!(get(&before).await.text().await.unwrap().contains("SignatureDoesNotMatch"), "made without x");
    let after = link(&centre, &name).await;
    assert!(after.ends_with("&x=a+b%2Bc"), "{after}");
    assert_eq!(get(&after).await.status(), StatusCode::OK, "within the same second");
    order(json!({})).await;
    assert!(get(&before).await.text().await.unwrap().contains("Request has expired"));

    let url = link(&centre, &name).await;
    order(json!({ "status": 503, "times": 2 })).await;
    let statuses = [get(&url).await.status(), get(&url).await.status(), get(&url).await.status()];
    assert_eq!(statuses.map(|status| status.as_u16()), [503, 503, 200]);

    order(json!({ "redirect": "self", "times": 1 })).await;
    assert_eq!(get(&url).await.status(), StatusCode::OK, "this client goes where it is led");

    order(json!({ "bytes": 1_000_000, "break_after": 300_000, "times": 1 })).await;
    let broken = get(&url).await;
    assert_eq!(header(&broken, "content-length"), "1000000");
    assert!(broken.bytes().await.is_err(), "it ends in the middle");
    assert_eq!(get(&url).await.bytes().await.unwrap().len(), 1_000_000);

    order(json!({ "no_ranges": true, "content_type": "application/octet-stream", "etag": "" })).await;
    let whole = centre.http.get(&url).header("range", "bytes=5-9").send().await.unwrap();
    assert_eq!(
        (whole.status().as_u16(), header(&whole, "content-type").as_str()),
        (200, "application/octet-stream")
    );
    assert!(
        ["etag", "last-modified", "accept-ranges"].iter().all(|name| !whole.headers().contains_key(*name))
    );

    order(json!({})).await;
    let tag = header(&get(&url).await, "etag");
    let same = centre.http.get(&url).header("if-none-match", tag).send().await.unwrap();
    assert_eq!(same.status(), StatusCode::NOT_MODIFIED);

    order(json!({ "bytes": 200_000_000 })).await;
    drop(get(&url).await);
    let told = async || {
        let url = format!("{}/control/media", centre.simulator.rest_url());
        centre.http.get(url).send().await.unwrap().json::<Value>().await.unwrap()["requests"].clone()
    };
    let path = url.strip_prefix(centre.simulator.rest_url()).unwrap();
    for _ in 0..100 {
        let requests = told().await;
        let last = requests.as_array().unwrap().last().unwrap().clone();
        assert_eq!(last["line"], format!("GET {path} HTTP/1.1"), "byte for byte");
        if last["end"] == "left" {
            assert!(last["sent"].as_u64().unwrap() < 200_000_000);
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("the storage never noticed that the client had left");
}
