//! The four protocols of event sockets.

/// Which protocol the event socket speaks (`protocols.md` §2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// KAZOO 3.x's own; the likeliest at AntRing.
    SocketIo09,
    /// A Node gateway's, version 1 or 2 (Engine.IO 3).
    SocketIo2,
    /// A Node gateway's, version 3 or 4 (Engine.IO 4).
    SocketIo4,
    /// KAZOO 4.x's own plain WebSocket.
    Blackhole,
}

impl Dialect {
    pub const ALL: [Self; 4] = [Self::SocketIo09, Self::SocketIo2, Self::SocketIo4, Self::Blackhole];

    /// As the settings spell it.
    pub fn name(self) -> &'static str {
        match self {
            Self::SocketIo09 => "socketio09",
            Self::SocketIo2 => "socketio2",
            Self::SocketIo4 => "socketio4",
            Self::Blackhole => "blackhole",
        }
    }
}
