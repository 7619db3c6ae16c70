use leptos::prelude::*;
use wire::Millis;

use super::CallsReader;
use super::lanes::who;
use crate::calls::{CallResult, Doing, Hangup, OpenedCall, Party};
use crate::format::{clock, duration};

/// What happened, in the order of time, and how it ended.
pub fn steps(reader: &CallsReader, open: &OpenedCall) -> AnyView {
    let words = reader.words();
    let mut told: Vec<(Millis, String)> = open
        .lanes
        .iter()
        .flat_map(|lane| {
            lane.bars.iter().filter_map(|bar| {
                let time = duration(bar.until - bar.from);
                let name = who(reader, &lane.who);
                let said = match (&lane.who, &bar.doing) {
                    (Party::Caller, Doing::Menu) => (words.hears_menu)(&time),
                    (Party::Caller, Doing::Waits(queue)) => {
                        (words.waits)(queue.as_deref().unwrap_or(words.some_queue), &time)
                    }
                    // Whoever talks with the caller says so.
                    (Party::Caller, Doing::Talks) => return None,
                    (_, Doing::Rings) => (words.rings)(&name, &time),
                    (_, Doing::Missed(why)) => {
                        let time = if bar.until > bar.from { time } else { String::new() };
                        (words.missed)(&name, &time, why.map(words.hangup).unwrap_or_default())
                    }
                    (_, Doing::Talks) => (words.talks)(&name, &time),
                    (_, Doing::Menu | Doing::Waits(_)) => return None,
                };
                Some((bar.from, said))
            })
        })
        .collect();
    told.sort_by_key(|(at, _)| *at);
    let clock = |at| clock(at, reader.utc_offset_seconds);
    let ended = (open.call.result != CallResult::Live && !open.is_cut).then(|| {
        view! {
            <li class="end">
                <time class="num">{clock(open.until)}</time>
                <p>{outcome(reader, open)}</p>
            </li>
        }
    });
    let step = |(at, said): (Millis, String)| {
        view! {
            <li>
                <time class="num">{clock(at)}</time>
                <p>{said}</p>
            </li>
        }
    };
    view! { <ol class="told">{told.into_iter().map(step).collect_view()} {ended}</ol> }.into_any()
}

/// "Bỏ cuộc: khách gác máy khi đang chờ."
fn outcome(reader: &CallsReader, open: &OpenedCall) -> String {
    let words = reader.words();
    let result = (words.result)(open.call.result);
    let why = match (open.call.result, open.hangup) {
        (CallResult::Abandoned, None | Some(Hangup::Normal | Hangup::GaveUp)) => words.left_waiting,
        (_, Some(hangup)) => (words.hangup)(hangup),
        (_, None) => return format!("{result}."),
    };
    format!("{result}: {why}.")
}
