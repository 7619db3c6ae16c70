use leptos::prelude::*;

use super::Reader;
use super::chart::{chart, rule};
use super::trend_table::trend_table;
use crate::components::no_scroll;
use crate::explained::{Compare, Trend};

/// The pane under the console's lists: key, choice of another day, chart, and the same as a table.
pub fn trend(reader: &Reader, trend: &Trend) -> AnyView {
    let words = &reader.words().trend;
    let busy = trend.slots.iter().any(|slot| slot.offered + slot.answered + slot.abandoned > 0);
    let target = trend.targets.last().map(rule).unwrap_or_default();
    view! {
        <div class="pane-head">
            <h2>{words.head}</h2>
            <span class="rest">
                {key(reader, trend, &target)}
                {choice(reader, trend)}
            </span>
        </div>
        {trend.reading.as_ref().map(|reading| {
            let text = (words.reading)(reading.days_done, reading.days, reading.in_vain);
            view! { <p class="reading">{text}</p> }
        })}
        {if busy || trend.compare.is_some() {
            view! {
                {chart(reader, trend)}
                {trend_table(reader, trend)}
            }
            .into_any()
        } else {
            view! { <p class="none-yet">{words.none_yet}</p> }.into_any()
        }}
    }
    .into_any()
}

/// What each shape is.
fn key(reader: &Reader, trend: &Trend, target: &str) -> AnyView {
    let words = &reader.words().trend;
    let goal = match trend.mixed_targets {
        true => words.mixed_targets.to_owned(),
        false => format!("{} {target}", words.goal),
    };
    let entry = |class: &'static str, draw: &'static str, text: String| {
        view! {
            <span class="key">
                <svg class="chart" width="16" height="10" aria-hidden="true"><path class=class d=draw></path></svg>
                {text}
            </span>
        }
    };
    let other = trend
        .compare
        .as_ref()
        .map(|other| entry("line other", "M1 5H15", (words.with)(other.with).to_owned()));
    view! {
        <span class="keys">
            {entry("line", "M1 5H15", words.service.to_owned())}
            {entry("goal", "M0 5H16", goal)}
            {other}
            {entry("offered", "M3 2H13", words.offered.to_owned())}
            {entry("bars", "M3 1h9v9h-9z", words.answered.to_owned())}
            {entry("bars lost", "M3 1h9v9h-9z", words.abandoned.to_owned())}
            {entry("waited", "M8 5h0", words.waiting.to_owned())}
        </span>
    }
    .into_any()
}

/// With which day it is compared, as links.
fn choice(reader: &Reader, trend: &Trend) -> AnyView {
    let words = &reader.words().trend;
    let chosen = trend.compare.as_ref().map(|other| other.with);
    let link = |with: Option<Compare>| {
        let href = reader.page.but(|page| page.compare = with);
        let (id, text) = match with {
            None => ("compare-none", words.nothing),
            Some(Compare::Yesterday) => ("compare-yesterday", (words.with)(Compare::Yesterday)),
            Some(Compare::LastWeek) => ("compare-last-week", (words.with)(Compare::LastWeek)),
        };
        view! {
            <a id=id class="choice" href=href aria-current=(with == chosen).then_some("true") {..no_scroll()}>
                {text}
            </a>
        }
    };
    view! {
        <nav class="compare" aria-label=words.compare>
            <span>{words.compare}</span>
            {link(None)}
            {link(Some(Compare::Yesterday))}
            {link(Some(Compare::LastWeek))}
        </nav>
    }
    .into_any()
}
