//! One provider: found by its issuer, asked for its keys, and told to vouch for people.

use std::sync::Arc;

use access::{Millis, Person};
use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreAuthenticationFlow, CoreErrorResponseType, CoreGenderClaim,
    CoreJsonWebKey, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm, CoreRevocableToken,
    CoreRevocationErrorResponse, CoreTokenIntrospectionResponse, CoreTokenType,
};
use openidconnect::{
    AccessTokenHash, AdditionalClaims, AuthorizationCode, Client, ClientId, ClientSecret, CsrfToken,
    EmptyExtraTokenFields, EndpointMaybeSet, EndpointNotSet, EndpointSet, HttpRequest, IdTokenFields,
    IssuerUrl, LogoutRequest, Nonce, OAuth2TokenResponse, PkceCodeChallenge, PostLogoutRedirectUrl,
    ProviderMetadataWithLogout, RedirectUrl, Scope, StandardErrorResponse, StandardTokenResponse,
    TokenResponse, UserInfoClaims,
};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use tokio::sync::Mutex;
use url::Url;

use crate::pending::Pending;
use crate::{Begun, Groups, requests};

/// How to speak to the provider.
#[derive(Debug, Clone)]
pub struct Settings {
    /// `https://login.example/realms/acme`: `/.well-known/openid-configuration` is found under it.
    pub issuer: Url,
    pub client_id: String,
    pub client_secret: SecretString,
    /// Besides `openid`.
    pub scopes: Vec<String>,
    pub groups: Groups,
    /// Our `/login/oidc/callback`, as people's browsers reach it and the provider has it in its list.
    pub redirect: Url,
}

/// Why a sign-in by the provider failed.
#[derive(Debug, thiserror::Error)]
pub enum OidcError {
    /// The browser did not leave from here, came back too late, twice, or with another's state.
    #[error("this sign-in was not begun here, or is over")]
    NotBegun,
    /// They are who they say, and none of their groups gives them a role.
    #[error("none of the groups of {subject} gives a role here")]
    NoRole { issuer: String, subject: String },
    /// The provider cannot be reached, or what it says is not to be believed. For the log.
    #[error("the provider of single sign-on: {0}")]
    Provider(String),
}

/// Somebody came back, and the provider vouches for them.
#[derive(Debug)]
pub struct Came {
    pub person: Person,
    /// The path they asked for before.
    pub next: String,
}

pub struct Provider {
    settings: Settings,
    http: reqwest::Client,
    pending: std::sync::Mutex<Pending>,
    found: Mutex<Option<(Millis, Arc<ProviderMetadataWithLogout>)>>,
}

/// Every claim, as it came: which of them lists the groups is a setting.
#[derive(Debug, Clone, Deserialize, Serialize)]
struct Claims {
    #[serde(flatten)]
    all: Map<String, Value>,
}
impl AdditionalClaims for Claims {}

type Fields = IdTokenFields<
    Claims,
    EmptyExtraTokenFields,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;

type Speaker<TokenUrl = EndpointMaybeSet, UserInfoUrl = EndpointMaybeSet> = Client<
    Claims,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    StandardTokenResponse<Fields, CoreTokenType>,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    TokenUrl,
    UserInfoUrl,
>;

/// Providers change their keys; what was found is asked for anew after so long, in milliseconds.
const FOUND_FOR: Millis = 15 * 60 * 1000;

impl Provider {
    /// Asks nothing yet: a provider that is down must not keep the wallboard from starting.
    ///
    /// # Errors
    /// No HTTP client can be made.
    pub fn new(settings: Settings) -> Result<Self, OidcError> {
        let http = requests::client().map_err(told)?;
        Ok(Self { settings, http, pending: std::sync::Mutex::default(), found: Mutex::default() })
    }

    /// Where to send a browser that wants to sign in.
    ///
    /// # Errors
    /// The provider cannot be found.
    pub async fn begin(&self, next: &str, now: Millis) -> Result<Begun, OidcError> {
        let found = self.found(now).await?;
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let speaker = self.speaker(&found)?;
        let mut asking = speaker.authorize_url(
            CoreAuthenticationFlow::AuthorizationCode,
            CsrfToken::new_random,
            Nonce::new_random,
        );
        for scope in &self.settings.scopes {
            asking = asking.add_scope(Scope::new(scope.clone()));
        }
        let (url, state, nonce) = asking.set_pkce_challenge(challenge).url();
        let browser = self.pending().leave(state.into_secret(), nonce, verifier, next, now);
        Ok(Begun { url: url.into(), browser })
    }

    /// Who came back with this code. `browser` is what its cookie holds.
    ///
    /// # Errors
    /// They did not leave from here, the provider does not vouch for them, or their groups give them no role.
    pub async fn finish(
        &self,
        code: &str,
        state: &str,
        browser: &str,
        now: Millis,
    ) -> Result<Came, OidcError> {
        let leave = self.pending().come_back(state, browser, now).ok_or(OidcError::NotBegun)?;
        let found = self.found(now).await?;
        let speaker = self.speaker(&found)?;
        let http = |request: HttpRequest| requests::send(self.http.clone(), request);
        let answer = speaker
            .exchange_code(AuthorizationCode::new(code.to_owned()))
            .map_err(told)?
            .set_pkce_verifier(leave.verifier)
            .request_async(&http)
            .await
            .map_err(told)?;
        let token = answer.id_token().ok_or_else(|| OidcError::Provider("it gave no ID token".into()))?;
        let verifier = speaker.id_token_verifier();
        // Signature, issuer, audience, time and nonce.
        let claims = token.claims(&verifier, &leave.nonce).map_err(told)?;
        if let Some(expected) = claims.access_token_hash() {
            let algorithm = token.signing_alg().map_err(told)?;
            let key = token.signing_key(&verifier).map_err(told)?;
            let actual = AccessTokenHash::from_token(answer.access_token(), algorithm, key).map_err(told)?;
            if actual != *expected {
                return Err(OidcError::Provider("its access token is not of this sign-in".into()));
            }
        }
        let subject = claims.subject().clone();
        let mut all = serde_json::to_value(claims).map_err(told)?;
        if found.userinfo_endpoint().is_some() {
            let asked =
                speaker.user_info(answer.access_token().clone(), Some(subject.clone())).map_err(told)?;
            let more: UserInfoClaims<Claims, CoreGenderClaim> =
                asked.request_async(&http).await.map_err(told)?;
            add(&mut all, serde_json::to_value(more).map_err(told)?);
        }
        let (issuer, subject) = (self.settings.issuer.to_string(), subject.to_string());
        let Some(rights) = self.settings.groups.rights(&all) else {
            return Err(OidcError::NoRole { issuer, subject });
        };
        let name = name(&all).unwrap_or(&subject).to_owned();
        let person = Person { issuer, subject, name, rights };
        Ok(Came { person, next: leave.next })
    }

    /// Where to send a browser that has signed out here, so that the provider lets go of it too. `None`: it has no such
    /// page, or cannot be reached.
    pub async fn sign_out_url(&self, back_to: &Url, now: Millis) -> Option<Url> {
        let found = self.found(now).await.ok()?;
        let page = found.additional_metadata().end_session_endpoint.clone()?;
        let back_to = PostLogoutRedirectUrl::new(back_to.to_string()).ok()?;
        let request = LogoutRequest::from(page)
            .set_client_id(ClientId::new(self.settings.client_id.clone()))
            .set_post_logout_redirect_uri(back_to);
        Some(request.http_get_url())
    }

    /// Its endpoints and keys.
    async fn found(&self, now: Millis) -> Result<Arc<ProviderMetadataWithLogout>, OidcError> {
        let mut found = self.found.lock().await;
        if let Some((at, metadata)) = found.as_ref()
            && now - at < FOUND_FOR
        {
            return Ok(metadata.clone());
        }
        // As it was written: an issuer is compared letter by letter, and `Url` adds a slash to a bare host.
        let issuer = self.settings.issuer.as_str();
        let issuer = if self.settings.issuer.path() == "/" { issuer.trim_end_matches('/') } else { issuer };
        let issuer = IssuerUrl::new(issuer.to_owned()).map_err(told)?;
        let http = |request: HttpRequest| requests::send(self.http.clone(), request);
        let metadata = ProviderMetadataWithLogout::discover_async(issuer, &http).await.map_err(told)?;
        let metadata = Arc::new(metadata);
        *found = Some((now, metadata.clone()));
        Ok(metadata)
    }

    fn speaker(&self, found: &ProviderMetadataWithLogout) -> Result<Speaker, OidcError> {
        let redirect = RedirectUrl::new(self.settings.redirect.to_string()).map_err(told)?;
        let secret = self.settings.client_secret.expose_secret();
        let secret = (!secret.is_empty()).then(|| ClientSecret::new(secret.to_owned()));
        let id = ClientId::new(self.settings.client_id.clone());
        Ok(Speaker::from_provider_metadata(found.clone(), id, secret).set_redirect_uri(redirect))
    }

    fn pending(&self) -> std::sync::MutexGuard<'_, Pending> {
        self.pending.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// What one answer says and the other does not.
fn add(all: &mut Value, more: Value) {
    if let (Value::Object(all), Value::Object(more)) = (all, more) {
        for (claim, value) in more {
            let is_known = all.get(&claim).is_some_and(|known| !known.is_null());
            if !is_known {
                all.insert(claim, value);
            }
        }
    }
}

/// What to call them. Names are for people to read, never to decide by.
fn name(claims: &Value) -> Option<&str> {
    let names =
        ["name", "preferred_username", "email"].into_iter().filter_map(|claim| claims[claim].as_str());
    names.map(str::trim).find(|name| !name.is_empty())
}

/// With its causes; an answer's body may hold a secret and is not told.
fn told(error: impl std::error::Error) -> OidcError {
    let mut words = error.to_string();
    let mut cause = error.source();
    while let Some(under) = cause {
        words.push_str(": ");
        words.push_str(&under.to_string());
        cause = under.source();
    }
    OidcError::Provider(words)
}
