//! One connection, in whichever dialect.

use secrecy::SecretString;
use tokio::sync::mpsc;
use tokio::time::Instant;

use super::blackhole::Blackhole;
use super::handshake09::handshake;
use super::outlet::Outlet;
use super::socketio2::SocketIo2;
use super::socketio09::SocketIo09;
use super::subscription::subscriptions;
use super::url::{engine_io, upgrade};
use super::{Dialect, EventServer, FeedEvent, SessionEnd, shell, socketio4};
use crate::Account;

/// Connects, subscribes to the three channel events with a fresh `token`, and forwards what comes to `sender`
/// until the connection ends or nobody listens. Never reconnects.
///
/// A full channel loses events and says so by [`FeedEvent::Overflow`]; it never blocks the socket, whose heartbeats
/// would stop. Dropping the future closes the connection.
///
/// Every dialect but Socket.IO 4 needs a rustls crypto provider installed in the process, even for `http`.
pub async fn run_session(
    dialect: Dialect,
    server: &EventServer,
    account: &Account,
    token: &SecretString,
    sender: mpsc::Sender<FeedEvent>,
) -> SessionEnd {
    let outlet = Outlet::new(sender, server.tap.clone());
    let subscriptions = subscriptions(account, token);
    match dialect {
        Dialect::SocketIo09 => {
            let opened = async {
                let handshake = handshake(server).await?;
                let socket = shell::open(server, handshake.upgrade(server)?).await?;
                Ok((socket, SocketIo09::new(&subscriptions, handshake.heartbeat_limit, Instant::now())))
            };
            shell::run(opened, outlet).await
        }
        Dialect::SocketIo2 => {
            let opened = async {
                let socket = shell::open(server, upgrade(engine_io(&server.url, "3", "websocket"))?).await?;
                Ok((socket, SocketIo2::new(&subscriptions, Instant::now())))
            };
            shell::run(opened, outlet).await
        }
        Dialect::SocketIo4 => socketio4::run(server, subscriptions.to_vec(), outlet).await,
        Dialect::Blackhole => {
            let opened = async {
                let socket = shell::open(server, upgrade(Some(server.url.clone()))?).await?;
                Ok((socket, Blackhole::new(&subscriptions, token, Instant::now())))
            };
            shell::run(opened, outlet).await
        }
    }
}
