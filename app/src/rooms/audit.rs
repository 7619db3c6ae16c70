use leptos::prelude::*;

use super::parts::{Field, Select, field, select};
use super::{Bad, Choice, Room};
use crate::format::percent_encoded;
use crate::ui::Icon;

/// `/settings/audit`: who did what to what, when, from where.
#[derive(Debug, Clone, Default)]
pub struct Audit {
    pub deeds: Vec<Deed>,
    pub filter: AuditFilter,
    pub since_bad: bool,
    pub until_bad: bool,
    /// Every kind of deed, by its name in the API.
    pub kinds: Vec<&'static str>,
    /// For the page of older ones: the id of the last one here; `None`: there are none.
    pub older: Option<i64>,
    /// The page does not begin with the newest.
    pub is_older: bool,
    pub days_kept: u32,
}

/// As it stands in the address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AuditFilter {
    /// A part of the doer's name or address, of what it was done to, or of the detail.
    pub text: String,
    /// A kind of deed, or nothing.
    pub did: String,
    /// Days, `2026-11-20`.
    pub since: String,
    pub until: String,
}

#[derive(Debug, Clone)]
pub struct Deed {
    pub at: wire::Millis,
    pub who: String,
    /// By its name in the API.
    pub did: &'static str,
    pub to: String,
    pub address: String,
    pub detail: String,
}

impl AuditFilter {
    /// `?who=…&did=…`, or nothing.
    fn query(&self, older: Option<i64>) -> String {
        let older = older.map(|id| id.to_string()).unwrap_or_default();
        let pairs = [
            ("text", &self.text),
            ("did", &self.did),
            ("since", &self.since),
            ("until", &self.until),
            ("before", &older),
        ];
        let pairs: Vec<String> = pairs
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", percent_encoded(value, "")))
            .collect();
        if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
    }
}

impl Room {
    pub fn audit(&self, page: &Audit) -> String {
        let audit = &self.words().audit;
        let list = if page.deeds.is_empty() {
            view! { <p class="muted">{audit.none}</p> }.into_any()
        } else {
            self.deeds(page)
        };
        let body = view! {
            {self.audit_filter(page)}
            {list}
            <p class="pager">
                {page.is_older.then(|| view! { <a class="btn small" href=format!("/settings/audit{}", page.filter.query(None))>{audit.newest}</a> })}
                {page
                    .older
                    .map(|id| {
                        view! {
                            <a class="btn small" href=format!("/settings/audit{}", page.filter.query(Some(id)))>{audit.older}</a>
                        }
                    })}
                <span class="faint num">{(audit.shown)(page.deeds.len())} " · " {(audit.kept)(page.days_kept)}</span>
            </p>
        };
        self.desk(audit.title, body.into_any())
    }

    fn audit_filter(&self, page: &Audit) -> AnyView {
        let audit = &self.words().audit;
        let filter = &page.filter;
        let text = Field {
            name: "text",
            label: audit.text,
            value: &filter.text,
            optional: true,
            longest: 128,
            ..Field::default()
        };
        let day = |name, label, value, bad: bool| Field {
            name,
            label,
            value,
            kind: "date",
            optional: true,
            bad: bad.then_some(Bad::Date),
            ..Field::default()
        };
        let kinds: Vec<Choice> = page
            .kinds
            .iter()
            .map(|kind| Choice { id: (*kind).to_owned(), name: self.deed_name(kind) })
            .collect();
        let did = Select {
            name: "did",
            label: audit.did,
            choices: &kinds,
            chosen: Some(&filter.did),
            none: Some(audit.any),
            ..Select::default()
        };
        view! {
            <form method="get" action="/settings/audit" class="filter" role="search">
                {field(self, text)}
                {select(self, did)}
                {field(self, day("since", audit.since, &filter.since, page.since_bad))}
                {field(self, day("until", audit.until, &filter.until, page.until_bad))}
                <div class="buttons">
                    <button class="btn primary" type="submit">{audit.filter}</button>
                    {(filter != &AuditFilter::default())
                        .then(|| view! { <a class="btn quiet" href="/settings/audit">{audit.clear}</a> })}
                    <a class="btn" href=format!("/settings/audit.csv{}", filter.query(None)) download="">
                        <Icon name="get"/>
                        {audit.csv}
                    </a>
                </div>
            </form>
        }
        .into_any()
    }

    fn deeds(&self, page: &Audit) -> AnyView {
        let audit = &self.words().audit;
        let rows = page.deeds.iter().map(|deed| {
            let who = if deed.who == "-" { audit.nobody.to_owned() } else { deed.who.clone() };
            view! {
                <tr>
                    <td data-label=audit.at class="num">{self.when_exactly(deed.at)}</td>
                    <th scope="row" class="name">{who}</th>
                    <td data-label=audit.did>{self.deed_name(deed.did)}</td>
                    <td data-label=audit.to class="wraps">{deed.to.clone()}</td>
                    <td data-label=audit.from class="num">{deed.address.clone()}</td>
                    <td data-label=audit.detail class="wraps muted">{deed.detail.clone()}</td>
                </tr>
            }
        });
        view! {
            <div class="scroll">
                <table class="table cards">
                    <thead>
                        <tr>
                            <th scope="col">{audit.at}</th>
                            <th scope="col">{audit.who}</th>
                            <th scope="col">{audit.did}</th>
                            <th scope="col">{audit.to}</th>
                            <th scope="col">{audit.from}</th>
                            <th scope="col">{audit.detail}</th>
                        </tr>
                    </thead>
                    <tbody>{rows.collect_view()}</tbody>
                </table>
            </div>
        }
        .into_any()
    }

    fn deed_name(&self, kind: &str) -> String {
        (self.words().audit.deed)(kind).unwrap_or(kind).to_owned()
    }

    /// With the day and the second: what happened is compared with other logs.
    fn when_exactly(&self, at: wire::Millis) -> String {
        let (month, day) = crate::format::month_and_day(
            (at + i64::from(self.utc_offset_seconds) * 1000).div_euclid(86_400_000),
        );
        let time = crate::format::clock(at, self.utc_offset_seconds);
        format!("{} {time}", (self.words().common.day_month)(day, month))
    }
}
