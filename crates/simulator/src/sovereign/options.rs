//! How the simulated Sovereign is set up.

use std::net::{Ipv4Addr, SocketAddr};

/// What a client must know, named as Callboard's settings are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SovereignCredentials {
    pub api_key: String,
    /// What webhooks are signed with. Empty: they are not.
    pub webhook_secret: String,
}

impl Default for SovereignCredentials {
    fn default() -> Self {
        Self { api_key: "fl_live_51mulat0r".to_owned(), webhook_secret: "whsec_test_secret_12345".to_owned() }
    }
}

/// Everything that can be chosen about it. `Default` is a quiet one on a free port of 127.0.0.1.
#[derive(Clone, Debug)]
pub struct SovereignOptions {
    /// Where REST and the control API listen.
    pub listen: SocketAddr,
    pub credentials: SovereignCredentials,
    /// Where webhooks go; nowhere without it. It may be told later, by `Simulator::send_webhooks_to` or
    /// `POST /control/webhooks`.
    pub webhooks: Option<String>,
    /// Calls that come by themselves.
    pub calls_per_minute: f64,
    /// Median length of a conversation, in seconds.
    pub talk_seconds: f64,
    /// Seconds between the end of a call and its report, which brings summary and analysis.
    pub report_seconds: f64,
    /// REST tells the messages of live calls too. What the real one does is not documented; the examples have none.
    pub live_transcript: bool,
    /// Webhooks call a call by REST's id. In the examples theirs are UUIDs, which REST does not know (§4.3).
    pub same_ids: bool,
    /// Asks by webhook who shall answer each inbound call.
    pub assistant_requests: bool,
    /// Calls are analysed: else neither REST nor webhooks have any.
    pub analysis: bool,
    /// Calls are recorded.
    pub recordings: bool,
    /// `phoneNumber`, `inboundPhoneCall`: the older pages' spelling.
    pub legacy_spelling: bool,
    /// Signatures without `sha256=`, as on older pages.
    pub bare_signature: bool,
    /// With one key, in any minute (§4.1); 0 means no limit.
    pub requests_per_minute: usize,
    /// To one call, in any minute (§4.1); 0 means no limit.
    pub commands_per_minute: usize,
}

impl Default for SovereignOptions {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            credentials: SovereignCredentials::default(),
            webhooks: None,
            calls_per_minute: 0.0,
            talk_seconds: 60.0,
            report_seconds: 4.0,
            live_transcript: false,
            same_ids: false,
            assistant_requests: false,
            analysis: true,
            recordings: true,
            legacy_spelling: false,
            bare_signature: false,
            requests_per_minute: 100,
            commands_per_minute: 10,
        }
    }
}
