//! How old a source's numbers are, and the time by which its timers run: they stop when the numbers are old.

use leptos::prelude::*;
use wire::{Freshness, Millis, SourceKind, SourceRow};

use super::live::Link;

/// A source's age as a viewer may believe it: never younger than the line to the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Age {
    pub freshness: Freshness,
    /// When these numbers were last true.
    pub heard: Option<Millis>,
    /// Where the timers of old numbers stand still.
    pub stopped: Option<Millis>,
}

/// Nothing was ever heard.
pub const UNHEARD: Age = Age { freshness: Freshness::Unknown, heard: None, stopped: None };

impl Age {
    pub fn of(source: Option<&SourceRow>, link: Link, last_frame: Option<Millis>, now: Millis) -> Self {
        let (Some(source), Some(last_frame)) = (source, last_frame) else { return UNHEARD };
        let Some(heard) = source.heard else { return UNHEARD };
        let own = source.freshness(now);
        // From here on its numbers were old, whatever the line did.
        let turned_old = heard + 5 * Millis::from(source.every);
        if matches!(link, Link::Lost | Link::Refused) {
            let stopped = Some(last_frame.min(turned_old));
            Self { freshness: own.max(Freshness::Stale), heard: Some(heard.min(last_frame)), stopped }
        } else {
            let stopped = (own > Freshness::Late).then_some(turned_old.min(now));
            Self { freshness: own, heard: Some(heard), stopped }
        }
    }

    /// Whether a timer may run on these numbers.
    pub fn runs(self) -> bool {
        self.freshness <= Freshness::Late
    }
}

/// One source's age, reactively.
#[derive(Clone, Copy)]
pub struct Pulse {
    pub age: Memo<Age>,
    pub freshness: Memo<Freshness>,
    /// The time that this source's timers show: now, or where they stopped.
    pub now: Memo<Millis>,
}

impl Pulse {
    pub fn of(
        kind: SourceKind,
        sources: RwSignal<Vec<SourceRow>>,
        link: RwSignal<Link>,
        last_frame: RwSignal<Option<Millis>>,
        now: RwSignal<Millis>,
    ) -> Self {
        let age = Memo::new(move |_| {
            sources.with(|sources| {
                let source = sources.iter().find(|row| row.source == kind);
                Age::of(source, link.get(), last_frame.get(), now.get())
            })
        });
        let stopped_at = Memo::new(move |_| {
            let age = age.get();
            (!age.runs()).then(|| age.stopped.or(last_frame.get()).unwrap_or_default())
        });
        Self {
            age,
            freshness: Memo::new(move |_| age.get().freshness),
            now: Memo::new(move |_| stopped_at.get().unwrap_or_else(|| now.get())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(heard: Option<Millis>) -> SourceRow {
        SourceRow {
            source: SourceKind::Dashboard,
            heard,
            every: 5_000,
            state: Freshness::Live,
            problem: None,
        }
    }

    #[test]
    fn a_lost_line_makes_fresh_numbers_old() {
        let row = source(Some(99_000));
        let age = |link| Age::of(Some(&row), link, Some(100_000), 107_000);
        assert_eq!(age(Link::Live).freshness, Freshness::Live);
        assert_eq!(age(Link::Opening).freshness, Freshness::Live);
        let lost = age(Link::Lost);
        assert_eq!(lost, Age { freshness: Freshness::Stale, heard: Some(99_000), stopped: Some(100_000) });
        assert!(!lost.runs());
    }

    #[test]
    fn timers_of_a_silent_source_stop_where_it_turned_old() {
        let row = source(Some(100_000));
        let age = |now| Age::of(Some(&row), Link::Live, Some(now), now);
        assert_eq!(age(125_000).stopped, None);
        for later in [125_001, 300_000] {
            assert_eq!((age(later).freshness, age(later).stopped), (Freshness::Stale, Some(125_000)));
        }
    }

    #[test]
    fn what_was_never_heard_is_unknown() {
        assert_eq!(Age::of(Some(&source(None)), Link::Live, Some(1), 1), UNHEARD);
        assert_eq!(Age::of(None, Link::Live, Some(1), 1), UNHEARD);
        assert_eq!(Age::of(Some(&source(Some(1))), Link::Live, None, 1), UNHEARD);
    }
}
