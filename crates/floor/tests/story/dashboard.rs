//! Reads a dashboard: the line of a poll and the rows below it.

use floor::{AgentStatus, Dashboard, Millis, QueuedCall, Status};

use super::script::{Words, digest, instant};

pub fn dashboard(at: Millis, words: &mut Words, rows: &[&str]) -> Result<Dashboard, String> {
    let mut dashboard = Dashboard { asked_at: at, ..Dashboard::default() };
    while let Some(word) = words.next() {
        let value = words.next().ok_or(format!("{word} what?"))?;
        let count = || value.parse().map(Some).map_err(|_| format!("{value} is no count"));
        match word {
            "asked" => dashboard.asked_at = instant(value)?,
            "received" => dashboard.counters.received = count()?,
            "handled" => dashboard.counters.handled = count()?,
            "abandoned" => dashboard.counters.abandoned = count()?,
            other => return Err(format!("{other}?")),
        }
    }
    for row in rows {
        let mut words = row.split_whitespace();
        let first = words.next().unwrap_or_default();
        let second = words.next().ok_or(format!("{first} what?"))?;
        let rest: Vec<&str> = words.collect();
        let value =
            |name: &str| rest.iter().position(|word| *word == name).and_then(|at| rest.get(at + 1)).copied();
        let since = value("since").map(instant).transpose()?;
        let queue = value("for").map(Into::into);
        let queued = || QueuedCall {
            call: second.into(),
            digest: digest(second),
            queue: queue.clone(),
            caller_number: value("from").map(Into::into),
            entered_at: since,
            agent: None,
            handled_at: None,
        };
        match first {
            "waiting" => dashboard.waiting.push(queued()),
            "talking" => dashboard.talking.push(QueuedCall {
                entered_at: value("entered").map(instant).transpose()?,
                agent: value("by").map(Into::into),
                handled_at: since,
                ..queued()
            }),
            agent => dashboard.agents.push(AgentStatus {
                agent: agent.into(),
                username: None,
                name: None,
                status: status(second)?,
                since,
                pause_reason: value("because").map(Into::into),
                call: value("call").map(Into::into),
                caller_number: None,
                queue,
            }),
        }
    }
    Ok(dashboard)
}

fn status(word: &str) -> Result<Status, String> {
    Ok(match word {
        "logged-in" => Status::LoggedIn,
        "ready" => Status::Ready,
        "ringing" => Status::Ringing,
        "connected" => Status::Connected,
        "outbound" => Status::Outbound,
        "wrap-up" => Status::WrapUp,
        "paused" => Status::Paused,
        "logging-out" => Status::LoggingOut,
        "logged-out" => Status::LoggedOut,
        other => return Err(format!("{other} is no status")),
    })
}
