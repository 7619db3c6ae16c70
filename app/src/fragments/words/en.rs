//! English.

use wire::Window;

use super::{DrillWords, ExplainedWords, TimelineWords, TrendWords};
use crate::explained::{Compare, ExplainedProblem, MarkKind, Why};

pub static EN: ExplainedWords = ExplainedWords {
    drill: DrillWords {
        now: "now",
        csv: "CSV",
        windows: "Window",
        parts: "What the number is made of",
        mixed_targets: "Queues have targets of their own; each call is held to its queue's.",
        time: "Time",
        queue: "Queue",
        number: "Caller",
        agent: "Agent",
        waited: "Wait",
        talked: "Talk",
        lasted: "For",
        result: "Result",
        unknown_number: "withheld",
        explain: "What happened to this call",
        reveal: "Show the number (this is recorded)",
        rows: "The list that makes the number",
        none: "Nothing in this window.",
        shown: |shown, total| {
            if shown == total { format!("{total} rows") } else { format!("{shown} of {total} rows") }
        },
        recounted: "recounted, equals the tile",
        recount_differs: |again| format!("recounted: {again}"),
        unmatched: |count| format!("{count} unmatched"),
        as_of: |time| format!("as of {time}"),
        version: |version| format!("version {version}"),
        available_name: "Available",
        available_formula: "Agents who can take a call right now, of those signed in.",
        waiting_name: "Waiting",
        waiting_formula: "Callers in a queue, not yet talking to an agent; includes those an agent rings for.",
        longest_name: "Longest wait",
        longest_formula: "The caller now waiting longest, from queue entry. Not the day's record.",
    },
    trend: TrendWords {
        head: "Service level and calls, by 15 minutes",
        service: "service level, %",
        goal: "target",
        answered: "answered",
        abandoned: "abandoned",
        offered: "offered",
        waiting: "most waiting",
        time: "From",
        table: "Table",
        compare: "Compare",
        nothing: "none",
        with: |with| match with {
            Compare::Yesterday => "yesterday",
            Compare::LastWeek => "last week",
        },
        gap: |from, until| format!("gap {from}–{until}"),
        rules: |at, before, after| format!("{at}: {before} became {after}"),
        counts: |offered, answered, abandoned| {
            format!("{offered} offered · {answered} answered · {abandoned} abandoned")
        },
        most_waiting: |count| format!("{count} waiting at most"),
        mixed_targets: "queues have targets of their own",
        none_yet: "No call has entered a queue today.",
        reading: |done, of, in_vain| {
            let so_far = format!("Reading the call history of the days before: {done} of {of} days.");
            let why = if in_vain { " AntRing did not answer; it is asked again." } else { "" };
            so_far + why
        },
        keys: "Left and right arrow keys: from quarter to quarter",
    },
    timeline: TimelineWords {
        none_yet: "Nothing has been recorded today, so there is nothing to replay.",
        moment: "Moment to replay",
        begin: "Replay from 5 minutes ago",
        play: "Play",
        pause: "Stop at this moment",
        speed: "Speed of the replay",
        gap: |from, until| format!("No events {from}–{until}"),
        hole: |from, until| format!("Not recorded {from}–{until}"),
        mark: |kind| match kind {
            MarkKind::Start => "Server started",
            MarkKind::Rules => "Targets changed",
            MarkKind::Breach => "A wait passed the limit",
        },
    },
    window: |window| match window {
        Window::HalfHour => "30 min",
        Window::Day => "today",
    },
    counted: |kpi| match kpi {
        "service-level" | "sl-1" | "sl-2" | "sl-3" | "sl-4" | "sl-5" => {
            ("In time, in the numerator", "In time")
        }
        "abandon-rate" | "abandon-wait" | "abandoned" => ("Abandoned", "Abandoned"),
        "callers-lost" => ("Callers lost, each once", "Abandoned"),
        "missed" => ("Rang, not picked up", "Not picked up"),
        "flowed-out" => ("Left the queue for elsewhere", "Flowed out"),
        "offered" => ("Entered a queue", "Entered"),
        "calls" => ("Calls", "Call"),
        "waiting" | "longest-wait" => ("Waiting", "Waiting"),
        "occupancy" => ("Busy with calls", "Busy"),
        _ => ("Answered", "Answered"),
    },
    why: |why| match why {
        Why::Answered => "Answered",
        Why::AnsweredLate => "Answered past the target",
        Why::Abandoned => "Abandoned",
        Why::AbandonedLate => "Abandoned past the target",
        Why::ShortAbandon => "Abandoned very soon, left out",
        Why::EarlyAbandon => "Abandoned within the target, left out",
        Why::FlowedOut => "Left the queue for elsewhere",
        Why::FlowedOutLate => "Left the queue past the target",
        Why::UnknownEnd => "Nobody told how it ended",
        Why::UnknownEndLate => "End unknown, past the target",
        Why::Waits => "Waiting",
        Why::WaitsPastTarget => "Waiting, past the target",
        Why::TransferredIn => "Came from another queue, left out",
        Why::TalkGoesOn => "Still talking, not counted yet",
        Why::TalkUnknown => "Talk time unknown",
        Why::Internal => "Internal call, left out",
        Why::SameCaller => "Same caller, counted already",
        Why::Available => "Available",
        Why::Ringing => "Ringing",
        Why::OnCall => "On call",
        Why::WrapUp => "Wrap-up",
        Why::Paused => "Paused",
        Why::NotSignedIn => "Not on duty, left out",
        Why::WindowTooShort => "Window under 30 min, left out",
        Why::Counted | Why::Other => "Another reason",
    },
    why_short: |why| match why {
        Why::Answered => "Answered",
        Why::AnsweredLate => "Late",
        Why::Abandoned => "Abandoned",
        Why::AbandonedLate => "Left late",
        Why::ShortAbandon => "Left very soon",
        Why::EarlyAbandon => "Left early",
        Why::FlowedOut => "Flowed out",
        Why::FlowedOutLate => "Out, late",
        Why::UnknownEnd => "Unknown",
        Why::UnknownEndLate => "Unknown, late",
        Why::Waits => "Waiting",
        Why::WaitsPastTarget => "Waiting, late",
        Why::TransferredIn => "Transferred in",
        Why::TalkGoesOn => "Talking",
        Why::TalkUnknown => "Unknown",
        Why::Internal => "Internal",
        Why::SameCaller => "Same caller",
        Why::Available => "Available",
        Why::Ringing => "Ringing",
        Why::OnCall => "On call",
        Why::WrapUp => "Wrap-up",
        Why::Paused => "Paused",
        Why::NotSignedIn => "Off duty",
        Why::WindowTooShort => "Under 30 min",
        Why::Counted | Why::Other => "Other",
    },
    problem: |problem| match problem {
        ExplainedProblem::NotKept => {
            "History is not being kept, so there is no list. Run callboard check to see what is wrong with the store."
        }
        ExplainedProblem::OutOfReach => "That moment is outside what is kept. Choose another one.",
        ExplainedProblem::TooLong => {
            "The list behind a number is made of 31 days at most. Choose a shorter time."
        }
        ExplainedProblem::Unknown => "There is no such number. Open it from a tile of the board.",
        ExplainedProblem::Failed => "It could not be read. The page tries again in a few seconds.",
    },
};
