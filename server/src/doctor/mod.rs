//! `callboard check`: what an operator's AntRing does, one row a question, one line of advice for each trouble.
//!
//! The doctor asks what the server would ask, through the same client and within the same budget, and watches the raw
//! answers go by. It changes nothing anywhere, rings no phone, and prints no secret, number or name.

mod clocks;
mod company;
mod feed;
mod history;
mod ids;
mod report;
mod rest;
mod settings;
mod storage;

use std::time::Duration;

use antring::survey::{AnswerSurvey, Endpoint};
use antring::tap::{FeedMessage, RestExchange, Tapped};
use antring::{Client, Tap};
use serde_json::Value;
use tokio::sync::mpsc;
use wire::Millis;

use crate::config::Config;
use crate::run::{account, client_settings};

pub use report::{Finding, Report, Verdict};

/// Traffic that may wait to be looked at: more than a minute's.
const WATCHED: usize = 20_000;

/// Asks everything once and listens to the feed for `listen`. `now` is this machine's clock.
///
/// # Errors
/// When `ca_file` cannot be used, or no client can be made.
pub async fn check(
    config: &Config,
    listen: Duration,
    now: fn() -> Millis,
) -> Result<Report, Box<dyn std::error::Error + Send + Sync>> {
    let mut report = Report::new(now());
    let complete = settings::examine(config, &mut report);
    if complete {
        let mut patient = Patient::new(config, now)?;
        patient.examine(listen, &mut report).await;
    }
    settings::click_to_call(config, &mut report);
    settings::phones(config, &mut report).await;
    storage::examine(config, now, &mut report).await;
    settings::sovereign(config, &mut report);
    Ok(report)
}

/// The site that is examined, and everything seen of it so far.
struct Patient<'a> {
    config: &'a Config,
    client: Client,
    tap: Tap,
    tapped: mpsc::Receiver<Tapped>,
    exchanges: Vec<Seen>,
    messages: Vec<FeedMessage>,
    now: fn() -> Millis,
}

/// An exchange, and this machine's time when its answer came.
struct Seen {
    exchange: RestExchange,
    answered_at: Millis,
}

impl<'a> Patient<'a> {
    fn new(
        config: &'a Config,
        now: fn() -> Millis,
    ) -> Result<Self, Box<dyn std::error::Error + Send + Sync>> {
        let (tap, tapped) = Tap::new(WATCHED);
        let mut settings = client_settings(config, config.antring.extra_ca()?);
        settings.tap = Some(tap.clone());
        let client = Client::new(config.antring.base_url.clone(), account(config), settings)?;
        Ok(Self { config, client, tap, tapped, exchanges: vec![], messages: vec![], now })
    }

    async fn examine(&mut self, listen: Duration, report: &mut Report) {
        let Some(token) = rest::examine(self, report).await else { return };
        let company = company::examine(self, token.is_some(), report).await;
        let history = history::examine(self, &company, report).await;
        let heard = feed::examine(self, token.as_ref(), &company, listen, report).await;
        clocks::examine(self, &heard, report);
        ids::examine(self, &company, history.as_deref(), report);
    }

    /// Takes in what went by.
    fn watch(&mut self) {
        let (now, instant) = ((self.now)(), tokio::time::Instant::now());
        while let Ok(tapped) = self.tapped.try_recv() {
            match tapped {
                Tapped::Rest(exchange) => {
                    let ago = instant.saturating_duration_since(exchange.ended_at).as_millis() as Millis;
                    self.exchanges.push(Seen { exchange, answered_at: now - ago });
                }
                Tapped::Feed(message) => self.messages.push(message),
                Tapped::FeedState(_) => {}
            }
        }
    }

    /// The last answer to this path, as JSON.
    fn answer(&mut self, path: &str) -> Option<Value> {
        self.watch();
        let seen = self.exchanges.iter().rev().find(|seen| seen.exchange.path.ends_with(path))?;
        serde_json::from_str(&seen.exchange.body).ok()
    }

    fn survey(&mut self, path: &str, endpoint: Endpoint) -> Option<AnswerSurvey> {
        self.answer(path).map(|answer| endpoint.survey(&answer))
    }
}

/// The shape of an answer in words: container, rows, what is missing, what nobody knows.
fn shape(survey: &AnswerSurvey, rows: &str) -> String {
    let mut shape = format!("{} {rows}, {}", survey.rows, survey.container);
    if !survey.missing.is_empty() {
        shape.push_str(&format!("; documented but absent: {}", survey.missing.join(", ")));
    }
    shape + &unknown(&survey.unknown)
}

/// At most eight names.
fn unknown(names: &std::collections::BTreeSet<String>) -> String {
    match names.len() {
        0 => String::new(),
        count => {
            let shown: Vec<&str> = names.iter().take(8).map(String::as_str).collect();
            let rest = if count > 8 { format!(" and {} more", count - 8) } else { String::new() };
            format!("; unknown fields: {}{rest}", shown.join(", "))
        }
    }
}

/// Milliseconds as signed seconds: "+600 s".
fn signed_seconds(millis: Millis) -> String {
    format!("{:+} s", (millis as f64 / 1000.0).round() as i64)
}
