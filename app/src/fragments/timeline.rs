use leptos::prelude::*;
use wire::Millis;

use super::Reader;
use super::scale::length;
use crate::explained::{MarkKind, Timeline};
use crate::format::clock;
use crate::ui::Icon;

/// A key press moves by a minute.
const STEP: Millis = 60_000;

/// The day as a ruler: what is recorded of it, where it is not to be trusted, and a handle to take a moment of it.
pub fn timeline(reader: &Reader, day: &Timeline) -> AnyView {
    let words = &reader.words().timeline;
    let Some(kept) = day.kept else {
        return view! { <p class="none-yet">{words.none_yet}</p> }.into_any();
    };
    let speed = reader.page.speed();
    let at = |moment: Millis| percent(day, moment);
    let width = |from: Millis, until: Millis| percent(day, day.from + (until - from).max(0));
    let gaps = day.gaps.iter().map(|gap| {
        let until = gap.until.unwrap_or(day.as_of);
        (gap.from, until, "gap", words.gap)
    });
    let holes = day.holes.iter().map(|hole| (hole.from, hole.until, "hole", words.hole));
    let stretches = gaps.chain(holes).map(|(from, until, class, told)| {
        let told = told(&reader.clock(from), &reader.clock(until));
        view! {
            <rect class=class x=at(from) y="4" width=width(from, until) height="12" fill="url(#day-hatch)">
                <title>{told}</title>
            </rect>
        }
    });
    let marks = day.marks.iter().map(|mark| {
        let glyph = match mark.kind {
            MarkKind::Start => "#i-play",
            MarkKind::Rules => "#i-rules",
            MarkKind::Breach => "#g-breach",
        };
        let told = format!("{} {}", reader.clock(mark.at), (words.mark)(mark.kind));
        view! {
            <svg class="stop" x=at(mark.at) y="5" width="10" height="10" overflow="visible" data-mark=glyph>
                <title>{told}</title>
                <use href=glyph x="-5" width="10" height="10"></use>
            </svg>
        }
    });
    view! {
        {button(reader, speed)}
        <span class="num moment" id="moment-told">{clock(day.as_of, reader.utc_offset_seconds)}</span>
        <span class="num edge">{reader.clock(day.from)}</span>
        <div class="track">
            <svg width="100%" height="20" aria-hidden="true">
                <defs>
                    <pattern id="day-hatch" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                        <path d="M0 0V4" stroke="currentColor" stroke-width="1.6"></path>
                    </pattern>
                </defs>
                <rect class="whole" y="9" width="100%" height="2"></rect>
                <rect class="kept" x=at(kept.from) y="9" width=width(kept.from, kept.until.min(day.as_of)) height="2"></rect>
                {stretches.collect_view()}
                {marks.collect_view()}
            </svg>
            <input
                id="moment"
                type="range"
                min=day.from.to_string()
                max=day.until.to_string()
                step=STEP.to_string()
                value=day.as_of.to_string()
                data-from=kept.from.to_string()
                data-until=day.as_of.to_string()
                aria-label=words.moment
                aria-valuetext=reader.clock(day.as_of)
            />
        </div>
        <span class="num edge">{reader.clock(day.until)}</span>
        {match speed {
            None => view! { <span class="age"><Icon name="live"/>{reader.lang.words().link.live}</span> }.into_any(),
            Some(speed) => rates(reader, speed),
        }}
    }
    .into_any()
}

/// Begins a replay, or lets it stand or run: the page reads `data-go` (`components::DayBar`).
fn button(reader: &Reader, speed: Option<u32>) -> AnyView {
    let words = &reader.words().timeline;
    let (go, icon, label) = match speed {
        None => ("begin", "back", words.begin),
        Some(0) => ("1", "play", words.play),
        Some(_) => ("0", "pause", words.pause),
    };
    view! {
        <button class="btn quiet small icon-only" id="day-go" data-go=go aria-label=label title=label>
            <Icon name=icon/>
        </button>
    }
    .into_any()
}

fn rates(reader: &Reader, speed: u32) -> AnyView {
    let rate = |rate: u32| {
        view! {
            <button class="choice" id=format!("rate-{rate}") data-go=rate.to_string() aria-pressed=(speed == rate).to_string()>
                {format!("{rate}×")}
            </button>
        }
    };
    view! {
        <span class="rates" role="group" aria-label=reader.words().timeline.speed>
            {[1, 10, 60].map(rate).into_iter().collect_view()}
        </span>
    }
    .into_any()
}

fn percent(day: &Timeline, moment: Millis) -> String {
    let whole = day.until - day.from;
    length((moment - day.from).clamp(0, whole), whole)
}
