//! What a queue promises its callers, and since when.

use std::collections::BTreeMap;

use crate::{Millis, Scope, Span, Text};

/// The five ways in which the trade counts service level (`kpi.md` 3.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Variant {
    /// Strict: every abandon counts against it.
    Sl1,
    /// Short abandons are left out.
    Sl2,
    /// Abandons within the target are left out.
    Sl3,
    /// Answered calls only.
    Sl4,
    /// Abandons within the target count as met.
    Sl5,
}

impl Variant {
    pub const ALL: [Self; 5] = [Self::Sl1, Self::Sl2, Self::Sl3, Self::Sl4, Self::Sl5];

    /// As on a tile: `SL-2`.
    pub fn name(self) -> &'static str {
        ["SL-1", "SL-2", "SL-3", "SL-4", "SL-5"][self as usize]
    }

    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|variant| variant.name().eq_ignore_ascii_case(name))
    }
}

/// How one queue's calls are judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    pub variant: Variant,
    /// A caller is answered in time up to and including so many seconds.
    pub target_seconds: u32,
    /// Who hangs up in less than so many seconds hardly meant to call. No longer than the target, to make a difference.
    pub short_seconds: u32,
    /// The share of callers to be answered in time: the line on the chart. It is no part of the formula.
    pub goal_percent: u8,
    /// Flow-outs within the target count in the denominator. Those past it always do: the wait was too long before.
    pub include_flow_outs: bool,
    /// Callers who came from another queue of the same call count here again.
    pub include_transfers_in: bool,
}

impl Default for Rule {
    /// SL-2, 80/20, abandons under 5 s left out (`kpi.md` 3.1).
    fn default() -> Self {
        Self {
            variant: Variant::Sl2,
            target_seconds: 20,
            short_seconds: 5,
            goal_percent: 80,
            include_flow_outs: false,
            include_transfers_in: true,
        }
    }
}

impl Rule {
    pub fn target(&self) -> Millis {
        Millis::from(self.target_seconds) * 1_000
    }

    pub fn short(&self) -> Millis {
        Millis::from(self.short_seconds) * 1_000
    }

    /// `SL-2 80/20`, as printed on a tile.
    pub fn label(&self) -> String {
        format!("{} {}/{}", self.variant.name(), self.goal_percent, self.target_seconds)
    }

    /// What a service level under this rule is made by: rules that differ here do not add up to one formula.
    pub(crate) fn measures_like(&self, other: &Self) -> bool {
        let sets = |rule: &Self| {
            let short = if rule.variant == Variant::Sl2 { rule.short_seconds } else { 0 };
            let flow_outs = rule.include_flow_outs && rule.variant != Variant::Sl4;
            (rule.variant, rule.target_seconds, short, flow_outs, rule.include_transfers_in)
        };
        sets(self) == sets(other)
    }
}

/// From `since` on, `rule` holds. `None`: the default rule holds again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    pub since: Millis,
    pub rule: Option<Rule>,
}

/// All queues' rules, over time. A caller is judged by the rule that was in force when they entered the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rules {
    /// Before any change.
    first: Rule,
    /// Of the default, oldest first; each with a rule.
    default: Vec<(Millis, Rule)>,
    /// Of queues with rules of their own, by id; oldest first.
    queues: BTreeMap<Text, Vec<Change>>,
    /// Calls between colleagues count as calls.
    pub include_internal: bool,
}

impl Default for Rules {
    fn default() -> Self {
        Self::new(Rule::default())
    }
}

impl Rules {
    pub fn new(default: Rule) -> Self {
        Self { first: default, default: Vec::new(), queues: BTreeMap::new(), include_internal: false }
    }

    /// This queue has always had its own rule.
    #[must_use]
    pub fn with_queue(mut self, queue: impl Into<Text>, rule: Rule) -> Self {
        self.change_queue(queue, Millis::MIN, Some(rule));
        self
    }

    /// The default is another from then on. A second change at the same moment replaces the first.
    pub fn change_default(&mut self, since: Millis, rule: Rule) {
        self.default.retain(|(at, _)| *at != since);
        let place = self.default.partition_point(|(at, _)| *at < since);
        self.default.insert(place, (since, rule));
    }

    /// This queue has its own rule from then on, or with `None` follows the default again.
    pub fn change_queue(&mut self, queue: impl Into<Text>, since: Millis, rule: Option<Rule>) {
        let changes = self.queues.entry(queue.into()).or_default();
        changes.retain(|change| change.since != since);
        let place = changes.partition_point(|change| change.since < since);
        changes.insert(place, Change { since, rule });
    }

    /// The rule for a caller who enters this queue then. A queue that nobody has named goes by the default.
    pub fn at(&self, queue: Option<&str>, at: Millis) -> &Rule {
        let own = queue.and_then(|queue| self.queues.get(queue)).and_then(|changes| {
            changes[..changes.partition_point(|change| change.since <= at)].last()?.rule.as_ref()
        });
        own.unwrap_or_else(|| {
            let until = self.default.partition_point(|(since, _)| *since <= at);
            until.checked_sub(1).map_or(&self.first, |last| &self.default[last].1)
        })
    }

    /// Every rule that a queue of the scope may be under then, the default first, each once.
    pub(crate) fn all_at(&self, scope: &Scope, at: Millis) -> Vec<&Rule> {
        let mut rules = vec![self.at(scope.queue.as_deref(), at)];
        if scope.queue.is_none() {
            for queue in self.queues.keys() {
                let rule = self.at(Some(queue), at);
                if !rules.contains(&rule) {
                    rules.push(rule);
                }
            }
        }
        rules
    }

    /// When the rules of the scope changed within the span: the marks on a chart. Oldest first, each moment once.
    pub fn changes_in(&self, scope: &Scope, span: Span) -> Vec<Millis> {
        let default = self.default.iter().map(|(since, _)| *since);
        let of_queues =
            self.queues.iter().filter(|(queue, _)| scope.queue.as_ref().is_none_or(|q| q == *queue));
        let queues = of_queues.flat_map(|(_, changes)| changes.iter().map(|change| change.since));
        let mut moments: Vec<Millis> = default.chain(queues).filter(|at| span.contains(*at)).collect();
        moments.sort_unstable();
        moments.dedup();
        moments
    }
}
