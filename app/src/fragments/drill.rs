use leptos::prelude::*;
use wire::Window;

use super::Reader;
use super::drill_rows::drill_rows;
use super::parts::{facts, parts};
use super::value::value;
use crate::components::no_scroll;
use crate::explained::{Drill, Spoken};
use crate::format::{clock, date};
use crate::ui::Icon;
use crate::visit::Lang;

/// The number, how it is counted, what it is made of, and every row of that.
pub fn drill(reader: &Reader, drill: &Drill) -> AnyView {
    let words = reader.words();
    let definition = &drill.definition;
    let general = reader.lang.words();
    let number = value(definition.unit, drill.part, drill.of, general);
    let again = value(definition.unit, drill.recount.part, drill.recount.of, general);
    let agrees = (drill.recount.part, drill.recount.of) == (drill.part, drill.of);
    let recount = if agrees {
        words.drill.recounted.to_owned()
    } else {
        (words.drill.recount_differs)(&format!("{} {}", again.text, again.made_of))
    };
    let drawn = u32::try_from(drill.rows.len()).unwrap_or(u32::MAX);
    let count = |number| crate::format::integer(number, general);
    let shown = (words.drill.shown)(&count(drawn), &count(drill.total));
    let as_of = (words.drill.as_of)(&clock(drill.as_of, reader.utc_offset_seconds));
    view! {
        <div class="pane-head">
            <h2 id="drill-name" tabindex="-1">{spoken(&definition.name, reader.lang)}</h2>
            <span class="rest">
                {drill
                    .csv
                    .clone()
                    .map(|csv| {
                        view! {
                            <a class="btn quiet small" href=csv rel="external" download="">
                                <Icon name="get"/>
                                {words.drill.csv}
                            </a>
                        }
                    })}
            </span>
        </div>
        <div class="sum">
            {windows(reader, drill)}
            <p class="frac">
                <span class="num" data-value="">{number.text}</span>
                <span class="of num">{number.made_of}</span>
            </p>
            <p class="formula">
                {spoken(&definition.formula, reader.lang)} " " {(words.drill.version)(definition.version)} "."
                {drill.mixed_targets.then(|| view! { " " <b>{words.drill.mixed_targets}</b> })}
            </p>
            {parts(reader, drill)}
            {facts(reader, drill)}
        </div>
        {drill_rows(reader, drill)}
        <p class="foot">
            <span>{shown}</span>
            <span data-agrees=agrees.to_string()>{recount}</span>
            {(drill.unmatched != 0)
                .then(|| view! { <span data-agrees="false">{(words.drill.unmatched)(drill.unmatched)}</span> })}
            <span class="num">{as_of}</span>
        </p>
    }
    .into_any()
}

/// Half an hour or the day, as two links; another span and a number of this moment say so.
fn windows(reader: &Reader, drill: &Drill) -> AnyView {
    let (words, window) = (reader.words(), drill.window);
    let Some(open) = window else {
        let (from, until) = (drill.from, drill.until);
        let told =
            |at| format!("{} {}", date(at, reader.utc_offset_seconds, reader.lang.words()), reader.clock(at));
        let said = if until > from {
            format!("{} – {}", told(from), told(until))
        } else {
            words.drill.now.to_owned()
        };
        return view! { <p class="windows">{said}</p> }.into_any();
    };
    let link = |window: Window| {
        let href = reader.page.but(|page| page.window = Some(window));
        let current = (window == open).then_some("true");
        let id = match window {
            Window::HalfHour => "drill-30m",
            Window::Day => "drill-day",
        };
        view! {
            <a id=id class="choice" href=href aria-current={current} {..no_scroll()}>
                {(words.window)(window)}
            </a>
        }
    };
    view! {
        <nav class="windows" aria-label=words.drill.windows>
            {link(Window::HalfHour)}
            {link(Window::Day)}
        </nav>
    }
    .into_any()
}

pub fn spoken(text: &Spoken, lang: Lang) -> String {
    match lang {
        Lang::Vi => text.vi.clone(),
        Lang::En => text.en.clone(),
    }
}
