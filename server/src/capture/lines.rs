//! The lines of the file: a header, then one for each piece of traffic.

use antring::tap::Tapped;
use secrecy::ExposeSecret;
use serde_json::{Map, Value, json};
use tokio::time::Instant;

use super::pseudonyms::Pseudonyms;
use super::{Recording, Written};
use crate::clock;
use crate::config::{Config, EventsDialect};

/// The file's text, and what became of it.
pub(super) fn lines(recording: &Recording, config: &Config) -> (String, Written) {
    let raw: Vec<Value> = std::iter::once(header(recording, config))
        .chain(recording.pieces.iter().map(|piece| line(recording, piece)))
        .collect();
    let mut pseudonyms = Pseudonyms::new(secrets(config), words(config));
    raw.iter().for_each(|line| pseudonyms.learn(line));
    pseudonyms.settle(&raw);
    let mut text = String::new();
    let mut written = Written { lines: 0, withheld: 0 };
    for line in &raw {
        let line = pseudonyms.rewritten(line);
        if pseudonyms.betrayed_by(&line) {
            written.withheld += 1;
            continue;
        }
        text.push_str(&line.to_string());
        text.push('\n');
        written.lines += 1;
    }
    (text, written)
}

fn header(recording: &Recording, config: &Config) -> Value {
    let antring = &config.antring;
    let configured = match antring.events_dialect {
        EventsDialect::Auto => "auto",
        fixed => fixed.fixed().map_or("auto", antring::feed::Dialect::name),
    };
    json!({
        "callboard_capture": 1,
        "at": clock::rfc3339(recording.began_at),
        "dialect": recording.dialect.map(antring::feed::Dialect::name),
        "key_style": recording.key_style(),
        "version": env!("CARGO_PKG_VERSION"),
        "settings": {
            "events_dialect": configured,
            "poll_every_ms": antring.poll_every.as_millis() as i64,
            "requests_per_second": antring.requests_per_second,
            "history_hash": antring.history_hash.word(),
            "time_zone": config.day.time_zone,
        },
    })
}

fn line(recording: &Recording, piece: &Tapped) -> Value {
    let ms = |at: Instant| at.saturating_duration_since(recording.began).as_millis() as u64;
    match piece {
        Tapped::Rest(exchange) => {
            let query: Map<String, Value> =
                exchange.query.iter().map(|(key, value)| (key.clone(), json!(value))).collect();
            let body = serde_json::from_str(&exchange.body).unwrap_or_else(|_| json!(exchange.body));
            let mut rest = json!({
                "method": exchange.method,
                "path": exchange.path,
                "query": query,
                "took_ms": exchange.ended_at.saturating_duration_since(exchange.sent_at).as_millis() as u64,
                "status": exchange.status,
                "date": exchange.date,
                "body": body,
            });
            if let Some(failure) = &exchange.failure {
                rest["failure"] = json!(failure);
            }
            json!({ "ms": ms(exchange.ended_at), "rest": rest })
        }
        Tapped::Feed(message) => {
            json!({ "ms": ms(message.at), "feed": { "name": message.name, "payload": message.payload } })
        }
        Tapped::FeedState(state) => json!({ "ms": ms(state.at), "feed_state": state.state }),
    }
}

/// What must be nowhere in the file, and has no pseudonym.
fn secrets(config: &Config) -> Vec<String> {
    let antring = &config.antring;
    let secrets = [
        antring.app_secret.expose_secret(),
        config.dial.sip_password.expose_secret(),
        config.sovereign.api_key.expose_secret(),
        config.sovereign.webhook_secret.expose_secret(),
        &antring.app_id,
    ];
    secrets.into_iter().map(ToOwned::to_owned).collect()
}

/// Words of the company and what stands for them.
fn words(config: &Config) -> Vec<(String, String)> {
    let antring = &config.antring;
    let company = antring.domain.split('.').next().unwrap_or_default();
    let hosts =
        [&antring.base_url, &antring.events_url].map(|url| url.host_str().unwrap_or_default().to_owned());
    let mut words = vec![
        (antring.email.clone(), "ops@company.example".to_owned()),
        (antring.domain.clone(), "company.example".to_owned()),
        (company.to_owned(), "company".to_owned()),
        (antring.account_id.clone(), "acc0".repeat(8)),
        (config.dial.sip_user.clone(), "sip-user".to_owned()),
    ];
    words.extend(
        hosts
            .into_iter()
            .filter(|host| !host.ends_with("antbuddy.com"))
            .map(|host| (host, "host.example".into())),
    );
    words
}
