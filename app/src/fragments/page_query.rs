use serde::{Deserialize, Serialize};
use wire::{Millis, Window};

use crate::explained::{Compare, DRAWN_ROWS, DrillQuery, TrendQuery};
use crate::format::{percent_encoded, rfc3339};

/// The console's whole URL: what a fragment is asked with, and what its links go on from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PageQuery {
    pub tab: Option<String>,
    pub row: Option<String>,
    /// A KPI's id.
    pub drill: Option<String>,
    pub window: Option<Window>,
    /// A queue's id.
    pub queue: Option<String>,
    /// An agent's id.
    pub agent: Option<String>,
    pub compare: Option<Compare>,
    /// Where a replay began, as it stands in the URL.
    pub at: Option<String>,
    pub speed: Option<String>,
    /// Where a replay stands now; the page says so when it asks for a fragment.
    pub moment: Option<Millis>,
}

impl PageQuery {
    /// The moment that the page shows; `None`: now.
    pub fn moment(&self) -> Option<Millis> {
        let at =
            || self.at.as_ref().and_then(|at| at.parse().ok().or_else(|| rfc3339(&at.replace(' ', "+"))));
        self.moment.or_else(at)
    }

    /// How fast a replay runs; `None`: the page is live.
    pub fn speed(&self) -> Option<u32> {
        self.moment()?;
        Some(self.speed.as_ref().and_then(|speed| speed.parse().ok()).unwrap_or(1))
    }

    pub fn drill_query(&self) -> Option<DrillQuery> {
        Some(DrillQuery {
            kpi: self.drill.clone()?,
            window: self.window.unwrap_or(Window::HalfHour),
            queue: self.queue.clone(),
            agent: self.agent.clone(),
            at: self.moment(),
            limit: DRAWN_ROWS,
        })
    }

    pub fn trend_query(&self) -> TrendQuery {
        TrendQuery { compare: self.compare, queue: None, at: self.moment() }
    }

    /// The same page but for one thing.
    pub fn but(&self, change: impl FnOnce(&mut Self)) -> String {
        let mut page = self.clone();
        change(&mut page);
        let window = page.window.map(|window| match window {
            Window::HalfHour => "30m",
            Window::Day => "day",
        });
        let compare = page.compare.map(|compare| match compare {
            Compare::Yesterday => "yesterday",
            Compare::LastWeek => "last-week",
        });
        let pairs = [
            ("tab", page.tab.as_deref()),
            ("drill", page.drill.as_deref()),
            ("window", window),
            ("queue", page.queue.as_deref()),
            ("agent", page.agent.as_deref()),
            ("compare", compare),
            ("at", page.at.as_deref()),
            ("speed", page.speed.as_deref()),
        ];
        let pairs: Vec<String> = pairs
            .into_iter()
            .filter_map(|(name, value)| Some(format!("{name}={}", percent_encoded(value?, ":"))))
            .collect();
        if pairs.is_empty() { "/".to_owned() } else { format!("/?{}", pairs.join("&")) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_of_a_fragment_changes_one_thing_alone() {
        let page = PageQuery {
            tab: Some("calls".into()),
            drill: Some("service-level".into()),
            at: Some("2026-11-20T03:42:00Z".into()),
            ..PageQuery::default()
        };
        assert_eq!(
            page.but(|page| page.window = Some(Window::Day)),
            "/?tab=calls&drill=service-level&window=day&at=2026-11-20T03:42:00Z"
        );
        assert_eq!(PageQuery::default().but(|_| ()), "/");
    }
}
