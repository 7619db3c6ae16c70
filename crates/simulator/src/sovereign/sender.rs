//! Signing and posting webhooks (`protocols.md` §4.3), one after the other, and spoiling them when told to.

use std::sync::Arc;
use std::time::Duration;

use hmac::{Hmac, KeyInit, Mac};
use serde::Serialize;
use serde_json::Value;
use sha2::Sha256;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;

use super::call::VoiceKey;
use super::faults::VoiceFaults;
use super::live::VoiceLive;
use super::notice::{Notice, NoticeKind};
use crate::centre::Chance;

/// §4.3: 5 s for an assistant request, 10 s for tool calls; the others' time-out is not documented.
const LONGEST_ANSWER: Duration = Duration::from_secs(10);
/// Of the simulator's time.
const REPLAYED_AFTER: Duration = Duration::from_secs(2);
const HELD_FOR: Duration = Duration::from_secs(5);
const STALE_SECONDS: i64 = 400;

/// What became of one delivery.
#[derive(Clone, Debug, Serialize)]
pub struct Sent {
    pub event: &'static str,
    /// By REST's id.
    pub call: String,
    /// How it was sent: `true`, `forged`, `stale`, `unsigned`, `again`, `replayed`, `late`; or `lost`.
    pub how: &'static str,
    /// Of the answer; none when there was no answer.
    pub status: Option<u16>,
    pub answer: Value,
}

/// A signed delivery, which can be sent again as it is.
#[derive(Clone, Debug)]
struct Signed {
    url: String,
    event: &'static str,
    call: (VoiceKey, String),
    timestamp: String,
    signature: Option<String>,
    body: String,
}

struct Sender {
    live: Arc<VoiceLive>,
    http: reqwest::Client,
    chance: Chance,
    held: Option<Box<Notice>>,
    stop: CancellationToken,
}

/// Sends what comes until told to stop. The process must have installed a rustls crypto provider, as soon as there is
/// a URL to send to.
pub async fn run(live: Arc<VoiceLive>, mut notices: mpsc::Receiver<Box<Notice>>, stop: CancellationToken) {
    // Until somebody wants them, webhooks are as lost as to a company that has configured none.
    let first = loop {
        let next = stop.run_until_cancelled(notices.recv()).await;
        let Some(Some(notice)) = next else { return };
        if live.target().is_some() {
            break notice;
        }
    };
    let http = reqwest::Client::builder().timeout(LONGEST_ANSWER).no_proxy().build();
    let http = match http {
        Ok(http) => http,
        Err(error) => return tracing::error!(%error, "the simulator can send no webhooks"),
    };
    let chance = Chance::from_seed(live.centre.options.seed);
    let mut sender = Sender { live, http, chance, held: None, stop: stop.clone() };
    stop.run_until_cancelled(async {
        sender.take(first).await;
        loop {
            let hold = sender.live.centre.clock.in_the_world(HELD_FOR);
            tokio::select! {
                next = notices.recv() => match next {
                    Some(notice) => sender.take(notice).await,
                    None => return,
                },
                () = tokio::time::sleep(hold), if sender.held.is_some() => sender.release().await,
            }
        }
    })
    .await;
}

impl Sender {
    async fn take(&mut self, notice: Box<Notice>) {
        let faults = self.live.faults();
        if self.chance.happens(faults.lose) {
            let (event, call) = (notice.kind.word(), notice.call.id);
            return self.live.note(Sent { event, call, how: "lost", status: None, answer: Value::Null });
        }
        if self.held.is_none() && self.chance.happens(faults.reorder) {
            self.held = Some(notice);
            return;
        }
        self.send(&notice, "true", &faults).await;
        self.release().await;
    }

    async fn release(&mut self) {
        if let Some(late) = self.held.take() {
            self.send(&late, "late", &self.live.faults()).await;
        }
    }

    async fn send(&mut self, notice: &Notice, how: &'static str, faults: &VoiceFaults) {
        let Some((url, secret)) = self.live.target() else { return };
        let (forged, stale) = (self.chance.happens(faults.forge), self.chance.happens(faults.stale));
        let (how, secret, late) = match (forged, stale, faults.unsigned || secret.is_empty()) {
            (true, ..) => ("forged", Some(format!("{secret} of somebody else")), 0),
            (_, true, _) => ("stale", Some(secret), STALE_SECONDS),
            (.., true) => ("unsigned", None, 0),
            _ => (how, Some(secret), 0),
        };
        let signed = self.signed(notice, url, secret.as_deref(), late);
        self.post(&signed, how, matches!(notice.kind, NoticeKind::AssistantRequest)).await;
        if self.chance.happens(faults.duplicate) {
            let again = self.signed(notice, signed.url.clone(), secret.as_deref(), late);
            self.post(&again, "again", false).await;
        }
        if self.chance.happens(faults.replay) {
            let wait = self.live.centre.clock.in_the_world(REPLAYED_AFTER);
            let (live, http, stop) = (Arc::clone(&self.live), self.http.clone(), self.stop.clone());
            tokio::spawn(async move {
                stop.run_until_cancelled(async {
                    tokio::time::sleep(wait).await;
                    let (status, answer) = post(&http, &signed).await;
                    let call = signed.call.1;
                    live.note(Sent { event: signed.event, call, how: "replayed", status, answer });
                })
                .await
            });
        }
    }

    fn signed(&self, notice: &Notice, url: String, secret: Option<&str>, late: i64) -> Signed {
        let options = &self.live.options;
        let body = notice.body(options, &self.live.url).to_string();
        let now = self.live.centre.stamps.of(self.live.centre.clock.now());
        let timestamp = (now.unix_seconds() - late).to_string();
        let prefix = if options.bare_signature { "" } else { "sha256=" };
        let signature = secret.map(|secret| format!("{prefix}{}", signature(secret, &timestamp, &body)));
        let call = (notice.call.key, notice.call.id.clone());
        Signed { url, event: notice.kind.word(), call, timestamp, signature, body }
    }

    async fn post(&self, signed: &Signed, how: &'static str, is_asking: bool) {
        let (status, answer) = post(&self.http, signed).await;
        if is_asking && answer.get("error").is_some() {
            self.live.with(|voice| voice.refuse(signed.call.0));
        }
        self.live.note(Sent { event: signed.event, call: signed.call.1.clone(), how, status, answer });
    }
}

async fn post(http: &reqwest::Client, signed: &Signed) -> (Option<u16>, Value) {
    let mut request = http
        .post(&signed.url)
        .header("content-type", "application/json")
        .header("user-agent", "HMS-Sovereign/1.0")
        .header("x-webhook-event", signed.event)
        .header("x-webhook-timestamp", &signed.timestamp)
        .body(signed.body.clone());
    if let Some(signature) = &signed.signature {
        request = request.header("x-webhook-signature", signature);
    }
    match request.send().await {
        Ok(answer) => (Some(answer.status().as_u16()), answer.json().await.unwrap_or(Value::Null)),
        Err(_) => (None, Value::Null),
    }
}

/// Hex HMAC-SHA256 of the timestamp, a dot and the raw body.
fn signature(secret: &str, timestamp: &str, body: &str) -> String {
    // HMAC takes keys of every length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else { return String::new() };
    mac.update(format!("{timestamp}.{body}").as_bytes());
    hex::encode(mac.finalize().into_bytes())
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_vector_of_the_documents() {
        let signed = super::signature("whsec_test_secret_12345", "1700000000", "{\"test\":true}");
        assert_eq!(signed, "b7875b4bd3cc6c5c1a4453189b5fa746880c17cb42258530a7355906dbc5ec1d");
    }
}
