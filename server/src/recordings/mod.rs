//! Recordings: a call's id in, its audio out. The browser never sees AntRing's presigned link.

mod links;
mod stream;

pub use links::Recordings;
pub use stream::fetch;
