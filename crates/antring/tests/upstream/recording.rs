//! The link to a recording.

use antring::{RestError, hash};
use axum::http::StatusCode;
use axum::http::header::LOCATION;
use axum::response::IntoResponse;

use crate::support::{account, client, json, settings, text, upstream};

const NAME: &str = "call_recording_F5879958-1A1211E8-A55AA457-72574952@172.16.0.204.mp3";

#[tokio::test]
async fn the_raw_name_is_hashed_and_the_link_is_untouched() {
    let (url, log) = upstream(|_| text("play_recording.json")).await;
    let media = client(&url, settings()).play_recording(NAME).await.expect("a link");
    assert_eq!(media.expose(), json("play_recording.json")["media"].as_str().expect("a link"));
    assert_eq!((media.host(), media.is_https()), ("abs1.antbuddy.com", true));
    assert_eq!(media.expires_at(), Some(1_519_640_615_000));
    let seen = log.only();
    assert_eq!(seen.path, "/oapi/v1/call/play_recording");
    assert_eq!(seen.param("media"), Some(NAME));
    assert_eq!(seen.param("hash"), Some(hash::media(&account(), NAME).as_str()));
}

#[tokio::test]
async fn a_redirect_to_the_link_is_an_answer_too() {
    let link = "https://abs1.antbuddy.com/nkrecord/a%40b.mp3?Expires=1519640615&Signature=x%3D";
    let (url, _) = upstream(move |_| (StatusCode::FOUND, [(LOCATION, link)])).await;
    let media = client(&url, settings()).play_recording(NAME).await.expect("a link");
    assert_eq!(media.expose(), link);
}

#[tokio::test]
async fn no_link_and_no_recording() {
    let (url, _) = upstream(|_| "{\"media\": null}").await;
    let failure = client(&url, settings()).play_recording(NAME).await;
    assert!(matches!(failure, Err(RestError::Garbled { .. })));
    let (url, _) = upstream(|_| StatusCode::NOT_FOUND.into_response()).await;
    let failure = client(&url, settings()).play_recording(NAME).await;
    assert!(matches!(failure, Err(RestError::Rejected { status: 404, .. })));
}
