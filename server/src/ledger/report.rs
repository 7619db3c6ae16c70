//! Days and their numbers, with the balance of what came in and went out.

use std::collections::HashSet;

use app::explained::Definition;
use jiff::civil::Date;
use kpi::{Asked, Balance, Caller, DrillRow, Figure, Kpi, Role, Scope, Span};
use serde::Serialize;

use super::csv;
use super::desk::Desk;
use super::drill;
use super::handle::{LedgerError, LedgerHandle, When};

/// Longer reports are asked for in parts.
pub const LONGEST_DAYS: usize = 400;

#[derive(Debug, Serialize)]
pub struct Report {
    pub queue: Option<String>,
    pub definitions: Vec<Definition>,
    pub days: Vec<Row>,
    /// All days together: parts and wholes are summed, percentiles and callers are taken of all days.
    pub total: Row,
}

#[derive(Debug, Serialize)]
pub struct Row {
    /// The operational day, by the date on which it begins; absent for the total.
    pub date: Option<String>,
    pub from: kpi::Millis,
    pub until: kpi::Millis,
    pub figures: Vec<Number>,
    pub balance: Sums,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Number {
    pub kpi: &'static str,
    pub part: i64,
    pub of: i64,
    pub mixed_targets: bool,
}

/// `offered = answered + abandoned + flowed_out + (waiting_at_end − waiting_at_start) + remainder`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Sums {
    pub offered: i64,
    pub answered: i64,
    pub abandoned: i64,
    pub flowed_out: i64,
    pub waiting_at_start: i64,
    pub waiting_at_end: i64,
    pub remainder: i64,
}

impl From<Balance> for Sums {
    fn from(balance: Balance) -> Self {
        let Balance { offered, answered, abandoned, flowed_out, waiting_at_start, waiting_now, remainder } =
            balance;
        Self {
            offered,
            answered,
            abandoned,
            flowed_out,
            waiting_at_start,
            waiting_at_end: waiting_now,
            remainder,
        }
    }
}

/// Numbers of an instant say nothing of a day.
pub fn kpis() -> impl Iterator<Item = Kpi> {
    Kpi::ALL.into_iter().filter(|kpi| !kpi.is_of_an_instant())
}

/// The report of these days, day by day: a month need not fit into memory.
///
/// # Errors
/// The store cannot be read, or the server stops.
pub async fn report(
    ledger: &LedgerHandle,
    dates: impl Iterator<Item = Date>,
    scope: Scope,
) -> Result<Report, LedgerError> {
    let mut days: Vec<Row> = Vec::new();
    let mut total = Total::default();
    for date in dates.take(LONGEST_DAYS) {
        let (scope, span) = (scope.clone(), ledger.day().span_of(date));
        let (row, of_day) = ledger
            .look_at(When::Span(span), None, move |desk, span| {
                (row(&desk, span, &scope, date), OfDay::of(&desk, span, &scope))
            })
            .await?;
        total.add(&row, of_day);
        days.push(row);
    }
    let asked = scope.clone();
    let definitions =
        ledger.look(move |desk| Kpi::ALL.map(|kpi| drill::definition(&desk, kpi, &asked)).to_vec()).await?;
    let total = total.row(&days);
    Ok(Report { queue: scope.queue.map(|queue| queue.to_string()), definitions, days, total })
}

/// The figures of any span, as of the moment that boards show, and that moment. It is read in parts of one operational
/// day each: a month need not fit into memory.
///
/// # Errors
/// The store cannot be read, or the server stops.
pub async fn of_span(
    ledger: &LedgerHandle,
    span: Span,
    scope: &Scope,
) -> Result<(Row, kpi::Millis), LedgerError> {
    let now = ledger.look(|desk| desk.now).await?;
    let mut days: Vec<Row> = Vec::new();
    let mut total = Total::default();
    let mut from = span.from;
    while from < span.until && days.len() < LONGEST_DAYS {
        let until = ledger.day().span_at(from).until.min(span.until);
        let scope = scope.clone();
        let (row, of_day) = ledger
            .look_at(When::Span(Span { from, until }), Some(now), move |desk, span| {
                (row(&desk, span, &scope, desk.day.date_at(span.from)), OfDay::of(&desk, span, &scope))
            })
            .await?;
        total.add(&row, of_day);
        days.push(row);
        from = until;
    }
    Ok((total.row(&days), now))
}

fn row(desk: &Desk<'_>, span: Span, scope: &Scope, date: Date) -> Row {
    let asked: Vec<Asked> = kpis().map(|kpi| Asked { kpi, scope: scope.clone(), span }).collect();
    let number = |(asked, figure): (&Asked, Figure)| {
        let Figure { part, of, mixed_targets } = figure;
        Number { kpi: asked.kpi.id(), part, of, mixed_targets }
    };
    Row {
        date: Some(date.to_string()),
        from: span.from,
        until: span.until,
        figures: asked.iter().zip(desk.all(&asked)).map(number).collect(),
        balance: desk.balance(scope, span).into(),
    }
}

/// What of a day cannot be summed.
struct OfDay {
    waits: Vec<i64>,
    lost: Vec<Caller>,
}

impl OfDay {
    fn of(desk: &Desk<'_>, span: Span, scope: &Scope) -> Self {
        let is_counted = |row: &&DrillRow<'_>| row.role == Role::Counted;
        let waits = desk.drill(Kpi::AsaP90, scope, span);
        let lost = desk.drill(Kpi::CallersLost, scope, span);
        let calls = lost.iter().filter(is_counted).filter_map(DrillRow::call);
        Self {
            waits: waits.iter().filter(is_counted).map(|row| row.part).collect(),
            lost: calls.map(|call| kpi::caller(call.number.as_deref())).collect(),
        }
    }
}

#[derive(Default)]
struct Total {
    waits: Vec<i64>,
    known: HashSet<String>,
    anonymous: i64,
    figures: Vec<Number>,
    balance: Sums,
}

impl Total {
    fn add(&mut self, row: &Row, of_day: OfDay) {
        self.waits.extend(of_day.waits);
        for caller in of_day.lost {
            match caller {
                Caller::Known(number) => drop(self.known.insert(number)),
                Caller::Anonymous => self.anonymous += 1,
            }
        }
        if self.figures.is_empty() {
            self.figures = row.figures.clone();
            self.balance.waiting_at_start = row.balance.waiting_at_start;
        } else {
            for (sum, day) in self.figures.iter_mut().zip(&row.figures) {
                sum.part += day.part;
                sum.of += day.of;
                sum.mixed_targets |= day.mixed_targets;
            }
        }
        let (sums, day) = (&mut self.balance, &row.balance);
        sums.offered += day.offered;
        sums.answered += day.answered;
        sums.abandoned += day.abandoned;
        sums.flowed_out += day.flowed_out;
        sums.remainder += day.remainder;
        sums.waiting_at_end = day.waiting_at_end;
    }

    fn row(mut self, days: &[Row]) -> Row {
        let p90 = kpi::p90(&mut self.waits);
        let lost = i64::try_from(self.known.len()).unwrap_or(i64::MAX) + self.anonymous;
        for number in &mut self.figures {
            if number.kpi == Kpi::AsaP90.id() {
                number.part = p90;
            } else if number.kpi == Kpi::CallersLost.id() {
                number.part = lost;
            }
        }
        Row {
            date: None,
            from: days.first().map_or(0, |day| day.from),
            until: days.last().map_or(0, |day| day.until),
            figures: self.figures,
            balance: self.balance,
        }
    }
}

impl Report {
    /// One line a day and KPI, then the balances; the total last.
    pub fn csv(&self) -> Vec<String> {
        let version =
            |id: &str| self.definitions.iter().find(|one| one.id == id).map_or(0, |one| one.version);
        let mut lines = vec![csv::BYTE_ORDER_MARK.to_owned()];
        lines.push(csv::header(&["date", "kpi", "version", "part", "of", "mixed_targets"]));
        for row in self.days.iter().chain([&self.total]) {
            let date = row.date.as_deref().unwrap_or("total");
            for number in &row.figures {
                let line = csv::Line::default().text(date).text(number.kpi);
                let line = line.number(version(number.kpi).into()).number(number.part).number(number.of);
                lines.push(line.number(number.mixed_targets.into()).end());
            }
            let Sums { waiting_at_start, waiting_at_end, remainder, .. } = row.balance;
            for (name, count) in [
                ("waiting-at-start", waiting_at_start),
                ("waiting-at-end", waiting_at_end),
                ("unmatched", remainder),
            ] {
                let line = csv::Line::default().text(date).text(name).number(1).number(count).number(0);
                lines.push(line.number(0).end());
            }
        }
        lines
    }
}
