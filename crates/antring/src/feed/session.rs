//! One connection, in whichever dialect.

use secrecy::SecretString;
use tokio::sync::mpsc;

use super::outlet::Outlet;
use super::{Dialect, EventServer, FeedEvent, SessionEnd, shell09, socketio4};
use crate::Account;

/// Connects, subscribes to the three channel events with a fresh `token`, and forwards what comes to `sender`
/// until the connection ends or nobody listens. Never reconnects.
///
/// A full channel loses events and says so by [`FeedEvent::Overflow`]; it never blocks the socket, whose heartbeats
/// would stop. Dropping the future closes the connection.
///
/// Socket.IO 0.9 needs a rustls crypto provider installed in the process, even for `http`.
pub async fn run_session(
    dialect: Dialect,
    server: &EventServer,
    account: &Account,
    token: &SecretString,
    sender: mpsc::Sender<FeedEvent>,
) -> SessionEnd {
    let outlet = Outlet::new(sender, server.tap.clone());
    match dialect {
        Dialect::SocketIo09 => shell09::run(server, account, token, outlet).await,
        Dialect::SocketIo4 => socketio4::run(server, account, token, outlet).await,
        Dialect::SocketIo2 | Dialect::Blackhole => {
            SessionEnd::WrongDialect(format!("{} is not spoken yet", dialect.name()))
        }
    }
}
