//! Whether anybody answers, and the token, which is the first thing that only the right secret gives.

use antring::time::ExpiryKind;
use antring::{AuthToken, RestError};

use super::{Patient, Report};

/// Outer `None`: nobody answers, and nothing else need be asked. Inner `None`: somebody does, but gives no token.
pub(super) async fn examine(patient: &mut Patient<'_>, report: &mut Report) -> Option<Option<AuthToken>> {
    let asked = tokio::time::Instant::now();
    let outcome = patient.client.auth_token((patient.now)()).await;
    let took = asked.elapsed().as_millis();
    let url = &patient.config.antring.base_url;
    let host = url.host_str().unwrap_or_default();
    let port = url.port_or_known_default().unwrap_or_default();
    if let Err(error) = &outcome
        && let Some(advice) = unreachable(error, url.scheme())
    {
        report.fail("AntRing", format!("{host}:{port}: {error}"), advice);
        return None;
    }
    report.ok("AntRing", format!("{host}:{port} answers over {} in {took} ms", url.scheme()));
    match outcome {
        Ok(token) => {
            found(&token, patient, report);
            Some(Some(token))
        }
        Err(error) => {
            report.fail("token", format!("none: {error}"), refused(&error));
            Some(None)
        }
    }
}

/// What to do when nothing answers; `None` when something did.
fn unreachable(error: &RestError, scheme: &str) -> Option<&'static str> {
    match error {
        RestError::HostNotFound => {
            Some("check the host name in antring.base_url, and this machine's name server")
        }
        RestError::Refused => Some("check the port in antring.base_url; nothing listens there"),
        RestError::Untrusted { .. } => Some(
            "nobody vouches for that server: for a company's own authority set antring.ca_file, else check the host \
             in antring.base_url",
        ),
        RestError::TimedOut => Some("check antring.base_url and the firewall between here and there"),
        RestError::Lost { .. } if scheme == "https" => Some(
            "TLS could not be set up or the connection broke: check that antring.base_url speaks https; for a company's \
             own certificates set antring.ca_file",
        ),
        RestError::Lost { .. } => {
            Some("the connection broke: check that antring.base_url is AntRing's and not another service's")
        }
        RestError::Unsendable(_) => Some("check antring.base_url"),
        _ => None,
    }
}

/// The token's hash is made of the app id and the secret alone (`protocols.md` §1.2).
fn refused(error: &RestError) -> &'static str {
    match error {
        RestError::Rejected { status: 400 | 401 | 403, .. } => {
            "antring.app_id or antring.app_secret is wrong: nothing else goes into this request"
        }
        RestError::Rejected { .. } => "check antring.base_url: this path is not known there",
        RestError::Quota { .. } => {
            "the quota is used up: lower antring.requests_per_second, or ask again later"
        }
        RestError::UpstreamFault { .. } => "AntRing itself fails: ask them, or again later",
        _ => "something else answers there: check antring.base_url, and proxies in between",
    }
}

fn found(token: &AuthToken, patient: &Patient<'_>, report: &mut Report) {
    let kind = match token.expiry_kind {
        None => "no expiry is given",
        Some(ExpiryKind::Relative) => "expiry in seconds from now",
        Some(ExpiryKind::Unix) => "expiry in unix seconds",
        Some(ExpiryKind::UnixMillis) => "expiry in unix milliseconds",
        Some(ExpiryKind::UnixMicros) => "expiry in unix microseconds",
        Some(ExpiryKind::Gregorian) => "expiry in gregorian seconds",
        Some(ExpiryKind::Iso) => "expiry as a date",
        Some(ExpiryKind::Unreadable) => "the expiry cannot be read",
    };
    let life = token.expires_at.map(|at| (at - (patient.now)()) / 1000);
    let told = life.map_or(String::new(), |life| format!(", valid for {life} s"));
    let seen = format!("given{told}; {kind}; renewed after {} s", token.use_for.as_secs());
    let other_account =
        token.account_id.as_deref().filter(|id| !id.eq_ignore_ascii_case(&patient.config.antring.account_id));
    if other_account.is_some() {
        report.fail(
            "token",
            format!("{seen}; it names another account id than the settings"),
            "set antring.account_id to the one that AntRing gives with the token",
        );
    } else if life.is_some_and(|life| life <= 0) {
        report.warn("token", seen, "it has ended before it began: compare the clocks");
    } else if token.expires_at.is_none() {
        report.guess("token", seen);
    } else {
        report.ok("token", seen);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_cannot_be_reached_is_not_said_to_answer() {
        for error in [
            RestError::HostNotFound,
            RestError::Refused,
            RestError::TimedOut,
            RestError::Untrusted { reason: "it has expired".into() },
            RestError::Lost { reason: "tls handshake eof".into() },
        ] {
            assert!(unreachable(&error, "https").is_some(), "{error}");
        }
        for error in [RestError::Quota { retry_after: None }, RestError::UpstreamFault { status: 500 }] {
            assert_eq!(unreachable(&error, "https"), None, "{error}");
        }
    }
}
