//! What lies on the desk when a question is answered: facts, rules and names of one moment. Board, API, CSV and report
//! ask the same desk, whether its facts come from memory or from the store.

use kpi::{
    Asked, Balance, Call, Day, DrillRow, Facts, Figure, HALF_HOUR, Kpi, LostCallers, Millis, Rules, Scope,
    Span, Stint, Talking, Text,
};
use wire::Window;

use super::figures::{Figures, QueueFigures};
use super::names::Names;

#[derive(Debug, Clone, Copy)]
pub struct Desk<'a> {
    pub calls: &'a [Call],
    pub stints: &'a [Stint],
    pub talking: &'a Talking,
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
    pub talking: Talking,
    pub rules: Rules,
    pub names: Names,
    pub day: Day,
    pub from: Millis,
}

impl Shelf {
    pub fn desk(&self, now: Millis) -> Desk<'_> {
        let Self { calls, stints, talking, rules, names, day, from } = self;
        Desk { calls, stints, talking, rules, names, day, from: *from, now }
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

    /// The facts must reach from the span's start to now: whoever was reached, was reached after it.
    pub fn lost_callers(&self, scope: &Scope, span: Span) -> LostCallers<'a> {
        kpi::lost_callers(&self.facts(), self.talking, scope, span, self.rules, self.now)
    }

    /// The figure of each, in one way through the facts.
    pub fn all(&self, asked: &[Asked]) -> Vec<Figure> {
        kpi::figures(asked, &self.facts(), self.rules, self.now)
    }

    /// These numbers, each in all windows, one after the other.
    pub fn in_windows(&self, kpis: impl IntoIterator<Item = Kpi>, scope: &Scope) -> Vec<wire::Figure> {
        let asked = self.asked_in_windows(kpis, scope);
        shown(&asked, &self.all(&asked))
    }

    /// All that boards show.
    pub fn figures(&self) -> Figures {
        // Waits of this moment tick in the browser, from the rows' own times.
        let kpis = Kpi::ALL.into_iter().filter(|kpi| *kpi != Kpi::LongestWait);
        let mut asked = self.asked_in_windows(kpis, &Scope::centre());
        let of_centre = asked.len();
        let span = self.window(Window::HalfHour);
        for (id, _) in self.names.queues() {
            let of = |kpi| Asked { kpi, scope: Scope::queue(id.clone()), span };
            asked.extend([Kpi::ServiceLevel, Kpi::AbandonRate].map(of));
        }
        let figures = self.all(&asked);
        let (centre, queues) = figures.split_at(of_centre);
        let share = |figure: &Figure| wire::Share { part: clamped(figure.part), of: clamped(figure.of) };
        let of_queue = |((id, _), figures): ((&Text, &Text), &[Figure])| {
            let [service, abandoned] = figures else { return (id.clone(), QueueFigures::default()) };
            (id.clone(), QueueFigures { service: share(service), abandoned: share(abandoned) })
        };
        Figures {
            at: self.now,
            all: shown(&asked, centre),
            queues: self.names.queues().zip(queues.chunks(2)).map(of_queue).collect(),
        }
    }

    fn asked_in_windows(&self, kpis: impl IntoIterator<Item = Kpi>, scope: &Scope) -> Vec<Asked> {
        let asked =
            |kpi| WINDOWS.map(|window| Asked { kpi, scope: scope.clone(), span: self.window(window) });
        kpis.into_iter().flat_map(asked).collect()
    }
}

/// Of what [`Desk::asked_in_windows`] asked.
fn shown(asked: &[Asked], figures: &[Figure]) -> Vec<wire::Figure> {
    let each = asked.iter().zip(figures).zip(WINDOWS.into_iter().cycle());
    let shown = |((asked, figure), window): ((&Asked, &Figure), Window)| {
        let Figure { part, of, mixed_targets } = *figure;
        wire::Figure { kpi: asked.kpi.id().to_owned(), window, part, of, mixed_targets }
    };
    each.map(shown).collect()
}

fn clamped(count: i64) -> u32 {
    u32::try_from(count.max(0)).unwrap_or(u32::MAX)
}
