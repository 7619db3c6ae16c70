//! `callboard simulator …`: the options as command line arguments.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use clap::Args;

use crate::faults::{FaultOrder, FeedFault, RestAnswer};
use crate::options::{
    ClickToCallParams, Credentials, Dialect, ExpireStyle, HistoryHash, KeyStyle, Load, Options, WrongAccount,
};
use crate::sovereign::SovereignOptions;

/// A stand-in for AntRing: a call centre that lives, with REST, recordings and the event feed
#[derive(Args, Clone, Debug)]
pub struct Arguments {
    /// Address to listen on
    #[arg(long, default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    pub host: IpAddr,
    /// Port of REST, recordings and the control API; 0 takes a free one
    #[arg(long, default_value_t = 5580)]
    pub rest_port: u16,
    /// Port of the event feed; 0 takes a free one
    #[arg(long, default_value_t = 5557)]
    pub events_port: u16,
    /// Protocol of the event feed
    #[arg(long, value_enum, default_value_t = Dialect::SocketIo09)]
    pub dialect: Dialect,
    /// Spelling of the event keys [default: kazoo3 on socketio09, flat on socketio2 and 4, kazoo4 on blackhole]
    #[arg(long, value_enum)]
    pub keys: Option<KeyStyle>,
    /// Engine.IO's pingInterval, in milliseconds [default: 25000]
    #[arg(long)]
    pub ping_interval_ms: Option<u64>,
    /// Engine.IO's pingTimeout, in milliseconds [default: 5000 on socketio2, 20000 on socketio4]
    #[arg(long)]
    pub ping_timeout_ms: Option<u64>,
    /// What blackhole says to a subscription for a foreign account
    #[arg(long, value_enum, default_value_t = WrongAccount::Refused)]
    pub wrong_account: WrongAccount,
    /// Order of the values in the hash of /call/histories
    #[arg(long, value_enum, default_value_t = HistoryHash::AppIdFirst)]
    pub history_hash: HistoryHash,
    /// Wrap lists in an object with the total, instead of sending bare arrays
    #[arg(long)]
    pub envelope: bool,
    /// How the expiry of a token is written
    #[arg(long, value_enum, default_value_t = ExpireStyle::Relative)]
    pub expire: ExpireStyle,
    /// Life of a token, in seconds
    #[arg(long, default_value_t = 3600)]
    pub token_seconds: u64,
    /// Where click to call takes the SIP user and password from
    #[arg(long, value_enum, default_value_t = ClickToCallParams::Body)]
    pub click_to_call_params: ClickToCallParams,
    /// Seconds between the end of a call and its row in the history
    #[arg(long, default_value_t = 5)]
    pub history_delay: u64,
    /// Life of a recording's link, in seconds
    #[arg(long, default_value_t = 600)]
    pub recording_seconds: u64,
    /// Write the agents' ids in /queues with a capital first letter, as the documentation's example does
    #[arg(long)]
    pub capital_agent_ids: bool,
    /// REST requests a second before the answer is 503; 0 means no limit
    #[arg(long, default_value_t = 50)]
    pub requests_per_second: u32,
    /// How many times faster than the world's the simulator's time runs
    #[arg(long, default_value_t = 1.0, value_parser = speed)]
    pub speed: f64,
    /// What the simulator's clock shows at the start, as 2026-11-20T23:59:30+07:00 [default: the world's time]
    #[arg(long, value_name = "INSTANT")]
    pub opens_at: Option<jiff::Timestamp>,
    /// The same seed gives the same day
    #[arg(long, default_value_t = 20_261_120)]
    pub seed: u64,
    /// Number of agents
    #[arg(long, default_value_t = 28)]
    pub agents: usize,
    /// Number of queues
    #[arg(long, default_value_t = 5)]
    pub queues: usize,
    /// "demo" (a living centre with a past), "quiet", or calls per minute [default: demo; quiet with a story]
    #[arg(long, value_parser = load)]
    pub load: Option<Load>,
    /// Whole days before today that lie behind the centre, with today until now [default: the load's own]
    #[arg(long, value_name = "DAYS", default_value_t = 0, value_parser = clap::value_parser!(u32).range(0..=366))]
    pub past_days: u32,
    /// Calls of such a day, on average
    #[arg(long, value_name = "CALLS", default_value_t = 3500.0, value_parser = calls_per_day)]
    pub past_calls_per_day: f64,
    /// Length of after-call work of every queue, in seconds
    #[arg(long)]
    pub wrapup_seconds: Option<u64>,
    /// Play this story from the start on
    #[arg(long)]
    pub story: Option<PathBuf>,
    /// Play this recording of `callboard capture` instead of a centre, in its own dialect
    #[arg(long, value_name = "FILE")]
    pub replay: Option<PathBuf>,
    /// Answer all REST requests with this HTTP status, until told otherwise
    #[arg(long, value_name = "STATUS")]
    pub fault_rest: Option<u16>,
    /// Accept feed sockets but never deliver an event
    #[arg(long)]
    pub fault_silent_feed: bool,
    /// Refuse every subscription with auth_failure
    #[arg(long)]
    pub fault_auth: bool,
    /// Probability that an event is never sent
    #[arg(long, value_name = "PROBABILITY")]
    pub fault_drop_events: Option<f64>,
    /// Probability that an event is sent twice
    #[arg(long, value_name = "PROBABILITY")]
    pub fault_duplicate: Option<f64>,
    /// Probability that an event comes after the one that followed it
    #[arg(long, value_name = "PROBABILITY")]
    pub fault_reorder: Option<f64>,
    /// Longest time an event is held for, so that the order is lost within it
    #[arg(long, value_name = "MILLISECONDS")]
    pub fault_shuffle_ms: Option<u64>,
    /// How much later everything is stamped than it happens; earlier when negative
    #[arg(long, value_name = "SECONDS", allow_negative_numbers = true)]
    pub fault_skew_seconds: Option<f64>,
    /// Time between cuts of all feed sockets
    #[arg(long, value_name = "SECONDS")]
    pub fault_drop_every_seconds: Option<f64>,
    /// Treat every subscription as one to a foreign account
    #[arg(long)]
    pub fault_account: bool,
    /// Port of a simulated HMS Sovereign, for calls with voice assistants; 0 takes a free one [default: none]
    #[arg(long, value_name = "PORT")]
    pub sovereign_port: Option<u16>,
    /// Calls with voice assistants that come by themselves
    #[arg(long, value_name = "CALLS", default_value_t = 0.0, requires = "sovereign_port")]
    pub sovereign_calls_per_minute: f64,
    /// Where Sovereign's webhooks go
    #[arg(long, value_name = "URL", requires = "sovereign_port")]
    pub sovereign_webhooks: Option<String>,
}

impl From<Arguments> for Options {
    fn from(arguments: Arguments) -> Self {
        let sovereign = arguments.sovereign_port.map(|port| SovereignOptions {
            listen: SocketAddr::from((arguments.host, port)),
            calls_per_minute: arguments.sovereign_calls_per_minute,
            webhooks: arguments.sovereign_webhooks,
            ..SovereignOptions::default()
        });
        let without_load = if arguments.story.is_some() { Load::Quiet } else { Load::Demo };
        Self {
            rest: SocketAddr::from((arguments.host, arguments.rest_port)),
            events: SocketAddr::from((arguments.host, arguments.events_port)),
            dialect: arguments.dialect,
            keys: arguments.keys,
            ping_interval_ms: arguments.ping_interval_ms,
            ping_timeout_ms: arguments.ping_timeout_ms,
            wrong_account: arguments.wrong_account,
            history_hash: arguments.history_hash,
            envelope: arguments.envelope,
            expire: arguments.expire,
            token_seconds: arguments.token_seconds,
            click_to_call_params: arguments.click_to_call_params,
            history_delay: arguments.history_delay,
            recording_seconds: arguments.recording_seconds,
            capital_agent_ids: arguments.capital_agent_ids,
            requests_per_second: arguments.requests_per_second,
            speed: arguments.speed,
            opens_at: arguments.opens_at.map(jiff::Timestamp::as_millisecond),
            seed: arguments.seed,
            agents: arguments.agents,
            queues: arguments.queues,
            load: arguments.load.unwrap_or(without_load),
            past_days: arguments.past_days,
            past_calls_per_day: arguments.past_calls_per_day,
            wrapup_seconds: arguments.wrapup_seconds,
            story: arguments.story,
            replay: arguments.replay,
            credentials: Credentials::default(),
            faults: FaultOrder {
                rest_status: arguments.fault_rest.map(RestAnswer::Status),
                feed: arguments.fault_silent_feed.then_some(FeedFault::Silent),
                auth_failure: arguments.fault_auth.then_some(true),
                drop_events: arguments.fault_drop_events,
                duplicate: arguments.fault_duplicate,
                reorder: arguments.fault_reorder,
                shuffle_ms: arguments.fault_shuffle_ms,
                skew_seconds: arguments.fault_skew_seconds,
                drop_every_seconds: arguments.fault_drop_every_seconds,
                account: arguments.fault_account.then_some(true),
                ..FaultOrder::default()
            },
            sovereign,
        }
    }
}

fn speed(text: &str) -> Result<f64, String> {
    let speed = text.parse::<f64>().ok().filter(|speed| (0.01..=1000.0).contains(speed));
    speed.ok_or_else(|| "say a number from 0.01 to 1000".to_owned())
}

fn calls_per_day(text: &str) -> Result<f64, String> {
    let calls = text.parse::<f64>().ok().filter(|calls| (1.0..=100_000.0).contains(calls));
    calls.ok_or_else(|| "say a number from 1 to 100000".to_owned())
}

fn load(text: &str) -> Result<Load, String> {
    match text {
        "demo" => Ok(Load::Demo),
        "quiet" => Ok(Load::Quiet),
        rate => match rate.parse::<f64>() {
            Ok(rate) if rate.is_finite() && rate >= 0.0 => Ok(Load::CallsPerMinute(rate)),
            _ => Err("say demo, quiet or a number of calls per minute".to_owned()),
        },
    }
}

#[cfg(test)]
mod tests {
    use clap::{CommandFactory, FromArgMatches, Parser};

    use super::*;

    #[derive(Debug, Parser)]
    struct Command {
        #[command(flatten)]
        arguments: Arguments,
    }

    fn options(words: &[&str]) -> Options {
        let matches = Command::command().get_matches_from([&["simulator"], words].concat());
        Command::from_arg_matches(&matches).unwrap().arguments.into()
    }

    #[test]
    fn arguments_are_well_formed_and_become_options() {
        Command::command().debug_assert();
        let options =
            options(&["--dialect", "socketio4", "--load", "12.5", "--rest-port", "0", "--expire", "iso"]);
        assert_eq!(options.dialect, Dialect::SocketIo4);
        assert_eq!(options.key_style(), KeyStyle::Flat);
        assert_eq!(options.load, Load::CallsPerMinute(12.5));
        assert_eq!(options.rest.port(), 0);
    }

    #[test]
    fn sovereign_is_off_unless_it_has_a_port() {
        assert!(options(&[]).sovereign.is_none());
        let words = ["--sovereign-port", "0", "--sovereign-calls-per-minute", "6"];
        assert_eq!(options(&words).sovereign.map(|sovereign| sovereign.calls_per_minute), Some(6.0));
    }

    #[test]
    fn a_story_is_told_in_a_quiet_centre() {
        assert_eq!(options(&["--story", "days/quiet.story"]).load, Load::Quiet);
        assert_eq!(options(&[]).load, Load::Demo);
    }
}
