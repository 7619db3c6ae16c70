//! One connection, in whichever dialect.

use secrecy::SecretString;
use tokio::sync::mpsc;
use url::Url;

use super::outlet::Outlet;
use super::{FeedEvent, SessionEnd, shell09, socketio4};
use crate::Account;

/// Which protocol the event socket speaks (`protocols.md` §2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// KAZOO 3.x's own; the likeliest at AntRing.
    SocketIo09,
    /// A Node gateway's, version 3 or 4.
    SocketIo4,
}

/// Connects, subscribes to the three channel events with a fresh `token`, and forwards what comes to `sender`
/// until the connection ends or nobody listens. Never reconnects.
///
/// A full channel loses events and says so by [`FeedEvent::Overflow`]; it never blocks the socket, whose heartbeats
/// would stop. Dropping the future closes the connection.
///
/// Socket.IO 0.9 needs a rustls crypto provider installed in the process, even for `http`.
pub async fn run_session(
    dialect: Dialect,
    events_url: &Url,
    account: &Account,
    token: &SecretString,
    sender: mpsc::Sender<FeedEvent>,
) -> SessionEnd {
    let outlet = Outlet::new(sender);
    match dialect {
        Dialect::SocketIo09 => shell09::run(events_url, account, token, outlet).await,
        Dialect::SocketIo4 => socketio4::run(events_url, account, token, outlet).await,
    }
}
