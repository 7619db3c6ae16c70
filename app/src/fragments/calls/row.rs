use leptos::prelude::*;
use wire::Direction;

use super::CallsReader;
use crate::calls::{CallResult, PastCall};
use crate::format::{clock_minutes, duration, percent_encoded, phone, short_name};
use crate::ui::Icon;

/// A call of the history, and what can be done with it.
pub fn row(reader: &CallsReader, call: &PastCall) -> AnyView {
    let words = reader.words();
    let seconds = |time: Option<u32>| time.map_or_else(dash, |time| duration(i64::from(time) * 1000));
    let number = call.number.as_deref().map_or_else(|| words.unknown_number.to_owned(), phone);
    let at = clock_minutes(call.started, reader.utc_offset_seconds);
    let icon = if call.result == CallResult::Answered { "check" } else { "x" };
    view! {
        <tr data-call=call.id.clone() data-state="ended">
            <td class="num">{at.clone()}</td>
            <td>{direction(reader, call.direction)}</td>
            <th scope="row" class="phone num">
                {number.clone()}
                {call.name.clone().map(|name| view! { <span class="muted">" "{name}</span> })}
            </th>
            <td class="muted">{call.queue.clone().unwrap_or_else(dash)}</td>
            <td class="name">{call.agent.as_deref().map_or_else(dash, |agent| short_name(agent).to_owned())}</td>
            <td class="n num">{seconds(call.waited)}</td>
            <td class="n num">{seconds(call.talked)}</td>
            <td>
                <span class="result">
                    <Icon name=icon/>
                    {(words.result)(call.result)}
                </span>
            </td>
            <td class="n last">{play(reader, call, &format!("{at} · {number}"))}</td>
        </tr>
    }
    .into_any()
}

/// Plays by itself, in a page of the browser's; `data-play` is for who plays it without leaving the page.
fn play(reader: &CallsReader, call: &PastCall, title: &str) -> Option<AnyView> {
    let id = call.id.as_deref().filter(|_| call.has_recording)?;
    let words = reader.words();
    let play = view! {
        <a
            class="play btn small"
            id=format!("play-{id}")
            data-play=""
            data-title=title.to_owned()
            href=format!("/recordings/{}", percent_encoded(id, ""))
            rel="external"
            aria-label=(words.listen_to)(title)
        >
            <Icon name="wave"/>
            <span>{words.listen}</span>
        </a>
    };
    Some(play.into_any())
}

fn direction(reader: &CallsReader, direction: Direction) -> AnyView {
    let icon = match direction {
        Direction::Inbound => "#i-in",
        Direction::Outbound => "#i-out",
        Direction::Internal => "#i-around",
        Direction::Unknown => "#g-unknown",
    };
    view! {
        <span class="dir">
            <svg class="icon" role="img" aria-label=(reader.lang.words().direction)(direction)>
                <use href=icon></use>
            </svg>
        </span>
    }
    .into_any()
}

fn dash() -> String {
    "–".to_owned()
}
