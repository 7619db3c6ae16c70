//! Recordings: a call's id in, its audio out. The browser never sees AntRing's presigned link.
//!
//! [`links`](self::links) finds a link that is valid now, [`media`](self::media) asks for a part of what lies there,
//! [`playing`](self::playing) passes it on for as long as somebody listens, and goes on where it broke off. Where a
//! link may lead is said by [`hosts`](self::hosts) and [`addresses`](self::addresses). Rules and errors, for people:
//! `docs/recordings.md`.

mod addresses;
mod answer;
mod asked;
mod hosts;
mod links;
mod media;
mod places;
mod playing;

use std::sync::Arc;

use ::access::Who;
use antring::{Client, ExtraCa};
use axum::http::HeaderMap;
use axum::response::Response;
use reqwest::dns::Resolve;

use crate::config::Config;
use crate::error::AppError;
use crate::history::History;
use answer::Called;
use asked::Asked;
use links::{Link, Links};
use media::Media;
use places::Places;
use playing::Playing;

pub use addresses::SystemNames;
pub use answer::Wanted;
pub use hosts::networks;

#[derive(Clone)]
pub struct Recordings {
    links: Links,
    media: Media,
    places: Places,
}

impl Recordings {
    /// `names` finds the addresses of host names; which of them are used is decided here.
    ///
    /// # Errors
    /// When no HTTP client can be made (no TLS on this machine).
    pub fn new(
        client: Client,
        history: History,
        config: &Config,
        extra_ca: Option<&ExtraCa>,
        names: Arc<dyn Resolve>,
    ) -> Result<Self, reqwest::Error> {
        Ok(Self {
            links: Links::new(client, history, config.store.late_records),
            media: Media::new(&config.antring, extra_ca, names)?,
            places: Places::default(),
        })
    }

    /// The recording of a call, or the part of it that `headers` ask for, as it comes.
    pub async fn play(
        &self,
        call_id: &str,
        who: &Who,
        headers: &HeaderMap,
        wanted: Wanted,
    ) -> Result<Response, AppError> {
        let place = self.places.take(who).await?;
        let (link, answer) = self.ask(call_id, &Asked::of(headers)).await?;
        let playing = Playing::new(self.clone(), call_id, &answer, place);
        let called = Called { call_id, recording: link.name(), wanted };
        Ok(answer::pass(answer, &called, |answer| playing.body(answer)))
    }

    /// What [`Self::play`] would tell of it. Presigned links are signed for `GET` alone (`protocols.md` §5), so one byte
    /// is asked for.
    pub async fn look(
        &self,
        call_id: &str,
        who: &Who,
        headers: &HeaderMap,
        wanted: Wanted,
    ) -> Result<Response, AppError> {
        let _place = self.places.take(who).await?;
        let (link, answer) = self.ask(call_id, &Asked::first_byte(headers)).await?;
        Ok(answer::head(&answer, &Called { call_id, recording: link.name(), wanted }))
    }

    /// A link that the media server refuses is resolved once more: it may have expired while the listener paused.
    async fn ask(&self, call_id: &str, asked: &Asked) -> Result<(Link, reqwest::Response), AppError> {
        let mut link = self.links.link(call_id).await?;
        let mut answer = self.media.get(&link, asked).await?;
        if media::refuses(&answer) {
            link = self.links.instead_of(&link, call_id).await?;
            answer = self.media.get(&link, asked).await?;
        }
        let answer = media::judge(answer, &link)?;
        Ok((link, answer))
    }
}
