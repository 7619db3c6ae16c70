use super::{flag, part, text};
use leptos::prelude::*;
use wire::Freshness;

use crate::i18n::words;

use super::{AgeMark, Gauge, GaugeReading, Level, LevelGlyph, age_name};

/// One headline number, ready to be drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Kpi {
    /// As in `?drill=`.
    pub id: &'static str,
    pub label: &'static str,
    pub level: Level,
    pub freshness: Freshness,
    pub value: String,
    pub unit: String,
    pub gauge: Option<GaugeReading>,
    /// The same over the day, where there is one.
    pub day: String,
    /// The target, in words.
    pub foot: String,
    /// What the number is made of.
    pub note: String,
    /// The age in words: replaces the note when late, the foot when old.
    pub age: String,
    /// Under five events: no share, no colour.
    pub small_sample: bool,
}

/// What a tile opens: where it leads, and whether it is open.
#[derive(Clone, Copy)]
pub struct Opener {
    pub href: Memo<String>,
    pub open: Memo<bool>,
}

/// Label, value, gauge, target. Three levels of voice, four ages. On a desk it opens what the number is made of.
#[component]
pub fn KpiTile(#[prop(into)] kpi: Signal<Kpi>, opener: Option<Opener>) -> impl IntoView {
    let words = words();
    let level = Memo::new(move |_| kpi.with(|kpi| kpi.level));
    let freshness = Memo::new(move |_| kpi.with(|kpi| kpi.freshness));
    let gauge = Memo::new(move |_| kpi.with(|kpi| kpi.gauge));
    let age = Memo::new(move |_| kpi.with(|kpi| kpi.age.clone()));
    let id = kpi.with_untracked(|kpi| kpi.id);
    let label = move || kpi.with(|kpi| kpi.label);
    view! {
        <div
            class="kpi"
            role="group"
            aria-label=label
            data-level=flag(move || level.get().name())
            data-age=flag(move || age_name(freshness.get()))
            data-sample=flag(move || kpi.with(|kpi| kpi.small_sample).then_some("small"))
            data-long=flag(move || kpi.with(|kpi| kpi.value.chars().count() > 4).then_some(""))
        >
            <div class="kpi-label">
                <LevelGlyph level/>
                {match opener {
                    None => view! { <span>{label}</span> }.into_any(),
                    Some(Opener { href, open }) => view! {
                        <a
                            class="kpi-open"
                            id=format!("tile-{id}")
                            href=text(move || href.get())
                            aria-expanded=flag(move || if open.get() { "true" } else { "false" })
                            aria-describedby=format!("definition-{id}")
                            {..leptos::attr::custom::custom_attribute("noscroll", "")}
                        >
                            {label}
                        </a>
                    }
                    .into_any(),
                }}
            </div>
            <div class="kpi-value">
                <span class="num">{text(move || kpi.with(|kpi| kpi.value.clone()))}</span>
                <span class="kpi-unit">{text(move || kpi.with(|kpi| kpi.unit.clone()))}</span>
                {part(move || {
                    kpi.with(|kpi| {
                        (!kpi.day.is_empty())
                            .then(|| view! { <span class="kpi-day"><small>{words.kpi.day}</small>{kpi.day.clone()}</span> })
                    })
                })}
            </div>
            <Gauge reading=gauge/>
            <div class="kpi-foot">
                {part(move || match freshness.get() {
                    Freshness::Live => view! {
                        <span>{text(move || kpi.with(|kpi| kpi.foot.clone()))}</span>
                        <span class="kpi-note">{text(move || kpi.with(|kpi| kpi.note.clone()))}</span>
                    }
                    .into_any(),
                    Freshness::Late => view! {
                        <span>{text(move || kpi.with(|kpi| kpi.foot.clone()))}</span>
                        <AgeMark freshness text=age/>
                    }
                    .into_any(),
                    Freshness::Stale => view! { <AgeMark freshness text=age/> }.into_any(),
                    Freshness::Unknown => view! { <span>{text(move || age.get())}</span> }.into_any(),
                })}
            </div>
        </div>
    }
    .into_any()
}
