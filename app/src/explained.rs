//! What explains a number, as the pages want it: the calls behind it ([`Drill`]), its day ([`Trend`]), and how far
//! back the board can be seen again ([`Timeline`]). The same JSON answers the API.

use serde::{Deserialize, Serialize};
use wire::{Gap, Millis, Window};

/// Rows of a drill list that are drawn; the CSV has all.
pub const DRAWN_ROWS: u32 = 200;

/// One text in both languages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spoken {
    pub vi: String,
    pub en: String,
}

/// What `part` and `of` of a number mean: see [`wire::Figure`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    Share,
    Mean,
    Percentile,
    Count,
    /// `part` is a time in milliseconds, `of` how many it is the longest of.
    Longest,
}

/// A KPI's definition, with the rules in force written into its formula.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Definition {
    /// Stable: `service-level`, `asa`, `abandon-rate` …
    pub id: String,
    pub version: u32,
    pub name: Spoken,
    pub formula: Spoken,
    pub unit: Unit,
}

/// `GET /fragments/drill` and `GET /api/v1/kpis/{id}/calls`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DrillQuery {
    pub kpi: String,
    #[serde(default = "half_hour")]
    pub window: Window,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queue: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<String>,
    /// The moment asked about, for a replay; absent: now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Millis>,
    #[serde(default = "drawn_rows")]
    pub limit: u32,
}

fn half_hour() -> Window {
    Window::HalfHour
}

fn drawn_rows() -> u32 {
    DRAWN_ROWS
}

impl DrillQuery {
    pub fn of(kpi: &str, window: Window) -> Self {
        Self { kpi: kpi.to_owned(), window, queue: None, agent: None, at: None, limit: DRAWN_ROWS }
    }
}

/// A number with everything that makes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drill {
    pub definition: Definition,
    /// The window asked for; a number of this moment has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub window: Option<Window>,
    pub from: Millis,
    pub until: Millis,
    pub as_of: Millis,
    pub part: i64,
    pub of: i64,
    /// The queues summed here are held to different targets.
    #[serde(default)]
    pub mixed_targets: bool,
    /// The same number counted again from all rows of the list, drawn or not.
    pub recount: Recount,
    /// Rows by what they count as, in the order to be told.
    pub counts: Vec<RoleCount>,
    /// Rows of the whole list.
    pub total: u32,
    /// The newest of them.
    pub rows: Vec<DrillRow>,
    /// What the balance `O = A + B + F + ΔW` leaves over; never hidden.
    #[serde(default)]
    pub unmatched: i64,
    /// Where the whole list lies as CSV.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub csv: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recount {
    pub part: i64,
    pub of: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleCount {
    pub role: Role,
    pub why: Why,
    pub count: u32,
}

/// What a row does to the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// In numerator and denominator.
    Counted,
    /// In the denominator only.
    Against,
    /// Looked at, and left out of both.
    LeftOut,
}

/// Why a row counts as it does: the ids of `kpi::Why`, and what an agent is doing now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// It is what the number counts.
    Counted,
    Answered,
    AnsweredLate,
    Abandoned,
    AbandonedLate,
    ShortAbandon,
    EarlyAbandon,
    FlowedOut,
    FlowedOutLate,
    UnknownEnd,
    UnknownEndLate,
    Waits,
    WaitsPastTarget,
    TransferredIn,
    TalkGoesOn,
    TalkUnknown,
    Internal,
    SameCaller,
    Available,
    Ringing,
    OnCall,
    WrapUp,
    Paused,
    NotSignedIn,
    WindowTooShort,
    /// For a reason that this version has no word for.
    #[serde(other)]
    Other,
}

/// One call, passage, missed offer or stretch of an agent's time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DrillRow {
    /// The call, for `/api/v1/calls/{key}/explain`; an agent's time has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// When it counted: picked up, given up, entered, begun.
    pub at: Millis,
    /// The queue's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queue: Option<String>,
    /// The far party's number, masked where the surface asks for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The agent's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<String>,
    /// Milliseconds in the queue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waited: Option<Millis>,
    /// Milliseconds of talk, or of the agent's time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub talked: Option<Millis>,
    pub role: Role,
    pub why: Why,
}

/// `GET /fragments/trend` and `GET /api/v1/trend`: one operational day by quarters of an hour.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrendQuery {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compare: Option<Compare>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queue: Option<String>,
    /// A moment of the day asked for; absent: now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<Millis>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Compare {
    Yesterday,
    /// The same weekday a week before.
    LastWeek,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trend {
    /// The operational day.
    pub from: Millis,
    pub until: Millis,
    pub as_of: Millis,
    /// From the day's start to `as_of`, in order; the last one may still be running.
    pub slots: Vec<Slot>,
    /// What the service level was held against, and since when; the first holds from the day's start.
    pub targets: Vec<Target>,
    #[serde(default)]
    pub mixed_targets: bool,
    /// Times without events.
    #[serde(default)]
    pub gaps: Vec<Gap>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub compare: Option<Compared>,
    /// While the call history of the days before is still being read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reading: Option<Reading>,
}

/// How far AntRing's call history has been read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    pub days_done: u32,
    pub days: u32,
    /// AntRing did not answer when it was last asked.
    pub in_vain: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    pub from: Millis,
    pub until: Millis,
    pub offered: u32,
    pub answered: u32,
    pub abandoned: u32,
    pub service: Recount,
    /// The most callers who waited at once in this slot.
    pub waiting: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    pub from: Millis,
    /// SL-1 to SL-5.
    pub variant: u8,
    pub goal_percent: u32,
    pub target_seconds: u32,
}

/// Another day beside it, slot by slot from that day's own start.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Compared {
    pub with: Compare,
    pub from: Millis,
    pub slots: Vec<Slot>,
}

/// `GET /fragments/timeline`: the day that can be seen again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timeline {
    /// The operational day.
    pub from: Millis,
    pub until: Millis,
    pub as_of: Millis,
    /// What the journal holds of it; absent: nothing, so far.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept: Option<Stretch>,
    /// Times without events.
    #[serde(default)]
    pub gaps: Vec<Gap>,
    /// Times that the journal does not know: the server was down, or the disk was full.
    #[serde(default)]
    pub holes: Vec<Stretch>,
    #[serde(default)]
    pub marks: Vec<Mark>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stretch {
    pub from: Millis,
    pub until: Millis,
}

/// Something to jump to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    pub at: Millis,
    pub kind: MarkKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MarkKind {
    /// The server began.
    Start,
    /// Targets or definitions changed.
    Rules,
    /// A caller's wait passed the limit.
    Breach,
}

/// Why there is nothing to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExplainedProblem {
    /// Nothing is kept: the store could not be opened, or its disk is full.
    NotKept,
    /// The moment lies before what is kept, or after now.
    OutOfReach,
    /// More than the list behind a number is made of.
    TooLong,
    /// There is no such KPI, queue or agent.
    Unknown,
    #[serde(other)]
    Failed,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_question_in_a_url_needs_no_more_than_its_kpi() {
        let query: DrillQuery = serde_json::from_str(r#"{"kpi":"service-level"}"#).expect("it is complete");
        assert_eq!(query, DrillQuery::of("service-level", Window::HalfHour));
        let day: DrillQuery =
            serde_json::from_str(r#"{"kpi":"asa","window":"day"}"#).expect("it is complete");
        assert_eq!(day.window, Window::Day);
    }

    #[test]
    fn reasons_have_stable_names() {
        let text = |why| serde_json::to_string(&why).expect("it has a JSON form");
        assert_eq!(text(Why::WaitsPastTarget), r#""waits-past-target""#);
        assert_eq!(serde_json::from_str::<Why>(r#""solar-storm""#).expect("a reason"), Why::Other);
    }
}
