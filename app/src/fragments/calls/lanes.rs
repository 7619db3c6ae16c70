use leptos::prelude::*;
use wire::Millis;

use super::CallsReader;
use crate::calls::{Bar, Doing, Lane, OpenedCall, Party};
use crate::format::{clock, duration, short_name};

/// Times along the axis.
const TICKS: i64 = 4;
/// In hundredths of a percent: a narrower bar is not seen.
const NARROWEST: i64 = 40;
/// In hundredths of a percent: a wider bar has room for its words.
const ROOM_FOR_WORDS: i64 = 1_600;

/// The call's way as a picture. [`super::steps`] says the same in words, so screen readers pass it over.
pub fn lanes(reader: &CallsReader, open: &OpenedCall) -> AnyView {
    let words = reader.words();
    let from = open.call.started;
    let length = (open.until - from).max(1);
    let lane = |lane: &Lane| {
        let bars = lane.bars.iter().map(|bar| drawn(reader, bar, from, length)).collect_view();
        view! {
            <span class="who">{who(reader, &lane.who)}</span>
            <svg class="lane" width="100%" height="24">{bars}</svg>
        }
    };
    let ticks = (0..=TICKS).map(|tick| {
        let at = clock(from + length * tick / TICKS, reader.utc_offset_seconds);
        view! { <span>{at}</span> }
    });
    let keys = ["menu", "wait", "ring", "missed", "talk"].map(|leg| {
        view! {
            <span>
                <svg width="16" height="10">
                    <rect class="seg" data-leg=leg x="0.5" y="0.5" width="15" height="9"></rect>
                </svg>
                {(words.leg)(leg)}
            </span>
        }
    });
    view! {
        <div class="lanes" aria-hidden="true">
            <svg class="sprite">
                <pattern id="leg-menu" width="4" height="8" patternUnits="userSpaceOnUse">
                    <path d="M.5 0v8"></path>
                </pattern>
                <pattern
                    id="leg-ring"
                    width="5"
                    height="5"
                    patternUnits="userSpaceOnUse"
                    patternTransform="rotate(45)"
                >
                    <path d="M1 0v5"></path>
                </pattern>
                <pattern
                    id="leg-missed"
                    width="4"
                    height="4"
                    patternUnits="userSpaceOnUse"
                    patternTransform="rotate(-45)"
                >
                    <path d="M1 0v4"></path>
                </pattern>
            </svg>
            {open.lanes.iter().map(lane).collect_view()}
            <span class="axis num">{ticks.collect_view()}</span>
        </div>
        <div class="legs-key" aria-hidden="true">
            {keys.into_iter().collect_view()}
        </div>
    }
    .into_any()
}

pub fn who(reader: &CallsReader, who: &Party) -> String {
    let words = reader.words();
    match who {
        Party::Caller => words.caller.to_owned(),
        Party::Agent(Some(name)) => short_name(name).to_owned(),
        Party::Agent(None) => words.some_phone.to_owned(),
        Party::Outside => words.outside.to_owned(),
    }
}

fn drawn(reader: &CallsReader, bar: &Bar, from: Millis, length: Millis) -> AnyView {
    let words = reader.words();
    let leg = match bar.doing {
        Doing::Menu => "menu",
        Doing::Waits(_) => "wait",
        Doing::Rings => "ring",
        Doing::Missed(_) => "missed",
        Doing::Talks => "talk",
    };
    let place = |at: Millis| ((at - from) * 10_000 / length).clamp(0, 10_000);
    let start = place(bar.from).min(10_000 - NARROWEST);
    let width = (place(bar.until) - start).max(NARROWEST);
    let time = duration(bar.until - bar.from);
    let said = format!("{} {time}", (words.leg)(leg));
    let label = (width >= ROOM_FOR_WORDS && matches!(bar.doing, Doing::Waits(_) | Doing::Talks)).then(|| {
        view! {
            <text class="on" data-leg=leg x=percent(start) dx="6" y="16">
                {said.clone()}
            </text>
        }
    });
    view! {
        <rect class="seg" data-leg=leg x=percent(start) width=percent(width) y="5" height="14">
            <title>{said.clone()}</title>
        </rect>
        {label}
    }
    .into_any()
}

/// Of hundredths of a percent.
fn percent(hundredths: i64) -> String {
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}
