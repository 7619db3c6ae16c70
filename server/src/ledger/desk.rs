//! What lies on the desk when a question is answered: facts, rules and names of one moment. Board, API, CSV and report
//! ask the same desk, whether its facts come from memory or from the store.

use kpi::{
    Asked, Balance, Call, Day, DrillRow, Facts, Figure, HALF_HOUR, Kpi, Millis, Rules, Scope, Span, Stint,
    Text,
};
use wire::Window;

use super::figures::{Figures, QueueFigures};
use super::names::Names;

#[derive(Debug, Clone, Copy)]
pub struct Desk<'a> {
    pub calls: &'a [Call],
    pub stints: &'a [Stint],
    pub rules: &'a Rules,
    pub names: &'a Names,
    pub day: &'a Day,
    /// Everything that touches the time from here on lies here.
    pub from: Millis,
    /// The moment of which the answers are true.
    pub now: Millis,
}

/// Facts out of the store, to be looked at as a [`Desk`].
#[derive(Debug)]
pub struct Shelf {
    pub calls: Vec<Call>,
    pub stints: Vec<Stint>,
    pub rules: Rules,
    pub names: Names,
    pub day: Day,
    pub from: Millis,
}

impl Shelf {
    pub fn desk(&self, now: Millis) -> Desk<'_> {
        let Self { calls, stints, rules, names, day, from } = self;
        Desk { calls, stints, rules, names, day, from: *from, now }
    }
}

/// A KPI's two windows.
pub const WINDOWS: [Window; 2] = [Window::HalfHour, Window::Day];

impl<'a> Desk<'a> {
    pub fn facts(&self) -> Facts<'a> {
        Facts { calls: self.calls, stints: self.stints }
    }

    pub fn at(self, now: Millis) -> Self {
        Self { now, ..self }
    }

    pub fn window(&self, window: Window) -> Span {
        match window {
            Window::HalfHour => Span::rolling(self.now, HALF_HOUR),
            Window::Day => self.day.span_at(self.now),
        }
    }

    pub fn figure(&self, kpi: Kpi, scope: &Scope, span: Span) -> Figure {
        kpi::figure(kpi, &self.facts(), scope, span, self.rules, self.now)
    }

    pub fn drill(&self, kpi: Kpi, scope: &Scope, span: Span) -> Vec<DrillRow<'a>> {
        kpi::drill(kpi, &self.facts(), scope, span, self.rules, self.now)
    }

    pub fn balance(&self, scope: &Scope, span: Span) -> Balance {
        kpi::balance(&self.facts(), scope, span, self.now)
    }

    /// All that boards show.
    pub fn figures(&self) -> Figures {
        let mut asked = Vec::new();
        // Waits of this moment tick in the browser, from the rows' own times.
        for kpi in Kpi::ALL.into_iter().filter(|kpi| *kpi != Kpi::LongestWait) {
            let of = |window| Asked { kpi, scope: Scope::centre(), span: self.window(window) };
            asked.extend(WINDOWS.map(of));
        }
        let of_centre = asked.len();
        let span = self.window(Window::HalfHour);
        for (id, _) in self.names.queues() {
            let of = |kpi| Asked { kpi, scope: Scope::queue(id.clone()), span };
            asked.extend([Kpi::ServiceLevel, Kpi::AbandonRate].map(of));
        }
        let figures = kpi::figures(&asked, &self.facts(), self.rules, self.now);
        let (centre, queues) = figures.split_at(of_centre);
        let shown = |(place, (asked, figure)): (usize, (&Asked, &Figure))| {
            let Figure { part, of, mixed_targets } = *figure;
            let window = WINDOWS[place % WINDOWS.len()];
            wire::Figure { kpi: asked.kpi.id().to_owned(), window, part, of, mixed_targets }
        };
        let share = |figure: &Figure| wire::Share { part: clamped(figure.part), of: clamped(figure.of) };
        let of_queue = |((id, _), figures): ((&Text, &Text), &[Figure])| {
            let [service, abandoned] = figures else { return (id.clone(), QueueFigures::default()) };
            (id.clone(), QueueFigures { service: share(service), abandoned: share(abandoned) })
        };
        Figures {
            at: self.now,
            all: asked.iter().zip(centre).enumerate().map(shown).collect(),
            queues: self.names.queues().zip(queues.chunks(2)).map(of_queue).collect(),
        }
    }
}

fn clamped(count: i64) -> u32 {
    u32::try_from(count.max(0)).unwrap_or(u32::MAX)
}
