use leptos::prelude::*;

use super::Reader;
use super::scale::{FLOOR, Scale, TOP, WIDTH, at, reached};
use super::value::{SMALL_SAMPLE, share_or_fraction};
use crate::explained::{Slot, Trend};

const TIP: f64 = 172.0;
const LINE: f64 = 15.0;

/// What stands behind the picture, quarter by quarter: shown on hover and on focus, read out as one sentence. Arrow
/// keys go from one to the next.
pub fn slots(reader: &Reader, scale: &Scale, trend: &Trend) -> AnyView {
    let shown: Vec<(usize, &Slot)> =
        trend.slots.iter().enumerate().filter(|(_, slot)| scale.shows(slot)).collect();
    let last = shown.last().map(|(place, _)| *place);
    shown
        .into_iter()
        .map(|(place, slot)| {
            let told = told(reader, trend, place, slot);
            let (x, end) = (scale.x(slot.from), scale.x(slot.until));
            let tip_x = (x.midpoint(end) - TIP / 2.0).clamp(2.0, WIDTH - TIP - 2.0);
            let height = LINE * told.len() as f64 + 10.0;
            let tip_y = TOP + 4.0;
            let lines = told.iter().enumerate().map(|(line, text)| {
                let y = at(tip_y + 16.0 + LINE * line as f64);
                let class = if line == 0 { "strong" } else { "" };
                view! { <text class=class x=at(tip_x + 10.0) y=y>{text.clone()}</text> }
            });
            let y = reached(slot).map(|percent| at(scale.y(percent)));
            view! {
                <g
                    class="slot"
                    id=format!("slot-{place}")
                    role="img"
                    aria-label=told.join(", ")
                    tabindex=if Some(place) == last { "0" } else { "-1" }
                >
                    <rect class="hit" x=at(x) y=TOP.to_string() width=at(end - x) height=at(FLOOR - TOP)></rect>
                    <g class="tip" aria-hidden="true">
                        {y.map(|y| view! { <circle class="point" cx=at(x.midpoint(end)) cy=y r="3"></circle> })}
                        <rect class="tip-box" x=at(tip_x) y=at(tip_y) width=at(TIP) height=at(height) rx="3"></rect>
                        {lines.collect_view()}
                    </g>
                </g>
            }
        })
        .collect_view()
        .into_any()
}

fn told(reader: &Reader, trend: &Trend, place: usize, slot: &Slot) -> Vec<String> {
    let words = &reader.words().trend;
    let service = |slot: &Slot| share_or_fraction(slot.service.part, slot.service.of);
    let made_of = match slot.service.of {
        ..SMALL_SAMPLE => String::new(),
        of => format!(" ({} ÷ {of})", slot.service.part),
    };
    let until = slot.until.min(trend.as_of);
    let mut lines = vec![
        format!("{}–{}", reader.clock(slot.from), reader.clock(until)),
        format!("{} {}{made_of}", words.service.trim_end_matches(", %"), service(slot)),
        (words.counts)(slot.offered, slot.answered, slot.abandoned),
        (words.most_waiting)(slot.waiting),
    ];
    if let Some(other) = &trend.compare
        && let Some(then) = other.slots.get(place)
    {
        lines.push(format!("{}: {}, {}", (words.with)(other.with), service(then), then.offered));
    }
    lines.extend(
        trend
            .gaps
            .iter()
            .filter(|gap| gap.from < slot.until && gap.until.is_none_or(|until| until > slot.from))
            .map(|gap| (words.gap)(&reader.clock(gap.from), &reader.clock(gap.until.unwrap_or(trend.as_of)))),
    );
    lines
}
