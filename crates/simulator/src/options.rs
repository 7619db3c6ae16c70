//! How a simulator is set up.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use clap::ValueEnum;

use crate::faults::FaultOrder;
use crate::sovereign::SovereignOptions;

/// The protocol of the event feed (`protocols.md` §2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Dialect {
    /// Socket.IO 0.9, as KAZOO 3.x speaks it: the likeliest at AntRing
    #[value(name = "socketio09")]
    SocketIo09,
    /// Socket.IO 2 on Engine.IO 3: a Node gateway in front of KAZOO
    #[value(name = "socketio2")]
    SocketIo2,
    /// Socket.IO 3/4 on Engine.IO 4, without 2.x clients: a newer gateway
    #[value(name = "socketio4")]
    SocketIo4,
    /// KAZOO 4's own Blackhole: JSON on a plain websocket
    #[value(name = "blackhole")]
    Blackhole,
}

impl Dialect {
    /// The word of `--dialect`, and of Callboard's setting.
    pub const fn word(self) -> &'static str {
        match self {
            Self::SocketIo09 => "socketio09",
            Self::SocketIo2 => "socketio2",
            Self::SocketIo4 => "socketio4",
            Self::Blackhole => "blackhole",
        }
    }
}

/// What Blackhole says to a subscription for a foreign account. The Socket.IO dialects are always silent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum WrongAccount {
    /// "unauthorized account id", as 4.x does
    Refused,
    /// Success, and never an event
    Silent,
}

/// How event payloads spell their keys (`protocols.md` §1.5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum KeyStyle {
    /// The seven documented keys
    Flat,
    /// KAZOO 3.x: `Call-ID`, `Custom-Channel-Vars`
    Kazoo3,
    /// KAZOO 4.x: `call_id` inside the event envelope
    Kazoo4,
}

/// What goes into the hash of `/call/histories`, in which order (`protocols.md` §1.4 no. 1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum HistoryHash {
    /// appId + from + to (+ limit + page) + secret
    AppIdFirst,
    /// from + to (+ limit + page) + appId + secret
    DatesFirst,
}

/// How `expire` of a token is written (`protocols.md` §1.4 no. 9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ExpireStyle {
    /// Seconds from now
    Relative,
    /// Unix seconds
    Unix,
    /// Unix milliseconds
    Ms,
    /// KAZOO's seconds since year 0
    Gregorian,
    /// An ISO 8601 instant
    Iso,
}

/// Where click to call takes `sipUser` and `sipPassword` from (`protocols.md` §1.4 no. 11).
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ClickToCallParams {
    /// A JSON body
    Body,
    /// The query string
    Query,
}

/// How many calls come by themselves.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Load {
    /// A living centre with days behind it and calls under way.
    Demo,
    /// No calls by themselves, everybody ready, an empty past.
    Quiet,
    /// This many calls a minute from outside, at an even rate; an empty past.
    CallsPerMinute(f64),
}

/// What a client must know to use the simulator, named as Callboard's settings are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credentials {
    pub app_id: String,
    pub app_secret: String,
    /// KAZOO account id, 32 hex characters.
    pub account_id: String,
    pub domain: String,
    pub email: String,
    /// The first agent's phone.
    pub sip_user: String,
    pub sip_password: String,
}

impl Default for Credentials {
    fn default() -> Self {
        Self {
            app_id: "6544646543674".to_owned(),
            app_secret: "123456".to_owned(),
            account_id: "aa00bb11cc22dd33ee44ff5566778899".to_owned(),
            domain: "acme.antbuddy.com".to_owned(),
            email: "ops@acme.example".to_owned(),
            sip_user: "user_nhungnth".to_owned(),
            sip_password: "sip-nhungnth".to_owned(),
        }
    }
}

/// Everything that can be chosen about a simulator. `Default` is the demo, on free ports of 127.0.0.1.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where REST, recordings and the control API listen.
    pub rest: SocketAddr,
    /// Where the event feed listens.
    pub events: SocketAddr,
    pub dialect: Dialect,
    /// Without one: `Kazoo3` on Socket.IO 0.9, `Flat` on Socket.IO 2 and 4, `Kazoo4` on Blackhole.
    pub keys: Option<KeyStyle>,
    /// Engine.IO's pingInterval, in milliseconds; 25 000 without one.
    pub ping_interval_ms: Option<u64>,
    /// Engine.IO's pingTimeout, in milliseconds; without one 5000 on Socket.IO 2 and 20 000 on Socket.IO 4.
    pub ping_timeout_ms: Option<u64>,
    pub wrong_account: WrongAccount,
    pub history_hash: HistoryHash,
    /// Wraps lists as `{"total", "page", "limit", "data"}` instead of sending bare arrays.
    pub envelope: bool,
    pub expire: ExpireStyle,
    /// Life of a token, in seconds.
    pub token_seconds: u64,
    pub click_to_call_params: ClickToCallParams,
    /// Seconds between the end of a call and its row in `/call/histories`.
    pub history_delay: u64,
    /// Life of a recording's URL, in seconds.
    pub recording_seconds: u64,
    /// Writes the agents' ids in `/queues` with a capital first letter, as the documentation's example does.
    pub capital_agent_ids: bool,
    /// REST requests a second before 503, with twice as many saved up at most; 0 means no limit.
    pub requests_per_second: u32,
    /// How many times faster than the world's the simulator's time runs.
    pub speed: f64,
    /// What the simulator's clock shows at the start, in unix milliseconds; the world's time without it.
    pub opens_at: Option<i64>,
    pub seed: u64,
    pub agents: usize,
    pub queues: usize,
    pub load: Load,
    /// So many whole days before today lie behind the centre, with today until now, whatever the load; 0 leaves that
    /// to the load. They are lived through when it is opened, some 15 000 calls a second, and kept in memory, some
    /// 700 bytes a call.
    pub past_days: u32,
    /// Calls of such a day, on average: from outside, by agents to customers and between agents.
    pub past_calls_per_day: f64,
    /// Length of after-call work of every queue, in seconds; without it, each queue has its own.
    pub wrapup_seconds: Option<u64>,
    /// A file of `days/`, or one's own, that is played from the start on.
    pub story: Option<PathBuf>,
    /// A recording of `callboard capture` that is played instead of a centre.
    pub replay: Option<PathBuf>,
    pub credentials: Credentials,
    /// What goes wrong from the start on.
    pub faults: FaultOrder,
    /// Voice assistants beside the centre, as HMS Sovereign serves them.
    pub sovereign: Option<SovereignOptions>,
}

impl Default for Options {
    fn default() -> Self {
        let anywhere = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
        Self {
            rest: anywhere,
            events: anywhere,
            dialect: Dialect::SocketIo09,
            keys: None,
            ping_interval_ms: None,
            ping_timeout_ms: None,
            wrong_account: WrongAccount::Refused,
            history_hash: HistoryHash::AppIdFirst,
            envelope: false,
            expire: ExpireStyle::Relative,
            token_seconds: 3600,
            click_to_call_params: ClickToCallParams::Body,
            history_delay: 5,
            recording_seconds: 600,
            capital_agent_ids: false,
            requests_per_second: 50,
            speed: 1.0,
            opens_at: None,
            seed: 20_261_120,
            agents: 28,
            queues: 5,
            load: Load::Demo,
            past_days: 0,
            past_calls_per_day: 3500.0,
            wrapup_seconds: None,
            story: None,
            replay: None,
            credentials: Credentials::default(),
            faults: FaultOrder::default(),
            sovereign: None,
        }
    }
}

impl Options {
    /// The key style in force.
    pub fn key_style(&self) -> KeyStyle {
        self.keys.unwrap_or(match self.dialect {
            Dialect::SocketIo09 => KeyStyle::Kazoo3,
            Dialect::SocketIo2 | Dialect::SocketIo4 => KeyStyle::Flat,
            Dialect::Blackhole => KeyStyle::Kazoo4,
        })
    }
}
