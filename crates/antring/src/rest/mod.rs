//! The seven REST endpoints (`protocols.md` §1.2), one a file.

mod agents;
mod answer;
mod auth_token;
mod click_to_call;
mod client;
mod dashboard;
mod histories;
mod history_probe;
mod pace;
mod play_recording;
mod queues;
mod request;
mod scrub;
mod token_keeper;

pub use auth_token::AuthToken;
pub(crate) use auth_token::token;
pub use click_to_call::{ClickToCallParams, Dialled};
pub use client::{Client, ClientSettings};
pub use history_probe::{HistoryHashSetting, HistoryVariant};
pub use play_recording::MediaUrl;
pub(crate) use play_recording::link_in;
pub use token_keeper::{TokenKeeper, TokenNeed};
