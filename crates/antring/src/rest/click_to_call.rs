//! POST `/oapi/v1/call/click-to-call/:number`: rings a phone, then dials the number from it.

use secrecy::ExposeSecret;
use serde_json::json;
use tokio::time::Instant;

use super::Client;
use crate::{RestError, SipDevice};

/// Where `sipUser` and `sipPassword` go: the documents' "Parameters" table does not say (`protocols.md` §1.4, 11).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClickToCallParams {
    /// As JSON.
    Body,
    /// In the URL's query.
    Query,
}

/// What became of a request to dial.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialled {
    /// The phone is online and was told to dial.
    Ringing,
    /// The phone is not registered (upstream's 400).
    PhoneOffline,
}

impl Client {
    /// Dials `number` from `device`, once: never retried, because a second request would ring twice.
    /// The number is sent as it is typed, less blanks (§1.4, 12).
    ///
    /// # Errors
    /// [`RestError::Unsendable`] for a number without a digit; [`RestError::Quota`] at once while upstream wants to be
    /// left alone; otherwise as any request. After [`RestError::TimedOut`] the phone may ring or not.
    pub async fn click_to_call(&self, number: &str, device: &SipDevice) -> Result<Dialled, RestError> {
        let number: String = number.chars().filter(|character| !character.is_whitespace()).collect();
        if !number.contains(|character: char| character.is_ascii_digit()) {
            return Err(RestError::Unsendable("a number to dial needs at least one digit"));
        }
        let mut url = self.url(&["call", "click-to-call", &number])?;
        let password = device.password.expose_secret();
        let request = match self.inner.settings.click_to_call_params {
            ClickToCallParams::Body => {
                let params = json!({ "sipUser": device.user, "sipPassword": password });
                self.post(url).body(params.to_string())
            }
            ClickToCallParams::Query => {
                url.query_pairs_mut()
                    .append_pair("sipUser", &device.user)
                    .append_pair("sipPassword", password);
                self.post(url).body("{}")
            }
        };
        let turn = self.inner.pace.jump(Instant::now())?;
        let answered = self.send(request, turn).await?;
        // The answer's body is not documented, and its status says it all, also when the body breaks off.
        let is_taken = answered.response.status().is_success();
        match self.body(answered).await {
            Ok(_) => Ok(Dialled::Ringing),
            Err(_) if is_taken => Ok(Dialled::Ringing),
            Err(RestError::Rejected { status: 400, .. }) => Ok(Dialled::PhoneOffline),
            Err(RestError::Rejected { status, excerpt }) => {
                let excerpt = if password.is_empty() { excerpt } else { excerpt.replace(password, "…") };
                Err(RestError::Rejected { status, excerpt })
            }
            Err(error) => Err(error),
        }
    }
}
