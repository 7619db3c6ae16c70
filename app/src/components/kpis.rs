//! The five headline numbers: from totals, targets and ages to what a tile shows. Pure.

use wire::{Figure, Freshness, Millis, Share, Targets, Today, Totals, Window};

use crate::format::{age_short, clock_minutes, duration, integer, percent, percent_fine};
use crate::i18n::Words;
use crate::state::{Age, UNHEARD};
use crate::ui::{GaugeReading, Kpi, Level};

/// A share of fewer events than this is shown as a fraction, and not judged.
pub const SMALL_SAMPLE: u32 = 5;

/// Ids of KPIs, as on the wire.
const SERVICE: &str = "service-level";
const ABANDONED: &str = "abandon-rate";

/// Everything the five numbers are made of.
pub struct Reading<'a> {
    pub words: &'static Words,
    /// A wall has room for less.
    pub wall: bool,
    pub totals: &'a Totals,
    pub targets: &'a Targets,
    pub today: &'a Today,
    pub figures: &'a [Figure],
    /// The name of the queue whose caller waits longest.
    pub oldest_queue: Option<String>,
    pub polled: Age,
    pub pushed: Age,
    /// The time that waiting timers show.
    pub timer: Millis,
    /// The time by which ages are told.
    pub now: Millis,
    pub utc_offset_seconds: i32,
}

impl Reading<'_> {
    pub fn five(&self) -> [Kpi; 5] {
        [self.waiting(), self.longest(), self.service(), self.available(), self.abandoned()]
    }

    fn waiting(&self) -> Kpi {
        let (words, limit) = (self.words, self.targets.waiting);
        let waiting = self.totals.waiting;
        // While a queue is still unknown, the sum of the queues below is smaller than this number: say why.
        let unplaced = (self.totals.unplaced > 0).then(|| (words.kpi.unplaced)(self.totals.unplaced));
        let ringing = (self.totals.ringing > 0).then(|| (words.kpi.ringing)(self.totals.ringing));
        let at_most = (words.kpi.at_most)(limit);
        let (foot, note) = match unplaced {
            // A wall shows no note.
            Some(unplaced) if self.wall => (unplaced, String::new()),
            unplaced => (at_most, unplaced.or(ringing).unwrap_or_default()),
        };
        self.finish(
            self.polled,
            Kpi {
                level: above(waiting.into(), limit.into(), 2 * i64::from(limit)),
                value: integer(waiting, words),
                gauge: Some(to_twice(waiting.into(), limit.into())),
                foot,
                note,
                ..self.blank("waiting", words.kpi.waiting)
            },
        )
    }

    fn longest(&self) -> Kpi {
        let words = self.words;
        let limit = Millis::from(self.targets.wait_seconds) * 1000;
        let blank = Kpi {
            foot: (words.kpi.limit)(&duration(limit)),
            gauge: Some(to_twice(0, 1)),
            ..self.blank("longest-wait", words.kpi.longest)
        };
        let kpi = match &self.totals.oldest {
            None => Kpi { value: "0:00".to_owned(), note: words.kpi.nobody_waits.to_owned(), ..blank },
            Some((entered, _)) => {
                let waited = (self.timer - entered).max(0);
                Kpi {
                    level: wait_level(waited, self.targets),
                    value: duration(waited),
                    gauge: Some(to_twice(waited, limit)),
                    note: self.oldest_queue.clone().unwrap_or_else(|| words.kpi.no_queue.to_owned()),
                    ..blank
                }
            }
        };
        self.finish(self.polled, kpi)
    }

    fn service(&self) -> Kpi {
        let (words, targets) = (self.words, self.targets);
        let goal = i64::from(targets.service_percent);
        let counted = self.figure(SERVICE, Window::HalfHour);
        let share = counted.map_or(self.totals.service, share_of);
        let mixed = counted.is_some_and(|figure| figure.mixed_targets);
        let rule = (words.kpi.rule)(targets.service_variant, goal, targets.service_seconds, mixed);
        let blank = Kpi { day: self.day(SERVICE), ..self.blank(SERVICE, words.kpi.service_30) };
        let reached = percent(share.part, share.of).unwrap_or_default();
        let judged = Kpi {
            level: below(reached.into(), goal, goal * 3 / 4),
            value: reached.to_string(),
            unit: "%".to_owned(),
            gauge: Some(GaugeReading::on(reached.into(), goal, 100)),
            ..blank.clone()
        };
        self.finish(self.pushed, self.share(share, rule, judged, blank))
    }

    /// A share: "–" of nothing, a fraction of few, otherwise as judged. `rule` stands at its foot.
    fn share(&self, share: Share, rule: String, judged: Kpi, blank: Kpi) -> Kpi {
        let words = self.words;
        let fraction = format!("{}/{}", integer(share.part, words), integer(share.of, words));
        match share.of {
            0 => Kpi { value: "–".to_owned(), foot: words.kpi.no_calls.to_owned(), note: rule, ..blank },
            1..SMALL_SAMPLE => Kpi {
                value: fraction,
                small_sample: true,
                foot: words.kpi.few_calls.to_owned(),
                note: rule,
                ..blank
            },
            _ => Kpi { foot: rule, note: fraction, ..judged },
        }
    }

    fn figure(&self, kpi: &str, window: Window) -> Option<&Figure> {
        self.figures.iter().find(|figure| figure.kpi == kpi && figure.window == window)
    }

    /// The same number over the operational day: it stands beside the half hour's.
    fn day(&self, kpi: &str) -> String {
        let Some(share) = self.figure(kpi, Window::Day).map(share_of) else { return String::new() };
        match share.of {
            0 => "–".to_owned(),
            1..SMALL_SAMPLE => format!("{}/{}", share.part, share.of),
            _ if kpi == SERVICE => format!("{} %", percent(share.part, share.of).unwrap_or_default()),
            _ => format!("{} %", percent_fine(share.part, share.of, self.words).unwrap_or_default()),
        }
    }

    fn available(&self) -> Kpi {
        let (words, least) = (self.words, self.targets.available);
        let (free, present) = (self.totals.available, self.totals.signed_in);
        self.finish(
            self.polled,
            Kpi {
                level: if free < least { Level::Late } else { Level::Normal },
                value: integer(free, words),
                unit: format!("/ {}", integer(present, words)),
                gauge: Some(GaugeReading::on(free.into(), least.into(), present.max(least).into())),
                foot: (words.kpi.at_least)(least),
                note: (words.kpi.on_call)(self.totals.on_call),
                ..self.blank("available", words.kpi.available)
            },
        )
    }

    /// By our own definition, from the calls themselves; while there are no figures, what AntRing counts today.
    fn abandoned(&self) -> Kpi {
        let words = self.words;
        if let Some(figure) = self.figure(ABANDONED, Window::HalfHour) {
            let day = self.day(ABANDONED);
            let blank = self.blank(ABANDONED, words.kpi.abandoned_30);
            let rule = (words.kpi.limit_percent)(self.targets.abandoned_percent);
            // A wall has room for one more number, and the day's says more than the limit's.
            let rule = if self.wall && !day.is_empty() { (words.kpi.today)(&day) } else { rule };
            let share = share_of(figure);
            let judged = self.judged_lost(share, Kpi { day: day.clone(), ..blank.clone() });
            return self.finish(self.pushed, self.share(share, rule, judged, Kpi { day, ..blank }));
        }
        let blank = self.blank(ABANDONED, words.kpi.abandoned_today);
        let (Some(part), Some(of)) = (self.today.abandoned, self.today.received.or(self.today.offered))
        else {
            return self.finish(UNHEARD, blank);
        };
        let share = Share { part, of };
        let judged = self.judged_lost(share, blank.clone());
        self.finish(self.polled, self.share(share, words.kpi.by_antring.to_owned(), judged, blank))
    }

    fn judged_lost(&self, lost: Share, kpi: Kpi) -> Kpi {
        // Compared as whole calls, times a hundred: 5.1 % is above 5 %.
        let hundredfold = i64::from(lost.part) * 100;
        let limit = i64::from(self.targets.abandoned_percent) * i64::from(lost.of);
        Kpi {
            level: above(hundredfold, limit, 2 * limit),
            value: percent_fine(lost.part, lost.of, self.words).unwrap_or_default(),
            unit: "%".to_owned(),
            gauge: Some(to_twice(hundredfold, limit)),
            ..kpi
        }
    }

    fn blank(&self, id: &'static str, label: &'static str) -> Kpi {
        Kpi {
            id,
            label,
            day: String::new(),
            level: Level::Normal,
            freshness: Freshness::Live,
            value: "––".to_owned(),
            unit: String::new(),
            gauge: None,
            foot: String::new(),
            note: String::new(),
            age: String::new(),
            small_sample: false,
        }
    }

    /// Puts the source's age on a number: an old one has no level, an unknown one no value.
    fn finish(&self, source: Age, kpi: Kpi) -> Kpi {
        let link = &self.words.link;
        let old = source.heard.map_or(0, |heard| self.now - heard);
        let time = source.heard.map(|heard| clock_minutes(heard, self.utc_offset_seconds));
        let kpi = Kpi { freshness: source.freshness, ..kpi };
        let note = if self.wall { String::new() } else { kpi.note.clone() };
        match source.freshness {
            Freshness::Live => Kpi { note, ..kpi },
            Freshness::Late => Kpi { age: (link.late)(&age_short(old)), ..kpi },
            Freshness::Stale => {
                let time = time.unwrap_or_default();
                let age = if self.wall { (link.as_of)(&time) } else { (link.old_at)(&age_short(old), &time) };
                Kpi { level: Level::Normal, age, ..kpi }
            }
            Freshness::Unknown => Kpi {
                freshness: Freshness::Unknown,
                age: time.map_or_else(|| link.no_data.to_owned(), |time| (link.no_source_since)(&time)),
                ..self.blank(kpi.id, kpi.label)
            },
        }
    }
}

/// How bad a wait is, in milliseconds: from four fifths of the limit it is late, at the limit it is a breach.
pub fn wait_level(waited: Millis, targets: &Targets) -> Level {
    let limit = Millis::from(targets.wait_seconds) * 1000;
    if waited >= limit {
        Level::Breach
    } else if waited >= limit * 4 / 5 {
        Level::Late
    } else {
        Level::Normal
    }
}

fn above(value: i64, late: i64, breach: i64) -> Level {
    if value > breach {
        Level::Breach
    } else if value > late {
        Level::Late
    } else {
        Level::Normal
    }
}

fn below(value: i64, late: i64, breach: i64) -> Level {
    if value < breach {
        Level::Breach
    } else if value < late {
        Level::Late
    } else {
        Level::Normal
    }
}

fn share_of(figure: &Figure) -> Share {
    let whole = |number: i64| u32::try_from(number.max(0)).unwrap_or(u32::MAX);
    Share { part: whole(figure.part), of: whole(figure.of) }
}

/// A scale from nothing to twice the limit.
fn to_twice(value: i64, limit: i64) -> GaugeReading {
    GaugeReading::on(value, limit, 2 * limit)
}

#[cfg(test)]
mod tests;
