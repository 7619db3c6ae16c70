//! What the pages know, and how they come to know it.
//!
//! * [`model`]: the one copy of the board; [`Model::take`] is its only writer.
//! * [`clock`]: the server's time, in one tick a second.
//! * [`pulse`]: how old each source is, and the time its timers may run by.
//! * [`line`]: when to connect, to wait and to give up; no socket in it.
//! * `socket` and `http` (browser only): the socket that does what the line says, and questions to the server.
//! * [`live`]: all of it together, as the pages find it in their context.

pub mod clock;
#[cfg(feature = "hydrate")]
pub mod http;
pub mod line;
pub mod live;
pub mod model;
pub mod pulse;
#[cfg(feature = "hydrate")]
pub mod socket;

pub use clock::Clock;
pub use live::{Link, Live};
pub use model::{Model, QueueView, Taken};
pub use pulse::{Age, Pulse, UNHEARD};
