use leptos::prelude::*;

use super::Reader;
use super::scale::length;
use crate::explained::{Drill, Role, RoleCount, Why};
use crate::format::integer;
use crate::ui::Icon;

/// What the number is made of, as one bar: solid counts, hatched does not, hollow was lost, dotted is left out.
pub fn parts(reader: &Reader, drill: &Drill) -> Option<AnyView> {
    let sum: u32 = drill.counts.iter().map(|row| row.count).sum();
    if sum == 0 || drill.counts.iter().filter(|row| row.count > 0).count() < 2 {
        return None;
    }
    let (words, kpi) = (reader.words(), drill.definition.id.as_str());
    let told: Vec<String> =
        drill.counts.iter().map(|row| format!("{} {}", row.count, words.told(kpi, row.why))).collect();
    let mut at = 0;
    let pieces = drill.counts.iter().filter(|row| row.count > 0).map(|row| {
        let (from, width) = (length(at.into(), sum.into()), length(row.count.into(), sum.into()));
        at += row.count;
        let kind = kind(row);
        let fill = match kind {
            "late" => "url(#part-late)",
            "out" => "url(#part-out)",
            "lost" => "none",
            _ => "currentColor",
        };
        view! { <rect class="part" data-part=kind x=from y="1" width=width height="8" fill=fill></rect> }
    });
    Some(
        view! {
            <svg class="parts" role="img" aria-label=format!("{}: {}", words.drill.parts, told.join(", "))>
                <defs>
                    <pattern id="part-late" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
                        <path d="M1 0V5" stroke="currentColor" stroke-width="2"></path>
                    </pattern>
                    <pattern id="part-out" width="4" height="8" patternUnits="userSpaceOnUse">
                        <circle cx="2" cy="5" r="1" fill="currentColor"></circle>
                    </pattern>
                </defs>
                {pieces.collect_view()}
            </svg>
        }
        .into_any(),
    )
}

/// The same in words and figures.
pub fn facts(reader: &Reader, drill: &Drill) -> AnyView {
    let (words, kpi) = (reader.words(), drill.definition.id.as_str());
    let rows = drill.counts.iter().map(|row| {
        let icon = icon(kpi, row.role, row.why);
        view! {
            <div data-part=kind(row)>
                <dt>
                    <Icon name=icon/>
                    {words.told(kpi, row.why)}
                </dt>
                <dd class="num">{integer(row.count, reader.lang.words())}</dd>
            </div>
        }
    });
    view! { <dl class="facts">{rows.collect_view()}</dl> }.into_any()
}

fn kind(row: &RoleCount) -> &'static str {
    match (row.role, row.why) {
        (Role::LeftOut, _) => "out",
        (Role::Counted, _) => "met",
        (Role::Against, Why::Abandoned | Why::AbandonedLate) => "lost",
        (Role::Against, _) => "late",
    }
}

/// ✓ as it should be, ✕ as it should not, – left out.
pub fn icon(kpi: &str, role: Role, why: Why) -> &'static str {
    let bad = matches!(
        kpi,
        "abandon-rate" | "abandon-wait" | "abandoned" | "callers-lost" | "missed" | "flowed-out"
    );
    match (role, why) {
        (Role::LeftOut, _) => "flat",
        (Role::Counted, _) => {
            if bad {
                "x"
            } else {
                "check"
            }
        }
        (Role::Against, Why::Answered | Why::Available) => "check",
        (Role::Against, Why::OnCall | Why::WrapUp | Why::Ringing | Why::Paused) => "flat",
        (Role::Against, _) => "x",
    }
}
