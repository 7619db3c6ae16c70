//! Who does something that is written down, and the audit that it is written into. What cannot be written down is not
//! done.

use ::access::{Access, By, Did, Entry, Grant};
use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;

use crate::access::ClientAddress;
use crate::app_state::AppState;
use crate::clock;
use crate::error::AppError;

pub struct Doer {
    access: Access,
    pub grant: Grant,
    by: By,
    /// What was asked for, without the numbers that were looked for.
    asked: String,
}

impl FromRequestParts<AppState> for Doer {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, AppError> {
        let extensions = &parts.extensions;
        let grant = extensions.get::<Grant>().ok_or(AppError::SignInFirst)?.clone();
        let ClientAddress(address) = *extensions.get::<ClientAddress>().ok_or(AppError::SignInFirst)?;
        let by = By::of(&grant.who, address);
        let asked = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri).map(|Query(asked)| asked);
        let asked = asked.unwrap_or_default().into_iter().filter(|(name, _)| name != "number" && name != "q");
        let asked = asked.map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join(" ");
        Ok(Self { access: state.access.clone(), grant, by, asked })
    }
}

impl Doer {
    /// `to` and `detail` never hold a customer's number in full.
    pub async fn does(&self, did: Did, to: &str, detail: &str) -> Result<(), AppError> {
        let (by, to, detail) = (self.by.clone(), to.to_owned(), detail.to_owned());
        Ok(self.access.audit(Entry { at: clock::now(), by, did, to, detail }).await?)
    }

    /// For what is written down elsewhere.
    pub fn by(&self) -> &By {
        &self.by
    }

    pub async fn exports(&self, what: &str) -> Result<(), AppError> {
        self.does(Did::Exported, what, &self.asked).await
    }
}
