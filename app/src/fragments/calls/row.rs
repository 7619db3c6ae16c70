use leptos::prelude::*;
use wire::Direction;

use super::CallsReader;
use crate::calls::{CallResult, PastCall};
use crate::components::call_cells::direction_icon;
use crate::components::no_scroll;
use crate::format::{duration, percent_encoded, phone, short_name};
use crate::ui::Icon;

/// A call of the history, and what can be done with it. Its time opens it, and closes it again.
pub fn row(reader: &CallsReader, call: &PastCall, dated: bool, is_open: bool) -> AnyView {
    let words = reader.words();
    let seconds = |time: Option<u32>| time.map_or_else(dash, |time| duration(i64::from(time) * 1000));
    let number = number(reader, call);
    let at = if dated { reader.date_and_clock(call.started) } else { reader.clock(call.started) };
    let opener = match call.id.as_deref() {
        Some(id) => {
            let href = reader.address.opening((!is_open).then_some(id));
            view! {
                <a
                    class="opener"
                    id=format!("call-{id}")
                    href=href
                    aria-expanded=is_open.to_string()
                    aria-label=(words.open_call)(&at, &number)
                    {..no_scroll()}
                >
                    {at.clone()}
                </a>
            }
            .into_any()
        }
        None => at.clone().into_any(),
    };
    view! {
        <tr data-call=call.id.clone() data-result=call.result.word() aria-current={is_open.then_some("true")}>
            <td class="num">{opener}</td>
            <td>{direction(reader, call.direction)}</td>
            <th scope="row" class="phone num">
                {number.clone()}
                {call.name.clone().map(|name| view! { <span class="muted">" "{name}</span> })}
            </th>
            <td class="muted">{call.queue.clone().unwrap_or_else(dash)}</td>
            <td class="name">{call.agent.as_deref().map_or_else(dash, |agent| short_name(agent).to_owned())}</td>
            <td class="n num">{seconds(call.waited)}</td>
            <td class="n num">{seconds(call.talked)}</td>
            <td>{result(reader, call.result)}</td>
            <td class="n last">
                {call_back(reader, call)}
                {play(reader, call, &format!("{at} · {number}"))}
            </td>
        </tr>
    }
    .into_any()
}

pub fn number(reader: &CallsReader, call: &PastCall) -> String {
    call.number.as_deref().map_or_else(|| reader.words().unknown_number.to_owned(), phone)
}

pub fn result(reader: &CallsReader, result: CallResult) -> AnyView {
    let mark = match result {
        CallResult::Live => view! {
            <svg class="glyph" data-state="on-call" aria-hidden="true">
                <use href="#g-on-call"></use>
            </svg>
        }
        .into_any(),
        CallResult::Answered => view! { <Icon name="check"/> }.into_any(),
        CallResult::Unknown => view! { <Icon name="flat"/> }.into_any(),
        _ => view! { <Icon name="x"/> }.into_any(),
    };
    view! { <span class="result">{mark} {(reader.words().result)(result)}</span> }.into_any()
}

/// Plays by itself, in a page of the browser's; `data-play` is for who plays it without leaving the page.
pub fn play(reader: &CallsReader, call: &PastCall, title: &str) -> Option<AnyView> {
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

/// Of a caller whom nobody spoke to.
pub fn call_back(reader: &CallsReader, call: &PastCall) -> Option<AnyView> {
    let was_lost = call.direction == Direction::Inbound
        && !matches!(call.result, CallResult::Answered | CallResult::Live)
        && call.number.is_some();
    let id = call.id.as_deref().filter(|_| was_lost)?;
    let words = reader.words();
    let number = number(reader, call);
    let link = view! {
        <a
            class="btn small"
            id=format!("back-{id}")
            data-dial=id.to_owned()
            href=format!("/dial?call={}", percent_encoded(id, ""))
            aria-label=(words.call_back_to)(&number)
        >
            <Icon name="phone"/>
            <span>{words.call_back}</span>
        </a>
    };
    Some(link.into_any())
}

fn direction(reader: &CallsReader, direction: Direction) -> AnyView {
    view! {
        <span class="dir">
            <svg class="icon" role="img" aria-label=(reader.lang.words().direction)(direction)>
                <use href=direction_icon(direction)></use>
            </svg>
        </span>
    }
    .into_any()
}

fn dash() -> String {
    "–".to_owned()
}
