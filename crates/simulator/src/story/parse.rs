//! From text to [`Story`].

use super::words::Words;
use super::{AssistantOrder, Story, StoryError, StoryLine, Target, Verb};
use crate::centre::Side;
use crate::faults::{FaultOrder, FeedFault, RestAnswer, RestAnswerKind};

pub fn story(text: &str) -> Result<Story, StoryError> {
    let mut lines = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let number = index + 1;
        let parsed = story_line(line, number).map_err(|reason| StoryError::Line { line: number, reason })?;
        lines.extend(parsed);
    }
    lines.sort_by(|one, other| one.offset_seconds.total_cmp(&other.offset_seconds));
    Ok(Story { lines })
}

fn story_line(line: &str, number: usize) -> Result<Option<StoryLine>, String> {
    let mut words = Words::of(line)?;
    if words.is_empty() {
        return Ok(None);
    }
    let offset_seconds = seconds(&words.next("the time")?)?;
    let verb = verb(&mut words)?;
    words.finish()?;
    Ok(Some(StoryLine { number, offset_seconds, verb }))
}

/// `mm:ss` or `h:mm:ss`, in seconds.
fn seconds(text: &str) -> Result<f64, String> {
    let wrong = || format!("\"{text}\" is not a time like 00:05 or 1:20:00");
    let parts: Vec<&str> = text.split(':').collect();
    if !(2..=3).contains(&parts.len()) {
        return Err(wrong());
    }
    let mut total = 0.0;
    for part in parts {
        let value: f64 = part.parse().map_err(|_| wrong())?;
        total = total * 60.0 + value;
    }
    if total.is_finite() && total >= 0.0 { Ok(total) } else { Err(wrong()) }
}

fn verb(words: &mut Words) -> Result<Verb, String> {
    let verb = words.next("the verb")?;
    Ok(match verb.as_str() {
        "arrive" | "call" => {
            let call = words.next("the call's name")?;
            words.expect("from")?;
            let from = words.next("the caller's number")?;
            words.expect("to")?;
            let queue = words.next("the queue")?;
            if verb == "call" { Verb::Call { call, from, queue } } else { Verb::Arrive { call, from, queue } }
        }
        "enter" => Verb::Enter { call: words.next("the call's name")? },
        "ring" => Verb::Ring { call: words.next("the call's name")?, agent: words.optional() },
        "answer" => Verb::Answer { call: words.next("the call's name")?, agent: words.optional() },
        "miss" => Verb::Miss { call: words.next("the call's name")?, agent: words.optional() },
        "ring-all" => {
            let call = words.next("the call's name")?;
            Verb::RingAll { call, agents: std::iter::from_fn(|| words.optional()).collect() }
        }
        "transfer" => transfer(words)?,
        "consult" => {
            let call = words.next("the consultation's name")?;
            words.expect("of")?;
            let of = words.next("the call's name")?;
            words.expect("with")?;
            Verb::Consult { call, of, with: words.next("the colleague")? }
        }
        "complete" => Verb::Complete { call: words.next("the call's name")? },
        "new-day" => Verb::NewDay,
        "busy" => Verb::Busy { call: words.next("the call's name")? },
        "abandon" => Verb::Abandon { call: words.next("the call's name")? },
        "hang-up" => hang_up(words)?,
        "outbound" => {
            let (call, agent) = (words.next("the call's name")?, words.next("the agent")?);
            words.expect("to")?;
            Verb::Outbound { call, agent, number: words.next("the number")? }
        }
        "internal" => {
            let (call, from) = (words.next("the call's name")?, words.next("the agent")?);
            words.expect("to")?;
            Verb::Internal { call, from, to: words.next("the other agent")? }
        }
        "pause" => pause(words)?,
        "ready" => Verb::Ready { agent: words.next("the agent")? },
        "login" => Verb::Login { agent: words.next("the agent")? },
        "logout" => Verb::Logout { agent: words.next("the agent")? },
        "register" | "unregister" => {
            Verb::Register { agent: words.next("the agent")?, registered: verb == "register" }
        }
        "ai" | "ai-answer" | "ai-say" | "ai-transfer" | "ai-end" | "ai-fail" => assistant(&verb, words)?,
        "load" => Verb::Load { calls_per_minute: words.number("calls a minute")? },
        "fault" => Verb::Fault(fault(words)?),
        other => return Err(format!("\"{other}\" is not a verb of stories")),
    })
}

fn transfer(words: &mut Words) -> Result<Verb, String> {
    let call = words.next("the call's name")?;
    words.expect("to")?;
    let to = match words.next("\"agent\" or \"queue\"")?.as_str() {
        "agent" => Target::Agent(words.next("the agent")?),
        "queue" => Target::Queue(words.next("the queue")?),
        other => return Err(format!("\"{other}\" takes no calls: say \"agent\" or \"queue\"")),
    };
    Ok(Verb::Transfer { call, to })
}

fn assistant(verb: &str, words: &mut Words) -> Result<Verb, String> {
    let call = words.next("the call's name")?;
    let order = match verb {
        "ai" => {
            words.expect("from")?;
            let from = words.next("the caller's number")?;
            let line = words.skip("to").then(|| words.next("the line"));
            AssistantOrder::Begin { from, line: line.transpose()? }
        }
        "ai-answer" => AssistantOrder::Answer,
        "ai-say" => {
            let role = match words.next("who speaks")?.as_str() {
                "user" => "user",
                "assistant" => "assistant",
                other => return Err(format!("\"{other}\" cannot speak: say \"user\" or \"assistant\"")),
            };
            AssistantOrder::Say { role, text: words.next("the words")? }
        }
        "ai-transfer" => {
            words.expect("to")?;
            let queue = words.next("the queue")?;
            words.expect("as")?;
            return Ok(Verb::HandToQueue { call, queue, as_call: words.next("the new call's name")? });
        }
        "ai-end" => AssistantOrder::End,
        _ => AssistantOrder::Fail(words.optional()),
    };
    Ok(Verb::Assistant { call, order })
}

fn hang_up(words: &mut Words) -> Result<Verb, String> {
    let call = words.next("the call's name")?;
    if !words.skip("by") {
        return Ok(Verb::HangUp { call, by: Side::Caller });
    }
    let by = match words.next("who hangs up")?.as_str() {
        "caller" => Side::Caller,
        "agent" => Side::Agent,
        other => return Err(format!("\"{other}\" cannot hang up: say \"caller\" or \"agent\"")),
    };
    Ok(Verb::HangUp { call, by })
}

fn pause(words: &mut Words) -> Result<Verb, String> {
    let agent = words.next("the agent")?;
    let length = |words: &mut Words| words.next("the length").and_then(|text| seconds(&text));
    if words.skip("for") {
        return Ok(Verb::Pause { agent, reason: None, seconds: Some(length(words)? as u64) });
    }
    let reason = words.optional();
    let seconds = if words.skip("for") { Some(length(words)? as u64) } else { None };
    Ok(Verb::Pause { agent, reason, seconds })
}

fn fault(words: &mut Words) -> Result<FaultOrder, String> {
    let mut order = FaultOrder::default();
    match words.next("what fails")?.as_str() {
        "clear" => order.clear = true,
        "expire-tokens" => order.expire_tokens = true,
        "account" => order.account = Some(true),
        "shuffle" => order.shuffle_ms = Some(words.number("the milliseconds")?),
        "skew" => order.skew_seconds = Some(words.number("the seconds")?),
        "drop-every" => order.drop_every_seconds = Some(words.number("the seconds")?),
        "auth-failure" => order.auth_failure = Some(true),
        "drop-events" => order.drop_events = Some(words.number("the probability")?),
        "duplicate" => order.duplicate = Some(words.number("the probability")?),
        "reorder" => order.reorder = Some(words.number("the probability")?),
        "delay" => order.rest_delay_ms = Some(words.number("the delay in milliseconds")?),
        "feed" => {
            order.feed = Some(match words.next("how the feed fails")?.as_str() {
                "drop" => FeedFault::Drop,
                "refuse" => FeedFault::Refuse,
                "silent" => FeedFault::Silent,
                "frozen" => FeedFault::Frozen,
                other => return Err(format!("the feed cannot \"{other}\": drop, refuse, silent or frozen")),
            });
        }
        "rest" => {
            let answer = words.next("the answer")?;
            order.rest_status = Some(rest_answer(&answer)?);
            if words.skip("times") {
                order.times = Some(words.number("how many times")?);
            }
            if words.skip("retry-after") {
                order.retry_after = Some(words.number("the seconds")?);
            }
        }
        other => return Err(format!("\"{other}\" is nothing that can fail")),
    }
    Ok(order)
}

fn rest_answer(text: &str) -> Result<RestAnswer, String> {
    Ok(RestAnswer::Kind(match text {
        "garbage" => RestAnswerKind::Garbage,
        "html" => RestAnswerKind::Html,
        "empty" => RestAnswerKind::Empty,
        "hang" => RestAnswerKind::Hang,
        "cut" => RestAnswerKind::Cut,
        "truncated" => RestAnswerKind::Truncated,
        "slow" => RestAnswerKind::Slow,
        "big" => RestAnswerKind::Big,
        status => {
            let status = status.parse().map_err(|_| format!("\"{status}\" is no answer REST can give"))?;
            return Ok(RestAnswer::Status(status));
        }
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_story_is_read_in_order_of_time() {
        let story = story(
            "# a comment\n\
             00:12 answer A \"Lan Anh\"   # and one behind\n\n\
             00:05 call A from 0912345678 to \"Bán hàng\"\n\
             1:00:00.5 pause nhungnth \"Nghỉ trưa\" for 30:00\n",
        )
        .unwrap();
        assert_eq!(story.lines.len(), 3);
        let call = Verb::Call { call: "A".into(), from: "0912345678".into(), queue: "Bán hàng".into() };
        assert_eq!(story.lines[0], StoryLine { number: 4, offset_seconds: 5.0, verb: call });
        let pause =
            Verb::Pause {
                agent: "nhungnth".into(), reason: Some("Nghỉ trưa".into()), seconds: Some(1800)
            };
        assert_eq!(story.lines[2].verb, pause);
        assert_eq!(story.lines[2].offset_seconds, 3600.5);
    }

    #[test]
    fn an_error_names_the_line() {
        for (text, complaint) in [
            ("00:01 ring", "line 1 of the story: the call's name is missing"),
            ("\n00:01 dance A", "line 2 of the story: \"dance\" is not a verb of stories"),
            ("5 ring A", "line 1 of the story: \"5\" is not a time like 00:05 or 1:20:00"),
            ("00:01 call A to X", "line 1 of the story: expected \"from\", found \"to\""),
            ("00:01 login \"A", "line 1 of the story: a quotation mark is not closed"),
            ("00:01 login A B", "line 1 of the story: \"B\" is one word too many"),
            ("00:01 ai-transfer K to 1", "line 1 of the story: expected \"as\" at the end"),
            (
                "00:01 ai-say K dog \"Gâu\"",
                "line 1 of the story: \"dog\" cannot speak: say \"user\" or \"assistant\"",
            ),
            (
                "00:01 hang-up A by dog",
                "line 1 of the story: \"dog\" cannot hang up: say \"caller\" or \"agent\"",
            ),
        ] {
            assert_eq!(story(text).unwrap_err().to_string(), complaint);
        }
    }

    #[test]
    fn the_shipped_stories_are_readable() {
        for text in [
            include_str!("../../days/quiet.story"),
            include_str!("../../days/busy-morning.story"),
            include_str!("../../days/abandoned.story"),
            include_str!("../../days/whole-floor.story"),
            include_str!("../../days/handed-over.story"),
        ] {
            assert!(!story(text).unwrap().lines.is_empty());
        }
    }
}
