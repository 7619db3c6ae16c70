use serde::{Deserialize, Serialize};

use crate::format::percent_encoded;

/// The whole URL of `/calls`: what its fragments are asked with, and what their links go on from. Everything is text
/// as it stands there; what says nothing is left out.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CallsAddress {
    /// `today` (the operational day, without any), `yesterday`, `7d`, `30d`.
    pub window: Option<String>,
    /// Milliseconds, RFC 3339, a date, or a time on the site's clock; either of them counts before `window`.
    pub from: Option<String>,
    pub to: Option<String>,
    /// By id or name.
    pub queue: Option<String>,
    pub agent: Option<String>,
    pub result: Option<String>,
    pub direction: Option<String>,
    /// A number's beginning or end, a call's id, or names of people and queues.
    pub q: Option<String>,
    /// `started`, `waited` or `talked`; with `-` before it the largest first. Without any: `-started`.
    pub sort: Option<String>,
    /// From 1.
    pub page: Option<String>,
    /// The call that is open, by its id.
    pub call: Option<String>,
    /// `lost`: lost callers instead of calls.
    pub view: Option<String>,
    /// A KPI's id: the rows that make it instead of the list.
    pub drill: Option<String>,
    /// A saved filter that is about to be removed, by its id.
    pub remove: Option<String>,
    /// What was done before this page, by its word.
    pub said: Option<String>,
}

/// The windows that have a name.
pub const WINDOWS: [&str; 4] = ["today", "yesterday", "7d", "30d"];

impl CallsAddress {
    pub fn page(&self) -> u32 {
        self.page.as_ref().and_then(|page| page.parse().ok()).unwrap_or(1).max(1)
    }

    /// The window by name, unless a span is asked for.
    pub fn window(&self) -> Option<&str> {
        let has_span = given(&self.from).or(given(&self.to)).is_some();
        (!has_span).then(|| given(&self.window).unwrap_or("today"))
    }

    /// What it is sorted by, and whether the smallest comes first.
    pub fn sort(&self) -> (&str, bool) {
        let sort = given(&self.sort).unwrap_or("-started");
        sort.strip_prefix('-').map_or((sort, true), |by| (by, false))
    }

    /// Lost callers instead of calls.
    pub fn is_of_lost(&self) -> bool {
        given(&self.view) == Some("lost")
    }

    /// Something narrows the list beside its time.
    pub fn is_narrowed(&self) -> bool {
        [&self.queue, &self.agent, &self.result, &self.direction, &self.q]
            .into_iter()
            .any(|it| given(it).is_some())
    }

    /// The same page but for one thing. What is open closes, and the list begins anew, unless that is the change.
    pub fn but(&self, change: impl FnOnce(&mut Self)) -> String {
        let mut address = Self { page: None, call: None, drill: None, ..self.shown() };
        change(&mut address);
        address.href()
    }

    /// The same page with this call open, or with none.
    pub fn opening(&self, call: Option<&str>) -> String {
        Self { call: call.map(Into::into), drill: None, ..self.shown() }.href()
    }

    pub fn href(&self) -> String {
        let query = self.query();
        if query.is_empty() { "/calls".to_owned() } else { format!("/calls?{query}") }
    }

    /// Where the same calls lie as a file.
    pub fn csv(&self) -> String {
        let asked = self.asked();
        let window = asked.window().map(Into::into);
        format!("/api/v1/calls.csv?{}", Self { window, ..asked }.query())
    }

    /// Behind the question mark.
    pub fn query(&self) -> String {
        let pairs: Vec<String> = self
            .parts()
            .into_iter()
            .filter_map(|(name, value)| Some(format!("{name}={}", percent_encoded(value?, ":@"))))
            .collect();
        pairs.join("&")
    }

    /// What is asked for, without what is shown of it: what a form must keep, and a saved filter holds.
    pub fn asked(&self) -> Self {
        Self { page: None, call: None, view: None, drill: None, ..self.shown() }
    }

    /// Without what was said once.
    fn shown(&self) -> Self {
        Self { remove: None, said: None, ..self.clone() }
    }

    fn parts(&self) -> [(&'static str, Option<&str>); 15] {
        [
            ("view", given(&self.view)),
            ("window", given(&self.window)),
            ("from", given(&self.from)),
            ("to", given(&self.to)),
            ("queue", given(&self.queue)),
            ("agent", given(&self.agent)),
            ("result", given(&self.result)),
            ("direction", given(&self.direction)),
            ("q", given(&self.q)),
            ("sort", given(&self.sort)),
            ("page", given(&self.page)),
            ("drill", given(&self.drill)),
            ("call", given(&self.call)),
            ("remove", given(&self.remove)),
            ("said", given(&self.said)),
        ]
    }
}

/// A field that a form sends empty says nothing.
pub fn given(text: &Option<String>) -> Option<&str> {
    text.as_deref().map(str::trim).filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_changes_one_thing_alone_and_what_says_nothing_is_left_out() {
        let text = |text: &str| Some(text.to_owned());
        let address =
            CallsAddress {
                page: text("3"), queue: text(""), q: text(" hồng nhung "), ..Default::default()
            };
        assert_eq!(address.href(), "/calls?q=h%E1%BB%93ng%20nhung&page=3");
        assert_eq!(address.opening(Some("a/b@c")), "/calls?q=h%E1%BB%93ng%20nhung&page=3&call=a%2Fb@c");
        let opened = CallsAddress { call: text("a"), result: text("busy"), ..Default::default() };
        assert_eq!(opened.but(|it| it.sort = text("-waited")), "/calls?result=busy&sort=-waited");
        assert_eq!(CallsAddress::default().href(), "/calls");
    }

    #[test]
    fn without_a_word_it_is_today_newest_first_and_a_span_counts_before_a_window() {
        let address = CallsAddress::default();
        assert_eq!((address.window(), address.sort()), (Some("today"), ("started", false)));
        assert_eq!(address.csv(), "/api/v1/calls.csv?window=today");
        let span = CallsAddress {
            window: Some("7d".into()),
            from: Some("2026-11-20".into()),
            sort: Some("waited".into()),
            ..Default::default()
        };
        assert_eq!((span.window(), span.sort()), (None, ("waited", true)));
        assert_eq!(span.csv(), "/api/v1/calls.csv?from=2026-11-20&sort=waited");
    }
}
