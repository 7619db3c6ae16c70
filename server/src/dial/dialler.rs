use std::sync::Arc;

use access::{Access, By, Did, Entry, Who};
use antring::{Client, Dialled, RestError, SipDevice};

use super::clicks::{Click, Clicks, Outcome, Rang};
use super::limit::Limit;
use super::phone::{Phones, Whose};
use crate::clock;
use crate::error::AppError;
use crate::live::Sight;

#[derive(Clone)]
pub struct Dialler {
    client: Client,
    access: Access,
    pub phones: Phones,
    limit: Arc<Limit>,
    clicks: Clicks,
}

/// One call that somebody wants, and has been asked about if need be.
#[derive(Debug, Clone)]
pub struct Wanted {
    pub who: Arc<Who>,
    pub by: By,
    /// As it is sent to AntRing.
    pub number: String,
    /// For the audit: what it was asked by.
    pub why: String,
}

impl Dialler {
    /// `calls_per_minute`: of one person; 0: any number.
    pub fn new(client: Client, access: Access, phones: Phones, calls_per_minute: u32) -> Self {
        Self {
            client,
            access,
            phones,
            limit: Arc::new(Limit::new(calls_per_minute)),
            clicks: Clicks::default(),
        }
    }

    /// Rings the phone of who wants it, which then dials. Never retried: what timed out may have rung.
    ///
    /// # Errors
    /// No phone; too often; not written down, and so not done; or what AntRing said.
    pub async fn call(&self, wanted: Wanted) -> Outcome {
        let (device, whose) = self.phones.of(&wanted.who).ok_or(AppError::DialNotConfigured)?;
        let click = Click { phone: device.user.clone(), number: kpi::caller(Some(&wanted.number)) };
        let who = Arc::clone(&wanted.who);
        let admit = || self.limit.count(&who).map_err(|seconds| AppError::CallingTooOften { seconds });
        self.clicks.once(click, admit, self.clone().ring(wanted, device, whose)).await
    }

    async fn ring(self, wanted: Wanted, device: SipDevice, whose: Whose) -> Rang {
        let detail = format!("{}{}", whose.words(), wanted.why);
        if let Err(error) = self.write(&wanted, Did::CallStarted, &detail).await {
            return Rang { outcome: Err(error), may_ring: false };
        }
        let answer = self.client.click_to_call(&wanted.number, &device).await;
        let rang = rang(answer);
        let came_to = match &rang.outcome {
            Ok(()) => "the phone rings".to_owned(),
            Err(error) => error.code().to_owned(),
        };
        // The call itself is written down already.
        if let Err(error) = self.write(&wanted, Did::CallAnswered, &came_to).await {
            tracing::warn!(%error, "what came of a click is not in the audit");
        }
        rang
    }

    async fn write(&self, wanted: &Wanted, did: Did, detail: &str) -> Result<(), AppError> {
        let to = Sight::masked().number(&wanted.number, None);
        let entry = Entry { at: clock::now(), by: wanted.by.clone(), did, to, detail: detail.to_owned() };
        Ok(self.access.audit(entry).await?)
    }
}

fn rang(answer: Result<Dialled, RestError>) -> Rang {
    let (outcome, may_ring) = match answer {
        Ok(Dialled::Ringing) => (Ok(()), true),
        Ok(Dialled::PhoneOffline) => (Err(AppError::PhoneOffline), false),
        // The request may have arrived, whatever stands between here and the switch made of the answer.
        Err(
            RestError::TimedOut
            | RestError::Lost { .. }
            | RestError::UpstreamFault { .. }
            | RestError::Garbled { .. }
            | RestError::TooLarge { .. },
        ) => (Err(AppError::MayRing), true),
        Err(error) => (Err(error.into()), false),
    };
    Rang { outcome, may_ring }
}
