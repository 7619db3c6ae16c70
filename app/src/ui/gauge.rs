use leptos::prelude::*;

/// Where value and target stand on the ruler, both from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GaugeReading {
    pub at: f64,
    pub target: f64,
}

impl GaugeReading {
    /// On a scale that ends at `full`.
    pub fn on(value: f64, target: f64, full: f64) -> Self {
        let share = |number: f64| if full > 0.0 { (number / full).clamp(0.0, 1.0) } else { 0.0 };
        Self { at: share(value), target: share(target) }
    }
}

/// The hairline under a number: bar = value, tick = target. Drawn with attributes, since the page's content
/// security policy forbids inline styles.
#[component]
pub fn Gauge(#[prop(into)] reading: Signal<Option<GaugeReading>>) -> impl IntoView {
    let bar = move || percent(reading.get().map_or(0.0, |reading| reading.at));
    let tick = move || percent(reading.get().map_or(0.0, |reading| reading.target));
    view! {
        <svg class="gauge" aria-hidden="true" data-none=move || reading.get().is_none().then_some("")>
            <rect class="gauge-line" width="100%"></rect>
            <rect class="gauge-bar" width=bar></rect>
            <rect class="gauge-tick" x=tick></rect>
        </svg>
    }
    .into_any()
}

fn percent(share: f64) -> String {
    format!("{:.1}%", share * 100.0)
}
