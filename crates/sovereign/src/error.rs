//! What can go wrong with a request, told by what the caller can do about it.

use std::error::Error;
use std::fmt;
use std::io;
use std::time::Duration;

use floor::{Text, Trouble};

/// No variant holds the key, a URL, or the text of a request; numbers and long tokens are taken out of upstream's
/// words. Statuses and codes: `protocols.md` §4.1.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RestError {
    /// Check the host in `base_url`, and the name server.
    #[error("the host name could not be resolved")]
    HostNotFound,
    /// Check the port in `base_url`, or wait until upstream runs again.
    #[error("the connection was refused")]
    Refused,
    /// Try again later. After a command or an outbound call: it may have happened or not.
    #[error("no answer within the time limit")]
    TimedOut,
    /// Nobody here vouches for the server: a human must look at its certificate.
    #[error("the server's certificate is not trusted: {reason}")]
    Untrusted { reason: String },
    /// The connection broke. Try again later.
    #[error("the connection failed: {reason}")]
    Lost { reason: String },
    /// 401 or 403: the key is wrong, expired, revoked, or may not do this. A human must look at the settings.
    #[error("the API key was not accepted: {said}")]
    KeyRefused { said: Said },
    /// 402: nothing is called until credit is added.
    #[error("there is not enough credit: {said}")]
    NoCredit { said: Said },
    /// 404: no such call.
    #[error("upstream knows nothing of it: {said}")]
    NotFound { said: Said },
    /// 400, 409 or 422, and any other refusal: for a command, most likely that the call is not in progress.
    #[error("upstream rejected the request with status {status}: {said}")]
    Rejected { status: u16, said: Said },
    /// 429, or the client's own budget: ask later. While it waits the client says this by itself and sends nothing.
    #[error("the request quota is used up")]
    Quota { retry_after: Option<Duration> },
    /// This call has had ten commands within a minute: no more until then.
    #[error("the call takes no more commands for {} s", .retry_after.as_secs())]
    TooManyCommands { retry_after: Duration },
    /// Upstream's own fault: try again later.
    #[error("upstream failed with status {status}")]
    UpstreamFault { status: u16 },
    /// An answer came that is not what was asked for: a proxy's page, or a new format.
    #[error("the answer could not be read: {what}")]
    Garbled { what: String },
    /// The answer was cut off at the limit. Ask for less.
    #[error("the answer is larger than {limit} bytes")]
    TooLarge { limit: usize },
    /// Nothing was sent: the caller's own input cannot be.
    #[error("{0}")]
    Unsendable(&'static str),
}

/// What upstream said of a refusal, out of any of its three shapes; fit to be shown and logged.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said {
    /// `unauthorized`, `missing_field`, `insufficient_credits` …; not in every shape.
    pub code: Option<Text>,
    /// A sentence in English.
    pub message: Option<Text>,
    /// The field that it is about.
    pub param: Option<Text>,
}

impl fmt::Display for Said {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.message, &self.code) {
            (Some(message), Some(code)) => write!(formatter, "{message} ({code})"),
            (Some(word), None) | (None, Some(word)) => formatter.write_str(word),
            (None, None) => formatter.write_str("it gave no reason"),
        }
    }
}

impl RestError {
    /// How long upstream asked to be left alone, for the back-off.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Quota { retry_after } => *retry_after,
            Self::TooManyCommands { retry_after } => Some(*retry_after),
            _ => None,
        }
    }

    pub(crate) fn garbled(what: impl Into<String>) -> Self {
        Self::Garbled { what: what.into() }
    }
}

impl From<&RestError> for Trouble {
    fn from(error: &RestError) -> Self {
        match error {
            RestError::HostNotFound => Self::HostNotFound,
            RestError::Refused => Self::Refused,
            RestError::TimedOut => Self::TimedOut,
            RestError::Untrusted { .. } => Self::Untrusted,
            RestError::Lost { .. } => Self::Lost,
            RestError::KeyRefused { .. } => Self::TokenRefused,
            RestError::NoCredit { .. }
            | RestError::NotFound { .. }
            | RestError::Rejected { .. }
            | RestError::Unsendable(_) => Self::Rejected,
            RestError::Quota { .. } | RestError::TooManyCommands { .. } => Self::Quota,
            RestError::UpstreamFault { .. } => Self::UpstreamFault,
            RestError::Garbled { .. } | RestError::TooLarge { .. } => Self::Garbled,
        }
    }
}

/// Never with the URL, which holds customers' numbers.
impl From<reqwest::Error> for RestError {
    fn from(error: reqwest::Error) -> Self {
        let error = error.without_url();
        if error.is_timeout() {
            return Self::TimedOut;
        }
        let mut innermost: &(dyn Error + 'static) = &error;
        loop {
            if let Some(known) = known(innermost) {
                return known;
            }
            match below(innermost) {
                Some(source) => innermost = source,
                None => return Self::Lost { reason: innermost.to_string() },
            }
        }
    }
}

/// A failed look-up has no error kind of its own, only its words.
fn known(error: &(dyn Error + 'static)) -> Option<RestError> {
    if let Some(io) = error.downcast_ref::<io::Error>() {
        match io.kind() {
            io::ErrorKind::ConnectionRefused => return Some(RestError::Refused),
            io::ErrorKind::TimedOut => return Some(RestError::TimedOut),
            _ => {}
        }
    }
    if let Some(rustls::Error::InvalidCertificate(why)) = error.downcast_ref() {
        return Some(RestError::Untrusted { reason: why.to_string() });
    }
    let words = error.to_string();
    let no_host = words.contains("dns error") || words.contains("failed to lookup address");
    no_host.then_some(RestError::HostNotFound)
}

/// An `io::Error` that wraps another passes over it in `source`.
fn below<'a>(error: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    match error.downcast_ref::<io::Error>().and_then(io::Error::get_ref) {
        Some(wrapped) => Some(wrapped),
        None => error.source(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_a_sentence_whatever_was_said() {
        let said = |code: Option<&str>, message: Option<&str>| Said {
            code: code.map(Text::from),
            message: message.map(Text::from),
            param: None,
        };
        let shown = |said| RestError::NoCredit { said }.to_string();
        assert!(
            shown(said(Some("insufficient_credits"), Some("Add some.")))
                .ends_with("Add some. (insufficient_credits)")
        );
        assert!(shown(said(Some("insufficient_credits"), None)).ends_with("credit: insufficient_credits"));
        assert!(shown(said(None, None)).ends_with("it gave no reason"));
    }

    #[test]
    fn a_wrapped_refusal_is_found() {
        let inner = io::Error::other(io::Error::from(io::ErrorKind::ConnectionRefused));
        let source = below(&inner).expect("a source");
        assert_eq!(known(source), Some(RestError::Refused));
    }
}
