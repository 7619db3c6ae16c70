//! What the history's endpoints are asked with: times and whom.

use jiff::civil::{Date, DateTime};
use kpi::{Day, Millis, Scope, Span};
use serde::{Deserialize, Deserializer, de};

use super::moment;
use crate::error::AppError;
use crate::ledger::names::Names;
use crate::live::Sight;

/// A moment as [`moment::read`] reads it, a time on the site's clock, or a date, which is the start of that operational
/// day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    At(Millis),
    Shown(DateTime),
    Start(Date),
}

impl Moment {
    pub fn at(self, day: &Day) -> Millis {
        match self {
            Self::At(at) => at,
            Self::Shown(time) => day.moment(time),
            Self::Start(date) => day.span_of(date).from,
        }
    }

    pub fn read(text: &str) -> Option<Self> {
        let shown = || text.parse().ok().filter(|_| text.contains('T')).map(Self::Shown);
        moment::read(text).map(Self::At).or_else(shown).or_else(|| text.parse().ok().map(Self::Start))
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::read(&text).ok_or_else(|| {
            de::Error::custom(format!("{text:?} is no time: write milliseconds, RFC 3339, or YYYY-MM-DD"))
        })
    }
}

/// Operational days by name: `today`, `yesterday`, and `7d` or `30d`, which end with today.
///
/// # Errors
/// There is no window of that name.
pub fn window(name: &str, day: &Day, now: Millis) -> Result<Span, AppError> {
    let today = day.span_at(now);
    let back = |days| Span { from: day.days_before(now, days).from, ..today };
    match name {
        "today" => Ok(today),
        "yesterday" => Ok(day.days_before(now, 1)),
        "7d" => Ok(back(6)),
        "30d" => Ok(back(29)),
        other => Err(AppError::BadRequest(format!(
            "there is no window {other:?}: write today, yesterday, 7d or 30d"
        ))),
    }
}

/// Queue by id or name, agent by id, user name or extension; never more than this sight has. A queue that it does not
/// have is answered like one that does not exist.
pub fn scope(
    queue: Option<&str>,
    agent: Option<&str>,
    names: &Names,
    sight: &Sight,
) -> Result<Scope, AppError> {
    let queue = queue.filter(|queue| !queue.is_empty()).map(|queue| {
        let known = names.queue_called(queue).filter(|queue| sight.scope.has(Some(queue))).cloned();
        known.ok_or_else(|| AppError::BadRequest(format!("there is no queue {queue:?}")))
    });
    let agent = agent.filter(|agent| !agent.is_empty()).map(|agent| {
        let known = names.knows_agent(agent).then(|| agent.into());
        let known = known.or_else(|| names.agent_with(agent).cloned());
        known.ok_or_else(|| AppError::BadRequest(format!("there is no agent {agent:?}")))
    });
    Ok(Scope { queue: queue.transpose()?, agent: agent.transpose()?, ..sight.scope.of_numbers() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_millis_a_timestamp_or_the_start_of_a_day() {
        let day = Day::new("Asia/Ho_Chi_Minh", "06:00").expect("a day");
        let at = |text| Moment::read(text).map(|moment| moment.at(&day));
        assert_eq!(at("1770000000000"), Some(1_770_000_000_000));
        assert_eq!(at("2026-02-02T02:40:00Z"), Some(1_770_000_000_000));
        assert_eq!(at("2026-02-02T09:40:00 07:00"), Some(1_770_000_000_000), "as a careless link has it");
        assert_eq!(at("2026-02-02"), Some(1_769_986_800_000));
        assert_eq!(at("2026-02-02T09:40"), Some(1_770_000_000_000), "as the clock at the centre shows it");
        assert_eq!(at("yesterday"), None);
    }

    #[test]
    fn windows_are_of_whole_operational_days() {
        let day = Day::new("Asia/Ho_Chi_Minh", "06:00").expect("a day");
        let now = 1_770_000_000_000;
        let hours = |name| {
            let span = window(name, &day, now).expect("a window");
            [(now - span.from) / 3_600_000, (span.until - now) / 3_600_000]
        };
        // 09:40 is three hours and 40 minutes into the day.
        assert_eq!(hours("today"), [3, 20]);
        assert_eq!(hours("yesterday"), [27, -3]);
        assert_eq!(hours("7d"), [6 * 24 + 3, 20]);
        assert_eq!(hours("30d"), [29 * 24 + 3, 20]);
        assert!(window("1y", &day, now).is_err());
    }
}
