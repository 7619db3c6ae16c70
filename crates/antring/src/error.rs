//! What can go wrong with a request, told by what the caller can do about it.

use std::error::Error;
use std::io;
use std::time::Duration;

use floor::Trouble;
use rustls::CertificateError;

/// No variant holds a secret, a URL, or the text of a request.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RestError {
    /// Check the host in `base_url`, and the name server.
    #[error("the host name could not be resolved")]
    HostNotFound,
    /// Check the port in `base_url`, or wait until upstream runs again.
    #[error("the connection was refused")]
    Refused,
    /// Try again later.
    #[error("no answer within the time limit")]
    TimedOut,
    /// Nobody here vouches for the server. A company's own authority goes into `antring.ca_file`; a wrong host or an
    /// expired certificate needs a human.
    #[error("the server's certificate is not trusted: {reason}")]
    Untrusted { reason: String },
    /// The connection broke or could not be secured. Try again later; a TLS failure needs a human.
    #[error("the connection failed: {reason}")]
    Lost { reason: String },
    /// The request is wrong: check the account's settings. AntRing most likely answers a wrong hash with 400
    /// (`protocols.md` §1.1). The excerpt is of at most 200 characters, with secrets, hashes and numbers taken out.
    #[error("upstream rejected the request with status {status}: {excerpt}")]
    Rejected { status: u16, excerpt: String },
    /// Ask less often (503 is the documented "request quota exceeded"; 429 is taken likewise). While upstream wants to
    /// be left alone the client says this by itself, with the rest of the wait, and sends nothing.
    #[error("the request quota is used up")]
    Quota { retry_after: Option<Duration> },
    /// Upstream's own fault: try again later.
    #[error("upstream failed with status {status}")]
    UpstreamFault { status: u16 },
    /// An answer came that is not what was asked for: a proxy's page, or a new format.
    #[error("the answer could not be read: {what}")]
    Garbled { what: String },
    /// The answer was cut off at the limit. Ask for less.
    #[error("the answer is larger than {limit}")]
    TooLarge { limit: String },
    /// Nothing was sent: the caller's own input cannot be.
    #[error("{0}")]
    Unsendable(&'static str),
}

impl RestError {
    /// How long upstream asked to be left alone, for the back-off.
    pub fn retry_after(&self) -> Option<Duration> {
        match self {
            Self::Quota { retry_after } => *retry_after,
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
            RestError::Rejected { .. } | RestError::Unsendable(_) => Self::Rejected,
            RestError::Quota { .. } => Self::Quota,
            RestError::UpstreamFault { .. } => Self::UpstreamFault,
            RestError::Garbled { .. } | RestError::TooLarge { .. } => Self::Garbled,
        }
    }
}

/// Never with the URL, whose query holds the hash.
impl From<reqwest::Error> for RestError {
    fn from(error: reqwest::Error) -> Self {
        let error = error.without_url();
        if error.is_timeout() {
            return Self::TimedOut;
        }
        match network_failure(&error) {
            NetworkFailure::HostNotFound => Self::HostNotFound,
            NetworkFailure::Refused => Self::Refused,
            NetworkFailure::TimedOut => Self::TimedOut,
            NetworkFailure::Untrusted(reason) => Self::Untrusted { reason },
            NetworkFailure::Other(reason) => Self::Lost { reason },
        }
    }
}

/// Why a connection failed, whichever library tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NetworkFailure {
    HostNotFound,
    Refused,
    TimedOut,
    /// Why the server's certificate is not trusted.
    Untrusted(String),
    /// The innermost reason.
    Other(String),
}

/// Walks the chain of sources: libraries hide the operating system's answer at different depths, and a failed
/// look-up has no error kind of its own, only its words.
pub(crate) fn network_failure(error: &(dyn Error + 'static)) -> NetworkFailure {
    let mut innermost = error;
    for source in chain(error) {
        innermost = source;
        if let Some(io) = source.downcast_ref::<io::Error>() {
            match io.kind() {
                io::ErrorKind::ConnectionRefused => return NetworkFailure::Refused,
                io::ErrorKind::TimedOut => return NetworkFailure::TimedOut,
                _ => {}
            }
        }
        if let Some(rustls::Error::InvalidCertificate(why)) = source.downcast_ref::<rustls::Error>() {
            return NetworkFailure::Untrusted(distrust(why));
        }
        let words = source.to_string();
        // OpenSSL's, through `rust_socketio`.
        if words.contains("certificate verify failed") {
            return NetworkFailure::Untrusted(distrust_in_words(&words));
        }
        if words.contains("dns error") || words.contains("failed to lookup address") {
            return NetworkFailure::HostNotFound;
        }
    }
    NetworkFailure::Other(innermost.to_string())
}

const UNKNOWN_ISSUER: &str = "its issuer is not known here (the root certificate of a company's own authority goes into antring.ca_file)";
const ANOTHER_HOST: &str = "it is for another host name";
const EXPIRED: &str = "it has expired";

fn distrust(why: &CertificateError) -> String {
    match why {
        CertificateError::UnknownIssuer => UNKNOWN_ISSUER.into(),
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            ANOTHER_HOST.into()
        }
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => EXPIRED.into(),
        other => other.to_string(),
    }
}

fn distrust_in_words(words: &str) -> String {
    if words.contains("unable to get local issuer")
        || words.contains("self-signed")
        || words.contains("self signed")
    {
        UNKNOWN_ISSUER.into()
    } else if words.contains("hostname mismatch") || words.contains("address mismatch") {
        ANOTHER_HOST.into()
    } else if words.contains("expired") {
        EXPIRED.into()
    } else {
        words.into()
    }
}

/// An error and its sources, outermost first.
fn chain<'a>(error: &'a (dyn Error + 'static)) -> impl Iterator<Item = &'a (dyn Error + 'static)> {
    std::iter::successors(Some(error), |error| below(*error))
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
    fn a_wrapped_refusal_is_found() {
        let inner = io::Error::from(io::ErrorKind::ConnectionRefused);
        assert_eq!(network_failure(&io::Error::other(inner)), NetworkFailure::Refused);
    }

    #[test]
    fn a_failed_look_up_is_told_by_its_words() {
        let error = io::Error::other("failed to lookup address information: Name or service not known");
        assert_eq!(network_failure(&error), NetworkFailure::HostNotFound);
    }

    #[test]
    fn anything_else_gives_its_innermost_reason() {
        let error = io::Error::other(io::Error::other("tls handshake eof"));
        assert_eq!(network_failure(&error), NetworkFailure::Other("tls handshake eof".into()));
    }

    #[test]
    fn every_error_is_one_trouble() {
        assert_eq!(Trouble::from(&RestError::Quota { retry_after: None }), Trouble::Quota);
        assert_eq!(Trouble::from(&RestError::garbled("x")), Trouble::Garbled);
        assert_eq!(Trouble::from(&RestError::Lost { reason: String::new() }), Trouble::Lost);
    }
}
