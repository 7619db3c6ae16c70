//! Query parameters, and the checks every request has to pass.

use std::collections::BTreeMap;

use axum::http::HeaderMap;

use super::error::RestError;
use super::hash::hash;
use crate::options::Credentials;

/// The decoded query.
#[derive(Debug, serde::Deserialize)]
#[serde(transparent)]
pub struct Parameters(BTreeMap<String, String>);

impl Parameters {
    pub fn optional(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }

    pub fn required(&self, name: &str) -> Result<&str, RestError> {
        self.optional(name).ok_or_else(|| RestError::bad_input(format!("{name} is required")))
    }

    /// The `appId` of the query, which must be ours.
    pub fn app_id(&self, credentials: &Credentials) -> Result<&str, RestError> {
        let app_id = self.required("appId")?;
        if app_id == credentials.app_id { Ok(app_id) } else { Err(RestError::bad_input("invalid appId")) }
    }

    pub fn must_hash_to(&self, expected: &str) -> Result<(), RestError> {
        if self.required("hash")? == expected { Ok(()) } else { Err(RestError::bad_input("invalid hash")) }
    }

    /// The check of the three endpoints that name a company: `H(appId+domain+email+appSecret)`.
    pub fn must_name_the_company(&self, credentials: &Credentials) -> Result<(), RestError> {
        let app_id = self.app_id(credentials)?;
        let (domain, email) = (self.required("domain")?, self.required("email")?);
        self.must_hash_to(&hash(&[app_id, domain, email, &credentials.app_secret]))?;
        if domain != credentials.domain {
            return Err(RestError::bad_input("invalid domain"));
        }
        if email != credentials.email {
            return Err(RestError::bad_input("invalid email"));
        }
        Ok(())
    }
}

/// The check of the two endpoints with header authentication: `H(appId+appSecret)`.
pub fn must_carry_headers(headers: &HeaderMap, credentials: &Credentials) -> Result<(), RestError> {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if header("x-auth-app-id") != credentials.app_id {
        return Err(RestError::bad_input("invalid appId"));
    }
    if header("x-auth-app-hash") != hash(&[&credentials.app_id, &credentials.app_secret]) {
        return Err(RestError::bad_input("invalid hash"));
    }
    Ok(())
}
