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
pub use click_to_call::{ClickToCallParams, Dialled};
pub use client::{Client, ClientSettings};
pub use history_probe::HistoryHashSetting;
pub use play_recording::MediaUrl;
pub use token_keeper::{TokenKeeper, TokenNeed};
