//! Fan-out: one encoded frame, shared by every viewer of a stream.
//!
//! A [`Stream`] numbers frames, remembers the last of them for viewers who come back, and hands each to a broadcast
//! ring. A viewer that falls more than [`RING`] frames behind is told so by the ring itself and gets one fresh
//! snapshot (see `ws::session`). Nothing here waits for anybody.

use std::collections::VecDeque;

use axum::extract::ws::Utf8Bytes;
use tokio::sync::broadcast;
use tokio::time::{Duration, Instant};
use wire::{Frame, Position};

/// Frames a viewer may be behind before it is brought up by a snapshot instead.
const RING: usize = 256;
/// Encoded deltas kept for viewers who come back.
const REMEMBERED_BYTES: usize = 1 << 20;

/// One frame as text, with its place in the stream (notices have none).
#[derive(Debug, Clone)]
pub struct Encoded {
    pub seq: Option<u64>,
    pub text: Utf8Bytes,
}

/// What a viewer needs: the frames that bring it up to now, then everything that follows.
pub struct Subscription {
    pub epoch: String,
    pub first: Vec<Encoded>,
    pub frames: broadcast::Receiver<Encoded>,
}

/// The stream of one board for one sight.
pub struct Stream {
    epoch: String,
    seq: u64,
    /// Frames before this one were not of this stream, though they were numbered as it is.
    first: u64,
    sender: broadcast::Sender<Encoded>,
    remembered: VecDeque<Encoded>,
    remembered_bytes: usize,
    /// The snapshot as of `seq`, once someone asked for it.
    snapshot: Option<Encoded>,
    spoke: Instant,
}

impl Stream {
    pub fn new(epoch: String) -> Self {
        Self::beginning(epoch, 0, 0)
    }

    /// One that goes on in step with this: each frame of this is followed there, or replaced by one of its own.
    pub fn branch(&self) -> Self {
        Self::beginning(self.epoch.clone(), self.seq, self.seq + 1)
    }

    fn beginning(epoch: String, seq: u64, first: u64) -> Self {
        let (sender, _) = broadcast::channel(RING);
        Self {
            epoch,
            seq,
            first,
            sender,
            remembered: VecDeque::new(),
            remembered_bytes: 0,
            snapshot: None,
            spoke: Instant::now(),
        }
    }

    /// How long viewers have heard nothing.
    pub fn silent_for(&self) -> Duration {
        self.spoke.elapsed()
    }

    pub fn viewers(&self) -> usize {
        self.sender.receiver_count()
    }

    /// Numbers, encodes, remembers and sends one delta; yields it for branches to follow.
    pub fn publish(&mut self, at: String, changes: Vec<wire::Change>) -> Option<Encoded> {
        let seq = self.seq + 1;
        let frame = Frame::Delta { epoch: self.epoch.clone(), seq, at, changes };
        let encoded = encode(Some(seq), &frame)?;
        self.follow(encoded.clone());
        Some(encoded)
    }

    /// Remembers and sends the next frame as it is.
    pub fn follow(&mut self, encoded: Encoded) {
        self.seq += 1;
        self.snapshot = None;
        self.remembered_bytes += encoded.text.len();
        self.remembered.push_back(encoded.clone());
        while self.remembered_bytes > REMEMBERED_BYTES {
            let Some(oldest) = self.remembered.pop_front() else { break };
            self.remembered_bytes -= oldest.text.len();
        }
        self.send(encoded);
    }

    /// Sends a notice to all viewers; it has no number and is not remembered.
    pub fn notify(&mut self, at: String, notice: wire::Notice) {
        if let Some(encoded) = encode(None, &Frame::Notice { at, notice }) {
            self.send(encoded);
        }
    }

    /// Registers a viewer. One that was here before gets what it missed, if that is still known and less than a
    /// whole snapshot; everyone else gets the snapshot.
    pub fn subscribe(
        &mut self,
        from: Option<Position>,
        snapshot: impl FnOnce() -> (String, wire::Board),
    ) -> Subscription {
        let frames = self.sender.subscribe();
        let first = match from.and_then(|from| self.missed_since(&from)) {
            Some(missed) => missed,
            None => vec![self.encoded_snapshot(snapshot)],
        };
        Subscription { epoch: self.epoch.clone(), first, frames }
    }

    pub fn snapshot(&self, at: String, board: wire::Board) -> Frame {
        Frame::Snapshot { epoch: self.epoch.clone(), seq: self.seq, at, board }
    }

    fn send(&mut self, encoded: Encoded) {
        self.spoke = Instant::now();
        // Nobody listening is not a fault.
        let _ = self.sender.send(encoded);
    }

    fn encoded_snapshot(&mut self, snapshot: impl FnOnce() -> (String, wire::Board)) -> Encoded {
        if self.snapshot.is_none() {
            let (at, board) = snapshot();
            self.snapshot = encode(Some(self.seq), &self.snapshot(at, board));
        }
        self.snapshot.clone().unwrap_or(Encoded { seq: Some(self.seq), text: Utf8Bytes::default() })
    }

    fn missed_since(&self, from: &Position) -> Option<Vec<Encoded>> {
        if from.epoch != self.epoch || from.seq > self.seq || from.seq < self.first {
            return None;
        }
        let missed = usize::try_from(self.seq - from.seq).ok()?;
        let known = self.remembered.len().checked_sub(missed)?;
        // Hundreds of small frames cost a viewer more than one snapshot.
        const WORTHWHILE: usize = RING;
        (missed <= WORTHWHILE).then(|| self.remembered.iter().skip(known).cloned().collect())
    }
}

fn encode(seq: Option<u64>, frame: &Frame) -> Option<Encoded> {
    match frame.encode() {
        Ok(text) => Some(Encoded { seq, text: text.into() }),
        Err(error) => {
            tracing::error!(%error, "a frame could not be encoded and was not sent");
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stream_of(frames: usize) -> Stream {
        let mut stream = Stream::new("e".into());
        (0..frames).for_each(|_| drop(stream.publish(String::new(), Vec::new())));
        stream
    }

    fn first(stream: &mut Stream, epoch: &str, seq: u64) -> Vec<Option<u64>> {
        let from = Position { epoch: epoch.into(), seq };
        let subscription = stream.subscribe(Some(from), || (String::new(), wire::Board::empty("all", "")));
        subscription.first.iter().map(|frame| frame.seq).collect()
    }

    #[test]
    fn a_viewer_who_comes_back_gets_exactly_what_it_missed() {
        let mut stream = stream_of(5);
        assert_eq!(first(&mut stream, "e", 3), [Some(4), Some(5)]);
        assert_eq!(first(&mut stream, "e", 5), []);
    }

    #[test]
    fn another_epoch_a_future_or_a_long_absence_means_a_snapshot() {
        let mut stream = stream_of(RING + 2);
        let seq = RING as u64 + 2;
        assert_eq!(first(&mut stream, "other", seq), [Some(seq)]);
        assert_eq!(first(&mut stream, "e", seq + 1), [Some(seq)]);
        assert_eq!(first(&mut stream, "e", 0), [Some(seq)]);
    }

    #[test]
    fn a_viewer_too_far_behind_is_told_so() {
        let mut stream = stream_of(0);
        let mut viewer = stream.subscribe(None, || (String::new(), wire::Board::empty("all", "")));
        (0..RING * 2).for_each(|_| drop(stream.publish(String::new(), Vec::new())));
        assert!(matches!(viewer.frames.try_recv(), Err(broadcast::error::TryRecvError::Lagged(_))));
    }

    #[test]
    fn a_branch_goes_on_in_step_and_shares_what_it_follows() {
        let mut stream = stream_of(3);
        let mut branch = stream.branch();
        let shared = stream.publish(String::new(), Vec::new()).expect("it is encoded");
        branch.follow(shared.clone());
        let own = branch.publish(String::new(), vec![wire::Change::CallGone("c".into())]).expect("encoded");
        stream.publish(String::new(), Vec::new()).expect("encoded");
        assert_eq!((shared.seq, own.seq, stream.seq, branch.seq), (Some(4), Some(5), 5, 5));
        assert_eq!(first(&mut branch, "e", 4), [Some(5)], "its own frame, not the other's");
        assert_eq!(first(&mut branch, "e", 3), [Some(5)], "from before it began: a snapshot");
    }
}
