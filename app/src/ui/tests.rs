use super::*;
use leptos::prelude::*;
use leptos::reactive::owner::Owner;

fn kpi() -> Kpi {
    Kpi {
        id: "service-level",
        day: String::new(),
        label: "Đang chờ",
        level: Level::Normal,
        freshness: Freshness::Live,
        value: "6".to_owned(),
        unit: String::new(),
        gauge: Some(GaugeReading { at: 600, target: 500 }),
        foot: "tối đa 3".to_owned(),
        note: "1 đổ chuông".to_owned(),
        age: "12 s trễ".to_owned(),
        small_sample: false,
    }
}

fn html(kpi: Kpi) -> String {
    Owner::new().with(|| view! { <KpiTile kpi=Signal::stored(kpi) opener=None/> }.to_html())
}

#[test]
fn a_tile_shows_each_level_by_attribute_and_shape() {
    for level in [Level::Normal, Level::Late, Level::Breach] {
        let (name, glyph) = match level {
            Level::Normal => ("normal", None),
            Level::Late => ("late", Some("#g-late")),
            Level::Breach => ("breach", Some("#g-breach")),
        };
        let html = html(Kpi { level, ..kpi() });
        assert!(html.contains(&format!("data-level=\"{name}\"")), "{html}");
        assert_eq!(html.contains("#g-"), glyph.is_some(), "{html}");
        assert!(glyph.is_none_or(|glyph| html.contains(glyph)), "{html}");
    }
}

#[test]
fn a_tile_shows_each_age() {
    for freshness in [Freshness::Live, Freshness::Late, Freshness::Stale, Freshness::Unknown] {
        let html = html(Kpi { freshness, ..kpi() });
        let (name, foot, note, age) = match freshness {
            Freshness::Live => ("live", true, true, false),
            Freshness::Late => ("late", true, false, true),
            Freshness::Stale => ("stale", false, false, true),
            Freshness::Unknown => ("unknown", false, false, true),
        };
        assert!(html.contains(&format!("data-age=\"{name}\"")), "{html}");
        assert_eq!(html.contains("tối đa 3"), foot, "{html}");
        assert_eq!(html.contains("1 đổ chuông"), note, "{html}");
        assert_eq!(html.contains("12 s trễ"), age, "{html}");
    }
}

#[test]
fn the_gauge_is_drawn_without_inline_style() {
    let html = html(kpi());
    assert!(html.contains("width=\"60.0%\"") && html.contains("x=\"50.0%\""), "{html}");
    assert!(!html.contains("style="), "{html}");
}

#[test]
fn a_scale_never_leaves_the_ruler() {
    assert_eq!(GaugeReading::on(9, 3, 6), GaugeReading { at: 1000, target: 500 });
    assert_eq!(GaugeReading::on(1, 0, 0), GaugeReading { at: 0, target: 0 });
}
