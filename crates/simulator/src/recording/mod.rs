//! Recordings: an S3-like media server, presigned links, and the sound itself (`protocols.md` §5).

mod body;
mod media;
mod order;
mod range;
mod signature;
mod sound;

pub use media::{link, router};
pub use order::{MediaOrder, Storage};
