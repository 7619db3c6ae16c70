use leptos::prelude::*;

use super::flag;

/// Where value and target stand on the ruler, both in thousandths of its length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GaugeReading {
    pub at: u16,
    pub target: u16,
}

impl GaugeReading {
    /// On a scale that ends at `full`.
    pub fn on(value: i64, target: i64, full: i64) -> Self {
        let share = |number: i64| match full {
            1.. => u16::try_from((number.max(0).saturating_mul(1000) / full).min(1000)).unwrap_or(1000),
            _ => 0,
        };
        Self { at: share(value), target: share(target) }
    }
}

/// The hairline under a number: bar = value, tick = target. Drawn with attributes, since the page's content
/// security policy forbids inline styles.
#[component]
pub fn Gauge(#[prop(into)] reading: Signal<Option<GaugeReading>>) -> impl IntoView {
    let bar = move || percent(reading.get().map_or(0, |reading| reading.at));
    let tick = move || percent(reading.get().map_or(0, |reading| reading.target));
    view! {
        <svg class="gauge" aria-hidden="true" data-none=flag(move || reading.get().is_none().then_some(""))>
            <rect class="gauge-line" width="100%"></rect>
            <rect class="gauge-bar" width=bar></rect>
            <rect class="gauge-tick" x=tick></rect>
        </svg>
    }
    .into_any()
}

fn percent(thousandths: u16) -> String {
    format!("{}.{}%", thousandths / 10, thousandths % 10)
}
