//! The five headline numbers: from totals, targets and ages to what a tile shows. Pure.

use wire::{Freshness, Millis, Targets, Today, Totals};

use crate::format::{age_short, clock_minutes, duration, integer, percent, percent_fine};
use crate::i18n::Words;
use crate::state::{Age, UNHEARD};
use crate::ui::{GaugeReading, Kpi, Level};

/// A share of fewer events than this is shown as a fraction, and not judged.
pub const SMALL_SAMPLE: u32 = 5;

/// Everything the five numbers are made of.
pub struct Reading<'a> {
    pub words: &'static Words,
    /// A wall has room for less.
    pub wall: bool,
    pub totals: &'a Totals,
    pub targets: &'a Targets,
    pub today: &'a Today,
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
                ..self.blank(words.kpi.waiting)
            },
        )
    }

    fn longest(&self) -> Kpi {
        let words = self.words;
        let limit = Millis::from(self.targets.wait_seconds) * 1000;
        let blank = Kpi {
            foot: (words.kpi.limit)(&duration(limit)),
            gauge: Some(to_twice(0, 1)),
            ..self.blank(words.kpi.longest)
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
        let share = self.totals.service;
        let target = (words.kpi.service_target)(targets.service_percent, targets.service_seconds);
        // Beside words of its own the target has room for its figures alone.
        let figures = format!("{}/{}", targets.service_percent, targets.service_seconds);
        let goal = i64::from(targets.service_percent);
        let label = if self.wall { words.kpi.service } else { words.kpi.service_30 };
        let blank = Kpi { foot: target, ..self.blank(label) };
        let fraction = format!("{}/{}", share.part, share.of);
        let kpi = match percent(share.part, share.of) {
            None => {
                Kpi { value: "–".to_owned(), foot: words.kpi.no_calls.to_owned(), note: figures, ..blank }
            }
            Some(_) if share.of < SMALL_SAMPLE => Kpi {
                value: fraction,
                small_sample: true,
                foot: words.kpi.few_calls.to_owned(),
                note: figures,
                ..blank
            },
            Some(reached) => Kpi {
                level: below(reached.into(), goal, goal * 3 / 4),
                value: reached.to_string(),
                unit: "%".to_owned(),
                gauge: Some(GaugeReading::on(reached.into(), goal, 100)),
                note: fraction,
                ..blank
            },
        };
        self.finish(self.pushed, kpi)
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
                ..self.blank(words.kpi.available)
            },
        )
    }

    fn abandoned(&self) -> Kpi {
        let (words, limit) = (self.words, self.targets.abandoned_percent);
        let label = if self.wall { words.kpi.abandoned } else { words.kpi.abandoned_today };
        let blank = Kpi { foot: (words.kpi.limit_percent)(limit), ..self.blank(label) };
        let (Some(lost), Some(of)) = (self.today.abandoned, self.today.received.or(self.today.offered))
        else {
            return self.finish(UNHEARD, blank);
        };
        let fraction = format!("{}/{}", integer(lost, words), integer(of, words));
        let kpi = match percent_fine(lost, of, words) {
            None => Kpi { value: "–".to_owned(), foot: words.kpi.no_calls.to_owned(), ..blank },
            Some(_) if of < SMALL_SAMPLE => {
                Kpi { value: fraction, small_sample: true, note: words.kpi.few_calls.to_owned(), ..blank }
            }
            Some(share) => {
                // Compared as whole calls, times a hundred: 5.1 % is above 5 %.
                let (lost_hundredfold, limit) = (i64::from(lost) * 100, i64::from(limit) * i64::from(of));
                let level = above(lost_hundredfold, limit, 2 * limit);
                let gauge = Some(to_twice(lost_hundredfold, limit));
                if self.wall {
                    let foot = (words.kpi.today)(&fraction);
                    Kpi { level, value: share, unit: "%".to_owned(), gauge, foot, ..blank }
                } else {
                    let unit = format!("{share} %");
                    Kpi { level, value: integer(lost, words), unit, gauge, note: fraction, ..blank }
                }
            }
        };
        self.finish(self.polled, kpi)
    }

    fn blank(&self, label: &'static str) -> Kpi {
        Kpi {
            label,
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
                ..self.blank(kpi.label)
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

/// A scale from nothing to twice the limit.
fn to_twice(value: i64, limit: i64) -> GaugeReading {
    GaugeReading::on(value, limit, 2 * limit)
}

#[cfg(test)]
mod tests;
