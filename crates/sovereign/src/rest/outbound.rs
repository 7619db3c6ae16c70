//! POST `/calls/outbound`: an assistant calls a human (`protocols.md` §4.2).

use floor::Text;
use serde_json::{Map, Value};

use super::Client;
use crate::raw::{flag, said, text};
use crate::{RestError, Status};

/// Whom to call, and who calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outbound {
    /// E.164, as in every example.
    pub destination: Text,
    pub assistant_id: Text,
    /// The company's number to call from; the assistant's own without one.
    pub number_id: Option<Text>,
    /// What the assistant says first; its own greeting without one.
    pub first_message: Option<Text>,
}

/// Upstream dials.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    pub call_id: Text,
    pub status: Status,
}

impl Client {
    /// Dials once: never retried, because a second request would ring twice.
    ///
    /// # Errors
    /// [`RestError::NoCredit`]; [`RestError::Unsendable`] for a destination without a digit; [`RestError::Quota`] at once
    /// while there is no budget; otherwise as any request. After [`RestError::TimedOut`] it may ring or not.
    pub async fn call_out(&self, outbound: &Outbound) -> Result<Placed, RestError> {
        if !outbound.destination.contains(|character: char| character.is_ascii_digit()) {
            return Err(RestError::Unsendable("a number to dial needs at least one digit"));
        }
        let fields = [
            ("destination", Some(&outbound.destination)),
            ("assistant_id", Some(&outbound.assistant_id)),
            ("number_id", outbound.number_id.as_ref()),
            ("first_message", outbound.first_message.as_ref()),
        ];
        let told = fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), (**value?).into())));
        let body = Value::Object(told.collect::<Map<_, _>>());
        let response = self.post(self.url(&["calls", "outbound"])?, &body).await?;
        let status = response.status().as_u16();
        let answer = self.json(response).await?;
        if flag(&answer, &["success"]) == Some(false) {
            return Err(RestError::Rejected { status, said: said(&answer) });
        }
        let call_id = text(&answer, &["call_id", "id"]);
        let call_id = call_id.ok_or_else(|| RestError::garbled("it does not say which call it made"))?;
        let status = text(&answer, &["status"]).map_or(Status::Dialing, |word| Status::read(&word));
        Ok(Placed { call_id, status })
    }
}
