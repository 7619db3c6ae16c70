//! Figures on their way to viewers: only those that changed are kept in the journal and sent.

use floor::QueueId;

use crate::ledger::Figures;

/// Those that differ from what is shown; `None` when all are the same.
pub fn news(shown: &Figures, newer: &Figures) -> Option<Figures> {
    let all = newer.all.iter().filter(|figure| !shown.all.contains(figure)).cloned().collect();
    let differs = |(queue, figures): &(&kpi::Text, &_)| shown.queues.get(*queue) != Some(figures);
    let queues = newer.queues.iter().filter(differs).map(|(queue, figures)| (queue.clone(), *figures));
    let news = Figures { at: newer.at, all, queues: queues.collect() };
    (!news.all.is_empty() || !news.queues.is_empty()).then_some(news)
}

/// Shows what is new; the others stay. A queue that is gone takes its row along, so its figures may stay behind.
pub fn adopt(shown: &mut Figures, news: Figures) {
    shown.at = news.at;
    for figure in news.all {
        match shown.all.iter_mut().find(|old| old.kpi == figure.kpi && old.window == figure.window) {
            Some(old) => *old = figure,
            None => shown.all.push(figure),
        }
    }
    shown.queues.extend(news.queues);
}

/// The queues that these are about.
pub fn queues(figures: &Figures) -> impl Iterator<Item = QueueId> {
    figures.queues.keys().map(|queue| QueueId::new(queue.clone()))
}

#[cfg(test)]
mod tests {
    use wire::{Figure, Share, Window};

    use super::*;
    use crate::ledger::QueueFigures;

    fn figures(at: i64, calls: i64, sales: u32) -> Figures {
        let figure = |kpi: &str, part| Figure {
            kpi: kpi.into(),
            window: Window::Day,
            part,
            of: 0,
            mixed_targets: false,
        };
        let share = QueueFigures { service: Share { part: sales, of: 9 }, ..QueueFigures::default() };
        let queues = [("sales".into(), share), ("billing".into(), QueueFigures::default())];
        Figures { at, all: vec![figure("calls", calls), figure("asa", 7)], queues: queues.into() }
    }

    #[test]
    fn only_what_changed_is_news_and_news_make_the_whole() {
        let mut shown = Figures::default();
        let first = figures(1, 5, 3);
        let changed = news(&shown, &first).expect("everything is new");
        adopt(&mut shown, changed);
        assert_eq!(shown, first);
        assert_eq!(news(&shown, &figures(2, 5, 3)), None, "time alone is no news");
        let later = figures(3, 6, 4);
        let changed = news(&shown, &later).expect("two changed");
        assert_eq!((changed.all.len(), changed.queues.len()), (1, 1));
        adopt(&mut shown, changed);
        assert_eq!(shown, later);
    }
}
