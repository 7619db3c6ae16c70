//! The rules that numbers are counted by, as they changed over time: a caller keeps those of their entry, also when the
//! settings have changed since. Changes are remembered in the store.

use std::collections::{BTreeMap, BTreeSet};

use kpi::{Millis, Rule, Rules, Text, Variant};
use serde::{Deserialize, Serialize};

use super::names::Names;
use crate::config::{Config, ConfigError};

/// The name of the store's mark.
pub const MARK: &str = "ledger.rules";

/// Oldest first; the first has always held.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rulebook(Vec<Edition>);

/// The settings of a time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Edition {
    since: Millis,
    default: Written,
    /// By id or name, as the settings call them.
    queues: BTreeMap<String, Written>,
    #[serde(default)]
    include_internal: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Written {
    variant: String,
    target_seconds: u32,
    short_seconds: u32,
    goal_percent: u8,
    include_flow_outs: bool,
    include_transfers_in: bool,
}

impl Rulebook {
    /// As it was kept, with the settings of now. What cannot be read is begun anew.
    ///
    /// # Errors
    /// Settings that make no rule.
    pub fn open(kept: Option<&str>, config: &Config, now: Millis) -> Result<Self, ConfigError> {
        let mut book: Self = kept.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default();
        let edition = Edition {
            since: if book.0.is_empty() { Millis::MIN } else { now },
            default: Written::from(config.rule()?),
            queues: config.queue_rules()?.into_iter().map(|(queue, rule)| (queue, rule.into())).collect(),
            include_internal: config.kpi.include_internal,
        };
        let same =
            book.0.last().is_some_and(|last| Edition { since: last.since, ..edition.clone() } == *last);
        if !same {
            book.0.push(edition);
        }
        Ok(book)
    }

    pub fn text(&self) -> String {
        // It holds texts and numbers alone.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// With queues by their ids, as far as their names are known by now.
    pub fn rules(&self, names: &Names) -> Rules {
        let Some((first, later)) = self.0.split_first() else { return Rules::default() };
        let mut rules = Rules::new(first.default.rule());
        rules.include_internal = self.0.last().is_some_and(|last| last.include_internal);
        for edition in later {
            rules.change_default(edition.since, edition.default.rule());
        }
        // A queue that one edition calls by its name and another by its id is one queue.
        let own: Vec<(Millis, BTreeMap<&Text, Rule>)> =
            self.0.iter().map(|edition| (edition.since, edition.by_id(names))).collect();
        let ids: BTreeSet<&Text> = own.iter().flat_map(|(_, rules)| rules.keys().copied()).collect();
        for id in ids {
            let mut before = None;
            for (since, queues) in &own {
                let rule = queues.get(id).copied();
                if rule != before {
                    rules.change_queue(id.clone(), *since, rule);
                    before = rule;
                }
            }
        }
        rules
    }
}

impl Edition {
    fn by_id<'a>(&self, names: &'a Names) -> BTreeMap<&'a Text, Rule> {
        let known = |(queue, own): (&String, &Written)| Some((names.queue_called(queue)?, own.rule()));
        self.queues.iter().filter_map(known).collect()
    }
}

impl Written {
    fn rule(&self) -> Rule {
        Rule {
            variant: Variant::from_name(&self.variant).unwrap_or(Rule::default().variant),
            target_seconds: self.target_seconds,
            short_seconds: self.short_seconds,
            goal_percent: self.goal_percent,
            include_flow_outs: self.include_flow_outs,
            include_transfers_in: self.include_transfers_in,
        }
    }
}

impl From<Rule> for Written {
    fn from(rule: Rule) -> Self {
        Self {
            variant: rule.variant.name().to_owned(),
            target_seconds: rule.target_seconds,
            short_seconds: rule.short_seconds,
            goal_percent: rule.goal_percent,
            include_flow_outs: rule.include_flow_outs,
            include_transfers_in: rule.include_transfers_in,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::QueueKpi;

    #[test]
    fn a_change_at_a_restart_holds_from_then_on_and_the_same_settings_are_no_change() {
        let mut config = Config::default();
        let first = Rulebook::open(None, &config, 1_000).expect("rules");
        assert_eq!(Rulebook::open(Some(&first.text()), &config, 2_000).expect("rules"), first);
        config.kpi.target_seconds = Some(30);
        let own = QueueKpi { target_seconds: Some(10), ..QueueKpi::default() };
        config.kpi.queues.insert("sales".into(), own);
        let second = Rulebook::open(Some(&first.text()), &config, 3_000).expect("rules");

        let mut names = Names::default();
        let target = |names: &Names, queue, at| second.rules(names).at(queue, at).target_seconds;
        assert_eq!(target(&names, Some("q1"), 3_000), 30, "nobody has said which queue is called Sales");
        names.learn_queue(&"q1".into(), &"Sales".into());
        let targets = [(None, 2_999), (None, 3_000), (Some("q1"), 2_999), (Some("q1"), 3_000)];
        assert_eq!(targets.map(|(queue, at)| target(&names, queue, at)), [20, 30, 20, 10]);
    }

    #[test]
    fn a_queue_keeps_its_rule_when_the_settings_call_it_otherwise() {
        let mut names = Names::default();
        names.learn_queue(&"7f".into(), &"Sales".into());
        names.learn_queue(&"z1".into(), &"Billing".into());
        let called = |names: [&str; 2]| {
            let mut config = Config::default();
            let own = QueueKpi { target_seconds: Some(10), ..QueueKpi::default() };
            config.kpi.queues = names.map(|name| (name.to_owned(), own.clone())).into();
            config
        };
        let by_name = Rulebook::open(None, &called(["Sales", "Billing"]), 1_000).expect("rules");
        let by_id = Rulebook::open(Some(&by_name.text()), &called(["7f", "z1"]), 2_000).expect("rules");
        let rules = by_id.rules(&names);
        for (queue, at) in [("7f", 1_999), ("7f", 2_000), ("z1", 1_999), ("z1", 2_000)] {
            assert_eq!(rules.at(Some(queue), at).target_seconds, 10, "{queue} at {at}");
        }
    }
}
