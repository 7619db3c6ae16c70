//! Recordings: an S3-like media server, presigned links, and the sound itself (`protocols.md` §5).

mod media;
mod range;
mod signature;
mod sound;

pub use media::router;
pub use signature::presigned_path;
