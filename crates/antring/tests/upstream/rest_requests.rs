//! What goes over the wire, and what comes back of it.

use antring::hash;
use axum::Json;
use axum::http::Method;
use secrecy::ExposeSecret;
use url::Url;

use crate::support::{account, client, json, settings, upstream};

const NOW: i64 = 1_770_352_873_000;

#[tokio::test]
async fn the_dashboard_is_asked_for_as_documented() {
    let (url, log) = upstream(|_| Json(json("dashboard_busy.json"))).await;
    let dashboard = client(&url, settings()).dashboard(NOW).await.expect("a dashboard");
    assert_eq!((dashboard.asked_at, dashboard.agents.len(), dashboard.waiting.len()), (NOW, 4, 4));
    let seen = log.only();
    assert_eq!((&seen.method, seen.path.as_str()), (&Method::GET, "/oapi/v1/call/dashboard"));
    assert_eq!(seen.param("appId"), Some("6544646543674"));
    assert_eq!(seen.param("domain"), Some("acme.antbuddy.com"));
    assert_eq!(seen.param("email"), Some("ops@acme.example"));
    assert_eq!(seen.param("hash"), Some(hash::company(&account()).as_str()));
    assert_eq!(seen.header("content-type"), Some("application/json"));
    assert!(seen.header("user-agent").is_some_and(|agent| agent.starts_with("callboard/")));
}

#[tokio::test]
async fn agents_and_queues() {
    let (url, log) = upstream(|seen| {
        Json(json(if seen.path.ends_with("agents") { "agents.json" } else { "queues.json" }))
    })
    .await;
    let client = client(&url, settings());
    assert_eq!(client.agents().await.expect("agents").len(), 4);
    assert_eq!(client.queues().await.expect("queues").len(), 2);
    let paths: Vec<String> = log.all().into_iter().map(|seen| seen.path).collect();
    assert_eq!(paths, ["/oapi/v1/agents", "/oapi/v1/queues"]);
}

#[tokio::test]
async fn a_token_in_every_style_of_expiry() {
    // Each fixture ends an hour after this.
    let now = 1_770_352_873_000;
    for file in [
        "auth_token.json",
        "variants/auth_token_expire_unix_s.json",
        "variants/auth_token_expire_epoch_ms.json",
        "variants/auth_token_expire_gregorian_s.json",
        "variants/auth_token_expire_iso.json",
    ] {
        let (url, log) = upstream(move |_| Json(json(file))).await;
        let token = client(&url, settings()).auth_token(now).await.expect("a token");
        assert_eq!(token.value.expose_secret(), "5f2b8c0de41a4b6f9a7d3c2e1f0a9b8c", "{file}");
        assert_eq!(token.expires_at, Some(now + 3_600_000), "{file}");
        let seen = log.only();
        assert_eq!((&seen.method, seen.path.as_str()), (&Method::POST, "/oapi/v1/voice/auth_token"));
        assert_eq!(seen.header("x-auth-app-id"), Some("6544646543674"));
        assert_eq!(seen.header("x-auth-app-hash"), Some(hash::header(&account()).as_str()));
        assert_eq!(&seen.body[..], b"{}");
    }
}

#[tokio::test]
async fn a_path_in_the_base_url_is_a_prefix() {
    let (url, log) = upstream(|_| Json(json("queues.json"))).await;
    let prefixed = url.join("/behind/a/proxy/").expect("a URL");
    client(&prefixed, settings()).queues().await.expect("queues");
    assert_eq!(log.only().path, "/behind/a/proxy/oapi/v1/queues");
}

#[tokio::test]
async fn a_base_url_that_can_carry_no_path_is_refused_at_once() {
    let url = Url::parse("mailto:ops@acme.example").expect("a URL");
    crate::support::install_crypto();
    assert!(antring::Client::new(url, account(), settings()).is_err());
}
