//! English.

use super::HistoryWords;
use crate::calls::{CallResult, CallsProblem};

pub static EN: HistoryWords = HistoryWords {
    head: "Call history",
    time: "Time",
    direction_head: "Direction",
    number: "Number",
    unknown_number: "withheld",
    queue: "Queue",
    agent: "Answered by",
    waited: "Wait",
    talked: "Talk",
    result_head: "Result",
    recording: "Recording",
    listen: "Listen",
    listen_to: |call| format!("Listen to {call}"),
    none: "No calls in the last 24 hours",
    none_why: "Calls show here as soon as AntRing has written them to its history.",
    pages: "Pages",
    newer: "Newer",
    older: "Older",
    retry: "Try again",
    result: |result| match result {
        CallResult::Answered => "Answered",
        CallResult::Abandoned => "Abandoned",
        CallResult::Busy => "Busy",
        CallResult::Cancelled => "Cancelled",
        CallResult::Ivr => "Ended in the greeting",
        CallResult::Failed => "Failed",
        CallResult::Unknown => "Unknown",
    },
    problem: |problem| match problem {
        CallsProblem::UpstreamSilent => "AntRing has not answered. Try again in a few seconds.",
        CallsProblem::NotKept => "The history cannot be read now. Look at the server's disk, then try again.",
        CallsProblem::Unfit => {
            "There is no such queue, person or span of time. Take a filter away and try again."
        }
        CallsProblem::NumbersHidden => "Numbers are masked for you, so they cannot be looked for.",
        CallsProblem::Failed => "The call history could not be loaded.",
    },
};
