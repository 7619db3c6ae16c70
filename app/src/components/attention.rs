//! What needs a supervisor now, by harm: found from the board, never invented. Pure.

use wire::{AgentState, Board, Freshness, Millis, Problem, SourceKind, SourceRow, Totals};

use super::Tab;
use crate::format::{age, age_short, clock_minutes, duration, short_name};
use crate::i18n::Words;
use crate::state::Age;
use crate::ui::Level;

/// So many are shown; the rest is counted.
pub const SHOWN: usize = 7;

/// One thing to see to.
#[derive(Debug, Clone, PartialEq)]
pub struct Matter {
    /// The same matter keeps its key while it lasts.
    pub key: String,
    pub level: Level,
    pub what: String,
    pub why: String,
    pub since: String,
    /// The list and the row in it to look at; none: the sources.
    pub place: Option<(Tab, String)>,
    pub link: &'static str,
}

/// Where one looks from.
pub struct View {
    pub words: &'static Words,
    /// The time that the board's timers show.
    pub timer: Millis,
    pub now: Millis,
    /// Old numbers raise no alarm about callers; the source itself does.
    pub trusted: bool,
    /// The page hears nothing from the server: that is the one matter, whatever its sources do.
    pub cut_off: bool,
}

/// All matters, the most harmful first.
pub fn matters(board: &Board, view: &View, heard: impl Fn(&SourceRow) -> Age) -> Vec<Matter> {
    if view.cut_off {
        return vec![cut_off(view)];
    }
    let mut found = Vec::new();
    if view.trusted {
        queues(board, view, &mut found);
        long_calls(board, view, &mut found);
    }
    for source in &board.sources {
        found.extend(silent_source(source, heard(source), view, board.utc_offset_seconds));
    }
    found.sort_by_key(|(harm, _)| std::cmp::Reverse(*harm));
    found.into_iter().map(|(_, matter)| matter).collect()
}

type Found = ((Level, Millis), Matter);

fn queues(board: &Board, view: &View, found: &mut Vec<Found>) {
    let words = view.words;
    let limit = Millis::from(board.targets.wait_seconds) * 1000;
    for queue in board.queues.iter().filter(|queue| queue.waiting > 0) {
        let free = Totals::available_in(board, &queue.id);
        let waited = queue.oldest.map(|oldest| (view.timer - oldest).max(0));
        let over = waited.filter(|waited| *waited >= limit).map(|waited| waited - limit);
        let (level, what) = match over {
            Some(over) => (Level::Breach, (words.attention.over_limit)(&queue.name, &age_short(over))),
            None if free == 0 => (Level::Late, (words.attention.nobody_free)(&queue.name)),
            None => continue,
        };
        let matter = Matter {
            key: format!("queue {}", queue.id),
            level,
            what,
            why: (words.attention.waiting_free)(queue.waiting, free),
            since: waited.map(duration).unwrap_or_default(),
            place: Some((Tab::Queues, queue.id.clone())),
            link: words.attention.open,
        };
        found.push(((level, waited.unwrap_or_default()), matter));
    }
}

fn long_calls(board: &Board, view: &View, found: &mut Vec<Found>) {
    let words = view.words;
    let minutes = board.targets.talk_minutes;
    let limit = Millis::from(minutes) * 60_000;
    for agent in board.agents.iter().filter(|agent| agent.state == AgentState::OnCall) {
        let Some(talked) = agent.since.map(|since| view.timer - since).filter(|talked| *talked >= limit)
        else {
            continue;
        };
        let queue = agent.queue.as_ref().and_then(|id| board.queues.iter().find(|queue| queue.id == *id));
        let matter = Matter {
            key: format!("agent {}", agent.id),
            level: Level::Late,
            what: (words.attention.long_call)(short_name(&agent.name), &duration(talked)),
            why: (words.attention.long_call_why)(minutes, queue.map(|queue| queue.name.as_str())),
            since: duration(talked - limit),
            place: Some((Tab::Agents, agent.id.clone())),
            link: words.attention.open,
        };
        // Callers who wait come before people who talk.
        found.push(((Level::Late, 0), matter));
    }
}

fn cut_off(view: &View) -> Matter {
    let words = view.words;
    Matter {
        key: "link".to_owned(),
        level: Level::Late,
        what: words.link.lost.to_owned(),
        why: words.attention.cut_off_why.to_owned(),
        since: String::new(),
        place: None,
        link: words.attention.see_sources,
    }
}

fn silent_source(source: &SourceRow, heard: Age, view: &View, offset: i32) -> Option<Found> {
    let words = view.words;
    let name = (words.source)(source.source);
    let old = heard.heard.map(|heard| view.now - heard);
    let (level, what) = match heard.freshness {
        // Live numbers do not need it, so its age is of no interest; that nothing is kept is.
        _ if source.source == SourceKind::History && source.problem.is_none() => return None,
        _ if source.source == SourceKind::History => (Level::Late, words.attention.not_kept.to_owned()),
        Freshness::Live if source.problem.is_none() => return None,
        // It answers, and tells nothing.
        Freshness::Live if source.problem == Some(Problem::Silent) => {
            (Level::Late, (words.attention.source_silent)(name))
        }
        Freshness::Live | Freshness::Late => {
            (Level::Normal, (words.attention.source_late)(name, &age_short(old.unwrap_or_default())))
        }
        Freshness::Stale | Freshness::Unknown => (Level::Late, (words.attention.source_down)(name)),
    };
    let why = match source.problem {
        Some(problem) => (words.problem)(problem).to_owned(),
        None => (words.attention.source_every)(&age(source.every.into(), words)),
    };
    let since = heard.heard.map(|heard| clock_minutes(heard, offset)).unwrap_or_default();
    let matter = Matter {
        key: format!("source {}", source_name(source.source)),
        level,
        what,
        why,
        since,
        place: None,
        link: words.attention.see_sources,
    };
    Some(((level, old.unwrap_or(Millis::MAX)), matter))
}

/// The value of `data-source`.
pub fn source_name(source: SourceKind) -> &'static str {
    match source {
        SourceKind::Dashboard => "dashboard",
        SourceKind::Events => "events",
        SourceKind::Directory => "directory",
        SourceKind::History => "history",
    }
}
