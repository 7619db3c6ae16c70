use leptos::prelude::*;
use wire::{Gap, Millis};

use super::Reader;
use super::scale::{FLOOR, HEIGHT, Scale, TOP, WIDTH, at, reached};
use super::slots::slots;
use crate::explained::{Slot, Target, Trend};

/// The day as a picture: what was reached against its target above, what came in below. Shapes tell it all, colour
/// only repeats: the line is whole, the target dashed, the other day dotted, lost calls hatched, gaps hatched and
/// named.
pub fn chart(reader: &Reader, trend: &Trend) -> AnyView {
    let scale = Scale::of(trend);
    let words = &reader.words().trend;
    let grid = scale.percents().into_iter().map(|percent| {
        let y = scale.y(percent);
        view! {
            <path class="grid" d=format!("M34 {y:.1}H708")></path>
            <text x="26" y=at(y + 4.0) text-anchor="end">{percent}</text>
        }
    });
    let hours = scale.hours().into_iter().map(|hour| {
        view! { <text x=at(scale.x(hour)) y=at(HEIGHT - 4.0) text-anchor="middle">{reader.clock(hour)}</text> }
    });
    let shift = trend.compare.as_ref().map_or(0, |other| trend.from - other.from);
    let other = trend.compare.as_ref().map(|other| lines(&scale, &other.slots, shift, &[], Millis::MAX));
    let service = lines(&scale, &trend.slots, 0, &trend.gaps, trend.as_of);
    view! {
        <div class="chart-box">
            <svg class="chart" viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="group" aria-label=format!("{}. {}", words.head, words.keys)>
                <defs>
                    <pattern id="gap-hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                        <path d="M0 0V5" stroke="currentColor" stroke-width="1.4"></path>
                    </pattern>
                    <pattern id="lost-hatch" width="3" height="3" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                        <path class="lost-line" d="M0 0V3" stroke-width="3.2"></path>
                    </pattern>
                </defs>
                {grid.collect_view()}
                {hours.collect_view()}
                {trend.slots.iter().filter(|slot| scale.shows(slot)).map(|slot| bars(&scale, slot)).collect_view()}
                {trend.gaps.iter().filter_map(|gap| gap_mark(reader, &scale, trend, gap)).collect_view()}
                {targets(reader, &scale, trend)}
                {other.map(|line| view! { <path class="line other" d=line></path> })}
                <path class="line" d=service></path>
                {now(&scale, trend)}
                {slots(reader, &scale, trend)}
            </svg>
        </div>
    }
    .into_any()
}

/// From slot to slot; broken where nothing was counted, and at a gap.
fn lines(scale: &Scale, slots: &[Slot], shift: Millis, gaps: &[Gap], as_of: Millis) -> String {
    let mut path = String::new();
    let mut before: Option<Millis> = None;
    for slot in slots.iter().filter(|slot| slot.from + shift < scale.until) {
        let middle = middle(slot, as_of) + shift;
        let Some(percent) = reached(slot).filter(|_| middle >= scale.from) else {
            before = None;
            continue;
        };
        let cut = |before: Millis| {
            gaps.iter().any(|gap| gap.from < middle && gap.until.is_none_or(|until| until > before))
        };
        let pen = if before.is_none_or(cut) { 'M' } else { 'L' };
        // A slot between two breaks is a dot: a line of no length with round ends.
        let dot = if pen == 'M' { "h0" } else { "" };
        path.push_str(&format!("{pen}{:.1} {:.1}{dot}", scale.x(middle), scale.y(percent)));
        before = Some(middle);
    }
    path
}

/// Where a slot's point stands; the running one is as long as it has run.
fn middle(slot: &Slot, as_of: Millis) -> Millis {
    slot.from + (slot.until.min(as_of) - slot.from) / 2
}

fn bars(scale: &Scale, slot: &Slot) -> AnyView {
    let (left, width) = (scale.x(slot.from), scale.x(slot.until) - scale.x(slot.from));
    let (x, width) = (at(left + width * 0.15), at(width * 0.7));
    let (answered, lost) = (scale.bar(slot.answered), scale.bar(slot.abandoned));
    let offered = FLOOR - scale.bar(slot.offered);
    view! {
        <rect class="bars" x=x.clone() y=at(FLOOR - answered) width=width.clone() height=at(answered)></rect>
        {(slot.abandoned > 0)
            .then(|| {
                view! {
                    <rect class="bars lost" x=x.clone() y=at(FLOOR - answered - lost) width=width.clone() height=at(lost) fill="url(#lost-hatch)"></rect>
                }
            })}
        {(slot.offered > 0).then(|| view! { <path class="offered" d=format!("M{x} {offered:.1}h{width}")></path> })}
        {(slot.waiting > 0)
            .then(|| {
                let y = at(FLOOR - scale.bar(slot.waiting));
                view! { <circle class="waited" cx=at(left + (scale.x(slot.until) - left) / 2.0) cy=y r="1.8"></circle> }
            })}
    }
    .into_any()
}

/// The target as a dashed line, a step and a mark where it changed.
fn targets(reader: &Reader, scale: &Scale, trend: &Trend) -> AnyView {
    let ends = trend.targets.iter().skip(1).map(|next| next.from).chain([scale.until]);
    let steps = trend.targets.iter().zip(ends).filter(|(_, end)| *end > scale.from).map(|(target, end)| {
        let y = scale.y(i64::from(target.goal_percent));
        view! { <path class="goal" d=format!("M{:.1} {y:.1}H{:.1}", scale.x(target.from), scale.x(end))></path> }
    });
    let changes = trend.targets.windows(2).filter(|pair| pair[1].from >= scale.from).map(|pair| {
        let x = scale.x(pair[1].from);
        let told =
            (reader.words().trend.rules)(&reader.clock(pair[1].from), &rule(&pair[0]), &rule(&pair[1]));
        view! {
            <g class="rules" role="img" aria-label=told.clone()>
                <title>{told.clone()}</title>
                <path d=format!("M{x:.1} {TOP}V{FLOOR}")></path>
                <path class="mark" d=format!("M{x:.1} {:.1}l4 4-4 4-4-4z", TOP - 14.0)></path>
            </g>
        }
    });
    view! {
        {steps.collect_view()}
        {changes.collect_view()}
    }
    .into_any()
}

/// "SL-2 80/20".
pub fn rule(target: &Target) -> String {
    format!("SL-{} {}/{}", target.variant, target.goal_percent, target.target_seconds)
}

fn gap_mark(reader: &Reader, scale: &Scale, trend: &Trend, gap: &Gap) -> Option<AnyView> {
    let until = gap.until.unwrap_or(trend.as_of);
    if until <= scale.from || gap.from >= scale.until {
        return None;
    }
    let (x, end) = (scale.x(gap.from), scale.x(until).max(scale.x(gap.from) + 3.0));
    let told = (reader.words().trend.gap)(&reader.clock(gap.from), &reader.clock(until));
    // Beside its gap, on the side where there is room.
    let (text_x, anchor) = if x > 200.0 { (x - 5.0, "end") } else { (end + 5.0, "start") };
    Some(
        view! {
            <g class="gap">
                <rect x=at(x) y=TOP.to_string() width=at(end - x) height=at(FLOOR - TOP) fill="url(#gap-hatch)"></rect>
                <path class="gap-edge" d=format!("M{x:.1} {TOP}V{FLOOR}M{end:.1} {TOP}V{FLOOR}")></path>
                <text x=at(text_x) y=at(TOP + 8.0) text-anchor=anchor>{told}</text>
            </g>
        }
        .into_any(),
    )
}

/// The moment that is shown, and what was reached then.
fn now(scale: &Scale, trend: &Trend) -> AnyView {
    let x = scale.x(trend.as_of);
    let last = trend.slots.iter().rev().find_map(|slot| Some((slot, reached(slot)?)));
    let dot = last.map(|(slot, percent)| {
        let (cx, y) = (scale.x(middle(slot, trend.as_of)), scale.y(percent));
        let (text_x, anchor) = if x > WIDTH - 70.0 { (cx - 8.0, "end") } else { (x + 7.0, "start") };
        view! {
            <circle class="dot" cx=at(cx) cy=at(y) r="4"></circle>
            <text class="strong" x=at(text_x) y=at(y + 14.0) text-anchor=anchor>{format!("{percent} %")}</text>
        }
    });
    view! {
        <path class="now" d=format!("M{x:.1} {TOP}V{FLOOR}")></path>
        {dot}
    }
    .into_any()
}
