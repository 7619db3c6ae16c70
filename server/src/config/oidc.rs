use std::collections::BTreeMap;

use secrecy::SecretString;
use serde::Deserialize;
use url::Url;

use super::ConfigError;

/// Single sign-on by a provider of OpenID Connect. Without an issuer there is none.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Oidc {
    /// `/.well-known/openid-configuration` is found under it.
    pub issuer: Option<Url>,
    pub client_id: String,
    pub client_secret: SecretString,
    /// What the button says it is.
    pub label: String,
    /// Asked for besides `openid`.
    #[serde(deserialize_with = "super::load::list")]
    pub scopes: Vec<String>,
    /// The claim that lists a person's groups.
    pub groups_claim: String,
    #[serde(deserialize_with = "super::load::list")]
    pub admins: Vec<String>,
    #[serde(deserialize_with = "super::load::list")]
    pub supervisors: Vec<String>,
    #[serde(deserialize_with = "super::load::list")]
    pub agents: Vec<String>,
    /// The claim that holds AntRing's id of the agent that a person is; empty: none does.
    pub agent_claim: String,
    /// Groups whose supervisors see only these queues, by name or id.
    pub queues: BTreeMap<String, Vec<String>>,
}

impl Default for Oidc {
    fn default() -> Self {
        Self {
            issuer: None,
            client_id: String::new(),
            client_secret: SecretString::default(),
            label: "Single sign-on".into(),
            scopes: vec!["profile".into(), "email".into()],
            groups_claim: "groups".into(),
            admins: Vec::new(),
            supervisors: Vec::new(),
            agents: Vec::new(),
            agent_claim: String::new(),
            queues: BTreeMap::new(),
        }
    }
}

impl Oidc {
    /// `origin`: the address people use, without a slash at its end. `None`: no provider is set.
    pub fn settings(&self, origin: &str) -> Option<oidc::Settings> {
        let redirect = Url::parse(&format!("{origin}/login/oidc/callback")).ok()?;
        Some(oidc::Settings {
            issuer: self.issuer.clone()?,
            client_id: self.client_id.clone(),
            client_secret: self.client_secret.clone(),
            scopes: self.scopes.clone(),
            groups: oidc::Groups {
                claim: self.groups_claim.clone(),
                admins: self.admins.clone(),
                supervisors: self.supervisors.clone(),
                agents: self.agents.clone(),
                queues: self.queues.clone(),
                agent_claim: self.agent_claim.clone(),
            },
            redirect,
        })
    }

    pub(super) fn check(&self) -> Result<(), ConfigError> {
        let Some(issuer) = &self.issuer else { return Ok(()) };
        let here = matches!(issuer.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"));
        let fault = if issuer.scheme() != "https" && !here {
            "issuer must be https: whoever is between could vouch for anybody"
        } else if self.client_id.is_empty() {
            "client_id is missing: the name that the provider knows Callboard by"
        } else if self.admins.is_empty() && self.supervisors.is_empty() && self.agents.is_empty() {
            "admins, supervisors and agents are all empty: no group would give anybody a role"
        } else {
            return Ok(());
        };
        Err(ConfigError::Oidc(fault))
    }
}
