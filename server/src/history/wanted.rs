//! What the address of `/calls` asks for.

use app::fragments::calls::{CallsAddress, given};
use kpi::{Day, Millis, Span};

use super::Filter;
use crate::clock;
use crate::error::AppError;
use crate::http::asked::{self, Moment};
use crate::http::calls;

/// Longer spans are asked for in parts, as those of a report.
const LONGEST: Millis = crate::ledger::report::LONGEST_DAYS as Millis * 24 * 3_600_000;

#[derive(Debug, Clone)]
pub struct Wanted {
    pub span: Span,
    pub filter: Filter,
}

/// # Errors
/// A word that there is not, or a time that ends before it begins.
pub fn read(address: &CallsAddress, day: &Day) -> Result<Wanted, AppError> {
    let text = |text: &Option<String>| given(text).map(Into::into);
    let filter = Filter {
        queue: text(&address.queue),
        agent: text(&address.agent),
        result: given(&address.result).map(calls::result).transpose()?,
        direction: given(&address.direction).map(calls::direction).transpose()?,
        number: None,
        q: text(&address.q),
        sort: given(&address.sort).map(calls::sort).transpose()?.unwrap_or_default(),
    };
    Ok(Wanted { span: span(address, day)?, filter })
}

/// From when until when: by name, or from one moment to another. Without a beginning it is the operational day of the
/// end, without an end it goes on until now.
///
/// # Errors
/// It ends before it begins, is longer than a report, or says no time.
pub fn span(address: &CallsAddress, day: &Day) -> Result<Span, AppError> {
    let now = clock::now();
    if let Some(window) = address.window() {
        return asked::window(window, day, now);
    }
    let moment = |text: &Option<String>| {
        given(text)
            .map(|text| {
                let read = Moment::read(text).map(|moment| moment.at(day));
                read.ok_or_else(|| AppError::BadRequest(format!("{text:?} is no time")))
            })
            .transpose()
    };
    let until = moment(&address.to)?.unwrap_or(now + 1);
    let from = moment(&address.from)?.unwrap_or_else(|| day.span_at(until - 1).from);
    if from >= until || until.saturating_sub(from) > LONGEST {
        return Err(AppError::BadRequest("`from` must come before `to`, by 400 days at most".into()));
    }
    Ok(Span { from, until })
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: Millis = 3_600_000;

    fn of(from: &str, to: &str) -> Result<Span, AppError> {
        let day = Day::new("Asia/Ho_Chi_Minh", "06:00").expect("a day");
        let text = |text: &str| Some(text.to_owned());
        span(&CallsAddress { from: text(from), to: text(to), ..CallsAddress::default() }, &day)
    }

    #[test]
    fn a_span_is_of_the_sites_clock_and_what_is_left_out_is_the_day_and_now() {
        let span = of("2026-02-02T08:00", "2026-02-02T09:30").expect("a span");
        assert_eq!((span.from, span.length()), (1_769_994_000_000, HOUR * 3 / 2));
        let until = of("", "2026-02-02T09:30").expect("a span");
        assert_eq!(until.length(), HOUR * 7 / 2, "since six in the morning");
        let since = of(&(clock::now() - HOUR).to_string(), "").expect("a span");
        assert!((HOUR..HOUR + 10_000).contains(&since.length()));
        for (from, to) in
            [("2026-02-02T09:30", "2026-02-02T08:00"), ("never", ""), ("2020-01-01", "2026-01-01")]
        {
            assert!(of(from, to).is_err(), "{from} to {to}");
        }
    }
}
