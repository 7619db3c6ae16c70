//! The body of an answer: made while it is sent, as slowly and as brokenly as ordered.

use std::io;
use std::ops::Range;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use bytes::Bytes;
use futures_util::stream;

use super::order::{End, MediaOrder};
use super::sound::Sound;
use crate::live::Live;

const PIECE: u64 = 64 * 1024;
/// Between the pieces of a slow body.
const BEAT: Duration = Duration::from_millis(100);
/// What was sent must have left before the connection ends.
const UNTIL_CUT: Duration = Duration::from_millis(100);

/// What is still to be sent. Dropped before its end, it was the client who left.
struct Sending {
    live: Arc<Live>,
    number: usize,
    sound: Sound,
    part: Range<u64>,
    order: MediaOrder,
    sent: u64,
    is_over: bool,
}

/// `number`: under which the storage remembers the request.
pub fn body(live: Arc<Live>, number: usize, sound: Sound, part: Range<u64>, order: MediaOrder) -> Body {
    let sending = Sending { live, number, sound, part, order, sent: 0, is_over: false };
    Body::from_stream(stream::unfold(sending, |mut sending| async move {
        let piece = sending.next().await?;
        Some((piece, sending))
    }))
}

impl Sending {
    async fn next(&mut self) -> Option<io::Result<Bytes>> {
        if self.is_over {
            return None;
        }
        if self.part.is_empty() {
            self.ends(End::Whole);
            return None;
        }
        if self.order.stall_after.is_some_and(|after| self.sent >= after) {
            std::future::pending::<()>().await;
        }
        if self.order.break_after.is_some_and(|after| self.sent >= after) {
            tokio::time::sleep(UNTIL_CUT).await;
            self.ends(End::Broken);
            return Some(Err(io::Error::other("the connection is cut, as ordered")));
        }
        let mut length = PIECE.min(self.part.end - self.part.start);
        for limit in [self.order.stall_after, self.order.break_after].into_iter().flatten() {
            length = length.min(limit - self.sent);
        }
        if let Some(speed) = self.order.bytes_per_second {
            tokio::time::sleep(BEAT).await;
            length = length.min((speed * BEAT.as_millis() as u64 / 1000).max(1));
        }
        let piece = self.sound.bytes(self.part.start..self.part.start + length);
        self.part.start += length;
        self.sent += length;
        // The server asks for no more than it announced.
        match self.part.is_empty() {
            true => self.ends(End::Whole),
            false => self.live.storage.tell(self.number, self.sent, End::UnderWay),
        }
        Some(Ok(Bytes::from(piece)))
    }

    fn ends(&mut self, end: End) {
        self.is_over = true;
        self.live.storage.tell(self.number, self.sent, end);
    }
}

impl Drop for Sending {
    fn drop(&mut self) {
        if !self.is_over {
            self.ends(End::Left);
        }
    }
}
