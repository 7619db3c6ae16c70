//! Random rules: a default, queues with their own, and changes during the day.

use kpi::{Millis, Rule, Rules, Variant};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::random::QUEUES;
use crate::facts::HOUR;

fn rule() -> impl Strategy<Value = Rule> {
    let seconds = (select(vec![10, 20, 60]), select(vec![0, 3, 5, 15]));
    (select(Variant::ALL.to_vec()), seconds, any::<bool>(), any::<bool>()).prop_map(
        |(variant, (target_seconds, short_seconds), include_flow_outs, include_transfers_in)| Rule {
            variant,
            target_seconds,
            short_seconds,
            goal_percent: 80,
            include_flow_outs,
            include_transfers_in,
        },
    )
}

/// Rules whose changes are told from the start of the day.
#[derive(Debug, Clone)]
pub struct Agreed {
    default: Rule,
    own: [Option<Rule>; 2],
    changes: Vec<(usize, Millis, Option<Rule>)>,
    include_internal: bool,
}

impl Agreed {
    pub fn on(self, day: Millis) -> Rules {
        let mut rules = Rules::new(self.default);
        rules.include_internal = self.include_internal;
        for (queue, rule) in QUEUES.iter().zip(self.own) {
            if let Some(rule) = rule {
                rules = rules.with_queue(*queue, rule);
            }
        }
        for (queue, at, rule) in self.changes {
            match queue {
                0 => rules.change_default(day + at, rule.unwrap_or_default()),
                queue => rules.change_queue(QUEUES[queue - 1], day + at, rule),
            }
        }
        rules
    }
}

/// The default and two queues of their own, each perhaps changed during the day.
pub fn rules() -> impl Strategy<Value = Agreed> {
    let changes = vec((0..3_usize, 10 * HOUR..13 * HOUR, option::weighted(0.8, rule())), 0..3);
    let own = [option::of(rule()), option::of(rule())];
    (rule(), own, changes, any::<bool>()).prop_map(|(default, own, changes, include_internal)| Agreed {
        default,
        own,
        changes,
        include_internal,
    })
}
