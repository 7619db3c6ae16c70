use std::collections::BTreeMap;

use kpi::{Rule, Variant};
use serde::Deserialize;

use super::{Config, ConfigError};

/// How numbers are counted (`product/kpi.md` 3.1). What is not set here follows `[targets]`.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Kpi {
    /// `SL-1` to `SL-5`.
    pub variant: String,
    /// Absent: `targets.service_seconds`.
    pub target_seconds: Option<u32>,
    /// Absent: `targets.service_percent`.
    pub goal_percent: Option<u32>,
    /// Who hangs up sooner hardly meant to call.
    pub short_abandon_seconds: u32,
    pub include_flow_outs: bool,
    pub include_transfers_in: bool,
    /// Calls between colleagues count as calls.
    pub include_internal: bool,
    /// Queues with rules of their own, by id or name.
    pub queues: BTreeMap<String, QueueKpi>,
}

/// What differs for one queue.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct QueueKpi {
    pub variant: Option<String>,
    pub target_seconds: Option<u32>,
    pub goal_percent: Option<u32>,
    pub short_abandon_seconds: Option<u32>,
    pub include_flow_outs: Option<bool>,
    pub include_transfers_in: Option<bool>,
}

impl Default for Kpi {
    fn default() -> Self {
        let usual = Rule::default();
        Self {
            variant: usual.variant.name().to_owned(),
            target_seconds: None,
            goal_percent: None,
            short_abandon_seconds: usual.short_seconds,
            include_flow_outs: usual.include_flow_outs,
            include_transfers_in: usual.include_transfers_in,
            include_internal: false,
            queues: BTreeMap::new(),
        }
    }
}

impl Config {
    /// The rule of every queue that has none of its own.
    ///
    /// # Errors
    /// A word or a number that makes no rule; the message names the setting.
    pub fn rule(&self) -> Result<Rule, ConfigError> {
        let Kpi { variant, short_abandon_seconds, include_flow_outs, include_transfers_in, .. } = &self.kpi;
        let rule = Rule {
            variant: read_variant("kpi.variant", variant)?,
            target_seconds: self.kpi.target_seconds.unwrap_or(self.targets.service_seconds),
            short_seconds: *short_abandon_seconds,
            goal_percent: percent(
                "kpi.goal_percent",
                self.kpi.goal_percent.unwrap_or(self.targets.service_percent),
            )?,
            include_flow_outs: *include_flow_outs,
            include_transfers_in: *include_transfers_in,
        };
        sensible("kpi", rule)
    }

    /// The rules of queues that have their own, by what the settings call them: an id or a name.
    ///
    /// # Errors
    /// As [`Config::rule`].
    pub fn queue_rules(&self) -> Result<BTreeMap<String, Rule>, ConfigError> {
        let usual = self.rule()?;
        let own = |(queue, own): (&String, &QueueKpi)| {
            let setting = format!("kpi.queues.\"{queue}\"");
            let variant = own.variant.as_ref().map(|word| read_variant(&format!("{setting}.variant"), word));
            let goal = own.goal_percent.map(|goal| percent(&format!("{setting}.goal_percent"), goal));
            let rule = Rule {
                variant: variant.transpose()?.unwrap_or(usual.variant),
                target_seconds: own.target_seconds.unwrap_or(usual.target_seconds),
                short_seconds: own.short_abandon_seconds.unwrap_or(usual.short_seconds),
                goal_percent: goal.transpose()?.unwrap_or(usual.goal_percent),
                include_flow_outs: own.include_flow_outs.unwrap_or(usual.include_flow_outs),
                include_transfers_in: own.include_transfers_in.unwrap_or(usual.include_transfers_in),
            };
            Ok((queue.clone(), sensible(&setting, rule)?))
        };
        self.kpi.queues.iter().map(own).collect()
    }

    /// What boards are held against: the service level's target is the rule's, so that the two are one.
    pub fn shown_targets(&self) -> wire::Targets {
        let mut targets = wire::Targets::from(self.targets);
        if let Ok(rule) = self.rule() {
            targets.service_seconds = rule.target_seconds;
            targets.service_percent = u32::from(rule.goal_percent);
        }
        targets
    }
}

fn read_variant(setting: &str, word: &str) -> Result<Variant, ConfigError> {
    Variant::from_name(word).ok_or_else(|| ConfigError::Variant(setting.to_owned(), word.to_owned()))
}

fn percent(setting: &str, percent: u32) -> Result<u8, ConfigError> {
    let valid = u8::try_from(percent).ok().filter(|percent| *percent <= 100);
    valid.ok_or_else(|| ConfigError::Percent(setting.to_owned(), percent))
}

/// An abandon that is short must come before the target, or nobody could miss it by giving up.
fn sensible(setting: &str, rule: Rule) -> Result<Rule, ConfigError> {
    if rule.target_seconds == 0 {
        return Err(ConfigError::NoTarget(setting.to_owned()));
    }
    if rule.short_seconds > rule.target_seconds {
        return Err(ConfigError::ShortPastTarget {
            setting: setting.to_owned(),
            short: rule.short_seconds,
            target: rule.target_seconds,
        });
    }
    Ok(rule)
}
