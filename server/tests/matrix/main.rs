//! The same day at every kind of site: each story is played over each dialect of the event feed and each spelling of
//! its keys, by the real server over real sockets, and the board must come out the same.
//!
//! * `stories/*.story`: what is ordered from the simulator, and the board that must follow.
//! * [`simulated`]: all dialects of the simulator.
//! * [`official_servers`]: Socket.IO's own servers of three generations in the place of the event feed.
//! * [`official_clients`]: Socket.IO's own clients at the simulator's feed.
//!
//! A board that differs is either wrong or knows less. What a key style cannot know is written in the story, with its
//! reason, and nowhere else.

mod drawing;
mod node;
mod official_clients;
mod official_servers;
mod play;
mod simulated;
mod story;
mod table;
mod truth;

#[path = "../it/support.rs"]
#[expect(dead_code, reason = "shared with the other integration tests, which use the rest of it")]
mod support;
