//! Every word on the pages, in two tables. A sentence that one language lacks does not compile.

mod en;
mod vi;

use leptos::prelude::use_context;
use wire::{AgentState, CallState, Direction, Freshness, Outcome, Problem, SourceKind};

pub use en::EN;
pub use vi::VI;

use crate::visit::Lang;

/// Numbers come as `i64` or `u32`; times come already written.
pub struct Words {
    pub decimal_mark: char,
    pub thousands_mark: char,
    pub weekdays: [&'static str; 7],
    /// Weekday, day, month (1 to 12).
    pub date: fn(&str, i64, i64) -> String,
    pub minutes: fn(i64) -> String,
    pub hours: fn(i64) -> String,

    pub page: PageWords,
    pub link: LinkWords,
    pub kpi: KpiWords,
    pub replay: ReplayWords,
    pub board: BoardWords,
    pub attention: AttentionWords,
    pub trust: TrustWords,
    pub first_run: FirstRunWords,
    pub dial: DialWords,

    pub agent_state: fn(AgentState) -> &'static str,
    /// The same in the plural, lower case, for the wall's head: "17 đàm thoại".
    pub agent_count: fn(AgentState) -> &'static str,
    pub call_state: fn(CallState) -> &'static str,
    pub direction: fn(Direction) -> &'static str,
    pub outcome: fn(Outcome) -> &'static str,
    pub source: fn(SourceKind) -> &'static str,
    /// One clear sentence that says what to do.
    pub problem: fn(Problem) -> &'static str,
    /// What to read in an age when no problem is known.
    pub freshness: fn(Freshness) -> &'static str,
}

pub struct PageWords {
    pub board_title: &'static str,
    pub calls_title: &'static str,
    pub dial_title: &'static str,
    pub lost_title: &'static str,
    pub lost_why: &'static str,
    pub lost_back: &'static str,
    pub nav: &'static str,
    pub nav_board: &'static str,
    pub nav_calls: &'static str,
    pub nav_dial: &'static str,
    pub nav_wall: &'static str,
    /// For the narrow bar of a telephone.
    pub nav_wall_short: &'static str,
    pub skip: &'static str,
    /// The other language's own name, and how its switch is read out.
    pub language: &'static str,
    pub language_label: &'static str,
    pub theme_dark: &'static str,
    pub theme_light: &'static str,
    pub without_scripts: &'static str,
    pub logo: &'static str,
    pub loading: &'static str,
    pub not_loaded: &'static str,
}

pub struct LinkWords {
    pub live: &'static str,
    pub no_data: &'static str,
    pub lost: &'static str,
    pub reconnecting: &'static str,
    pub restored: &'static str,
    /// Clock time of the numbers shown.
    pub lost_since: fn(&str) -> String,
    pub silent_since: fn(&str) -> String,
    pub never_heard: &'static str,
    /// Age, and the time now.
    pub old_now: fn(&str, &str) -> String,
    /// An age that is late: "12 s trễ".
    pub late: fn(&str) -> String,
    /// An age that is old: "cũ 3′ 08″".
    pub old: fn(&str) -> String,
    /// Age and clock time: "cũ 3 phút, lúc 14:29".
    pub old_at: fn(&str, &str) -> String,
    /// Clock time alone, where there is no room: "lúc 14:29".
    pub as_of: fn(&str) -> String,
    /// Clock time at which a source fell silent.
    pub no_source_since: fn(&str) -> String,
    pub stopped: &'static str,
}

/// What of the board may be wrong.
pub struct TrustWords {
    pub head: &'static str,
    pub matched: &'static str,
    pub unmatched: fn(u32) -> String,
    pub repaired: fn(u64) -> String,
    /// Clock times, and whether the call history has told what happened meanwhile.
    pub gap: fn(&str, &str, bool) -> String,
    pub gap_since: fn(&str) -> String,
    /// Offers that rang in vain, of an agent in the last half hour or for a call.
    pub missed: fn(u32) -> String,
}

pub struct KpiWords {
    pub close: &'static str,
    pub strip: &'static str,
    pub waiting: &'static str,
    pub longest: &'static str,
    pub service_30: &'static str,
    pub available: &'static str,
    pub abandoned_30: &'static str,
    pub abandoned_today: &'static str,
    /// AntRing's own count, where there is none of ours.
    pub by_antring: &'static str,
    /// The list behind a number.
    pub drill: &'static str,
    /// What stands before the day's number.
    pub day: &'static str,
    pub at_most: fn(u32) -> String,
    pub at_least: fn(u32) -> String,
    pub limit: fn(&str) -> String,
    pub limit_percent: fn(u32) -> String,
    /// Variant, percent, seconds, and whether queues have targets of their own: "SL-2 80/20".
    pub rule: fn(u8, i64, u32, bool) -> String,
    /// Callers who wait in a queue that is not known yet.
    pub unplaced: fn(u32) -> String,
    pub ringing: fn(u32) -> String,
    pub on_call: fn(u32) -> String,
    pub few_calls: &'static str,
    pub no_calls: &'static str,
    pub nobody_waits: &'static str,
    pub no_queue: &'static str,
    /// "13/310 hôm nay".
    pub today: fn(&str) -> String,
    pub near: &'static str,
    pub over: &'static str,
}

/// A moment that has passed.
pub struct ReplayWords {
    pub head: &'static str,
    pub copy: &'static str,
    pub copied: &'static str,
    pub to_now: &'static str,
    /// Clock time.
    pub not_live: fn(&str) -> String,
    pub title: fn(&str) -> String,
    pub as_of: fn(&str) -> String,
    pub before_recording: fn(&str) -> String,
    pub future: &'static str,
    pub not_recorded: fn(&str, &str) -> String,
    pub other_version: &'static str,
    pub no_record: &'static str,
    pub too_many: &'static str,
}

pub struct BoardWords {
    pub queues: &'static str,
    pub agents: &'static str,
    pub calls: &'static str,
    pub tabs: &'static str,
    pub sources: &'static str,
    pub ended: &'static str,
    pub no_calls: &'static str,
    pub no_ended: &'static str,
    pub no_queues: &'static str,
    pub name: &'static str,
    pub state: &'static str,
    pub time_in: &'static str,
    pub queue: &'static str,
    pub agent: &'static str,
    pub extension: &'static str,
    pub number: &'static str,
    pub waiting: &'static str,
    pub waiting_short: &'static str,
    pub ringing: &'static str,
    pub longest: &'static str,
    pub service: &'static str,
    pub service_short: &'static str,
    pub free: &'static str,
    pub abandoned: &'static str,
    pub waited: &'static str,
    pub talk: &'static str,
    pub started: &'static str,
    pub direction: &'static str,
    pub ended_at: &'static str,
    pub unknown_number: &'static str,
    pub several_queues: fn(usize) -> String,
    pub from_call_start: &'static str,
    pub page_of: fn(u32, u32) -> String,
    pub every: fn(&str) -> String,
}

pub struct AttentionWords {
    pub head: &'static str,
    pub calm: &'static str,
    pub calm_why: &'static str,
    pub open: &'static str,
    pub more: fn(usize) -> String,
    /// Queue, how far past its limit.
    pub over_limit: fn(&str, &str) -> String,
    pub nobody_free: fn(&str) -> String,
    /// Callers waiting, agents free.
    pub waiting_free: fn(u32, u32) -> String,
    /// Agent, time on the call.
    pub long_call: fn(&str, &str) -> String,
    /// The limit in minutes, and the queue if known.
    pub long_call_why: fn(u32, Option<&str>) -> String,
    pub source_down: fn(&str) -> String,
    /// What happens is not being kept on disk.
    pub not_kept: &'static str,
    pub source_late: fn(&str, &str) -> String,
    /// It is connected, and says nothing.
    pub source_silent: fn(&str) -> String,
    pub source_every: fn(&str) -> String,
    pub cut_off_why: &'static str,
    pub see_sources: &'static str,
}

pub struct FirstRunWords {
    pub head: &'static str,
    pub lead: &'static str,
    pub lead_down: &'static str,
    pub connect: &'static str,
    pub connect_why: &'static str,
    pub connect_done: fn(usize) -> String,
    pub agents: &'static str,
    pub agents_why: &'static str,
    pub wall: &'static str,
    pub wall_why: &'static str,
    pub wall_open: &'static str,
}

pub struct DialWords {
    pub calling: &'static str,
    pub your_phone_rings: &'static str,
    pub your_phone_rings_why: &'static str,
    pub their_phone_rings: &'static str,
    pub caller_rings: &'static str,
    pub talking: &'static str,
    pub ended: &'static str,
    pub never_seen: &'static str,
    pub never_seen_why: &'static str,
    pub idle: &'static str,
    pub idle_why: &'static str,
    pub current: &'static str,
    /// What stands before a wait.
    pub waited: &'static str,
    /// A queue, or how many queues, and the callers who wait there.
    pub queue_waiting: fn(&str, u32) -> String,
}

impl Lang {
    pub fn words(self) -> &'static Words {
        match self {
            Self::Vi => &VI,
            Self::En => &EN,
        }
    }
}

/// The words of this page's language.
pub fn words() -> &'static Words {
    use_context::<Lang>().unwrap_or_default().words()
}
