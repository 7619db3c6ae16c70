use leptos::prelude::*;

use super::Reader;
use super::scale::Scale;
use super::value::share_or_fraction;
use crate::explained::{Slot, Trend};

/// What the chart draws, as a table for everybody.
pub fn trend_table(reader: &Reader, trend: &Trend) -> AnyView {
    let words = &reader.words().trend;
    let scale = Scale::of(trend);
    let other = trend.compare.as_ref();
    let rows = trend.slots.iter().enumerate().filter(|(_, slot)| scale.shows(slot)).map(|(place, slot)| {
        let then = other.map(|other| other.slots.get(place).map_or_else(|| "–".to_owned(), service));
        let gaps = trend
            .gaps
            .iter()
            .filter(|gap| gap.from < slot.until && gap.until.is_none_or(|until| until > slot.from));
        let gaps: Vec<String> = gaps
            .map(|gap| (words.gap)(&reader.clock(gap.from), &reader.clock(gap.until.unwrap_or(trend.as_of))))
            .collect();
        view! {
            <tr>
                <th scope="row" class="num">{reader.clock(slot.from)}</th>
                <td class="n num">{slot.offered}</td>
                <td class="n num">{slot.answered}</td>
                <td class="n num">{slot.abandoned}</td>
                <td class="n num">{service(slot)}</td>
                <td class="n num">{slot.waiting}</td>
                {then.map(|then| view! { <td class="n num">{then}</td> })}
                <td class="muted">{gaps.join(", ")}</td>
            </tr>
        }
    });
    view! {
        <details class="trend-table">
            <summary id="trend-table">{words.table}</summary>
            <div class="scroll" tabindex="0" role="group" aria-label=words.head>
                <table class="table">
                    <caption class="sr">{words.head}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{words.time}</th>
                            <th scope="col" class="n">{words.offered}</th>
                            <th scope="col" class="n">{words.answered}</th>
                            <th scope="col" class="n">{words.abandoned}</th>
                            <th scope="col" class="n">{words.service}</th>
                            <th scope="col" class="n">{words.waiting}</th>
                            {other.map(|other| view! { <th scope="col" class="n">{(words.with)(other.with)}</th> })}
                            <td></td>
                        </tr>
                    </thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </div>
        </details>
    }
    .into_any()
}

fn service(slot: &Slot) -> String {
    share_or_fraction(slot.service.part, slot.service.of)
}
