//! `GET /live`: the live stream over a websocket.

mod replay;
mod session;

use ::access::Grant;
use axum::Extension;
use axum::extract::ws::{WebSocket, WebSocketUpgrade};
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;
use wire::{Millis, close};

use crate::app_state::AppState;
use crate::error::AppError;
use crate::http::moment;
use crate::live::Sight;

/// `?board=all&surface=desk|wall&epoch=E&seq=N`: the last two name the frame a viewer has, and are left out by
/// one that has none. `&at=…&speed=N` asks for a replay instead.
#[derive(Debug, Deserialize)]
pub struct LiveQuery {
    #[serde(default)]
    board: Option<String>,
    #[serde(default)]
    surface: Surface,
    #[serde(default)]
    epoch: Option<String>,
    #[serde(default)]
    seq: Option<u64>,
    /// A moment that has passed: the stream is a replay from there on.
    #[serde(default, deserialize_with = "moment::deserialize")]
    at: Option<Millis>,
    /// How many times faster than life a replay goes; 0 stands still.
    #[serde(default = "as_in_life")]
    speed: u32,
}

fn as_in_life() -> u32 {
    1
}

/// What the viewer is. A wall hangs where customers' numbers have no business.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Surface {
    #[default]
    Desk,
    Wall,
}

impl Surface {
    /// What somebody may see there.
    pub fn shows(self, sight: Sight) -> Sight {
        match self {
            Surface::Desk => sight,
            Surface::Wall => sight.on_a_wall(),
        }
    }
}

impl LiveQuery {
    fn position(&self) -> Option<wire::Position> {
        Some(wire::Position { epoch: self.epoch.clone()?, seq: self.seq? })
    }
}

pub async fn live(
    State(state): State<AppState>,
    sight: Sight,
    Query(query): Query<LiveQuery>,
    Extension(grant): Extension<Grant>,
    upgrade: WebSocketUpgrade,
) -> Result<Response, AppError> {
    let room = state.streams.open(&grant.who).ok_or(AppError::TooManyStreams)?;
    let known = query.board.as_deref().is_none_or(|board| board == "all");
    let sight = query.surface.shows(sight);
    let position = query.position();
    let asked = query.at.map(|at| replay::Asked { at, speed: query.speed });
    // The defaults would hold 128 KiB a viewer for reading what never comes (`performance.md`).
    let upgrade = upgrade
        .read_buffer_size(1024)
        .write_buffer_size(0)
        .max_write_buffer_size(8 << 20)
        .max_message_size(4096)
        .max_frame_size(4096);
    let viewers = state.viewers.clone();
    Ok(upgrade.on_upgrade(move |socket| {
        viewers.track_future(async move {
            let _room = room;
            if known {
                match asked {
                    Some(asked) => replay::serve(socket, &state, &grant, sight, asked).await,
                    None => session::serve(socket, &state, &grant, sight, position).await,
                }
            } else {
                session::refuse(socket).await;
            }
        })
    }))
}

/// For a page whose reader is no longer signed in: it sees this code, and asks who they are.
pub async fn hang_up(mut socket: WebSocket) {
    session::say_goodbye(&mut socket, close::SIGNED_OUT, session::SIGNED_OUT).await;
}
