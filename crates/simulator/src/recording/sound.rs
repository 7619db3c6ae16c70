//! A conversation of any length, made by repeating whole frames of one short MP3.
//!
//! `assets/conversation.mp3` is synthetic speech (espeak-ng, Vietnamese), 24 kbit/s mono at 16 kHz with constant
//! bit rate, no header frame and no bit reservoir: every frame stands alone, so any sequence of them is an MP3
//! that plays and seeks.

use std::ops::Range;

const CONVERSATION: &[u8] = include_bytes!("../../assets/conversation.mp3");

/// 72 · bit rate / sample rate bytes, for MPEG-2 layer III.
const FRAME_BYTES: u64 = 108;
/// 576 samples at 16 kHz, in milliseconds.
const FRAME_MILLIS: u64 = 36;

/// The sound of one call.
#[derive(Clone, Copy, Debug)]
pub struct Sound {
    bytes: u64,
}

impl Sound {
    /// As long as the conversation was, and at least one second.
    pub fn of_seconds(seconds: i64) -> Self {
        let millis = u64::try_from(seconds).unwrap_or(0).max(1) * 1000;
        Self { bytes: millis.div_ceil(FRAME_MILLIS) * FRAME_BYTES }
    }

    /// Any length; the last frame may be a part of one.
    pub const fn of_bytes(bytes: u64) -> Self {
        Self { bytes }
    }

    pub const fn len(self) -> u64 {
        self.bytes
    }

    /// The bytes of a range that lies within the sound.
    pub fn bytes(self, range: Range<u64>) -> Vec<u8> {
        let source = CONVERSATION.len() as u64;
        let mut bytes = Vec::new();
        let mut position = range.start;
        while position < range.end {
            let start = (position % source) as usize;
            let length = (source - position % source).min(range.end - position);
            bytes.extend_from_slice(&CONVERSATION[start..start + length as usize]);
            position += length;
        }
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_asset_is_whole_frames_that_stand_alone() {
        assert!(CONVERSATION.len() <= 120_000);
        for frame in CONVERSATION.chunks(FRAME_BYTES as usize) {
            assert_eq!(frame.len() as u64, FRAME_BYTES);
            assert_eq!(frame[..3], [0xff, 0xf3, 0x38]);
            assert_eq!(frame[4], 0, "a frame borrows from the one before it");
        }
    }

    #[test]
    fn a_long_call_goes_round_and_every_range_fits() {
        let sound = Sound::of_seconds(100);
        assert_eq!(sound.len(), 2778 * FRAME_BYTES);
        let whole = sound.bytes(0..sound.len());
        assert_eq!(whole.len() as u64, sound.len());
        assert_eq!(sound.bytes(111_000..112_500), whole[111_000..112_500]);
    }
}
