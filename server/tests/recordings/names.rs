//! A name server that changes its answers: what was checked once may lead elsewhere the next time.

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use serde_json::json;
use simulator::Options;
use tokio::net::TcpListener;

use crate::stage::{Stage, quiet, told};
use crate::support::{TestServer, say, until};

/// Says one address after the other, the last for ever, whatever the name; knows how often it was asked.
struct Rebinding {
    answers: Mutex<VecDeque<[u8; 4]>>,
    asked: Mutex<u32>,
}

impl Resolve for Rebinding {
    fn resolve(&self, _: Name) -> Resolving {
        *self.asked.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        let next = if answers.len() > 1 { answers.pop_front() } else { answers.front().copied() };
        let found: Vec<SocketAddr> = next.into_iter().map(|ip| SocketAddr::from((ip, 0))).collect();
        Box::pin(async move { Ok(Box::new(found.into_iter()) as Addrs) })
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_name_that_leads_elsewhere_the_second_time_leads_nowhere() {
    // 127.0.0.2 plays the storage's place, 127.0.0.1 the place that an attacker wants to reach, on the same port.
    let trap = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let port = trap.local_addr().expect("it is bound").port();
    let options = Options { rest: SocketAddr::from(([127, 0, 0, 2], port)), ..quiet() };
    let names = Arc::new(Rebinding {
        answers: Mutex::new([[127, 0, 0, 2], [127, 0, 0, 2], [127, 0, 0, 1]].into()),
        asked: Mutex::default(),
    });
    let change = |config: &mut server::config::Config| {
        config.antring.media_hosts = vec!["media.test".into(), "127.0.0.2".into()];
        config.antring.media_networks = vec!["127.0.0.2".into()];
    };
    let server = TestServer::start_with_names(options, change, names.clone()).await;
    let stage = Stage::with(server).await;
    let base = format!("http://media.test:{port}");
    // Huge, so that whoever leaves closes the connection, and the next one looks the name up again.
    stage.order(json!({ "base": base, "bytes": 300_000_000, "expire": true })).await;
    for expected in [true, true, false] {
        let answer = stage.get().send().await.expect("an answer");
        let status = answer.status().as_u16();
        say(&format!("media.test: {status}"));
        assert_eq!(status == 200, expected, "{status}");
        if expected {
            drop(answer);
            until("the storage is left", || async {
                let last = stage.asked().await.pop()?;
                (last["end"] == "left").then_some(())
            })
            .await;
        } else {
            assert_eq!(told(stage.get()).await, "502 upstream");
        }
    }
    let asked = *names.asked.lock().unwrap_or_else(PoisonError::into_inner);
    assert!(asked >= 4, "each connection asked for itself: {asked}");
    let called = tokio::time::timeout(Duration::from_millis(300), trap.accept()).await.is_ok();
    assert!(!called, "nobody called where the name led the second time");
    stage.server.stop().await;
}

#[tokio::test]
async fn a_private_address_is_refused_unless_it_is_configured() {
    let to_itself =
        || Arc::new(Rebinding { answers: Mutex::new([[127, 0, 0, 1]].into()), asked: Mutex::default() });
    for (networks, expected) in [(vec![], "502 upstream"), (vec!["127.0.0.0/8"], "200, 3024 right bytes")] {
        let change = |config: &mut server::config::Config| {
            config.antring.media_hosts = vec!["media.test".into(), "127.0.0.1".into()];
            config.antring.media_networks = networks.iter().map(|network| (*network).into()).collect();
        };
        let stage = Stage::with(TestServer::start_with_names(quiet(), change, to_itself()).await).await;
        let base = stage.server.simulator.rest_url().replace("127.0.0.1", "media.test");
        stage.order(json!({ "base": base, "bytes": 3_024, "expire": true })).await;
        assert_eq!(told(stage.get()).await, expected, "{networks:?}");
        stage.server.stop().await;
    }
}

#[tokio::test]
async fn a_host_that_is_not_listed_is_not_asked() {
    let stage = Stage::with(TestServer::start_with(quiet(), |_| {}).await).await;
    // An address that the settings do not spell, on this very machine.
    let trap = TcpListener::bind("127.0.0.9:0").await.expect("a port");
    let base = format!("http://{}", trap.local_addr().expect("it is bound"));
    stage.order(json!({ "base": base, "expire": true })).await;
    assert_eq!(told(stage.get()).await, "502 upstream");
    assert!(tokio::time::timeout(Duration::from_millis(300), trap.accept()).await.is_err());
    stage.server.stop().await;
}
