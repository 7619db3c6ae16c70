//! The audio itself, passed on as it comes for as long as somebody listens. Where the media server breaks off, it is
//! asked for the rest, by a new link if the old one has expired meanwhile; the listener hears nothing of that.

use std::io;
use std::time::Duration;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use bytes::Bytes;
use futures_util::stream;
use reqwest::Response;
use tokio::sync::mpsc;
use tokio::time::timeout;

use super::Recordings;
use super::asked::Asked;
use super::places::Place;
use crate::clock;

/// A listener who takes nothing for so long has paused: a player that goes on asks for the rest by itself.
const TAKEN_WITHIN: Duration = Duration::from_secs(60);
/// The rest is asked for so often before anything more has come.
const TRIES: u32 = 5;
/// Before the first of them; twice as long before each further one.
const PAUSE: Duration = Duration::from_millis(200);

/// One listener's part of a recording. Ends, with its connection upstream, when they go.
pub struct Playing {
    recordings: Recordings,
    call_id: String,
    /// Where in the recording the next byte lies.
    at: u64,
    /// Behind the last byte, if the media server has told.
    end: Option<u64>,
    /// What the rest must still be of, for `If-Range`; `None` when it cannot be asked for.
    same: Option<HeaderValue>,
    tries: u32,
    /// Of all that play at once.
    _place: Place,
}

enum Piece {
    Sound(Bytes),
    /// Without this it broke off.
    End,
}

impl Playing {
    pub fn new(recordings: Recordings, call_id: &str, answer: &Response, place: Place) -> Self {
        let headers = answer.headers();
        let (at, end, has_ranges) = match (answer.status(), part(headers)) {
            (StatusCode::PARTIAL_CONTENT, Some((first, last))) => (first, Some(last + 1), true),
            _ => (
                0,
                answer.content_length(),
                headers.get(header::ACCEPT_RANGES).is_some_and(|told| told == "bytes"),
            ),
        };
        let same = validator(headers).filter(|_| has_ranges && end.is_some()).cloned();
        Self { recordings, call_id: call_id.to_owned(), at, end, same, tries: 0, _place: place }
    }

    pub fn body(self, answer: Response) -> Body {
        // One piece waits here, one in each socket: a listener costs the same at any length.
        let (to, pieces) = mpsc::channel(1);
        tokio::spawn(self.pass_on(answer, to));
        Body::from_stream(stream::unfold(Some(pieces), |pieces| async {
            let mut pieces = pieces?;
            match pieces.recv().await {
                Some(Piece::Sound(sound)) => Some((Ok(sound), Some(pieces))),
                Some(Piece::End) => None,
                None => Some((Err(io::Error::other("the recording broke off")), None)),
            }
        }))
    }

    async fn pass_on(mut self, mut answer: Response, to: mpsc::Sender<Piece>) {
        loop {
            let piece = tokio::select! {
                biased;
                () = to.closed() => return,
                piece = answer.chunk() => piece,
            };
            let piece = match piece {
                Ok(Some(sound)) => {
                    self.at += sound.len() as u64;
                    self.tries = 0;
                    Piece::Sound(sound)
                }
                Ok(None) if self.end.is_none_or(|end| self.at >= end) => Piece::End,
                Ok(None) | Err(_) => {
                    let rest = tokio::select! {
                        biased;
                        () = to.closed() => return,
                        rest = self.rest() => rest,
                    };
                    let Some(rest) = rest else { return };
                    answer = rest;
                    continue;
                }
            };
            let is_end = matches!(piece, Piece::End);
            match timeout(clock::lasting(TAKEN_WITHIN), to.send(piece)).await {
                Ok(Ok(())) if !is_end => {}
                Ok(_) => return,
                Err(_) => {
                    tracing::debug!(call_id = self.call_id, "a listener who takes nothing makes room");
                    return;
                }
            }
        }
    }

    /// What is still to come, from where it broke off; `None` when that cannot be had.
    async fn rest(&mut self) -> Option<Response> {
        let asked = Asked::rest(self.at, self.end.map(|end| end - 1), self.same.as_ref()?)?;
        while self.tries < TRIES {
            clock::sleep(PAUSE * 2_u32.pow(self.tries)).await;
            self.tries += 1;
            match self.recordings.ask(&self.call_id, &asked).await {
                Ok((_, rest)) if self.goes_on(&rest) => {
                    tracing::debug!(
                        call_id = self.call_id,
                        at = self.at,
                        "a recording that broke off goes on"
                    );
                    return Some(rest);
                }
                Ok(_) => {
                    tracing::warn!(call_id = self.call_id, "a recording was replaced while it was played");
                    return None;
                }
                Err(error) => tracing::debug!(call_id = self.call_id, %error, "a recording that broke off"),
            }
        }
        tracing::warn!(
            call_id = self.call_id,
            at = self.at,
            "a recording broke off, and the rest cannot be had"
        );
        None
    }

    fn goes_on(&self, rest: &Response) -> bool {
        let expected = self.end.map(|end| (self.at, end - 1));
        rest.status() == StatusCode::PARTIAL_CONTENT && part(rest.headers()) == expected
    }
}

/// First and last byte of `Content-Range: bytes 5-9/12345`.
fn part(headers: &HeaderMap) -> Option<(u64, u64)> {
    let told = headers.get(header::CONTENT_RANGE)?.to_str().ok()?;
    let (part, _) = told.strip_prefix("bytes ")?.split_once('/')?;
    let (first, last) = part.split_once('-')?;
    let (first, last) = (first.parse().ok()?, last.parse::<u64>().ok()?);
    (first <= last && last < u64::MAX).then_some((first, last))
}

/// A strong tag, else the date: a weak tag does not vouch for bytes.
fn validator(headers: &HeaderMap) -> Option<&HeaderValue> {
    let strong = headers.get(header::ETAG).filter(|tag| !tag.as_bytes().starts_with(b"W/"));
    strong.or_else(|| headers.get(header::LAST_MODIFIED))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_read_as_they_are_told() {
        let read =
            |told| part(&[(header::CONTENT_RANGE, HeaderValue::from_static(told))].into_iter().collect());
        assert_eq!(read("bytes 5-9/12345"), Some((5, 9)));
        assert_eq!(read("bytes 0-0/*"), Some((0, 0)));
        for told in ["bytes */100", "bytes 9-5/100", "bytes 0-18446744073709551615/*", "5-9/10", "bytes 5-9"]
        {
            assert_eq!(read(told), None, "{told}");
        }
    }

    #[test]
    fn a_weak_tag_vouches_for_nothing() {
        let of = |headers: &[(header::HeaderName, &'static str)]| {
            let told = headers.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value)));
            validator(&told.collect()).map(|value| value.to_str().expect("text").to_owned())
        };
        assert_eq!(of(&[(header::ETAG, "\"a\""), (header::LAST_MODIFIED, "d")]).as_deref(), Some("\"a\""));
        assert_eq!(of(&[(header::ETAG, "W/\"a\""), (header::LAST_MODIFIED, "d")]).as_deref(), Some("d"));
        assert_eq!(of(&[(header::ETAG, "W/\"a\"")]), None);
    }
}
