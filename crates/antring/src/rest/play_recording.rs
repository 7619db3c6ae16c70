//! GET `/oapi/v1/call/play_recording`: a short-lived link to a recording's audio.

use std::fmt;

use floor::Millis;
use reqwest::Response;
use reqwest::header::LOCATION;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use url::Url;

use super::Client;
use crate::raw::{field, text};
use crate::{RestError, hash};

/// A presigned link: whoever has it can listen. It must be used untouched, for its signature covers its spelling
/// (`protocols.md` §5), and is valid for GET only.
#[derive(Clone)]
pub struct MediaUrl {
    spelled: SecretString,
    host: String,
    is_https: bool,
    expires_at: Option<Millis>,
}

impl Client {
    /// The link to the recording `name`, as the history spells it: hashed raw, encoded only for the query.
    ///
    /// # Errors
    /// [`RestError::Garbled`] when the answer holds no link; otherwise as any request.
    pub async fn play_recording(&self, name: &str) -> Result<MediaUrl, RestError> {
        let account = &self.inner.account;
        let hash = hash::media(account, name);
        let query = [("appId", account.app_id.as_str()), ("media", name), ("hash", &hash)];
        let answered = self.get(&["call", "play_recording"], &query).await?;
        let link = match redirected_to(&answered.response) {
            Some(link) => Some(link),
            None => link_in(&self.body(answered).await?),
        };
        link.and_then(|link| MediaUrl::read(&link))
            .ok_or_else(|| RestError::garbled("the answer holds no link to a recording"))
    }
}

impl MediaUrl {
    /// Takes an absolute http(s) link; blanks and the zero-width spaces of copied pages are trimmed (§1.4, 24).
    pub fn read(link: &str) -> Option<Self> {
        let link = link.trim_matches(|character: char| character.is_whitespace() || character == '\u{200B}');
        let url = Url::parse(link).ok()?;
        if !matches!(url.scheme(), "https" | "http") {
            return None;
        }
        let expires = url.query_pairs().find(|(key, _)| key == "Expires");
        Some(Self {
            spelled: link.into(),
            host: url.host_str()?.to_owned(),
            is_https: url.scheme() == "https",
            expires_at: expires
                .and_then(|(_, seconds)| seconds.parse::<Millis>().ok())
                .and_then(|seconds| seconds.checked_mul(1000)),
        })
    }

    /// The link itself, for the one request that fetches the audio. Never show or log it.
    pub fn expose(&self) -> &str {
        self.spelled.expose_secret()
    }

    /// For the list of allowed hosts.
    pub fn host(&self) -> &str {
        &self.host
    }

    pub fn is_https(&self) -> bool {
        self.is_https
    }

    /// From the signature's `Expires`; `None` when it has none.
    pub fn expires_at(&self) -> Option<Millis> {
        self.expires_at
    }
}

impl fmt::Debug for MediaUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "MediaUrl({})", self.host)
    }
}

fn redirected_to(response: &Response) -> Option<String> {
    let location = response.headers().get(LOCATION).filter(|_| response.status().is_redirection())?;
    location.to_str().ok().map(str::to_owned)
}

/// `media`, `url`, `data.media`, or a bare string, with or without quotes (§1.4, 23).
pub(crate) fn link_in(body: &[u8]) -> Option<String> {
    match serde_json::from_slice::<Value>(body) {
        Ok(answer) => text(&answer)
            .or_else(|| text(field(&answer, &["media", "url", "data.media", "data.url", "data"])?))
            .map(|link| link.to_string()),
        Err(_) => String::from_utf8(body.to_vec()).ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINK: &str = "https://abs1.antbuddy.com/nkrecord/call_recording_F5879958%40172.16.0.204.mp3\
                        ?AWSAccessKeyId=E7IPYE4LN28Y4I6T4400&Expires=1519640615&Signature=wXNENYxr0OJR8vA26kvOOwsttzU%3D";

    #[test]
    fn every_shape_of_the_answer() {
        for body in [
            format!("{{\"media\": \"{LINK}\"}}"),
            format!("{{\"url\": \"{LINK}\"}}"),
            format!("{{\"data\": {{\"media\": \"{LINK}\"}}}}"),
            format!("{{\"data\": \"{LINK}\"}}"),
            format!("\"{LINK}\""),
            format!("{LINK}\u{200B}\n"),
        ] {
            let media = link_in(body.as_bytes()).and_then(|link| MediaUrl::read(&link)).expect("a link");
            assert_eq!(media.expose(), LINK, "{body}");
        }
        for body in ["{}", "[]", "null", "<html></html>", "", "{\"media\": null}", "\"ftp://x/y\""] {
            assert!(link_in(body.as_bytes()).and_then(|link| MediaUrl::read(&link)).is_none(), "{body}");
        }
    }

    #[test]
    fn it_tells_its_host_and_end_and_prints_nothing_else() {
        let media = MediaUrl::read(LINK).expect("a link");
        assert_eq!((media.host(), media.expires_at()), ("abs1.antbuddy.com", Some(1_519_640_615_000)));
        assert_eq!(format!("{media:?}"), "MediaUrl(abs1.antbuddy.com)");
        assert_eq!(MediaUrl::read("http://127.0.0.1:9/a.mp3").and_then(|media| media.expires_at()), None);
    }

    #[test]
    fn an_absurd_expiry_does_not_overflow() {
        let media = MediaUrl::read("https://h/a.mp3?Expires=9223372036854775807");
        assert!(media.is_some());
    }
}
